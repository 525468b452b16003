"""A TOML text whose content is known together with its places."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from portlog.errors import ConfigError
from portlog.records.spot import Spot
from portlog.sources.toml_file import bounded_text, refuse_long_keys, syntax_complaint
from portlog.sources.toml_positions import (
    Positions,
    TomlPath,
    line_and_column,
    line_starts,
    toml_positions,
)

_BYTE_ORDER_MARK = "\ufeff"
_AT_END = "(at end of document)"


@dataclass(frozen=True)
class TomlDocument:
    """What a file says, and where; `above` counts the lines before it in a larger text."""

    file: str
    text: str
    content: Mapping[str, Any]
    above: int = 0

    @cached_property
    def _positions(self) -> Positions:
        return toml_positions(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def key_spot(self, path: TomlPath) -> Spot:
        """Return where a key is first written."""
        extent = self._positions.keys.get(path)
        return self._spot(extent.start if extent else 0)

    def value_spot(self, path: TomlPath) -> Spot:
        """Return where a value is written, or its key where it is a table of its own."""
        extent = self._positions.values.get(path)
        return self.key_spot(path) if extent is None else self._spot(extent.start)

    def _spot(self, offset: int) -> Spot:
        line, column = line_and_column(self._starts, offset)
        return Spot(self.file, line + self.above, column)

    def table(self, *path: str) -> Mapping[str, Any]:
        """Return a table, empty where there is none; `ConfigError` where it is something else."""
        found: Any = self.content
        for at, name in enumerate(path, 1):
            found = found.get(name, {})
            if not isinstance(found, dict):
                raise ConfigError(f"{self.value_spot(path[:at])}: {'.'.join(path[:at])}: no table")
        return found  # type: ignore[no-any-return]


def read_document(path: Path) -> TomlDocument | None:
    """Return a file's document, or None where there is no such file.

    `ConfigError` names file and line for what is unreadable, too large or not TOML.
    """
    try:
        text = bounded_text(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    return parse_document(str(path), text)


def parse_document(file: str, text: str, above: int = 0) -> TomlDocument:
    """Return the document that a text is; `ConfigError` names the place where it is none."""
    text = text.removeprefix(_BYTE_ORDER_MARK)
    refuse_long_keys(file, text, above)
    try:
        document = TomlDocument(file, text, tomllib.loads(text), above)
        document.key_spot(())
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(syntax_complaint(file, _placed(str(error), text), above)) from None
    except (RecursionError, ValueError):
        raise ConfigError(f"{file}: nested too deeply, or a number too long") from None
    return document


def _placed(message: str, text: str) -> str:
    line, column = line_and_column(line_starts(text), len(text))
    return message.replace(_AT_END, f"(at line {line}, column {column})")
