"""What the check of provenance is given: files, originals and the log, as they are now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from portlog.records.header import HeaderReading, Original, PlacedHeader
from portlog.records.model_name import short_name
from portlog.records.original_part import written
from portlog.records.provenance import Provenance
from portlog.records.recorded_run import RecordedRun
from portlog.records.review import FileReview
from portlog.records.session import Session
from portlog.records.symbol import Symbol

_short_name = cache(short_name)


def _nothing() -> str:
    return ""


def _no_symbols() -> None:
    return None


@dataclass(frozen=True, eq=False)
class PortFile:
    """A file of the port and what it says; `measure` finds its digest.

    One that `needs_no_header` is new in the port; of one with a `trouble` nothing is known.
    """

    path: str
    reading: HeaderReading = field(default_factory=HeaderReading)
    measure: Callable[[], str] = _nothing
    needs_no_header: bool = False
    trouble: str = ""

    @property
    def header(self) -> PlacedHeader | None:
        """The header that counts, if there is one."""
        return self.reading.headers[0] if self.reading.headers else None

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file without portlog's header."""
        return self.measure()


@dataclass(frozen=True, eq=False)
class OriginalFile:
    """A file of the original as it is now; `digest` is SHA-256 of all of it.

    `is_there` is None, and `trouble` says why, where nobody could look. `parse` finds its symbols.
    """

    path: str
    is_there: bool | None
    line_count: int = 0
    digest: str = ""
    parse: Callable[[], tuple[Symbol, ...] | None] = _no_symbols
    trouble: str = ""

    @cached_property
    def symbols(self) -> tuple[Symbol, ...] | None:
        """Its symbols; None for a file that is no source code that portlog knows."""
        return self.parse()


@dataclass(frozen=True, slots=True)
class Past:
    """What a part of an original was when it was ported; without symbols, why nobody knows.

    `digest` is SHA-256 of the whole file then, empty where nobody knows.
    """

    symbols: tuple[Symbol, ...] | None = None
    trouble: str = ""
    digest: str = ""


@dataclass(frozen=True, eq=False)
class Claim:
    """That a part of an original became a port file, as the file's header says on a line.

    `names` are the symbols that were recorded of the part, `recall` finds what they were.
    """

    file: PortFile
    line: int
    part: Original
    original: OriginalFile
    row: Provenance | None = None
    names: tuple[str, ...] | None = None
    recall: Callable[[], Past] = Past

    @property
    def place(self) -> str:
        """Where it is said."""
        return f"{self.file.path}:{self.line}"

    @cached_property
    def is_unchanged(self) -> bool:
        """Whether the whole original is as it was recorded, so that no symbol need be looked at."""
        then = self.row.original_digest if self.row else None
        return self.names is not None and then is not None and then == self.original.digest

    @cached_property
    def past(self) -> Past:
        """What the part was, as far as anybody knows."""
        return self.recall()

    @property
    def before(self) -> tuple[Symbol, ...] | None:
        """The symbols of the part as they were; None where nobody knows."""
        return self.past.symbols

    @property
    def digest_before(self) -> str:
        """SHA-256 of the whole original as it was; empty where nobody knows."""
        return (self.row.original_digest if self.row else None) or self.past.digest

    @cached_property
    def is_whole_unseen(self) -> bool:
        """Whether the original is another file now, and has no symbols to compare."""
        if not self.original.is_there or self.is_unchanged:
            return False
        is_within = self.part.lines is not None and self.before == ()
        is_bare = self.original.symbols is None or is_within
        return is_bare and self.digest_before not in {"", self.original.digest}

    @property
    def is_whole_file(self) -> bool:
        """Whether the part is all of the original."""
        return self.part.lines is None and not self.part.symbols

    @property
    def trouble(self) -> str:
        """Why nobody knows what the part was, or has become, where that matters."""
        if not self.original.is_there or self.is_unchanged:
            return ""
        if self.is_whole_unseen:
            told = (
                f"{written(self.part)} holds no symbol to compare, and the file has changed since"
            )
            return "" if self.is_whole_file else told
        return "" if self.digest_before == self.original.digest else self.past.trouble


@dataclass(frozen=True, eq=False)
class KnownSessions:
    """The sessions of the log by their names and other names, and the models that they used."""

    sessions: Mapping[str, Session] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def fitting(self, name: str) -> list[Session]:
        """Return the sessions that a name, an alias, the last letters or a day can mean."""
        whole = self.sessions.get(self.aliases.get(name, name))
        if whole is not None:
            return [whole]
        return [
            one
            for one in self.sessions.values()
            if one.session_id.endswith(f"-{name}") or one.date.isoformat() == name
        ]

    def models_of(self, session: Session) -> frozenset[str]:
        """Return the models of a session by the names that are shown."""
        used = self.models.get(session.session_id, frozenset())
        return frozenset(map(_short_name, {session.model, *used}))

    def has_model(self, model: str) -> bool:
        """Say whether any session used a model."""
        return _short_name(model) in self._all_models

    @cached_property
    def _all_models(self) -> frozenset[str]:
        return frozenset().union(*map(self.models_of, self.sessions.values()))


@dataclass(frozen=True, slots=True)
class Case:
    """All that the check looks at.

    `renamed_ports` and `renamed_originals` say, by the path that is gone, where the same content
    lies now.
    """

    files: Sequence[PortFile]
    claims: Sequence[Claim]
    rows: Sequence[Provenance] = ()
    sessions: KnownSessions = field(default_factory=KnownSessions)
    runs: Mapping[str, RecordedRun] = field(default_factory=dict)
    reviews: Sequence[FileReview] = ()
    renamed_ports: Mapping[str, str] = field(default_factory=dict)
    renamed_originals: Mapping[str, str] = field(default_factory=dict)
