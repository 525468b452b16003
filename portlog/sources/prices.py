"""What a request costs at list price: an experiment's own prices, then the packaged table's."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from portlog.records.model_name import STAND_INS, price_names
from portlog.records.own_price import OwnPrice
from portlog.records.price import LATEST, PriceCourse, PricePeriod, Rates, day_ms
from portlog.records.price_tier import tier_words
from portlog.sources.prices_table import packaged_periods


class Prices:
    """What a request costs, by its model, tier, moment and the length of its prompt."""

    def __init__(self, own: Iterable[OwnPrice] = ()) -> None:
        """Let an experiment's own prices precede the packaged ones; nothing is read yet."""
        self._own = tuple(sorted(own, key=attrgetter("since"), reverse=True))
        self._courses: dict[tuple[str, str], PriceCourse] = {}

    def rates(self, model: str, tier: str, at_ms: int, prompt_tokens: int) -> Rates | None:
        """Return the rates of a request, None if nobody has told its price.

        `model` is the name as logged. `tier` is `standard`, or words joined by `+`: fast, priority,
        flex, batch, us (inference in the US alone), advisor. `at_ms` is in milliseconds since 1970,
        UTC; `prompt_tokens` is all that the model read, caches included.
        Requests of one kind get one object, so that their counts can be summed under it.
        """
        return self.course(model, tier).rates(at_ms, prompt_tokens)

    def course(self, model: str, tier: str) -> PriceCourse:
        """Return all rates of a model in a tier, as `rates` gives those of one request."""
        course = self._courses.get((model, tier))
        if course is None:
            periods = tuple(self._periods(model, tier_words(tier)))
            course = self._courses[model, tier] = PriceCourse.of(periods)
        return course

    def _periods(self, model: str, words: frozenset[str]) -> Iterator[PricePeriod]:
        """Yield what is known of a model's price in a tier, the most binding first."""
        names = price_names(model)
        for price in self._own:
            if price.name in names and tier_words(price.tier) == words:
                yield price.period
        yield from packaged_periods(model, words)
        for name in STAND_INS.keys() & {*names}:
            yield from self._stand_ins(name, words)

    def _stand_ins(self, model: str, words: frozenset[str]) -> Iterator[PricePeriod]:
        starts = [(day_ms(day), name) for day, name in STAND_INS[model]]
        for (since, name), (until, _) in pairwise((*starts, (LATEST, ""))):
            for period in self._periods(name, words):
                yield period.within(since, until).noted(f"as {name}")
