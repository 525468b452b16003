"""Macros by example: which rule a call matches, and what it is replaced by.

The rules: https://doc.rust-lang.org/reference/macros-by-example.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.sources.rust_source.macro_matching import matched_end
from portlog.sources.rust_source.macro_parts import Bindings, NoExpansion, Part, rules_in
from portlog.sources.rust_source.macro_transcript import Transcript
from portlog.sources.rust_source.token_trees import Group, Token, token_trees


@dataclass(frozen=True, slots=True)
class MacroRules:
    """One macro: pairs of a pattern and what a call that matches it becomes."""

    name: str
    rules: tuple[tuple[tuple[Part, ...], tuple[Part, ...]], ...]

    @classmethod
    def read(cls, definition: str) -> "MacroRules":
        """Read `macro_rules! name { … }`; ValueError where it is something else."""
        trees = token_trees(definition)
        body = next((one for one in trees if isinstance(one, Group)), None)
        if body is None or trees[:2] != ("macro_rules", "!"):
            raise NoExpansion("no macro_rules")
        return cls(str(trees[2]).removeprefix("r#"), tuple(rules_in(body.tokens)))

    def expanded(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Return what a call with these tokens becomes; `NoExpansion` where no rule matches."""
        for pattern, replacement in self.rules:
            bindings: Bindings = {}
            if matched_end(pattern, tokens, 0, bindings) == len(tokens):
                return Transcript().of(replacement, bindings)
        raise NoExpansion(f"no rule of {self.name}! matches")
