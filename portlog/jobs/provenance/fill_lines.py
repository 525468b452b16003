"""Fill the lines of code of sessions from what they ported; what somebody typed stays."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portlog.checks.provenance.case import Claim
from portlog.checks.provenance.originals import claimed_names
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.check import Ground, survey
from portlog.records.loc import LOC_RULE
from portlog.records.origin import ORIGINS, Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.records.symbol import Code
from portlog.store.step import Step
from portlog.workspace import Workspace

PLAN_RULE = "plan/1"


@dataclass(frozen=True, slots=True)
class Size:
    """What a session ported: lines of the original and of the port, None where nobody can tell."""

    original: int | None
    port: int | None
    module: str | None


def fill_lines(workspace: Workspace, session_ids: Collection[str]) -> list[Session]:
    """Give some sessions the lines and the module that nobody typed; return those that changed.

    What was filled before and is so no more is emptied.
    """
    ground = survey(workspace)
    sizes = _sizes(ground)
    table = workspace.log.sessions
    changed = []
    with workspace.store.writing() as step:
        for session in step.database.every(table):
            if session.session_id in session_ids:
                size = sizes.get(session.session_id, Size(None, None, None))
                filled = _filled(step, workspace, session, size)
                changed += [filled] if filled != session else []
    ground.code.keep()
    return changed


def _filled(step: Step, workspace: Workspace, session: Session, size: Size) -> Session:
    names = {one.attribute: one.name for one in workspace.log.sessions.columns}
    mine = {"session_id": session.session_id}
    origins = step.database.records(ORIGINS, "session_own_origins", mine)
    told = {"loc_original": size.original, "loc_port": size.port, "module": size.module}
    free: dict[str, Any] = {
        attribute: value
        for attribute, value in told.items()
        if _is_free(session, attribute, names[attribute], origins)
    }
    filled = replace(session, **free)
    if filled != session:
        step.replace(workspace.log.sessions, filled)
    known = {one: value for one, value in free.items() if value is not None}
    wanted = [*_others(origins, {names[one] for one in free}), *_origins(session, known, names)]
    step.put(ORIGINS, origins, wanted)
    return filled


def _is_free(session: Session, attribute: str, column: str, origins: Iterable[Origin]) -> bool:
    """Say whether a cell is empty, or is what an earlier filling made of it."""
    if getattr(session, attribute) is None:
        return not any(column in (one.edited or ()) for one in origins)
    return any(
        column in one.columns
        and one.rule in {LOC_RULE, PLAN_RULE}
        and column not in (one.edited or ())
        for one in origins
    )


def _others(origins: Iterable[Origin], columns: set[str]) -> Iterator[Origin]:
    """Yield the origins of all other cells, which stay as they are."""
    for one in origins:
        kept = tuple(name for name in one.columns if name not in columns)
        if kept == one.columns:
            yield one
        elif kept:
            yield replace(one, columns=kept)


def _origins(
    session: Session, filled: Mapping[str, object], names: Mapping[str, str]
) -> Iterator[Origin]:
    lines = tuple(sorted(names[one] for one in filled if one != "module"))
    if lines:
        yield Origin(session.session_id, lines, Basis.COMPUTED, LOC_RULE)
    if "module" in filled:
        yield Origin(session.session_id, ("module",), Basis.COMPUTED, PLAN_RULE)


def _sizes(ground: Ground) -> dict[str, Size]:
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in ground.claims:
        if claim.row is not None and claim.row.session_id is not None:
            claims[claim.row.session_id].append(claim)
    first = _first_claims(ground.claims, ground.logged.sessions.sessions)
    return {
        name: Size(
            _original_lines(first.get(name, {})), _port_lines(ground, mine), _module(ground, mine)
        )
        for name, mine in claims.items()
    }


def _first_claims(
    claims: Iterable[Claim], sessions: Mapping[str, Session]
) -> dict[str, dict[tuple[str, str], int]]:
    """Return, by session, the lines of the symbols that it was the first to claim."""
    taken: set[tuple[str, str]] = set()
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for claim in sorted(_of_sessions(claims, sessions), key=lambda one: _turn(one, sessions)):
        lines = {one.name: one.lines.code for one in claim.original.symbols or ()}
        for name in claimed_names(claim):
            at = (claim.part.path, name)
            if at not in taken and claim.row is not None:
                found[claim.row.session_id or ""][at] = lines[name]
                taken.add(at)
    return found


def _of_sessions(claims: Iterable[Claim], sessions: Mapping[str, Session]) -> Iterator[Claim]:
    return (one for one in claims if one.row and one.row.session_id in sessions)


def _turn(claim: Claim, sessions: Mapping[str, Session]) -> tuple[str, str, str]:
    session = sessions[claim.row.session_id or ""] if claim.row else None
    day = session.date.isoformat() if session else ""
    return (day, session.session_id if session else "", claim.place)


def _original_lines(lines: Mapping[tuple[str, str], int]) -> int | None:
    return sum(lines.values()) if lines else None


def _port_lines(ground: Ground, mine: Sequence[Claim]) -> int | None:
    """Return the code of a session's files; None where another session wrote a part of one."""
    files = {claim.file.path for claim in mine}
    session = mine[0].row.session_id if mine[0].row else None
    others = (claim for claim in ground.claims if claim.file.path in files)
    if any(claim.row is None or claim.row.session_id != session for claim in others):
        return None
    read = [_code(ground.code, ground, path) for path in sorted(files)]
    return None if None in read else sum(one or 0 for one in read)


def _code(code: CodeFiles, ground: Ground, path: str) -> int | None:
    found = code.read(ground.places.root / path, path)
    return found.lines.code if isinstance(found, Code) else None


def _module(ground: Ground, mine: Sequence[Claim]) -> str | None:
    """Return the one module of the plan that all files of a session belong to."""
    planned = {one.module for one in ground.logged.plan}
    found = {ground.modules.of_file(claim.file.path) for claim in mine}
    return found.pop() if len(found) == 1 and found <= planned else None
