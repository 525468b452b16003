"""What was typed about a claim: its moment, its model, its session."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from portlog.errors import InputError
from portlog.records.claim_context import ClaimContext, ClaimMoment
from portlog.records.kinds import DAY, TEXT, write_instant
from portlog.records.table import said
from portlog.workspace import Workspace, zone

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_ACCEPTED = "write a day such as 2026-03-05, or a time with its zone: 2026-03-05T09:30:00Z"
_MOMENT = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)


def claim_context(
    workspace: Workspace | None,
    claimed_at: str | None,
    suggested_by: str | None,
    session: str | None,
    now: datetime,
) -> ClaimContext:
    """Return what was typed, checked; `InputError` for what cannot be used.

    A day is one of the experiment's time zone, of UTC where there is no experiment. The session
    goes by any of its names.
    """
    where = UTC if workspace is None else zone(workspace.settings.time_zone)
    return ClaimContext(
        None if claimed_at is None else claim_moment(claimed_at, where, now),
        None if suggested_by is None else _model(suggested_by),
        None if session is None else _session_id(workspace, session),
    )


def claim_moment(typed: str, where: tzinfo, now: datetime) -> ClaimMoment:
    """Return the moment that a text names; `InputError` for none, and for one still to come."""
    try:
        moment = _whole_day(typed, where) if _DAY.match(typed) else _instant(typed, where)
    except (ValueError, OverflowError):
        why = said("--claimed-at", typed, "neither a day nor a time with its zone")
        raise InputError(why, _ACCEPTED) from None
    if moment.latest - _ONE_DAY > now:
        raise InputError(f'--claimed-at is "{typed}", which is still to come', _ACCEPTED)
    return moment


def _whole_day(typed: str, where: tzinfo) -> ClaimMoment:
    day: date = DAY.parse(typed)
    next_day = datetime.combine(day + _ONE_DAY, time(), where)
    return ClaimMoment(day, next_day.astimezone(UTC) - _MOMENT, typed)


def _instant(typed: str, where: tzinfo) -> ClaimMoment:
    moment = datetime.fromisoformat(typed)
    if moment.tzinfo is None:
        raise ValueError(typed)
    return ClaimMoment(
        moment.astimezone(where).date(), moment.astimezone(UTC), write_instant(moment)
    )


def _model(typed: str) -> str:
    try:
        model: str = TEXT.parse(typed)
    except ValueError as error:
        raise InputError(said("--suggested-by", typed, str(error)), TEXT.accepted) from None
    if not model.strip():
        raise InputError("--suggested-by is empty", "write the model's name, or leave it out")
    return model


def _session_id(workspace: Workspace | None, name: str) -> str:
    if workspace is None:
        raise InputError(
            "--session needs an experiment, and there is none here or above",
            "run it in the folder of the port, or leave --session out",
        )
    from portlog.jobs.find_session import find_session

    with workspace.store.reading() as database:
        return find_session(database, workspace.log.sessions, name).session_id
