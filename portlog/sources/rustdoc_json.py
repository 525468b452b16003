"""Reading rustdoc's JSON of a crate as plain data, item by item, whatever its format.

The format changes with the compiler: https://github.com/rust-lang/rustdoc-types has each. A
crate's JSON can have tens of megabytes, so only the outermost level is read at once, and of the
rest what a look-up comes across.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from portlog.errors import Unreachable
from portlog.records.registry import Sighting
from portlog.records.rustdoc import UNREADABLE_KIND, RustdocCrate, RustdocItem, RustdocPlace
from portlog.sources.json_trouble import UNREADABLE
from portlog.sources.rustdoc_item import (
    Reading,
    current_kind,
    identifier,
    mapping,
    read_item,
    sequence,
    text,
)

_OWN = "0"
_VERSION_IN_ADDRESS = re.compile(r"^https?://docs\.rs/[^/]+/(\d+\.\d+\.\d+[^/]*)(?:/|$)")

T = TypeVar("T")


class _Whole(msgspec.Struct):
    root: int | str
    format_version: int
    index: dict[str, msgspec.Raw]
    paths: dict[str, msgspec.Raw]
    external_crates: dict[str, msgspec.Raw]
    crate_version: str | None = None


class _Lazy(Mapping[str, T]):
    """Values by id, each made when it is first asked for."""

    def __init__(self, raw: Mapping[str, msgspec.Raw], made: Callable[[str, object], T]) -> None:
        self._raw = raw
        self._made = made
        self._read: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._read:
            self._read[key] = self._made(key, _plain(self._raw[key]))
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def read_rustdoc(content: bytes, package: str, version: str, sighting: Sighting) -> RustdocCrate:
    """Return the crate that the JSON documents.

    Raises `Unreachable` for anything else, and for the JSON of another version: docs.rs answers
    with the nearest one it has.
    """
    try:
        whole = msgspec.json.decode(content, type=_Whole)
    except UNREADABLE:
        raise Unreachable("the answer is not rustdoc's JSON") from None
    if whole.crate_version != version:
        raise Unreachable(f"the JSON is of version {_shown(whole.crate_version)}, not {version}")
    return _crate(whole, package, version, sighting)


def _crate(whole: _Whole, package: str, version: str, sighting: Sighting) -> RustdocCrate:
    reading = Reading(whole.format_version, f"{package}-{version}")
    items = _Lazy(whole.index, lambda key, value: _item(key, value, reading))
    crates = _Lazy(whole.external_crates, lambda _, value: mapping(value))
    root = str(whole.root)
    library = items[root].name if root in items else None
    if library is None:
        raise Unreachable("the JSON has no item for the crate itself")
    return RustdocCrate(
        package=package,
        version=version,
        library=library,
        format_version=whole.format_version,
        root=root,
        items=items,
        places=_Lazy(whole.paths, lambda _, value: _place(mapping(value), crates)),
        libraries=frozenset(filter(None, (text(one.get("name")) for one in crates.values()))),
        sighting=sighting,
    )


def _item(key: str, value: object, reading: Reading) -> RustdocItem:
    if not isinstance(value, dict):
        return RustdocItem(key, UNREADABLE_KIND)
    return read_item(key, value, reading)


def _place(path: Mapping[str, Any], crates: Mapping[str, Mapping[str, Any]]) -> RustdocPlace:
    number = identifier(path.get("crate_id")) or ""
    crate = crates.get(number, {})
    steps = tuple(step for step in sequence(path.get("path")) if isinstance(step, str))
    kind = current_kind(path.get("kind"))
    if number == _OWN:
        return RustdocPlace(None, None, steps, kind)
    name = text(crate.get("name")) or (steps[0] if steps else "")
    return RustdocPlace(name, _version(text(crate.get("html_root_url"))), steps, kind)


def _version(address: str | None) -> str | None:
    found = _VERSION_IN_ADDRESS.match(address or "")
    return None if found is None else found[1]


def _plain(raw: msgspec.Raw) -> object:
    try:
        return msgspec.json.decode(raw)
    except UNREADABLE:
        return None


def _shown(version: str | None) -> str:
    return "nobody knows which" if version is None else version[:80]
