"""Paths as Rust code writes them, and the scopes that say what each one means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portlog.records.item import ItemLookup, Namespace
from portlog.records.outcome import Outcome
from portlog.records.spot import Spot

Segments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenPath:
    """A path in code: its names without generic arguments, and the scope that it stands in.

    `is_absolute` is a path that begins with `::`; `is_import` one of a `use`. `is_certain` is
    false for the tokens of a macro, which may read them in a way of its own. `is_glob` stands
    for a `use` of everything below, `is_attribute` for an attribute that is no derive. Line and
    column count from 1.
    """

    segments: Segments
    scope: int
    line: int
    column: int
    namespace: Namespace = Namespace.ANY
    is_absolute: bool = False
    is_import: bool = False
    is_glob: bool = False
    is_certain: bool = True
    is_attribute: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """A name that a `use` or an `extern crate` brings into a scope, or with a glob all names."""

    segments: Segments
    is_absolute: bool = False
    is_public: bool = False
    is_extern_crate: bool = False


@dataclass(frozen=True, slots=True)
class Submodule:
    """A module: the scope of one with a body here, else the names that `#[path]` gives its file.

    `parents` are the inline modules of the file around it.
    """

    name: str
    scope: int | None = None
    paths: tuple[str, ...] = ()
    parents: Segments = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What one module, block or item with generic parameters names; no module sees its parent's.

    `items` says of each type, trait and module whether others see it. `macro_calls` are the
    macros called where items stand, `macro_words` the names among their tokens, either of which
    may bring further names; so may what `attributed` items carry. `values` are functions,
    constants and statics, which only a `use` of one name can mean.
    """

    parent: int | None
    is_module: bool
    items: Mapping[str, bool] = field(default_factory=dict)
    imports: Mapping[str, tuple[Import, ...]] = field(default_factory=dict)
    globs: tuple[Import, ...] = ()
    submodules: Mapping[str, tuple[Submodule, ...]] = field(default_factory=dict)
    macro_calls: frozenset[str] = frozenset()
    macro_words: frozenset[str] = frozenset()
    attributed: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileUses:
    """All that a file's text tells: its scopes, the first being the file's own module.

    `macros` are those that the file defines and `macro_body_words` the names in their bodies;
    `associated` the functions, constants and types within its impls and traits; `included` the
    files that it takes in by `include!`. `error` is the first place that cannot be parsed.
    """

    scopes: tuple[Scope, ...]
    paths: tuple[WrittenPath, ...]
    macros: frozenset[str] = frozenset()
    macro_body_words: frozenset[str] = frozenset()
    associated: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()
    error: tuple[int, int] | None = None


class Root(StrEnum):
    """What the first name of a path stands for."""

    STD = "std"
    OWN = "own"
    ELSEWHERE = "elsewhere"
    UNDECIDED = "undecided"
    EXTERNAL = "external"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, or not all of it, and why."""

    file: str
    why: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class UsedItem:
    """A path of another crate, what was found out about it, and every place that uses it."""

    lookup: ItemLookup
    uses: tuple[Spot, ...]

    @property
    def outcome(self) -> Outcome:
        """What this means for the whole command."""
        return self.lookup.outcome


@dataclass(frozen=True, slots=True)
class UseCounts:
    """How many files were read, and how many uses are of what is not looked up.

    `elsewhere` are crates from folders and git; `left_out` names that a macro or a glob import
    may bring.
    """

    files: int = 0
    std: int = 0
    own: int = 0
    elsewhere: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class UseReport:
    """Every path of another crate, what is not in order first, and the files that were not read."""

    items: tuple[UsedItem, ...]
    unread: tuple[Unread, ...]
    counts: UseCounts

    @property
    def outcome(self) -> Outcome:
        """What all of it means; a file that was not read whole may hold anything."""
        unread = [Outcome.UNKNOWN] if self.unread else []
        return Outcome.worst([*(one.outcome for one in self.items), *unread])
