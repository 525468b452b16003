"""The site's figures for programs: `api/v1/NAME.json`, files that only ever gain fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from portlog.analytics.extent import EXTENT
from portlog.analytics.groups import GROUP_EXTENTS, GROUP_TOTALS, GroupScope
from portlog.analytics.hallucinations import HALLUCINATIONS, counter
from portlog.analytics.module_tests import MODULE_TESTS, TESTS_BY_MODULE
from portlog.analytics.plan import CRATES_ASKED, PLAN
from portlog.analytics.question import Answers
from portlog.analytics.session_log import SESSION_LOG, LoggedSession
from portlog.analytics.totals import TOTALS
from portlog.present.site.anchor import file_key
from portlog.present.site.edition import Edition
from portlog.present.site.figure import Figure
from portlog.present.site.told_posts import told_posts
from portlog.present.tables import SCHEMA_VERSION
from portlog.records.figure_history import FigureHistory

FOLDER = "api/v1"
Told = Mapping[str, Any]


def api_files(
    answers: Answers, edition: Edition, figures: Mapping[str, Figure]
) -> dict[str, bytes]:
    """Return a file for each subject whose question was asked, and `index.json`, which lists them.

    Numbers are numbers with every digit, unknown is null, and each file says which log it is from.
    """
    charts = [_chart(one) for one in figures.values()]
    told = {
        **{name: of(answers) for name, (question, of) in _SUBJECTS.items() if question in answers},
        "charts": {"charts": charts},
    }
    if "progress" in edition.given:
        told["progress"] = {"progress": edition.given["progress"]}
    if "history" in edition.given:
        told["corrections"] = _corrections(edition.given["history"])
    if "posts" in edition.given:
        told["posts"] = told_posts(edition)
    paths = {name: f"{FOLDER}/{name}.json" for name in told}
    index = {"name": edition.name, "files": paths, "units": _UNITS}
    return dict(_written({"index": index, **told}, edition))


def _written(told: Mapping[str, Told], edition: Edition) -> Iterator[tuple[str, bytes]]:
    made_from = edition.made_from()
    for name, answer in told.items():
        whole = {"schema_version": SCHEMA_VERSION, **made_from, **answer}
        yield f"{FOLDER}/{name}.json", _ENCODER.encode(whole) + b"\n"


def _sessions(answers: Answers) -> Told:
    # row by row: a hundred thousand of them would take much memory as dictionaries
    rows = b",".join(_ENCODER.encode(_session(one)) for one in answers[SESSION_LOG])
    return {"sessions": msgspec.Raw(b"[" + rows + b"]")}


def _session(one: LoggedSession) -> Told:
    cells = {name: getattr(one, name) for name in LoggedSession.__slots__}
    return {**cells, "page": f"sessions/{file_key(one.session_id)}.html"}


def _modules(answers: Answers) -> Told:
    totals = answers[GROUP_TOTALS]
    tests = answers.get(TESTS_BY_MODULE, {})
    return {
        "modules": [
            {"extent": one, "measures": totals.get(one.key, {}), "tests": tests.get(one.name)}
            for one in answers[GROUP_EXTENTS]
            if one.scope == GroupScope.MODULE
        ],
        "plan": answers.get(PLAN, ()),
    }


def _crates(answers: Answers) -> Told:
    return {"crates": answers[CRATES_ASKED]}


def _totals(answers: Answers) -> Told:
    told: dict[str, Any] = {"extent": answers[EXTENT], "measures": answers[TOTALS]}
    if HALLUCINATIONS in answers:
        counts = answers[HALLUCINATIONS]
        told["hallucinations"] = counter(counts)
    if MODULE_TESTS in answers:
        told["tests"] = answers[MODULE_TESTS]
    return told


def _corrections(history: FigureHistory) -> Told:
    return {
        "since": history.since,
        "versions": history.versions,
        "is_cut": history.is_cut,
        "changed": history.changed,
        "removed": history.removed,
    }


def _chart(one: Figure) -> Told:
    return {
        "id": one.chart.id,
        "name": one.chart.name,
        "finding": one.chart.finding,
        "n": one.chart.sample,
        "methods": [asdict(method) for method in one.chart.methods],
        "query": one.chart.query,
        "page": one.page,
        "csv": one.csv,
        "json": one.json,
    }


_UNITS = {
    "cost_usd": "US dollars, at API-equivalent list price",
    "duration_min": "minutes",
    **dict.fromkeys(("tokens_in", "tokens_out", "uncached"), "tokens"),
    **dict.fromkeys(("loc_original", "loc_port", "loc_port_est", "code"), "lines of code"),
}
_SUBJECTS: dict[str, tuple[Any, Callable[[Answers], Told]]] = {
    "sessions": (SESSION_LOG, _sessions),
    "modules": (GROUP_EXTENTS, _modules),
    "crates": (CRATES_ASKED, _crates),
    "totals": (TOTALS, _totals),
}
_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
