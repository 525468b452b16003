"""What rustdoc's JSON of a crate says of a path that somebody named.

`judge_path(crate, claim, features)` returns one of these:

- `Judged`: a verdict. Where it `is_final` nothing can overrule it; where it is not, the crate's
  source is to be asked, and `unconfirmed` says what is left if that cannot be had. What is
  `absent` is no more than not listed: hidden from the documentation (`#[doc(hidden)]`), or off in
  the build that docs.rs documents. What is `gated` may have a twin under the opposite condition.
- `LeadsTo`: the path leaves the crate through a re-export; the places are what to ask the other
  crates for, of which one suffices. If none has it, the crate's own source is to be asked.
- `None`: this JSON cannot tell.

`features` are all features of the crate that are on: those asked for, the default ones unless
they are off, and everything these switch on, the features that optional dependencies make
included.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice

from portlog.checks.items.cfgs import Truth
from portlog.checks.rustdoc_gate import Gate, gate
from portlog.checks.rustdoc_search import METHOD, Hit, Search
from portlog.checks.similar_names import nearest
from portlog.records.item import Definition, ItemClaim, ItemLookup, ItemVerdict, Namespace
from portlog.records.rustdoc import Judged, LeadsTo, RustdocCrate

_TYPES = (
    *("module", "struct", "union", "enum", "variant", "trait", "trait_alias", "type_alias"),
    *("extern_type", "extern_crate", "primitive", "assoc_type"),
)
_VALUES = (
    "function",
    METHOD,
    "constant",
    "static",
    "struct",
    "variant",
    "assoc_const",
    "struct_field",
)
_NAMESPACES = {
    Namespace.TYPE: frozenset(_TYPES),
    Namespace.VALUE: frozenset(_VALUES),
    Namespace.MACRO: frozenset({"macro", "derive", "attribute"}),
}
_KNOWN_KINDS = frozenset().union(*_NAMESPACES.values())
_RUST_WORDS = {
    "function": "fn",
    "module": "mod",
    "struct_field": "field",
    "static": "static",
    "constant": "const",
    "assoc_const": "const",
    "trait_alias": "trait",
    **dict.fromkeys(("type_alias", "assoc_type", "extern_type"), "type"),
}
_MOST_MEANINGS = 8
_MOST_NEIGHBOURS = 2000
_NOT_LISTED = "docs.rs' JSON of {crate} {version} lists no {name} in {parent}"
_UNCONFIRMED = "the documentation alone does not settle it, and the source could not be read"


def judge_path(
    crate: RustdocCrate, claim: ItemClaim, features: AbstractSet[str]
) -> Judged | LeadsTo | None:
    """Return what the JSON says of a path; see the module for the three answers."""
    search = Search(crate)
    first, *names = (name.removeprefix("r#") for name in claim.path.split("::"))
    if first != crate.library:
        return _other_library(crate, claim, first)
    try:
        return _Walk(crate, claim, features, search).judged(names)
    except RecursionError:
        return None


def unconfirmed(judged: Judged) -> ItemLookup:
    """Return what is left of a verdict when the crate's source cannot be asked: no finding."""
    if judged.is_final:
        return judged.lookup
    reasons = (*judged.lookup.reasons, _UNCONFIRMED)
    return replace(judged.lookup, verdict=ItemVerdict.UNKNOWN, reasons=reasons)


@dataclass(frozen=True, slots=True)
class _Walk:
    crate: RustdocCrate
    claim: ItemClaim
    features: AbstractSet[str]
    search: Search

    def judged(self, names: list[str]) -> Judged | LeadsTo | None:
        hits = [self.search.root()]
        for position, name in enumerate(names):
            is_last = position == len(names) - 1
            wanted = self.claim.namespace if is_last else Namespace.TYPE
            within = hits
            found = [hit for one in within for hit in self.search.named(one, name)]
            hits = _explicit(_in_namespace(found, wanted))[:_MOST_MEANINGS]
            if not hits:
                return self._not_listed(within, names[:position], name)
        return self._of(hits)

    def _of(self, hits: list[Hit]) -> Judged | LeadsTo | None:
        if not hits[0].is_certain:
            return self._leads(hits)
        gates = [(hit, gate(hit.conditions, self.features)) for hit in hits]
        return self._passed(*max(gates, key=lambda pair: pair[1].truth))

    def _leads(self, hits: list[Hit]) -> LeadsTo | None:
        places = tuple(hit.place for hit in hits if hit.place is not None)
        way = gate(hits[0].conditions, self.features)
        return LeadsTo(places, way.needs, way.is_open) if places else None

    def _passed(self, hit: Hit, way: Gate) -> Judged:
        if way.truth is Truth.NO:
            return self._shut(hit, way)
        doubt = hit.doubt or way.undecided
        if doubt:
            reason = f"whether it is compiled depends on {doubt}"
            return Judged(self._lookup(ItemVerdict.UNKNOWN, hit, way, reason), is_final=False)
        return Judged(self._lookup(ItemVerdict.EXISTS, hit, way), is_final=True)

    def _shut(self, hit: Hit, way: Gate) -> Judged:
        if way.lacking is None:
            reason = "it is documented and never compiled for users"
            return Judged(self._lookup(ItemVerdict.ABSENT, None, way, reason), is_final=False)
        reason = f"it needs {way.lacking}, which is off"
        found = replace(self._lookup(ItemVerdict.GATED, hit, way, reason), feature=way.lacking)
        return Judged(found, is_final=False)

    def _not_listed(self, within: list[Hit], before: list[str], name: str) -> Judged | None:
        if self.search.met_gap:
            return None
        parent = "::".join([self.crate.library, *before])
        known = dict.fromkeys(one for hit in within for one in self.search.names(hit))
        near = nearest(name, islice(known, _MOST_NEIGHBOURS))
        reason = _NOT_LISTED.format(
            crate=self.crate.package, version=self.crate.version, name=name, parent=parent
        )
        lookup = _lookup(self.crate, self.claim, ItemVerdict.ABSENT)
        suggestions = tuple(f"{parent}::{one}" for one in near)
        return Judged(replace(lookup, reasons=(reason,), suggestions=suggestions), is_final=False)

    def _lookup(
        self, verdict: ItemVerdict, hit: Hit | None, way: Gate, *reasons: str
    ) -> ItemLookup:
        found = _lookup(self.crate, self.claim, verdict)
        if hit is None:
            return replace(found, reasons=reasons)
        return replace(
            found,
            feature=way.needs,
            reasons=(*reasons, *_remarks(hit, way)),
            definition=_definition(self.crate, hit),
        )


def _in_namespace(hits: list[Hit], wanted: Namespace) -> list[Hit]:
    """Leave out what the place of the name cannot mean; a kind not known may mean anything."""
    if wanted is Namespace.ANY:
        return hits
    kinds = _NAMESPACES[wanted]
    return [hit for hit in hits if hit.kind in kinds or hit.kind not in _KNOWN_KINDS]


def _explicit(hits: list[Hit]) -> list[Hit]:
    """Leave out what the globs of other crates could bring where the name is known without."""
    return [hit for hit in hits if hit.is_certain] or hits


def _remarks(hit: Hit, way: Gate) -> tuple[str, ...]:
    told = [f"only where cfg({way.platforms})"] if way.platforms else []
    if hit.place is not None:
        told.append(f"a re-export of {'::'.join(hit.place.path)}")
    return tuple(told)


def _other_library(crate: RustdocCrate, claim: ItemClaim, first: str) -> Judged:
    reason = (
        f"the library of {crate.package} {crate.version} is called {crate.library}, not {first}"
    )
    path = "::".join([crate.library, *claim.path.split("::")[1:]])
    lookup = _lookup(crate, claim, ItemVerdict.ABSENT)
    return Judged(replace(lookup, reasons=(reason,), suggestions=(path,)), is_final=False)


def _lookup(crate: RustdocCrate, claim: ItemClaim, verdict: ItemVerdict) -> ItemLookup:
    return ItemLookup(
        path=claim.path,
        crate=claim.crate,
        version=crate.version,
        verdict=verdict,
        sighting=crate.sighting,
        requirement=claim.requirement,
        features=claim.features,
        registry=claim.registry,
    )


def _definition(crate: RustdocCrate, hit: Hit) -> Definition | None:
    if hit.item is None or hit.item.spot is None:
        return None
    return Definition(
        crate=crate.package,
        version=crate.version,
        spot=hit.item.spot,
        kind=_RUST_WORDS.get(hit.kind, hit.kind),
        signature=hit.item.signature,
        source=crate.sighting.source,
    )
