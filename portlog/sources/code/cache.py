"""What source texts held when they were last parsed, so that none is parsed twice."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import msgspec

from portlog.records.loc import LOC_RULE
from portlog.records.symbol import SYMBOL_RULE, Code
from portlog.sources.code.language import CodeLanguage
from portlog.sources.kept_file import keep_file

_FORMAT = "1"
_MOST_TEXTS = 20_000


class CodeCache:
    """Codes by the digest of their text and of all that it would be read differently under."""

    def __init__(self, folder: Path | None) -> None:
        """Read the cache below a folder; one that cannot be used is empty, None keeps nothing."""
        self._path = None if folder is None else folder / "code.msgpack"
        self._codes = _read(self._path)
        self._has_more = False

    def code(
        self, source: bytes, language: CodeLanguage, read: Callable[[], Code], *, is_test: bool
    ) -> Code:
        """Return what a text holds, by `read` where that is not known."""
        key = _key(source, language, is_test=is_test)
        found = self._codes.pop(key, None)
        if found is None:
            found, self._has_more = read(), True
        self._codes[key] = found
        return found

    def keep(self) -> None:
        """Write what was read since; a cache that cannot be written is only slower."""
        if self._path is None or not self._has_more:
            return
        latest = dict(list(self._codes.items())[-_MOST_TEXTS:])
        keep_file(self._path, msgspec.msgpack.encode(latest))


def _read(path: Path | None) -> dict[str, Code]:
    try:
        content = b"" if path is None else path.read_bytes()
        return msgspec.msgpack.decode(content, type=dict[str, Code])
    except (OSError, msgspec.DecodeError):
        return {}


def _key(source: bytes, language: CodeLanguage, *, is_test: bool) -> str:
    digest = sha256(_terms(language, is_test=is_test))
    digest.update(source)
    return digest.hexdigest()


@cache
def _terms(language: CodeLanguage, *, is_test: bool) -> bytes:
    """Return what a reading depends on beside the text."""
    terms = (_FORMAT, LOC_RULE, SYMBOL_RULE, language.name, language.query, str(is_test))
    return "\0".join((*terms, language.package, version(language.package), "")).encode()
