"""Numbers, days and lists as words of the language that is spoken."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from portlog.present.language import gettext, language, plural_forms, translatable

NO_MODULE = translatable("no module")
LIST_PRICE = translatable("API-equivalent list price")
_CENT = Decimal("0.01")
_LIST_DECIMALS = Decimal("0.0001")
# the parts of what was read, by their names in the answers
READ_PARTS = {
    "uncached": translatable("uncached"),
    "cache_writes": translatable("cache writes"),
    "cache_reads": translatable("cache reads"),
}
# how a figure is known, as `records.outcome.Basis` names it, and not at all
BASES = (
    translatable("observed"),
    translatable("logged"),
    translatable("computed"),
    translatable("claimed"),
    translatable("unknown"),
)
_COUNTED: Mapping[str, tuple[str, str]] = {
    "call": plural_forms("%(n)s call", "%(n)s calls"),
    "crate": plural_forms("%(n)s crate", "%(n)s crates"),
    "day": plural_forms("%(n)s day", "%(n)s days"),
    "item": plural_forms("%(n)s item", "%(n)s items"),
    "line": plural_forms("%(n)s line", "%(n)s lines"),
    "llm": plural_forms("%(n)s llm", "%(n)s llms"),
    "metric": plural_forms("%(n)s metric", "%(n)s metrics"),
    "minute": plural_forms("%(n)s minute", "%(n)s minutes"),
    "model": plural_forms("%(n)s model", "%(n)s models"),
    "module": plural_forms("%(n)s module", "%(n)s modules"),
    "month": plural_forms("%(n)s month", "%(n)s months"),
    "phase": plural_forms("%(n)s phase", "%(n)s phases"),
    "post": plural_forms("%(n)s post", "%(n)s posts"),
    "question": plural_forms("%(n)s question", "%(n)s questions"),
    "row": plural_forms("%(n)s row", "%(n)s rows"),
    "session": plural_forms("%(n)s session", "%(n)s sessions"),
    "symbol": plural_forms("%(n)s symbol", "%(n)s symbols"),
    "version": plural_forms("%(n)s version", "%(n)s versions"),
    "week": plural_forms("%(n)s week", "%(n)s weeks"),
    "year": plural_forms("%(n)s year", "%(n)s years"),
}
_ALL: Mapping[str, tuple[str, str]] = {
    "crate": plural_forms("the only crate", "all %(n)s crates"),
    "item": plural_forms("the only item", "all %(n)s items"),
    "line": plural_forms("the only line", "all %(n)s lines"),
    "model": plural_forms("the only model", "all %(n)s models"),
    "module": plural_forms("the only module", "all %(n)s modules"),
    "post": plural_forms("the only post", "all %(n)s posts"),
    "session": plural_forms("the only session", "all %(n)s sessions"),
    "symbol": plural_forms("the only symbol", "all %(n)s symbols"),
}
_SCALES = ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "k"))


def grouped(number: int) -> str:
    """Return a whole number with thousands separators: `45,000`."""
    return language().figures(f"{number:,}")


def exact(number: Decimal, least_decimals: int = 0) -> str:
    """Return all digits of a number, without zeros that say nothing: `1.20`, `92.5`, `90`."""
    return language().figures(plain_digits(number, least_decimals))


def plain_digits(number: Decimal, least_decimals: int = 0) -> str:
    """Return all digits of a number in the form of files, whatever language is spoken."""
    whole, _, fraction = f"{number:f}".partition(".")
    kept = fraction.rstrip("0").ljust(least_decimals, "0")
    return f"{whole}.{kept}" if kept else whole


def separated(number: Decimal) -> str:
    """Return all digits of a number with thousands separators: `1,234.50`."""
    return language().figures(f"{number:,f}")


def money(usd: Decimal) -> str:
    """Return dollars to the cent, amounts under a dollar to the last digit: `$1,234.50`."""
    if 0 < usd < 1:
        return in_dollars(exact(usd, 2))
    return in_dollars(language().figures(f"{usd.quantize(_CENT, ROUND_HALF_EVEN):,}"))


def in_dollars(amount: str) -> str:
    """Return an amount as US dollars: `$1.20`, `1,20 US$`."""
    return gettext("$%(amount)s", amount=amount)


def in_a_list(usd: Decimal) -> str:
    """Return dollars with two to four decimals, for a column of them: `1.20`, `0.0887`."""
    if 0 < usd < _LIST_DECIMALS:
        return f"<{language().figures(str(_LIST_DECIMALS))}"
    return separated(Decimal(plain_digits(usd.quantize(_LIST_DECIMALS, ROUND_HALF_EVEN), 2)))


def compact(number: int) -> str:
    """Return a count in three digits for a label: `513 k`, `1.88 M`; exact under 10,000."""
    if number < 10_000:  # noqa: PLR2004 - four digits are as short as a rounded figure
        return grouped(number)
    return next(_scaled(number, size, unit) for size, unit in _SCALES if number >= size)


def _scaled(number: int, size: int, unit: str) -> str:
    rounded = Decimal(f"{Decimal(number) / size:.3g}")
    return f"{language().figures(f'{rounded:f}')} {unit}"


def of_bytes(size: int) -> str:
    """Return a file's size in bytes, kilobytes or megabytes: `812 B`, `45 kB`, `1.9 MB`."""
    if size < 1000:  # noqa: PLR2004 - a kilobyte
        return f"{size} B"
    if size < 1_000_000:  # noqa: PLR2004 - a megabyte
        return f"{grouped(round(size / 1000))} kB"
    return f"{language().figures(f'{size / 1_000_000:,.1f}')} MB"


def minutes(duration_min: Decimal) -> str:
    """Return minutes as hours and minutes, to the minute: `29 h 21 min`."""
    hours, rest = divmod(int(duration_min.to_integral_value(ROUND_HALF_EVEN)), 60)
    return f"{grouped(hours)} h {rest} min" if hours else f"{rest} min"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 session`, `24 sessions`."""
    one, many = _COUNTED.get(noun, (f"%(n)s {noun}", f"%(n)s {plural or f'{noun}s'}"))
    return language().plural(one, many, number) % {"n": grouped(number)}


def module_words(module: str | None) -> str:
    """Return a module's name, or that there is none."""
    return gettext(NO_MODULE) if module is None else module


def without_a_price(sessions: int, calls: int) -> str:
    """Return what lacks a price: `3 sessions (7 calls) without a price`."""
    return gettext(
        "%(sessions)s (%(calls)s) without a price",
        sessions=counted(sessions, "session"),
        calls=counted(calls, "call"),
    )


def of_all(part: int, whole: int, noun: str) -> str:
    """Return a part of a whole: `22 of 24 sessions`, or `all 24 sessions`."""
    if part == whole:
        one, many = _ALL.get(noun, (f"the only {noun}", f"all %(n)s {noun}s"))
        return language().plural(one, many, whole) % {"n": grouped(whole)}
    return gettext("%(part)s of %(whole)s", part=grouped(part), whole=counted(whole, noun))


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    if len(words) < 2:  # noqa: PLR2004 - a list begins with two
        return "".join(words)
    return gettext("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def short_day(day: date) -> str:
    """Return a day without its year: `5 Mar`."""
    return language().day(day, "MMMd")


def long_day(day: date) -> str:
    """Return a day in full: `5 March 2026`."""
    return language().day(day, "yMMMMd")


def month(day: date) -> str:
    """Return a day's month as a heading: `March 2026`."""
    said = language().day(day, "yMMMM")
    return said[:1].upper() + said[1:]


def short_month(day: date) -> str:
    """Return a day's month, short: `Mar`."""
    return language().day(day, "MMM")


def span(first: date, last: date) -> str:
    """Return two days as one phrase: `5 March to 24 April 2026`."""
    if first == last:
        return long_day(first)
    same_year = first.year == last.year
    began = language().day(first, "MMMMd") if same_year else long_day(first)
    return gettext("%(first)s to %(last)s", first=began, last=long_day(last))


def shortened(text: str, letters: int) -> str:
    """Return a text of at most so many letters, cut with an ellipsis."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
