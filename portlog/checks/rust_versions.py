"""Whether a toolchain is new enough for what a crate's author says it needs."""

import re

_RUST = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[-+].*)?\Z", re.ASCII)


def rust_numbers(text: str) -> tuple[int, int, int]:
    """Read `1.95`, `1.95.0` or `1.97.0-nightly`; ValueError if it is none of them."""
    match = _RUST.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a Rust version such as 1.85")
    major, minor, patch = (int(part or 0) for part in match.groups())
    return (major, minor, patch)


def builds_with(needed: str | None, toolchain: str | None) -> bool:
    """Say whether a toolchain suffices; what nobody says is taken to."""
    if needed is None or toolchain is None:
        return True
    try:
        return rust_numbers(needed) <= rust_numbers(toolchain)
    except ValueError:
        return True
