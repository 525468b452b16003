"""A path as it is written somewhere, and the imports that were followed on its way."""

from dataclasses import dataclass

from portlog.jobs.verify_uses.modules import Module
from portlog.records.path_use import Import, Segments

# the imports that were followed so far: file, scope and name
Seen = frozenset[tuple[int, int, str]]
NOTHING_SEEN: Seen = frozenset()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A path as it is written somewhere: the module, and the scope within its file."""

    segments: Segments
    module: Module
    scope: int
    is_absolute: bool = False
    is_import: bool = False

    @property
    def first(self) -> str:
        """The name that decides."""
        return self.segments[0]

    def replaced(self, brought: Import, scope: int) -> "Spelling":
        """Return the path with an import's own path in its first name's place."""
        segments = (*brought.segments, *self.segments[1:])
        return Spelling(segments, self.module, scope, brought.is_absolute, is_import=True)


def glob_key(path: Spelling, number: int, one: Import) -> tuple[int, int, str]:
    """Return what stands for a glob import among those that were followed."""
    return id(path.module.uses), number, f"*{one}"


def of_itself(path: Spelling) -> Seen:
    """Return the import that a path of a `use` is itself, which cannot bring its own root."""
    if not path.is_import:
        return NOTHING_SEEN
    scope = path.module.uses.scopes[path.scope]
    globs = [one for one in scope.globs if one.segments == path.segments]
    found = {glob_key(path, path.scope, one) for one in globs}
    if any(one.segments == path.segments for one in scope.imports.get(path.first, ())):
        found.add((id(path.module.uses), path.scope, path.first))
    return frozenset(found)
