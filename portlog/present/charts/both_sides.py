"""The charts of lines on both sides of the port: by session as logged, by module as counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portlog.analytics.extent import Extent as LogExtent
from portlog.analytics.method import Method
from portlog.analytics.two_sides import SessionLines
from portlog.present.charts.basis_words import method_cells
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.keel import Keel, KeelRow
from portlog.present.charts.tokens_by_module import drawn_note
from portlog.present.language import gettext, translatable
from portlog.present.wording import (
    NO_MODULE,
    counted,
    grouped,
    long_day,
    module_words,
    of_all,
    short_day,
)
from portlog.records.outcome import Basis
from portlog.records.port_coverage import PortCoverage, Scope

_MOST_DRAWN = 20
_BY_SESSION = (
    Column("date", translatable("Date"), Kind.DAY),
    Column("session_id", translatable("Session")),
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("loc_original", translatable("Lines, original"), Kind.COUNT),
    Column("original_basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("original_rule", translatable("Rule"), unknown=translatable("none")),
    Column("loc_port", translatable("Lines, port"), Kind.COUNT),
    Column("port_basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("port_rule", translatable("Rule"), unknown=translatable("none")),
)
_BY_MODULE = (
    Column("module", translatable("Module")),
    Column("loc_original", translatable("Lines, original"), Kind.COUNT),
    Column("loc_port", translatable("Lines, port"), Kind.COUNT),
)


@dataclass(frozen=True, slots=True)
class _ModuleLines:
    """The code of the original that is ported of a module, and of its files in the port."""

    module: str
    original: int | None
    port: int | None


def lines_by_session(sessions: Sequence[SessionLines]) -> Chart | None:
    """Draw the lines of both sides that each session tells; None where none does."""
    if not sessions:
        return None
    both = [one for one in sessions if one.original is not None and one.port is not None]
    methods = {method for one in sessions for method in (one.original_method, one.port_method)}
    return Chart(
        id="lines-by-session",
        name=gettext("Lines of both sides by session"),
        finding=_session_finding(both),
        reading=gettext(
            "Lines of code of the original that a session is first to port, to starboard, and of "
            "the port for them at its end, to port. They are not added: a later session may "
            "write the same lines again."
        ),
        unit="lines",
        sample=gettext(
            "%(sessions)s with lines, %(both)s with both sides",
            sessions=counted(len(sessions), "session"),
            both=grouped(len(both)),
        ),
        methods=tuple(sorted(method for method in methods if method is not None)),
        notes=tuple(_session_notes(sessions, both)),
        figures=Figures(_BY_SESSION, tuple(map(_session_row, sessions))),
        form=_session_form(sessions) if len(both) >= FEWEST_POINTS else None,
        query="lines_by_session",
    )


def lines_by_module(
    _: LogExtent, progress: PortCoverage | None, port: Mapping[str, int | None] | None
) -> Chart | None:
    """Draw both sides of each module as counted; None where nothing could be."""
    if progress is None or not port:
        return None
    counts = _module_lines(progress, port)
    both = [one for one in counts if one.original is not None and one.port is not None]
    return Chart(
        id="lines-by-module",
        name=gettext("Lines of both sides by module"),
        finding=_module_finding(both),
        reading=gettext(
            "Lines of code: what is ported of the original, to starboard, and the module’s files "
            "in the port, to port. Comments, blank lines and tests are left out."
        ),
        unit="lines",
        sample=counted(len(counts), "module"),
        methods=(Method(Basis.OBSERVED, progress.rule),),
        notes=tuple(_module_notes(counts, both)),
        figures=Figures(_BY_MODULE, tuple((one.module, one.original, one.port) for one in counts)),
        form=_module_form(counts) if len(both) >= FEWEST_POINTS else None,
        query="portlog provenance coverage",
    )


def _module_lines(progress: PortCoverage, port: Mapping[str, int | None]) -> list[_ModuleLines]:
    rows = [row for row in progress.rows if row.scope is Scope.MODULE and row.name]
    ported = {row.name: row.ported.code for row in rows if row.ported.code}
    return [
        _ModuleLines(name, ported.get(name), port.get(name)) for name in sorted({*ported, *port})
    ]


def _session_finding(both: Sequence[SessionLines]) -> str:
    if not both:
        return gettext("No session tells the lines of both sides.")
    longer = sum((one.port or 0) > (one.original or 0) for one in both)
    words = of_all(longer, len(both), "session")
    if any(_is_said(one) for one in both):
        return gettext("The port is said to be the longer side in %(sessions)s.", sessions=words)
    return gettext("The port is the longer side in %(sessions)s.", sessions=words)


def _is_said(one: SessionLines) -> bool:
    return any(method is not None and method.is_claim for method in _methods(one))


def _methods(one: SessionLines) -> tuple[Method | None, Method | None]:
    return one.original_method, one.port_method


def _module_finding(both: Sequence[_ModuleLines]) -> str:
    if not both:
        return gettext("No module could be counted on both sides.")
    return gettext(
        "%(port)s of the port stand for %(original)s of the original.",
        port=counted(sum(one.port or 0 for one in both), "line"),
        original=counted(sum(one.original or 0 for one in both), "line"),
    )


def _session_form(sessions: Sequence[SessionLines]) -> Keel:
    drawn = sessions[-_MOST_DRAWN:]
    rows = tuple(
        KeelRow(
            f"{short_day(one.day)}, {module_words(one.module)}",
            one.port,
            one.original,
            f"{long_day(one.day)}: {_both_words(one.port, one.original)}",
        )
        for one in drawn
    )
    return Keel(gettext("port"), gettext("original"), _distinct(rows, drawn))


def _distinct(rows: Sequence[KeelRow], sessions: Sequence[SessionLines]) -> tuple[KeelRow, ...]:
    """Return rows with names of their own: the session's where day and module are not enough."""
    names = [row.name for row in rows]
    return tuple(
        row if names.count(row.name) == 1 else _renamed(row, one.session_id)
        for row, one in zip(rows, sessions, strict=True)
    )


def _renamed(row: KeelRow, session_id: str) -> KeelRow:
    return KeelRow(session_id, row.port, row.original, row.words)


def _module_form(counts: Sequence[_ModuleLines]) -> Keel:
    rows = tuple(
        KeelRow(
            one.module,
            one.port,
            one.original,
            _both_words(one.port, one.original),
        )
        for one in counts[:_MOST_DRAWN]
    )
    return Keel(gettext("port"), gettext("original"), rows)


def _both_words(port: int | None, original: int | None) -> str:
    return gettext(
        "port %(port)s, original %(original)s",
        port=gettext("not known") if port is None else grouped(port),
        original=gettext("not known") if original is None else grouped(original),
    )


def _session_notes(sessions: Sequence[SessionLines], both: Sequence[SessionLines]) -> Iterator[str]:
    if len(both) < FEWEST_POINTS:
        yield gettext("No picture: it takes %(n)s sessions with both sides.", n=FEWEST_POINTS)
    elif len(sessions) > _MOST_DRAWN:
        yield gettext(
            "Drawn are the newest %(drawn)s of %(sessions)s; the table has all.",
            drawn=_MOST_DRAWN,
            sessions=counted(len(sessions), "session"),
        )


def _module_notes(counts: Sequence[_ModuleLines], both: Sequence[_ModuleLines]) -> Iterator[str]:
    if len(both) < len(counts):
        modules = counted(len(counts) - len(both), "module")
        yield gettext("Not in the sums: %(modules)s that could not be counted.", modules=modules)
    if len(both) < FEWEST_POINTS:
        yield gettext("No picture: it takes %(n)s counted modules.", n=FEWEST_POINTS)
    elif len(counts) > _MOST_DRAWN:
        yield drawn_note(_MOST_DRAWN, len(counts))


def _session_row(one: SessionLines) -> tuple[Cell, ...]:
    original = method_cells(one.original_method)
    port = method_cells(one.port_method)
    return (one.day, one.session_id, one.module, one.original, *original, one.port, *port)
