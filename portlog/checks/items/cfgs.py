"""Whether a `cfg` predicate holds, and what would have to be switched on for it to hold.

The rules: https://doc.rust-lang.org/reference/conditional-compilation.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|r#*\w+|\w+|[(),=]')
_DEEPEST = 40


class Truth(IntEnum):
    """How far a predicate holds; `all` is the least of its parts and `any` the greatest.

    `OPEN` is left to a build script or a compiler's version, `PLATFORM` to the target.
    """

    NO = 0
    OPEN = 1
    PLATFORM = 2
    YES = 3


@dataclass(frozen=True, slots=True)
class Predicate:
    """One part of a `cfg`: an operator with parts, or a name with its value if it has one."""

    name: str
    value: str | None = None
    parts: tuple["Predicate", ...] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What is switched on in one crate; `open_names` are what its build script may set.

    None is any name.
    """

    features: frozenset[str]
    open_names: frozenset[str] | None = frozenset()


_NOTHING_OPEN = Predicate("?")
_ON = frozenset({"debug_assertions", "overflow_checks", "panic", "true", "relocation_model"})
_OFF_WORDS = (
    "test doctest doc docsrs doc_cfg rustdoc miri loom fuzzing kani false clippy coverage"
    " coverage_nightly proc_macro bootstrap nightly"
)
_OFF = frozenset(_OFF_WORDS.split())
_PLATFORM = frozenset({"unix", "windows", "wasm", "target_thread_local"})
_HOST: Mapping[str, frozenset[str]] = {
    "target_os": frozenset({"linux"}),
    "target_family": frozenset({"unix"}),
    "target_arch": frozenset({"x86_64"}),
    "target_env": frozenset({"gnu"}),
    "target_pointer_width": frozenset({"64"}),
    "target_endian": frozenset({"little"}),
    "target_vendor": frozenset({"unknown"}),
    "target_has_atomic": frozenset({"8", "16", "32", "64", "ptr"}),
}
# what build scripts set for old compilers and rare targets, such as `crossbeam_no_atomic`
_RARELY_SET = re.compile(r"(?:\A|_)(?:no|not|without)_")


@lru_cache(maxsize=65_536)
def predicate(text: str) -> Predicate:
    """Read a predicate; what cannot be read is one that nobody can decide."""
    tokens = _TOKEN.findall(text)
    read, at = _read(tokens, 0, 0)
    return read if read is not None and at == len(tokens) else _NOTHING_OPEN


def _read(tokens: list[str], at: int, depth: int) -> tuple[Predicate | None, int]:
    if at >= len(tokens) or depth > _DEEPEST:
        return None, at
    name = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if following == "=" and at + 2 < len(tokens):
        return Predicate(name, tokens[at + 2].strip('"')), at + 3
    if following != "(":
        return Predicate(name), at + 1
    return _read_parts(name, tokens, at + 2, depth)


def _read_parts(name: str, tokens: list[str], at: int, depth: int) -> tuple[Predicate | None, int]:
    parts: list[Predicate] = []
    while at < len(tokens) and tokens[at] != ")":
        part, at = _read(tokens, at, depth + 1)
        if part is None:
            return None, at
        parts.append(part)
        if at < len(tokens) and tokens[at] == ",":
            at += 1
    return Predicate(name, None, tuple(parts)), at + 1


def truth(one: Predicate, settings: Settings) -> Truth:
    """Say how far a predicate holds in a crate with these settings."""
    on_host = _truth(one, settings, host=True)
    return on_host if on_host is Truth.YES else _truth(one, settings, host=False)


def _truth(one: Predicate, settings: Settings, *, host: bool) -> Truth:
    if one.parts is None:
        return _named(one, settings, host=host)
    truths = [_truth(part, settings, host=host) for part in one.parts]
    if one.name == "all":
        return min(truths, default=Truth.YES)
    if one.name == "any":
        return max(truths, default=Truth.NO)
    if one.name == "not" and len(truths) == 1:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truths[0], truths[0])
    return Truth.OPEN


def _named(one: Predicate, settings: Settings, *, host: bool) -> Truth:
    if one.name == "feature":
        return Truth.YES if one.value in settings.features else Truth.NO
    if one.name in _PLATFORM or one.name.startswith("target_"):
        return _on_target(one) if host else Truth.PLATFORM
    if one.name in _ON:
        return Truth.YES
    if one.name in _OFF or _RARELY_SET.search(one.name):
        return Truth.NO
    open_names = settings.open_names
    is_open = open_names is None or one.name in open_names or one is _NOTHING_OPEN
    return Truth.OPEN if is_open else Truth.NO


def _on_target(one: Predicate) -> Truth:
    held = one.name == "unix" or one.value in _HOST.get(one.name, ())
    return Truth.YES if held else Truth.NO


def needed(one: Predicate, settings: Settings) -> str:
    """Return the features that a predicate rests on, such as `rt + macros`; empty for none."""
    if one.name == "feature" and one.value:
        return one.value
    wanted = [needed(part, settings) for part in one.parts or () if one.name != "not"]
    if one.name == "any":
        free = any(not text and truth(part, settings) is Truth.YES
                   for text, part in zip(wanted, one.parts or (), strict=True))  # fmt: skip
        return "" if free else " or ".join(dict.fromkeys(filter(None, wanted)))
    return " + ".join(dict.fromkeys(filter(None, wanted)))


def switches(one: Predicate, settings: Settings) -> str | None:
    """Return what must be switched on for a predicate to hold; None where nothing can be.

    A feature is its name, another `cfg` is `--cfg name`, and what must be off is `without name`.
    """
    if truth(one, settings) is not Truth.NO:
        return ""
    if one.parts is None:
        return _switch(one)
    if one.name == "not":
        return _switch_off(one.parts[0]) if one.parts else None
    found = [switches(part, settings) for part in one.parts]
    if one.name == "any":
        usable = [text for text in found if text is not None]
        return " or ".join(dict.fromkeys(usable)) if usable else None
    if any(text is None for text in found):
        return None
    return " + ".join(dict.fromkeys(text for text in found if text))


def _switch(one: Predicate) -> str | None:
    if one.name == "feature":
        return one.value
    if one.name in _OFF or _RARELY_SET.search(one.name):
        return None
    return f"--cfg {one.name}" if one.value is None else f'--cfg {one.name}="{one.value}"'


def _switch_off(one: Predicate) -> str | None:
    names = list(_features_in(one))
    return f"without {' and '.join(names)}" if names else None


def _features_in(one: Predicate) -> Iterator[str]:
    if one.name == "feature" and one.value:
        yield one.value
    for part in one.parts or ():
        yield from _features_in(part)
