"""`cargo add` as it stands in prose: the crates that a line of text would add.

The command: https://doc.rust-lang.org/cargo/commands/cargo-add.html
"""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from portlog.records.crate_lookup import CrateClaim
from portlog.records.dependency import Dependency, Standing
from portlog.records.registry import CRATES_IO
from portlog.records.spot import Spot
from portlog.sources.cargo_sources import without_credentials

_CARGO_ADD = r"\bcargo\s+(?:\+\S+\s+)?add\b"
_ADD = re.compile(rf"{_CARGO_ADD}(?P<rest>(?:(?!{_CARGO_ADD})[^`\n])*)")
_ENDS_COMMAND = re.compile(r"\s(?:&&|\|\||[|#]|>\s)|;")
_TAKES_VALUE = frozenset(
    {
        *("--features", "-F", "--rename", "--registry", "--git", "--path", "--branch", "--tag"),
        *("--rev", "--target", "--package", "-p", "--manifest-path", "--base"),
    }
)
_MARKS = " \t$>#-*+0123456789.)"
_GOES_ON = "\\"
_MOST_LINES = 100
_ADD_TABLE = "cargo add"


def cargo_adds(file: str, lines: Sequence[str], at: int, above: int) -> Iterator[Dependency]:
    """Yield what the commands in one line add; `above` counts the lines before all of them."""
    line = lines[at]
    for command in _ADD.finditer(line):
        spot = Spot(file, above + at + 1, command.start() + 1)
        words = _words(_continued(command["rest"], lines, at))
        if _is_prose(line[: command.start()]):
            words = _until_prose(words)
        yield from _added(words, spot)


def _continued(rest: str, lines: Sequence[str], at: int) -> str:
    for line in lines[at + 1 : at + _MOST_LINES]:
        if not rest.rstrip().endswith(_GOES_ON):
            break
        rest = f"{rest.rstrip().removesuffix(_GOES_ON)} {line.strip()}"
    return rest.rstrip().removesuffix(_GOES_ON)


def _is_prose(before: str) -> bool:
    """Say whether words stand in front of a command, not a prompt, a bullet or another command."""
    return bool(before.strip(_MARKS)) and not before.rstrip().endswith(("`", "&&", ";", "$"))


def _until_prose(words: Sequence[str]) -> list[str]:
    """Return the first name with its options: a second plain word belongs to the sentence."""
    kept: list[str] = []
    for word in words:
        takes_this = bool(kept) and kept[-1] in _TAKES_VALUE
        if kept and not takes_this and not word.startswith("-"):
            break
        kept.append(word.rstrip(".,:;!?)"))
    return kept


def _words(command: str) -> list[str]:
    end = _ENDS_COMMAND.search(f" {command}")
    kept = f" {command}"[: end.start()] if end else command
    try:
        return shlex.split(kept)
    except ValueError:
        return kept.split()


def _added(words: Sequence[str], spot: Spot) -> Iterator[Dependency]:
    names, options = _sorted_words(words)
    asked = " ".join((*options.get("--features", ()), *options.get("-F", ())))
    features = _Features.of(names, asked)
    for name in names:
        yield _added_one(name, features, options, spot)


@dataclass(frozen=True, slots=True)
class _Features:
    """The features that a command asks for: of all its crates, or as `CRATE/FEATURE` of one."""

    asked: Sequence[str]
    plain: tuple[str, ...]
    qualifiers: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[str], text: str) -> Self:
        asked = [one for one in re.split(r"[,\s]+", text) if one]
        crates = {one.partition("@")[0] for one in names}
        qualifiers = crates.intersection(map(_qualifier, asked))
        plain = tuple(one for one in asked if _qualifier(one) not in qualifiers)
        return cls(asked, plain, frozenset(qualifiers))

    def of_crate(self, name: str) -> tuple[str, ...]:
        if name not in self.qualifiers:
            return self.plain
        others = self.qualifiers - {name}
        own = (one for one in self.asked if _qualifier(one) not in others)
        return tuple(one.removeprefix(f"{name}/") for one in own)


def _qualifier(feature: str) -> str:
    crate, slash, _ = feature.partition("/")
    return crate if slash else ""


def _sorted_words(words: Sequence[str]) -> tuple[list[str], Mapping[str, list[str]]]:
    names: list[str] = []
    options: dict[str, list[str]] = {}
    waiting = iter(words)
    for word in waiting:
        option, equals, value = word.partition("=")
        if not word.startswith("-"):
            names.append(word)
        elif equals:
            options.setdefault(option, []).append(value)
        elif option in _TAKES_VALUE:
            options.setdefault(option, []).append(next(waiting, ""))
    return names, options


def _added_one(
    typed: str, features: _Features, options: Mapping[str, list[str]], spot: Spot
) -> Dependency:
    name, at, requirement = typed.partition("@")
    standing, because = _elsewhere(options)
    return Dependency(
        CrateClaim(name, requirement if at else None, features.of_crate(name)),
        options.get("--rename", [name])[-1],
        _ADD_TABLE,
        spot,
        registry=options.get("--registry", [CRATES_IO])[-1],
        standing=standing,
        because=because,
    )


def _elsewhere(options: Mapping[str, list[str]]) -> tuple[Standing | None, str]:
    if "--git" in options:
        address = without_credentials(options["--git"][-1])
        return Standing.ELSEWHERE, f"from the git repository {address}, not from a registry"
    if "--path" in options:
        return Standing.ELSEWHERE, f"from the folder {options['--path'][-1]}, not from a registry"
    return None, ""
