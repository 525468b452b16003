from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Desk, desk
from deps_support import PACKAGE, verify, write_files
from loopback import release

from portlog.checks.requirements_together import can_be_met_together
from portlog.records.registry import Release
from portlog.sources.cargo_target import target_refusal


def _releases(versions: str, links: str | None = None) -> list[Release]:
    return [
        Release("tool", one, yanked=False, features={}, links=links) for one in versions.split()
    ]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("1.0.0 1.1.0", "1.1.0", True),
        ("1.0.0", "1.1.0", False),
        ("1.0.0", "1.1.0 2.0.0", True),
        ("0.1.0", "0.1.5", False),
        ("0.1.0", "0.2.0", True),
        ("0.0.1", "0.0.2", True),
        ("0.0.0", "0.0.1", True),
        ("1.0.0-a", "1.0.0", False),
        ("1.0.0", "", False),
        ("no version", "1.0.0", True),
    ],
)
def test_requirements_need_one_version_or_lines_that_do_not_touch(
    one: str, other: str, *, together: bool
) -> None:
    assert can_be_met_together(_releases(one), _releases(other)) is together
    assert can_be_met_together(_releases(other), _releases(one)) is together


def test_a_crate_that_links_a_library_is_there_once() -> None:
    first, second = _releases("1.0.0", "z"), _releases("2.0.0", "z")

    assert not can_be_met_together(first, second)
    assert can_be_met_together(first, _releases("2.0.0"))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.server.publish("tool", *(release(f"1.{minor}.0") for minor in range(3)))
        yield made


def test_members_whose_requirements_shut_each_other_out_are_told_where(here: Desk) -> None:
    member = f'{PACKAGE}[dependencies]\ntool = "%s"\n'
    write_files(
        here.folder,
        {
            "Cargo.toml": '[workspace]\nmembers = ["a", "b", "c"]\n',
            "a/Cargo.toml": member % "=1.0.0",
            "b/Cargo.toml": member % "1",
            "c/Cargo.toml": member % ">=1.1, <1.2",
        },
    )

    entries = verify(here, ".").entries

    assert [str(one.lookup.verdict) for one in entries] == [
        *("exists", "exists", "no_matching_version"),
    ]
    assert "beside =1.0.0 in a/Cargo.toml:6:1" in entries[2].lookup.judgement.reasons[0]
    assert str(entries[2].spot) == "c/Cargo.toml:6:8"


def test_what_a_text_names_may_belong_to_several_projects(here: Desk) -> None:
    fence = '```toml\n[dependencies]\ntool = "=1.%s.0"\n```\n'
    write_files(here.folder, {"answer.md": fence % "0" + fence % "1"})

    entries = verify(here, "answer.md").entries

    assert [str(one.lookup.verdict) for one in entries] == ["exists", "exists"]


@pytest.mark.parametrize("target", ["cfg(" + "not(" * 4_000 + "unix" + ")" * 4_001, "cfg(\x1b[2J)"])
def test_a_hostile_target_is_refused_in_words_that_print(target: str) -> None:
    why = target_refusal(target)

    assert why is not None
    assert why.isprintable()
    assert len(why) < 200
