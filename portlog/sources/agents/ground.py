"""Which folders are the experiment's, and what a file in them is: its language and its module."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from posixpath import normpath

from portlog.records.languages import language_of
from portlog.sources.agents.names import kept_module

_DRIVE = re.compile(r"[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class ModuleRule:
    r"""Files whose path in the experiment matches the pattern belong to a module.

    In `module`, `\1` stands for the pattern's first group.
    """

    pattern: re.Pattern[str]
    module: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a file of the experiment is."""

    language: str
    module: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The experiment's folder and its git worktrees, by their paths, and the rules for modules.

    Logs come from any machine, so that paths are compared as text.
    """

    roots: tuple[str, ...]
    rules: tuple[ModuleRule, ...] = ()
    _places: dict[tuple[str, str], Place | None] = field(default_factory=dict, compare=False)

    def holds(self, folder: str) -> bool:
        """Say whether a folder is the experiment's or lies in it."""
        return self._within(_plain(folder)) is not None

    def lies_in(self, folder: str) -> bool:
        """Say whether the experiment's folder lies in another."""
        plain = _plain(folder).rstrip("/")
        return any(root.startswith(f"{plain}/") for root in self.roots)

    def place(self, path: str, folder: str) -> Place | None:
        """Return what a file is that was named in a folder; None outside the experiment."""
        named = (path, folder)
        if named not in self._places:
            self._places[named] = self._found(*named)
        return self._places[named]

    def _found(self, path: str, folder: str) -> Place | None:
        plain = _plain(path)
        full = plain if _is_absolute(plain) else normpath(f"{_plain(folder)}/{plain}")
        within = self._within(full)
        return Place(language_of(within), self._module(within)) if within else None

    def _within(self, path: str) -> str | None:
        for root in self.roots:
            if path == root:
                return ""
            if path.startswith(f"{root}/"):
                return path[len(root) + 1 :]
        return None

    def _module(self, path: str) -> str:
        for rule in self.rules:
            if rule.pattern.match(path):
                # what `Match.expand` does, without reading the template anew each time
                module = rule.pattern.sub(rule.module, path, count=1)
                return kept_module(module.strip("/"))
        return ""


def ground_of(roots: Sequence[str], rules: Sequence[ModuleRule] = ()) -> Ground:
    """Return the ground of an experiment with these folders, the longest path first."""
    plain = {_plain(root) for root in roots}
    return Ground(tuple(sorted(plain, key=lambda root: (-len(root), root))), tuple(rules))


def _plain(path: str) -> str:
    return normpath(path.replace("\\", "/")) if path else ""


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or bool(_DRIVE.match(path))
