"""How much of the original is ported: as counted by hand, and never more than is known."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from port_support import NOW, RUST, Port, new_port, sample_port

from portlog.checks.port_coverage import (
    KnownLevels,
    SymbolState,
    coverage_rows,
    extent_of,
    milestones,
)
from portlog.errors import InputError
from portlog.jobs.provenance.pin import pin_original
from portlog.jobs.provenance.review import ReviewRequest, review_file
from portlog.jobs.provenance.skip import skip_parts, skips_of, take_back
from portlog.jobs.provenance.stamp import StampRequest, stamp
from portlog.jobs.provenance.write_progress import write_progress
from portlog.present.port_coverage import coverage_notes, coverage_text
from portlog.present.tables import Format
from portlog.records.port_coverage import Covered, Extent, Milestone, Scope
from portlog.records.symbol import MODULE


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Port:
    return sample_port(tmp_path_factory.mktemp("sample") / "port")


@pytest.fixture
def port(sample: Port, tmp_path: Path) -> Port:
    return sample.copied(tmp_path / "port")


def test_the_coverage_of_a_sample_equals_the_hand_count(port: Port) -> None:
    skip_parts(port.occasion, ["original/tools.py::web"], "no web in this port")

    whole = port.row()

    assert whole.total == Extent(9, 22)
    assert whole.ported == Extent(7, 16)
    assert whole.left_out == Extent(1, 2)
    assert whole.open == Extent(1, 4)
    assert whole.changed == Extent(0, 0)


def test_modules_phases_and_files_add_up_to_the_whole(port: Port) -> None:
    loop = port.row(Scope.MODULE, "agent/loop")
    state = port.row(Scope.MODULE, "agent/state")
    tools = port.row(Scope.MODULE, "tools")
    first, second = port.row(Scope.PHASE, "1"), port.row(Scope.PHASE, "2")
    files = [one for one in port.coverage().rows if one.scope is Scope.FILE]

    assert (loop.total, loop.ported) == (Extent(4, 10), Extent(4, 8))
    assert (state.total, state.ported) == (Extent(3, 8), Extent(3, 8))
    assert (tools.total, tools.ported) == (Extent(2, 4), Extent(0, 0))
    assert (first.total, first.ported) == (Extent(7, 18), Extent(7, 16))
    assert second.total == Extent(2, 4)
    assert {one.name: one.total.code for one in files} == {
        "original/agent/context.py": 3,
        "original/agent/loop.py": 10,
        "original/agent/memory.py": 5,
        "original/tools.py": 4,
    }


def test_a_function_that_the_original_gets_is_open_and_found(port: Port) -> None:
    before = port.row()
    port.change(
        "original/agent/memory.py", "def save", "def drop():\n    return None\n\n\ndef save"
    )

    after = port.row()

    assert (after.total, after.ported) == (before.total + Extent(1, 2), before.ported)
    assert after.open == before.open + Extent(1, 2)
    assert ("original/agent/memory.py", "drop") in port.coverage().open_symbols
    assert "original_new" in port.rules("src/agent/state.rs")


def test_a_function_that_changes_stays_ported_and_is_counted_as_changed(port: Port) -> None:
    port.change("original/agent/memory.py", "return path\n\n", "return path + path\n\n")

    whole = port.row()

    assert whole.ported == Extent(7, 16)
    assert whole.changed == Extent(1, 2)


def test_nothing_to_port_is_never_all_of_it(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port", {"empty.py": '"""Nothing."""\n'})

    coverage = port.coverage()
    [path] = [one for one in write_progress(port.workspace, coverage, None) if "ported" in one.name]

    assert "nothing to port" in list(coverage_notes(coverage))
    assert '"ported_percent": null' in coverage_text(coverage, Scope.MODULE, Format.JSON)
    assert json.loads(path.read_text())["message"] == "nothing to port"


def test_a_level_without_evidence_is_not_known_and_no_zero(port: Port) -> None:
    port.change(
        "src/agent/loop.rs", "// Ported by", "// Verified: differential 5/5 ✓\n// Ported by"
    )

    whole = port.row()

    assert (whole.compiles, whole.verified, whole.reviewed) == (None, None, None)
    told = json.loads(coverage_text(port.coverage(), Scope.ALL, Format.JSON))
    assert told["coverage"][0]["verified_code"] is None


def test_a_review_counts_until_the_file_changes(port: Port) -> None:
    review_file(port.occasion, ReviewRequest("src/agent/loop.rs"))
    reviewed = port.row().reviewed
    port.change("src/agent/loop.rs", "    3", "    4")

    assert reviewed == Extent(3, 6)
    assert port.row().reviewed == Extent(0, 0)


def test_what_an_agent_does_is_a_proposal(port: Port) -> None:
    agent = replace(port.occasion, environ={"CLAUDECODE": "1"})
    before = port.root.joinpath("src/agent/loop.rs").read_bytes()

    review = review_file(agent, ReviewRequest("src/agent/loop.rs"))
    skip_parts(agent, ["original/tools.py"], "too hard")

    assert not review.counts
    assert port.root.joinpath("src/agent/loop.rs").read_bytes() == before
    assert port.row().reviewed == Extent(0, 0)
    assert (port.row().left_out, port.row().proposed) == (Extent(0, 0), Extent(2, 4))


def test_a_person_takes_a_proposal_over_and_an_agent_takes_nothing_back(port: Port) -> None:
    agent = replace(port.occasion, environ={"CODEX_SANDBOX": "seatbelt"})
    skip_parts(agent, ["original/tools.py"], "too hard")

    skip_parts(port.occasion, ["original/tools.py"], "no tools in this port")

    assert port.row().left_out == Extent(2, 4)
    with pytest.raises(InputError, match="a person's decision"):
        skip_parts(agent, ["original/tools.py"], "after all")
    take_back(port.workspace, ["original/tools.py"], port.root)
    assert skips_of(port.workspace) == []


def test_a_class_that_is_skipped_takes_its_methods_along(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port")

    skip_parts(port.occasion, ["agent/loop.py::Loop"], "another one is used")

    assert port.row().left_out == Extent(3, 6)


@pytest.mark.parametrize(
    ("part", "reason", "why"),
    [
        ("original/none.py", "why", "not there"),
        ("original/tools.py::wget", "why", "has no symbol wget"),
        ("original/tools.py:1-2", "why", "names lines"),
        ("original/tools.py", " ", "--reason is empty"),
        ("original/tools.py", "two\nlines", "cannot be printed"),
    ],
)
def test_a_skip_that_means_nothing_is_refused(port: Port, part: str, reason: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        skip_parts(port.occasion, [part], reason)

    assert skips_of(port.workspace) == []


def test_a_pin_keeps_the_size_by_its_rule_and_a_changed_size_stays_visible(port: Port) -> None:
    first, is_new = pin_original(port.occasion, None)
    again, is_newer = pin_original(port.occasion, None)
    port.change("original/tools.py", "def web", "def mail():\n    return 1\n\n\ndef web")

    second, _ = pin_original(replace(port.occasion, now=NOW.replace(hour=13)), None)

    assert (first.files, first.symbols, first.code, first.test) == (5, 9, 22, 2)
    assert first.raw == first.code + first.test + first.doc + first.comment + first.blank == 40
    assert (first.rule, first.commit, is_new) == ("loc/1", None, True)
    assert (again, is_newer) == (first, False)
    assert [pin.code for pin in port.coverage().pins] == [22, 24]
    assert second.symbols == 10


def test_the_days_of_the_port_add_up(port: Port) -> None:
    later = replace(port.occasion, now=NOW.replace(day=20))
    port.write("src/tools.rs", RUST)
    stamp(later, [StampRequest("src/tools.rs", ("original/tools.py::shell",), None)])

    assert port.coverage().history == (
        Milestone(NOW.date(), Extent(7, 16)),
        Milestone(NOW.replace(day=20).date(), Extent(8, 18)),
    )


def test_an_original_that_cannot_be_read_is_named_and_never_counted(port: Port) -> None:
    port.write("original/blob.py", b"x = 1\n\0\0\0")

    coverage = port.coverage()

    assert coverage.uncounted == ("original/blob.py",)
    assert coverage.whole.total == Extent(9, 22)


def test_the_report_says_what_the_coverage_says(port: Port, tmp_path: Path) -> None:
    paths = write_progress(port.workspace, port.coverage(), tmp_path / "out")

    told = json.loads((tmp_path / "out" / "report.json").read_text())
    badges = {path.stem: json.loads(path.read_text()) for path in paths[1:]}
    assert told["schema_version"] == 1
    assert told["coverage"][0]["ported_code"] == 16
    assert told["rule"] == "loc/1"
    assert badges["ported"]["message"] == "72.7%"
    assert badges["verified"]["message"] == "not known"
    assert {badge["schemaVersion"] for badge in badges.values()} == {1}


STATES = st.builds(
    SymbolState,
    path=st.sampled_from(["a.py", "b.py"]),
    name=st.sampled_from(["f", "g", MODULE]),
    code=st.integers(0, 99),
    module=st.sampled_from(["", "m", "n"]),
    phase=st.sampled_from(["", "1", "2"]),
    is_ported=st.booleans(),
    ported_on=st.sampled_from([None, NOW.date(), NOW.replace(day=20).date()]),
    has_changed=st.booleans(),
    is_left_out=st.booleans(),
    is_proposed=st.booleans(),
    is_verified=st.booleans(),
    is_reviewed=st.booleans(),
)


@given(states=st.lists(STATES), verified=st.booleans())
def test_every_scope_adds_up_to_the_whole(states: list[SymbolState], verified: bool) -> None:  # noqa: FBT001
    whole, *rows = coverage_rows(states, KnownLevels(verified=verified))

    for scope in (Scope.PHASE, Scope.MODULE, Scope.FILE):
        mine = [row for row in rows if row.scope is scope]
        assert sum((row.total for row in mine), Extent()) == whole.total
        assert sum((row.ported for row in mine), Extent()) == whole.ported
        assert sum((row.open for row in mine), Extent()) == whole.open
    for row in (whole, *rows):
        assert row.open == extent_of(one for one in states if one.is_open and _is_in(row, one))
        assert row.total == row.ported + row.left_out + row.open
        assert (row.verified is not None) == verified
    dated = [one.ported.code for one in milestones(states)]
    assert dated == sorted(dated)
    assert not dated or dated[-1] <= whole.ported.code


def _is_in(row: Covered, state: SymbolState) -> bool:
    names = {Scope.PHASE: state.phase, Scope.MODULE: state.module, Scope.FILE: state.path}
    return row.scope is Scope.ALL or names[row.scope] == row.name


def test_no_percentage_is_rounded_up_to_all(tmp_path: Path) -> None:
    lines = "".join(f"def f{n}():\n    return {n}\n" for n in range(1500))
    port = new_port(tmp_path / "port", {"many.py": lines + "def last():\n    return 0\n"})
    port.write("src/many.rs", RUST)
    port.stamp("src/many.rs", "original/many.py:1-3000")

    told = json.loads(coverage_text(port.coverage(), Scope.ALL, Format.JSON))

    assert told["coverage"][0]["open_symbols"] == 1
    assert told["coverage"][0]["ported_percent"] == 99.9
