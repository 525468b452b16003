"""Reading rustdoc's JSON of any format, and of none."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rustdoc_older import sample
from rustdoc_support import PACKAGE, VERSION, read

from portlog.checks.rustdoc_items import judge_path
from portlog.errors import Unreachable
from portlog.records.item import ItemClaim, ItemVerdict
from portlog.records.registry import Sighting
from portlog.records.rustdoc import Judged, LeadsTo, RustdocCrate
from portlog.sources.rustdoc_json import read_rustdoc

WRITTEN = '#[cfg(feature = "net")]'
PRINTED = '#[<cfg>(feature = "net")]'
INTERNAL = (
    '#[attr = CfgTrace([NameValue { name: "feature", value: Some("net"), '
    "span: src/lib.rs:7:4: 7:20 (#0) }])]"
)
FORMATS = [
    *((15, WRITTEN), (26, WRITTEN), (33, WRITTEN), (34, WRITTEN), (36, WRITTEN), (43, PRINTED)),
    *((57, INTERNAL), (9999, INTERNAL)),
]


def _answer(crate: RustdocCrate, path: str, *features: str) -> Judged | LeadsTo | None:
    return judge_path(crate, ItemClaim(f"port_sample::{path}", PACKAGE), frozenset(features))


def _verdict(crate: RustdocCrate, path: str, *features: str) -> ItemVerdict:
    answer = _answer(crate, path, *features)
    assert isinstance(answer, Judged), (path, answer)
    return answer.lookup.verdict


@pytest.mark.parametrize(("format_version", "cfg"), FORMATS)
def test_every_format_tells_the_same(format_version: int, cfg: str) -> None:
    crate = read(sample(format_version, cfg))
    present = ["Type", "Shape::Dot", "Deep", "Alias", "Type::field", "Foreign"]

    assert {path: _verdict(crate, path) for path in present} == dict.fromkeys(
        present, ItemVerdict.EXISTS
    )
    assert _verdict(crate, "Type::connect", "net") is ItemVerdict.EXISTS
    assert _verdict(crate, "Alias::connect") is ItemVerdict.GATED
    assert _verdict(crate, "Shape::Line") is ItemVerdict.ABSENT
    assert _verdict(crate, "private::Deep") is ItemVerdict.ABSENT
    foreign = _answer(crate, "Foreign::go")
    assert isinstance(foreign, LeadsTo)
    assert foreign.places[0].path == ("outer_dep", "Foreign", "go")


@pytest.mark.parametrize(("format_version", "column"), [(44, 5), (45, 4)])
def test_columns_count_from_one_whatever_the_format(format_version: int, column: int) -> None:
    answer = _answer(read(sample(format_version, WRITTEN)), "Type")

    assert isinstance(answer, Judged)
    assert answer.lookup.definition is not None
    assert str(answer.lookup.definition.spot) == f"src/lib.rs:7:{column}"


def test_an_item_of_a_kind_to_come_exists() -> None:
    document = sample(57, INTERNAL)
    document["index"]["11"]["inner"] = {"contract": {"clauses": []}}

    assert _verdict(read(document), "Deep") is ItemVerdict.EXISTS


def test_a_condition_to_come_is_not_taken_for_none() -> None:
    edition = "#[attr = CfgTrace([Edition(2027, src/lib.rs:7:4: 7:20 (#0))])]"

    assert _verdict(read(sample(57, edition)), "Type::connect") is ItemVerdict.UNKNOWN


def test_an_item_that_cannot_be_read_leaves_its_neighbours_undecided() -> None:
    document = sample(57, INTERNAL)
    document["index"]["9"] = ["not", "an", "item"]
    crate = read(document)

    assert _answer(crate, "Shape::Line") is None
    assert _verdict(crate, "Type") is ItemVerdict.EXISTS


def test_another_version_is_refused() -> None:
    document = sample(57, INTERNAL) | {"crate_version": "1.2.4"}

    with pytest.raises(Unreachable, match=r"of version 1\.2\.4, not 1\.2\.3"):
        read(document)


def test_no_version_is_refused() -> None:
    with pytest.raises(Unreachable, match="nobody knows which"):
        read(sample(57, INTERNAL) | {"crate_version": None})


def test_imports_that_lead_in_a_circle_end() -> None:
    document = sample(57, INTERNAL)
    for number, target in (("3", 6), ("6", 3)):
        document["index"][number]["inner"]["use"]["id"] = target
    document["index"]["10"]["inner"]["module"]["items"] = [4]

    assert _verdict(read(document), "Foreign") is ItemVerdict.UNKNOWN
    assert _answer(read(document), "Foreign::go") is None
    assert _verdict(read(document), "Nothing") is ItemVerdict.ABSENT


def test_aliases_that_lead_in_a_circle_end() -> None:
    document = sample(57, INTERNAL)
    document["index"]["5"]["inner"]["type_alias"]["type"]["resolved_path"]["id"] = 5

    assert _answer(read(document), "Alias::connect") is None


def test_modules_globbed_a_thousand_deep_are_given_up_politely() -> None:
    document = sample(57, INTERNAL)
    index = document["index"]
    for depth in range(3000):
        glob = {"source": "deeper", "name": "deeper", "id": 2000 + depth, "is_glob": True}
        index[str(10000 + depth)] = index["4"] | {"inner": {"use": glob}}
        index[str(1999 + depth)] = index["10"] | {"inner": {"module": {"items": [10000 + depth]}}}
    index["0"]["inner"]["module"]["items"] = [10000]

    assert _answer(read(document), "Nothing") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><title>docs.rs</title>",
        b'{"errors": [{"detail": "Not Found"}]}',
        b"[" * 1_000_000,
        b'{"index": ' * 100_000,
        b'{"root": 0, "format_version": 57, "index": {}, "paths": {}, "external_crates": {}}',
        b"\xff\xfe\x00",
    ],
    ids=lambda content: content[:12],
)
def test_what_is_no_json_of_rustdoc_is_refused(content: bytes) -> None:
    with pytest.raises(Unreachable):
        read(content)


def test_an_item_nested_absurdly_is_not_read() -> None:
    document = sample(57, INTERNAL)
    deep = json.dumps(document).replace(
        '{"primitive": "u8"}', '{"slice": ' * 100_000 + '"u8"' + "}" * 100_000
    )

    with pytest.raises(Unreachable):
        read(deep.encode())


def test_megabytes_of_documentation_are_skipped() -> None:
    document = sample(57, INTERNAL)
    document["index"]["8"]["docs"] = "x" * 8_000_000

    assert _verdict(read(document), "Type") is ItemVerdict.EXISTS


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 13)
    | st.text(max_size=6)
    | st.sampled_from(["public", "default", "plain", "unit", WRITTEN, INTERNAL[:60], "1", "0"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("module", "use", "struct", "enum", "impl", "trait", "type_alias", "function"),
                    *("kind", "inner", "items", "fields", "variants", "impls", "id", "name"),
                    *("source", "is_glob", "type", "resolved_path", "path", "tuple", "sig"),
                    *("inputs", "output", "args", "angle_bracketed", "provided_trait_methods"),
                    *("filename", "begin", "other"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
_KEYS = st.sampled_from(["name", "visibility", "attrs", "inner", "span", "kind", "crate_id"])


@settings(max_examples=60)
@given(
    changes=st.dictionaries(
        st.integers(0, 12), st.one_of(_JSON, st.dictionaries(_KEYS, _JSON)), max_size=6
    ),
    paths=st.dictionaries(st.sampled_from(["1", "90", "11"]), _JSON, max_size=2),
    crates=st.dictionaries(st.sampled_from(["0", "20"]), _JSON, max_size=2),
)
def test_whatever_stands_there_a_look_up_ends_with_an_answer(
    changes: dict[int, Any], paths: dict[str, Any], crates: dict[str, Any]
) -> None:
    document = sample(57, INTERNAL)
    for number, change in changes.items():
        item = document["index"][str(number)]
        document["index"][str(number)] = item | change if isinstance(change, dict) else change
    document["paths"] |= paths
    document["external_crates"] |= crates
    sighting = Sighting("here", datetime(2026, 3, 5, tzinfo=UTC))
    try:
        crate = read_rustdoc(json.dumps(document).encode(), PACKAGE, VERSION, sighting)
    except Unreachable:
        return

    for path in ("Type::connect", "Alias::connect", "Shape::Dot", "Foreign::go", "Deep", "No"):
        assert isinstance(_answer(crate, path), Judged | LeadsTo | None)


@given(content=st.binary(max_size=200) | _JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(Unreachable):
        read(content)
