"""What was read out of Rust files, kept on disk by the digest of each text."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from portlog import __version__
from portlog.records.path_use import FileUses
from portlog.sources.answer_cache import replace_file
from portlog.sources.json_trouble import UNREADABLE

# to be raised whenever the reader finds more, or other things, in the same text
FORMAT = 1
_LEAST_BYTES = 200


class KeptUses:
    """A folder of what files say; what is damaged or of another format is read anew."""

    def __init__(self, folder: Path) -> None:
        """Take where it is; nothing is made yet."""
        self._folder = folder / f"{__version__}-{FORMAT}"

    def read(self, source: bytes) -> FileUses:
        """Return what a text says, kept from the last time or read now.

        A short text is read as fast as it would be found.
        """
        if len(source) < _LEAST_BYTES:
            return _read(source)
        digest = sha256(source).hexdigest()
        path = self._folder / digest[:2] / f"{digest}.msgpack"
        kept = _kept(path)
        return kept if kept is not None else _keep(path, _read(source))


def _read(source: bytes) -> FileUses:
    from portlog.sources.rust_uses.extract import file_uses  # noqa: PLC0415  parses Rust

    return file_uses(source)


def _kept(path: Path) -> FileUses | None:
    import msgspec  # noqa: PLC0415  only where something is kept

    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=FileUses)
    except (OSError, *UNREADABLE):
        return None


def _keep(path: Path, found: FileUses) -> FileUses:
    """Keep what was found; a folder that cannot be written is only slower."""
    import msgspec  # noqa: PLC0415

    with suppress(OSError):
        replace_file(path, msgspec.msgpack.encode(found))
    return found
