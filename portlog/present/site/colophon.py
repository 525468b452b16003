"""The colophon: how each figure was made, by which rule, from which query, and how to check."""

from collections.abc import Mapping, Sequence
from typing import Any

from portlog.analytics.method import Method
from portlog.analytics.rules import RuleUse
from portlog.present.language import gettext, translatable
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.rule_words import known_rules, rule_words
from portlog.present.wording import grouped, listed, long_day, span
from portlog.records.coverage import GIT, Coverage
from portlog.records.outcome import Basis

_CELLS = {
    "tokens_in": translatable("tokens read"),
    "tokens_out": translatable("tokens written"),
    "cost_usd": translatable("cost"),
    "duration_min": translatable("minutes"),
    "loc_original": translatable("lines of the original"),
    "loc_port": translatable("lines of the port"),
    "hallucinations": translatable("hallucinations"),
    "tests_pass": translatable("tests"),
}


def colophon(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the rules with their use in this log, and the coverage of the log itself."""
    coverage: Sequence[Coverage] = facts["coverage"]
    return {
        "rules": _rules(facts["rules"]),
        "coverage": log_coverage_table(coverage) if coverage else None,
        "commits": commit_words(coverage),
        "figures": facts["figures"],
    }


def _rules(uses: Sequence[RuleUse]) -> PlainTable:
    by_method: dict[Method, list[RuleUse]] = {}
    for one in uses:
        by_method.setdefault(one.method, []).append(one)
    used = {method.rule for method in by_method}
    heads = (
        Column(gettext("Rule"), is_id=True),
        Column(gettext("What it says"), unknown=gettext("not a rule that this portlog knows")),
        Column(gettext("Basis"), nothing="–"),
        Column(gettext("Cells of the log made by it"), nothing=gettext("none")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            method.rule,
            rule_words(method.rule),
            Told("", basis=method.basis),
            listed([_use(one) for one in some]),
        )
        for method, some in by_method.items()
    ]
    rows += [(rule, rule_words(rule), None, None) for rule in known_rules() if rule not in used]
    return PlainTable(gettext("The rules, those that this log uses first"), heads, rows)


def _use(one: RuleUse) -> str:
    return gettext(
        "%(column)s in %(cells)s", column=gettext(_CELLS[one.cell]), cells=grouped(one.cells)
    )


def log_coverage_table(rows: Sequence[Coverage]) -> PlainTable:
    """Return how many of the sessions that are known are in the log, agent by agent."""
    heads = (
        Column(gettext("Agent")),
        *(
            Column(head, is_figure=True)
            for head in (
                gettext("Known"),
                gettext("Logged"),
                gettext("Abandoned"),
                gettext("Removed"),
                gettext("Not logged"),
                gettext("Typed only"),
            )
        ),
        Column(gettext("Checked on")),
    )
    return PlainTable(
        gettext("Sessions logged of those that agents’ own records know of"),
        heads,
        [_coverage(row) for row in rows if row.agent != GIT],
        basis=Basis.OBSERVED,
    )


def _coverage(row: Coverage) -> tuple[Cell, ...]:
    counts = (row.known, row.logged, row.abandoned, row.removed, row.unlogged, row.typed)
    days = span(row.since, row.until) if row.since and row.until else ""
    told = (None if count is None else grouped(count) for count in counts)
    return (Told(row.agent, days), *told, long_day(row.checked_at.date()))


def commit_words(rows: Sequence[Coverage]) -> str:
    """Return what is known of commits without a session, as a sentence; empty if nothing is."""
    row = next((one for one in rows if one.agent == GIT), None)
    if row is None or row.commits is None:
        return ""
    tied, during = row.commits_tied or 0, row.commits_during or 0
    return gettext(
        "Of %(commits)s commits, %(tied)s are named by a session, %(during)s were made while one "
        "went on, and %(none)s have no session.",
        commits=grouped(row.commits),
        tied=grouped(tied),
        during=grouped(during),
        none=grouped(max(0, row.commits - tied - during)),
    )
