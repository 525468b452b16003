"""Whether the log knows the sessions and models that headers name."""

from collections.abc import Iterator

from portlog.checks.provenance.case import Case, PortFile
from portlog.checks.provenance.rules import (
    AMBIGUOUS_SESSION,
    NO_SESSION,
    OTHER_MODEL,
    UNKNOWN_MODEL,
    UNKNOWN_SESSION,
)
from portlog.checks.provenance.wording import of_key, some
from portlog.records.diagnostic import Diagnostic
from portlog.records.header import HeaderKey, PlacedHeader
from portlog.records.model_name import short_name
from portlog.records.session import Session

_SESSIONS = "a name that `portlog session list` shows"


def sessions_and_models(case: Case) -> Iterator[Diagnostic]:
    """Find sessions that are not in the log, and models that were not used in them."""
    for file in case.files:
        if file.header is not None:
            yield from _of_header(case, file, file.header)


def _of_header(case: Case, file: PortFile, placed: PlacedHeader) -> Iterator[Diagnostic]:
    header = placed.header
    found = case.sessions.fitting(header.session) if header.session else []
    if not header.session:
        told = "its header names no session"
        yield of_key(file, HeaderKey.BY, NO_SESSION, told, _SESSIONS)
    elif not found:
        told = f"session {header.session} is not in the log"
        yield of_key(file, HeaderKey.BY, UNKNOWN_SESSION, told, _SESSIONS)
    elif len(found) > 1:
        told = f"session {header.session} can be any of {len(found)} in the log"
        names = some([one.session_id for one in found])
        yield of_key(file, HeaderKey.BY, AMBIGUOUS_SESSION, told, f"one of {names}")
    if header.model is not None:
        yield from _of_model(case, file, header.model, found)


def _of_model(
    case: Case, file: PortFile, model: str, sessions: list[Session]
) -> Iterator[Diagnostic]:
    if not case.sessions.has_model(model):
        told = f"no session of the log used the model {model}"
        yield of_key(file, HeaderKey.BY, UNKNOWN_MODEL, told, "a model of the log")
    elif sessions and not any(short_name(model) in case.sessions.models_of(s) for s in sessions):
        used = some(sorted(case.sessions.models_of(sessions[0])))
        told = f"its session used {used}, and its header says {model}"
        yield of_key(file, HeaderKey.BY, OTHER_MODEL, told, "the model that the session used")
