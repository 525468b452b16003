"""Find how much of the original is ported, verified, reviewed, left out and open."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from portlog.checks.port_coverage import (
    KnownLevels,
    SymbolState,
    coverage_rows,
    extent_of,
    milestones,
)
from portlog.checks.provenance.case import Claim, PortFile
from portlog.checks.provenance.evidence import is_reviewed, is_verified
from portlog.checks.provenance.originals import changes_of, claimed_names
from portlog.jobs.provenance.check import Ground, survey
from portlog.jobs.provenance.logged import Logged
from portlog.records.loc import LOC_RULE
from portlog.records.original_part import is_named
from portlog.records.port_coverage import PortCoverage
from portlog.records.skip import WHOLE_FILE, Skip
from portlog.records.symbol import MODULE, Symbol
from portlog.records.symbol_change import ChangeKind
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True)
class _Known:
    """What is known of the original's symbols, by file and name."""

    ground: Ground
    claims: Mapping[tuple[str, str], list[Claim]] = field(default_factory=dict)
    changed: frozenset[tuple[str, str]] = frozenset()
    skips: Mapping[str, list[Skip]] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)


def port_coverage(workspace: Workspace) -> tuple[PortCoverage, tuple[UnreadRow, ...]]:
    """Return the coverage of a port, and the rows of the log that could not be read.

    Raises `ConfigError` where the settings name no folder of the original.
    """
    ground = survey(workspace)
    states = tuple(symbol_states(ground))
    ground.code.keep()
    logged = ground.logged
    undated = extent_of(one for one in states if one.is_ported and one.ported_on is None)
    told = PortCoverage(
        tuple(coverage_rows(states, _levels(logged))),
        tuple(milestones(states)),
        undated,
        tuple(logged.pins),
        tuple(one.module for one in logged.plan if one.is_new),
        LOC_RULE,
        tuple((one.path, one.name) for one in states if one.is_open),
        tuple(path for path in ground.places.original_files() if _is_unread(ground, path)),
    )
    return told, tuple(logged.unread)


def symbol_states(ground: Ground) -> Iterator[SymbolState]:
    """Yield each symbol of the original that has code, tests left out, and how its port stands."""
    known = _known(ground)
    for path in ground.places.original_files():
        symbols = ground.originals.read(path).symbols or ()
        modules = ground.modules.of_original(path, symbols)
        for symbol in symbols:
            if is_counted(symbol):
                yield _state(known, path, symbol, modules.get(symbol.name, ""))


def _is_unread(ground: Ground, path: str) -> bool:
    found = ground.originals.read(path)
    return found.is_there is not False and found.symbols is None


def is_counted(symbol: Symbol) -> bool:
    """Say whether a symbol is to be ported: it has code of its own that is no test."""
    return symbol.lines.code > 0


def _known(ground: Ground) -> _Known:
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in ground.claims:
        for name in claimed_names(claim):
            claims[claim.part.path, name].append(claim)
    skips: dict[str, list[Skip]] = defaultdict(list)
    for skip in ground.logged.skips:
        skips[skip.original_path].append(skip)
    phases = {one.module: str(one.phase or "") for one in ground.logged.plan}
    return _Known(ground, claims, frozenset(_changed(ground.claims)), skips, phases)


def _changed(claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        for change in changes_of(claim):
            if change.kind is ChangeKind.CHANGED and change.new is not None:
                yield claim.part.path, change.new.name


def _state(known: _Known, path: str, symbol: Symbol, module: str) -> SymbolState:
    at = (path, symbol.name)
    claims = known.claims.get(at, [])
    skips = [one for one in known.skips.get(path, ()) if _leaves_out(one, symbol.name)]
    is_left_out = any(one.counts for one in skips)
    days = [claim.row.date for claim in claims if claim.row]
    logged = known.ground.logged
    return SymbolState(
        path=path,
        name=symbol.name,
        code=symbol.lines.code,
        module=module,
        phase=known.phases.get(module, ""),
        is_ported=bool(claims),
        ported_on=min(days, default=None),
        has_changed=at in known.changed,
        is_left_out=is_left_out,
        is_proposed=bool(skips) and not is_left_out,
        is_verified=_all(claims, lambda file: is_verified(file, logged.runs)),
        is_reviewed=_all(claims, lambda file: is_reviewed(file, logged.reviews)),
    )


def _leaves_out(skip: Skip, name: str) -> bool:
    return skip.symbol == WHOLE_FILE or is_named(name, (skip.symbol,))


def _all(claims: Iterable[Claim], holds: Callable[[PortFile], bool]) -> bool:
    found = [holds(claim.file) for claim in claims]
    return bool(found) and all(found)


def _levels(logged: Logged) -> KnownLevels:
    return KnownLevels(verified=bool(logged.runs), reviewed=bool(logged.reviews))


def named_symbols(symbols: Iterable[Symbol]) -> list[Symbol]:
    """Return those of some symbols that have a name of their own and count."""
    return [one for one in symbols if is_counted(one) and one.name != MODULE]
