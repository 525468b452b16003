"""A timer for a session: started when the work begins, stopped when it is recorded."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from portlog.errors import InputError, StoreError
from portlog.jobs.add_session import SessionDraft, add_sessions, check_typed, checked_session
from portlog.records.identity import slug
from portlog.records.kinds import INSTANT, MINUTES, write_instant
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.records.timer import Timer
from portlog.store.files import make_folder, remove_file
from portlog.store.journal import Change, carry_out
from portlog.store.lock import locked
from portlog.store.step import KeyTaken
from portlog.workspace import Workspace

RULE = "timer/1"


def start_timer(workspace: Workspace, cells: Mapping[str, str], now: datetime) -> Timer:
    """Start the timer of an llm; `InputError` if it runs already."""
    llm = cells.get("llm", "")
    if not llm:
        raise InputError("missing: --llm", "each llm has a timer of its own")
    for name, text in cells.items():
        check_typed(workspace.log.sessions, name, text)
    path = _folder(workspace) / f"{slug(llm)}.json"
    make_folder(path.parent)
    with locked(path.parent / "lock"):
        if path.exists():
            raise InputError(
                f"a session with {llm} has been running since {_since(read_timer(path))}",
                f"`portlog session stop --llm {llm}` ends it",
            )
        told = {"started_at": write_instant(now), "cells": dict(cells)}
        content = json.dumps(told, indent=1).encode()
        carry_out(path.parent / "journal", [Change(path, content)])
    return read_timer(path)


def stop_timer(workspace: Workspace, cells: Mapping[str, str], now: datetime) -> Session:
    """Record the session of a running timer; what is typed now goes before what was then.

    Raises `InputError` if no timer fits, or if the clock has been set back since.
    """
    path = _running(workspace, cells.get("llm"))
    timer = read_timer(path)
    known: dict[str, tuple[Basis, str]] = {}
    merged = {"date": workspace.today(timer.started_at).isoformat(), **timer.cells, **cells}
    if "duration_min" not in cells:
        merged["duration_min"] = _minutes(timer, now)
        known["duration_min"] = (Basis.OBSERVED, RULE)
    key = f"timer {slug(timer.llm)} {write_instant(timer.started_at)}"
    details = {"started_at": write_instant(timer.started_at), "ended_at": write_instant(now)}
    draft = SessionDraft(merged, known=known, details=details, source_key=key)
    session = checked_session(workspace, draft, now)
    with suppress(KeyTaken):  # an earlier stop was cut short after it had recorded the session
        add_sessions(workspace, [draft], now)
    _forget(path)
    return session


def running_timers(workspace: Workspace) -> list[Timer]:
    """Return the timers that run, by llm."""
    return [read_timer(path) for path in timer_files(workspace)]


def timer_files(workspace: Workspace) -> list[Path]:
    """Return the files of the timers that run."""
    return sorted(_folder(workspace).glob("*.json"))


def _forget(path: Path) -> None:
    try:
        remove_file(path)
    except StoreError as error:
        raise StoreError(
            error.message, "the session is recorded; `portlog session stop` then ends its timer"
        ) from error


def _running(workspace: Workspace, llm: str | None) -> Path:
    paths = timer_files(workspace)
    fitting = [path for path in paths if llm is None or path.stem == slug(llm)]
    if not fitting:
        raise InputError(
            f"no session{f' with {llm}' if llm else ''} is running",
            "`portlog session start --llm claude` begins one",
        )
    if len(fitting) > 1:
        raise InputError(
            f"several sessions are running: {', '.join(path.stem for path in fitting)}",
            "name one with --llm",
        )
    return fitting[0]


def _minutes(timer: Timer, now: datetime) -> str:
    seconds = (now - timer.started_at).total_seconds()
    if seconds < 0:
        raise InputError(
            f"the clock says {write_instant(now)}, and the session began at {_since(timer)}",
            "the clock was set back; give --duration-min",
        )
    return MINUTES.write(round(Decimal(int(seconds)) / 60, 2))


def _since(timer: Timer) -> str:
    return write_instant(timer.started_at)


def _folder(workspace: Workspace) -> Path:
    return workspace.root / ".portlog" / "timers"


def read_timer(path: Path) -> Timer:
    """Return the timer in a file; `StoreError` if it cannot be read."""
    try:
        told = json.loads(path.read_bytes())
        cells = {str(name): str(text) for name, text in told["cells"].items()}
        return Timer(cells["llm"], INSTANT.parse(told["started_at"]), cells)
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} is no timer: {error}", "remove it and start again") from error
