"""ccusage, another reader of the agents' logs: https://github.com/ccusage/ccusage, version 20."""

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import msgspec

from portlog.records.model_name import short_name
from portlog.records.reconciliation import Counts
from portlog.sources.agents.names import kept_model

R = TypeVar("R")
NAME = "ccusage"
_TIMEOUT_S = 120
_ASK_TIMEOUT_S = 20
_VERSION = re.compile(r"ccusage v?(\d{1,4}(?:\.\d{1,5}){1,3})\b")


class ModelRow(msgspec.Struct, frozen=True, gc=False):
    """What one model used, as it tells Claude's."""

    modelName: str = ""  # noqa: N815  its own names
    inputTokens: int | None = None  # noqa: N815
    outputTokens: int | None = None  # noqa: N815
    cacheReadTokens: int | None = None  # noqa: N815
    cacheCreationTokens: int | None = None  # noqa: N815
    cost: Decimal | None = None
    missingPricing: bool = False  # noqa: N815


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line of a report: of a session, a thread, or a day in one folder of Claude's."""

    sessionId: str = ""  # noqa: N815
    projectPath: str = ""  # noqa: N815
    totalTokens: int = 0  # noqa: N815
    costUSD: Decimal | None = None  # noqa: N815
    modelBreakdowns: list[ModelRow] = []  # noqa: N815
    models: dict[str, ModelRow] = {}


class _Totals(msgspec.Struct, frozen=True):
    unpricedModels: list[str] = []  # noqa: N815


class Sessions(msgspec.Struct, frozen=True):
    """A report by session."""

    sessions: list[Row]
    totals: _Totals = _Totals()


class Projects(msgspec.Struct, frozen=True):
    """A report by day and folder; where it found no logs it names no folder."""

    projects: dict[str, list[Row]] = {}


class Failed(Exception):
    """The program did not start, did not end in time, or said something else."""


@dataclass(frozen=True, slots=True)
class Ccusage:
    """The program at a path, run in an environment, without a network."""

    program: str
    environ: Mapping[str, str]

    @property
    def version(self) -> str:
        """Its name with its version, as far as it tells that."""
        told = _VERSION.match(
            self._run("--version", timeout=_ASK_TIMEOUT_S).decode("utf-8", "replace")
        )
        return f"{NAME} {told[1]}" if told else NAME

    def claude_sessions(self) -> Sessions:
        """Return its report of Claude's sessions."""
        return self._report(Sessions, "claude", "session")

    def claude_days(self) -> Projects:
        """Return its report of Claude's days, by folder; in it no copy is counted twice."""
        return self._report(Projects, "claude", "daily", "--instances")

    def codex_threads(self) -> Sessions:
        """Return its report of Codex's threads."""
        return self._report(Sessions, "codex", "session")

    def _report(self, form: type[R], *words: str) -> R:
        told = self._run(*words, "--json", "--offline", timeout=_TIMEOUT_S)
        try:
            return msgspec.json.decode(told, type=form, strict=False)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise Failed(f"`{NAME} {' '.join(words)}` said what is not known here") from error

    def _run(self, *words: str, timeout: int) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603  the program that was named, and fixed words
                [self.program, *words],
                cwd="/",
                env=dict(self.environ),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=timeout,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise Failed(f"no answer in {timeout} s") from error
        except subprocess.CalledProcessError as error:
            raise Failed(f"`{NAME} {' '.join(words[:2])}` failed ({error.returncode})") from error
        except OSError as error:
            raise Failed(error.strerror or "it cannot be started") from error
        return done.stdout


def by_model(rows: Iterable[Row]) -> dict[str, Counts]:
    """Return what reports of Claude's use say, by model; of one without a price no cost."""
    found: dict[str, Counts] = {}
    for told in (one for row in rows for one in row.modelBreakdowns):
        name = _name(told.modelName)
        counts = _counts(told, None if told.missingPricing else told.cost)
        found[name] = found[name].with_more(counts) if name in found else counts
    return found


def by_codex_model(rows: Sequence[Row]) -> dict[str, Counts]:
    """Return what reports of Codex's use say, by model; costs are told for whole threads only."""
    found: dict[str, Counts] = {}
    for model, told in (pair for row in rows for pair in row.models.items()):
        name, counts = _name(model), _counts(told, None)
        found[name] = found[name].with_more(counts) if name in found else counts
    return found


def codex_cost(rows: Sequence[Row], report: Sessions) -> Decimal | None:
    """Return what threads cost by its prices; None where a model of theirs has none."""
    unpriced = set(report.totals.unpricedModels)
    costs = [
        row.costUSD for row in rows if row.costUSD is not None and not unpriced & {*row.models}
    ]
    return sum(costs, Decimal(0)) if len(costs) == len(rows) else None


def _counts(told: ModelRow, cost: Decimal | None) -> Counts:
    return Counts(
        told.inputTokens,
        told.cacheReadTokens,
        told.cacheCreationTokens,
        told.outputTokens,
        None,
        cost,
    )


def _name(model: str) -> str:
    return short_name(kept_model(model.removesuffix("-fast")))
