"""What has been gathered of a file's text so far."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portlog.records.item import Namespace
from portlog.records.path_use import WrittenPath
from portlog.sources.rust_uses.drafts import ScopeDraft

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class Visit:
    """A node to look at: the scope, the attributes and the node that it stands in.

    `is_certain` is false in what a macro may read in a way of its own.
    """

    node: "Node"
    scope: ScopeDraft
    attributes: tuple["Node", ...] = ()
    is_certain: bool = True
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    path: WrittenPath
    scope: ScopeDraft


@dataclass(slots=True)
class Gathered:
    """Everything seen so far of one text."""

    source: bytes
    top: ScopeDraft = field(default_factory=lambda: ScopeDraft(None, is_module=True))
    drafts: list[ScopeDraft] = field(default_factory=list)
    found: list[_Found] = field(default_factory=list)
    macros: set[str] = field(default_factory=set)
    macro_body_words: set[str] = field(default_factory=set)
    associated: set[str] = field(default_factory=set)
    included: set[str] = field(default_factory=set)
    error: tuple[int, int] | None = None
    _lines: list[bytes] | None = None

    def add_path(self, visit: Visit, path: WrittenPath) -> None:
        """Keep a path that stands in the scope of a visit."""
        certain = path.is_certain and visit.is_certain
        self.found.append(_Found(replace(path, is_certain=certain), visit.scope))

    def written(
        self,
        node: "Node",
        segments: tuple[str, ...],
        namespace: Namespace = Namespace.ANY,
        *,
        is_absolute: bool = False,
    ) -> WrittenPath:
        """Return a path at a node's place; its scope has no number yet."""
        line, column = self.place(node)
        return WrittenPath(segments, -1, line, column, namespace, is_absolute)

    def place(self, node: "Node") -> tuple[int, int]:
        """Return a node's line and column, from 1 and in characters."""
        row, column = node.start_point
        if self._lines is None:
            self._lines = self.source.split(b"\n")
        before = self._lines[row][:column]
        return row + 1, len(before.decode(errors="replace")) + 1

    def draft(self, parent: ScopeDraft, name: str = "", *, is_module: bool = False) -> ScopeDraft:
        """Begin a scope within another."""
        found = ScopeDraft(parent, name, is_module)
        self.drafts.append(found)
        return found

    def paths(self) -> tuple[WrittenPath, ...]:
        """Return the paths in the order of the text, once the scopes have their numbers."""
        numbered = (replace(one.path, scope=one.scope.number) for one in self.found)
        return tuple(sorted(numbered, key=lambda one: (one.line, one.column)))
