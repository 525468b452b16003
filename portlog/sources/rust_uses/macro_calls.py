"""A macro's call: how its tokens may be read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.sources.rust_uses.macro_words import (
    DECLARING_WORDS,
    INCLUDE,
    PLAIN_MACROS,
    QUOTING_MACROS,
)
from portlog.sources.rust_uses.names import field_name, name_of
from portlog.sources.syntax import rust_tree

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_NESTED = 64


@dataclass(frozen=True, slots=True)
class MacroCall:
    """A call of a macro by its last name; `included` is the file that `include!` names."""

    name: str
    path: "Node"
    tree: "Node"

    @property
    def is_plain(self) -> bool:
        """Whether the macro is known to read its tokens as code."""
        return self.name in PLAIN_MACROS

    @property
    def is_quoting(self) -> bool:
        """Whether its tokens are no code of this place."""
        return self.name in QUOTING_MACROS

    @property
    def declares(self) -> bool:
        """Whether names may be declared among its tokens."""
        waiting = [self.tree]
        while waiting:
            children = waiting.pop().children
            if any(one.type in DECLARING_WORDS for one in children):
                return True
            waiting.extend(one for one in children if one.type == "token_tree")
        return False

    @property
    def included(self) -> str | None:
        """The last part of the path that `include!` names, if it is written out."""
        if self.name != INCLUDE:
            return None
        texts = [one for one in self.tree.named_children if one.type == "string_literal"]
        text = (texts[0].text or b"").decode(errors="replace") if texts else ""
        return text.strip('"').rpartition("/")[2] or None


def macro_call(node: "Node") -> MacroCall | None:
    """Return what a `macro_invocation` calls, or None where it is broken."""
    path = node.child_by_field_name("macro")
    trees = [one for one in node.named_children if one.type == "token_tree"]
    if path is None or not trees:
        return None
    name = name_of(path) if not path.child_count else field_name(path)
    return None if name is None else MacroCall(name, path, trees[0])


def item_trees(call: MacroCall) -> list["Node"]:
    """Return trees of the items that a macro wraps, as `cfg_if!` does; none where it has others.

    Their lines and columns are those of the file.
    """
    whole = _parsed(call.tree)
    if whole is not None:
        return [whole]
    nested = [one for one in call.tree.named_children if one.type == "token_tree"][:_MOST_NESTED]
    found = [_parsed(one) for one in nested if one.children[0].type == "{"]
    return [one for one in found if one is not None]


def _parsed(tree: "Node") -> "Node | None":
    if not any(one.type in DECLARING_WORDS for one in tree.children):
        return None
    row, column = tree.start_point
    inner = (tree.text or b"")[1:-1]
    root = rust_tree(b"\n" * row + b" " * (column + 1) + inner).root_node
    return None if root.has_error else root
