"""Scopes while a file is being read: what is named in them so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portlog.records.path_use import Import, Scope, Submodule


@dataclass(slots=True)
class ScopeDraft:
    """A scope that still grows; `module` is the one of the module around it."""

    parent: "ScopeDraft | None"
    name: str = ""
    is_module: bool = False
    items: dict[str, bool] = field(default_factory=dict)
    imports: dict[str, list[Import]] = field(default_factory=dict)
    globs: list[Import] = field(default_factory=list)
    submodules: dict[str, list["SubmoduleDraft"]] = field(default_factory=dict)
    macro_calls: set[str] = field(default_factory=set)
    macro_words: set[str] = field(default_factory=set)
    attributed: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    is_body: bool = False
    number: int = -1

    @property
    def is_empty(self) -> bool:
        """Whether nothing is named in it, so that its parent can stand for it."""
        named = (self.items, self.imports, self.globs, self.submodules)
        made = (self.macro_calls, self.macro_words, self.attributed, self.values)
        return not self.is_module and not any((*named, *made))

    @property
    def inline_parents(self) -> tuple[str, ...]:
        """The inline modules of the file that it lies in, outermost first."""
        names: list[str] = []
        scope: ScopeDraft | None = self
        while scope is not None:
            if scope.is_module and scope.parent is not None:
                names.append(scope.name)
            scope = scope.parent
        return tuple(reversed(names))

    def add_item(self, name: str, *, is_public: bool) -> None:
        """Name a type, a trait or a module."""
        self.items[name] = self.items.get(name, False) or is_public

    def add_import(self, name: str, brought: Import) -> None:
        """Bring a name in; several under one name stand behind different `cfg`."""
        self.imports.setdefault(name, []).append(brought)


@dataclass(slots=True)
class SubmoduleDraft:
    """A module as it is declared: with a body here, or in a file."""

    name: str
    body: ScopeDraft | None
    paths: tuple[str, ...]
    parents: tuple[str, ...]


def numbered(drafts: Iterable[ScopeDraft]) -> tuple[Scope, ...]:
    """Return the scopes that name something, each draft knowing its number afterwards.

    Drafts come parents first; an empty one takes its parent's number.
    """
    kept: list[ScopeDraft] = []
    for draft in drafts:
        if draft.is_empty and draft.parent is not None:
            draft.number = draft.parent.number
        else:
            draft.number = len(kept)
            kept.append(draft)
    return tuple(map(_scope, kept))


def _scope(draft: ScopeDraft) -> Scope:
    return Scope(
        parent=None if draft.parent is None else draft.parent.number,
        is_module=draft.is_module,
        items=draft.items,
        imports={name: tuple(found) for name, found in draft.imports.items()},
        globs=tuple(draft.globs),
        submodules={name: tuple(map(_submodule, one)) for name, one in draft.submodules.items()},
        macro_calls=frozenset(draft.macro_calls),
        macro_words=frozenset(draft.macro_words),
        attributed=frozenset(draft.attributed),
        values=frozenset(draft.values),
    )


def _submodule(draft: SubmoduleDraft) -> Submodule:
    scope = None if draft.body is None else draft.body.number
    return Submodule(draft.name, scope, draft.paths, draft.parents)
