"""Made-up crates put to the real rustdoc and the real compiler, and their JSON as portlog reads it.

The JSON of a stable toolchain is had by `RUSTC_BOOTSTRAP`, for the documentation tool alone.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portlog.records.registry import Sighting
from portlog.records.rustdoc import RustdocCrate
from portlog.sources.rustdoc_json import read_rustdoc

SAMPLES = Path(__file__).parent / "rustdoc"
PACKAGE = "port-sample"
VERSION = "1.2.3"
SIGHTING = Sighting(
    "https://docs.rs/crate/port-sample/1.2.3/json", datetime(2026, 3, 5, tzinfo=UTC)
)
EVERYTHING = ("net", "extra")


@dataclass(frozen=True, slots=True)
class Workbench:
    """A folder with the sample's dependencies, built."""

    folder: Path

    def document(self) -> bytes:
        """Return the sample's JSON, with all features on and as docs.rs sets its flags."""
        flags = [*_features(EVERYTHING), "--cfg", "docsrs", "--cfg", "built"]
        shape = ["-Z", "unstable-options", "--output-format", "json", "--crate-version", VERSION]
        _run(
            "rustdoc", SAMPLES / "port_sample.rs", *flags, *shape, *self._externs(), at=self.folder
        )
        return (self.folder / "port_sample.json").read_bytes()

    def compile_sample(self, *features: str) -> None:
        """Build the sample as a user would have it, with these features."""
        options = ["--crate-type", "lib", *_features(features), *self._externs()]
        _run("rustc", SAMPLES / "port_sample.rs", *options, at=self.folder)

    def refused(self, lines: Sequence[str]) -> set[int]:
        """Return which of these lines, each an item of its own, the compiler finds no name for."""
        probe = self.folder / "probe.rs"
        probe.write_text("".join(f"{line}\n" for line in lines))
        options = ["--crate-type", "lib", "--error-format", "json"]
        sample = f"port_sample={self.folder / 'libport_sample.rlib'}"
        done = _try("rustc", probe, *options, "--extern", sample, *self._externs(), at=self.folder)
        messages = [json.loads(line) for line in done.stderr.splitlines()]
        return {_line(one) for one in messages if _is_missing_name(one)}

    def _externs(self) -> list[str]:
        outer = f"outer_dep={self.folder / 'libouter_dep.rlib'}"
        made = next(self.folder.glob("*made_by_code.*"), self.folder)
        return ["--extern", outer, "--extern", f"made_by_code={made}", "-L", str(self.folder)]


def workbench(folder: Path) -> Workbench:
    """Build what the sample depends on."""
    _run("rustc", SAMPLES / "outer_dep.rs", "--crate-type", "lib", at=folder)
    _run("rustc", SAMPLES / "made_by_code.rs", "--crate-type", "proc-macro", at=folder)
    return Workbench(folder)


def read(content: bytes | dict[str, Any]) -> RustdocCrate:
    """Read JSON as that of the sample."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_rustdoc(body, PACKAGE, VERSION, SIGHTING)


def _features(names: Sequence[str]) -> list[str]:
    return [part for name in names for part in ("--cfg", f'feature="{name}"')]


def _run(tool: str, source: Path, *options: str, at: Path) -> None:
    done = _try(tool, source, *options, at=at)
    assert done.returncode == 0, done.stderr


def _try(tool: str, source: Path, *options: str, at: Path) -> subprocess.CompletedProcess[str]:
    out = ["-o" if tool == "rustdoc" else "--out-dir", str(at)]
    return subprocess.run(
        [tool, source, "--edition", "2021", "--cap-lints", "allow", *out, *options],
        capture_output=True,
        text=True,
        env=os.environ | ({"RUSTC_BOOTSTRAP": "1"} if tool == "rustdoc" else {}),
        check=False,
    )


# what the compiler says where a name stands for something whose type it cannot infer
_EXISTS = frozenset({"E0282", "E0283", "E0284", "E0790", "E0034"})


def _is_missing_name(message: dict[str, Any]) -> bool:
    code = (message.get("code") or {}).get("code")
    return message.get("level") == "error" and code is not None and code not in _EXISTS


def _line(message: dict[str, Any]) -> int:
    return next(int(one["line_start"]) - 1 for one in message["spans"] if one["is_primary"])
