"""An answer from the cache says how old it is, whatever the format."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Desk, desk
from deps_support import write_files
from loopback import release

from portlog.jobs.verify_crates import LookupOptions
from portlog.jobs.verify_deps import DependencyOptions, DependencyVerification, verify_deps
from portlog.present.crate_diagnostics import crate_report, dependency_report
from portlog.present.crates import crate_lookups
from portlog.present.dependencies import dependency_lookups
from portlog.present.diagnostics import ReportFormat, diagnostic_report
from portlog.present.tables import Format

AGES = {Format.TABLE: "3 d old", Format.JSON: '"age_seconds": 259200', Format.CSV: ",259200,"}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.server.publish("tool", release("1.0.0"))
        write_files(tmp_path, {"Cargo.toml": '[dependencies]\ntool = "1"\n'})
        _dependencies(made, offline=False)
        made.clock.pass_minutes(3 * 24 * 60)
        yield made


def _dependencies(here: Desk, *, offline: bool = True) -> DependencyVerification:
    path = str(here.folder / "Cargo.toml")
    return verify_deps(path, DependencyOptions(offline, "1.80"), here.place)


@pytest.mark.parametrize("form", list(Format))
def test_a_listing_says_how_old_its_answers_are(here: Desk, form: Format) -> None:
    deps = _dependencies(here)
    crates = here.verify("tool@1", options=LookupOptions(offline=True, rust_version="1.80"))

    expected = AGES.get(form, "3 d old")
    assert expected in dependency_lookups(deps.entries, deps.outcome, form)
    assert expected in crate_lookups(crates.lookups, crates.outcome, form)


@pytest.mark.parametrize("form", [ReportFormat.SARIF, ReportFormat.GITHUB])
def test_a_report_for_other_tools_says_how_old_its_answers_are(
    here: Desk, form: ReportFormat
) -> None:
    deps = _dependencies(here)
    crates = here.verify("tool@1", options=LookupOptions(offline=True, rust_version="1.80"))

    words = "from the cache: 1 answer, the oldest 3 d old"
    reports = [
        dependency_report(deps.entries, deps.advisories),
        crate_report(crates.lookups, deps.advisories),
    ]
    assert all(words in diagnostic_report(one, form, "1.0.0") for one in reports)
