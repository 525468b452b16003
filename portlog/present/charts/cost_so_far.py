"""The chart of what each llm has cost so far."""

from collections.abc import Sequence
from decimal import Decimal

from portlog.analytics.cost import CostStep
from portlog.analytics.method import Method
from portlog.present.charts.basis_words import are_claims, axis_words, begun, method_cells, quoted
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.step_line import Gap, Step, StepLine
from portlog.present.charts.steps import Steps
from portlog.present.charts.tones import tone
from portlog.present.language import gettext, ngettext, translatable
from portlog.present.wording import (
    LIST_PRICE,
    NO_MODULE,
    counted,
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
    Column("date", translatable("Date"), Kind.DAY),
    Column("session_id", translatable("Session")),
    Column("llm", translatable("LLM")),
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("rule", translatable("Rule"), unknown=translatable("none")),
    Column("cost_usd", translatable("API-equivalent list price, USD"), Kind.MONEY),
    Column("so_far_usd", translatable("So far, USD"), Kind.MONEY),
    Column(
        "unpriced_calls",
        translatable("Calls without a price"),
        Kind.COUNT,
        unknown=translatable("none"),
    ),
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
        name=gettext("Cost so far"),
        finding=_finding(steps, lines),
        reading=gettext(
            "The %(list_price)s of the tokens so far, in US dollars, by day: not what was paid. "
            "A step is a session; a dashed square is one whose cost is not known.",
            list_price=gettext(LIST_PRICE),
        ),
        unit="USD",
        sample=gettext(
            "%(sessions)s, %(priced)s priced",
            sessions=counted(len(steps), "session"),
            priced=len(priced),
        ),
        methods=_methods(priced),
        notes=tuple(_notes(steps, lines, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(step) for step in steps)),
        form=_form(steps, lines) if drawable else None,
        query="cost_so_far",
    )


def _form(steps: Sequence[CostStep], lines: tuple[StepLine, ...]) -> Steps:
    axis = axis_words(gettext("List price, USD"), _methods(steps))
    return Steps(axis, lines, steps[0].day, steps[-1].day)


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
    cost = money(step.cost_usd or Decimal(0))
    words = gettext(
        "%(session)s: %(cost)s, so far %(sum)s", session=_label(step), cost=cost, sum=money(so_far)
    )
    return Step(step.day, so_far, words)


def _label(step: CostStep) -> str:
    return f"{long_day(step.day)}, {step.llm}, {module_words(step.module)}"


def _lack(step: CostStep) -> str:
    if not step.unpriced_calls:
        return gettext("cost not known")
    return ngettext(
        "%(num)s call without a price",
        "%(num)s calls without a price",
        step.unpriced_calls,
        num=step.unpriced_calls,
    )


def _finding(steps: Sequence[CostStep], lines: Sequence[StepLine]) -> str:
    priced = [step.cost_usd for step in steps if step.cost_usd is not None]
    if not priced:
        sessions = of_all(len(steps), len(steps), "session")
        return gettext("Cost not known: %(sessions)s.", sessions=sessions)
    price = gettext(LIST_PRICE)
    if len(_methods(steps)) > 1:
        return gettext(
            "At %(list_price)s so far: %(sums)s, which are not added.",
            list_price=price,
            sums=listed(_sums(steps)),
        )
    cost = _at_least(money(sum(priced, Decimal(0))), is_least=len(priced) < len(steps))
    return _whole_finding(cost, lines, is_claim=are_claims(_methods(steps)))


def _whole_finding(cost: str, lines: Sequence[StepLine], *, is_claim: bool) -> str:
    if is_claim:
        said = gettext("The log claims %(cost)s at %(list_price)s so far, %(by_llm)s.")
    else:
        said = gettext("%(cost)s at %(list_price)s so far, %(by_llm)s.")
    words = {"cost": cost, "list_price": gettext(LIST_PRICE), "by_llm": _by_llm(lines)}
    return begun(said % words)


def _at_least(words: str, *, is_least: bool) -> str:
    return gettext("at least %(amount)s", amount=words) if is_least else words


def _sums(steps: Sequence[CostStep]) -> list[str]:
    is_least = any(step.method is None for step in steps)
    return [_sum(steps, method, is_least=is_least) for method in _methods(steps)]


def _sum(steps: Sequence[CostStep], method: Method, *, is_least: bool) -> str:
    costs = [step.cost_usd or Decimal(0) for step in steps if step.method == method]
    words = _at_least(quoted(money(sum(costs, Decimal(0))), method), is_least=is_least)
    if method.is_claim:
        return gettext("%(amount)s typed", amount=words)
    return gettext("%(amount)s by %(rule)s", amount=words, rule=method.rule)


def _by_llm(lines: Sequence[StepLine]) -> str:
    if len(lines) == 1:
        return gettext("all with %(llm)s", llm=shortened(lines[0].name, _LONGEST_NAME))
    if len(lines) > _MOST_NAMED:
        return gettext("with %(llms)s", llms=counted(len(lines), "llm"))
    return listed([_amount(line) for line in lines])


def _amount(line: StepLine) -> str:
    llm = shortened(line.name, _LONGEST_NAME)
    if not line.steps:
        return gettext("an unknown amount with %(llm)s", llm=llm)
    return gettext("%(amount)s with %(llm)s", amount=money(line.total), llm=llm)


def _notes(steps: Sequence[CostStep], lines: Sequence[StepLine], *, drawable: bool) -> list[str]:
    unpriced = [step for step in steps if step.cost_usd is None]
    notes = []
    if unpriced:
        notes.append(
            gettext(
                "Sums leave out %(sessions)s: %(reasons)s.",
                sessions=of_all(len(unpriced), len(steps), "session"),
                reasons=_reasons(unpriced),
            )
        )
    if len({line.tone.token for line in lines}) > 1:
        notes.append(
            gettext("The llms did different work; this describes them and does not rank them.")
        )
    if not drawable:
        notes.append(gettext("No picture: it takes %(n)s priced sessions.", n=FEWEST_POINTS))
    return notes


def _reasons(unpriced: Sequence[CostStep]) -> str:
    calls = [step.unpriced_calls for step in unpriced if step.unpriced_calls]
    others = len(unpriced) - len(calls)
    if not calls:
        return gettext("cost not known")
    told = [without_a_price(len(calls), sum(calls))]
    if others:
        sessions = counted(others, "session")
        told.append(gettext("cost not known in %(sessions)s", sessions=sessions))
    return listed(told)


def _row(step: CostStep) -> tuple[Cell, ...]:
    basis, rule = method_cells(step.method)
    return (
        *(step.day, step.session_id, step.llm, step.module, basis, rule),
        *(_dollars(step.cost_usd), _dollars(step.so_far_usd), step.unpriced_calls),
    )


def _dollars(usd: Decimal | None) -> Decimal | None:
    return None if usd is None else Decimal(plain_digits(usd, 2))
