"""How far a fragment of a macro's pattern, such as `$t:ty`, reaches into the tokens of a call."""

from collections.abc import Callable, Mapping, Sequence

from portlog.sources.rust_source.token_trees import Group, Token, is_word

_ENDS_TYPE = frozenset({",", ";", "=", "=>", "|", ":", "as", "where", "=="})
_ENDS_EXPRESSION = frozenset({",", ";", "=>"})
_ENDS_PATTERN = frozenset({",", ";", "=>", "=", "if", "in"})
_BEFORE_OPERAND = frozenset({"&", "*", "->", "mut", "const", "dyn", "impl", "::", "&&", "+", "!"})
_UNTIL_SEMICOLON = frozenset({"use", "const", "static", "type"})
_WITH_BODY = frozenset({"fn", "struct", "enum", "union", "trait", "impl", "mod", "macro"})
_QUALIFIERS = frozenset({"async", "unsafe", "default", "extern"})

Tokens = Sequence[Token]


def fragment_end(kind: str, tokens: Tokens, at: int) -> int | None:
    """Return where a fragment that begins at a place ends, or None where there is none."""
    return _ENDS.get(kind, _no_end)(tokens, at)


def _no_end(_tokens: Tokens, _at: int) -> None:
    return None


def _one(tokens: Tokens, at: int) -> int | None:
    return at + 1 if at < len(tokens) else None


def _word(tokens: Tokens, at: int) -> int | None:
    if at < len(tokens) and is_word(tokens[at]) and tokens[at] != "_":
        return at + 1
    return None


def _lifetime(tokens: Tokens, at: int) -> int | None:
    tree = tokens[at] if at < len(tokens) else ""
    is_one = isinstance(tree, str) and tree.startswith("'") and not tree.endswith("'")
    return at + 1 if is_one else None


def _literal(tokens: Tokens, at: int) -> int | None:
    if at < len(tokens) and tokens[at] == "-":
        at += 1
    tree = tokens[at] if at < len(tokens) else ""
    if not isinstance(tree, str):
        return None
    quoted = tree.endswith(('"', "'", "#")) and tree != "#"
    return at + 1 if quoted or tree[:1].isdigit() or tree in ("true", "false") else None


def _block(tokens: Tokens, at: int) -> int | None:
    return at + 1 if _is_group(tokens, at, "{") else None


def _visibility(tokens: Tokens, at: int) -> int:
    """Return the end of a visibility, which may be empty."""
    if at >= len(tokens) or tokens[at] != "pub":
        return at
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    named = isinstance(following, Group) and following.opening == "("
    limits = ("crate", "super", "self", "in")
    is_limit = named and isinstance(following, Group) and following.tokens[:1] != ()
    if is_limit and isinstance(following, Group) and following.tokens[0] in limits:
        return at + 2
    return at + 1


def _type(tokens: Tokens, at: int) -> int | None:
    start, depth, operand = at, 0, True
    while at < len(tokens):
        tree = tokens[at]
        if depth == 0 and not operand and _is_over(tree, tokens[at - 1]):
            break
        if depth == 0 and isinstance(tree, str) and tree in (_ENDS_TYPE | {">", ">>"}):
            break
        depth += _angle(tree)
        if depth < 0:
            break
        operand = isinstance(tree, str) and (
            tree in _BEFORE_OPERAND or tree.startswith("'") or tree == "<"
        )
        at += 1
    return at if at > start else None


def _is_over(tree: Token, before: Token) -> bool:
    """Say whether a token after a whole type cannot belong to it."""
    if isinstance(tree, Group):
        return tree.opening != "(" or not is_word(before)
    return is_word(tree) and is_word(before) and before not in ("dyn", "impl", "mut", "for")


def _angle(tree: Token) -> int:
    return {"<": 1, ">": -1, ">>": -2, "<<": 2}.get(tree, 0) if isinstance(tree, str) else 0


def _expression(tokens: Tokens, at: int) -> int | None:
    start, depth = at, 0
    while at < len(tokens):
        tree = tokens[at]
        if depth <= 0 and isinstance(tree, str) and tree in _ENDS_EXPRESSION:
            break
        if tree == "<" and at > start and tokens[at - 1] == "::":
            depth = 1
        elif depth > 0:
            depth += _angle(tree)
        at += 1
    return at if at > start else None


def _pattern(tokens: Tokens, at: int) -> int | None:
    return _until(tokens, at, _ENDS_PATTERN)


def _narrow_pattern(tokens: Tokens, at: int) -> int | None:
    return _until(tokens, at, _ENDS_PATTERN | {"|"})


def _statement(tokens: Tokens, at: int) -> int | None:
    return _until(tokens, at, frozenset({";"}))


def _until(tokens: Tokens, at: int, ends: frozenset[str]) -> int | None:
    start = at
    while at < len(tokens) and not (isinstance(tokens[at], str) and tokens[at] in ends):
        at += 1
    return at if at > start else None


def _meta(tokens: Tokens, at: int) -> int | None:
    end = _word(tokens, at)
    if end is None:
        return None
    while end + 1 < len(tokens) and tokens[end] == "::":
        end += 2
    if end < len(tokens) and isinstance(tokens[end], Group):
        return end + 1
    return _expression(tokens, end + 1) if end < len(tokens) and tokens[end] == "=" else end


def item_end(tokens: Tokens, at: int) -> int | None:
    """Return where an item ends that begins at a place, its attributes and visibility included."""
    while at + 1 < len(tokens) and tokens[at] == "#" and _is_group(tokens, at + 1, "["):
        at += 2
    at = _visibility(tokens, at)
    while at < len(tokens) and (tokens[at] in _QUALIFIERS or _is_abi(tokens, at)):
        if tokens[at] == "extern" and at + 1 < len(tokens) and tokens[at + 1] == "crate":
            return _after(tokens, at, ends_at_body=False)
        at += 1
    return _bare_item_end(tokens, at)


def _bare_item_end(tokens: Tokens, at: int) -> int | None:
    tree = tokens[at] if at < len(tokens) else ""
    if tree in _UNTIL_SEMICOLON:
        is_fn = at + 1 < len(tokens) and tokens[at + 1] in ("fn", "unsafe", "extern", "async")
        return _after(tokens, at, ends_at_body=tree == "const" and is_fn)
    if tree in _WITH_BODY or _is_group(tokens, at, "{"):
        return _after(tokens, at, ends_at_body=True)
    if is_word(tree) and at + 1 < len(tokens) and tokens[at + 1] in ("!", "::"):
        return _after(tokens, at, ends_at_body=True)
    return None


def _is_abi(tokens: Tokens, at: int) -> bool:
    tree = tokens[at]
    return isinstance(tree, str) and tree.startswith('"') and tokens[at - 1] == "extern"


def _after(tokens: Tokens, at: int, *, ends_at_body: bool) -> int | None:
    while at < len(tokens):
        if tokens[at] == ";" or (ends_at_body and _is_group(tokens, at, "{")):
            return at + 1
        at += 1
    return None


def _is_group(tokens: Tokens, at: int, opening: str) -> bool:
    tree = tokens[at] if at < len(tokens) else ""
    return isinstance(tree, Group) and tree.opening == opening


_ENDS: Mapping[str, Callable[[Tokens, int], int | None]] = {
    "tt": _one,
    "ident": _word,
    "lifetime": _lifetime,
    "literal": _literal,
    "block": _block,
    "vis": _visibility,
    "ty": _type,
    "path": _type,
    "expr": _expression,
    "expr_2021": _expression,
    "pat": _pattern,
    "pat_param": _narrow_pattern,
    "stmt": _statement,
    "meta": _meta,
    "item": item_end,
}
