"""The settings of a Hugo site that say where its posts are read: `hugo.toml` and its like."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from portlog.errors import ConfigError
from portlog.sources.posts.hugo_paths import PathRules
from portlog.sources.toml_file import bounded_text

_NAMES = ("hugo", "config")
_FOLDERS = ("", "config/_default")
_APART = ("permalinks", "languages", "taxonomies")
_HIGHEST = 5


@dataclass(frozen=True, slots=True)
class HugoSettings:
    """What a Hugo site says: its folder, its address, its languages, how it makes paths.

    `contents` are its folders of content, each with the language of its files, or None where
    their names tell it.
    """

    root: Path
    base_url: str | None
    languages: tuple[str, ...]
    contents: Mapping[Path, str | None]
    rules: PathRules
    is_cjk: bool = False
    taxonomies: frozenset[str] = field(default_factory=frozenset)


def settings_above(folder: Path) -> HugoSettings | None:
    """Return the settings of the Hugo site that a folder is part of; None where there is none.

    `ConfigError` names the file that cannot be read.
    """
    resolved = folder.resolve()
    for above in (resolved, *resolved.parents[:_HIGHEST]):
        told = _told(above)
        if told is not None:
            return _settings(above, told)
    return None


def settings_places(folder: Path) -> list[Path]:
    """Return the files and folders that may hold a Hugo site's settings, there or not."""
    resolved = folder.resolve()
    return [
        above / inner / f"{name}{suffix}"
        for above in (resolved, *resolved.parents[:_HIGHEST])
        for inner in _FOLDERS
        for name in (*_NAMES, *(_APART if inner else ()))
        for suffix in _PARSERS
    ]


def _told(root: Path) -> dict[str, Any] | None:
    for inner in _FOLDERS:
        for path, parsed in _candidates(root / inner, _NAMES):
            told = _parsed(path, parsed)
            for name in _APART:
                apart = next(_candidates(path.parent, (name,)), None) if inner else None
                if apart is not None:
                    told.setdefault(name, _parsed(*apart))
            return told
    return None


def _candidates(
    folder: Path, names: tuple[str, ...]
) -> Iterator[tuple[Path, Callable[[str], Any]]]:
    for name in names:
        for suffix, parsed in _PARSERS.items():
            path = folder / f"{name}{suffix}"
            if path.is_file():
                yield path, parsed


def _yaml(text: str) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415  takes 60 ms
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ValueError(str(error).partition("\n")[0]) from None


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".json": msgspec.json.decode,
}


def _parsed(path: Path, parsed: Callable[[str], Any]) -> dict[str, Any]:
    try:
        told = parsed(bounded_text(path))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise ConfigError(f"{path}: {error}", "settings that Hugo reads") from None
    return _small(told) if isinstance(told, dict) else {}


def _small(told: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name).lower(): value for name, value in told.items()}


def _settings(root: Path, told: Mapping[str, Any]) -> HugoSettings:
    first = str(told.get("defaultcontentlanguage") or "en").lower()
    languages = _mapping(told.get("languages"))
    codes = tuple(dict.fromkeys((first, *(name.lower() for name in languages))))
    rules = PathRules(
        _permalinks(_mapping(told.get("permalinks"))),
        first,
        first_has_folder=told.get("defaultcontentlanguageinsubdir") is True,
        is_ugly=told.get("uglyurls") is True,
        keeps_capitals=told.get("disablepathtolower") is True,
    )
    taxonomies = _mapping(told.get("taxonomies")) or {"tag": "tags", "category": "categories"}
    return HugoSettings(
        root,
        _address(told.get("baseurl")),
        codes,
        _contents(root, told, languages),
        rules,
        told.get("hascjklanguage") is True,
        frozenset(str(one).lower() for one in taxonomies.values()),
    )


def _mapping(value: Any) -> dict[str, Any]:
    return {str(name): one for name, one in value.items()} if isinstance(value, dict) else {}


def _permalinks(told: Mapping[str, Any]) -> dict[str, str]:
    pages = {**told, **_mapping(told.get("page"))}
    return {name.lower(): pattern for name, pattern in pages.items() if isinstance(pattern, str)}


def _contents(
    root: Path, told: Mapping[str, Any], languages: Mapping[str, Any]
) -> dict[Path, str | None]:
    own = {
        root / str(folder): name.lower()
        for name, one in languages.items()
        if isinstance(one, dict) and (folder := _small(one).get("contentdir"))
    }
    shared = root / str(told.get("contentdir") or "content")
    if any(shared in one.parents for one in own):
        return dict(own)
    return {shared: None, **own}


def _address(value: Any) -> str | None:
    parts = urlsplit(value) if isinstance(value, str) else None
    return value if parts and parts.scheme in {"http", "https"} and parts.netloc else None
