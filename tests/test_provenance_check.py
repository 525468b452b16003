"""Each thing that the check of provenance finds, with its file and line."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from port_support import LOOP, MEMORY, NOW, RUST, SESSION, Port, git, new_port, sample_port

from portlog.checks.provenance.case import Case, PortFile
from portlog.checks.provenance.evidence import is_verified, verifications
from portlog.jobs.provenance.check import headers_of
from portlog.jobs.provenance.pin import pin_original
from portlog.jobs.provenance.record_claims import record_claims
from portlog.jobs.provenance.review import ReviewRequest, review_file
from portlog.present.provenance import check_report, header_list
from portlog.present.tables import Format
from portlog.records.header import Header, HeaderKey, HeaderReading, PlacedHeader, Verification
from portlog.records.outcome import Outcome
from portlog.records.port_coverage import Extent
from portlog.records.recorded_run import RecordedRun
from portlog.records.tally import Tally

FILE = "src/agent/loop.rs"
BY = f"// Ported by: Claude Opus 4.6 / session {SESSION}\n"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Port:
    return sample_port(tmp_path_factory.mktemp("sample") / "port")


@pytest.fixture
def port(sample: Port, tmp_path: Path) -> Port:
    return sample.copied(tmp_path / "port")


def test_a_port_as_it_was_stamped_is_clean(port: Port) -> None:
    done = port.checked()

    assert done.outcome is Outcome.CLEAN
    assert done.counts == (4, 4)


def test_a_file_without_a_header_is_found_unless_it_is_new(port: Port) -> None:
    port.write("src/agent/more.rs", RUST)
    port.write("tests/it.rs", RUST)
    port.write("target/debug/made.rs", RUST)

    assert port.found() == ["src/agent/more.rs:0 no_header: no header"]


def test_the_settings_can_leave_files_out(port: Port) -> None:
    port.write("src/lib.rs", RUST)
    port.write("src/gen/all.rs", RUST)
    before = port.rules()
    with (port.root / "portlog.toml").open("a") as settings:
        settings.write('\n[port]\nleave_out = ["src/lib.rs", "src/gen/*"]\n')

    assert before == ["no_header", "no_header"]
    assert port.rules() == []


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("// Ported from: original/none.py\n", ["original_missing: original/none.py is not there"]),
        (
            "// Ported from: original/tools.py (lines 3-99)\n",
            ["range_outside: lines 3-99 of original/tools.py, which has 6"],
        ),
        (
            "// Ported from: original/tools.py::wget\n",
            ["unknown_symbol: original/tools.py has no symbol wget"],
        ),
        ("// Ported from: agent\n", ["original_missing: agent is not there"]),
    ],
)
def test_an_original_that_is_not_as_said_is_found(port: Port, head: str, found: list[str]) -> None:
    pin_original(port.occasion, None)
    port.write("src/tools.rs", f"{head}{BY}\n{RUST}")

    told = [line for line in port.found("src/tools.rs") if "not_checked" not in line]

    assert told == [f"src/tools.rs:1 {one}" for one in found]


@pytest.mark.parametrize("path", ["../../../etc/passwd", "/etc/passwd"])
def test_a_path_that_leads_out_is_not_looked_at(port: Port, path: str) -> None:
    port.write("src/tools.rs", f"// Ported from: {path}\n{BY}\n{RUST}")

    done = port.checked()

    [unchecked] = done.report.unchecked
    assert "lies outside the experiment" in unchecked.message
    assert done.outcome is Outcome.UNKNOWN


def test_what_has_become_of_an_original_is_told_symbol_by_symbol(port: Port) -> None:
    port.change("original/agent/memory.py", "path = text", "path = text + text")
    port.change("original/agent/memory.py", "def load(path):\n    return path\n\n\n", "")
    port.change("original/agent/context.py", "SIZE", "\nSIZE")
    port.change("original/agent/context.py", "def build", "def built")

    found = port.found("src/agent/state.rs")

    assert [line.partition(" of ")[0] for line in found] == [
        "src/agent/state.rs:1 original_changed: save",
        "src/agent/state.rs:1 original_vanished: load",
        "src/agent/state.rs:2 original_symbol_renamed: build",
    ]


def test_an_original_that_was_only_laid_out_anew_is_no_finding(port: Port) -> None:
    port.write("original/agent/loop.py", f"# a remark\n\n{LOOP}".replace("# go", "#  went"))

    done = port.checked()

    assert set(port.rules()) == {"original_moved"}
    assert done.outcome is Outcome.CLEAN


def test_one_symbol_that_two_files_claim_is_found_once_for_each_pair(port: Port) -> None:
    port.write("src/twice.rs", RUST)
    port.stamp("src/twice.rs", "original/agent/loop.py::Loop.run,helper")

    assert [line for line in port.found() if "claimed_twice" in line] == [
        (
            "src/twice.rs:1 claimed_twice: Loop.run of original/agent/loop.py: "
            "claimed by src/agent/loop.rs:1 too"
        ),
        (
            "src/twice.rs:1 claimed_twice: helper of original/agent/loop.py: "
            "claimed by src/agent/helper.rs:1 too"
        ),
    ]


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("// Ported by: Claude Opus 4.6 / session 2026-01-01-x-zzzzzz\n", ["unknown_session"]),
        (f"// Ported by: Claude Opus 9 / session {SESSION}\n", ["unknown_model"]),
        ("// Ported by: Claude Opus 4.6 / session 2026-03-05\n", []),
        ("// Ported by: claude-opus-4-6 / session aaaaaa\n", []),
        ("", ["no_session"]),
    ],
)
def test_sessions_and_models_are_held_against_the_log(
    port: Port, by: str, found: list[str]
) -> None:
    port.change(FILE, BY, by)

    assert port.rules(FILE) == found


def test_a_model_of_another_session_is_found(port: Port) -> None:
    other = replace(port.checked().ground.logged.sessions.sessions[SESSION])
    with port.workspace.store.writing() as step:
        one = replace(other, session_id="2026-03-06-codex-bbbbbb", model="gpt-5.4", llm="codex")
        step.add(port.workspace.log.sessions, one)
    port.change(FILE, "Claude Opus 4.6", "gpt-5.4")

    assert port.rules(FILE) == ["other_model"]


def test_a_mark_of_success_without_a_recorded_run_is_a_claim(port: Port) -> None:
    port.change(FILE, BY, f"{BY}// Verified: differential 15/15 ✓ (run 2026-03-05-diff-7m2x)\n")
    first = port.found(FILE)
    port.change(FILE, "    3", "    4")

    assert first == [
        (
            f"{FILE}:3 unrecorded_run: says Verified, a claim without a recorded run: "
            "run 2026-03-05-diff-7m2x is not recorded"
        )
    ]
    assert port.rules(FILE) == ["port_changed", "unrecorded_run"]


@pytest.mark.parametrize(
    ("tally", "digest", "found"),
    [
        (Tally(5, 5), "now", []),
        (Tally(4, 5), "now", ["failed_run"]),
        (Tally(0, 0), "now", ["failed_run"]),
        (Tally(5, 5), "then", ["older_run"]),
    ],
)
def test_a_recorded_run_stands_for_the_file_that_it_saw(
    tally: Tally, digest: str, found: list[str]
) -> None:
    header = Header((), verification=Verification("differential", run_id="r1"))
    placed = PlacedHeader(header, 1, ((HeaderKey.FROM, 1), (HeaderKey.VERIFIED, 2)))
    file = PortFile("a.rs", HeaderReading((placed,)), lambda: "now")
    runs = {"r1": RecordedRun("r1", tally, (("a.rs", digest),))}

    told = list(verifications(Case([file], [], runs=runs)))

    assert [one.rule.name for one in told] == found
    assert is_verified(file, runs) == (not found)


def test_a_review_line_stands_on_a_recorded_review_of_this_content(port: Port) -> None:
    port.change(FILE, BY, f"{BY}// Manual review: 2026-03-06\n")
    claimed = port.rules(FILE)
    agent = replace(port.occasion, environ={"CLAUDECODE": "1"})
    review_file(agent, ReviewRequest(FILE))
    proposed = port.rules(FILE)
    review_file(port.occasion, ReviewRequest(FILE, "Ann", "read twice"))
    reviewed = port.rules(FILE)
    port.change(FILE, "    3", "    4")

    assert (claimed, proposed, reviewed) == (["unrecorded_review"], ["proposed_review"], [])
    assert port.rules(FILE) == ["older_review"]
    assert "// Manual review: 2026-03-09 by Ann\n" in (port.root / FILE).read_text()


def test_renames_of_either_side_are_found_by_content_and_offered(port: Port) -> None:
    (port.root / FILE).rename(port.root / "src/agent/looping.rs")
    (port.root / "original/agent/memory.py").rename(port.root / "original/agent/mem.py")

    report = port.checked().report

    told = {one.rule.name: one for one in report.diagnostics}
    assert told["port_renamed"].message.startswith("is src/agent/looping.rs now")
    assert "stamp src/agent/looping.rs" in told["port_renamed"].accepted
    assert "original/agent/mem.py now" in told["original_renamed"].message
    assert "--from original/agent/mem.py" in told["original_renamed"].accepted


def test_a_rename_is_offered_until_it_is_taken(port: Port) -> None:
    (port.root / FILE).rename(port.root / "src/agent/looping.rs")

    recorded = record_claims(port.workspace, port.checked().ground, NOW.date())
    offered = port.rules()
    port.stamp("src/agent/looping.rs")
    port.unstamp(FILE)

    assert recorded == []
    assert "port_renamed" in offered
    assert port.rules() == []


def test_a_symbol_that_got_another_inside_of_it_has_not_moved(port: Port) -> None:
    port.change(
        "original/agent/loop.py", "    def run", "    def more(self):\n        pass\n\n    def run"
    )

    assert [line.partition(" of ")[0] for line in port.found(FILE)] == [
        f"{FILE}:1 original_moved: Loop.run",
        f"{FILE}:1 original_new: Loop.more",
    ]


def test_what_is_recorded_is_checked_whatever_the_file_is(port: Port) -> None:
    port.write("target/made.rs", RUST)
    port.write("src/query.sql", "select 1;\n")
    port.stamp("target/made.rs", "original/tools.py::shell")
    port.stamp("src/query.sql", "original/tools.py::web")
    stamped = port.checked()
    port.write("src/query.sql", "select 1;\n")

    assert (stamped.outcome, stamped.counts) == (Outcome.CLEAN, (6, 6))
    assert port.found("src/query.sql")[0].startswith("src/query.sql:0 header_gone: its header")


def test_a_header_that_is_gone_is_missed_until_it_is_given_up(port: Port) -> None:
    port.write(FILE, RUST)
    (port.root / "src/agent/helper.rs").unlink()

    assert port.rules() == ["header_gone", "header_gone", "no_header"]
    port.unstamp(FILE, "src/agent/helper.rs")
    assert port.found() == [f"{FILE}:0 no_header: no header"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"// Ported from: original/tools.py\n{BY}\n\n// Ported from: x.py\n", "unreadable_header"),
        (
            f"<<<<<<< ours\n// Ported from: original/tools.py\n=======\n{BY}>>>>>>> theirs\n",
            "unreadable_header",
        ),
        ("// Ported from: original/tools.py (lines 9-3)\n\nfn a() {}\n", "unreadable_header"),
        ('const A: &str = "\n// Ported from: original/tools.py\n";\n', "no_header"),
        ("/// Ported from: original/tools.py\nfn a() {}\n", "no_header"),
    ],
    ids=["two headers", "a conflict", "a broken range", "in a string", "in a doc comment"],
)
def test_a_header_that_is_none_is_found_with_its_line(port: Port, text: str, rule: str) -> None:
    port.write("src/tools.rs", text)

    assert rule in port.rules("src/tools.rs")


def test_a_model_that_grades_itself_is_named_and_nothing_more(port: Port) -> None:
    trailer = "\n// PORT STATUS\n//   source: src/x.zig (12 lines)\n//   confidence: high\n"
    with (port.root / FILE).open("a") as file:
        file.write(trailer)

    told = headers_of(port.workspace, (FILE,), port.root)
    listed = header_list(told.claims, told.files, told.logged.sessions, Format.CSV).splitlines()

    assert port.rules(FILE) == ["self_graded"]
    assert port.checked().outcome is Outcome.CLEAN
    assert [line.split(",")[2:4] for line in listed[1:]] == [
        ["header", "original/agent/loop.py"],
        ["port_status", "src/x.zig (12 lines)"],
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.rs", b"// caf\xe9\nfn a() {}\n"), ("b.rs", b""), ("c.rs", b"\xef\xbb\xbf\r\nfn a() {}")],
)
def test_bytes_that_are_no_text_are_no_obstacle(port: Port, name: str, content: bytes) -> None:
    port.write(f"src/{name}", content)

    port.stamp(f"src/{name}", "original/tools.py")

    assert port.rules(f"src/{name}") == []


def test_what_cannot_be_looked_at_is_unknown_and_never_clean(port: Port, tmp_path: Path) -> None:
    with (port.root / "src/agent/huge.rs").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    (tmp_path / "elsewhere.rs").write_text(RUST)
    (port.root / "src/agent/out.rs").symlink_to(tmp_path / "elsewhere.rs")
    (port.root / "src/agent/in.rs").symlink_to(port.root / FILE)

    done = port.checked()

    assert [one.message for one in done.report.unchecked] == [
        "larger than 50 MB",
        "a symbolic link that leads out of the experiment",
    ]
    assert done.outcome is Outcome.UNKNOWN


def test_no_file_to_check_is_not_clean(tmp_path: Path) -> None:
    assert new_port(tmp_path / "port").checked().outcome is Outcome.UNKNOWN


def test_only_what_concerns_the_named_files_is_told(port: Port) -> None:
    port.write("src/agent/more.rs", RUST)

    assert port.rules(FILE) == []
    assert port.checked(FILE).counts == (1, 1)
    assert port.rules("src") == port.rules(".") == ["no_header"]


def test_a_change_that_no_symbol_shows_is_no_clean_answer(port: Port) -> None:
    port.write("original/prompt.md", "Be brief.\n")
    for file, part in (("a", "prompt.md"), ("b", "prompt.md:1-1"), ("c", "agent/loop.py:3-5")):
        port.write(f"src/{file}.rs", RUST)
        port.stamp(f"src/{file}.rs", f"original/{part}")
    clean = port.found("src/a.rs", "src/b.rs", "src/c.rs")
    port.change("original/prompt.md", "brief", "long")
    port.change("original/agent/loop.py", "import os", "import sys")

    assert clean == []
    assert port.found("src/a.rs", "src/b.rs", "src/c.rs") == [
        "src/a.rs:1 original_changed: original/prompt.md has changed since it was ported",
        (
            "src/b.rs:1 not_checked: original/prompt.md:1-1 holds no symbol to compare, "
            "and the file has changed since"
        ),
        (
            "src/c.rs:1 not_checked: original/agent/loop.py:3-5 holds no symbol to compare, "
            "and the file has changed since"
        ),
    ]


def test_a_path_without_a_file_of_the_port_is_not_checked(port: Port) -> None:
    done = port.checked("data", "original")

    assert [one.message for one in done.report.unchecked] == ["no file of the port is there"] * 2
    assert done.outcome is Outcome.UNKNOWN
    assert port.checked("data", FILE).outcome is Outcome.UNKNOWN


def test_a_pipe_is_no_original_and_is_not_waited_for(port: Port) -> None:
    os.mkfifo(port.root / "original/pipe.py")
    port.write("src/tools.rs", f"// Ported from: original/pipe.py\n{BY}\n{RUST}")

    assert port.rules("src/tools.rs") == ["original_missing"]


def test_a_header_made_by_hand_is_recorded_as_the_claim_that_it_is(port: Port) -> None:
    port.write("src/tools.rs", f"//  Ported from:  tools.py  (lines 1–2)\n{BY}\n{RUST}")

    unknown = port.found("src/tools.rs")
    ground = port.checked().ground
    [row] = record_claims(port.workspace, ground, NOW.date())

    assert "nothing tells what original/tools.py was" in unknown[0]
    assert (row.original_path, row.lines, row.session_id) == ("original/tools.py", "1-2", SESSION)
    assert (row.original_commit, row.port_digest) == (None, None)
    assert record_claims(port.workspace, port.checked().ground, NOW.date()) == []


def test_nothing_is_recorded_beside_rows_that_cannot_be_read(port: Port) -> None:
    text = port.root / "data/provenance.csv"
    lines = text.read_text().replace("2026-03-09", "soon", 1)
    text.write_text(lines)

    ground = port.checked().ground

    assert len(ground.logged.unread) == 1
    assert record_claims(port.workspace, ground, NOW.date()) == []
    assert text.read_text() == lines


@pytest.mark.needs("git")
def test_the_commit_in_a_header_tells_what_the_original_was(port: Port) -> None:
    git(port.root, "init", "-q")
    git(port.root, "add", "-A")
    git(port.root, "commit", "-qm", "one")
    commit = git(port.root, "rev-parse", "HEAD")
    head = f"// Ported from: original/tools.py @ {commit[:9]}\n{BY}\n"
    port.write("src/tools.rs", head + RUST)
    clean = port.rules("src/tools.rs")
    port.change("original/tools.py", "return url", "return url[1:]")

    assert (clean, port.rules("src/tools.rs")) == ([], ["original_changed"])


@pytest.mark.needs("git")
def test_a_shallow_clone_says_what_it_lacks(port: Port, tmp_path: Path) -> None:
    git(port.root, "init", "-q", "-b", "main")
    git(port.root, "add", "-A")
    git(port.root, "commit", "-qm", "one")
    commit = git(port.root, "rev-parse", "HEAD")
    head = f"// Ported from: original/tools.py @ {commit[:9]}\n{BY}\n"
    port.write("src/tools.rs", head + RUST)
    git(port.root, "add", "-A")
    git(port.root, "commit", "-qm", "two")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{port.root}", "shallow")

    done = Port(tmp_path / "shallow").checked()

    [unchecked] = done.report.unchecked
    assert "the clone is shallow" in unchecked.message
    assert done.outcome is Outcome.UNKNOWN


def test_a_deleted_original_is_found_and_not_guessed(port: Port) -> None:
    shutil.rmtree(port.root / "original")

    assert set(port.rules()) == {"original_missing"}
    assert len(port.found()) == 4


@pytest.mark.needs("git")
def test_what_git_ignores_is_left_out(port: Port) -> None:
    git(port.root, "init", "-q")
    port.write(".gitignore", "made/\n")
    port.write("made/more.rs", RUST)
    port.write("src/agent/more.rs", RUST)

    assert port.found() == ["src/agent/more.rs:0 no_header: no header"]


@pytest.mark.parametrize("name", [b"a\nb.rs", b"caf\xe9.rs", "bidi\u202e.rs".encode()])
def test_a_name_that_cannot_be_printed_is_checked_and_never_recorded(
    port: Port, name: bytes
) -> None:
    place = Path(os.fsdecode(os.fsencode(port.root / "src") + b"/" + name))
    place.write_text(f"// Ported from: original/tools.py\n{BY}\n{RUST}")

    done = port.checked()
    told = check_report(done.report, done.outcome, done.counts, Format.JSON)

    assert done.counts == (5, 5)
    assert record_claims(port.workspace, done.ground, NOW.date()) == []
    assert json.loads(told.encode())["unchecked"][0]["rule"] == "not_checked"


def test_the_folders_of_both_sides_can_be_named(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port", {})
    port.change("portlog.toml", 'path = "original"', 'path = "."\n[port]\npath = "rust"')
    port.write("tools.py", MEMORY)
    port.write("elsewhere.rs", RUST)
    port.write("rust/src/tools.rs", RUST)
    port.write("rust/src/more.rs", RUST)

    pin_original(port.occasion, None)
    port.stamp("rust/src/tools.rs", "tools.py")

    assert port.found() == ["rust/src/more.rs:0 no_header: no header"]
    assert port.row().ported == port.row().total == Extent(2, 5)


def test_a_damaged_cache_is_only_slower(port: Port) -> None:
    port.checked()
    cache = port.workspace.cache
    assert {path.name for path in cache.iterdir()} >= {"headers.msgpack"}
    for name in ("headers.msgpack", "code.msgpack"):
        (cache / name).write_bytes(b"no cache")

    assert port.checked().outcome is Outcome.CLEAN


def test_an_original_beside_the_experiment_is_read_where_settings_name_it(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port", {})
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "memory.py").write_text(MEMORY)
    port.change("portlog.toml", 'path = "original"', 'path = "../nb"')
    port.write("src/memory.rs", RUST)

    port.stamp("src/memory.rs", os.path.join("..", "nb", "memory.py"))  # noqa: PTH118  as typed

    assert port.rules() == []
    assert "// Ported from: ../nb/memory.py\n" in (port.root / "src/memory.rs").read_text()
