"""One module for each language that portlog counts; its `LANGUAGE` says how."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from pkgutil import iter_modules

from portlog.sources.code.language import CodeLanguage


def language_names() -> Sequence[str]:
    """Return the names of the languages that are counted."""
    return sorted(module.name for module in iter_modules(__path__))


@cache
def language_named(name: str) -> CodeLanguage:
    """Return the language of a name that `language_names` has."""
    language: CodeLanguage = import_module(f"{__name__}.{name}").LANGUAGE
    return language


def language_of(path: str) -> CodeLanguage | None:
    """Return the language of a file by the end of its name; None if it is not known."""
    return _by_suffix(tuple(language_names())).get(PurePosixPath(path).suffix.lower())


@cache
def _by_suffix(names: tuple[str, ...]) -> Mapping[str, CodeLanguage]:
    languages = map(language_named, names)
    return {suffix: language for language in languages for suffix in language.suffixes}
