"""The chart of tokens read and written for each module."""

from collections.abc import Sequence
from dataclasses import astuple, replace

from portlog.analytics.method import Method
from portlog.analytics.reads import ReadParts
from portlog.analytics.tokens import TokenCount
from portlog.present.charts.bars import Bar, BarGroup, Bars, short_count
from portlog.present.charts.basis_words import axis_words, method_cells, quoted
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.tokens_finding import read_finding
from portlog.present.language import gettext, translatable
from portlog.present.wording import NO_MODULE, READ_PARTS, compact, counted, grouped, listed

_NOT_SPLIT = translatable("not split")
_COLUMNS = (
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("direction", translatable("Tokens"), Kind.TERM),
    Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("rule", translatable("Rule"), unknown=translatable("none")),
    Column("sessions", translatable("Sessions"), Kind.COUNT),
    Column("tokens", translatable("Count"), Kind.COUNT),
    Column("uncached", translatable("Uncached"), Kind.COUNT, _NOT_SPLIT),
    Column("cache_writes", translatable("Cache writes"), Kind.COUNT, _NOT_SPLIT),
    Column("cache_reads", translatable("Cache reads"), Kind.COUNT, _NOT_SPLIT),
)
_TOKENS = {"read": "axis", "written": "ink"}
_READ_AND_WRITTEN = {"read": translatable("read"), "written": translatable("written")}
_MOST_DRAWN = 20

Modules = dict[str | None, list[TokenCount]]


def tokens_by_module(counts: Sequence[TokenCount]) -> Chart:
    """Draw what was read and written for each module, the most read first and no module last."""
    modules = _by_module(counts)
    known = [rows for rows in modules.values() if any(row.method for row in rows)]
    drawable = len(known) >= FEWEST_POINTS
    axis = axis_words(gettext("Tokens"), _methods(counts))
    return Chart(
        id="tokens-by-module",
        name=gettext("Tokens by module"),
        finding=read_finding(counts),
        reading=_reading(counts),
        unit="tokens",
        sample=_sample(counts, modules),
        methods=_methods(counts),
        notes=tuple(_notes(counts, modules, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(row) for rows in modules.values() for row in rows)),
        form=_form(modules, axis) if drawable else None,
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


def _sample(counts: Sequence[TokenCount], modules: Modules) -> str:
    sessions = counted(_sessions(counts), "session")
    named = counted(_named_modules(modules), "module")
    of_none = _sessions(modules.get(None, []))
    if not of_none:
        return f"{sessions}, {named}"
    return gettext(
        "%(sessions)s, %(modules)s, %(rest)s of no module",
        sessions=sessions,
        modules=named,
        rest=counted(of_none, "session"),
    )


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
        groups.append(BarGroup(gettext(NO_MODULE), _bars(modules[None]), is_apart=True))
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
    direction = gettext(_READ_AND_WRITTEN[row.direction])
    if row.tokens is None or row.method is None:
        unknown = gettext("not known")
        return Bar(unknown, None, f"{direction}: {unknown}", "axis")
    estimate = row.method.is_estimate
    count = short_count(row.tokens, is_estimate=estimate, is_least=is_least)
    words = f"{quoted(count, row.method)} {direction}"
    series = f"{direction}, {row.method.rule}"
    bar = Bar(series, row.tokens, words, _TOKENS[row.direction], is_outlined=estimate)
    return bar if row.parts is None else _split(bar, row.parts)


def _split(bar: Bar, parts: ReadParts) -> Bar:
    """Return a bar with the parts of what was read, the dearest thickest."""
    named = {gettext(words): getattr(parts, name) for name, words in READ_PARTS.items()}
    said = [f"{grouped(amount)} {words}" for words, amount in named.items()]
    uncached = gettext("%(tokens)s uncached", tokens=compact(parts.uncached))
    return replace(
        bar,
        series=gettext("%(series)s by part", series=bar.series),
        label=f"{bar.label}, {uncached}",
        words=f"{bar.label}: {listed(said)}",
        steps=tuple(named.items()),
    )


def _reading(counts: Sequence[TokenCount]) -> str:
    words = [
        gettext("Tokens that the models read and wrote, added up over the sessions of a module.")
    ]
    if any(count.tokens is None for count in counts):
        words.append(gettext("≥ or a dashed square: not known for some or all of its sessions."))
    if any(count.method and count.method.is_estimate for count in counts):
        words.append(
            gettext("~ and an open bar: counted from text with another tokenizer, an estimate.")
        )
    if any(count.parts for count in counts):
        words.append(
            gettext(
                "Of what was read, the thick part of a bar is uncached, the middle one was "
                "written to a cache, the thin one read from it."
            )
        )
    return " ".join(words)


def _notes(counts: Sequence[TokenCount], modules: Modules, *, drawable: bool) -> list[str]:
    unknown = sum(row.sessions for row in counts if row.direction == "read" and not row.method)
    notes = []
    if unknown:
        sessions = counted(unknown, "session")
        notes.append(
            gettext("Sums leave out %(sessions)s whose tokens are not known.", sessions=sessions)
        )
    if drawable and _named_modules(modules) > _MOST_DRAWN:
        notes.append(drawn_note(_MOST_DRAWN, _named_modules(modules)))
    if not drawable:
        notes.append(
            gettext("No picture: it takes %(n)s modules with known tokens.", n=FEWEST_POINTS)
        )
    return notes


def drawn_note(drawn: int, modules: int) -> str:
    """Say that a picture shows the largest modules only."""
    return gettext(
        "Drawn are the %(drawn)s largest of %(modules)s; the table has all.",
        drawn=drawn,
        modules=counted(modules, "module"),
    )


def _row(count: TokenCount) -> tuple[Cell, ...]:
    basis, rule = method_cells(count.method)
    parts = astuple(count.parts) if count.parts else (None, None, None)
    return (count.module, count.direction, basis, rule, count.sessions, count.tokens, *parts)
