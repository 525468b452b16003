"""Which names a crate can have, and which of them crates.io keeps for itself.

The rules are those of cargo's manifest reader and of crates.io's own validation.
"""

import re

from portlog.records.crate_lookup import CrateClaim

LONGEST_NAME = 64
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_STRAY = re.compile(r"[^A-Za-z0-9_-]")
_VERSION_START = re.compile(r"[\^~=<>]|\d+\.")

_RESERVED = """
alloc arena ast aux builtins collections compiler-builtins compiler-rt compiletest con core
coretest debug driver flate fmt-macros grammar graphviz macro macros nul prn proc-macro rbml
rust-installer rustbook rustc rustc-back rustc-borrowck rustc-driver rustc-llvm rustc-resolve
rustc-trans rustc-typeck rustdoc rustllvm rustuv serialize std syntax test unicode com0 com1 com2
com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9
"""
RESERVED = frozenset(_RESERVED.split())


def claim(typed: str, features: tuple[str, ...] = ()) -> CrateClaim:
    """Split `NAME` or `NAME@REQUIREMENT` at the first `@`, as `cargo add` does."""
    name, at, requirement = typed.partition("@")
    return CrateClaim(name, requirement if at else None, features)


_WITH_RUST = frozenset({"std", "core", "alloc", "proc-macro", "test"})


def canonical(name: str) -> str:
    """Return the form in which crates.io tells names apart: lower case, `_` as `-`."""
    return name.lower().replace("_", "-")


def reservation(name: str) -> str | None:
    """Return why crates.io accepts no crate of this name, or None if it would."""
    if canonical(name) in _WITH_RUST:
        return "it comes with Rust itself and is not a dependency; crates.io reserves the name"
    if canonical(name) in RESERVED:
        return "crates.io reserves this name: nobody can publish under it"
    return None


def name_refusal(name: str) -> str | None:
    """Return why no crate can have this name, or None if one can."""
    if not name:
        return "a crate's name cannot be empty"
    if len(name) > LONGEST_NAME:
        return f"the name has {len(name)} characters, and {LONGEST_NAME} is the most"
    if _NAME.match(name):
        return None
    return _character_refusal(name)


def _character_refusal(name: str) -> str:
    stray = _STRAY.search(name)
    if stray is None:
        return f'a name starts with a letter from a to z, not with "{name[0]}"'
    if stray.start() and _VERSION_START.match(name, stray.start()):
        split = f"{name[: stray.start()]}@{name[stray.start() :]}"
        return f"a name cannot hold a version: write {split}"
    return f"a name has letters from a to z, digits, - and _, but not {_shown(stray[0])}"


def _shown(char: str) -> str:
    return f'"{char}"' if char.isprintable() else f"U+{ord(char):04X}"
