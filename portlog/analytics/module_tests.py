"""Tests passed, as the last session of each module knows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from portlog.analytics.method import Method
from portlog.analytics.question import Frame, Question
from portlog.records.outcome import Basis
from portlog.records.tally import Tally


@dataclass(frozen=True, slots=True)
class TestedModules:
    """The tests of all modules whose last known figure was made by one method.

    With 0 modules they are those of the last session of no module, which are part of no other sum.
    """

    method: Method
    modules: int
    tally: Tally


def tested_modules(frame: Frame) -> tuple[TestedModules, ...]:
    """Add up the rows of `module_tests`, each method for itself."""
    added: dict[tuple[bool, str, str], list[tuple[int, int]]] = {}
    for module, _, passed, total, basis, rule in frame.iter_rows():
        added.setdefault((module is None, basis, rule), []).append((passed, total))
    return tuple(
        TestedModules(
            Method(Basis(basis), rule), 0 if is_apart else len(tallies), _together(tallies)
        )
        for (is_apart, basis, rule), tallies in sorted(added.items())
    )


def _together(tallies: Iterable[tuple[int, int]]) -> Tally:
    passed, total = map(sum, zip(*tallies, strict=True))
    return Tally(passed, total)


MODULE_TESTS = Question("module_tests", tested_modules)


def tests_by_module(frame: Frame) -> dict[str | None, TestedModules]:
    """Return the rows of `module_tests` by module."""
    return {
        module: TestedModules(Method(Basis(basis), rule), 1, Tally(passed, total))
        for module, _, passed, total, basis, rule in frame.iter_rows()
    }


TESTS_BY_MODULE = Question("module_tests", tests_by_module)
