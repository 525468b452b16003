"""Where the files of modules are.

The rules: https://doc.rust-lang.org/reference/items/modules.html
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portlog.sources.rust_source.attributes import Attributes
from portlog.sources.rust_source.files import SourceFiles
from portlog.sources.rust_source.syntax_nodes import Where


@dataclass(frozen=True, slots=True)
class Place:
    """Where code stands: its file, the folder of its child modules, and how deep it is nested.

    `folder` is where the files of child modules are, `path_folder` what `#[path]` starts from.
    """

    where: Where
    folder: str
    path_folder: str
    depth: int = 0

    def inside(self, name: str) -> "Place":
        """Return the place within an inline module."""
        folder = posixpath.normpath(posixpath.join(self.folder, name))
        return Place(self.where, folder, folder, self.depth + 1)

    def made(self, line: int, macro: str) -> "Place":
        """Return the place of what a macro puts here."""
        where = Where(self.where.file, line, macro)
        return replace(self, where=where, depth=self.depth + 1)


def module_files(
    name: str, attributes: Attributes, place: Place, files: SourceFiles
) -> Iterator[tuple[str | None, str, str]]:
    """Yield the `cfg`, the file and the folder for children of a module in its own file."""
    given = [
        (gate, posixpath.normpath(posixpath.join(place.path_folder, path)))
        for gate, path in attributes.paths
    ]
    folder = posixpath.normpath(posixpath.join(place.folder, name))
    usual = next((one for one in (f"{folder}.rs", f"{folder}/mod.rs") if one in files), None)
    for gate, file in given:
        if file in files or (usual is None and len(given) == 1):
            yield gate, file, posixpath.dirname(file)
    if all(gate is not None for gate, _ in given) and (usual is not None or not given):
        yield None, usual or f"{folder}.rs", folder
