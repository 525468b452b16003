"""An invented port: its plan, what is ported, what is left out, and what its author says."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from invented import HOSTILE, LOG, Beside, full_session, session

from portlog.present.datapackage import Dataset
from portlog.present.site.data_page import Published, published_path
from portlog.records.coverage import Coverage
from portlog.records.crate_row import CrateRow
from portlog.records.figure_history import ChangedFigure, FigureHistory, RemovedSession
from portlog.records.item import ItemVerdict
from portlog.records.metric import Correction, Mattering, Measured, Metric, Metrics
from portlog.records.outcome import Basis
from portlog.records.pin import Pin
from portlog.records.plan import PlannedModule
from portlog.records.port_coverage import Covered, Extent, Milestone, PortCoverage, Scope
from portlog.records.recorded_by import Recorder, Standing
from portlog.records.session_details import SessionDetails
from portlog.records.skip import Skip
from portlog.records.spoken import Spoken
from portlog.records.stack import Stack, StackLayer
from portlog.records.tally import Tally
from portlog.records.verdict import Verdict

NOW = datetime(2026, 4, 25, 8, tzinfo=UTC)
DAY = date(2026, 4, 25)


def said(text: str) -> Spoken:
    return Spoken({"": text})


def both(english: str, spanish: str) -> Spoken:
    return Spoken({"en": english, "es": spanish})


def covered(scope: Scope, name: str, ported: int, total: int, **known: Any) -> Covered:
    """Return the coverage of so many lines, ten to a symbol."""
    nothing = Extent()
    extents = {"left_out": nothing, "changed": nothing, "proposed": nothing, **known}
    return Covered(scope, name, Extent(total // 10, total), Extent(ported // 10, ported), **extents)


def progress(module: str = "agent/loop") -> PortCoverage:
    """Return a coverage of 300 lines, of which 120 are ported and 60 left out on purpose."""
    out = {"left_out": Extent(6, 60)}
    return PortCoverage(
        rows=(
            covered(Scope.ALL, "", 120, 300, **out, verified=Extent(4, 40)),
            covered(Scope.PHASE, "1", 120, 200),
            covered(Scope.PHASE, "", 0, 100, **out),
            covered(Scope.MODULE, module, 120, 200, verified=Extent(4, 40)),
            covered(Scope.MODULE, "", 0, 100, **out),
            covered(Scope.FILE, "reference/loop.py", 120, 300, **out),
        ),
        history=(Milestone(date(2026, 3, 9), Extent(5, 50)), Milestone(DAY, Extent(11, 110))),
        undated=Extent(1, 10),
        pins=(
            Pin(
                DAY, "reference", None, "a" * 40, 1, 30, 420, 300, 50, 20, 20, 30, "loc/1", NOW, "p"
            ),
        ),
        new_modules=("cli/replay",),
        rule="loc/1",
        open_symbols=(("reference/loop.py", "Loop.stop"),),
        uncounted=("reference/broken.py",),
    )


def a_plan(module: str = "agent/loop") -> list[PlannedModule]:
    """Return a plan of four modules: one begun, one not, one new, one of no phase."""
    return [
        PlannedModule(module, 1, 1, ("reference/loop.py",), 80, "https://example.org/1", "a post"),
        PlannedModule("agent/memory", 1, 2, ("reference/memory.py",), None),
        PlannedModule("cli/replay", 2, 1, None, 140),
        PlannedModule("later", None, None, ("reference/later.py",), None),
    ]


def look_up(number: int, verdict: Verdict | ItemVerdict, **known: Any) -> CrateRow:
    """Return a look-up of a crate of its own; what is not given is unknown."""
    told: dict[str, Any] = {
        **dict.fromkeys(CrateRow.__slots__),
        "date": DAY,
        "name": f"crate-{number}",
        "registry": "crates-io",
        "checked_at": NOW,
        "lookup_id": f"lookup-{number}",
        "verdict": verdict,
    }
    return CrateRow(**{**told, **known})


def rows_of_a_port(module: str = "agent/loop") -> list[Beside]:
    """Return sessions of a planned module and of none, and all that may stand beside them."""
    sessions = [full_session(number, module=module) for number in range(4)]
    sessions.append(session(9, module=None, cost_usd=Decimal("0.50")))
    first = sessions[0]
    told = Standing.ACCEPTED, Recorder.PERSON
    return [
        *sessions,
        *a_plan(module),
        SessionDetails(first.session_id, task="port", effort="high", hooks=("verify-crates",)),
        look_up(1, Verdict.EXISTS, name="tokio", resolved_version="1.48.0"),
        look_up(
            2, Verdict.WRONG_SPELLING, name="serde_jsonn", reasons="the registry has serde_json"
        ),
        look_up(3, ItemVerdict.ABSENT, name="tokio", item="tokio::sync::mpmc"),
        look_up(
            4,
            Verdict.NOT_FOUND,
            session_id=first.session_id,
            suggested_by="opus-4.6",
            claimed_at=DAY,
        ),
        Skip("reference/mail.py", "*", "nobody reads mail", DAY, *told),
        Skip("reference/loop.py", "Loop.stop", "perhaps", DAY, Standing.PROPOSED, Recorder.AGENT),
        Coverage("claude", NOW, date(2026, 3, 5), DAY, 8, 5, 1, 0, 2, 0),
        Coverage("git", NOW, commits=20, commits_tied=12, commits_during=3),
    ]


def metrics() -> Metrics:
    """Return six metrics: measured, corrected, asked, not measured, and without a verdict."""
    told = (
        Metric(
            both("First answer", "Primera respuesta"),
            said("180 ms"),
            said("6 ms"),
            said("9 ms"),
            note=both("n = 300 calls, median", "n = 300 llamadas, mediana"),
            measured_at=DAY,
            verdict=Mattering.NO,
            words=both("The model is slower.", "El modelo es más lento."),
        ),
        Metric(
            said("Memory"),
            said("62 MB"),
            said("6 MB"),
            said("11.4 MB"),
            corrections=(Correction(DAY, said("8.9 MB")),),
            verdict=Mattering.NO,
        ),
        Metric(said("Chats at once"), said("1"), said("many"), verdict=Mattering.YES),
        Metric(said("Lines"), query="select 1234.5 as value", unit="lines"),
        Metric(said("Lines, claimed"), query="select 7", verdict=Mattering.UNDECIDED),
        Metric(said("Nobody knows"), query="select null"),
    )
    answers = (
        *(None, None, None),
        Measured("1234.5", Basis.OBSERVED, 12, "select 1234.5 as value"),
        Measured("7", query="select 7"),
        None,
    )
    return Metrics(told, both("Six guesses.", "Seis suposiciones."), date(2026, 2, 27), answers)


def stack() -> Stack:
    """Return layers with a crate that was looked up, one that was not, and none."""
    return Stack(
        (
            StackLayer(
                said("Async"), said("asyncio"), crates=("tokio",), why=said("it is kept up")
            ),
            StackLayer(
                both("Settings", "Ajustes"), said("dotenv"), crates=("dotenvy@0.15", "toml")
            ),
            StackLayer(said("Router"), said("litellm"), both("by hand", "a mano")),
            StackLayer(said("Copilots")),
        )
    )


def published() -> Published:
    """Return files of a log with a licence, one of them with a row that nobody could read."""
    names = [table.name for table in LOG.tables]
    sizes = {published_path(table): 1_234 for table in LOG.tables}
    return Published(
        Dataset("RustyClaw", LOG, "CC-BY-4.0"),
        dict.fromkeys(names, 3),
        {"sessions": 1},
        {**sizes, "data/README.md": 9_000_000},
    )


def history(name: str = "2026-03-05-claude-000000") -> FigureHistory:
    """Return figures that were changed, taken back and not committed, and a session removed."""
    changed = (
        ChangedFigure(name, "cost_usd", Decimal("1.00"), Decimal("1.05"), DAY, "b" * 40),
        ChangedFigure(name, "tests_pass", Tally(3, 4), None, DAY, "b" * 40),
        ChangedFigure(name, "tokens_in", 1_234_567, 40_000, None, ""),
    )
    last = {"cost_usd": Decimal("2.50"), "tokens_in": 9_000, "hallucinations": None}
    removed = (RemovedSession(f"{name}-gone", last, DAY, "c" * 40),)
    return FigureHistory(date(2026, 3, 9), 7, is_cut=False, changed=changed, removed=removed)


def given(module: str = "agent/loop") -> dict[str, Any]:
    """Return all that a build is given beside the log."""
    return {
        "sides": ("python", "rust"),
        "progress": progress(module),
        "port_lines": {module: 132},
        "metrics": metrics(),
        "stack": stack(),
        "published": published(),
        "history": history(),
    }


def hostile_given() -> dict[str, Any]:
    """Return what a build is given where every text tries to break out."""
    texts = [said(name) for name in HOSTILE]
    told = tuple(
        Metric(one, one, one, one, note=one, words=one, verdict=Mattering.YES) for one in texts
    )
    layers = tuple(
        StackLayer(one, one, one, (name,), one) for one, name in zip(texts, HOSTILE, strict=True)
    )
    known = {"metrics": Metrics(told), "stack": Stack(layers), "history": history(HOSTILE[0])}
    return {**given(HOSTILE[0]), **known}


def hostile_rows() -> list[Beside]:
    """Return a port whose module, crates, reasons and parts try to break out."""
    rows = rows_of_a_port(HOSTILE[0])
    for number, name in enumerate(HOSTILE, start=10):
        told = Standing.ACCEPTED, Recorder.PERSON
        rows.append(look_up(number, Verdict.NOT_FOUND, name=name, reasons=name, suggested_by=name))
        rows.append(Skip(name, name, name, DAY, *told))
    unsafe = PlannedModule("unsafe", 3, 1, None, None, "javascript:alert(1)", "data:text/html,x")
    return [*rows, unsafe]
