from pathlib import Path

import pytest

from portlog.checks.rust_versions import builds_with, rust_numbers
from portlog.sources.toolchain import rust_toolchain


def _rustc(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "rustc"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_the_toolchain_says_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _rustc(tmp_path, 'echo "rustc 1.97.0-nightly (abc 2026-03-05)"', monkeypatch)

    assert rust_toolchain() == "1.97.0-nightly"


@pytest.mark.parametrize("script", ["exit 1", "echo something else", "exec /no/such/program"])
def test_a_toolchain_that_says_nothing_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    _rustc(tmp_path, script, monkeypatch)

    assert rust_toolchain() is None


def test_a_program_that_cannot_be_started_is_no_toolchain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rustc(tmp_path, "", monkeypatch)
    (tmp_path / "rustc").write_bytes(b"\x00")

    assert rust_toolchain() is None


def test_without_a_toolchain_none_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert rust_toolchain() is None


@pytest.mark.parametrize(
    ("needed", "toolchain", "builds"),
    [
        ("1.56", "1.95.0", True),
        ("1.95", "1.95.0", True),
        ("1.95.1", "1.95.0", False),
        ("1.96", "1.95.0", False),
        ("2", "1.95.0", False),
        ("1.97", "1.97.0-nightly", True),
        (None, "1.95.0", True),
        ("1.96", None, True),
        ("odd", "1.95.0", True),
    ],
)
def test_a_toolchain_suffices_or_not(
    needed: str | None, toolchain: str | None, *, builds: bool
) -> None:
    assert builds_with(needed, toolchain) is builds


@pytest.mark.parametrize("text", ["", "nightly", "1.x", "v1.80", "1.2.3.4"])
def test_what_is_no_rust_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a Rust version"):
        rust_numbers(text)
