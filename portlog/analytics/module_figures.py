"""What the log says of each module: cost, hallucinations and tests, each sum by one method."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.analytics.method import Method
from portlog.analytics.session_log import LoggedSession


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum over sessions whose costs are known by one method."""

    usd: Decimal
    method: Method
    sessions: int


@dataclass(frozen=True, slots=True)
class ModuleFigures:
    """The figures of one module's sessions.

    `hallucinations` are sums by how they are known, `tests` those of the last session that knows
    them; `uncosted` and `unreviewed` count sessions of which nobody knows.
    """

    module: str
    sessions: int
    costs: tuple[Cost, ...]
    uncosted: int
    hallucinations: tuple[tuple[int, Method], ...]
    unreviewed: int
    tests: tuple[str, Method] | None


# those that were published, by the day of it and then by module
KeptFigures = Mapping[date, Mapping[str, ModuleFigures]]


def figures_by_module(log: Iterable[LoggedSession]) -> Mapping[str, ModuleFigures]:
    """Return the figures of each module of a log that has its newest session first."""
    sessions: dict[str, list[LoggedSession]] = {}
    for one in log:
        if one.module is not None:
            sessions.setdefault(one.module, []).append(one)
    return {module: _figures(module, own) for module, own in sessions.items()}


def _figures(module: str, sessions: Sequence[LoggedSession]) -> ModuleFigures:
    tested = next((one for one in sessions if one.tests_pass is not None), None)
    return ModuleFigures(
        module,
        len(sessions),
        tuple(_costs(sessions)),
        sum(one.cost_usd is None for one in sessions),
        tuple(_hallucinations(sessions)),
        sum(one.hallucinations is None for one in sessions),
        (tested.tests_pass, tested.method("tests_pass")) if tested and tested.tests_pass else None,
    )


def _costs(sessions: Iterable[LoggedSession]) -> list[Cost]:
    found: dict[Method, list[Decimal]] = {}
    for one in sessions:
        if one.cost_usd is not None:
            found.setdefault(one.method("cost_usd"), []).append(one.cost_usd)
    return [Cost(sum(found[by], Decimal(0)), by, len(found[by])) for by in sorted(found)]


def _hallucinations(sessions: Iterable[LoggedSession]) -> list[tuple[int, Method]]:
    found: dict[Method, int] = {}
    for one in sessions:
        if one.hallucinations is not None:
            by = one.method("hallucinations")
            found[by] = found.get(by, 0) + one.hallucinations
    return [(found[by], by) for by in sorted(found)]
