"""The modules of a package: which file holds which, from each target's first file on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portlog.records.path_use import FileUses, Scope, Submodule
from portlog.sources.rust_uses.package import Package, TargetKind

MOST_MODULES = 50_000
_MOD = "mod.rs"
Reader = Callable[[Path], FileUses | None]


@dataclass(slots=True, eq=False)
class Module:
    """A module of one crate: its file, the number of its scope there, and its place in the tree.

    `kind` is the target's, None for a file that no target reaches.
    """

    path: Path
    uses: FileUses
    number: int
    parent: "Module | None"
    kind: TargetKind | None
    children: dict[str, list["Module"]] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """What is named in it."""
        return self.uses.scopes[self.number]

    @property
    def crate(self) -> "Module":
        """The module that its crate begins with."""
        at = self
        while at.parent is not None:
            at = at.parent
        return at

    def is_within(self, other: "Module") -> bool:
        """Whether it is another module or lies in it, and so sees what is private there."""
        at: Module | None = self
        while at is not None and at is not other:
            at = at.parent
        return at is other


@dataclass(frozen=True, slots=True)
class Modules:
    """The trees of a package's targets; `by_file` has a file's modules by their scopes."""

    lib: Module | None
    by_file: dict[Path, dict[int, Module]]


def modules_of(package: Package, files: tuple[Path, ...], read: Reader) -> Modules:
    """Return the trees from each target on, then those files that none of them reaches."""
    growth = _Growth(read, {})
    lib = None
    for target in package.targets:
        root = growth.root(target.path, target.kind)
        if target.kind is TargetKind.LIB:
            lib = root
    for file in files:
        if file.resolve() not in growth.by_file:
            growth.root(file, None)
    return Modules(lib, growth.by_file)


@dataclass(slots=True)
class _Growth:
    read: Reader
    by_file: dict[Path, dict[int, Module]]
    count: int = 0

    def root(self, path: Path, kind: TargetKind | None) -> Module | None:
        """Read a crate from its first file on."""
        uses = self.read(path)
        if uses is None:
            return None
        root = Module(path, uses, 0, None, kind)
        waiting = [(root, path.parent)]
        while waiting and self.count < MOST_MODULES:
            module, folder = waiting.pop()
            waiting.extend(self._grown(module, folder))
        return root

    def _grown(self, top: Module, folder: Path) -> Iterator[tuple[Module, Path]]:
        """Add all modules that a file declares; yield those in other files, with their folders."""
        inline = {0: top}
        for number, scope in enumerate(top.uses.scopes):
            module = inline[_module_number(top.uses.scopes, number)]
            for declared in (one for found in scope.submodules.values() for one in found):
                if declared.scope is not None:
                    child = Module(top.path, top.uses, declared.scope, module, top.kind)
                    inline[declared.scope] = child
                    self._add(module, declared.name, child)
                else:
                    yield from self._in_files(module, declared, folder)
        self.by_file.setdefault(top.path.resolve(), inline)

    def _in_files(
        self, module: Module, declared: Submodule, folder: Path
    ) -> Iterator[tuple[Module, Path]]:
        for path, below in _places(module.path, declared, folder):
            uses = self.read(path) if path.is_file() else None
            if uses is not None and not _is_above(module, path):
                child = Module(path, uses, 0, module, module.kind)
                self._add(module, declared.name, child)
                yield child, below

    def _add(self, module: Module, name: str, child: Module) -> None:
        self.count += 1
        module.children.setdefault(name, []).append(child)


def _module_number(scopes: tuple[Scope, ...], number: int) -> int:
    """Return the scope of the module around a scope, itself where it is one."""
    while not scopes[number].is_module:
        number = scopes[number].parent or 0
    return number


def module_at(modules: dict[int, Module], number: int) -> Module:
    """Return the module that a scope of a file lies in."""
    scopes = modules[0].uses.scopes
    return modules.get(_module_number(scopes, number), modules[0])


def _places(file: Path, declared: Submodule, folder: Path) -> list[tuple[Path, Path]]:
    """Return where a module's file may be, each with the folder of that file's own modules."""
    inside = folder.joinpath(*declared.parents)
    if declared.paths:
        base = inside if declared.parents else file.parent
        return [(base / one, (base / one).parent) for one in declared.paths]
    below = inside / declared.name
    return [(inside / f"{declared.name}.rs", below), (below / _MOD, below)]


def _is_above(module: Module, path: Path) -> bool:
    """Say whether a file is already on the way down to a module, so that it would hold itself."""
    at: Module | None = module
    while at is not None:
        if at.path == path:
            return True
        at = at.parent
    return False
