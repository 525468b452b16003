"""A symbol of source code: a function, a class, an item, or what stands outside of them all."""

from dataclasses import dataclass

from portlog.records.loc import LineCounts

MODULE = "<module>"
SYMBOL_RULE = "symbols/1"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol of a file, by `SYMBOL_RULE`.

    `name` is qualified and unique within the file: `AgentLoop.run`, `Loop::run`,
    `<Loop as Tool>::run`, and `f#2` for the second of that name. `<module>` is what stands in no
    other symbol. Lines count from 1 and include decorators, attributes and doc comments above.
    `digest` is of the tokens without comments, docs, layout, the symbol's own name and the symbols
    inside, `text_digest` of the bytes as they stand, all included. `lines` counts the lines that
    belong to no symbol inside: those of all symbols add up to the file's.
    """

    name: str
    kind: str
    first_line: int
    last_line: int
    digest: str
    text_digest: str
    lines: LineCounts


@dataclass(frozen=True, slots=True)
class Code:
    """What one file of source code holds; the first symbol is `<module>`, unless it is empty."""

    language: str
    lines: LineCounts
    symbols: tuple[Symbol, ...]
