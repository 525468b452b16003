"""Whether originals are there as their ports' headers say, and whether they have changed since."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from portlog.checks.code_changes import matched
from portlog.checks.provenance.case import Case, Claim
from portlog.checks.provenance.rules import (
    CHANGED,
    CLAIMED_TWICE,
    MOVED,
    NEW,
    ORIGINAL_MISSING,
    ORIGINAL_RENAMED,
    RANGE_OUTSIDE,
    RENAMED,
    UNKNOWN_SYMBOL,
    VANISHED,
)
from portlog.checks.provenance.wording import of_claim, some
from portlog.records.diagnostic import Diagnostic, Rule
from portlog.records.original_part import symbols_in
from portlog.records.symbol import MODULE, Symbol
from portlog.records.symbol_change import ChangeKind, SymbolChange

_ACCEPTED = "the port brought up to date, and stamped again"
_FOUND: dict[ChangeKind, tuple[Rule, str]] = {
    ChangeKind.CHANGED: (CHANGED, "has changed since it was ported"),
    ChangeKind.VANISHED: (VANISHED, "is gone since it was ported"),
    ChangeKind.NEW: (NEW, "is new since it was ported"),
    ChangeKind.RENAMED: (RENAMED, "has another name since it was ported"),
    ChangeKind.MOVED: (MOVED, "has moved since it was ported, unchanged"),
}


def missing_originals(case: Case) -> Iterator[Diagnostic]:
    """Find headers whose original is not there."""
    for claim in case.claims:
        if claim.original.is_there is False:
            path = claim.part.path
            elsewhere = case.renamed_originals.get(path)
            if elsewhere is None:
                yield of_claim(
                    claim, ORIGINAL_MISSING, f"{path} is not there", "a file that is there"
                )
            else:
                message = f"{path} is {elsewhere} now, with the same content"
                accepted = f"`portlog provenance stamp {claim.file.path} --from {elsewhere}`"
                yield of_claim(claim, ORIGINAL_RENAMED, message, accepted)


def parts_outside(case: Case) -> Iterator[Diagnostic]:
    """Find headers that name lines or symbols which their original does not have.

    What was there when it was recorded, and is gone since, is found as that.
    """
    for claim in case.claims:
        if claim.original.is_there and not claim.is_unchanged:
            yield from _lines_outside(claim)
            yield from _symbols_outside(claim)


def _lines_outside(claim: Claim) -> Iterator[Diagnostic]:
    lines, count = claim.part.lines, claim.original.line_count
    if lines is not None and lines.last > count and not claim.before:
        message = f"lines {lines} of {claim.part.path}, which has {count}"
        yield of_claim(claim, RANGE_OUTSIDE, message, f"lines within 1-{count}")


def _symbols_outside(claim: Claim) -> Iterator[Diagnostic]:
    there = claim.original.symbols
    for name in claim.part.symbols if there is not None else ():
        known = {one.name for one in (*(there or ()), *(claim.before or ()))}
        if name not in known:
            message = f"{claim.part.path} has no symbol {name}"
            accepted = f"one of {some(sorted(one.name for one in there or ()))}"
            yield of_claim(claim, UNKNOWN_SYMBOL, message, accepted)


def changed_originals(case: Case) -> Iterator[Diagnostic]:
    """Find, symbol by symbol, what has become of originals since they were ported."""
    for claim in case.claims:
        if claim.is_whole_unseen and claim.is_whole_file:
            message = f"{claim.part.path} has changed since it was ported"
            yield of_claim(claim, CHANGED, message, _ACCEPTED)
        for change in changes_of(claim):
            if change.kind in _FOUND and not _is_in_place(change):
                yield _change(claim, change)


def _is_in_place(change: SymbolChange) -> bool:
    """Say whether all that changed is how many lines a symbol has around those inside of it."""
    if change.kind is not ChangeKind.MOVED or change.old is None or change.new is None:
        return False
    return change.old.name == MODULE or change.old.first_line == change.new.first_line


def changes_of(claim: Claim) -> tuple[SymbolChange, ...]:
    """Return what became of the symbols of a claimed part; of lines, what they held then."""
    if claim.is_unchanged or not claim.original.is_there:
        return ()
    now, before = claim.original.symbols, claim.before
    if now is None or before is None:
        return ()
    part = _part_now(claim, before, now)
    return tuple(one for one in matched(before, now) if _concerns(one, part))


def _part_now(claim: Claim, before: Sequence[Symbol], now: tuple[Symbol, ...]) -> set[str]:
    """Return the names of what belongs to a part now; lines say nothing of a file that changed."""
    if claim.part.lines is None:
        return {one.name for one in symbols_in(claim.part, now)}
    return {one.name for one in now} if _is_whole(claim, before) else set()


def _is_whole(claim: Claim, before: Sequence[Symbol]) -> bool:
    """Say whether lines were the whole file, of which `<module>` is the frame."""
    return any(one.name == MODULE for one in before) and claim.part.lines is not None


def _concerns(change: SymbolChange, part: set[str]) -> bool:
    if change.kind is ChangeKind.NEW and change.new is not None:
        return change.new.name in part
    return True


def _change(claim: Claim, change: SymbolChange) -> Diagnostic:
    rule, what = _FOUND[change.kind]
    old, new = change.old, change.new
    name = old.name if old else new.name if new else ""
    now = f", now {new.name}" if change.kind is ChangeKind.RENAMED and new else ""
    line = f" (line {new.first_line})" if new else ""
    message = f"{name} of {claim.part.path} {what}{now}{line}"
    return of_claim(claim, rule, message, "" if rule is MOVED else _ACCEPTED)


def claimed_twice(case: Case) -> Iterator[Diagnostic]:
    """Find symbols of an original that more than one line of a header claims."""
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in case.claims:
        for name in claimed_names(claim):
            claims[claim.part.path, name].append(claim)
    pairs: dict[tuple[int, int], tuple[Claim, Claim, list[str]]] = {}
    for (_, name), (first, *others) in claims.items():
        for other in others:
            pair = pairs.setdefault((id(first), id(other)), (first, other, []))
            pair[2].append(name)
    for first, other, names in pairs.values():
        message = f"{some(names)} of {other.part.path}: claimed by {first.place} too"
        yield of_claim(other, CLAIMED_TWICE, message, "each symbol in one file's header")


def claimed_names(claim: Claim) -> tuple[str, ...]:
    """Return the symbols that are in a claimed part now, by what the part held when it was."""
    if claim.is_unchanged:
        return claim.names or ()
    now = claim.original.symbols or ()
    if claim.before is None:
        return tuple(one.name for one in symbols_in(claim.part, now))
    return tuple(
        change.new.name
        for change in matched(claim.before, now)
        if change.new is not None and change.kind is not ChangeKind.NEW
    )
