"""A registry with a sparse index, asked over HTTP and remembered on disk."""

from dataclasses import replace
from datetime import datetime
from threading import Lock

from portlog.errors import Unreachable
from portlog.records.registry import Listing, NoAnswer, RegistryAnswer, Sighting
from portlog.sources.answer_cache import AnswerCache, KeptAnswer
from portlog.sources.archive_addresses import ArchiveName, archive_address, origins
from portlog.sources.cargo_sources import SparseIndex
from portlog.sources.crate_archive import MOST_PACKED_BYTES
from portlog.sources.http_message import Answer, Asker, Request
from portlog.sources.index_format import (
    RegistrySettings,
    index_path,
    read_index_file,
    read_settings,
)
from portlog.sources.registry import Clock

_OK = 200
_NOT_MODIFIED = 304
_ABSENT = frozenset({404, 410, 451})
_UNAUTHORIZED = 401
_SETTINGS = "config.json"


class SparseRegistry:
    """Answers from the cache within ten minutes, and offline at any age; else over HTTP.

    That something is absent is believed only of an address that serves a registry's
    `config.json`: any other server answers 404 to everything.
    """

    def __init__(
        self, index: SparseIndex, client: Asker, cache: AnswerCache, clock: Clock, *, offline: bool
    ) -> None:
        """Take what to ask, and how; nothing is asked yet."""
        self._index = index
        self._client = client
        self._cache = cache
        self._clock = clock
        self._offline = offline
        self._proving = Lock()
        self._authorization = index.basic_credentials
        self._settings: RegistrySettings | None = None

    @property
    def source(self) -> str:
        """The index's address, without credentials."""
        return self._index.url

    def look_up(self, name: str) -> RegistryAnswer:
        """Return what the index has under a name."""
        path = index_path(name)
        kept = self._cache.read(path, self.source + path)
        try:
            answer = self._current(path, kept)
            listing = self._listing(name, answer, from_cache=answer is kept)
        except Unreachable as trouble:
            return NoAnswer(name, trouble.message, Sighting(self.source + path, self._clock()))
        if answer is not kept:
            self._cache.write(path, answer)
        return listing

    def _current(self, path: str, kept: KeptAnswer | None) -> KeptAnswer:
        if kept is not None and (self._offline or kept.is_fresh(self._clock())):
            return kept
        if self._offline:
            raise Unreachable("offline, and the cache has no answer about it")
        if self._index.token is not None:
            self._prove()
        answer = self._asked(path, kept)
        if answer.body is None:
            self._prove()
        return answer

    def _listing(self, name: str, answer: KeptAnswer, *, from_cache: bool) -> Listing:
        age = int(answer.age(self._clock()).total_seconds()) if from_cache else None
        sighting = Sighting(answer.url, answer.checked_at, answer.etag, age)
        if answer.body is None:
            return Listing(name, (), sighting)
        file = read_index_file(answer.body)
        if not any(release.name.lower() == name.lower() for release in file.releases):
            raise Unreachable(f"what was answered says nothing that can be read about {name}")
        return Listing(name, file.releases, sighting, unread=file.unread)

    def _asked(self, path: str, kept: KeptAnswer | None) -> KeptAnswer:
        url = self.source + path
        headers = {"Accept": "text/plain", "cargo-protocol": "version=1"}
        answer = self._client.get(Request(url, headers | _condition(kept) | self._credentials()))
        now = self._clock()
        if answer.status == _NOT_MODIFIED and kept is not None:
            return replace(kept, checked_at=now)
        if answer.status in _ABSENT:
            return KeptAnswer(url, now, None)
        return _fresh(url, now, self._expect_ok(answer))

    def _expect_ok(self, answer: Answer) -> Answer:
        if answer.status == _UNAUTHORIZED:
            raise Unreachable(_token_wanted(self._index))
        if answer.status != _OK:
            raise Unreachable(f"{Request(self.source).host} answered {answer.status}")
        return answer

    def _credentials(self) -> dict[str, str]:
        return {} if self._authorization is None else {"Authorization": self._authorization}

    def archive_request(self, archive: ArchiveName) -> Request:
        """Return how a release's archive is asked for; `Unreachable` where that is not known.

        As cargo does, a registry that wants its token for everything gets it for archives too.
        """
        settings = self._prove()
        address = archive_address(self._index.url, settings, archive)
        token = self._index.token if settings.auth_required else None
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": token} if token else {})
        return Request(address, headers, MOST_PACKED_BYTES, origins(self._index.url, settings))

    def _prove(self) -> RegistrySettings:
        with self._proving:
            if self._settings is None:
                self._settings = self._read_settings()
            return self._settings

    def _read_settings(self) -> RegistrySettings:
        url = self.source + _SETTINGS
        kept = self._cache.read(_SETTINGS, url)
        if kept is None or kept.body is None or not kept.is_fresh(self._clock()):
            kept = _fresh(url, self._clock(), self._asked_settings(url))
        settings = read_settings(kept.body or b"")
        if settings.auth_required:
            self._authorization = self._index.token
            if self._authorization is None:
                raise Unreachable(_token_wanted(self._index))
        self._cache.write(_SETTINGS, kept)
        return settings

    def _asked_settings(self, url: str) -> Answer:
        answer = self._client.get(Request(url, self._credentials()))
        if answer.status == _UNAUTHORIZED and self._index.token is not None:
            self._authorization = self._index.token
            answer = self._client.get(Request(url, self._credentials()))
        if answer.status in _ABSENT:
            raise Unreachable(
                f"{Request(url).host} serves no registry at this address: it has no config.json"
            )
        return self._expect_ok(answer)


def _condition(kept: KeptAnswer | None) -> dict[str, str]:
    if kept is None or kept.body is None:
        return {}
    if kept.etag:
        return {"If-None-Match": kept.etag}
    return {"If-Modified-Since": kept.last_modified} if kept.last_modified else {}


def _fresh(url: str, now: datetime, answer: Answer) -> KeptAnswer:
    headers = answer.headers
    return KeptAnswer(url, now, answer.body, headers.get("etag"), headers.get("last-modified"))


def _token_wanted(index: SparseIndex) -> str:
    if index.token is not None:
        return f"the registry {index.name} refuses the token that cargo has for it"
    return f"the registry {index.name} wants a token; {index.token_advice}"
