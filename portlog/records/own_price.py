"""A price that an experiment sets itself."""

from dataclasses import dataclass
from datetime import date

from portlog.records.price import DAY_MS, LATEST, PricePeriod, Rates, day_ms


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """An experiment's own price of a model, from one day to the end of another, in UTC.

    `name` is the model as a price table names it.
    """

    model: str
    name: str
    tier: str
    since: date
    until: date | None
    rates: Rates

    @property
    def period(self) -> PricePeriod:
        """When the price holds, for prompts of any length."""
        until = LATEST if self.until is None else day_ms(self.until) + DAY_MS
        return PricePeriod(day_ms(self.since), until, (self.rates,))
