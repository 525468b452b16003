"""Stamping: the header in the file, the rows in the log, and the lines of the session."""

from dataclasses import replace
from pathlib import Path

import pytest
from port_support import MEMORY, RUST, SESSION, Port, git, new_port

from portlog.errors import InputError
from portlog.jobs.change_session import edit_session, remove_session
from portlog.jobs.provenance.fill_lines import fill_lines
from portlog.jobs.provenance.stamp import StampRequest, stamp
from portlog.jobs.provenance.stamp_map import read_map
from portlog.records.imported import IMPORTS, Imported
from portlog.records.origin import ORIGINS
from portlog.records.provenance import COVERED_SYMBOLS
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.sources.headers.reading import headers_in
from portlog.sources.headers.styles import style_of

FILE = "src/loop.rs"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Port:
    return new_port(tmp_path_factory.mktemp("sample") / "port")


@pytest.fixture
def port(sample: Port, tmp_path: Path) -> Port:
    port = sample.copied(tmp_path / "port")
    port.write(FILE, RUST)
    return port


def session_of(port: Port) -> Session:
    with port.workspace.store.reading() as database:
        [session] = database.every(port.workspace.log.sessions)
    assert isinstance(session, Session)
    return session


def texts(port: Port) -> dict[str, bytes]:
    """Return every file of the port and the log."""
    files = [*(port.root / "src").rglob("*.rs"), *(port.root / "data").glob("*.csv")]
    return {str(path): path.read_bytes() for path in files}


def test_the_header_and_the_rows_say_the_same(port: Port) -> None:
    done = port.stamp(FILE, "original/agent/loop.py:8-16", "original/tools.py::web")

    content = (port.root / FILE).read_bytes()
    style = style_of(Path(FILE))
    assert style is not None
    [placed] = headers_in(content, style).headers
    said = [
        (one.path, str(one.lines or ""), ", ".join(one.symbols)) for one in placed.header.originals
    ]
    rows = [(row.original_path, row.lines or "", row.symbols or "") for row in port.rows()]
    assert sorted(said) == sorted(rows)
    assert {row.session_id for row in port.rows()} == {SESSION} == {placed.header.session}
    assert placed.header.model == "Claude Opus 4.6"
    assert (done.changed, content.endswith(RUST.encode())) == (True, True)


def test_the_symbols_are_kept_as_they_were(port: Port) -> None:
    port.stamp(FILE, "original/agent/loop.py:8-16")

    with port.workspace.store.reading() as database:
        covered = [
            (one.symbol, one.first_line, one.last_line) for one in database.every(COVERED_SYMBOLS)
        ]
    assert covered == [("Loop", 8, 16), ("Loop.run", 14, 16), ("Loop.start", 11, 12)]


def test_stamping_twice_changes_nothing(port: Port) -> None:
    port.stamp(FILE, "original/agent/loop.py")
    before = texts(port)

    again = port.stamp(FILE, "original/agent/loop.py")
    as_it_is = port.stamp(FILE, session=None)

    assert texts(port) == before
    assert (again.changed, as_it_is.changed) == (False, False)


def test_another_part_takes_the_place_of_the_first(port: Port) -> None:
    port.stamp(FILE, "original/agent/loop.py")

    port.stamp(FILE, "original/tools.py")

    assert [row.original_path for row in port.rows()] == ["original/tools.py"]
    assert "loop.py" not in (port.root / FILE).read_text()


def test_unstamping_gives_the_bytes_back_and_forgets(port: Port) -> None:
    before = texts(port)

    port.stamp(FILE, "original/agent/loop.py")
    port.unstamp(FILE)
    fill_lines(port.workspace, [SESSION])

    assert texts(port) == before


def test_what_a_header_says_of_tests_and_reviews_stays(port: Port) -> None:
    line = "// Verified: differential 15/15 ✓ (run r-7m2x)\n// Manual review: 2026-03-06\n"
    port.write(FILE, f"// Ported from: original/tools.py\n{line}\n{RUST}")

    port.stamp(FILE, "original/agent/loop.py")

    assert line in (port.root / FILE).read_text()


def test_a_map_stamps_many_files(port: Port) -> None:
    port.write("src/other.rs", RUST)
    port.write(
        "map.csv",
        f"file,from,session\n{FILE},original/agent/loop.py,\n{FILE},original/tools.py,\n"
        "src/other.rs,original/agent/memory.py::load,aaaaaa\n",
    )

    done = stamp(port.occasion, read_map(port.root / "map.csv", SESSION))

    assert [one.path for one in done] == [FILE, "src/other.rs"]
    assert len(port.rows()) == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("file,to\na,b\n", "its columns are not"),
        ("file,from\na\n", "needs a file and what it is from"),
        ("file,from,session\na,b,x\na,c,y\n", "another session above"),
        ('file,from\n"a,b\n', "CSV"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_map_that_means_nothing_is_refused(port: Port, text: str | bytes, why: str) -> None:
    path = port.write("map.csv", text)

    with pytest.raises(InputError) as error:
        read_map(path, None)

    assert why in f"{error.value.message} {error.value.hint}"


@pytest.mark.parametrize("name", ["aaaaaa", "2026-03-05-claude-session1", "11111111-2222"])
def test_a_session_goes_by_any_of_its_names(port: Port, name: str) -> None:
    with port.workspace.store.writing() as step:
        step.add(SESSION_DETAILS, SessionDetails(SESSION, aliases=("2026-03-05-claude-session1",)))
        step.add(IMPORTS, Imported("claude", "11111111-2222", "a digest", SESSION))

    port.stamp(FILE, "original/tools.py", session=name)

    assert f"session {SESSION}\n" in (port.root / FILE).read_text()


@pytest.mark.parametrize(
    ("file", "part", "session", "why"),
    [
        ("src", "original/tools.py", SESSION, "is no file"),
        ("src/none.rs", "original/tools.py", SESSION, "is no file"),
        ("../x.rs", "original/tools.py", SESSION, "outside the experiment"),
        (FILE, "original", SESSION, "no file"),
        (FILE, "original/none.py", SESSION, "not there"),
        (FILE, "/etc/passwd", SESSION, "outside the experiment"),
        (FILE, "original/tools.py:1-99", SESSION, "which has 6"),
        (FILE, "original/tools.py:0-2", SESSION, "there are no lines"),
        (FILE, "original/tools.py::wget", SESSION, "no symbol wget"),
        (FILE, "original/tools.py::", SESSION, "no symbol after"),
        (FILE, "", SESSION, "no path"),
        (FILE, "original/tools.py", "2020-01-01-x-zzzzzz", "no session is named"),
    ],
)
def test_what_cannot_be_stamped_is_refused_and_nothing_is_changed(
    port: Port, file: str, part: str, session: str, why: str
) -> None:
    port.write("src/first.rs", RUST)
    before = texts(port)

    with pytest.raises(InputError) as error:
        stamp(
            port.occasion,
            [
                StampRequest("src/first.rs", ("original/tools.py",), session),
                StampRequest(file, (part,), session),
            ],
        )

    assert why in error.value.message
    assert texts(port) == before


def test_a_file_with_two_headers_keeps_all_others_from_being_stamped(port: Port) -> None:
    head = "// Ported from: original/tools.py\n// Ported by: x / session 2026-03-05\n\n"
    port.write("src/twice.rs", f"{head}// Ported from: a.py\n\n{RUST}")
    before = texts(port)
    part = ("original/tools.py",)

    with pytest.raises(InputError, match=r"src/twice\.rs"):
        stamp(
            port.occasion,
            [StampRequest(FILE, part, SESSION), StampRequest("src/twice.rs", part, SESSION)],
        )

    assert texts(port) == before


def test_what_is_named_twice_is_recorded_once(port: Port) -> None:
    port.stamp(FILE, "original/tools.py", "original/tools.py")
    request = StampRequest(FILE, ("original/tools.py",), SESSION)

    stamp(port.occasion, [request, request])
    with pytest.raises(InputError, match="is named twice"):
        stamp(port.occasion, [request, StampRequest(f"./{FILE}", ("original/agent/loop.py",))])
    port.unstamp(FILE, FILE)

    assert port.rows() == []


def test_without_an_original_there_is_nothing_to_stamp(port: Port) -> None:
    with pytest.raises(InputError, match="missing: --from"):
        port.stamp(FILE)


def test_a_file_of_50_mb_and_a_link_out_of_the_tree_are_refused(port: Port, tmp_path: Path) -> None:
    with (port.root / "src/huge.rs").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    (tmp_path / "out.rs").write_text(RUST)
    (port.root / "src/out.rs").symlink_to(tmp_path / "out.rs")

    for name in ("src/huge.rs", "src/out.rs"):
        with pytest.raises(InputError):
            port.stamp(name, "original/tools.py")

    assert (tmp_path / "out.rs").read_text() == RUST
    assert port.rows() == []


def test_a_link_to_a_file_of_the_port_means_that_file(port: Port) -> None:
    (port.root / "alias").symlink_to(port.root / "src/agent")
    (port.root / "src/tools.rs").symlink_to("agent/more.rs")
    port.write("src/agent/more.rs", RUST)

    done = port.stamp("src/tools.rs", "original/tools.py::web")
    port.stamp("alias/more.rs", "original/tools.py::shell")

    assert done.path == "src/agent/more.rs"
    assert port.found("src/agent") == []
    port.unstamp("src/tools.rs")
    assert port.found("src/agent") == ["src/agent/more.rs:0 no_header: no header"]


def test_an_original_that_is_not_committed_has_no_commit(port: Port) -> None:
    done = port.stamp(FILE, "original/tools.py")

    assert [row.original_commit for row in port.rows()] == [None]
    assert " @ " not in (port.root / FILE).read_text()
    assert done.notes == ("original/tools.py is not committed as it stands: no commit is written",)


@pytest.mark.needs("git")
def test_a_committed_original_has_its_commit_until_it_is_changed(port: Port) -> None:
    git(port.root, "init", "-q")
    git(port.root, "add", "-A")
    git(port.root, "commit", "-qm", "one")
    commit = git(port.root, "rev-parse", "HEAD")

    port.stamp(FILE, "original/tools.py")
    committed = [row.original_commit for row in port.rows()]
    port.change("original/tools.py", "line", "text")
    port.stamp(FILE, "original/tools.py")

    assert committed == [commit]
    assert [row.original_commit for row in port.rows()] == [None]


def test_lines_that_nobody_typed_are_filled_and_say_how(port: Port) -> None:
    port.stamp(FILE, "original/agent/loop.py::Loop")

    fill_lines(port.workspace, [SESSION])

    session = session_of(port)
    with port.workspace.store.reading() as database:
        [origin] = database.every(ORIGINS)
    assert (session.loc_original, session.loc_port) == (6, 3)
    assert (origin.columns, origin.basis, origin.rule) == (
        ("loc_python", "loc_rust"),
        "computed",
        "loc/1",
    )


def test_a_typed_cell_is_never_written_over(port: Port) -> None:
    edit_session(port.workspace, SESSION, {"loc_python": "476"}, (), port.occasion.now)
    port.stamp(FILE, "original/agent/loop.py::Loop")

    fill_lines(port.workspace, [SESSION])
    edit_session(port.workspace, SESSION, {"loc_rust": "380"}, (), port.occasion.now)
    fill_lines(port.workspace, [SESSION])

    session = session_of(port)
    assert (session.loc_original, session.loc_port) == (476, 380)


def test_only_the_first_session_to_claim_a_symbol_has_its_lines(port: Port) -> None:
    later = replace(
        session_of(port), date=port.occasion.today, session_id="2026-03-09-claude-bbbbbb"
    )
    with port.workspace.store.writing() as step:
        step.add(port.workspace.log.sessions, later)
    port.write("src/other.rs", RUST)
    port.stamp(FILE, "original/agent/loop.py::Loop.run")
    port.stamp("src/other.rs", "original/agent/loop.py::Loop", session="bbbbbb")

    changed = fill_lines(port.workspace, [SESSION, later.session_id])

    assert [one.loc_original for one in changed] == [3, 3]


def test_the_plan_gives_a_session_its_module_where_it_has_none(port: Port) -> None:
    nameless = replace(session_of(port), module=None)
    with port.workspace.store.writing() as step:
        step.replace(port.workspace.log.sessions, nameless)
    port.plan("loop", "original/agent/loop.py")
    port.stamp(FILE, "original/agent/loop.py")

    fill_lines(port.workspace, [SESSION])

    with port.workspace.store.reading() as database:
        rules = {one.columns: one.rule for one in database.every(ORIGINS)}
    assert session_of(port).module == "loop"
    assert rules["module",] == "plan/1"


def test_a_session_that_is_removed_leaves_its_files_to_nobody(port: Port) -> None:
    port.stamp(FILE, "original/tools.py")

    remove_session(port.workspace, SESSION)

    assert [row.session_id for row in port.rows()] == [None]
    assert port.rules() == ["unknown_model", "unknown_session"]


def test_a_path_with_a_space_is_no_obstacle(port: Port) -> None:
    port.write("original/two words.py", MEMORY)
    port.write("src/two words.rs", RUST)

    port.stamp("src/two words.rs", "original/two words.py::load")

    assert port.rules("src/two words.rs") == []
