"""One item of rustdoc's JSON, in any format that its index of items by id has had.

Up to format 25 the kind stands beside the content (`"kind": "module", "inner": {…}`), then it is
its only key (`"inner": {"module": {…}}`); ids are texts up to 34, numbers since; columns count
from 0 up to 44. Kinds and fields that were renamed are read under all their names.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portlog.records.rustdoc import RustdocImpl, RustdocItem, RustdocUse
from portlog.records.spot import Spot
from portlog.sources.rustdoc_cfg import conditions, is_derived, may_derive_conditionally
from portlog.sources.rustdoc_signature import signature

_COLUMNS_FROM_ONE_SINCE = 45
_RENAMED = {
    "import": "use",
    "typedef": "type_alias",
    "foreign_type": "extern_type",
    "opaque_ty": "type_alias",
    "method": "function",
    "tymethod": "function",
    "ty_method": "function",
    "proc_derive": "derive",
    "proc_attribute": "attribute",
}
_MADE_BY_CODE = {"derive": "derive", "attr": "attribute", "bang": "macro"}
_PUBLIC = ("public", "default")
_UNPACKED_CRATE = re.compile(r"^.*/registry/src/[^/]+/([^/]+)/")


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for all items of a crate: the format, and its folder's name once unpacked."""

    format_version: int
    folder: str


def read_item(item_id: str, item: Mapping[str, Any], reading: Reading) -> RustdocItem:
    """Return one item; what it does not say, or says in a way not known here, stays empty."""
    kind, inner = _content(item)
    attributes = sequence(item.get("attrs"))
    name = _name(item, inner)
    return RustdocItem(
        id=item_id,
        kind=kind,
        name=name,
        is_public=item.get("visibility") in _PUBLIC,
        conditions=conditions(attributes),
        spot=_spot(item.get("span"), reading),
        signature=signature(kind, name or "", inner, is_public=item.get("visibility") == "public"),
        parts=tuple(_parts(kind, inner)),
        impls=_ids(inner.get("impls")),
        used=_used(kind, name, inner),
        implemented=_implemented(inner, attributes) if kind == "impl" else None,
        aliased=_aliased(inner.get("type")) if kind == "type_alias" else None,
        may_derive_conditionally=may_derive_conditionally(attributes),
    )


def current_kind(kind: object) -> str:
    """Return the word that the latest format has for a kind."""
    return _RENAMED.get(kind, kind) if isinstance(kind, str) else ""


def identifier(value: object) -> str | None:
    """Return an id as the index spells it."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number or isinstance(value, str) else None


def mapping(value: object) -> Mapping[str, Any]:
    """Return the object that should stand there, empty if there is none."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: object) -> list[Any]:
    """Return the list that should stand there, empty if there is none."""
    return value if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Return the text that should stand there, if it does."""
    return value if isinstance(value, str) else None


def _content(item: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    inner = item.get("inner")
    beside = text(item.get("kind"))
    if beside is not None:
        tag, content = beside, inner
    elif isinstance(inner, Mapping) and len(inner) == 1:
        tag, content = next(iter(inner.items()))
    else:
        tag, content = text(inner) or "", {}
    return _known(str(tag), content)


def _known(tag: str, content: object) -> tuple[str, Mapping[str, Any]]:
    kind = current_kind(tag)
    if kind == "proc_macro":
        made_by_code = mapping(content)
        return _MADE_BY_CODE.get(str(made_by_code.get("kind")), "macro"), made_by_code
    if kind == "macro" and isinstance(content, str):
        return kind, {"source": content}
    return kind, mapping(content)


def _name(item: Mapping[str, Any], inner: Mapping[str, Any]) -> str | None:
    return text(item.get("name")) or text(inner.get("name"))


def _used(kind: str, name: str | None, inner: Mapping[str, Any]) -> RustdocUse | None:
    if kind == "use":
        return _import(name, inner)
    return _external(name, inner) if kind == "extern_crate" else None


def _external(name: str | None, inner: Mapping[str, Any]) -> RustdocUse:
    """Return what `extern crate a as b` imports; the formats differ in which they call `name`."""
    names = [text(inner.get("name")), text(inner.get("rename"))]
    crate = next((one for one in names if one is not None and one != name), name)
    return RustdocUse(crate or "", name or "", None, is_glob=False)


def _import(name: str | None, inner: Mapping[str, Any]) -> RustdocUse:
    is_glob = inner.get("is_glob", inner.get("glob")) is True
    source = text(inner.get("source")) or text(inner.get("span")) or ""
    target = identifier(inner.get("id"))
    return RustdocUse(source, text(inner.get("name")) or name or "", target, is_glob)


def _parts(kind: str, inner: Mapping[str, Any]) -> Iterator[str]:
    """Return the ids of what stands in an item: fields and variants hide in their kinds."""
    for key in ("items", "variants", "fields"):
        yield from _ids(inner.get(key))
    shape = inner.get("kind") if kind in ("struct", "variant") else None
    for tag, content in (mapping(shape) or _old_variant(inner)).items():
        if tag in ("plain", "struct"):
            yield from _ids(mapping(content).get("fields"))
        elif tag == "tuple":
            yield from _ids(content)


def _old_variant(inner: Mapping[str, Any]) -> Mapping[str, Any]:
    tag = text(inner.get("variant_kind"))
    content = inner.get("variant_inner")
    return {} if tag is None else {tag: {"fields": content} if tag == "struct" else content}


def _implemented(inner: Mapping[str, Any], attributes: list[Any]) -> RustdocImpl:
    trait = _resolved(inner.get("trait", inner.get("trait_")))
    provided = sequence(inner.get("provided_trait_methods"))
    return RustdocImpl(
        trait_id=identifier(trait.get("id")),
        trait=text(trait.get("path")) or text(trait.get("name")),
        provided=tuple(one for one in provided if isinstance(one, str)),
        is_negative=inner.get("is_negative", inner.get("negative")) is True,
        is_derived=is_derived(attributes),
    )


def _aliased(of_type: object) -> str | None:
    return identifier(_resolved(of_type).get("id"))


def _resolved(tree: object) -> Mapping[str, Any]:
    """Return a path to an item, whether or not its kind stands around it."""
    given = mapping(tree)
    if given.get("kind") == "resolved_path":
        return mapping(given.get("inner"))
    return mapping(given["resolved_path"]) if "resolved_path" in given else given


def _ids(value: object) -> tuple[str, ...]:
    read = (identifier(one) for one in sequence(value))
    return tuple(one for one in read if one is not None)


def _spot(span: object, reading: Reading) -> Spot | None:
    place = mapping(span)
    file, begin = text(place.get("filename")), sequence(place.get("begin"))
    if file is None or [type(one) for one in begin] != [int, int]:
        return None
    line, column = begin
    from_zero = reading.format_version < _COLUMNS_FROM_ONE_SINCE
    return Spot(_within_crate(file, reading.folder), line, column + from_zero)


def _within_crate(file: str, folder: str) -> str:
    """Return a file's path within its crate, led by the crate's folder if that is another."""
    unpacked = _UNPACKED_CRATE.match(file)
    if unpacked is None:
        return file
    inside = file[unpacked.end() :]
    return inside if unpacked[1] == folder else f"{unpacked[1]}/{inside}"
