"""What changed between two versions of a file, symbol by symbol."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from portlog.records.symbol import Symbol
from portlog.records.symbol_change import ChangeKind, SymbolChange

# Rust's r#type is a name, f#2 is the second f
_NUMBER = re.compile(r"#\d+")
_Key = Callable[[Symbol], Hashable]
_Places = dict[int, int]


def matched(old: Sequence[Symbol], new: Sequence[Symbol]) -> tuple[SymbolChange, ...]:
    """Return one entry for each symbol of both versions: the old ones in order, then new ones.

    `same` and `moved` have one digest and one name, and `moved` other lines; `renamed` has one
    digest and another name, `changed` one name and another digest. Of several symbols with one
    name, such as `f` and `f#2`, those with one digest belong together. Of several with one digest
    none is called renamed: nobody knows which became which.
    """
    pairs: _Places = {}
    for key in (_as_it_was, _same_but_number, _by_name, _name_without_number):
        pairs |= _in_order(old, new, key, pairs)
    pairs |= _only_ones(old, new, pairs)
    back = set(pairs.values())
    return (
        *(_change(one, new[pairs[at]] if at in pairs else None) for at, one in enumerate(old)),
        *(SymbolChange(ChangeKind.NEW, None, one) for at, one in enumerate(new) if at not in back),
    )


def _as_it_was(symbol: Symbol) -> Hashable:
    return symbol.name, symbol.digest


def _same_but_number(symbol: Symbol) -> Hashable:
    return _name_without_number(symbol), symbol.digest


def _by_name(symbol: Symbol) -> Hashable:
    return symbol.name


def _name_without_number(symbol: Symbol) -> Hashable:
    return _NUMBER.sub("", symbol.name)


def _digest(symbol: Symbol) -> Hashable:
    return symbol.digest


def _in_order(old: Sequence[Symbol], new: Sequence[Symbol], key: _Key, pairs: _Places) -> _Places:
    """Pair the first of a key with the first, the second with the second."""
    before = _grouped(old, key, pairs)
    after = _grouped(new, key, pairs.values())
    return {
        one: other
        for name, places in before.items()
        for one, other in zip(places, after.get(name, ()), strict=False)
    }


def _only_ones(old: Sequence[Symbol], new: Sequence[Symbol], pairs: _Places) -> _Places:
    """Pair what is left by digests that each side has once."""
    before = _grouped(old, _digest, pairs)
    after = _grouped(new, _digest, pairs.values())
    return {
        places[0]: after[digest][0]
        for digest, places in before.items()
        if len(places) == len(after.get(digest, ())) == 1
    }


def _grouped(
    symbols: Sequence[Symbol], key: _Key, taken: Iterable[int]
) -> Mapping[Hashable, Sequence[int]]:
    """Return the places of what is not yet taken by its key, in order."""
    left, groups = set(taken), dict[Hashable, list[int]]()
    for place, symbol in enumerate(symbols):
        if place not in left:
            groups.setdefault(key(symbol), []).append(place)
    return groups


def _change(old: Symbol, new: Symbol | None) -> SymbolChange:
    return SymbolChange(ChangeKind.VANISHED if new is None else _kind(old, new), old, new)


def _kind(old: Symbol, new: Symbol) -> ChangeKind:
    if _name_without_number(old) != _name_without_number(new):
        return ChangeKind.RENAMED
    if old.digest != new.digest:
        return ChangeKind.CHANGED
    is_there = (old.first_line, old.last_line) == (new.first_line, new.last_line)
    return ChangeKind.SAME if is_there else ChangeKind.MOVED
