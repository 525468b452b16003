import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from crate_support import Desk, desk, replaced_by, write_cargo_config
from loopback import Reply, loopback, release
from osv_support import advisory, export
from support import Cli, read_only

from portlog.errors import StoreError, Unreachable
from portlog.jobs.update_advisories import update_advisories
from portlog.sources.addresses import ADVISORIES_VARIABLE
from portlog.sources.advisories import FILE_NAME, packaged_snapshot

NEAR = advisory("RUSTSEC-2026-9001", "near", ("introduced", "0.0.0-0"), ("fixed", "1.2.3"))
GONE = advisory("RUSTSEC-2026-9002", "gone", ("introduced", "0.0.0-0"), categories=["malicious"])
FORMS = ("table", "json", "csv", "markdown", "sarif", "github")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    """Return a place on a day after that of the packaged copy, with an export to fetch."""
    with desk(tmp_path) as running:
        running.clock.now = running.clock.now.replace(year=2098)
        running.server.publish("near", release("1.0.0"), release("1.1.0"))
        running.server.replies["/osv.zip"] = Reply(body=export([NEAR, GONE]))
        running.environment[ADVISORIES_VARIABLE] = f"{running.server.url}osv.zip"
        yield running


def test_what_was_fetched_counts_at_once_and_says_its_age(here: Desk) -> None:
    before = here.verify("near", "gone")
    done = update_advisories(here.place)
    after = here.verify("near", "gone")

    assert (len(done.before.advisories), len(done.now.advisories)) == (1192, 2)
    assert before.advisories.as_of == packaged_snapshot().as_of
    assert (after.advisories.as_of.isoformat(), after.advisories.days) == ("2098-03-05", 0)
    assert [before.lookups[0].warnings, before.outcome] == [(), after.outcome]
    assert [warning.kind for warning in after.lookups[0].warnings] == ["vulnerable"]
    assert "RUSTSEC-2026-9002" in after.lookups[1].judgement.reasons[-1]


def test_a_mark_that_the_export_does_not_carry_is_kept(here: Desk) -> None:
    marked = next(one for one in packaged_snapshot().advisories if one.expect_deleted)
    body = export([advisory(marked.name, marked.package, ("introduced", "0"))])
    here.server.replies["/osv.zip"] = Reply(body=body)

    (found,) = update_advisories(here.place).now.advisories

    assert (found.name, found.is_removal) == (marked.name, True)


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status, body=export([NEAR])) for status in (403, 404, 429, 500)),
        Reply(body=b"<html>Log in</html>"),
        Reply(body=export([NEAR]), cut_at=200),
        Reply(302, headers={"Location": "http://127.0.0.2/"}),
        Reply(302, headers={"Location": "/osv.zip"}),
        Reply(body=export([])),
        Reply(body=export([advisory("RUSTSEC-2026-9001", "near", ("introduced", "one"))])),
    ],
)
def test_an_update_that_fails_leaves_the_copy_that_was_there(here: Desk, reply: Reply) -> None:
    update_advisories(here.place)
    kept = here.place.cache / FILE_NAME
    before = kept.read_bytes()
    here.server.replies["/osv.zip"] = reply

    with pytest.raises(Unreachable):
        update_advisories(here.place)

    assert kept.read_bytes() == before
    assert list(kept.parent.glob(".*.part")) == []


def test_cargos_own_offline_setting_counts(here: Desk) -> None:
    here.environment["CARGO_NET_OFFLINE"] = "true"

    with pytest.raises(Unreachable, match="offline"):
        update_advisories(here.place)

    assert here.server.asked == []


def test_a_cache_that_cannot_be_written_is_named(here: Desk) -> None:
    here.place.cache.mkdir()

    with read_only(here.place.cache) as folder, pytest.raises(StoreError, match="cannot write"):
        update_advisories(replace(here.place, cache=folder))


def test_the_command_says_what_it_has_and_every_format_how_old_it_is(experiment: Cli) -> None:
    with loopback() as server:
        write_cargo_config(experiment.folder, replaced_by(server.url))
        server.publish("near", release("1.0.0"), release("1.1.0"))
        server.replies["/osv.zip"] = Reply(body=export([NEAR, GONE]))
        url = f"{server.url}osv.zip"
        answer = experiment("crates", "update", **{ADVISORIES_VARIABLE: url})
        told = {
            form: experiment("verify-crate", "near", "--no-details", "--format", form)
            for form in FORMS
        }

    as_of = json.loads(told["json"].out)["advisories"]["as_of"]
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"snapshot of {as_of}: 2 advisories (")
    assert experiment.path(".portlog/cache/crates/advisories.json").is_file()
    assert {one.code for one in told.values()} == {0}
    for form, one in told.items():
        words = as_of if form in ("json", "csv") else f"snapshot of {as_of} (0 days old)"
        assert words in one.out, form
        assert "RUSTSEC-2026-9001" in one.out, form


def test_without_a_network_nothing_is_updated_and_the_exit_code_is_3(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    write_cargo_config(cli.folder, "[net]\nretry = 0\n")

    answer = cli("crates", "update", **{ADVISORIES_VARIABLE: f"http://127.0.0.1:{port}/osv.zip"})

    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("portlog: 127.0.0.1")
    assert list(cli.home.rglob(FILE_NAME)) == []
