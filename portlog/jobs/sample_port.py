"""The two sides of the sample: invented code, a plan, headers, skips and reviews."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from portlog.jobs.provenance.occasion import Occasion
from portlog.jobs.provenance.pin import pin_original
from portlog.jobs.provenance.review import ReviewRequest, review_file
from portlog.jobs.provenance.skip import skip_parts
from portlog.jobs.provenance.stamp import StampRequest, stamp
from portlog.jobs.sample import CLAIMS_OF_AUTHOR, PORT, STACK
from portlog.jobs.sample.code import python_text, rust_text
from portlog.records.coverage import COVERAGE, Coverage
from portlog.records.pin import PINS
from portlog.records.plan import PlannedModule
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.store.files import make_folder
from portlog.workspace import Workspace

_NOBODY: dict[str, str] = {}
_AN_AGENT = {"AI_AGENT": "sample"}


class _Module(msgspec.Struct):
    module: str
    phase: int
    order: int
    python: int | None = None
    rust: int | None = None
    estimate: int | None = None
    day: date | None = None
    ported: str = ""


class _Skip(msgspec.Struct):
    original: str
    day: date
    reason: str
    symbol: str = ""
    proposed: bool = False


class _Review(msgspec.Struct):
    module: str
    day: date
    note: str | None = None


class _Sample(msgspec.Struct):
    original: str
    pinned_at: datetime
    modules: list[_Module]
    skips: list[_Skip]
    reviews: list[_Review]
    coverage: list[dict[str, Any]]
    checked_at: datetime
    details: dict[str, str]


@dataclass(frozen=True)
class _Port:
    """The sample in its folder."""

    workspace: Workspace
    sample: _Sample

    def original(self, module: str) -> str:
        return f"{self.sample.original}/{module}.py"

    def occasion(self, day: date, environ: dict[str, str] = _NOBODY) -> Occasion:
        noon = datetime.combine(day, time(12), UTC)
        return Occasion(self.workspace, self.workspace.root, environ, noon)


def make_port(workspace: Workspace, sessions: Sequence[Session]) -> None:
    """Write both sides of the sample and record what a port records; a second time does nothing."""
    sample = msgspec.json.decode(PORT.read_bytes(), type=_Sample)
    port = _Port(workspace, sample)
    with workspace.store.reading() as database:
        if database.count(workspace.log.plan):
            return
    _write_code(port)
    _write_words(workspace)
    _plan(port)
    _pin(port)
    _stamp(port, sessions)
    _decide(port)
    _tell(port, sessions)


def _write_code(port: _Port) -> None:
    for one in port.sample.modules:
        if one.python is not None:
            _write(port.workspace.root / port.original(one.module), python_text(one.python))
        if one.rust is not None:
            _write(port.workspace.root / f"src/{one.module}.rs", rust_text(one.rust))


def _write_words(workspace: Workspace) -> None:
    for source in (CLAIMS_OF_AUTHOR, STACK):
        place = workspace.root / "site" / source.name
        if not place.exists():
            _write(place, source.read_text("utf-8"))


def _write(path: Path, text: str) -> None:
    make_folder(path.parent)
    path.write_text(text, "utf-8")


def _plan(port: _Port) -> None:
    modules = [
        PlannedModule(
            one.module,
            one.phase,
            one.order,
            (port.original(one.module),) if one.python is not None else None,
            one.estimate,
        )
        for one in port.sample.modules
    ]
    with port.workspace.store.writing() as step:
        step.add_all(port.workspace.log.plan, modules)


def _pin(port: _Port) -> None:
    """Pin the original as if it lay in no repository, wherever the demo is made."""
    occasion = replace(port.occasion(date.min), now=port.sample.pinned_at)
    pin, _ = pin_original(occasion, port.sample.original)
    if pin.repository or pin.commit:
        with port.workspace.store.writing() as step:
            step.replace(PINS, replace(pin, repository=None, commit=None))


def _stamp(port: _Port, sessions: Sequence[Session]) -> None:
    first: dict[str | None, str] = {}
    for session in sessions:
        first.setdefault(session.module, session.session_id)
    for one in port.sample.modules:
        if one.day is None:
            continue
        part = ":".join(filter(None, (port.original(one.module), one.ported)))
        request = StampRequest(f"src/{one.module}.rs", (part,), first.get(one.module))
        stamp(port.occasion(one.day), [request])


def _decide(port: _Port) -> None:
    for skip in port.sample.skips:
        part = f"{port.sample.original}/{skip.original}"
        typed = f"{part}::{skip.symbol}" if skip.symbol else part
        by = _AN_AGENT if skip.proposed else _NOBODY
        skip_parts(port.occasion(skip.day, by), [typed], skip.reason)
    for review in port.sample.reviews:
        request = ReviewRequest(f"src/{review.module}.rs", note=review.note)
        review_file(port.occasion(review.day), request)


def _tell(port: _Port, sessions: Sequence[Session]) -> None:
    """Record what else is told of the sessions, and how many of those known are logged."""
    sample = port.sample
    rows = [
        msgspec.convert({**told, "checked_at": sample.checked_at}, type=Coverage)
        for told in sample.coverage
    ]
    details = [
        SESSION_DETAILS.parse({"session_id": session.session_id, **sample.details})
        for session in sessions[:9]
    ]
    with port.workspace.store.writing() as step:
        known = {one.session_id for one in step.database.every(SESSION_DETAILS)}
        step.add_all(COVERAGE, sorted(rows, key=lambda row: row.agent))
        fresh: list[SessionDetails] = [one for one in details if one.session_id not in known]
        step.add_all(SESSION_DETAILS, sorted(fresh, key=lambda one: one.session_id))
