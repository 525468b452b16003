import os
import random
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.checks.requirements import Requirement, RequirementError
from portlog.checks.versions import Version

# from cargo's own book, "Specifying dependencies"
IN_RANGE = [
    ("1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0"),
    ("1.2", "1.2.0 1.9.0", "1.1.9 2.0.0"),
    ("1", "1.0.0 1.9.0", "0.9.0 2.0.0"),
    ("0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0"),
    ("0.2", "0.2.0 0.2.9", "0.1.9 0.3.0"),
    ("0.0.3", "0.0.3", "0.0.2 0.0.4"),
    ("0.0", "0.0.0 0.0.9", "0.1.0"),
    ("0", "0.0.0 0.9.0", "1.0.0"),
    ("~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3.0"),
    ("~1.2", "1.2.0 1.2.9", "1.1.0 1.3.0"),
    ("~1", "1.0.0 1.9.9", "0.9.0 2.0.0"),
    ("*", "0.0.0 1.0.0 99.0.0", "1.0.0-alpha"),
    ("1.*", "1.0.0 1.9.9", "0.9.0 2.0.0 1.0.0-rc.1"),
    ("1.2.x", "1.2.0 1.2.9", "1.1.0 1.3.0"),
    (">= 1.2.0", "1.2.0 9.0.0", "1.1.9"),
    ("> 1", "2.0.0", "1.9.9 1.0.0"),
    ("< 2", "1.9.9", "2.0.0"),
    ("<= 2", "2.0.0 2.9.9 1.0.0", "3.0.0"),
    ("= 1.2.3", "1.2.3 1.2.3+build", "1.2.4"),
    ("=1.2", "1.2.0 1.2.9", "1.3.0"),
    (">= 1.2, < 1.5", "1.2.0 1.4.9", "1.1.0 1.5.0"),
    ("1.0.0-rc.1", "1.0.0-rc.1 1.0.0-rc.2 1.0.0 1.4.0", "1.0.0-beta 1.0.1-rc.1 2.0.0"),
    ("^1, >=1.2.3-alpha", "1.2.3-alpha 1.2.3 1.9.0", "1.2.2 1.3.0-alpha"),
    ("~1, >=1.2.3-alpha", "1.2.3 1.9.0", "1.2.3-alpha"),
    ("1.2.3+ignored", "1.2.3 1.3.0", "1.2.2"),
    ("18446744073709551615", "18446744073709551615.0.0", "1.0.0"),
]
REFUSED = [
    *("", " ", ",", "1,", ",1", "*,1", "1,*", "1 2", "v1", "latest", "==1", "~>1", ">*", "*.1"),
    *("1.*.3", "1.2.3.4", "01", "1.02", "1.2.03", "1.2-alpha", "1-alpha", "1.*-alpha", "1.2.3-"),
    *(
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3+",
        "1.2+build",
        "18446744073709551616",
        "1\t",
        "1\n",
        "> = 1",
    ),
    *("\u0661", ">", "^", ",".join(["1"] * 33)),
]
PROBE = Path(__file__).parent / "semver_probe"


@pytest.mark.parametrize(("text", "inside", "outside"), IN_RANGE)
def test_a_requirement_takes_what_cargo_takes(text: str, inside: str, outside: str) -> None:
    requirement = Requirement.parse(text)

    assert [one for one in inside.split() if not requirement.matches(Version.parse(one))] == []
    assert [one for one in outside.split() if requirement.matches(Version.parse(one))] == []


@pytest.mark.parametrize("text", REFUSED)
def test_what_cargo_refuses_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(RequirementError) as refused:
        Requirement.parse(text)

    assert str(refused.value)


def test_a_version_with_a_v_is_told_how_to_be_written() -> None:
    with pytest.raises(RequirementError, match=r"write 1\.2"):
        Requirement.parse("v1.2")


@given(st.text(max_size=40))
def test_any_text_is_a_requirement_or_refused(text: str) -> None:
    with suppress(RequirementError):
        Requirement.parse(text)


@pytest.mark.needs("cargo", "registry")
def test_ten_thousand_pairs_are_decided_as_the_crate_that_cargo_uses_decides(
    tmp_path: Path,
) -> None:
    pairs = _pairs(random.Random(20260305), 10_000)  # noqa: S311

    decided = _decided_by_cargo(tmp_path, pairs)

    differing = [
        (pair, answer) for pair, answer in zip(pairs, decided, strict=True) if _here(pair) != answer
    ]
    assert differing == []
    assert {"yes", "no", "bad requirement", "bad version"} == set(decided)


def _here(pair: tuple[str, str]) -> str:
    try:
        requirement = Requirement.parse(pair[0])
    except RequirementError:
        return "bad requirement"
    try:
        version = Version.parse(pair[1])
    except ValueError:
        return "bad version"
    return "yes" if requirement.matches(version) else "no"


def _decided_by_cargo(folder: Path, pairs: Sequence[tuple[str, str]]) -> list[str]:
    typed = "".join(f"{requirement}\t{version}\n" for requirement, version in pairs)
    done = subprocess.run(
        ["cargo", "run", "--quiet", "--manifest-path", PROBE / "Cargo.toml"],
        env={**os.environ, "CARGO_TARGET_DIR": str(folder / "target")},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _pairs(choice: random.Random, count: int) -> list[tuple[str, str]]:
    return [(_requirement(choice), _version(choice)) for _ in range(count)]


def _requirement(choice: random.Random) -> str:
    parts = [_comparator(choice) for _ in range(choice.choice([1, 1, 1, 2, 2, 3]))]
    end = choice.choice([*[""] * 20, " ", ","])
    return choice.choice([",", ", ", " , "]).join(parts) + end


def _comparator(choice: random.Random) -> str:
    operator = choice.choice(["", "", "=", ">", ">=", "<", "<=", "~", "^", "^ ", ">= "])
    if choice.random() < 0.02:
        operator = choice.choice(["==", "~>", "!", "v"])
    count = choice.choice([1, 2, 3, 3]) if choice.random() < 0.98 else 4
    numbers = [_number(choice) if choice.random() < 0.95 else "*" for _ in range(count)]
    return operator + ".".join(numbers) + (_pre(choice) if count == 3 else "")


def _version(choice: random.Random) -> str:
    build = choice.choice(["", "", "", "", "+b", "+001"])
    return ".".join(_number(choice) for _ in range(3)) + _pre(choice) + build


def _number(choice: random.Random) -> str:
    if choice.random() < 0.02:
        return choice.choice(["01", "18446744073709551615", "18446744073709551616"])
    return choice.choice(["0", "0", "1", "1", "2", "3", "10"])


def _pre(choice: random.Random) -> str:
    if choice.random() < 0.6:
        return ""
    return choice.choice(["-alpha", "-alpha.1", "-1", "-0", "-rc.1", "-beta-2", "-01", "-a..b"])
