import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.jobs.repository_places import seen_from_repository
from portlog.present.diagnostics import ReportFormat, diagnostic_report
from portlog.records.diagnostic import Diagnostic, Report, Rule, Severity
from portlog.records.spot import Spot

ABSENT = Rule("not_found", "The registry has no crate of this name.")
YOUNG = Rule("very_young", "The crate was first published shortly before.")
OPEN = Rule("unverifiable", "Nobody could say whether the crate exists.")
FILE = "crates/a b/Cargo.toml"
REPORT = Report(
    (
        Diagnostic(YOUNG, Severity.WARNING, "near: young", Spot(FILE, 8, 0)),
        Diagnostic(ABSENT, Severity.ERROR, "gone: not there", Spot(FILE, 7, 3), "here"),
        Diagnostic(ABSENT, Severity.ERROR, "lost: not there"),
    ),
    (Diagnostic(OPEN, Severity.WARNING, "far: no answer", Spot(FILE, 0, 0)),),
    ("advisories: snapshot of 2026-03-05 (1 day old)",),
)
TEXTS = st.text(max_size=40)
PLACES = st.none() | st.builds(Spot, TEXTS.filter(bool), st.integers(0, 99), st.integers(0, 99))
RULES = st.sampled_from([ABSENT, YOUNG, OPEN])
DIAGNOSTICS = st.builds(Diagnostic, RULES, st.sampled_from(Severity), TEXTS, PLACES, TEXTS)
SOME = st.lists(DIAGNOSTICS, max_size=4).map(tuple)
REPORTS = st.builds(Report, SOME, SOME, st.lists(TEXTS, max_size=2).map(tuple))


def _run(report: Report) -> dict[str, Any]:
    log = json.loads(diagnostic_report(report, ReportFormat.SARIF, "1.2.3"))
    (run,) = log["runs"]
    told: dict[str, Any] = run
    return told


def test_sarif_tells_each_finding_with_its_rule_and_place() -> None:
    run = _run(REPORT)

    young, gone, lost = run["results"]
    assert (gone["ruleId"], gone["level"]) == ("not_found", "error")
    assert gone["message"]["text"] == "gone: not there (accepted: here)"
    assert gone["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "crates/a%20b/Cargo.toml",
                    "uriBaseId": "%SRCROOT%",
                },
                "region": {"startLine": 7, "startColumn": 3},
            }
        }
    ]
    assert young["locations"][0]["physicalLocation"]["region"] == {"startLine": 8}
    assert "locations" not in lost
    assert [one["level"] for one in run["results"]] == ["warning", "error", "error"]


def test_sarif_names_the_tool_and_how_columns_are_counted() -> None:
    log = json.loads(diagnostic_report(REPORT, ReportFormat.SARIF, "1.2.3"))

    driver = log["runs"][0]["tool"]["driver"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert (driver["name"], driver["version"]) == ("portlog", "1.2.3")
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"


def test_what_could_not_be_checked_is_a_run_that_did_not_succeed() -> None:
    (invocation,) = _run(REPORT)["invocations"]
    (clean,) = _run(Report(notes=("all is well",)))["invocations"]

    assert [one["level"] for one in invocation["toolExecutionNotifications"]] == ["error", "note"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "far: no answer"
    assert (invocation["executionSuccessful"], clean["executionSuccessful"]) == (False, True)


def test_a_finding_that_moves_keeps_its_fingerprint_and_two_findings_have_two() -> None:
    here, there = Spot(FILE, 7, 3), Spot(FILE, 70, 1)
    moved = [Diagnostic(ABSENT, Severity.ERROR, "gone", spot) for spot in (here, there)]
    other = Diagnostic(ABSENT, Severity.ERROR, "lost", here)

    results = _run(Report((*moved, other)))["results"]

    first, second, third = (one["partialFingerprints"]["portlog/v1"] for one in results)
    assert first == second != third


def test_no_message_of_others_makes_a_link_of_sarifs_own() -> None:
    hostile = Diagnostic(ABSENT, Severity.ERROR, "[see](https://elsewhere.test) \x1b[2J")

    (result,) = _run(Report((hostile,)))["results"]

    assert "](" not in result["message"]["text"]
    assert "\x1b" not in result["message"]["text"]


@given(REPORTS)
def test_sarif_holds_to_what_its_standard_demands(report: Report) -> None:
    run = _run(report)

    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for told, result in zip(report.diagnostics, run["results"], strict=True):
        assert ids[result["ruleIndex"]] == result["ruleId"] == told.rule.name
        assert result["level"] in ("error", "warning", "note")
        _hold_statement(told, result)
    (invocation,) = run["invocations"]
    notified = invocation["toolExecutionNotifications"]
    known = [one["id"] for one in driver["notifications"]]
    for told, one in zip(report.unchecked, notified, strict=False):
        assert known[one["descriptor"]["index"]] == one["descriptor"]["id"] == told.rule.name
        _hold_statement(told, one)
    assert len(notified) == len(report.unchecked) + len(report.notes)
    assert invocation["executionSuccessful"] is (not report.unchecked)


def _hold_statement(told: Diagnostic, statement: Mapping[str, Any]) -> None:
    assert isinstance(statement["message"]["text"], str)
    assert ("locations" in statement) is (told.spot is not None)
    for location in statement.get("locations", []):
        place = location["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9/._~!$&'()*+,;=@%-]+", uri)
        assert unquote(uri) == told.spot.file if told.spot else False
        assert all(number >= 1 for number in place.get("region", {"startLine": 1}).values())


@pytest.mark.parametrize("file", ["/elsewhere/Cargo.toml", "../Cargo.toml"])
def test_a_file_outside_is_not_said_to_be_below_the_root(file: str) -> None:
    one = Diagnostic(ABSENT, Severity.ERROR, "gone", Spot(file, 1, 1))

    (result,) = _run(Report((one,)))["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": file}


def test_annotations_stand_beside_the_lines_errors_first() -> None:
    told = diagnostic_report(REPORT, ReportFormat.GITHUB, "1.2.3")

    assert told.splitlines() == [
        (
            "::error file=crates/a b/Cargo.toml,line=7,col=3,title=portlog%3A not_found"
            "::gone: not there (accepted: here)"
        ),
        "::error title=portlog%3A not_found::lost: not there",
        "::warning file=crates/a b/Cargo.toml,title=portlog%3A unverifiable::far: no answer",
        "::warning file=crates/a b/Cargo.toml,line=8,title=portlog%3A very_young::near: young",
        "::notice title=portlog 1.2.3::advisories: snapshot of 2026-03-05 (1 day old)",
    ]


@given(REPORTS)
def test_no_text_of_others_becomes_a_command_or_another_property(report: Report) -> None:
    told = diagnostic_report(report, ReportFormat.GITHUB, "1.2.3")

    lines = told.split("\n")[:-1]
    assert len(lines) == len(report.diagnostics) + len(report.unchecked) + len(report.notes)
    assert told == "".join(f"{line}\n" for line in lines)
    files = [dict(_properties(line)).get("file") for line in lines]
    spots = [one.spot for one in (*report.diagnostics, *report.unchecked) if one.spot]
    assert len([file for file in files if file is not None]) == len(spots)


def _properties(line: str) -> Iterator[tuple[str, str]]:
    """Read a command as GitHub's runner does."""
    _, head, message = line.split("::", 2)
    assert "\r" not in message
    _, _, properties = head.partition(" ")
    for pair in properties.split(","):
        name, _, value = pair.partition("=")
        assert name in ("file", "line", "col", "title")
        assert ":" not in value
        yield name, value


def test_files_are_named_from_the_repositorys_root(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "crates" / "one"
    folder.mkdir(parents=True)
    names = ("Cargo.toml", "../two/Cargo.toml", str(folder / "Cargo.lock"), "../../../Cargo.toml")
    spots = [Diagnostic(ABSENT, Severity.ERROR, "gone", Spot(name, 1, 1)) for name in names]

    seen = seen_from_repository(Report(tuple(spots), (spots[0],)), folder)

    assert [one.spot.file for one in (*seen.diagnostics, *seen.unchecked) if one.spot] == [
        "crates/one/Cargo.toml",
        "crates/two/Cargo.toml",
        "crates/one/Cargo.lock",
        "../../../Cargo.toml",
        "crates/one/Cargo.toml",
    ]
