"""The language in which a page speaks: its messages, and its form of numbers and days.

English is what the code is written in. Every other language is a catalogue of messages in
`locales/LANGUAGE.po`, and CLDR's forms of numbers and days by way of babel.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ENGLISH = "en"
_CONTEXT = "\x04"
_LOCALES = {"en": "en_US", "es": "es_ES"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code, with what it calls itself; English unless told otherwise."""

    code: str = ENGLISH
    name: str = "English"
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def locale(self) -> str:
        """The language with its most usual country, as the Open Graph names it."""
        return _LOCALES.get(self.code, self.code)

    def message(self, text: str) -> str:
        """Return a message in this language; in English where it is not translated."""
        return (self.messages.get(text) or (text,))[0]

    def plural(self, one: str, many: str, number: int) -> str:
        """Return the form of a message that a number takes."""
        forms = self.messages.get(one)
        if not forms:
            return one if number == 1 else many
        return forms[min(int(number != 1), len(forms) - 1)]

    def figures(self, text: str) -> str:
        """Return a number written the English way, `1,234.50`, in this language's form."""
        if self.code == ENGLISH:
            return text
        return text.translate(_separators(self.code))

    def day(self, day: date, skeleton: str) -> str:
        """Return a day with the parts of a CLDR skeleton: `yMMMMd`, `MMMMd`, `MMMd`, `yMMMM`."""
        if self.code == ENGLISH:
            return _in_english(day, skeleton)
        return _in_locale(self.code, day, skeleton)


_reader: ContextVar[Language] = ContextVar("language")
_ENGLISH = Language()


def language() -> Language:
    """Return the language that is spoken here."""
    return _reader.get(_ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Speak a language within the block; KeyError for one that has no catalogue."""
    token = _reader.set(known_language(code))
    try:
        yield _reader.get()
    finally:
        _reader.reset(token)


def gettext(message: str, **values: object) -> str:
    """Return a message in the language that is spoken, with its `%(name)s` filled."""
    said = language().message(message)
    return said % values if values else said


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """Return the form of a message that a number takes, with its `%(name)s` filled."""
    said = language().plural(one, many, number)
    return said % values if values else said


def pgettext(context: str, message: str, **values: object) -> str:
    """Return a message that another context would translate otherwise."""
    said = language().messages.get(f"{context}{_CONTEXT}{message}") or (message,)
    return said[0] % values if values else said[0]


def translatable(message: str) -> str:
    """Mark a message that is translated where it is used."""
    return message


def plural_forms(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a message that is translated where it is used."""
    return one, many


@cache
def known_language(code: str) -> Language:
    """Return a language by its code; KeyError for one that has no catalogue."""
    if code == ENGLISH:
        return _ENGLISH
    catalogue = read_catalogue(code)
    from babel import Locale  # noqa: PLC0415  only a translated page needs it

    name = Locale.parse(code).get_display_name(code) or code
    return Language(code, name.capitalize(), _messages(catalogue))


def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages, English first."""
    folder = files("portlog.present").joinpath("locales")
    found = (entry.name.removesuffix(".po") for entry in folder.iterdir())
    return (ENGLISH, *sorted(found))


def read_catalogue(code: str) -> "Catalog":
    """Return the messages of a language as babel reads them; KeyError where there are none."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  only a translated page needs it

    if code not in language_codes():
        raise KeyError(code)
    path = files("portlog.present").joinpath("locales", f"{code}.po")
    with path.open("rb") as file:
        return read_po(file, locale=code)


def _messages(catalogue: "Catalog") -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        forms = _forms(message.string)
        if message.id and all(forms) and not message.fuzzy:
            name = _forms(message.id)[0]
            found[f"{message.context}{_CONTEXT}{name}" if message.context else name] = forms
    return found


def _forms(told: "str | Sequence[str] | None") -> tuple[str, ...]:
    return (told or "",) if isinstance(told, str | None) else tuple(told)


@cache
def _separators(code: str) -> dict[int, str]:
    """Return what stands for the comma and the point of a number written the English way."""
    from babel import Locale  # noqa: PLC0415  only a translated page needs it

    signs = Locale.parse(code).number_symbols["latn"]
    return {ord(","): signs["group"], ord("."): signs["decimal"]}


@cache
def _in_locale(code: str, day: date, skeleton: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415  only a translated page needs it

    return format_skeleton(skeleton, day, locale=code)


def _in_english(day: date, skeleton: str) -> str:
    long = _MONTHS[day.month - 1]
    year = f"{day.year:04d}"
    return {
        "yMMMMd": f"{day.day} {long} {year}",
        "MMMMd": f"{day.day} {long}",
        "MMMd": f"{day.day} {long[:3]}",
        "yMMMM": f"{long} {year}",
        "MMM": long[:3],
    }[skeleton]
