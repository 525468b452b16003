"""The Rust files of one crate, parsed when they are needed."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from portlog.sources.syntax import rust_tree

if TYPE_CHECKING:
    from tree_sitter import Tree

MOST_FILE_BYTES = 8 * 1024 * 1024


class SourceFiles:
    """The files of a crate by path; `unread` are those too large to parse, or no UTF-8."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Take the content of each file."""
        self._files = files
        self._trees: dict[str, Tree] = {}
        self.unread: list[str] = []

    @property
    def size(self) -> int:
        """How many bytes all of them have."""
        return sum(map(len, self._files.values()))

    def __contains__(self, file: str) -> bool:
        """Say whether the crate has such a file."""
        return file in self._files

    def tree(self, file: str) -> "Tree | None":
        """Return a file's syntax tree, or None for one that is not there or is not read."""
        if file in self._trees:
            return self._trees[file]
        content = self._files.get(file)
        if content is None:
            return None
        if not _is_readable(content):
            self.unread.extend([] if file in self.unread else [file])
            return None
        self._trees[file] = rust_tree(content)
        return self._trees[file]

    def holding(self, word: bytes, folder: str) -> Iterator[tuple[bytes, "Tree"]]:
        """Yield the content and tree of each Rust file in a folder that holds a word."""
        for file, content in self._files.items():
            if file.endswith(".rs") and file.startswith(folder) and word in content:
                tree = self.tree(file)
                if tree is not None:
                    yield content, tree


def _is_readable(content: bytes) -> bool:
    if len(content) > MOST_FILE_BYTES:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
