from pathlib import Path

import pytest
from items_support import Bench, crate
from made_up_crates import ABSENT, EXISTS, FILES, GATED
from rustc_support import existing

_PROBE = """
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
the-shop = {{ path = "../the-shop", features = {features} }}

[workspace]
"""


def _probe(folder: Path, features: list[str]) -> Path:
    for name, texts in FILES.items():
        for path, text in texts.items():
            file = folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    probe = folder / "probe"
    (probe / "src").mkdir(parents=True)
    wanted = "[" + ", ".join(f'"{one}"' for one in features) + "]"
    (probe / "Cargo.toml").write_text(_PROBE.format(features=wanted))
    return probe


@pytest.mark.needs("cargo")
@pytest.mark.parametrize("features", [[], ["net", "deep", "loud"]])
def test_the_compiler_names_just_what_is_said_to_exist(tmp_path: Path, features: list[str]) -> None:
    bench = Bench({name: crate(name, texts) for name, texts in FILES.items()})
    paths = [*EXISTS, *GATED, *ABSENT]

    said = {path: bench.judge("the-shop", path, tuple(features)).verdict for path in paths}
    compiled = existing(_probe(tmp_path, features), paths, "use shop::{Animal as _, Named as _};")

    assert {path for path, verdict in said.items() if verdict == "exists"} == compiled
