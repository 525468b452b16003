from pathlib import Path
from typing import Any

import msgspec
import pytest

from portlog.errors import ConfigError
from portlog.sources.addresses import CRATES_IO_INDEX
from portlog.sources.cargo_config import CargoConfig
from portlog.sources.cargo_sources import (
    CrateSource,
    LocalIndex,
    SparseIndex,
    Unreadable,
    VendoredCrates,
    crate_source,
    is_crates_io_itself,
)

HUSH = "hush-hush"
MIRROR = "sparse+https://mirror.test/index/"
GIT_INDEX = "https://github.com/rust-lang/crates.io-index"


def _source(name: str = "crates-io", **settings: Any) -> CrateSource:
    return crate_source(msgspec.convert(settings, CargoConfig), name)


def _replaced(**places: Any) -> CrateSource:
    return _source(source={"crates-io": {"replace-with": "other"}, "other": places})


def test_crates_io_is_its_own_sparse_index() -> None:
    source = _source()

    assert source == SparseIndex("crates-io", CRATES_IO_INDEX)
    assert is_crates_io_itself(source)


def test_a_mirror_takes_the_place_of_crates_io() -> None:
    source = _replaced(registry=MIRROR)

    assert source == SparseIndex("other", "https://mirror.test/index/")
    assert not is_crates_io_itself(source)


def test_replacements_are_followed_to_their_end() -> None:
    places = {"a": {"registry": GIT_INDEX, "replace-with": "b"}, "b": {"registry": MIRROR}}

    source = _source(source={"crates-io": {"replace-with": "a"}, **places})

    assert source == SparseIndex("b", "https://mirror.test/index/")


def test_a_replacement_may_name_a_registry() -> None:
    source = _source(
        source={"crates-io": {"replace-with": "mine"}}, registries={"mine": {"index": MIRROR}}
    )

    assert source == SparseIndex("mine", "https://mirror.test/index/")


@pytest.mark.parametrize("address", [GIT_INDEX, f"{GIT_INDEX}.git", f"{GIT_INDEX}/"])
def test_the_git_index_of_crates_io_is_asked_as_the_sparse_one(address: str) -> None:
    assert _replaced(registry=address) == SparseIndex("other", CRATES_IO_INDEX)


def test_another_git_index_cannot_be_read_and_says_why() -> None:
    source = _replaced(registry="https://me:secret@git.test/index")

    assert source == Unreadable(
        "other",
        "https://git.test/index",
        "the source other is a git repository, which portlog does not clone",
    )


def test_folders_are_sources_too() -> None:
    assert _replaced(directory="/vendor") == VendoredCrates("other", Path("/vendor"))
    assert _replaced(**{"local-registry": "/crates"}) == LocalIndex("other", Path("/crates"))


def test_credentials_in_an_address_are_kept_apart_from_it() -> None:
    source = _replaced(registry="sparse+https://me:sec%40ret@mirror.test/")

    assert isinstance(source, SparseIndex)
    assert source.url == "https://mirror.test/"
    assert source.basic_credentials == "Basic bWU6c2VjQHJldA=="
    assert "sec" not in repr(source)


def test_a_token_belongs_to_the_index_it_was_set_for() -> None:
    registries = {"mine": {"index": MIRROR, "token": HUSH}}
    other = "sparse+https://other.test/"

    same = _source(source=_via(MIRROR), registries=registries)
    another = _source(source=_via(other), registries=registries)
    disguised = _source(
        source={"crates-io": {"replace-with": "mine"}, "mine": {"registry": other}},
        registries=registries,
    )

    assert [getattr(one, "token", "") for one in (same, another, disguised)] == [
        HUSH,
        None,
        None,
    ]


def _via(address: str) -> dict[str, Any]:
    return {"crates-io": {"replace-with": "proxy"}, "proxy": {"registry": address}}


@pytest.mark.parametrize("provider", ["cargo:libsecret", ["/usr/bin/helper", "--flag"]])
def test_a_foreign_credential_provider_is_named_and_not_run(provider: object) -> None:
    table = {"index": MIRROR, "token": "stale", "credential-provider": provider}

    source = _source("mine", registries={"mine": table})

    assert isinstance(source, SparseIndex)
    assert source.token is None
    assert "is not run by portlog" in source.token_advice


def test_cargos_own_token_provider_changes_nothing() -> None:
    table = {"index": MIRROR, "token": HUSH, "credential-provider": "cargo:token"}

    source = _source("mine", registries={"mine": table})

    assert isinstance(source, SparseIndex)
    assert source.token == HUSH


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"source": {"crates-io": {"replace-with": "gone"}}}, "no registry or source named gone"),
        (
            {"source": {"crates-io": {"replace-with": "a"}, "a": {"replace-with": "crates-io"}}},
            "crates-io -> a -> crates-io",
        ),
        ({"source": {"crates-io": {"replace-with": "a"}, "a": {}}}, "exactly one of"),
        (
            {"source": _via(MIRROR) | {"proxy": {"registry": MIRROR, "directory": "/x"}}},
            "exactly one of",
        ),
        ({"source": _via("sparse+https://x.test/no-slash")}, "does not end in a slash"),
        ({"source": _via("sparse+ftp://x.test/")}, "no usable sparse index"),
        ({"source": _via("sparse+https:///x/")}, "no usable sparse index"),
        ({"source": _via("sparse+https://x.test:port/")}, "no usable sparse index"),
        ({"source": _via("sparse+https://[::1/")}, "no usable sparse index"),
    ],
)
def test_settings_that_cargo_refuses_are_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError) as refused:
        _source(**settings)

    assert words in refused.value.message


def test_a_registry_of_that_name_in_the_environment_is_found() -> None:
    source = _source("my-own", registries={"my_own": {"index": MIRROR}})

    assert source == SparseIndex("my-own", "https://mirror.test/index/")
