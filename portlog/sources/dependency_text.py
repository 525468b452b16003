"""Dependencies in prose: what a language model answered, fenced or not.

Three things are read: manifests and parts of them, single lines such as `serde = "1"`, and
`cargo add`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from portlog.errors import ConfigError
from portlog.records.dependency import Dependency, Standing
from portlog.sources.cargo_add import cargo_adds
from portlog.sources.cargo_dependency import Entry, dependency
from portlog.sources.cargo_manifest import manifest
from portlog.sources.toml_document import TomlDocument, parse_document

MOST_DEPENDENCIES = 10_000
_FENCE = re.compile(r"[\s>]*(?:[-*] +)?(?P<mark>`{3,}|~{3,})\s*(?P<language>[\w+.-]*)")
_HEADER = re.compile(r"\s*\[{1,2}\s*[\w\"'][^\]]*\]{1,2}\s*(?:#.*)?\Z")
_TOML_LINE = re.compile(r"""\s*(?:#.*|\[.*|[\w"'.-]+\s*=.*|[\]"'},].*)?\Z""")
_PAIR = r"""(?P<pair>[A-Za-z][\w-]*\s*=\s*(?:"[^"\n`]*"|\{[^\n`]*\}))"""
_LINE = re.compile(rf"[\s>*+-]*(?:\d+[.)]\s+)?{_PAIR}[,;.]*\s*(?:#.*|\(.*)?\Z")
_INLINE = re.compile(rf"`{_PAIR}`")
_VERSION = re.compile(r"\s*(?:[\^~=<>]|\d|\*)")
_NO_DEPENDENCIES = frozenset({"name", "version", "edition", "rust-version", "resolver", "channel"})
_DEPENDENCY_TABLES = frozenset(
    {
        *("dependencies", "dev-dependencies", "build-dependencies", "target", "workspace"),
        *("dev_dependencies", "build_dependencies", "patch", "package", "features"),
    }
)
_BARE_TABLE = "text"


def dependencies_in_text(file: str, text: str) -> tuple[Dependency, ...]:
    """Return every dependency that a text names, in its order, each at its place.

    After one more than the 10,000 that anybody has, the rest is left unread.
    """
    lines = text.split("\n")
    every = (one for part in _parts(lines) for one in _in_part(file, part))
    found = islice(every, MOST_DEPENDENCIES + 1)
    return tuple(sorted(found, key=lambda one: (one.spot.line, one.spot.column)))


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that belong together; `above` counts those before them."""

    lines: Sequence[str]
    above: int


def _parts(lines: Sequence[str]) -> Iterator[_Part]:
    """Split a text at its fences and where a manifest begins or ends outside of them."""
    start, closing = 0, ""
    for at, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence and (not closing or _closes(line, closing)):
            yield _Part(lines[start:at], start)
            start, closing = at + 1, "" if closing else fence["mark"]
    yield _Part(lines[start:], start)


def _closes(line: str, opening: str) -> bool:
    bare = line.strip()
    return bare == opening[0] * len(bare) and len(bare) >= len(opening)


def _in_part(file: str, part: _Part) -> Iterator[Dependency]:
    whole = _as_manifest(file, part)
    if whole is not None:
        yield from whole
        return
    at = 0
    while at < len(part.lines):
        end = _end_of_tables(part.lines, at)
        if end > at:
            yield from _in_tables(file, _Part(part.lines[at:end], part.above + at))
        else:
            yield from _in_line(file, part, at)
        at = max(end, at + 1)


def _in_tables(file: str, part: _Part) -> Iterator[Dependency]:
    """Read tables together where they are TOML, else each by itself, else line by line."""
    heads = [at for at, line in enumerate(part.lines) if _HEADER.match(line)]
    ends = [*heads[1:], len(part.lines)]
    sections = [
        _Part(part.lines[at:end], part.above + at) for at, end in zip(heads, ends, strict=True)
    ]
    whole = _as_manifest(file, part)
    if whole is not None:
        yield from whole
        return
    for section in sections:
        found = _as_manifest(file, section)
        lines = range(len(section.lines)) if found is None else ()
        yield from found or ()
        for at in lines:
            yield from _in_line(file, section, at)


def _end_of_tables(lines: Sequence[str], start: int) -> int:
    """Return where the tables that begin at a header end, or the start where there is none."""
    if not _HEADER.match(lines[start]):
        return start
    end = start + 1
    while end < len(lines) and _TOML_LINE.match(lines[end]):
        end += 1
    return end


def _as_manifest(file: str, part: _Part) -> tuple[Dependency, ...] | None:
    """Return the dependencies of lines that are a manifest or a part of one, else None."""
    try:
        document = parse_document(file, "\n".join(part.lines), part.above)
    except ConfigError:
        return None
    if not document.content:
        return None
    if not _DEPENDENCY_TABLES & document.content.keys():
        return _bare_entries(document)
    workspace = document if "workspace" in document.content else None
    try:
        found = manifest(document, workspace).dependencies
    except ConfigError:
        return None
    if workspace is None:
        found = tuple(map(_without_workspace, (*found, *_bare_entries(document))))
    return found


def _without_workspace(one: Dependency) -> Dependency:
    if one.standing is Standing.REFUSED and one.because.startswith("it inherits"):
        why = "it inherits from a workspace that the text does not show"
        return replace(one, standing=Standing.UNKNOWN, because=why)
    return one


def _bare_entries(document: TomlDocument) -> tuple[Dependency, ...]:
    """Return what stands without a header above it and has the form of a dependency."""
    pairs = [(key, value) for key, value in document.content.items() if _is_entry(key, value)]
    return tuple(
        _without_workspace(dependency(Entry(document, _BARE_TABLE, (key,), value), None))
        for key, value in pairs
    )


def _is_entry(key: str, value: object) -> bool:
    if key in _NO_DEPENDENCIES | _DEPENDENCY_TABLES:
        return False
    if isinstance(value, dict):
        return bool(value.keys() & {"version", "git", "path", "workspace"})
    return isinstance(value, str) and bool(_VERSION.match(value))


def _in_line(file: str, part: _Part, at: int) -> Iterator[Dependency]:
    line, above = part.lines[at], part.above + at
    yield from cargo_adds(file, part.lines, at, part.above)
    alone = _LINE.match(line)
    for pair in [alone] if alone else _INLINE.finditer(line):
        yield from _pair(file, pair, above)


def _pair(file: str, match: re.Match[str], above: int) -> Iterator[Dependency]:
    """Read one line by itself, its column kept by blanks in front."""
    blanks = " " * match.start("pair")
    try:
        document = parse_document(file, blanks + match["pair"], above)
    except ConfigError:
        return
    yield from _bare_entries(document)
