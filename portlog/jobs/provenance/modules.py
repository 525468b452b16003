"""Which module a file of the port belongs to, and which part of the original belongs to which."""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from portlog.records.original_part import part_of, symbols_in
from portlog.records.plan import PlannedModule
from portlog.records.symbol import Symbol
from portlog.sources.agents.module_rules import module_rules
from portlog.workspace import SETTINGS, Workspace

_SPACE = "%20"


@dataclass(frozen=True)
class Modules:
    """The plan of a port, and the rule by which a file has its module."""

    plan: tuple[PlannedModule, ...]
    of_file: Callable[[str], str]

    @classmethod
    def of(cls, workspace: Workspace, plan: Iterable[PlannedModule]) -> "Modules":
        """Return the modules of an experiment; `ConfigError` for a rule that cannot be used."""
        told = tomllib.loads((workspace.root / SETTINGS).read_text("utf-8"))
        rules = module_rules(told, SETTINGS)

        @cache
        def of_file(path: str) -> str:
            found = ((rule.pattern.match(path), rule.module) for rule in rules)
            return next((match.expand(module) for match, module in found if match), "")

        return cls(tuple(plan), of_file)

    def is_new(self, path: str) -> bool:
        """Say whether a file is of no module, or of one that the plan says is new."""
        return self.of_file(path) in self._new

    @cached_property
    def _new(self) -> frozenset[str]:
        return frozenset({"", *(one.module for one in self.plan if one.is_new)})

    def of_original(self, path: str, symbols: tuple[Symbol, ...]) -> dict[str, str]:
        """Return the module of each symbol of an original that the plan names.

        A symbol that is named goes before its file.
        """
        found: dict[str, str] = {}
        for module, typed in self._typed.get(path, []):
            part = part_of(typed)
            for symbol in symbols_in(part, symbols):
                if part.symbols or symbol.name not in found:
                    found[symbol.name] = module
        return found

    @cached_property
    def _typed(self) -> Mapping[str, list[tuple[str, str]]]:
        """The parts of each original with their modules, files before symbols."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in self.plan:
            for part in map(plain, one.originals or ()):
                found[part_of(part).path].append((one.module, part))
        return {path: sorted(parts, key=_names_symbols) for path, parts in found.items()}


def _names_symbols(part: tuple[str, str]) -> bool:
    return "::" in part[1]


def plain(word: str) -> str:
    """Return a part of an original as it is, from the plan's way to write a space."""
    return word.replace(_SPACE, " ")


def as_word(part: str) -> str:
    """Return a part of an original as one word of the plan."""
    return part.replace(" ", _SPACE)
