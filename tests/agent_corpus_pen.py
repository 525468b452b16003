"""The seeded randomness, the invented text and the choice of features behind a corpus."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from math import exp, log
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

# quantiles of the file sizes in a real home, in KB, by ccusage's own generator of fixtures
_SIZES = (
    (0.0, 4.0),
    (0.5, 105.0),
    (0.9, 654.0),
    (0.98, 2_600.0),
    (0.99, 5_400.0),
    (0.999, 15_000.0),
    (1.0, 87_000.0),
)
_WORDS = (
    "agent loop parser token buffer channel retry budget stream frame header module lifetime "
    "borrow trait enum match result option vector slice string index cursor session socket "
    "thread queue worker handle error path config test fixture assert output input python rust "
    "port crate"
).split()
_CODE = (
    "pub fn {a}_{b}(&mut self, {c}: &str) -> Result<{d}, Error> {{",
    "    let {a} = self.{b}.iter().map(|{c}| {c}.len()).sum::<usize>();",
    '    match {a}.{b}("{c}") {{ Ok({d}) => {d}, Err(e) => return Err(e.into()) }}',
    'def {a}_{b}(self, {c}: str = "{d}") -> dict[str, int]:',
    "    return {{\"{a}\": {b}, '{c}': [x for x in self.{d} if x]}}",
    '    if {a}["{b}"] != r"\\d+\\.{c}": raise ValueError(f"{d}: {{{a}!r}}")',
    "}}",
    "",
    "test {a}::{b}_{c} ... ok",
    "\twarning: unused variable: `{a}` --> src/{b}/{c}.rs:17:9",
)
_PROSE = (
    "The {a} of the {b} should own its {c}, so that a {d} cannot outlive it.",
    "Port the {a} module next; keep the {b} of the {c} as it is in the original {d}.",
    "I looked at the {a} and the {b}: the {c} is never read, the {d} is read twice.",
)
_LOOKALIKES = (
    '{"type":"assistant","message":{"id":"msg_fake","usage":{"input_tokens":999999}}}',
    '"usage":{"input_tokens":424242,"cache_read_input_tokens":1,"output_tokens":777777}',
    '{"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{}}}}',
    '{\\"usage\\":{\\"input_tokens\\":31337},\\"speed\\":null}',
    'grep -rn \'"type":"patch_apply_end"\' ~/.codex | head -3',
)
_FOREIGN = (
    "Größe, naïve façade — “quoted” … 100 % №",
    "日本語のコメント: ストリームを閉じる",
    "🦀 crab and 🧵 thread, \N{ZERO WIDTH JOINER}e\N{COMBINING ACUTE ACCENT}",
    "a line separator \u2028 and a paragraph separator \u2029 stay inside one row",
    "form feed \x0c, next line \x85, escape \x1b[31mred\x1b[0m, tab\tand null \x00",
)


def stamp(ms: int) -> str:
    """Return milliseconds since 1970 as both agents write a time."""
    told = datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{told}.{ms % 1000:03}Z"


def milliseconds(day: str) -> int:
    """Return the start of a UTC day in milliseconds since 1970."""
    return int(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()) * 1000


@dataclass
class Pen:
    """A seeded source of numbers, names and text that plants every wanted feature at least once."""

    seed: str
    features: Collection[str]
    planted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 - a corpus, not a secret

    def chance(self, feature: str, share: float) -> bool:
        """Say whether to plant a feature here: soon for the first time, then in this share."""
        if feature not in self.features:
            return False
        often = share if feature in self.planted else max(share, 0.5)
        wanted = self.random.random() < often
        if wanted:
            self.planted.add(feature)
        return wanted

    def odds(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, items: Sequence[Item]) -> Item:
        return items[int(self.random.random() * len(items))]

    def of(self, weights: Mapping[str, float]) -> str:
        """Return one of the names, by weight."""
        return self.random.choices(list(weights), list(weights.values()))[0]

    def count(self, low: int, high: int) -> int:
        return low + int(self.random.random() * (high - low + 1))

    def hex(self, length: int) -> str:
        return f"{self.random.getrandbits(4 * length):0{length}x}"

    def uuid(self) -> str:
        digits = self.hex(32)
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def file_size(self, cap: int) -> int:
        """Return a size of a log in bytes, after the profile of a real home."""
        where = self.random.random()
        pairs = pairwise(_SIZES)
        low, high = next((low, high) for low, high in pairs if where <= high[0])
        share = (where - low[0]) / (high[0] - low[0])
        return min(cap, int(1024 * exp(log(low[1]) + share * log(high[1] / low[1]))))

    def skewed(self, middle: int, cap: int) -> int:
        """Return a number that is mostly near the middle and sometimes many times that."""
        return min(cap, int(middle * exp(self.random.gauss(0, 1.1))))

    def text(self, length: int) -> str:
        """Return code and output of about this length."""
        return self._slice(self._pool, length)

    def prose(self, length: int) -> str:
        return self._slice(self._essay, length)

    def word(self) -> str:
        return self.one(_WORDS)

    def lines(self, count: int) -> list[str]:
        """Return lines of code, as an edit holds them."""
        return [self.one(self._code_lines) for _ in range(count)]

    def _slice(self, pool: str, length: int) -> str:
        start = int(self.random.random() * len(pool))
        found = pool[start : start + length]
        while len(found) < length:
            found += pool[: length - len(found)]
        return found

    @cached_property
    def _code_lines(self) -> list[str]:
        return [self._filled(self.one(_CODE)) for _ in range(300)]

    @cached_property
    def _pool(self) -> str:
        lines = [self.one(self._code_lines) for _ in range(1_500)]
        return "\n".join(self._spiced(lines, 40)) + "\n"

    @cached_property
    def _essay(self) -> str:
        lines = [self._filled(self.one(_PROSE)) for _ in range(300)]
        return "\n".join(self._spiced(lines, 12)) + "\n"

    def _filled(self, form: str) -> str:
        return form.format(a=self.word(), b=self.word(), c=self.word(), d=self.word())

    def _spiced(self, lines: list[str], places: int) -> list[str]:
        spices = [
            *(_LOOKALIKES if "lookalikes" in self.features else ()),
            *(_FOREIGN if "unicode" in self.features else ()),
        ]
        for _ in range(places if spices else 0):
            lines.insert(self.count(0, len(lines)), self.one(spices))
        return lines


class Clock:
    """Milliseconds that only go forward, with the gaps of people and of machines."""

    def __init__(self, pen: Pen, ms: int) -> None:
        self.pen = pen
        self.ms = ms

    def tick(self, low: int = 120, high: int = 4_000) -> int:
        """Go on by a machine's gap; returns the new time."""
        self.ms += self.pen.count(low, high)
        return self.ms

    def pause(self) -> int:
        """Go on by a person's gap, at times of exactly ten minutes or a millisecond more."""
        idle = self.pen.one(_PAUSES)
        self.ms += idle if self.pen.odds(0.12) else self.pen.skewed(40_000, 500_000)
        return self.ms


_PAUSES = (600_000, 600_001, 599_999, 660_000, 1_900_000, 5_400_000, 15_000_000)
