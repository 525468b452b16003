import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from crate_support import replaced_by, write_cargo_config
from deps_support import PACKAGE
from loopback import Loopback, loopback, release
from support import Cli

from portlog.jobs.record_lookups import record_items
from portlog.records.claim_context import ClaimContext
from portlog.records.item import ItemLookup, ItemVerdict
from portlog.records.registry import Sighting
from portlog.workspace import here

SEEN = Sighting("https://index.test/ne/ar/near", datetime(2026, 3, 5, tzinfo=UTC))


@pytest.fixture
def server(experiment: Cli) -> Iterator[Loopback]:
    with loopback() as running:
        write_cargo_config(experiment.folder, replaced_by(running.url))
        running.publish("near", release("1.0.0", pubtime="2026-02-01T00:00:00Z"))
        yield running


def _rows(cli: Cli) -> list[dict[str, str]]:
    with cli.path("data/crates.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _session(cli: Cli) -> str:
    cli(*"session add --llm claude --model opus-4.6 --module agent/loop --date 2026-03-05".split())
    (session,) = json.loads(cli(*"session list --format json".split()).out)["sessions"]
    name: str = session["session_id"]
    return name


@pytest.mark.usefixtures("server")
def test_who_suggested_a_crate_and_when_is_recorded(experiment: Cli) -> None:
    session = _session(experiment)
    told = ("--claimed-at", "2026-01-15", "--suggested-by", "opus-4.6", "--session", session[-6:])

    answer = experiment("verify-crate", "near", "--no-details", *told)

    (row,) = _rows(experiment)
    assert answer.code == 1
    assert row["verdict"] == "registered_after_claim"
    assert [row[name] for name in ("claimed_at", "suggested_by", "session_id")] == [
        "2026-01-15",
        "opus-4.6",
        session,
    ]


@pytest.mark.usefixtures("server")
def test_each_claim_is_held_against_itself_and_recorded_once(experiment: Cli) -> None:
    experiment.path("Cargo.toml").write_text(f"{PACKAGE}[dependencies]\nnear = '1'\n")
    claims = (
        ("--suggested-by", "opus-4.6"),
        ("--suggested-by", "gpt-5", "--claimed-at", "2026-01-15"),
        ("--suggested-by", "opus-4.6"),
        ("--suggested-by", "gpt-5", "--claimed-at", "2026-01-15"),
        (),
    )

    told = [experiment("verify-deps", *claim).err.strip() for claim in claims]

    assert ["recorded" in text for text in told] == [True, True, False, False, False]
    assert {(row["suggested_by"], row["verdict"]) for row in _rows(experiment)} == {
        ("opus-4.6", "exists"),
        ("gpt-5", "registered_after_claim"),
    }


def test_a_session_that_is_not_there_is_refused_before_anything_is_asked(
    experiment: Cli, tmp_path: Path
) -> None:
    outside = Cli(tmp_path, experiment.home)

    answers = [
        outside("verify-deps", "--session", "k3f9qa"),
        experiment("verify-crate", "near", "--session", "k3f9qa"),
    ]

    assert [answer.code for answer in answers] == [2, 2]
    assert "--session needs an experiment" in answers[0].err
    assert 'no session is named "k3f9qa"' in answers[1].err
    assert [answer.out for answer in answers] == ["", ""]


def test_a_crate_and_its_items_are_questions_of_their_own(experiment: Cli) -> None:
    workspace = here(experiment.folder)
    context = ClaimContext(suggested_by="opus-4.6")
    one = ItemLookup("near::One", "near", "1.0.0", ItemVerdict.EXISTS, sighting=SEEN)
    two = ItemLookup(
        "near::Two", "near", "1.0.0", ItemVerdict.ABSENT, ("no such item",), sighting=SEEN
    )
    unknown = ItemLookup("near::Any", "near", "1.0.0", ItemVerdict.UNKNOWN, sighting=SEEN)

    counts = [record_items(workspace, [one, two, unknown], context) for _ in range(2)]

    assert counts == [2, 0]
    assert {(row["name"], row["item"], row["verdict"]) for row in _rows(experiment)} == {
        ("near", "near::One", "exists"),
        ("near", "near::Two", "absent"),
    }
    assert experiment("doctor").code == 0
