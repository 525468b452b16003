"""`data/datapackage.json` and `data/README.md` describe the log, for programs and for people."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from support import REPOSITORY, Cli

from portlog.present.datapackage import Dataset, datapackage
from portlog.records.log import Log
from portlog.records.log_format import FORMAT
from portlog.records.session import Languages

LOG = Log.of(Languages())
LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")


def described(cli: Cli) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(cli.path("data/datapackage.json").read_text())
    return told


def troubles(folder: Path) -> list[str]:
    report = Package(str(folder / "datapackage.json")).validate()
    return [*report.errors, *(error for task in report.tasks for error in task.errors)]


def fields() -> Iterator[dict[str, Any]]:
    for resource in json.loads(datapackage(Dataset("A port", LOG)))["resources"]:
        yield from resource["schema"]["fields"]


@pytest.fixture
def filled(experiment: Cli) -> Cli:
    experiment.path("answer.md").write_text("five words and a stop.")
    experiment("session", "add", *LEAST, "--tokens-out-text", "answer.md", "--cost-usd", "1.20")
    experiment("session", "add", *LEAST, "--tests-pass", "12/15", "--duration-min", "92.5")
    experiment.path("other.csv").write_text("date,llm,model,module,rain\n2026-01-01,a,b,'=c,much\n")
    assert experiment("session", "import", "csv", "other.csv").code == 0
    return experiment


def test_a_log_is_valid_for_another_programs_reader(filled: Cli) -> None:
    assert troubles(filled.path("data")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(",1.20,", ",much,"), ("12/15", "12 of 15"), ("claude", ""), (",92.5,", ",-1,")],
)
def test_that_reader_refuses_what_portlog_refuses(filled: Cli, old: str, new: str) -> None:
    text = filled.path("data/sessions.csv")
    text.write_text(text.read_text().replace(old, new, 1))

    assert troubles(filled.path("data")) != []


def test_that_reader_follows_the_references(filled: Cli) -> None:
    text = filled.path("data/origins.csv")
    text.write_text(text.read_text().replace("-claude-", "-codex-"))

    assert troubles(filled.path("data")) != []


def test_the_repositorys_own_sample_is_valid(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")

    assert troubles(tmp_path / "data") == []


def test_every_column_is_described() -> None:
    told = [(field["name"], field["description"], field["type"]) for field in fields()]
    columns = [column for table in LOG.tables for column in table.columns]

    assert [name for name, *_ in told] == [column.name for column in columns]
    assert all(description and kind for _, description, kind in told)
    assert {field["unit"] for field in fields() if "unit" in field} >= {"USD", "minutes", "tokens"}


def test_the_description_says_its_format_its_empty_cell_and_its_guard(experiment: Cli) -> None:
    told = described(experiment)

    assert told["portlog"] == {"format": FORMAT}
    assert "An empty cell is unknown" in told["description"]
    assert "takes one ' off" in told["description"]
    assert {tuple(one["schema"]["missingValues"]) for one in told["resources"]} == {("",)}


def test_a_licence_is_told_only_where_somebody_chose_one(cli: Cli, tmp_path: Path) -> None:
    cli("init", "--licence", "CC-BY-4.0")
    silent = Cli(tmp_path / "silent", cli.home)
    silent.folder.mkdir()
    silent("init")

    assert [one["name"] for one in described(cli)["licenses"]] == ["CC-BY-4.0"]
    assert "Licence: CC-BY-4.0." in cli.path("data/README.md").read_text()
    assert "licenses" not in described(silent)


def test_the_dictionary_names_every_file_and_column(experiment: Cli) -> None:
    page = experiment.path("data/README.md").read_text()

    for table in LOG.tables:
        _, section = page.split(f"\n## {table.name}.csv\n")
        rows = [line for line in section.split("\n## ")[0].splitlines() if line.startswith("| ")]
        assert len(rows) == len(table.columns) + 2
        assert all(f"| {name} |" in section.replace("\\", "") for name in table.header)


def test_the_languages_of_the_experiment_name_its_columns(cli: Cli) -> None:
    cli("init", "--original", "ruby", "--port", "zig")

    assert "loc_ruby" in cli.path("data/datapackage.json").read_text()
    assert "loc_ruby" in cli.path("data/README.md").read_text().replace("\\", "")


def test_what_a_person_adds_to_the_page_stays(experiment: Cli) -> None:
    page = experiment.path("data/README.md")
    page.write_text(
        "Mine above.\n" + page.read_text().replace("Key:", "Schlüssel:") + "Mine below.\n"
    )

    found = experiment("doctor")
    mended = experiment("doctor", "--fix")

    text = page.read_text()
    assert "data/README.md: is not as this portlog writes it" in found.out
    assert (mended.code, "wrote data/README.md\n") == (0, mended.err)
    assert text.startswith("Mine above.\n")
    assert text.endswith("Mine below.\n")
    assert "Schlüssel" not in text


def test_a_page_of_a_persons_own_is_left_alone(cli: Cli) -> None:
    cli.path("data").mkdir()
    cli.path("data/README.md").write_text("# My data\n")

    cli("init")

    assert cli.path("data/README.md").read_text() == "# My data\n"
    assert cli("doctor").code == 0


def test_a_sample_is_labelled_for_people_and_programs() -> None:
    told = json.loads((REPOSITORY / "data" / "datapackage.json").read_text())

    assert "every session is invented" in told["description"]
    assert "**Every session here is invented.**" in (REPOSITORY / "data" / "README.md").read_text()
