"""The page of all charts, and why some of them are not drawn."""

from collections.abc import Iterator, Mapping
from typing import Any

from portlog.present.language import gettext, translatable
from portlog.present.wording import listed

# charts by their ids and names, and what has to be recorded before one of them can be drawn
_NEEDS = (
    (
        {
            "cost-per-100-lines": translatable("Cost per 100 ported lines"),
            "time-per-100-lines": translatable("Time per 100 ported lines"),
            "hallucinations-per-1000-lines": translatable("Hallucinations per 1,000 lines"),
            "coverage-history": translatable("Ported so far"),
        },
        translatable(
            "headers in the port’s files have to say what of the original was ported. Lines that "
            "were typed for a session are not taken: a later session may port them again, so their "
            "sum counts some twice."
        ),
    ),
    (
        {
            "coverage-treemap": translatable("How much is ported"),
            "lines-by-module": translatable("Lines of both sides by module"),
        },
        translatable("the settings name no original, or there is no code in it."),
    ),
    (
        {"tokens-by-class": translatable("Tokens by module and class")},
        translatable("no session’s usage was imported from an agent’s own log."),
    ),
    (
        {"lines-by-session": translatable("Lines of both sides by session")},
        translatable("no session knows its lines."),
    ),
    (
        {"tests-passing": translatable("Tests passing")},
        translatable("no session knows its tests."),
    ),
    (
        {"estimates": translatable("Estimates against measurements")},
        translatable("the plan estimates no module."),
    ),
    (
        {"crate-verdicts": translatable("Crates asked for")},
        translatable("no crate was looked up."),
    ),
)


def charts(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return all charts, and those that are not drawn by what they lack."""
    return {"figures": facts["figures"], "absent": tuple(_absent(facts["figures"]))}


def _absent(figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for names, reason in _NEEDS if figures else ():
        missing = [gettext(name) for id_, name in names.items() if id_ not in figures]
        if missing:
            yield listed(missing), gettext(reason)
