"""The evidence behind imported sessions: each conversation's calls, by the digest of them all."""

import os
from collections.abc import Callable, Collection, Iterable
from hashlib import sha256
from pathlib import Path

import msgspec

from portlog.sources.agents.conversation import Conversation

_MOST_PACKS = 16

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Conversation).decode
_decode_pack = msgspec.msgpack.Decoder(dict[str, bytes]).decode


def digest_of(conversation: Conversation) -> str:
    """Return the SHA-256 of all that is kept of a conversation, the same on every machine."""
    return sha256(_encode(conversation)).hexdigest()


class Ledger:
    """Conversations as they were when their sessions were recorded, in one private folder.

    Prices, and what a log that was deleted since had told, are worked out from them again.
    Each import adds one file; now and then all become one.
    """

    def __init__(self, private: Path) -> None:
        """Name the experiment's private folder; the ledger's is made when something is kept."""
        self._folder = private / "evidence" / "calls"
        self._found: dict[str, bytes] | None = None

    def has(self, digest: str) -> bool:
        """Say whether a conversation is here, as it was."""
        content = self._kept.get(digest, b"")
        return sha256(content).hexdigest() == digest

    def read(self, digest: str) -> Conversation | None:
        """Return a conversation by its digest; None if it is not here, or is not what it was."""
        return _decode(self._kept[digest]) if self.has(digest) else None

    def keep(self, conversations: Iterable[Conversation]) -> list[str]:
        """Keep conversations and return their digests; half a file would have no pack's name."""
        encoded = [_encode(one) for one in conversations]
        digests = [sha256(content).hexdigest() for content in encoded]
        self._write(dict(zip(digests, encoded, strict=True)))
        return digests

    def tidy(self, wanted: Callable[[], Collection[str]]) -> None:
        """Where there are many files, make them one, of the digests that are wanted."""
        packs = self._packs()
        if len(packs) <= _MOST_PACKS:
            return
        kept = self._kept
        self._write({digest: kept[digest] for digest in wanted() if digest in kept})
        for pack in packs:
            pack.unlink(missing_ok=True)

    def damaged(self) -> list[Path]:
        """Return the files that hold something else than what was kept in them."""
        return [pack for pack in self._packs() if not _is_whole(pack)]

    @property
    def _kept(self) -> dict[str, bytes]:
        if self._found is None:
            self._found = {}
            for pack in self._packs():
                self._found |= _content(pack)
        return self._found

    def _packs(self) -> list[Path]:
        return sorted(self._folder.glob("*.calls"))

    def _write(self, pack: dict[str, bytes]) -> None:
        if not pack:
            return
        content = msgspec.msgpack.encode(pack)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{sha256(content).hexdigest()[:16]}.calls"
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_bytes(content)
        beside.replace(path)
        self._found = None


def _content(pack: Path) -> dict[str, bytes]:
    try:
        return _decode_pack(pack.read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}


def _is_whole(pack: Path) -> bool:
    content = _content(pack)
    return bool(content) and all(
        sha256(calls).hexdigest() == digest for digest, calls in content.items()
    )
