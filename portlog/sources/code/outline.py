"""Where the symbols of a source text are and what they are called."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from portlog.records.symbol import MODULE
from portlog.sources.code.language import Naming
from portlog.sources.code.parts import Parts

if TYPE_CHECKING:
    from tree_sitter import Node

_SYMBOL = "symbol."
# what is nested deeper belongs to the symbol around it: nobody writes that, and names would grow
_DEEPEST = 64
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A symbol's name and kind, its bytes and its rows, which count from 0, the last included.

    `named` are the bytes of the name that a rename changes.
    """

    name: str
    kind: str
    start: int
    end: int
    first_row: int
    last_row: int
    named: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    node: "Node"
    kind: str
    start: int
    naming: Naming


@dataclass(frozen=True, slots=True)
class _Inside:
    """A symbol that others may stand in: where it ends, and how their names begin."""

    end: int
    kind: str
    prefix: str


def outline(parts: Parts) -> tuple[Place, ...]:
    """Return the places of all symbols by their beginnings, what stands outside of them first."""
    source = parts.source
    if not source:
        return ()
    rows = source.count(b"\n") - source.endswith(b"\n")
    return (Place(MODULE, "module", 0, len(source), 0, rows), *_places(parts))


def lead_starts(parts: Parts) -> Mapping[int, tuple[int, bool]]:
    """Return for the end of each lead and comment where it starts, and whether it is a lead."""
    source = parts.source
    spans = [(span, name == "lead") for name in ("comment", "lead") for span in parts.spans(name)]
    return {
        start + len(source[start:end].rstrip()): (start, is_lead) for (start, end), is_lead in spans
    }


def start_with_leads(source: bytes, start: int, leads: Mapping[int, tuple[int, bool]]) -> int:
    """Return where a symbol starts together with the attributes and docs right above it."""
    place = start
    while (above := leads.get(_end_above(source, place))) is not None:
        place, is_lead = above
        start = place if is_lead else start
    return start


def _end_above(source: bytes, place: int) -> int:
    while place and source[place - 1] in b" \t\r\n\f\v":
        place -= 1
    return place


def is_symbol(capture: str) -> bool:
    """Say whether the nodes of a capture are symbols."""
    return capture.startswith(_SYMBOL)


def _places(parts: Parts) -> Iterator[Place]:
    seen: Counter[str] = Counter()
    around: list[_Inside] = []
    for found in _found(parts):
        while around and around[-1].end <= found.node.start_byte:
            around.pop()
        if len(around) == _DEEPEST:
            continue
        above = around[-1] if around else _Inside(0, "", "")
        label = f"{above.prefix}{found.naming.label[:_LONGEST_NAME]}"
        seen[label] += 1
        unique = label if seen[label] == 1 else f"{label}#{seen[label]}"
        kind = _kind(found.kind, above, parts)
        around.append(_Inside(found.node.end_byte, kind, _prefix(found, above, unique, parts)))
        yield _place(unique, kind, found, parts.source)


def _prefix(found: _Found, above: _Inside, unique: str, parts: Parts) -> str:
    """Return how members' names begin: with the unique name, where symbol and prefix are one."""
    naming = found.naming
    own = (
        unique
        if naming.label == naming.prefix
        else f"{above.prefix}{naming.prefix[:_LONGEST_NAME]}"
    )
    return f"{own}{parts.language.separator}"


def _kind(kind: str, above: _Inside, parts: Parts) -> str:
    is_method = kind == "function" and above.kind in parts.language.classes
    return "method" if is_method else kind


def _place(name: str, kind: str, found: _Found, source: bytes) -> Place:
    node, named = found.node, found.naming.node
    return Place(
        name,
        kind,
        found.start,
        node.end_byte,
        node.start_point.row - source.count(b"\n", found.start, node.start_byte),
        node.end_point.row,
        None if named is None else (named.start_byte, named.end_byte),
    )


def _found(parts: Parts) -> list[_Found]:
    """Return the symbols by their beginnings, the outer of two first."""
    leads = lead_starts(parts)
    found = [
        (node.start_byte, -node.end_byte, _one(node, kind, parts, leads))
        for kind, nodes in _by_kind(parts)
        for node in nodes
    ]
    return [one for _, _, one in sorted(found, key=itemgetter(0, 1))]


def _by_kind(parts: Parts) -> Iterator[tuple[str, Iterable["Node"]]]:
    for name, nodes in parts.captures.items():
        if is_symbol(name):
            yield name.removeprefix(_SYMBOL), nodes


def _one(node: "Node", kind: str, parts: Parts, leads: Mapping[int, tuple[int, bool]]) -> _Found:
    start = start_with_leads(parts.source, node.start_byte, leads)
    return _Found(node, kind, start, parts.language.naming(node))
