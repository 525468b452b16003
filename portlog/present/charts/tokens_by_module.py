"""The chart of tokens read and written for each module."""

from collections.abc import Sequence
from dataclasses import astuple, replace

from portlog.analytics.method import Method
from portlog.analytics.reads import ReadParts
from portlog.analytics.tokens import TokenCount
from portlog.present.charts.bars import Bar, BarGroup, Bars, short_count
from portlog.present.charts.basis_words import axis_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.wording import (
    NO_MODULE,
    READ_PARTS,
    compact,
    counted,
    grouped,
    listed,
    shortened,
)

_COLUMNS = (
    Column("module", "Module", unknown=NO_MODULE),
    Column("direction", "Tokens"),
    Column("basis", "Basis", unknown="unknown"),
    Column("rule", "Rule", unknown="none"),
    Column("sessions", "Sessions", Kind.COUNT),
    Column("tokens", "Count", Kind.COUNT),
    Column("uncached", "Uncached", Kind.COUNT, unknown="not split"),
    Column("cache_writes", "Cache writes", Kind.COUNT, unknown="not split"),
    Column("cache_reads", "Cache reads", Kind.COUNT, unknown="not split"),
)
_TOKENS = {"read": "axis", "written": "ink"}
_MOST_DRAWN = 20
_MOST_TIED = 3
_LONGEST_NAME = 40

Modules = dict[str | None, list[TokenCount]]


def tokens_by_module(counts: Sequence[TokenCount]) -> Chart:
    """Draw what was read and written for each module, the most read first and no module last."""
    modules = _by_module(counts)
    known = [rows for rows in modules.values() if any(row.method for row in rows)]
    drawable = len(known) >= FEWEST_POINTS
    return Chart(
        id="tokens-by-module",
        name="Tokens by module",
        finding=_finding(counts),
        reading=_reading(counts),
        unit="tokens",
        sample=f"{counted(_sessions(counts), 'session')}, {_modules(modules)}",
        methods=_methods(counts),
        notes=tuple(_notes(counts, modules, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(row) for rows in modules.values() for row in rows)),
        form=_form(modules, axis_words("Tokens", _methods(counts))) if drawable else None,
        query="tokens_by_module",
    )


def _by_module(counts: Sequence[TokenCount]) -> Modules:
    """Return the rows of each module, the module with most tokens of one rule first."""
    modules: Modules = {}
    for count in counts:
        modules.setdefault(count.module, []).append(count)
    return dict(sorted(modules.items(), key=_place))


def _place(item: tuple[str | None, list[TokenCount]]) -> tuple[bool, int, str]:
    module, rows = item
    return module is None, -_largest(rows), module or ""


def _named_modules(modules: Modules) -> int:
    return sum(module is not None for module in modules)


def _modules(modules: Modules) -> str:
    words = counted(_named_modules(modules), "module")
    of_none = _sessions(modules.get(None, []))
    return f"{words}, {counted(of_none, 'session')} of {NO_MODULE}" if of_none else words


def _largest(rows: Sequence[TokenCount]) -> int:
    return max((row.tokens for row in rows if row.tokens is not None), default=-1)


def _sessions(counts: Sequence[TokenCount]) -> int:
    return sum(count.sessions for count in counts if count.direction == "read")


def _methods(counts: Sequence[TokenCount]) -> tuple[Method, ...]:
    return tuple(sorted({count.method for count in counts if count.method is not None}))


def _form(modules: Modules, axis: str) -> Bars:
    named = [(name, rows) for name, rows in modules.items() if name is not None]
    groups = [BarGroup(name, _bars(rows)) for name, rows in named[:_MOST_DRAWN]]
    if None in modules:
        groups.append(BarGroup(NO_MODULE, _bars(modules[None]), is_apart=True))
    return Bars(axis, tuple(groups))


def _bars(rows: Sequence[TokenCount]) -> tuple[Bar, ...]:
    ordered = sorted(rows, key=lambda row: (row.direction, row.method is None))
    directions = {row.direction for row in ordered if row.method}
    return tuple(
        _bar(
            row,
            is_least=any(other.direction == row.direction and not other.method for other in rows),
        )
        for row in ordered
        if row.method or row.direction not in directions
    )


def _bar(row: TokenCount, *, is_least: bool) -> Bar:
    if row.tokens is None or row.method is None:
        return Bar("not known", None, f"{row.direction}: not known", "axis")
    estimate = row.method.is_estimate
    count = short_count(row.tokens, is_estimate=estimate, is_least=is_least)
    words = f"{f'“{count}”' if row.method.is_claim else count} {row.direction}"
    series = f"{row.direction}, {row.method.rule}"
    bar = Bar(series, row.tokens, words, _TOKENS[row.direction], is_outlined=estimate)
    return bar if row.parts is None else _split(bar, row.parts)


def _split(bar: Bar, parts: ReadParts) -> Bar:
    """Return a bar with the parts of what was read, the dearest thickest."""
    said = [f"{grouped(getattr(parts, name))} {words}" for name, words in READ_PARTS.items()]
    return replace(
        bar,
        series=f"{bar.series} by part",
        label=f"{bar.label}, {compact(parts.uncached)} uncached",
        words=f"{bar.label}: {listed(said)}",
        steps=tuple((words, getattr(parts, name)) for name, words in READ_PARTS.items()),
    )


def _finding(counts: Sequence[TokenCount]) -> str:
    rows = [count for count in counts if count.direction == "read"]
    read = [count for count in rows if count.tokens is not None]
    if not read:
        return "How many tokens were read is not known for any module."
    if len({count.method for count in read}) > 1:
        return f"{_apart(read)}{_uncached(read)}."
    return f"{_most_read(read, is_least=len(read) < len(rows))}{_uncached(read)}."


def _apart(read: Sequence[TokenCount]) -> str:
    sums: dict[Method, int] = {}
    for count in read:
        if count.method is not None and count.tokens is not None:
            sums[count.method] = sums.get(count.method, 0) + count.tokens
    parts = [_sum_words(method, tokens) for method, tokens in sorted(sums.items())]
    return f"Tokens read: {listed(parts)}, which are not added"


def _uncached(read: Sequence[TokenCount]) -> str:
    known = [count.parts.uncached for count in read if count.parts is not None]
    among = "" if len(known) == len(read) else " where usage tells"
    return f"; {grouped(sum(known))} uncached{among}" if known else ""


def _sum_words(method: Method, tokens: int) -> str:
    if method.is_estimate:
        return f"about {grouped(tokens)} counted from text"
    if method.is_claim:
        return f"“{grouped(tokens)}” typed"
    return f"{grouped(tokens)} by {method.rule}"


def _most_read(read: Sequence[TokenCount], *, is_least: bool) -> str:
    sums = _sums(read)
    claim = ", as claimed" if all(one.method and one.method.is_claim for one in read) else ""
    of_none = sums.pop(None, None)
    if not sums:
        return f"{grouped(of_none or 0)} tokens read{claim}, all of {NO_MODULE}"
    largest = max(sums.values())
    names = sorted(name for name in sums if name is not None and sums[name] == largest)
    rest = f"; {grouped(of_none)} of {NO_MODULE}" if of_none is not None else ""
    if len(names) == len(sums):
        return _equal(names, largest, claim, is_least=is_least) + rest
    among = "of those known" if is_least else "of all"
    have, each = ("has", "") if len(names) == 1 else ("have", " each")
    total = sum(sums.values()) + (of_none or 0)
    return (
        f"{_named(names)} {have} the most tokens read {among}{claim}: "
        f"{grouped(largest)}{each} of {grouped(total)}{rest}"
    )


def _sums(read: Sequence[TokenCount]) -> dict[str | None, int]:
    """Return what was read for each module, told by its parts or not."""
    sums: dict[str | None, int] = {}
    for count in read:
        sums[count.module] = sums.get(count.module, 0) + (count.tokens or 0)
    return sums


def _equal(names: Sequence[str], tokens: int, claim: str, *, is_least: bool) -> str:
    """Return the sentence for modules that all have the same count, one module alone included."""
    least = "at least " if is_least else ""
    each = " each" if len(names) > 1 else ""
    return f"{_named(names)}: {least}{grouped(tokens)} tokens read{each}{claim}"


def _named(names: Sequence[str]) -> str:
    if len(names) > _MOST_TIED:
        return counted(len(names), "module")
    return listed([shortened(name, _LONGEST_NAME) for name in names])


def _reading(counts: Sequence[TokenCount]) -> str:
    words = ["Tokens that the models read and wrote, added up over the sessions of a module."]
    if any(count.tokens is None for count in counts):
        words.append("≥ or a dashed square: not known for some or all of its sessions.")
    if any(count.method and count.method.is_estimate for count in counts):
        words.append("~ and an open bar: counted from text with another tokenizer, an estimate.")
    if any(count.parts for count in counts):
        words.append(
            "Of what was read, the thick part of a bar is uncached, the middle one was written to "
            "a cache, the thin one read from it."
        )
    return " ".join(words)


def _notes(counts: Sequence[TokenCount], modules: Modules, *, drawable: bool) -> list[str]:
    unknown = sum(row.sessions for row in counts if row.direction == "read" and not row.method)
    notes = []
    if unknown:
        notes.append(f"Sums leave out {counted(unknown, 'session')} whose tokens are not known.")
    if drawable and _named_modules(modules) > _MOST_DRAWN:
        of = counted(_named_modules(modules), "module")
        notes.append(f"Drawn are the {_MOST_DRAWN} largest of {of}; the table has all.")
    if not drawable:
        notes.append(f"No picture: it takes {FEWEST_POINTS} modules with known tokens.")
    return notes


def _row(count: TokenCount) -> tuple[Cell, ...]:
    basis, rule = astuple(count.method) if count.method else (None, None)
    parts = astuple(count.parts) if count.parts else (None, None, None)
    return (count.module, count.direction, basis, rule, count.sessions, count.tokens, *parts)
