"""The `cfg` predicates in the attributes that rustdoc's JSON prints beside an item.

Up to format 42 they are source text, `#[cfg(feature = "x")]`; then the compiler's print of it,
`#[<cfg>(feature = "x")]`; later its internal form, `#[attr = CfgTrace([NameValue { name:
"feature", value: Some("x"), span: … }])]`. All three are still served, and are told as source.
"""

import re
from collections.abc import Iterable, Iterator

UNREADABLE = "unreadable()"
_LONGEST = 20_000
_DEEPEST = 40
_WRITTEN = re.compile(r"#!?\[<?cfg>?\(")
_WRITTEN_END = ")]"
_INTERNAL = re.compile(r"#!?\[attr = CfgTrace\(\[")
_INTERNAL_TOKEN = re.compile(
    r"(?P<many>\b(?:All|Any)\(\[)|(?P<not>\bNot\()|(?P<end>\])"
    r"|\bBool\((?P<bool>true|false)"
    r'|\bNameValue \{ name: "(?P<name>[^"]*)"(?:, name_span: [^{}]*?)?'
    r', value: (?:None|Some\(\(?"(?P<value>[^"]*)")'
    r"|(?P<other>\b[A-Z]\w*(?:\(| \{))"
)
_BOOLS = {"true": "all()", "false": "any()"}
_CONDITIONAL_DERIVE = re.compile(r"cfg_attr>?\([^\n]*\bderive\(")
_DERIVED = "automatically_derived"
_Tokens = Iterator[re.Match[str]]


def conditions(attributes: Iterable[object]) -> tuple[str, ...]:
    """Return the predicates among an item's attributes; `unreadable()` for one not understood."""
    texts = (_text(attribute) for attribute in attributes)
    read = (_condition(text) for text in texts)
    return tuple(one for one in read if one is not None)


def is_derived(attributes: Iterable[object]) -> bool:
    """Say whether a derive has made the item."""
    return any(_DERIVED in _text(attribute) for attribute in attributes)


def may_derive_conditionally(attributes: Iterable[object]) -> bool:
    """Say whether a `cfg_attr` with a derive may stand there: later formats hide what it holds."""
    texts = (_text(attribute) for attribute in attributes)
    return any("CfgAttrTrace" in text or _CONDITIONAL_DERIVE.search(text) for text in texts)


def _text(attribute: object) -> str:
    if isinstance(attribute, dict):
        attribute = attribute.get("other", "")
    return attribute[: _LONGEST + 1].strip() if isinstance(attribute, str) else ""


def _condition(text: str) -> str | None:
    written, internal = _WRITTEN.match(text), _INTERNAL.match(text)
    if written is None and internal is None:
        return None
    if len(text) > _LONGEST:
        return UNREADABLE
    if internal is not None:
        return _spelled(text[internal.end() :])
    end = text.endswith(_WRITTEN_END) and written is not None and written.end()
    return " ".join(text[end : -len(_WRITTEN_END)].split()) if end else UNREADABLE


def _spelled(text: str) -> str:
    """Return the internal form as source; what it has between its parts are places in files."""
    tokens = list(_INTERNAL_TOKEN.finditer(text))
    openings = sum(one.lastgroup in ("many", "not") for one in tokens)
    if openings > _DEEPEST:
        return UNREADABLE
    try:
        parts = _several(iter(tokens))
    except StopIteration:
        return UNREADABLE
    return parts[0] if len(parts) == 1 else f"all({', '.join(parts)})"


def _several(tokens: _Tokens) -> list[str]:
    parts: list[str] = []
    while (token := next(tokens)).lastgroup != "end":
        parts.append(_one(token, tokens))
    return parts


def _one(token: re.Match[str], tokens: _Tokens) -> str:
    if token["many"]:
        return f"{token['many'][:3].lower()}({', '.join(_several(tokens))})"
    if token["not"]:
        return f"not({_one(next(tokens), tokens)})"
    if token["bool"]:
        return _BOOLS[token["bool"]]
    return UNREADABLE if token["name"] is None else _flag(token["name"], token["value"])


def _flag(name: str, value: str | None) -> str:
    return name if value is None else f'{name} = "{value}"'
