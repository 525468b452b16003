"""Which names macros of any kind may bring into a scope, where no one can see them."""

import re
from dataclasses import dataclass

from portlog.jobs.verify_uses.modules import Module
from portlog.jobs.verify_uses.std_names import COMPILER_PREFIX
from portlog.records.path_use import Scope
from portlog.sources.rust_uses.macro_words import TELLING_MACROS

# what joins names into further ones
_JOINING = frozenset({"paste", "concat_idents", "quote", "seq"})
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class MadeNames:
    """The macros that a package defines, and the names in their bodies."""

    macros: frozenset[str]
    words: frozenset[str]

    def may_be_made(self, name: str, module: Module, number: int) -> bool:
        """Say whether a macro may bring a name into a scope or one around it."""
        scopes = module.uses.scopes
        if _takes_compiler_crates(scopes[0]):
            return True
        at: int | None = number
        while at is not None:
            if self._makes(scopes[at], name):
                return True
            at = None if scopes[at].is_module else scopes[at].parent
        return False

    def _makes(self, scope: Scope, name: str) -> bool:
        if name in scope.macro_words or self._is_opaque(scope):
            return True
        if scope.macro_calls & self.macros and (name in self.words or self.words & _JOINING):
            return True
        return _may_derive(scope, name)

    def _is_opaque(self, scope: Scope) -> bool:
        return bool(scope.macro_calls - TELLING_MACROS - self.macros)


def _takes_compiler_crates(scope: Scope) -> bool:
    """Say whether a file takes crates that come with the compiler, which may be any."""
    return any(name.startswith(COMPILER_PREFIX) for name in scope.imports)


def _may_derive(scope: Scope, name: str) -> bool:
    """Say whether a derive or an attribute may name something after its item, or any type."""
    if not name.islower():
        return bool(scope.attributed)
    return any(f"_{_CAPITAL.sub('_', one).lower()}_" in f"_{name}_" for one in scope.attributed)
