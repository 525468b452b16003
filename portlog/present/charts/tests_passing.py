"""The chart of tests that pass, of tests that there are, over time."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from portlog.analytics.method import Method
from portlog.analytics.so_far import PassedSoFar
from portlog.present.charts.basis_words import axis_words, begun, method_cells, quoted, series_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.measure import COUNTS
from portlog.present.charts.step_line import Step, StepLine
from portlog.present.charts.steps import Steps
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext, translatable
from portlog.present.wording import NO_MODULE, counted, grouped, listed, long_day, module_words

_COLUMNS = (
    Column("date", translatable("Date"), Kind.DAY),
    Column("session_id", translatable("Session")),
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("rule", translatable("Rule"), unknown=translatable("none")),
    Column("passed", translatable("Passed"), Kind.COUNT),
    Column("total", translatable("of"), Kind.COUNT),
    Column(
        "passed_so_far", translatable("Passed, all modules"), Kind.COUNT, translatable("not added")
    ),
    Column("total_so_far", translatable("of all"), Kind.COUNT, translatable("not added")),
)


def tests_passing(tests: Sequence[PassedSoFar]) -> Chart | None:
    """Draw the tests of all modules as last known; None where no session tells of any."""
    if not tests:
        return None
    known = [one for one in tests if one.passed_so_far is not None]
    methods = sorted({one.method for one in tests if one.method is not None})
    drawable = len(known) >= FEWEST_POINTS
    return Chart(
        id="tests-passing",
        name=gettext("Tests passing"),
        finding=_finding(known, methods),
        reading=gettext(
            "Tests passed, and tests that there were, in the last known state of each module up "
            "to each session that tells of tests."
        ),
        unit="tests",
        sample=gettext(
            "%(sessions)s with tests, %(modules)s",
            sessions=counted(len(tests), "session"),
            modules=counted(len({one.module for one in known}), "module"),
        ),
        methods=tuple(methods),
        notes=tuple(_notes(tests, known, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(map(_row, tests))),
        form=_form(known, methods) if drawable else None,
        query="tests_so_far",
    )


def _last(method: Method, known: Sequence[PassedSoFar]) -> PassedSoFar | None:
    own = [one for one in known if one.method == method]
    return own[-1] if own else None


def _finding(known: Sequence[PassedSoFar], methods: Sequence[Method]) -> str:
    lasts = [last for method in methods if (last := _last(method, known))]
    if not lasts:
        return gettext("How many tests of any module pass is not known.")
    said = [_passed_words(last) for last in lasts]
    if len(said) > 1:
        return gettext("Tests: %(states)s, which are not added.", states=listed(said))
    return begun(gettext("%(state)s tests pass in the last known state.", state=said[0]))


def _passed_words(last: PassedSoFar) -> str:
    words = gettext(
        "%(part)s of %(whole)s",
        part=grouped(last.passed_so_far or 0),
        whole=grouped(last.total_so_far or 0),
    )
    return quoted(words, last.method)


def _form(known: Sequence[PassedSoFar], methods: Sequence[Method]) -> Steps:
    several = len(methods) > 1
    lines = tuple(line for one in methods for line in _lines(one, known, several=several))
    axis = axis_words(gettext("Tests"), methods)
    return Steps(axis, lines, known[0].day, known[-1].day, COUNTS)


def _lines(method: Method, known: Sequence[PassedSoFar], *, several: bool) -> Iterator[StepLine]:
    own = [one for one in known if one.method == method]
    sides = (
        ("passed_so_far", gettext("passed"), Tone("ink", "circle")),
        ("total_so_far", gettext("in all"), Tone("axis", "square")),
    )
    for cell, label, tone in sides if own else ():
        steps = tuple(Step(one.day, Decimal(getattr(one, cell) or 0), _words(one)) for one in own)
        name = f"{label}, {series_words(method)}" if several else label
        basis = str(method.basis) if several else ""
        yield StepLine(name, tone, steps, (), label, basis, COUNTS)


def _words(one: PassedSoFar) -> str:
    return gettext(
        "%(day)s, %(module)s: %(passed)s of %(total)s; all modules %(sum)s",
        day=long_day(one.day),
        module=module_words(one.module),
        passed=grouped(one.passed),
        total=grouped(one.total),
        sum=_passed_words(one),
    )


def _notes(
    tests: Sequence[PassedSoFar], known: Sequence[PassedSoFar], *, drawable: bool
) -> Iterator[str]:
    apart = len(tests) - len(known)
    if apart:
        yield gettext(
            "Not added: %(sessions)s of no module, whose tests may be any of these.",
            sessions=counted(apart, "session"),
        )
    if any(one.method is not None and one.method.is_claim for one in tests):
        yield gettext("Claimed results were typed; portlog has not seen these tests run.")
    if not drawable:
        yield gettext("No picture: it takes %(n)s sessions with tests.", n=FEWEST_POINTS)


def _row(one: PassedSoFar) -> tuple[Cell, ...]:
    basis, rule = method_cells(one.method)
    return (
        *(one.day, one.session_id, one.module, basis, rule, one.passed, one.total),
        *(one.passed_so_far, one.total_so_far),
    )
