"""What the attributes before an item say of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from portlog.records.rust_source import Marker

_CFG = re.compile(r"cfg\s*\((.*)\)\s*\Z", re.DOTALL)
_CFG_ATTR = re.compile(r"cfg_attr\s*\((.*)\)\s*\Z", re.DOTALL)
_PATH = re.compile(r'path\s*=\s*"([^"]*)"\s*\Z', re.DOTALL)
_DERIVE = re.compile(r"derive\s*\((.*)\)\s*\Z", re.DOTALL)
_PROC_MACRO_DERIVE = re.compile(r"proc_macro_derive\s*\(\s*(\w+)", re.DOTALL)
_NAME = re.compile(r"[\w:]+")
_DEEPEST = 8
_NEVER = frozenset({"test", "doctest", "loom", "fuzzing", "miri", "kani"})
# attributes of the compiler and its tools: none of them makes a name
_INERT_WORDS = (
    "allow warn deny expect forbid doc cfg cfg_attr derive inline must_use deprecated"
    " non_exhaustive repr track_caller cold path macro_export macro_use proc_macro"
    " proc_macro_attribute proc_macro_derive automatically_derived default test bench"
    " global_allocator no_mangle link link_name export_name used unsafe target_feature"
    " rustfmt::skip serde error from source allow_internal_unstable rustc_on_unimplemented"
    " diagnostic::on_unimplemented no_std feature clippy::msrv non_exhaustive_omitted_patterns"
    " stable unstable must_not_suspend async_trait async_trait::async_trait tokio::main"
    " tracing::instrument cfg_eval ignore should_panic recursion_limit crate_type crate_name"
    " no_core diagnostic::do_not_recommend instrument"
)
_INERT = frozenset(_INERT_WORDS.split())


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of one item; `paths` pairs each `path` with the `cfg` it stands under."""

    gates: tuple[str, ...] = ()
    derives: tuple[Marker, ...] = ()
    paths: tuple[tuple[str | None, str], ...] = ()
    others: tuple[Marker, ...] = ()
    is_exported: bool = False
    keeps_macros: bool = False
    proc_macro: str = ""
    derive_name: str = ""


def read_attributes(texts: Iterable[str]) -> Attributes:
    """Return what attributes say; each text is one attribute without `#[` and `]`."""
    return _read(tuple(texts))


@lru_cache(maxsize=4096)
def _read(texts: tuple[str, ...]) -> Attributes:
    plain = [one for text in texts for one in _unfolded(text.strip(), None, _DEEPEST)]
    named = [(gate, match[0]) for gate, text in plain if (match := _NAME.match(text))]
    others = [name for _, name in named]
    return Attributes(
        gates=tuple(match[1].strip() for gate, text in plain if (match := _CFG.match(text))),
        derives=tuple(Marker(one, gate or "") for gate, text in plain for one in _derived(text)),
        paths=tuple((gate, match[1]) for gate, text in plain if (match := _PATH.match(text))),
        others=tuple(
            Marker(name, gate or "")
            for gate, name in named
            if name not in _INERT and not name.startswith("clippy")
        ),
        is_exported=any(text.startswith("macro_export") for _, text in plain),
        keeps_macros="macro_use" in others,
        proc_macro=next((one for one in others if one.startswith("proc_macro")), ""),
        derive_name=next(_derive_names(text for _, text in plain), ""),
    )


def _unfolded(text: str, gate: str | None, depth: int) -> Iterator[tuple[str | None, str]]:
    """Yield an attribute, or those within `cfg_attr` with the predicate before them."""
    match = _CFG_ATTR.match(text)
    if match is None or depth == 0:
        yield gate, text
        return
    predicate, *attributes = split_at_commas(match[1])
    joint = predicate if gate is None else f"all({gate}, {predicate})"
    for one in attributes:
        for inner_gate, inner in _unfolded(one, joint, depth - 1):
            yield inner_gate, _conditional(inner, joint)


def _conditional(attribute: str, gate: str) -> str:
    """Return an attribute that stands under a `cfg`: a `cfg` in it counts only where that holds."""
    match = _CFG.match(attribute)
    return f"cfg(any(not({gate}), {match[1]}))" if match else attribute


def is_never(gates: Iterable[str]) -> bool:
    """Say whether `cfg`s hold only where a crate is tested, which its users never do."""
    return any(gate in _NEVER for gate in gates)


def split_at_commas(text: str) -> list[str]:
    """Return the parts of a text between its commas, those within brackets or quotes left out."""
    parts, depth, start, quoted = [], 0, 0, False
    for at, char in enumerate(text):
        if char == '"' and text[at - 1 : at] != "\\":
            quoted = not quoted
        elif not quoted and char in "([{":
            depth += 1
        elif not quoted and char in ")]}":
            depth -= 1
        elif char == "," and not quoted and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [one for one in (*parts, text[start:].strip()) if one]


def _derived(text: str) -> list[str]:
    match = _DERIVE.match(text)
    return ["".join(one.split()) for one in split_at_commas(match[1])] if match else []


def _derive_names(texts: Iterable[str]) -> Iterator[str]:
    return (match[1] for text in texts if (match := _PROC_MACRO_DERIVE.match(text)))
