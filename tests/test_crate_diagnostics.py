import json
from datetime import UTC, date, datetime

import pytest
from crate_support import replaced_by, write_cargo_config
from deps_support import PACKAGE
from loopback import Reply, loopback, release
from support import Cli

from portlog.present.crate_diagnostics import crate_report, dependency_report
from portlog.records.advisory import SnapshotAge
from portlog.records.crate_lookup import CrateClaim, CrateLookup, Judgement
from portlog.records.crate_warning import CrateWarning, WarningKind
from portlog.records.dependency import Dependency, DependencyLookup
from portlog.records.diagnostic import Severity
from portlog.records.outcome import Outcome
from portlog.records.registry import Sighting
from portlog.records.spot import Spot
from portlog.records.verdict import Verdict

SEEN = Sighting("https://index.test/ne/ar/near", datetime(2026, 3, 5, tzinfo=UTC))
AGE = SnapshotAge(date(2026, 3, 3), 2)


def _lookup(verdict: Verdict, *warnings: CrateWarning) -> CrateLookup:
    judgement = Judgement(verdict, ("because", "and so"), suggestions=("nearer",))
    return CrateLookup(CrateClaim("near", "1"), judgement, SEEN, warnings=warnings)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_an_error_where_it_is_found_and_unchecked_where_it_is_none(
    verdict: Verdict,
) -> None:
    report = crate_report([_lookup(verdict)], AGE)

    counts = (len(report.diagnostics), len(report.unchecked))
    assert (
        counts
        == {
            Outcome.CLEAN: (0, 0),
            Outcome.FOUND: (1, 0),
            Outcome.UNKNOWN: (0, 1),
        }[verdict.outcome]
    )
    for one in (*report.diagnostics, *report.unchecked):
        assert (one.rule.name, one.accepted) == (verdict, "nearer")
        assert one.message == f"near@1: {verdict}: because; and so"
    assert report.notes == ("advisories: snapshot of 2026-03-03 (2 days old)",)


@pytest.mark.parametrize("kind", WarningKind)
def test_a_warning_is_a_warning_whatever_the_verdict(kind: WarningKind) -> None:
    (one,) = crate_report([_lookup(Verdict.EXISTS, CrateWarning(kind, "why"))], AGE).diagnostics

    assert (one.severity, one.rule.name, one.message) == (Severity.WARNING, kind, "near@1: why")


def test_what_came_by_standard_input_stands_in_no_file() -> None:
    claim, spots = CrateClaim("near"), (Spot("stdin", 3, 1), Spot("Cargo.toml", 3, 1))
    lookup = _lookup(Verdict.NOT_FOUND)
    entries = [
        DependencyLookup(Dependency(claim, "near", "text", spot), lookup, spot) for spot in spots
    ]

    report = dependency_report(entries, AGE)

    assert [one.spot for one in report.diagnostics] == [None, spots[1]]


def test_the_command_tells_other_tools_where_and_what_it_could_not_check(cli: Cli) -> None:
    cli.path(".git").mkdir()
    cli.path("one").mkdir()
    cli.path("one/Cargo.toml").write_text(f'{PACKAGE}[dependencies]\nserde = "1"\nfar = "1"\n')
    with loopback() as server:
        write_cargo_config(cli.folder, replaced_by(server.url))
        server.publish("serde", release("1.0.0"))
        server.replies["/3/f/far"] = Reply(503)
        below = Cli(cli.path("one"), cli.home)
        sarif = below("verify-deps", "--format", "sarif")
        github = below("verify-deps", "--format", "github")

    (run,) = json.loads(sarif.out)["runs"]
    unchecked, age = run["invocations"][0]["toolExecutionNotifications"]
    place = unchecked["locations"][0]["physicalLocation"]
    assert (sarif.code, github.code) == (3, 3)
    assert (run["results"], run["invocations"][0]["executionSuccessful"]) == ([], False)
    assert place["artifactLocation"]["uri"] == "one/Cargo.toml"
    assert (place["region"]["startLine"], age["level"]) == (7, "note")
    assert github.out.startswith("::warning file=one/Cargo.toml,line=7,col=1,title=portlog%3A unv")
