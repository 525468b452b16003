"""Tests passed, as the last session of each module knows them."""

from dataclasses import dataclass

import polars as pl

from portlog.analytics.method import Method
from portlog.analytics.question import Question
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


def tested_modules(frame: pl.DataFrame) -> tuple[TestedModules, ...]:
    """Add up the rows of `module_tests`, each method for itself."""
    added = (
        frame.group_by("basis", "rule", pl.col("module").is_null().alias("is_apart"))
        .agg(
            pl.col("module").count().alias("modules"),
            pl.col("passed").cast(pl.Int128).sum(),
            pl.col("total").cast(pl.Int128).sum(),
        )
        .sort("is_apart", "basis", "rule")
        .drop("is_apart")
    )
    return tuple(
        TestedModules(Method(Basis(basis), rule), modules, Tally(passed, total))
        for basis, rule, modules, passed, total in added.iter_rows()
    )


MODULE_TESTS = Question("module_tests", tested_modules)


def tests_by_module(frame: pl.DataFrame) -> dict[str | None, TestedModules]:
    """Return the rows of `module_tests` by module."""
    return {
        module: TestedModules(Method(Basis(basis), rule), 1, Tally(passed, total))
        for module, _, passed, total, basis, rule in frame.iter_rows()
    }


TESTS_BY_MODULE = Question("module_tests", tests_by_module)
