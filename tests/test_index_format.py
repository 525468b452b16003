import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import release

from portlog.errors import Unreachable
from portlog.sources.index_format import index_path, read_index_file, read_settings


def _file(*lines: dict[str, Any]) -> bytes:
    return b"".join(json.dumps({"name": "x", **line}).encode() + b"\n" for line in lines)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a", "1/a"),
        ("ab", "2/ab"),
        ("abc", "3/a/abc"),
        ("abcd", "ab/cd/abcd"),
        ("Serde_JSON", "se/rd/serde_json"),
        ("a-b_c", "a-/b_/a-b_c"),
    ],
)
def test_a_name_has_its_place_in_the_index(name: str, path: str) -> None:
    assert index_path(name) == path


@pytest.mark.parametrize("name", ["", "..", "serde/../tokio", "a?b", "a%2fb", "a b", "ä", "x" * 65])
def test_a_name_that_could_lead_elsewhere_never_meets_an_address(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be asked for"):
        index_path(name)


def test_a_line_becomes_a_release() -> None:
    line = release(
        "1.0.0", yanked=True, rust_version="1.56", pubtime="2026-03-05T09:30:00Z", links="z"
    )

    read = read_index_file(_file(line)).releases[0]

    assert (read.name, read.version, read.yanked, read.links) == ("x", "1.0.0", True, "z")
    assert (read.rust_version, read.checksum) == ("1.56", "0" * 64)
    assert read.published_at == datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def test_features_of_both_kinds_are_merged() -> None:
    line = release("1.0.0", features={"a": []}, features2={"b": ["dep:c"]}, v=2)

    read = read_index_file(_file(line)).releases[0]

    assert read.features == {"a": (), "b": ("dep:c",)}


def test_an_optional_dependency_is_a_feature_unless_a_feature_names_it() -> None:
    dependencies = [
        {"name": name, "req": "1", "optional": optional, "kind": None}
        for name, optional in (("toml", True), ("yaml", True), ("plain", False))
    ]
    line = release("1.0.0", deps=dependencies, features2={"config": ["dep:yaml"]}, v=2)

    read = read_index_file(_file(line)).releases[0]

    assert read.features == {"config": ("dep:yaml",), "toml": ("dep:toml",)}


@pytest.mark.parametrize(
    "line",
    [{"vers": "2.0.0", "v": 3}, {"vers": 7}, {"no_version": "1.0.0"}, {"vers": "2", "v": "x"}],
)
def test_a_line_of_another_kind_is_left_out_and_counted(line: dict[str, Any]) -> None:
    read = read_index_file(_file(release("1.0.0"), line))

    assert [one.version for one in read.releases] == ["1.0.0"]
    assert read.unread == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        b"<!doctype html><title>Log in</title>",
        b"404 page not found\n",
        b"[]\n",
        b"null\n",
        b'"text"\n',
        _file(release("1.0.0"), release("1.0.1"))[:-20],
        _file(release("1.0.0")) + b"\x00\xff\n",
        _file(release("1.0.0")) + b"<html>\n",
        b"[" * 200_000,
        b'{"name": "x", "vers": "1.0.0", "more": ' + b"[" * 200_000,
    ],
)
def test_what_is_no_index_or_half_of_one_is_a_trouble(body: bytes) -> None:
    with pytest.raises(Unreachable):
        read_index_file(body)


def test_an_odd_time_is_unknown() -> None:
    read = read_index_file(_file(release("1.0.0", pubtime="yesterday")))

    assert read.releases[0].published_at is None


def test_the_settings_of_a_registry_are_read() -> None:
    settings = read_settings(b'{"dl": "https://x.test", "auth-required": true, "more": 1}')

    assert (settings.dl, settings.api, settings.auth_required) == ("https://x.test", None, True)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_index_or_a_trouble(body: bytes) -> None:
    with suppress(Unreachable):
        read_index_file(body)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]", b'{"dl": 1}', b'{"a": ' * 200_000])
def test_settings_of_something_else_are_a_trouble(body: bytes) -> None:
    with pytest.raises(Unreachable, match=r"config\.json"):
        read_settings(body)
