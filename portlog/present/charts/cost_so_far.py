"""The chart of what each llm has cost so far."""

from collections.abc import Sequence
from dataclasses import astuple
from decimal import Decimal

from portlog.analytics.cost import CostStep
from portlog.analytics.method import Method
from portlog.present.charts.basis_words import as_said, axis_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.step_line import Gap, Step, StepLine
from portlog.present.charts.steps import Steps
from portlog.present.charts.tones import tone
from portlog.present.wording import (
    LIST_PRICE,
    NO_MODULE,
    counted,
    grouped,
    listed,
    long_day,
    module_words,
    money,
    of_all,
    plain_digits,
    shortened,
    without_a_price,
)

_COLUMNS = (
    Column("date", "Date", Kind.DAY),
    Column("session_id", "Session"),
    Column("llm", "LLM"),
    Column("module", "Module", unknown=NO_MODULE),
    Column("basis", "Basis", unknown="unknown"),
    Column("rule", "Rule", unknown="none"),
    Column("cost_usd", f"{LIST_PRICE}, USD", Kind.MONEY),
    Column("so_far_usd", "So far, USD", Kind.MONEY),
    Column("unpriced_calls", "Calls without a price", Kind.COUNT, unknown="none"),
)
_MOST_NAMED = 3
_LONGEST_NAME = 40


def cost_so_far(steps: Sequence[CostStep]) -> Chart:
    """Draw the growing sum of each llm; sessions without a cost are marked and left out."""
    priced = [step for step in steps if step.cost_usd is not None]
    lines = _lines(steps)
    drawable = len(priced) >= FEWEST_POINTS
    return Chart(
        id="cost-so-far",
        name="Cost so far",
        finding=_finding(steps, lines),
        reading=(
            f"The {LIST_PRICE} of the tokens so far, in US dollars, by day: not what was paid. "
            "A step is a session; a dashed square is one whose cost is not known."
        ),
        unit="USD",
        sample=f"{counted(len(steps), 'session')}, {len(priced)} priced",
        methods=_methods(priced),
        notes=tuple(_notes(steps, lines, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(step) for step in steps)),
        form=Steps(
            axis_words("List price, USD", _methods(priced)), lines, steps[0].day, steps[-1].day
        )
        if drawable
        else None,
        query="cost_so_far",
    )


def _methods(priced: Sequence[CostStep]) -> tuple[Method, ...]:
    return tuple(sorted({step.method for step in priced if step.method is not None}))


def _lines(steps: Sequence[CostStep]) -> tuple[StepLine, ...]:
    """Return a line for each llm and method; what an llm's gaps would add is on all its lines."""
    llms = sorted({step.llm for step in steps})
    return tuple(line for index, llm in enumerate(llms) for line in _lines_of(llm, index, steps))


def _lines_of(llm: str, index: int, steps: Sequence[CostStep]) -> list[StepLine]:
    own = [step for step in steps if step.llm == llm]
    gaps = tuple(Gap(step.day, f"{_label(step)}: {_lack(step)}") for step in own if not step.method)
    methods = _methods(own) or (None,)
    several = len(_methods(steps)) > 1
    return [
        StepLine(
            f"{llm}, {method.rule}" if method and several else llm,
            tone(index),
            tuple(_step(step) for step in own if step.method and step.method == method),
            gaps,
            llm,
            str(method.basis) if method and several else "",
        )
        for method in methods
    ]


def _step(step: CostStep) -> Step:
    so_far = step.so_far_usd or Decimal(0)
    cost = step.cost_usd or Decimal(0)
    return Step(step.day, so_far, f"{_label(step)}: {money(cost)}, so far {money(so_far)}")


def _label(step: CostStep) -> str:
    return f"{long_day(step.day)}, {step.llm}, {module_words(step.module)}"


def _lack(step: CostStep) -> str:
    if not step.unpriced_calls:
        return "cost not known"
    return f"{counted(step.unpriced_calls, 'call')} without a price"


def _finding(steps: Sequence[CostStep], lines: Sequence[StepLine]) -> str:
    priced = [step.cost_usd for step in steps if step.cost_usd is not None]
    if not priced:
        return f"What {of_all(len(steps), len(steps), 'session')} cost is not known."
    if len(_methods(steps)) > 1:
        return f"At {LIST_PRICE} so far: {listed(_sums(steps))}, which are not added."
    least = "at least " if len(priced) < len(steps) else ""
    said = as_said(
        _methods(steps), f"{least}{money(sum(priced, Decimal(0)))} at {LIST_PRICE} so far"
    )
    return f"{said}{_by_llm(lines)}."


def _sums(steps: Sequence[CostStep]) -> list[str]:
    least = "at least " if any(step.method is None for step in steps) else ""
    return [
        f"{least}{_sum(steps, method)} {'typed' if method.is_claim else f'by {method.rule}'}"
        for method in _methods(steps)
    ]


def _sum(steps: Sequence[CostStep], method: Method) -> str:
    costs = [step.cost_usd or Decimal(0) for step in steps if step.method == method]
    words = money(sum(costs, Decimal(0)))
    return f"“{words}”" if method.is_claim else words


def _by_llm(lines: Sequence[StepLine]) -> str:
    if len(lines) == 1:
        return f", all with {shortened(lines[0].name, _LONGEST_NAME)}"
    if len(lines) > _MOST_NAMED:
        return f", with {counted(len(lines), 'llm')}"
    return ": " + listed(
        [f"{_amount(line)} with {shortened(line.name, _LONGEST_NAME)}" for line in lines]
    )


def _amount(line: StepLine) -> str:
    return money(line.total) if line.steps else "an unknown amount"


def _notes(steps: Sequence[CostStep], lines: Sequence[StepLine], *, drawable: bool) -> list[str]:
    unpriced = sum(step.cost_usd is None for step in steps)
    notes = []
    if unpriced:
        why = _reasons([step for step in steps if step.cost_usd is None])
        notes.append(f"Sums leave out {of_all(unpriced, len(steps), 'session')}: {why}.")
    if len({line.tone.token for line in lines}) > 1:
        notes.append("The llms did different work; this describes them and does not rank them.")
    if not drawable:
        notes.append(f"No picture: it takes {FEWEST_POINTS} priced sessions.")
    return notes


def _reasons(unpriced: Sequence[CostStep]) -> str:
    calls = [step.unpriced_calls for step in unpriced if step.unpriced_calls]
    others = len(unpriced) - len(calls)
    return listed(
        [
            *([without_a_price(len(calls), sum(calls))] if calls else []),
            *(
                [f"cost not known in {grouped(others)}" if calls else "cost not known"]
                * bool(others)
            ),
        ]
    )


def _row(step: CostStep) -> tuple[Cell, ...]:
    basis, rule = astuple(step.method) if step.method else (None, None)
    return (
        *(step.day, step.session_id, step.llm, step.module, basis, rule),
        *(_dollars(step.cost_usd), _dollars(step.so_far_usd), step.unpriced_calls),
    )


def _dollars(usd: Decimal | None) -> Decimal | None:
    return None if usd is None else Decimal(plain_digits(usd, 2))
