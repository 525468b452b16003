"""Every kind of trouble on the way to a crate says nothing about its items."""

from collections.abc import Iterator

import pytest
from archive_support import publish_crate
from crate_support import Desk, desk, replaced_by, write_cargo_config
from deps_support import PACKAGE, write_files
from loopback import Reply
from support import Cli
from test_network_trouble import TROUBLES

from portlog.jobs.record_lookups import record_items
from portlog.jobs.verify_items.look_up import look_up_items
from portlog.jobs.verify_uses.verify import UseOptions, verify_uses
from portlog.records.item import ItemClaim, ItemLookup, ItemOptions
from portlog.records.path_use import UseReport
from portlog.workspace import here as workspace_of

FILES = {
    "Cargo.toml": f'{PACKAGE}[dependencies]\nserde = "1"\n',
    "src/lib.rs": "use serde::Value;",
}
SERDE = {"Cargo.toml": '[package]\nname = "serde"\nversion = "1.0.0"\n', "src/lib.rs": ""}
BROKEN_ARCHIVES = {
    "none": Reply(404),
    "refused": Reply(403),
    "broken": Reply(500),
    "a page": Reply(body=b"<!DOCTYPE html><title>Log in</title>"),
    "nothing": Reply(body=b""),
    "elsewhere": Reply(302, headers={"Location": "http://127.0.0.2/"}),
}


@pytest.fixture
def here(experiment: Cli) -> Iterator[Desk]:
    with desk(experiment.folder / "look-ups") as running:
        write_files(running.folder, FILES)
        yield running


def _item(here: Desk) -> ItemLookup:
    return look_up_items([ItemClaim("serde::Value", "serde", "1")], ItemOptions(), here.place)[0]


def _uses(here: Desk) -> UseReport:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here.folder)
        return verify_uses(".", UseOptions(), here.place, lambda _: b"")


def test_no_trouble_with_the_index_is_a_verdict_on_an_item_or_is_recorded(here: Desk) -> None:
    workspace = workspace_of(here.folder)
    found = {}
    for name, trouble in TROUBLES.items():
        with trouble() as url:
            settings = replaced_by(url).replace("timeout = 2", "timeout = 1")
            write_cargo_config(here.folder, settings)
            uses = _uses(here)
        told = [one.lookup for one in uses.items]
        verdicts = {(one.verdict.value, bool(one.reasons)) for one in told}
        found[name] = verdicts, len(told), uses.outcome, record_items(workspace, told)

    expected = ({("unknown", True)}, 1, "unknown", 0)
    assert {name: one for name, one in found.items() if one != expected} == {}


@pytest.mark.parametrize("reply", BROKEN_ARCHIVES.values(), ids=BROKEN_ARCHIVES)
def test_no_trouble_with_an_archive_is_a_verdict_on_an_item(here: Desk, reply: Reply) -> None:
    publish_crate(here.server, "serde", ("1.0.0", SERDE))
    here.server.replies["/dl/serde/1.0.0/download"] = reply

    item = _item(here)

    assert (item.verdict, item.version, item.outcome) == ("unknown", "1.0.0", "unknown")
    assert item.reasons


def test_a_name_that_could_not_be_asked_for_is_no_finding(here: Desk) -> None:
    write_files(here.folder, {"src/lib.rs": "use invented::Thing;"})
    here.server.replies["/in/ve/invented"] = Reply(503)

    uses = _uses(here)

    assert [(one.lookup.path, one.lookup.verdict) for one in uses.items] == [
        ("invented::Thing", "unknown")
    ]
    assert uses.outcome == "unknown"
