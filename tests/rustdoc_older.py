"""One made-up crate written by hand in the forms that rustdoc's JSON had, has or may get.

Nothing here was printed by rustdoc: the forms follow the changelog of the crate `rustdoc-types`.
The crate is always the same: `Type` with `connect` behind the feature `net`, an enum, a renamed
import, a glob of a private module, and a type that another crate defines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rustdoc_support import VERSION

_SPAN = {"filename": "src/lib.rs", "begin": [7, 4], "end": [7, 20]}
_OUTER = {"name": "outer_dep", "html_root_url": "https://docs.rs/outer-dep/0.3.1/"}
_PLACE = {"crate_id": 20, "path": ["outer_dep", "hidden", "Foreign"], "kind": "struct"}
_KIND_WITHIN_SINCE, _ALIAS_SINCE, _USE_SINCE, _NUMBERS_SINCE = 26, 27, 34, 35


def sample(format_version: int, cfg: str) -> dict[str, Any]:
    """Return the crate in a format; `cfg` is the attribute with the feature as it prints it."""
    form = _Form(format_version)
    items = form.items(cfg)
    return {
        "root": form.key(0),
        "crate_version": VERSION,
        "includes_private": False,
        "index": {str(one["id"]): one for one in items},
        "paths": {str(form.key(90)): _PLACE},
        "external_crates": {"20": _OUTER},
        "format_version": format_version,
    }


@dataclass(frozen=True, slots=True)
class _Form:
    version: int

    def key(self, number: int) -> Any:
        return number if self.version >= _NUMBERS_SINCE else f"0:{number}"

    def keys(self, numbers: Sequence[int]) -> list[Any]:
        return [self.key(one) for one in numbers]

    def tagged(self, kind: str, inner: Any) -> dict[str, Any]:
        if self.version < _KIND_WITHIN_SINCE:
            return {"kind": kind, "inner": inner}
        return {"inner": {kind: inner}}

    def item(
        self, number: int, name: str | None, kind: str, inner: Any, **more: Any
    ) -> dict[str, Any]:
        usual: dict[str, Any] = {"crate_id": 0, "docs": None, "visibility": "public", "attrs": []}
        own = {"id": self.key(number), "name": name, "span": _SPAN}
        return usual | own | self.tagged(kind, inner) | more

    def module(self, number: int, name: str, items: Sequence[int], **more: Any) -> dict[str, Any]:
        inner = {"is_crate": number == 0, "items": self.keys(items)}
        return self.item(number, name, "module", inner, **more)

    def use(self, number: int, source: str, target: int, *, glob: bool = False) -> dict[str, Any]:
        word, is_glob = ("use", "is_glob") if self.version >= _USE_SINCE else ("import", "glob")
        name = source.rpartition("::")[2]
        inner = {"source": source, "name": name, "id": self.key(target), is_glob: glob}
        return self.item(number, None, word, inner)

    def alias(self, number: int, name: str, target: int) -> dict[str, Any]:
        word = "type_alias" if self.version >= _ALIAS_SINCE else "typedef"
        resolved = {"name": "Type", "path": "Type", "id": self.key(target), "args": None}
        within = {"resolved_path": resolved}
        beside = {"kind": "resolved_path", "inner": resolved}
        of_type = beside if self.version < _KIND_WITHIN_SINCE else within
        return self.item(number, name, word, {"type": of_type})

    def items(self, cfg: str) -> list[dict[str, Any]]:
        function = {"decl": {"inputs": [], "output": None}, "header": {"const": True}}
        shape = {"plain": {"fields": self.keys([12])}}
        inherent = {"trait": None, "items": self.keys([8])}
        return [
            self.module(0, "port_sample", [1, 2, 3, 4, 5, 6]),
            self.item(1, "Type", "struct", {"kind": shape, "impls": self.keys([7])}),
            self.item(2, "Shape", "enum", {"variants": self.keys([9]), "impls": []}),
            self.use(3, "outer_dep::Foreign", 90),
            self.use(4, "private", 10, glob=True),
            self.alias(5, "Alias", 1),
            self.use(6, "private::Deep", 11),
            self.item(7, None, "impl", inherent, visibility="default"),
            self.item(8, "connect", "function", function, attrs=[cfg]),
            self.item(9, "Dot", "variant", {"kind": "plain"}, visibility="default"),
            self.module(10, "private", [11], visibility="crate"),
            self.item(11, "Deep", "struct", {"kind": "unit", "impls": []}),
            self.item(12, "field", "struct_field", {"primitive": "u8"}),
        ]
