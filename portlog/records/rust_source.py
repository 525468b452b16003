"""What stands in the source of a Rust crate, module by module, as far as names are concerned."""

from dataclasses import dataclass
from enum import StrEnum

PUBLIC = "pub"
PRIVATE = ""


class RustKind(StrEnum):
    """What sort of thing a name stands for, in Rust's own words."""

    FUNCTION = "fn"
    STRUCT = "struct"
    ENUM = "enum"
    UNION = "union"
    TRAIT = "trait"
    TYPE = "type"
    CONST = "const"
    STATIC = "static"
    MODULE = "mod"
    FIELD = "field"
    VARIANT = "variant"
    MACRO = "macro"
    DERIVE = "derive"
    ATTRIBUTE = "attribute"
    USE = "use"


@dataclass(frozen=True, slots=True)
class MacroCall:
    """A call where items may stand that was not expanded, and every word in it and its macro.

    `gates` are the `cfg`s that the call stands under, those of its module apart; `is_foreign` says
    that the macro is another crate's, so that its own words are not known.
    """

    name: str
    words: tuple[str, ...]
    file: str
    line: int
    is_foreign: bool = False
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marker:
    """A derive, or an attribute that a macro may stand behind, and the `cfg` it stands under."""

    path: str
    gate: str = ""

    @property
    def name(self) -> str:
        """The last segment of its path."""
        return self.path.rpartition("::")[2]


@dataclass(frozen=True, slots=True)
class RustItem:
    """One definition; `gates` are its own `cfg` predicates, all of which must hold.

    `members` are fields, variants or a trait's items; `target` the path that a type alias stands
    for; `supertraits` the paths after a trait's colon. `is_exported` is `#[macro_export]`;
    `has_constructor` says that the name of a struct is a value as well; `made_by` is the macro
    whose expansion holds the item.
    """

    name: str
    kind: RustKind
    file: str
    line: int
    column: int
    signature: str
    visibility: str = PRIVATE
    gates: tuple[str, ...] = ()
    members: tuple["RustItem", ...] = ()
    derives: tuple[Marker, ...] = ()
    attributes: tuple[Marker, ...] = ()
    target: tuple[str, ...] = ()
    supertraits: tuple[tuple[str, ...], ...] = ()
    calls: tuple[MacroCall, ...] = ()
    is_exported: bool = False
    has_constructor: bool = False
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class RustUse:
    """One leaf of a `use` tree, or an `extern crate`.

    A `name` of None is a glob. `is_absolute` is a leading `::`, `is_module_only` a `self` at the
    end, which imports no value or macro of that name.
    """

    path: tuple[str, ...]
    name: str | None
    file: str
    line: int
    column: int
    visibility: str = PRIVATE
    gates: tuple[str, ...] = ()
    is_absolute: bool = False
    is_module_only: bool = False
    is_extern_crate: bool = False


@dataclass(frozen=True, slots=True)
class RustImpl:
    """An `impl` block: the path of its type, of its trait if it has one, and its items.

    A target of none is a type without a path, such as a tuple. `is_blanket` is an impl for a type
    parameter; `is_bounded` says that the parameter must have traits of its own; `is_reference`
    is one for references to the type.
    """

    target: tuple[str, ...]
    trait: tuple[str, ...]
    members: tuple[RustItem, ...]
    gates: tuple[str, ...] = ()
    calls: tuple[MacroCall, ...] = ()
    is_blanket: bool = False
    is_bounded: bool = False
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class RustModule:
    """One module with all that its files and macros put into it.

    `trouble` says why a part of it is not known, such as a file that a build script writes.
    """

    name: str
    file: str
    line: int
    column: int
    visibility: str = PRIVATE
    gates: tuple[str, ...] = ()
    items: tuple[RustItem, ...] = ()
    uses: tuple[RustUse, ...] = ()
    impls: tuple[RustImpl, ...] = ()
    calls: tuple[MacroCall, ...] = ()
    modules: tuple["RustModule", ...] = ()
    trouble: tuple[str, ...] = ()
