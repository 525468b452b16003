import json
from datetime import UTC, datetime

import pytest

from portlog.present.crates import crate_lookups
from portlog.present.tables import Format
from portlog.records.crate_lookup import CrateClaim, CrateDetails, CrateLookup, Judgement
from portlog.records.outcome import Outcome
from portlog.records.registry import Release, Sighting
from portlog.records.verdict import Verdict

RELEASE = Release("serde", "1.0.3", yanked=True, features={})
LOOKUP = CrateLookup(
    CrateClaim("serde", "=1.0.3"),
    Judgement(Verdict.YANKED, ("yanked: 1.0.3",), suggestions=("serde@1.0.4",), about=RELEASE),
    Sighting("https://index.test/se/rd/serde", datetime(2026, 3, 5, tzinfo=UTC), None, 7200),
    details=CrateDetails(
        downloads=1234567, recent_downloads=89, owners=("a", "b"), yank_message="broken \x1b[2J"
    ),
)


def test_people_see_what_is_known_with_no_control_character() -> None:
    text = crate_lookups([LOOKUP], Outcome.FOUND, Format.TABLE)

    assert text.splitlines() == [
        "serde@=1.0.3  yanked",
        "    yanked: 1.0.3",
        '    yanked with the words "broken \\u001b[2J"',
        "    did you mean serde@1.0.4?",
        "    1,234,567 downloads, 89 of them in 90 days; owners: a, b",
        "    seen: index.test at 2026-03-05T00:00:00Z (cached, 2 h old)",
    ]


def test_programs_see_everything_by_name() -> None:
    told = json.loads(crate_lookups([LOOKUP], Outcome.FOUND, Format.JSON))

    crate = told["crates"][0]
    assert (told["schema_version"], told["outcome"]) == (1, "found")
    assert (crate["judged_version"], crate["resolved_version"]) == ("1.0.3", None)
    assert (crate["downloads"], crate["owners"], crate["age_seconds"]) == (
        1234567,
        ["a", "b"],
        7200,
    )
    assert crate["missing"] == []


@pytest.mark.parametrize("form", list(Format))
def test_every_format_ends_in_a_newline(form: Format) -> None:
    assert crate_lookups([LOOKUP], Outcome.FOUND, form).endswith("\n")
