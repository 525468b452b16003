"""`portlog verify-use` as it is typed: exit codes, formats, what is recorded."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from archive_support import publish_crate
from crate_support import replaced_by, write_cargo_config
from loopback import Loopback, loopback
from support import Cli

from portlog.present.uses import MEANINGS
from portlog.records.item import ItemVerdict

DEP = {"Cargo.toml": '[package]\nname = "dep"\nversion = "1.0.0"\n', "src/lib.rs": "pub fn go() {}"}
MANIFEST = (
    '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ndep = "1"\n'
)
TEXT = "fn main() {\n    dep::go();\n    dep::stay();\n    dep::stay();\n    invented::x();\n}\n"


@pytest.fixture
def server(cli: Cli) -> Iterator[Loopback]:
    with loopback() as running:
        write_cargo_config(cli.folder, replaced_by(running.url))
        publish_crate(running, "dep", ("1.0.0", DEP))
        cli.path("Cargo.toml").write_text(MANIFEST)
        cli.path("src").mkdir()
        cli.path("src/main.rs").write_text(TEXT)
        yield running


@pytest.mark.usefixtures("server")
def test_the_json_has_every_path_with_its_evidence_and_its_places(cli: Cli) -> None:
    answer = cli("verify-use", "--format", "json")

    told = json.loads(answer.out)
    assert (answer.code, told["schema_version"], told["outcome"]) == (1, 1, "found")
    assert [(one["path"], one["crate"], one["verdict"]) for one in told["items"]] == [
        ("invented::x", None, "absent"),
        ("dep::stay", "dep", "absent"),
        ("dep::go", "dep", "exists"),
    ]
    keys = "path crate version verdict feature reasons suggestions other_versions evidence uses"
    assert list(told["items"][1]) == keys.split()
    assert told["items"][1]["uses"] == [
        {"file": "src/main.rs", "line": 3, "column": 5},
        {"file": "src/main.rs", "line": 4, "column": 5},
    ]
    evidence = told["items"][2]["evidence"]
    assert (evidence["file"], evidence["line"], evidence["crate"]) == ("src/lib.rs", 1, "dep")
    counts = {"exists": 1, "gated": 0, "absent": 2, "unknown": 0, "files": 1}
    assert told["counts"] == counts | {"std": 0, "own": 0, "elsewhere": 0, "left_out": 0}
    assert told["unread"] == []


@pytest.mark.usefixtures("server")
def test_people_see_what_is_wrong_first_and_the_sums_last(cli: Cli) -> None:
    answer = cli("verify-use", "src/main.rs")

    lines = answer.out.splitlines()
    assert lines[0].split() == ["absent", "invented::x", "src/main.rs:5:5"]
    assert "    also at src/main.rs:4:5" in lines
    assert lines[-1] == (
        "3 paths in 1 crate: exists 1, gated 0, absent 2, unknown 0; "
        "uses not looked up: std 0, own 0, elsewhere 0, left out 0"
    )


@pytest.mark.usefixtures("server")
def test_a_table_for_programs_has_a_row_for_each_use(cli: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("verify-use", "--format", "csv").out)))
    markdown = cli("verify-use", "--format", "markdown").out.splitlines()

    assert [(row["path"], row["line"]) for row in rows] == [
        ("invented::x", "5"),
        ("dep::stay", "3"),
        ("dep::stay", "4"),
        ("dep::go", "2"),
    ]
    assert markdown[0] == "| path | verdict | crate | why | did you mean | where |"
    assert len(markdown) == 5


@pytest.mark.usefixtures("server")
def test_other_tools_get_an_annotation_for_each_place(cli: Cli) -> None:
    annotations = cli("verify-use", "--format", "github").out.splitlines()
    sarif = json.loads(cli("verify-use", "--format", "sarif").out)

    errors = [line for line in annotations if line.startswith("::error")]
    assert len(errors) == 3
    assert errors[0].startswith("::error file=src/main.rs,line=5,col=5")
    assert len(sarif["runs"][0]["results"]) == 3


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("fn main() { dep::go(); }", "", 0),
        ("fn main() { dep::stay(); }", "", 1),
        ("fn main() { dep::go(); }", "src/none.rs", 2),
        ("fn main() { dep::go(); }", "--manifest-path none/Cargo.toml", 2),
        ("fn main() { dep::go(); }", "--offline", 3),
        ("fn main() { let = = ; }", "", 3),
    ],
)
@pytest.mark.usefixtures("server")
def test_the_exit_code_says_what_was_found(cli: Cli, text: str, options: str, code: int) -> None:
    cli.path("src/main.rs").write_text(text)

    answer = cli("verify-use", *options.split())

    assert answer.code == code, answer


@pytest.mark.usefixtures("server")
def test_answers_are_recorded_unless_that_is_not_wanted(cli: Cli) -> None:
    assert cli("init").code == 0

    cli("verify-use", "--no-record")
    unrecorded = cli("query", "select count(*) as n from crates", "--format", "csv").out
    cli("verify-use")
    rows = cli("query", "select name, item, verdict from crates order by item", "--format", "csv")

    assert unrecorded.split() == ["n", "0"]
    assert rows.out.splitlines()[1:] == ["dep,dep::go,exists", "dep,dep::stay,absent"]


def test_every_verdict_but_exists_has_words_in_the_diagnostics() -> None:
    assert set(MEANINGS) == set(ItemVerdict) - {ItemVerdict.EXISTS}
