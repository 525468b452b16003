"""Where an experiment stands, as one screen or as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from portlog.analytics.hallucinations import Counter
from portlog.analytics.method import TYPED_BY_HAND, Method
from portlog.analytics.module_tests import TestedModules
from portlog.analytics.reads import TokensRead
from portlog.analytics.standing import Standing
from portlog.analytics.sums import Sums
from portlog.analytics.totals import UNION_RULE, Part
from portlog.present.site.ledger import Entry, ledger, paid_lines
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.wording import NO_MODULE, counted, grouped, of_all, plain_digits, span
from portlog.records.billing import PaidPeriod
from portlog.records.kinds import write_instant

_COLUMNS = ("what", "figure", "basis", "rule", "of")
Row = tuple[str, str, str, str, str]


def status_screen(standing: Standing, form: Format) -> str:
    """Return a standing as text in a format; a figure that nobody knows is not there."""
    if form is Format.JSON:
        return json_text({"status": _told(standing)})
    rows = [
        *_extent(standing),
        *_ledger(standing),
        *_counter(standing.counter),
        *_running(standing),
    ]
    return written(Listing("status", _COLUMNS, rows, frozenset({"figure"})), form)


def _extent(standing: Standing) -> Iterator[Row]:
    extent = standing.extent
    when = span(extent.first_day, extent.last_day) if extent.first_day and extent.last_day else ""
    yield (standing.name, counted(extent.sessions, "session"), "", "", when)
    if extent.without_module:
        of = of_all(extent.without_module, extent.sessions, "session")
        yield (NO_MODULE.capitalize(), counted(extent.without_module, "session"), "", "", of)


def _ledger(standing: Standing) -> Iterator[Row]:
    for line in (*ledger(standing.sums, standing.extent), *paid_lines(standing.paid)):
        for entry in line.entries:
            yield from _entry(line.label, entry)
        if line.missing:
            yield (line.label, "", "unknown", "", line.missing)


def _entry(label: str, entry: Entry) -> Iterator[Row]:
    basis, rule = entry.method.basis, entry.method.rule
    yield (label, entry.figure, basis, rule, entry.of)
    for share in entry.shares:
        yield (f"{label}, {share.label}", share.figure, basis, rule, share.of)


def _counter(counter: Counter) -> Iterator[Row]:
    label = "Hallucinations"
    yield from _held(label, "confirmed", counter.confirmed)
    yield from _held(label, "candidates", counter.candidates)
    if counter.claimed is not None:
        said = of_all(counter.claiming, counter.sessions, "session")
        method = TYPED_BY_HAND
        yield (label, grouped(counter.claimed), method.basis, method.rule, said)
    if counter.unreviewed:
        unreviewed = of_all(counter.unreviewed, counter.sessions, "session")
        yield (label, "", "unknown", "", f"not reviewed: {unreviewed}")


def _held(label: str, what: str, count: int | None) -> Iterator[Row]:
    if count is None:
        yield (label, "", "unknown", "", f"{what}: nothing was held against evidence yet")
    else:
        yield (label, grouped(count), "computed", "", what)


def _running(standing: Standing) -> Iterator[Row]:
    for timer in standing.timers:
        yield ("Running", timer.llm, "", "", f"since {write_instant(timer.started_at)}")


def _told(standing: Standing) -> Mapping[str, Any]:
    extent = standing.extent
    return {
        "experiment": standing.name,
        "sessions": extent.sessions,
        "first_day": extent.first_day,
        "last_day": extent.last_day,
        "llms": extent.llms,
        "modules": extent.modules,
        "sessions_without_module": extent.without_module,
        "totals": list(_totals(standing.sums)),
        "unpriced": asdict(standing.sums.unpriced),
        "paid": _paid(standing.paid),
        "tests": [_tested(one) for one in standing.sums.tests],
        "hallucinations": _counted(standing.counter),
        "timers": [
            {"llm": one.llm, "started_at": write_instant(one.started_at)} for one in standing.timers
        ],
        "unread": standing.unread,
    }


def _totals(sums: Sums) -> Iterator[Mapping[str, Any]]:
    reads = {read.method: read for read in sums.reads}
    for measure, parts in sums.totals.items():
        for part in parts:
            told = {
                "measure": measure,
                **_method(part.method),
                "sessions": part.sessions,
                **_overlap(part),
            }
            if measure == "tokens_in":
                told |= {"split": _split(reads.get(part.method))}
            yield told | {"amount": Decimal(plain_digits(part.amount))}


def _split(read: TokensRead | None) -> Mapping[str, int] | None:
    if read is None or read.parts is None:
        return None
    return {"sessions": read.split_sessions, **asdict(read.parts)}


def _overlap(part: Part) -> Mapping[str, Any]:
    if not part.overlapping:
        return {}
    return {"overlapping_sessions": part.overlapping, "added_by": UNION_RULE, "at_most": True}


def _paid(paid: Sequence[PaidPeriod]) -> Mapping[str, Any] | None:
    if not paid:
        return None
    periods = [
        {
            "llm": one.billing.llm,
            "plan": one.billing.plan,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "paid_usd": one.paid_usd,
        }
        for one in paid
    ]
    return {"paid_usd": sum((one.paid_usd for one in paid), Decimal(0)), "periods": periods}


def _tested(tests: TestedModules) -> Mapping[str, Any]:
    passed, total = tests.tally.passed, tests.tally.total
    return {**_method(tests.method), "modules": tests.modules, "passed": passed, "total": total}


def _method(method: Method) -> Mapping[str, str]:
    return {"basis": method.basis, "rule": method.rule}


def _counted(counter: Counter) -> Mapping[str, int | None]:
    return {
        "confirmed": counter.confirmed,
        "candidates": counter.candidates,
        "claimed": counter.claimed,
        "claiming_sessions": counter.claiming,
        "unreviewed_sessions": counter.unreviewed,
    }
