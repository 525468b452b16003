"""The declaration of an item, written from the types in rustdoc's JSON.

It is the form that people read in documentation, not the source text: bounds in `where` clauses
and attributes are left out. A type of a kind that is not known here is written `_`.
"""

from collections.abc import Callable, Mapping
from typing import Any

_DEEPEST = 12
_LONGEST = 240
_UNKNOWN = "_"


def signature(kind: str, name: str, inner: Mapping[str, Any], *, is_public: bool) -> str:
    """Return the declaration in one line; only the keyword and the name where more is not known."""
    writer = _WRITERS.get(kind)
    text = _plain(kind, name) if writer is None else writer(name, inner)
    if is_public and kind in _TAKING_PUB:
        text = f"pub {text}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_KEYWORDS = {
    "module": "mod",
    "struct": "struct",
    "union": "union",
    "enum": "enum",
    "trait": "trait",
    "trait_alias": "trait",
    "extern_crate": "extern crate",
    "extern_type": "type",
    "assoc_type": "type",
}


def _plain(kind: str, name: str) -> str:
    keyword = _KEYWORDS.get(kind)
    return name if keyword is None else f"{keyword} {name}"


def _function(name: str, inner: Mapping[str, Any]) -> str:
    header, sig = _mapping(inner.get("header")), _mapping(inner.get("sig") or inner.get("decl"))
    words = [
        word
        for word in ("const", "async", "unsafe")
        if header.get(f"is_{word}") or header.get(word)
    ]
    inputs = [_input(one) for one in _sequence(sig.get("inputs"))]
    output = sig.get("output")
    result = "" if output is None else f" -> {_type(output)}"
    return f"{' '.join([*words, 'fn'])} {name}({', '.join(inputs)}){result}"


def _input(one: object) -> str:
    name, of_type = (*_sequence(one), None, None)[:2]
    written = _type(of_type)
    receivers = {"Self": "self", "&Self": "&self", "&mut Self": "&mut self"}
    if name == "self" and written in receivers:
        return receivers[written]
    return f"{name}: {written}" if isinstance(name, str) else written


def _typed(keyword: str) -> Callable[[str, Mapping[str, Any]], str]:
    return lambda name, inner: f"{keyword} {name}: {_type(inner.get('type'))}"


def _alias(name: str, inner: Mapping[str, Any]) -> str:
    return f"type {name} = {_type(inner.get('type'))}"


def _field(name: str, inner: Mapping[str, Any]) -> str:
    return f"{name}: {_type(inner)}"


def _macro(name: str, inner: Mapping[str, Any]) -> str:
    source = inner.get("source")
    first = source.partition("\n")[0].strip() if isinstance(source, str) else ""
    return first or f"{name}!"


_WRITERS: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = {
    "function": _function,
    "constant": _typed("const"),
    "assoc_const": _typed("const"),
    "static": _typed("static"),
    "type_alias": _alias,
    "struct_field": _field,
    "macro": _macro,
}


_TAKING_PUB = frozenset({*_KEYWORDS, *_WRITERS} - {"macro"})


def _type(tree: object, depth: int = 0) -> str:
    tag, inner = _tagged(tree)
    writer = _TYPES.get(tag)
    return _UNKNOWN if writer is None or depth > _DEEPEST else writer(inner, depth + 1)


def _tagged(tree: object) -> tuple[str, Any]:
    """Return a type's kind and content, whichever way the format tells them."""
    if isinstance(tree, Mapping):
        if isinstance(tree.get("kind"), str):
            return tree["kind"], tree.get("inner")
        return next(((str(tag), inner) for tag, inner in tree.items()), ("", None))
    return (tree, None) if isinstance(tree, str) else ("", None)


def _path(inner: Any, depth: int) -> str:
    path = _mapping(inner)
    name = str(path.get("path") or path.get("name") or _UNKNOWN)
    return f"{name.removeprefix('$crate::')}{_arguments(path.get('args'), depth)}"


def _arguments(args: object, depth: int) -> str:
    tag, inner = _tagged(args)
    content = _mapping(inner)
    if tag == "angle_bracketed":
        written = [_argument(one, depth) for one in _sequence(content.get("args"))]
        return f"<{', '.join(written)}>" if written else ""
    if tag == "parenthesized":
        inputs = ", ".join(_type(one, depth) for one in _sequence(content.get("inputs")))
        output = content.get("output")
        return f"({inputs})" + ("" if output is None else f" -> {_type(output, depth)}")
    return ""


def _argument(tree: object, depth: int) -> str:
    tag, inner = _tagged(tree)
    if tag == "lifetime":
        return str(inner)
    if tag == "const":
        return str(_mapping(inner).get("expr", _UNKNOWN))
    return _type(inner, depth) if tag == "type" else _UNKNOWN


def _bounds(inner: Any, depth: int) -> str:
    return " + ".join(_bound(one, depth) for one in _sequence(inner)) or _UNKNOWN


def _bound(tree: object, depth: int) -> str:
    tag, inner = _tagged(tree)
    if tag == "trait_bound":
        maybe = "?" if _mapping(inner).get("modifier") == "maybe" else ""
        return maybe + _path(_mapping(inner).get("trait"), depth)
    return str(inner) if tag == "outlives" else _UNKNOWN


def _dyn(inner: Any, depth: int) -> str:
    traits = _sequence(_mapping(inner).get("traits"))
    return "dyn " + " + ".join(_path(_mapping(one).get("trait"), depth) for one in traits)


def _reference(inner: Any, depth: int) -> str:
    content = _mapping(inner)
    lifetime = f"{content['lifetime']} " if content.get("lifetime") else ""
    mutable = "mut " if content.get("is_mutable") or content.get("mutable") else ""
    return f"&{lifetime}{mutable}{_type(content.get('type'), depth)}"


def _pointer(inner: Any, depth: int) -> str:
    content = _mapping(inner)
    mutable = content.get("is_mutable") or content.get("mutable")
    return f"*{'mut' if mutable else 'const'} {_type(content.get('type'), depth)}"


def _array(inner: Any, depth: int) -> str:
    content = _mapping(inner)
    return f"[{_type(content.get('type'), depth)}; {content.get('len')}]"


def _tuple(inner: Any, depth: int) -> str:
    written = [_type(one, depth) for one in _sequence(inner)]
    return f"({written[0]},)" if len(written) == 1 else f"({', '.join(written)})"


def _qualified(inner: Any, depth: int) -> str:
    content = _mapping(inner)
    own, name = _type(content.get("self_type"), depth), content.get("name")
    trait = _mapping(content.get("trait")).get("path") or ""
    return f"<{own} as {trait}>::{name}" if trait else f"{own}::{name}"


def _pointed_function(inner: Any, depth: int) -> str:
    sig = _mapping(_mapping(inner).get("sig") or _mapping(inner).get("decl"))
    pairs = (_sequence(one) for one in _sequence(sig.get("inputs")))
    inputs = ", ".join(_type(pair[-1], depth) for pair in pairs if pair)
    output = sig.get("output")
    return f"fn({inputs})" + ("" if output is None else f" -> {_type(output, depth)}")


_TYPES: Mapping[str, Callable[[Any, int], str]] = {
    "resolved_path": _path,
    "dyn_trait": _dyn,
    "generic": lambda inner, _: str(inner),
    "primitive": lambda inner, _: "!" if inner == "never" else str(inner),
    "function_pointer": _pointed_function,
    "tuple": _tuple,
    "slice": lambda inner, depth: f"[{_type(inner, depth)}]",
    "array": _array,
    "impl_trait": lambda inner, depth: f"impl {_bounds(inner, depth)}",
    "raw_pointer": _pointer,
    "borrowed_ref": _reference,
    "qualified_path": _qualified,
}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _sequence(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
