"""The head of a post, in YAML, TOML or JSON, told apart as Hugo does by how it begins.

Format: https://gohugo.io/content-management/front-matter/
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from portlog.errors import ConfigError
from portlog.sources.json_trouble import UNREADABLE
from portlog.sources.toml_file import refuse_long_keys

if TYPE_CHECKING:
    from ruamel.yaml import YAML

MOST_LETTERS = 64 * 1024
_MOST_ALIASES = 50
_MOST_BRACKETS = 500
_DEEPEST = 30
_YAML = re.compile(r"---[ \t]*\n(?P<head>.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_KEY = {
    "---": re.compile(r"^[\"']?([\w-]+)[\"']?[ \t]*:", re.MULTILINE),
    "+++": re.compile(r"^[\"']?([\w-]+)[\"']?[ \t]*=", re.MULTILINE),
    "{": re.compile(r'^[ \t{]*"([\w-]+)"[ \t]*:', re.MULTILINE),
}
_ALIAS = re.compile(r"(?:^|[\s\[,{:-])\*[\w-]", re.MULTILINE)
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)\Z")


class BrokenHead(Exception):
    """A head that cannot be read: the line in the file, and why."""

    def __init__(self, line: int, why: str) -> None:
        """Keep the place and the reason."""
        super().__init__(why)
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Head:
    """What a post says of itself, by names in small letters, and where its text begins.

    Values are texts, numbers, truths, lists, mappings and None; times are written as ISO 8601
    does. `lines` count from the top of the file.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    is_there: bool = False


def read_head(text: str) -> Head:
    """Return the head of a post's text; `BrokenHead` names the line of what is wrong."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    mark = next((mark for mark in _KEY if text.startswith(mark)), None)
    if mark is None:
        return Head(body=text)
    if mark == "{":
        return _json(text)
    pattern, parsed = (_YAML, _yaml) if mark == "---" else (_TOML, _toml)
    found = pattern.match(text)
    if found is None:
        if _is_no_fence(text, mark):
            return Head(body=text)
        raise BrokenHead(1, f"the front matter that {mark} opens is never closed")
    return _head(text, found["head"], found.end(), mark, parsed)


def _is_no_fence(text: str, mark: str) -> bool:
    """Say whether the first line is only the beginning of a text, such as a ruled line."""
    return text.partition("\n")[0].strip() != mark


def _head(text: str, head: str, end: int, mark: str, parsed: Callable[[str], Any]) -> Head:
    if len(head) > MOST_LETTERS:
        raise BrokenHead(1, f"front matter of more than {MOST_LETTERS:,} characters")
    told = parsed(head)
    if told is None:
        told = {}
    if not isinstance(told, dict):
        raise BrokenHead(2, "front matter that is no list of names and values")
    return Head(
        {str(name).lower(): _plain(value) for name, value in told.items()},
        _lines(head, mark),
        text[end:],
        text.count("\n", 0, end) + 1,
        is_there=True,
    )


def _lines(head: str, mark: str) -> dict[str, int]:
    above = 1 if mark == "{" else 2
    found: dict[str, int] = {}
    for key in _KEY[mark].finditer(head):
        found.setdefault(key[1].lower(), head.count("\n", 0, key.start(1)) + above)
    return found


def _plain(value: Any, depth: int = 0) -> Any:
    if depth > _DEEPEST:
        raise BrokenHead(1, f"front matter nested more than {_DEEPEST} deep")
    if isinstance(value, dict):
        return {str(key): _plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool | int | float | None):
        return value
    return str(value).encode(errors="replace").decode()


@cache
def _reader() -> "YAML":
    from ruamel.yaml import YAML  # noqa: PLC0415  takes 60 ms

    return YAML(typ="safe", pure=True)


def _yaml(head: str) -> Any:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    if head.count("[") + head.count("{") > _MOST_BRACKETS:
        raise BrokenHead(1, f"front matter with more than {_MOST_BRACKETS} brackets")
    if len(_ALIAS.findall(head)) > _MOST_ALIASES:
        raise BrokenHead(1, f"front matter with more than {_MOST_ALIASES} aliases")
    try:
        return _reader().load(head)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise BrokenHead(line, f"not YAML: {error.problem or error.context}") from None
    except (YAMLError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise BrokenHead(2, f"not YAML: {str(error).partition(chr(10))[0]}") from None


def _toml(head: str) -> Any:
    try:
        refuse_long_keys("", head)
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) + 1 if place else 2
        raise BrokenHead(line, f"not TOML: {str(error).partition(' (at')[0]}") from None
    except (ConfigError, RecursionError, ValueError):
        raise BrokenHead(2, "not TOML: nested too deeply, or a number too long") from None


def _json(text: str) -> Head:
    head = _object(text)
    if head is None:
        raise BrokenHead(1, "the front matter that { opens is never closed")
    try:
        return _head(text, head, len(head), "{", msgspec.json.decode)
    except UNREADABLE as error:
        raise BrokenHead(1, f"not JSON: {error}") from None


def _object(text: str) -> str | None:
    """Return the object that a text begins with, by its braces outside of texts."""
    depth = 0
    for found in re.finditer(r'"(?:[^"\\]|\\.)*+"|[{}]', text[: MOST_LETTERS + 1]):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return text[: found.end()]
    return None
