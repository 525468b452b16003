"""The names under `[target]` of a manifest: a platform's name or a `cfg(…)`, as cargo reads them.

The grammar: https://doc.rust-lang.org/reference/conditional-compilation.html, as far as cargo's
own `cargo-platform` reads it.
"""

import re
from collections.abc import Sequence

_TOKEN = re.compile(
    r' *(?:(?P<mark>[(),=])|(?P<text>"[^"]*")|(?P<word>(?:r#)?[A-Za-z_][A-Za-z0-9_]*))'
)
_BEGIN, _END = "cfg(", ")"
_LISTS = frozenset({"all", "any"})
_NOT = "not"
_DEEPEST = 100


class _Refused(ValueError):
    """An expression that cargo does not read, and why."""


def target_refusal(target: str) -> str | None:
    """Return why cargo refuses a key of `[target]`, or None where it takes it."""
    if target.startswith(_BEGIN) and target.endswith(_END):
        return _expression_refusal(target)
    odd = next((char for char in target if not (char.isalnum() or char in "_-.")), None)
    return None if odd is None else f"{target[:60]!r} is neither the name of a platform nor a cfg()"


def _expression_refusal(target: str) -> str | None:
    try:
        tokens = _tokens(target[len(_BEGIN) : -len(_END)])
        _Expression(tokens).read()
    except _Refused as refused:
        return f"cargo does not read {target[:60]!r}: {refused}"
    return None


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip(" ")):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _Refused(f"{text[at:].strip()[:20]!r} is not understood")
        found.append(token[0].strip(" "))
        at = token.end()
    return found


class _Expression:
    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def read(self) -> None:
        self._one(0)
        if self._next():
            raise _Refused(f"{self._next()[:20]} stands behind its end")

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, expected: str) -> bool:
        found = self._next() == expected
        self._at += found
        return found

    def _expect(self, expected: str) -> None:
        if not self._take(expected):
            raise _Refused(f"{expected} is missing")

    def _one(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise _Refused("it is nested too deeply")
        name = self._next()
        if not name or not (name[0].isalpha() or name[0] == "_"):
            raise _Refused(f"a name is missing{' before ' + name[:20] if name else ''}")
        self._at += 1
        if name in _LISTS:
            self._list(depth)
        elif name == _NOT:
            self._expect("(")
            self._one(depth + 1)
            self._expect(")")
        elif self._take("="):
            self._value()

    def _list(self, depth: int) -> None:
        self._expect("(")
        while not self._take(")"):
            self._one(depth + 1)
            if not self._take(","):
                self._expect(")")
                return

    def _value(self) -> None:
        if not self._next().startswith('"'):
            raise _Refused("a text in quotes is missing behind =")
        self._at += 1
