"""Counts of files summed by language, by folder, or by neither."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from portlog.records.loc import CodeCount, CodeGroup, CountedFile, LineCounts, UncountedFile


class By(StrEnum):
    """What one row of the answer is."""

    FILE = "file"
    LANGUAGE = "language"
    FOLDER = "folder"


_Key = tuple[str, str, str]


def grouped(count: CodeCount, by: By) -> tuple[CodeGroup, ...]:
    """Return one group for each name and language, then those of what was not counted."""
    counted = _summed((_counted_key(file, by), file) for file in count.files)
    uncounted = _summed((_uncounted_key(file, by), file) for file in count.uncounted)
    return tuple(counted.values()) + tuple(uncounted.values())


def _counted_key(file: CountedFile, by: By) -> _Key:
    return _NAMES[by](file.file, file.language), file.language, ""


def _uncounted_key(file: UncountedFile, by: By) -> _Key:
    ending = PurePosixPath(file.file).suffix or PurePosixPath(file.file).name
    return _NAMES[by](file.file, ending), "", file.reason


def _summed(
    files: Iterable[tuple[_Key, CountedFile | UncountedFile]],
) -> Mapping[_Key, CodeGroup]:
    groups: dict[_Key, CodeGroup] = {}
    for key, file in sorted(files, key=lambda one: one[0]):
        groups[key] = _with(groups.get(key) or _empty(key, file), file)
    return groups


def _empty(key: _Key, file: CountedFile | UncountedFile) -> CodeGroup:
    name, language, reason = key
    lines = LineCounts() if isinstance(file, CountedFile) else None
    return CodeGroup(name, language, 0, 0, lines, reason)


def _with(group: CodeGroup, file: CountedFile | UncountedFile) -> CodeGroup:
    if group.lines is None or isinstance(file, UncountedFile):
        return CodeGroup(group.name, "", group.files + 1, 0, None, group.reason)
    unparsed = group.unparsed + file.lines.unparsed
    return CodeGroup(
        group.name, group.language, group.files + 1, unparsed, group.lines + file.lines, ""
    )


_NAMES: Mapping[By, Callable[[str, str], str]] = {
    By.FILE: lambda file, _: file,
    By.LANGUAGE: lambda _, language: language,
    By.FOLDER: lambda file, _: PurePosixPath(file).parent.as_posix(),
}
