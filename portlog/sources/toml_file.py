"""TOML files that others wrote: bounded in size, typed, and complaints with file and line."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from portlog.errors import ConfigError

MOST_BYTES = 1024 * 1024
MOST_KEY_PARTS = 32
_LONGEST_LINE = 16 * 1024
_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)\Z")
_UNKNOWN_KEY = re.compile(r"unknown field `(?P<key>.*)`\Z")
_BAD_VALUE = re.compile(r"(?P<what>.*) - at `\$(?P<key>.*)`\Z")

# tomllib's time grows with the square of a dotted key's parts; a part is at most 64 letters
# here because longer ones do not fit into a line often enough
_KEY_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.){0,64}+"|'[^'\n]{0,64}+')[ \t]*+"""
_LONG_KEY = re.compile(rf"""(?<![\w-])(?:{_KEY_PART}\.[ \t]*+){{{MOST_KEY_PARTS}}}""")

T = TypeVar("T")


def read_toml(path: Path, expected: type[T]) -> T | None:
    """Return a file's content as the expected type, or None where there is no such file.

    `ConfigError` names file and line for what is unreadable, too large, not TOML or of
    another type.
    """
    try:
        text = bounded_text(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    return _typed(path, text, expected)


def bounded_text(path: Path) -> str:
    """Return a file's text; `ConfigError` names what is too large or no UTF-8."""
    with path.open("rb") as file:
        return decoded(str(path), file.read(MOST_BYTES + 1))


def decoded(path: str, content: bytes) -> str:
    """Return bytes as text; `ConfigError` names what is too large or no UTF-8."""
    if len(content) > MOST_BYTES:
        raise ConfigError(f"{path}: larger than {MOST_BYTES:,} bytes")
    for number, line in enumerate(content.split(b"\n"), 1):
        if len(line) > _LONGEST_LINE:
            raise ConfigError(f"{path}:{number}: longer than {_LONGEST_LINE:,} bytes")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{number}: not UTF-8") from None


def refuse_long_keys(file: str, text: str, above: int = 0) -> None:
    """Raise `ConfigError` for a dotted key of too many parts; `above` counts the lines before."""
    long_key = _LONG_KEY.search(text)
    if long_key is not None:
        line = text.count("\n", 0, long_key.start()) + 1 + above
        raise ConfigError(f"{file}:{line}: a key of more than {MOST_KEY_PARTS} parts")


def _typed(path: Path, text: str, expected: type[T]) -> T:
    refuse_long_keys(str(path), text)
    try:
        return msgspec.convert(tomllib.loads(text), type=expected)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(syntax_complaint(str(path), str(error))) from None
    except msgspec.ValidationError as error:
        raise ConfigError(_type_complaint(path, text, str(error))) from None
    except (RecursionError, ValueError):
        raise ConfigError(f"{path}: nested too deeply, or a number too long") from None


def syntax_complaint(path: str, message: str, above: int = 0) -> str:
    """Return what `tomllib` says with the place in front; `above` counts the lines before."""
    place = _PLACE.search(message)
    if place is None:
        return f"{path}: not TOML: {message}"
    line = int(place[1]) + above
    return f"{path}:{line}:{place[2]}: not TOML: {message[: place.start()]}"


def _type_complaint(path: Path, text: str, message: str) -> str:
    match = _BAD_VALUE.match(message)
    key = match["key"].lstrip(".").replace("[...]", ".NAME") if match else ""
    what = match["what"] if match else message
    unknown = _UNKNOWN_KEY.search(what)
    if not key and unknown is None:
        return f"{path}: {message}"
    line = _line_of(unknown["key"] if unknown else key, text)
    return ": ".join(filter(None, (f"{path}:{line}", key, what)))


def _line_of(key: str, text: str) -> int:
    """Return the first line that looks like the key's own, or line 1."""
    last = re.escape(key.removesuffix(".NAME").rpartition(".")[2].partition("[")[0])
    found = re.search(rf'^[^#\n]*?["\']?{last}["\']?\s*[=\]]', text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
