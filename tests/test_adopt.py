"""`portlog init --adopt`: a log kept by hand stays where it lies, with its name and its columns."""

import json
import shutil
from pathlib import Path

import pytest
from adopted import CONTENT, HEADER, NAME, ROWS, SIDECAR, TWELVE, adopt, kept, names, sessions, ties
from frictionless import Package
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")


@pytest.fixture
def adopted(cli: Cli) -> Cli:
    return adopt(cli)


def troubles(cli: Cli) -> list[tuple[str, str, int | None]]:
    found = json.loads(cli("doctor", "--format", "json").out)["findings"]
    return [(one["check"], one["file"], one["line"]) for one in found]


def files(cli: Cli) -> list[str]:
    return sorted(path.name for path in cli.folder.iterdir())


def test_adopting_changes_no_byte_and_ties_every_row(adopted: Cli) -> None:
    assert kept(adopted) == CONTENT.encode()
    assert not adopted.path("data/sessions.csv").exists()
    assert 'sessions = "llm-usage.csv"\n' in adopted.path("portlog.toml").read_text()
    assert sorted(names(adopted)) == ties(adopted.folder)
    assert [one.partition(",")[2] for one in sessions(adopted)] == ["7", "1", "1", "45000"]
    assert troubles(adopted) == []


def test_adopting_again_changes_nothing(adopted: Cli) -> None:
    answers = [adopted("init", "--adopt", NAME), adopted("init")]

    assert [answer.code for answer in answers] == [0, 0]
    assert all("nothing was changed" in answer.out for answer in answers)
    assert "portlog.toml: the experiment has adopted llm-usage.csv already" in (
        adopted("init", "--adopt", "other.csv").err
    )


def test_the_sessions_are_found_by_every_command(adopted: Cli) -> None:
    name = names(adopted)[0]

    assert adopted("session", "show", name[-6:]).code == 0
    assert len(json.loads(adopted("session", "list", "--format", "json").out)["sessions"]) == 4
    assert "4 sessions" in adopted("status").out
    exported = adopted("export", "sessions").out.splitlines()
    assert exported[0] == f"{TWELVE},session_id"
    assert exported[1].endswith(name)
    assert adopted("export", "sessions", "--out", NAME).code == 2
    assert adopted("site", "build").code == 0
    built = adopted.path("site/dist/data/sessions.csv").read_bytes()
    assert built == kept(adopted)
    assert adopted("upgrade").out == "the log has format 1 already; nothing was changed\n"
    assert kept(adopted) == CONTENT.encode()


def test_a_new_row_stands_at_the_end_in_the_files_own_columns(adopted: Cli) -> None:
    answer = adopted("session", "add", *LEAST, "--date", "2026-01-01", "--cost-usd", "1.5")

    added = ",,,,,,1.50,,,agent/loop,opus-4.6,claude,2026-01-01\n"
    assert kept(adopted) == (CONTENT + added).encode()
    assert answer.out.strip() == names(adopted)[0]
    assert troubles(adopted) == []


def test_an_edit_keeps_the_name_and_every_cell_that_was_not_edited(adopted: Cli) -> None:
    before = names(adopted)

    adopted("session", "edit", before[3], "--tokens-out", "13")
    adopted("session", "edit", before[2], "--date", "2026-03-04")

    edited = CONTENT.replace(",12000,", ",13,").replace(
        f"{ROWS[2]}\n", ROWS[2].replace("03-05", "03-04") + "\n"
    )
    assert kept(adopted) == edited.encode()
    assert sorted(names(adopted)) == sorted(before)
    assert troubles(adopted) == []


def test_of_equal_rows_the_one_that_was_named_is_removed(adopted: Cli) -> None:
    _, _, second, _ = names(adopted)

    assert adopted("session", "remove", second, "--yes").code == 0

    assert kept(adopted) == CONTENT.replace(f"{ROWS[2]}\n", "").encode()
    assert second not in names(adopted)
    assert troubles(adopted) == []


def test_an_edit_that_makes_two_rows_equal_gives_neither_the_others_name(adopted: Cli) -> None:
    first, second, third, last = names(adopted)
    adopted("session", "edit", second, "--tokens-in", "5")
    adopted("session", "edit", second, "--tokens-in", "1")
    adopted("session", "edit", third, "--tokens-in", "6")

    assert kept(adopted) == CONTENT.replace(ROWS[2], ROWS[2].replace(",1,", ",6,")).encode()
    assert sessions(adopted) == [f"{first},7", f"{second},1", f"{third},6", f"{last},45000"]


def test_a_timer_and_an_import_end_in_the_file(adopted: Cli) -> None:
    adopted.path("other.csv").write_text("date,llm,model,module,rain\n2026-01-01,a,b,c,much\n")
    adopted("session", "start", *LEAST)

    imported = adopted("session", "import", "csv", "other.csv")
    again = adopted("session", "import", "csv", "other.csv")
    stopped = adopted("session", "stop")
    itself = adopted("session", "import", "csv", NAME)

    assert (imported.code, again.code, stopped.code, itself.code) == (0, 0, 0, 2)
    assert "is this experiment's own log" in itself.err
    assert {imported.out.strip(), stopped.out.strip()} <= set(names(adopted))
    assert kept(adopted).count(b"\n") == CONTENT.count("\n") + 2
    assert troubles(adopted) == []


def test_the_names_stay_over_a_rebuild_and_in_a_copy(adopted: Cli, tmp_path: Path) -> None:
    adopted("session", "add", *LEAST)
    adopted("session", "edit", names(adopted)[0], "--tokens-in", "8")
    before = sessions(adopted)
    copy = Cli(tmp_path / "copy", adopted.home)
    shutil.copytree(adopted.folder, copy.folder, ignore=shutil.ignore_patterns(".portlog"))

    shutil.rmtree(adopted.path(".portlog"))

    assert sessions(adopted) == before
    assert sessions(copy) == before


# what a hand does


def test_a_row_added_by_hand_is_named_and_gets_its_line(adopted: Cli) -> None:
    row = ",,,,,,,,3,agent/loop,opus-4.6,claude,2026-03-07\n"
    adopted.path(NAME).write_text(CONTENT + row)
    shown = names(adopted)

    found = troubles(adopted)
    mended = adopted("doctor", "--fix")

    assert found == [("tie", NAME, 6)]
    assert mended.err == f"wrote {SIDECAR}\n"
    assert names(adopted) == shown
    assert kept(adopted) == (CONTENT + row).encode()
    assert troubles(adopted) == []


def test_a_row_changed_by_hand_gets_its_name_back_where_that_is_certain(adopted: Cli) -> None:
    before = names(adopted)
    adopted.path(NAME).write_text(CONTENT.replace(",45000,", ",46000,"))

    found = troubles(adopted)
    other = names(adopted)
    mended = adopted("doctor", "--fix")

    assert [check for check, *_ in found] == ["tie", "tie"]
    assert {file for _, file, _ in found} == {NAME, SIDECAR}
    assert other[3] not in before
    assert f"gave {NAME}:2 the name {before[3]} again" in mended.err
    assert names(adopted) == before
    assert troubles(adopted) == []


def test_where_it_is_not_certain_no_row_gets_anothers_name(adopted: Cli) -> None:
    before = names(adopted)
    changed = CONTENT.replace("007", "8").replace("tools,x", "tools/y")
    adopted.path(NAME).write_text(changed)

    adopted("doctor", "--fix")

    assert before[0] not in names(adopted)
    assert names(adopted)[1:] == before[1:]
    assert [check for check, *_ in troubles(adopted)] == ["tie"]
    adopted.path(NAME).write_text(CONTENT)
    assert names(adopted) == before


def test_two_changed_rows_of_one_subject_are_left_to_a_person(adopted: Cli) -> None:
    before = names(adopted)
    adopted.path(NAME).write_text(CONTENT.replace(",,1,agent", ",2,9,agent"))

    adopted("doctor", "--fix")

    assert not {before[1], before[2]} & set(names(adopted))
    assert [file for _, file, _ in troubles(adopted)] == [SIDECAR, SIDECAR]


def test_a_file_that_a_spreadsheet_wrote_anew_keeps_its_names(adopted: Cli) -> None:
    before = sessions(adopted)
    rows = [ROWS[0].replace(",1.2,", ",1.20,"), *(row.replace("=x", "'=x") for row in ROWS[1:])]
    quoted = [",".join(f'"{cell}"' for cell in row.split(",")) for row in rows[:3]]
    adopted.path(NAME).write_text("\r\n".join((f"\ufeff{HEADER}", *quoted, rows[3])))

    assert sessions(adopted) == before
    assert troubles(adopted) == []


def test_a_file_that_was_taken_away_is_told_and_not_begun_anew(adopted: Cli) -> None:
    adopted.path(NAME).unlink()

    answers = [adopted("session", "list"), adopted("session", "add", *LEAST), adopted("init")]

    assert [answer.code for answer in answers] == [2, 2, 2]
    assert all(f"{NAME}, which portlog.toml names" in answer.err for answer in answers)
    assert not adopted.path(NAME).exists()
    assert ("unreadable_row", NAME, 1) in troubles(adopted)


# what is odd about a file


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "end"])
def test_marks_and_line_ends_stay(cli: Cli, end: str, mark: str, last: str) -> None:
    ragged = "2026-03-07,claude"
    content = mark + end.join((HEADER, *ROWS, ragged)) + (end if last else "")
    adopt(cli, content)

    cli("session", "add", *LEAST, "--date", "2026-03-09")
    removed = cli("session", "remove", names(cli)[0], "--yes")

    rows = (mark + HEADER, *ROWS[:3], ragged, ",,,,,,,,,agent/loop,opus-4.6,claude,2026-03-09", "")
    assert removed.code == 0
    assert kept(cli).decode() == end.join(rows)


def test_rows_that_cannot_be_read_are_named_and_stay(cli: Cli) -> None:
    cli.path(NAME).write_text(f"{TWELVE}\n2026-03-05,claude,opus\n2026-03-06,a,b,c,1.5,,,,,,,\n")

    answer = cli("init", "--adopt", NAME)
    fixed = cli("doctor", "--fix")

    assert answer.code == 0
    assert f"portlog: {NAME}:2: 3 cells" in answer.err
    assert f'portlog: {NAME}:3:5: tokens_in is "1.5"' in answer.err
    assert fixed.code == 1
    assert kept(cli).endswith(b"2026-03-05,claude,opus\n2026-03-06,a,b,c,1.5,,,,,,,\n")


def test_a_name_with_spaces_below_a_folder_is_described(cli: Cli) -> None:
    name = "blog/my usage.csv"
    adopt(cli, CONTENT, name)

    attributes = cli.path(".gitattributes").read_text()

    assert attributes == f'"/{name}" merge=portlog\n'
    assert troubles(cli) == []


@pytest.mark.parametrize("name", [NAME, "data/kept.csv", "blog/usage.csv"])
def test_another_programs_reader_finds_the_log_valid(cli: Cli, name: str) -> None:
    adopt(cli, f"\ufeff{CONTENT}".replace("\n", "\r\n"), name)
    cli.path("answer.md").write_text("five words and a stop.")
    cli("session", "add", *LEAST, "--tokens-out-text", "answer.md")
    package = cli.path("data" if name.startswith("data/") else ".") / "datapackage.json"

    report = Package(str(package)).validate()

    assert [*report.errors, *(error for task in report.tasks for error in task.errors)] == []
    paths = {one["name"]: one["path"] for one in json.loads(package.read_text())["resources"]}
    assert (package.parent / paths["sessions"]).samefile(cli.path(name))
    assert [path for path in paths.values() if ".." in path] == []
    assert len(list(cli.folder.rglob("datapackage.json"))) == 1
    assert f"## {name}" in cli.path("data/README.md").read_text()


# what cannot be adopted


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a;b\n1;2\n", f"{NAME}:1: the first line has no column date"),
        (TWELVE.replace(",tests_pass", "") + "\n", f"{NAME}:1: the first line has no column tests"),
        (f"{TWELVE},date\n", f"{NAME}:1: the first line names a column twice"),
        (f"{TWELVE},session_id\n", f"{NAME}:1: the first line has a column session_id"),
        ("", f"{NAME}:1: the first line has no column date"),
        (b"\xff\xfed\x00a\x00", f"{NAME}:1: the first line has no column date"),
        (
            TWELVE.replace("loc_rust", "loc_go").replace("python", "zig") + "\n",
            "loc_zig and loc_go",
        ),
    ],
)
def test_a_file_without_the_columns_is_refused_and_nothing_made(
    cli: Cli, content: str | bytes, told: str
) -> None:
    cli.path(NAME).write_bytes(content if isinstance(content, bytes) else content.encode())

    answer = cli("init", "--adopt", NAME)

    assert answer.code == 2
    assert told in answer.err
    assert "   hint: " in answer.err
    assert files(cli) == [NAME]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../llm-usage.csv", "lies outside the experiment"),
        ("/etc/passwd", "lies outside the experiment"),
        ("missing.csv", "cannot read missing.csv: No such file or directory"),
        ("link.csv", "leads elsewhere by a symbolic link"),
        ("folder/usage.csv", "leads elsewhere by a symbolic link"),
        (".portlog/usage.csv", "lies where git does not look"),
        ("data/origins.csv", "is a file of the log itself"),
        ("usage[1].csv", "is not a plain path"),
        ("usage.txt", "does not end in .csv"),
        (".", "does not end in .csv"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused_and_nothing_made(
    cli: Cli, name: str, told: str
) -> None:
    outside = cli.home / "usage.csv"
    outside.write_text(CONTENT)
    cli.path("link.csv").symlink_to(outside)
    cli.path("folder").symlink_to(cli.home)

    answer = cli("init", "--adopt", name)

    assert answer.code == 2
    assert told in answer.err
    assert files(cli) == ["folder", "link.csv"]


@pytest.mark.parametrize(
    "setting", ["../usage.csv", "/usage.csv", "link.csv", ".portlog/a.csv", "data/sessions.csv", ""]
)
def test_settings_that_lead_elsewhere_are_refused(experiment: Cli, setting: str) -> None:
    experiment.path("link.csv").symlink_to(experiment.home / "usage.csv")
    with experiment.path("portlog.toml").open("a") as file:
        file.write(f'sessions = "{setting}"\n')

    answer = experiment("session", "list")

    assert answer.code == 2
    assert f"portlog.toml: sessions is '{setting}', which " in answer.err


def test_two_logs_are_refused(experiment: Cli) -> None:
    experiment("session", "add", *LEAST, "--date", "2026-03-05")
    experiment.path(NAME).write_text(CONTENT)
    before = experiment.path("portlog.toml").read_text()

    answer = experiment("init", "--adopt", NAME)

    assert answer.code == 2
    assert 'data/sessions.csv:2: there is a log already: "2026-03-05,claude' in answer.err
    assert experiment.path("portlog.toml").read_text() == before
    assert not experiment.path(SIDECAR).exists()


def test_an_empty_experiment_adopts_a_log(experiment: Cli) -> None:
    experiment.path("portlog.toml").write_text('[experiment] # mine\nname = "Mine"\n')

    adopt(experiment)

    assert experiment.path("portlog.toml").read_text() == (
        f'[experiment] # mine\nsessions = "{NAME}"\nname = "Mine"\n'
    )
    assert len(names(experiment)) == 4
    assert not experiment.path("data/sessions.csv").exists()
    assert troubles(experiment) == []


def test_a_description_of_something_else_is_not_overwritten(cli: Cli) -> None:
    cli.path("datapackage.json").write_text("{}")
    cli.path(NAME).write_text(CONTENT)

    answer = cli("init", "--adopt", NAME)

    assert answer.code == 2
    assert "datapackage.json is there already" in answer.err
    assert files(cli) == ["datapackage.json", NAME]


@pytest.mark.parametrize(
    ("columns", "typed", "languages"),
    [
        (("python", "go"), (), ("python", "go")),
        (("c", "rust"), (), ("c", "rust")),
        (("rust", "python"), (), ("python", "rust")),
        (("zig", "go"), ("--original", "go"), ("go", "zig")),
        (("python", "go"), ("--original", "go"), ("go", "python")),
        (("rust", "go"), ("--port", "go"), ("rust", "go")),
        (("zig", "go"), ("--original", "zig", "--port", "go"), ("zig", "go")),
    ],
)
def test_the_columns_of_lines_tell_the_languages(
    cli: Cli, columns: tuple[str, str], typed: tuple[str, ...], languages: tuple[str, str]
) -> None:
    header = TWELVE.replace("loc_python,loc_rust", ",".join(f"loc_{one}" for one in columns))
    cli.path(NAME).write_text(f"{header}\n")

    answer = cli("init", "--adopt", NAME, *typed)

    assert answer.code == 0, answer.err
    told = cli.path("portlog.toml").read_text()
    assert f'original = "{languages[0]}"\nport = "{languages[1]}"\n' in told


def test_a_language_that_the_file_does_not_have_is_named(cli: Cli) -> None:
    cli.path(NAME).write_text(CONTENT)

    answer = cli("init", "--adopt", NAME, "--port", "go")

    assert answer.code == 2
    assert f"{NAME}:1: the first line has no column loc_go" in answer.err


def test_one_row_of_ten_thousand_is_changed_and_no_other(cli: Cli) -> None:
    row = ",,,,,,,,{},agent/loop,opus-4.6,claude,2026-03-0{}\n"
    adopt(cli, HEADER + "\n" + "".join(row.format(at, at % 9 + 1) for at in range(10_000)))
    before, name = cli.path(NAME).read_text().splitlines(), names(cli)[5000]

    assert cli("session", "edit", name, "--tokens-in", "5").code == 0

    after = cli.path(NAME).read_text().splitlines()
    assert len(after) == len(before)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
