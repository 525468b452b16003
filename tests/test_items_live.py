"""Paths in well-known crates, the compiler's own answer beside each: see recorded/README.md."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rustc_support import existing
from support import REPOSITORY

from portlog.jobs.open_registry import Place
from portlog.jobs.verify_items.look_up import look_up_items
from portlog.records.item import ItemClaim, ItemLookup, ItemOptions, ItemVerdict

pytestmark = pytest.mark.needs("registry")
_LISTS = json.loads((REPOSITORY / "tests" / "recorded" / "items.json").read_text())
_QUICK = ("anyhow", "itertools", "walkdir", "bytes", "url")


def _paths(crate: Mapping[str, Any]) -> list[str]:
    return [*crate["true"], *crate["gated"], *crate["invented"]]


def _looked_up(crates: Sequence[Mapping[str, Any]], folder: Path) -> list[tuple[bool, ItemLookup]]:
    """Return each answer beside whether the compiler can name the path."""
    claims = [
        ItemClaim(path, one["crate"], one["requirement"], tuple(one["features"]))
        for one in crates
        for path in _paths(one)
    ]
    named = [path in one["compiler"] for one in crates for path in _paths(one)]
    place = Place(folder, folder / "cache", os.environ, lambda: datetime.now(UTC))
    options = ItemOptions(other_versions=False)
    return list(zip(named, look_up_items(claims, options, place), strict=True))


def _faults(answers: Sequence[tuple[bool, ItemLookup]]) -> list[str]:
    """Return the paths that exist and are denied, and those that do not and are affirmed."""
    return [
        f"{one.path}: {one.verdict}"
        for named, one in answers
        if one.verdict is not ItemVerdict.UNKNOWN and (one.verdict is ItemVerdict.EXISTS) != named
    ]


def _unknown(answers: Sequence[tuple[bool, ItemLookup]]) -> int:
    return sum(one.verdict is ItemVerdict.UNKNOWN for _, one in answers)


def test_a_few_crates_are_read_as_the_compiler_reads_them(tmp_path: Path) -> None:
    crates = [one for several in _LISTS.values() for one in several if one["crate"] in _QUICK]

    answers = _looked_up(crates, tmp_path)

    assert len(crates) == len(_QUICK)
    assert _faults(answers) == []
    assert _unknown(answers) * 10 <= len(answers)


@pytest.mark.long
@pytest.mark.parametrize("name", list(_LISTS))
def test_no_invented_path_exists_and_no_true_path_is_absent(tmp_path: Path, name: str) -> None:
    answers = _looked_up(_LISTS[name], tmp_path)

    assert sum(named for named, _ in answers) >= 40
    assert sum(not named for named, _ in answers) >= 40
    assert _faults(answers) == []
    assert _unknown(answers) * 10 <= len(answers)


@pytest.mark.long
@pytest.mark.needs("cargo")
@pytest.mark.parametrize(
    ("name", "crate"), [(name, one["crate"]) for name, several in _LISTS.items() for one in several]
)
def test_the_compilers_answers_are_what_it_says_now(tmp_path: Path, name: str, crate: str) -> None:
    (told,) = (one for one in _LISTS[name] if one["crate"] == crate)
    (tmp_path / "src").mkdir()
    features = json.dumps(told["features"])
    entry = f'{crate} = {{ version = "{told["requirement"]}", features = {features} }}'
    (tmp_path / "Cargo.toml").write_text(
        '[package]\nname = "probe"\nversion = "0.1.0"\nedition = "2021"\n'
        f"[dependencies]\n{entry}\n[workspace]\n"
    )

    assert existing(tmp_path, _paths(told)) == set(told["compiler"])
