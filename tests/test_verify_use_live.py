"""The examples of crates in the registry: what their authors compile has no absent path."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from example_packages import write_examples

from portlog.jobs.crate_sources import open_sources
from portlog.jobs.open_registry import Place
from portlog.jobs.verify_uses.verify import UseOptions, verify_uses
from portlog.records.item import ItemVerdict
from portlog.records.path_use import UseReport

pytestmark = pytest.mark.needs("registry")

MOST_UNKNOWN = 0.1


def _held(folder: Path, crate: str) -> UseReport:
    place = Place(folder, folder / "cache", os.environ, lambda: datetime.now(UTC))
    written = write_examples(folder / "held", crate, open_sources(place))
    assert written
    return verify_uses(str(folder / "held"), UseOptions(), place, lambda _: b"")


def _refuse_wrong_alarms(report: UseReport, least: int) -> None:
    told = [one.lookup for one in report.items]
    absent = [one for one in told if one.verdict is ItemVerdict.ABSENT]
    unknown = [one for one in told if one.verdict is ItemVerdict.UNKNOWN]
    assert absent == []
    assert len(unknown) <= MOST_UNKNOWN * len(told), unknown
    assert len(told) >= least


def test_the_examples_of_a_small_crate_have_no_absent_path(tmp_path: Path) -> None:
    _refuse_wrong_alarms(_held(tmp_path, "indicatif"), 20)


@pytest.mark.long
@pytest.mark.parametrize(
    ("crate", "least"),
    [
        ("clap", 40),
        ("tokio-tungstenite", 50),
        ("rustls", 40),
        ("winnow", 60),
        ("quinn", 50),
        ("actix-web", 60),
        ("toml_edit", 10),
    ],
)
def test_the_examples_of_well_known_crates_have_no_absent_path(
    tmp_path: Path, crate: str, least: int
) -> None:
    _refuse_wrong_alarms(_held(tmp_path, crate), least)
