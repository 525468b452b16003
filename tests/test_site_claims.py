"""What the author of a series claims and measures: `site/metrics.toml` and `site/stack.toml`."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from invented import database, full_session
from support import Cli
from test_site_page import Page

from portlog.errors import ConfigError
from portlog.jobs.measure_metrics import measured
from portlog.records.metric import Mattering, Measured, Metric, Metrics
from portlog.records.outcome import Basis
from portlog.records.spoken import Spoken
from portlog.sources.site_metrics import read_metrics
from portlog.sources.site_stack import read_stack
from portlog.store.database import Database

METRICS = """
estimated_at = 2026-02-27
standfirst = { en = "Guesses.", es = "Suposiciones." }

[[metric]]
name = "Cost"
original = { es = "nada" }
estimate = "$3"
query = "select sum(cost_usd) as value, count(cost_usd) as n from sessions"
unit = "USD"
verdict = "undecided"

[[metric]]
name = "Memory"
measured = "12 MB"
corrections = [{ day = 2026-03-01, was = "8 MB" }]
"""
STACK = """
[[layer]]
name = "HTTP"
original = "httpx"
crates = ["reqwest@0.12"]
why = { en = "async", es = "asíncrono" }
"""


@pytest.fixture
def log() -> Iterator[Database]:
    made = database([full_session(number, cost_usd=Decimal("1.25")) for number in range(2)])
    yield made
    made.close()


def file(folder: Path, text: str) -> Path:
    path = folder / "told.toml"
    path.write_text(text, "utf-8")
    return path


def asked(query: str, log: Database) -> Measured | None:
    """Return what a query gives as the measured value of a metric."""
    told = Metrics((Metric(Spoken({"": "It"}), query=query),))
    [answer] = measured(told, log, Path("metrics.toml")).answers
    return answer


def test_metrics_are_read_with_their_languages(tmp_path: Path) -> None:
    told = read_metrics(file(tmp_path, METRICS))

    cost, memory = told.metrics
    assert told.standfirst.in_language("es") == "Suposiciones."
    assert cost.original.in_language("en") == "nada"
    assert (cost.unit, cost.verdict) == ("USD", Mattering.UNDECIDED)
    assert memory.measured.in_language("es") == "12 MB"
    assert memory.corrections[0].was.in_language("en") == "8 MB"


def test_without_a_file_there_is_nothing_claimed(tmp_path: Path) -> None:
    assert read_metrics(tmp_path / "none.toml") == Metrics()
    assert read_stack(tmp_path / "none.toml").layers == ()


def test_a_layer_is_read_with_its_crates(tmp_path: Path) -> None:
    [layer] = read_stack(file(tmp_path, STACK)).layers

    assert layer.crates == ("reqwest@0.12",)
    assert layer.why.in_language("es") == "asíncrono"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[metric]]\nverdict = 'perhaps'\nname = 'x'\n", "told.toml:2: metric[0].verdict"),
        ("[[metric]]\nname = ''\n", "a metric has no name"),
        ("[[metric]]\nname = 'x'\nmeasured = '1'\nquery = 'select 1'\n", "both measured and query"),
        ("[[metric]]\nname = { fr = 'x' }\n", "Invalid enum value 'fr'"),
        ("[[metric]]\nname = 'a'\n\n[[metric]]\nnaem = 'x'\n", "told.toml:5: metric[1]: Object"),
        ("[[metric]\n", "told.toml:1:"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        read_metrics(file(tmp_path, text))

    assert complaint in raised.value.message


def test_a_query_measures_with_its_number_of_cases(log: Database) -> None:
    query = "select sum(cost_usd) as value, count(*) as n, 'observed' as basis from sessions"

    assert asked(query, log) == Measured("2.5", Basis.OBSERVED, 2, query)


def test_a_query_that_does_not_tell_its_basis_is_a_claim(log: Database) -> None:
    answer = asked("select 7", log)

    assert answer is not None
    assert (answer.value, answer.basis, answer.n) == ("7", Basis.CLAIMED, None)


@pytest.mark.parametrize("query", ["select null", "select 1 where false"])
def test_a_query_that_finds_nothing_leaves_the_value_unknown(log: Database, query: str) -> None:
    assert asked(query, log) is None


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("select nothing", "Binder Error"),
        ("select * from range(3)", "gives 3 rows"),
        ("select 1, 'seen' as basis", 'basis is "seen"'),
        ("select 1, -1 as n", "n is -1"),
        ("select * from read_text('/etc/passwd')", "Permission Error"),
        ("set enable_external_access = true", "configuration"),
    ],
)
def test_a_query_that_cannot_be_used_is_named_by_its_metric(
    log: Database, query: str, complaint: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        asked(query, log)

    assert raised.value.message.startswith('metrics.toml: the query of "It"')
    assert complaint in raised.value.message


def test_a_value_that_cannot_be_printed_loses_its_signs(log: Database) -> None:
    answer = asked("select chr(27) || '[31m' || chr(8238) || 'x'", log)

    assert answer is not None
    assert answer.value.isprintable()


def test_the_files_of_an_experiment_stand_on_its_pages(experiment: Cli) -> None:
    experiment("session", "add", "--llm", "a", "--model", "b", "--module", "c", "--cost-usd", "1.5")
    experiment.path("site/metrics.toml").write_text(METRICS, "utf-8")
    experiment.path("site/stack.toml").write_text(STACK, "utf-8")
    experiment.path("site/site.toml").write_text('authors = ["Ada Example"]\n', "utf-8")

    answer = experiment("site", "build")

    assert answer.code == 0, answer.err
    dist = experiment.path("site/dist")
    matter = Page((dist / "matter.html").read_bytes()).text("main")
    assert "Cost “ nada ” “ $3 ” “ 1.5 USD ” claimed n = 1" in matter
    assert "reqwest@0.12 not looked up async" in Page((dist / "stack.html").read_bytes()).text()
    log = experiment.path("data/origins.csv").read_bytes()
    assert (dist / "data/origins.csv").read_bytes() == log
    assert b"from group_sums" in (dist / "queries/session_totals.sql").read_bytes()
    assert b"create view group_sums" in (dist / "queries/views.sql").read_bytes()
    cited = (dist / "CITATION.cff").read_text()
    assert "cff-version: 1.2.0" in cited
    assert 'authors:\n  - name: "Ada Example"\n' in cited


def test_a_query_that_is_refused_ends_the_build_with_its_place(experiment: Cli) -> None:
    text = METRICS.replace("sum(cost_usd)", "sum(price)")
    experiment.path("site/metrics.toml").write_text(text, "utf-8")

    answer = experiment("site", "build")

    assert answer.code == 2
    assert 'metrics.toml: the query of "Cost": Binder Error' in answer.err
    assert not experiment.path("site/dist/index.html").exists()
