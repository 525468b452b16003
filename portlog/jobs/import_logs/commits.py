"""What git says of the commits that a session made: are they there, what did they change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from portlog.records.languages import language_of
from portlog.sources import git

Lines = dict[str, tuple[int, int]]


def commits_known(root: Path, names: Iterable[str]) -> Mapping[str, str]:
    """Return the full names of the commits that the repository has, by their logged names."""
    asked = sorted(set(names))
    answer = git.ask_with(root, "\n".join(asked), "cat-file", "--batch-check") if asked else ""
    found = {}
    for name, line in zip(asked, (answer or "").splitlines(), strict=False):
        match line.split():
            case [full, "commit", _]:
                found[name] = full
    return found


def lines_changed(root: Path, commits: Iterable[str]) -> Mapping[str, Lines]:
    """Return the lines that each commit added and removed below a folder, by language.

    As `git show --numstat` counts them: a merge has none, a binary file no lines.
    """
    asked = sorted(set(commits))
    if not asked:
        return {}
    told = git.ask_with(
        root,
        "\n".join(asked),
        *("log", "--no-walk=unsorted", "--stdin", "--numstat", "--no-renames", "-z"),
        *("--format=%x01%H", "--relative"),
    )
    return dict(_changes(told or ""))


def _changes(told: str) -> Iterable[tuple[str, Lines]]:
    for part in told.split("\x01")[1:]:
        name, _, changes = part.partition("\0")
        lines: Lines = defaultdict(lambda: (0, 0))
        for change in changes.strip("\0\n").split("\0"):
            _count(change.strip("\n"), lines)
        yield name.strip(), dict(lines)


def _count(change: str, lines: Lines) -> None:
    match change.split("\t", 2):
        case [added, removed, path] if added.isdigit() and removed.isdigit():
            before = lines[language_of(path)]
            lines[language_of(path)] = (before[0] + int(added), before[1] + int(removed))


def summed(changes: Iterable[Lines]) -> Lines:
    """Return the lines of several commits together."""
    total: Lines = {}
    for lines in changes:
        for language, (added, removed) in lines.items():
            before = total.get(language, (0, 0))
            total[language] = (before[0] + added, before[1] + removed)
    return total
