"""One pass over one rollout of Codex's: what each row is, and what cannot be read."""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from portlog.sources.agents import names
from portlog.sources.agents.codex_kinds import (
    COUNTED,
    KINDS,
    USAGE,
    kind_of,
    unknown_fields,
    unknown_usage,
)
from portlog.sources.agents.codex_rows import (
    UNREADABLE,
    Head,
    KnownRow,
    Row,
    head_of,
    instant,
    part_of,
)
from portlog.sources.agents.codex_thread import Thread, Unusable
from portlog.sources.agents.codex_work import Act, Pair, Work, acts_of
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.lines import Block, Line, mended
from portlog.sources.agents.transcript import Transcript, Trouble, key_of

_BLANK = b" \t\r\0"
_MARK = b"\xef\xbb\xbf"
_TYPE = re.compile(rb'"type":\s*"([a-z_]+)"')
_TIME = re.compile(rb'"timestamp":\s*("[0-9TZ:. +-]+")')
_WORDS: Mapping[str, Callable[[list[str]], list[str]]] = {
    "effort": names.kept_words,
    "hooks": names.kept_events,
    "servers": names.kept_servers,
    "commits": names.kept_commits,
}

_known = msgspec.json.Decoder(KnownRow)
_known_row, _known_rows = _known.decode, _known.decode_lines
_row = msgspec.json.Decoder(Row).decode
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode

Thing = TypeVar("Thing")


class Reading:
    """One pass over one rollout."""

    def __init__(self, named: str, ground: Ground, *, deep: bool) -> None:
        """Begin a rollout whose file tells this thread's name, if any."""
        self._thread = Thread(named, ground)
        self._work = Work(self._thread, ground)
        self._acts = acts_of(self._thread, self._work)
        self._deep = deep
        self._kinds: Counter[Pair] = Counter()
        self._drift: Counter[str] = Counter()
        self._unreadable: list[Trouble] = []

    def take(self, block: Block) -> None:
        """Take what a block of lines tells: at once if all are well, else in ever smaller parts."""
        rows = self._rows_of(block)
        if rows is not None:
            self._take_rows(rows, block.number)
        elif block.lines > 1 and not self._deep:
            for half in _halves(block):
                self.take(half)
        else:
            for number, content in enumerate(block.content.split(b"\n"), block.number):
                if content:
                    self._take_line(Line(number, content, block.ended, block.cut))

    def trouble(self, number: int, why: str) -> None:
        """Note a line that cannot be read."""
        self._unreadable.append(Trouble(number, why))

    def transcript(self, file: str) -> Transcript:
        """Return all that was told; a file that names no thread gives its own name."""
        thread = self._thread
        told = Transcript(
            thread.name or key_of("file", file),
            thread.parent,
            thread.copied_from,
            inside=thread.inside > 0,
            events=thread.times.tobytes(),
            version=thread.version,
            branch=thread.branch,
            unreadable=self._unreadable,
        )
        self._name_kinds(told)
        self._lay(told)
        return told

    def _lay(self, told: Transcript) -> None:
        """Put the lists into a transcript, and their places into its trail."""
        thread, places = self._thread, {}
        told.calls, places["calls"] = thread.ledger.calls(thread.models)
        told.edits, places["edits"] = _parted(self._work.edits())
        told.turns, places["turns"] = _parted(thread.turns)
        for name, kept in _WORDS.items():
            found = thread.efforts if name == "effort" else self._work.names[name]
            words = kept(list(found))
            setattr(told, name, words)
            places[name] = [found[word] for word in words]
        trail = thread.trail()
        trail.places = {name: array("q", found).tobytes() for name, found in places.items()}
        told.trail = trail

    def _name_kinds(self, told: Transcript) -> None:
        for pair, count in self._kinds.items():
            kind = kind_of(*pair)
            told.kinds[kind] = told.kinds.get(kind, 0) + count
            if kind not in KINDS:
                self._drift[f"kind {_shown(kind)}"] += count
        told.drift = dict(self._drift)

    def _rows_of(self, block: Block) -> list[KnownRow] | None:
        """Return the rows of a block, one for each line; None if that cannot be."""
        if self._deep or block.cut or not block.ended:
            return None
        try:
            rows = _known_rows(block.content)
        except UNREADABLE:
            return None
        return rows if len(rows) == block.lines else None

    def _take_rows(self, rows: list[KnownRow], number: int) -> None:
        """Take many rows at once, as `_take_row` takes one."""
        thread = self._thread
        pairs = [(row.type, row.payload.type) for row in rows]
        self._kinds.update(pairs)
        begun = len(thread.times)
        thread.times.extend([round(row.timestamp.timestamp() * 1000) for row in rows])
        acts = map(self._acts.get, pairs)
        for place, (act, row) in enumerate(zip(acts, rows, strict=True), begun + 1):
            if act is not None:
                thread.place = place
                try:
                    act(row.payload)
                except Unusable as error:
                    self.trouble(number + place - begun - 1, str(error))
        if thread.has_boundary:
            for place, row in enumerate(rows, begun + 1):
                thread.pass_ordinal(row.ordinal, place)

    def _take_row(self, row: Row | KnownRow, number: int, bare: Head | None = None) -> None:
        thread, payload = self._thread, row.payload
        pair = (row.type, payload.type if payload is not None else "")
        self._kinds[pair] += 1
        if row.timestamp is not None:
            thread.times.append(instant(row.timestamp))
        thread.place = len(thread.times)
        thread.pass_ordinal(row.ordinal, thread.place)
        act, head = self._acts.get(pair), payload or bare
        if act is not None and head is not None:
            self._act(act, head, number)

    def _act(self, act: Act, head: Head, number: int) -> None:
        try:
            act(head)
        except Unusable as error:
            self.trouble(number, str(error))

    def _take_line(self, line: Line) -> None:
        try:
            row = _known_row(line.content)
        except UNREADABLE:
            self._take_again(line)
        else:
            self._take_whole(row, line)

    def _take_whole(self, row: Row | KnownRow, line: Line) -> None:
        """Take a row; one of the first versions is its own payload."""
        bare = head_of(line.content) if row.payload is None else None
        self._take_row(row, line.number, bare)
        if self._deep:
            kind = kind_of(row.type, row.payload.type if row.payload else "")
            self._note("field", unknown_fields(kind, line.content))

    def _take_again(self, line: Line) -> None:
        """Take a line that is none of the known ones as it stands."""
        content = line.content.removeprefix(_MARK if line.number == 1 else b"").strip(_BLANK)
        if content != line.content:
            if content:
                self._take_line(line._replace(content=content))
        elif line.cut:
            self._take_head(line)
        else:
            self._take_loosely(line)

    def _take_loosely(self, line: Line) -> None:
        try:
            row = _row(line.content)
        except UNREADABLE as error:
            self._take_bare(line, error)
        else:
            self._note("usage field", unknown_usage(line.content))
            self._take_whole(row, line)

    def _take_bare(self, line: Line, error: Exception) -> None:
        """Take a row some of whose fields are of wrong types, without these."""
        try:
            fields = _fields(line.content)
        except UNREADABLE as wrong:
            self._take_unread(line, wrong)
            return
        head = head_of(fields.get("payload", msgspec.Raw(b"{}")))
        name = part_of(fields.get("type", msgspec.Raw(b'""')), str) or ""
        time = part_of(fields.get("timestamp", msgspec.Raw(b"null")), datetime)
        if kind_of(name, head.type) in USAGE and head.usage is None and head.info is None:
            self._kinds[name, head.type] += 1
            self.trouble(line.number, _where(error))
        else:
            self._take_row(Row(name, time, payload=head), line.number)

    def _take_unread(self, line: Line, error: Exception) -> None:
        content = mended(line.content)
        if content != line.content:
            self._take_line(line._replace(content=content))
        elif line.ended:
            is_deep = isinstance(error, RecursionError)
            self.trouble(line.number, "nested too deeply" if is_deep else "not JSON")

    def _take_head(self, line: Line) -> None:
        """Take a line of which only the beginning is there."""
        types = [found.decode() for found in _TYPE.findall(line.content)[:2]]
        outer, inner = [*types, "", ""][:2]
        pair = (outer, inner if kind_of(outer, inner) in KINDS else "")
        self._kinds[pair] += 1
        stamp = _TIME.search(line.content)
        time = part_of(msgspec.Raw(stamp[1]), datetime) if stamp else None
        if time is not None:
            self._thread.times.append(instant(time))
        if kind_of(*pair) in COUNTED or kind_of(*pair) not in KINDS:
            self.trouble(line.number, "longer than 64 MiB")

    def _note(self, what: str, found: Iterable[str]) -> None:
        for name in found:
            self._drift[f"{what} {_shown(name)}"] += 1


def _halves(block: Block) -> Iterator[Block]:
    """Yield a block of several lines as two, cut at the end of a line near its middle."""
    content = block.content
    cut = content.find(b"\n", len(content) // 2, -1) + 1 or content.rfind(b"\n", 0, -1) + 1
    first = content.count(b"\n", 0, cut)
    yield Block(block.number, first, content[:cut])
    yield Block(block.number + first, block.lines - first, content[cut:])


def _parted(things: Iterable[tuple[Thing, int]]) -> tuple[list[Thing], list[int]]:
    """Return things and their places."""
    pairs = list(things)
    return [thing for thing, _ in pairs], [place for _, place in pairs]


def _shown(name: str) -> str:
    return name if names.is_plain(name) else "(not a plain name)"


def _where(error: Exception) -> str:
    """Return what is wrong and in which field, without the line's own words."""
    return str(error).replace("`$.", "`")
