"""The lock files: complete, with hashes, and without an address."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support import REPOSITORY

LOCKS = ("requirements.txt", "requirements-dev.txt")
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
_ADDRESS = re.compile(r"://|^\s*-|\.(com|org|net|dev|io)\b|(?<![\w.])/(?!/)", re.MULTILINE)


def _told(lock: str) -> str:
    """Return a lock file without its comments and its hashes."""
    lines = (REPOSITORY / lock).read_text(encoding="utf-8").splitlines()
    kept = (line for line in lines if not line.lstrip().startswith(("#", "--hash=sha256:")))
    return "\n".join(kept)


def _pins(lock: str) -> Mapping[str, str]:
    return {canonicalize_name(name): version for name, version in _PIN.findall(_told(lock))}


def _wanted() -> tuple[list[str], list[str]]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["dependencies"], project["dependency-groups"]["dev"]


def _unmet(requirements: Iterable[str], pins: Mapping[str, str]) -> list[str]:
    parsed = [Requirement(text) for text in requirements]
    return [
        str(one)
        for one in parsed
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address(lock: str) -> None:
    assert _ADDRESS.findall(_told(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")

    unhashed = re.findall(r"^[a-z0-9][^\n]*(?<!\\)$", text, re.MULTILINE)

    assert unhashed == []


def test_the_lock_covers_what_portlog_needs() -> None:
    runtime, _ = _wanted()

    assert _unmet(runtime, _pins("requirements.txt")) == []


def test_the_lock_for_developers_covers_the_rest() -> None:
    runtime, development = _wanted()

    assert _unmet(runtime + development, _pins("requirements-dev.txt")) == []


def test_developers_run_the_versions_that_users_get() -> None:
    users, developers = _pins("requirements.txt"), _pins("requirements-dev.txt")

    assert {name: developers.get(name) for name in users} == users


def test_the_lock_of_npm_names_no_registry() -> None:
    lock = json.loads((REPOSITORY / "package-lock.json").read_text(encoding="utf-8"))

    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
