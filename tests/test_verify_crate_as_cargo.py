"""The same claims put to cargo itself, over the same registry: it must agree on each."""

import json
import os
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from crate_support import Desk, desk
from loopback import release

from portlog.records.verdict import Verdict

pytestmark = pytest.mark.needs("cargo")


@dataclass(frozen=True, slots=True)
class Decision:
    """What cargo locked, or that it refused."""

    version: str | None
    said: str


CLAIMS = [
    ("tool", Verdict.EXISTS),
    ("tool@1", Verdict.EXISTS),
    ("tool@~1.0", Verdict.EXISTS),
    ("tool@=1.0.0", Verdict.EXISTS),
    ("tool@>=1, <1.2", Verdict.EXISTS),
    ("tool@0.1", Verdict.EXISTS),
    ("tool@1.x", Verdict.EXISTS),
    ("tool@2.0.0-rc.1", Verdict.EXISTS),
    ("tool@2", Verdict.NO_MATCHING_VERSION),
    ("tool@^99", Verdict.NO_MATCHING_VERSION),
    ("tool@=1.2.0", Verdict.YANKED),
    ("tool@0.2", Verdict.YANKED),
    ("tool@1 fast", Verdict.EXISTS),
    ("tool@1 toml", Verdict.EXISTS),
    ("tool@1 default", Verdict.NO_SUCH_FEATURE),
    ("tool@1 yaml", Verdict.NO_SUCH_FEATURE),
    ("tool@1 no-such", Verdict.NO_SUCH_FEATURE),
    ("tool@1 fast/more", Verdict.NO_SUCH_FEATURE),
    ("tool@1 dep:toml", Verdict.NO_SUCH_FEATURE),
    ("tool@1 old", Verdict.FEATURE_ONLY_IN_OLDER_VERSION),
    ("newer@1", Verdict.NEEDS_NEWER_RUST),
    ("no-such-tool@1", Verdict.NOT_FOUND),
    ("Tool@1", Verdict.WRONG_SPELLING),
    ("two_words@1", Verdict.WRONG_SPELLING),
    ("two-words@1", Verdict.EXISTS),
    ("a/b@1", Verdict.INVALID_NAME),
    ("..@1", Verdict.INVALID_NAME),
    ("a?b@1", Verdict.INVALID_NAME),
    ("1a@1", Verdict.INVALID_NAME),
    ("a" * 65 + "@1", Verdict.INVALID_NAME),
    ("tool@", Verdict.INVALID_REQUIREMENT),
    ("tool@latest", Verdict.INVALID_REQUIREMENT),
    ("tool@v1", Verdict.INVALID_REQUIREMENT),
    ("tool@1,", Verdict.INVALID_REQUIREMENT),
    ("tool@01", Verdict.INVALID_REQUIREMENT),
    ("tool@1.2-alpha", Verdict.INVALID_REQUIREMENT),
]
TAKEN = {Verdict.EXISTS, Verdict.FEATURE_ONLY_IN_OLDER_VERSION, Verdict.NEEDS_NEWER_RUST}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("agreement")) as made:
        _publish_everything(made)
        yield made


def _publish_everything(here: Desk) -> None:
    optional = [_dependency("toml"), _dependency("yaml")]
    new = {"features2": {"fast": ["dep:yaml"]}, "v": 2, "deps": optional}
    here.server.publish("toml", release("1.0.0"))
    here.server.publish("yaml", release("1.0.0"))
    here.server.publish("two-words", release("1.0.0"))
    here.server.publish("newer", release("1.0.0", rust_version="1.99"))
    here.server.publish(
        "tool",
        release("0.1.0"),
        release("0.2.0", yanked=True),
        release("1.0.0", features={"old": []}),
        release("1.1.0", **new),
        release("1.2.0", yanked=True, **new),
        release("2.0.0-rc.1", **new),
        release("1.1.0-alpha.1", **new),
    )


def _dependency(name: str) -> dict[str, object]:
    return {
        "name": name,
        "req": "^1",
        "features": [],
        "optional": True,
        "default_features": True,
        "target": None,
        "kind": "normal",
    }


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS)
def test_cargo_agrees(here: Desk, claim: str, verdict: Verdict) -> None:
    typed, *features = claim.rsplit(" ", 1) if " " in claim and "," not in claim else [claim]

    lookup = here.one(typed, *features)

    decision = _cargo(here, typed, features)
    assert lookup.verdict is verdict
    assert (decision.version is not None) == (verdict in TAKEN), decision.said
    assert decision.version == lookup.judgement.resolved_version


def _cargo(here: Desk, typed: str, features: list[str]) -> Decision:
    name, _, requirement = typed.partition("@")
    folder = here.folder / "package"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src" / "lib.rs").touch()
    (folder / "Cargo.lock").unlink(missing_ok=True)
    (folder / "Cargo.toml").write_text(
        _manifest(name, requirement if "@" in typed else "*", features)
    )
    done = subprocess.run(
        ["cargo", "generate-lockfile"],
        cwd=folder,
        env={
            **os.environ,
            "CARGO_HOME": here.environment["CARGO_HOME"],
            "RUSTUP_AUTO_INSTALL": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return Decision(_locked(folder, name) if done.returncode == 0 else None, done.stderr)


def _manifest(name: str, requirement: str, features: list[str]) -> str:
    dependency = f"version = {json.dumps(requirement)}, features = {json.dumps(features)}"
    return (
        '[package]\nname = "package"\nversion = "0.0.0"\nedition = "2021"\n'
        f"[dependencies]\n{json.dumps(name)} = {{ {dependency} }}\n[workspace]\n"
    )


def _locked(folder: Path, name: str) -> str:
    packages = tomllib.loads((folder / "Cargo.lock").read_text())["package"]
    (version,) = (one["version"] for one in packages if one["name"] == name)
    assert isinstance(version, str)
    return version
