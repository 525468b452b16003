"""`portlog chart`, through the command line and its jobs."""

import csv
import io
import json
import struct
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from invented import database, sessions_csv, two_months
from support import Cli

from portlog.errors import InputError
from portlog.jobs.draw_charts import Excerpt, drawn_charts
from portlog.jobs.export_chart import ChartOrder, Look, exported_chart, size_of
from portlog.jobs.start_experiment import start_experiment
from portlog.present.charts.colours import Scheme
from portlog.present.charts.files import chart_csv
from portlog.present.charts.forms import ChartForm
from portlog.present.charts.sheet import Size
from portlog.records.session import Languages
from portlog.workspace import Settings, Workspace


@pytest.fixture
def port(tmp_path: Path) -> Workspace:
    """Return an experiment with two months of sessions."""
    workspace = start_experiment(tmp_path / "port", Settings("RustyClaw", Languages())).workspace
    (workspace.data / "sessions.csv").write_bytes(sessions_csv(two_months()))
    return workspace


def exported(port: Workspace, form: ChartForm, look: Look | None = None) -> bytes:
    order = ChartOrder("cost-so-far", form, "en", look=look or Look())
    return exported_chart(port, order).content


def test_a_list_names_each_chart_that_has_something_to_show(experiment: Cli) -> None:
    experiment.path("data/sessions.csv").write_bytes(sessions_csv(two_months()))

    told = json.loads(experiment("chart", "list", "--format", "json").out)

    found = {one["id"]: one for one in told["charts"]}
    assert told["schema_version"] == 1
    assert {"cost-so-far", "tests-passing", "lines-by-session"} < set(found)
    assert "coverage-treemap" not in found
    assert found["cost-so-far"]["picture"] is True
    assert found["cost-so-far"]["n"] == "24 sessions, 23 priced"


def test_an_empty_log_has_no_charts_and_says_so(experiment: Cli) -> None:
    listed = experiment("chart", "list", "--format", "csv")
    exported = experiment("chart", "export", "cost-so-far")

    assert (listed.code, listed.out) == (0, "id,name,picture,n,finding\n")
    assert "no session has been logged yet" in listed.err
    assert exported.code == 2
    assert "`portlog session add` brings the first" in exported.err


def test_a_picture_goes_into_a_file_and_through_a_pipe(experiment: Cli) -> None:
    text = sessions_csv(two_months())
    experiment.path("data/sessions.csv").write_bytes(text)
    place = experiment.path("cost.svg")
    place.write_text("older", "utf-8")

    filed = experiment("chart", "export", "cost-so-far", "--out", "cost.svg")
    piped = experiment("chart", "export", "cost-so-far", "--lang", "es")
    refused = experiment("chart", "export", "cost-so-far", "--out", "data/sessions.csv")

    assert (filed.code, filed.out) == (0, "")
    assert place.read_text("utf-8").endswith("</svg>\n")
    assert 'xml:lang="es"' in piped.out
    assert (refused.code, experiment.path("data/sessions.csv").read_bytes()) == (2, text)
    assert not list(experiment.folder.glob("*.tmp"))


def test_rows_that_could_not_be_read_are_told_and_in_no_chart(experiment: Cli) -> None:
    text = sessions_csv(two_months()).decode()
    experiment.path("data/sessions.csv").write_text(text.replace(",1.05,", ",1;05,", 1), "utf-8")

    answer = experiment("chart", "export", "cost-so-far", "--format", "json")

    told = json.loads(answer.out)
    assert (told["rows_unread"], len(told["rows"])) == (1, 23)
    assert "1 row unread; no figure here counts them" in answer.err


def test_each_format_is_what_it_says(port: Workspace) -> None:
    made = {form: exported(port, form) for form in ChartForm}

    assert made[ChartForm.PNG].startswith(b"\x89PNG\r\n\x1a\n")
    assert made[ChartForm.SVG].startswith(b"<svg xmlns=")
    assert made[ChartForm.CSV].startswith(b"date,session_id,llm")
    assert made[ChartForm.HTML].startswith(b"<!doctype html>")
    assert b'{{< portlog id="cost-so-far"' in made[ChartForm.EMBED]
    assert json.loads(made[ChartForm.JSON])["id"] == "cost-so-far"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (ChartOrder("no-such", ChartForm.SVG, "en"), 'no chart "no-such"'),
        (
            ChartOrder("cost-so-far", ChartForm.CSV, "en", look=Look(Scheme.DARK)),
            "neither --scheme",
        ),
        (
            ChartOrder("cost-so-far", ChartForm.SVG, "en", Excerpt(module="nobody")),
            "over this part of the log",
        ),
    ],
)
def test_what_cannot_be_is_refused(port: Workspace, order: ChartOrder, said: str) -> None:
    with pytest.raises(InputError, match=said):
        exported_chart(port, order)


def test_a_language_that_there_is_not_is_refused_with_a_hint(experiment: Cli) -> None:
    answer = experiment("chart", "export", "cost-so-far", "--lang", "fr")

    assert answer.code == 2
    assert answer.err.endswith("hint: write en or es\n")


def test_json_and_csv_and_query_are_equal_to_the_last_digit(port: Workspace) -> None:
    told = json.loads(exported(port, ChartForm.JSON), parse_float=str)
    rows = list(csv.DictReader(io.StringIO(exported(port, ChartForm.CSV).decode())))
    asked = database(two_months()).named("cost_so_far").fetchall()

    assert [row["so_far_usd"] or "" for row in told["rows"]] == [row["so_far_usd"] for row in rows]
    assert [Decimal(row["so_far_usd"]) for row in rows if row["so_far_usd"]] == [
        row[7] for row in asked if row[7] is not None
    ]
    assert told["methods"] == [{"basis": "claimed", "rule": "typed"}]


def test_a_part_of_the_log_is_summed_from_its_own_beginning(port: Workspace) -> None:
    since = date(2026, 4, 1)

    chart = drawn_charts(port, "en", Excerpt(since, "agent/part1")).named("cost-so-far")

    kept = [one for one in two_months() if one.date >= since and one.module == "agent/part1"]
    assert [row[1] for row in chart.figures.rows] == [one.session_id for one in kept]
    assert chart.figures.rows[0][6] == chart.figures.rows[0][7]


def test_charts_of_the_port_as_it_stands_know_nothing_of_a_part(port: Workspace) -> None:
    whole = {chart.id for chart in drawn_charts(port, "en").charts}
    part = {chart.id for chart in drawn_charts(port, "en", Excerpt(date(2026, 3, 9))).charts}

    assert part == whole
    with pytest.raises(InputError, match='no chart "coverage-treemap" over this part'):
        drawn_charts(port, "en", Excerpt(module="agent/part1")).named("coverage-treemap")


def test_a_chart_speaks_spanish_and_keeps_the_names_of_its_columns(port: Workspace) -> None:
    english, spanish = (drawn_charts(port, code).named("cost-so-far") for code in ("en", "es"))

    order = ChartOrder("cost-so-far", ChartForm.SVG, "es")
    svg = exported_chart(port, order).content.decode()

    assert spanish.name == "Coste hasta ahora"
    assert 'xml:lang="es"' in svg
    assert chart_csv(english) == chart_csv(spanish)


def test_a_png_has_its_scheme_and_size(port: Workspace) -> None:
    look = Look(Scheme.DARK, Size(600, 400))

    dark, light = exported(port, ChartForm.PNG, look), exported(port, ChartForm.PNG)

    assert struct.unpack(">II", dark[16:24]) == (600, 400)
    assert struct.unpack(">II", light[16:24]) == (1200, 630)


@pytest.mark.parametrize("words", ["", "x", "1200x", "x630", "1e3", "199", "4001x300", "９００"])
def test_a_size_that_is_not_one_or_two_numbers_within_reason_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="--size"):
        size_of(words)


def test_a_width_alone_leaves_the_height_to_the_picture() -> None:
    assert (size_of("630"), size_of("900x200")) == (Size(630), Size(900, 200))
