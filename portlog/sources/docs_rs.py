"""docs.rs, for rustdoc's JSON of a published release.

`DocsRs.rustdoc(name, version)` answers with the crate or with why there is none, which never says
anything about the crate: docs.rs builds JSON only since May 2025 and not for every release. It
takes names in their exact spelling only, and documents crates of crates.io alone: the names of
other registries are not to be sent there. Where an exact version is not there, it answers with
the nearest one; that is refused. See https://docs.rs/about/rustdoc-json.
"""

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from portlog.errors import Unreachable
from portlog.records.registry import Sighting
from portlog.records.rustdoc import NoRustdoc, RustdocCrate
from portlog.sources.answer_cache import AnswerCache, KeptAnswer
from portlog.sources.http_message import Answer, Asker, Passing, Request
from portlog.sources.registry import Clock
from portlog.sources.rustdoc_json import read_rustdoc
from portlog.sources.rustdoc_packing import BadPacking, unpacked

SECONDS_FOR_ONE = 20.0
SECONDS_IN_ALL = 60.0
NOT_BUILT_FRESH_FOR = timedelta(days=1)
MOST_PACKED_BYTES = 32 * 1024 * 1024
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z")
_VERSION = re.compile(r"\d+\.\d+\.\d+[0-9A-Za-z.+-]{0,100}\Z")
_OK = 200
_NOT_FOUND = 404
_TROUBLE = ".trouble"
_IN_ZSTD = "json"
_IN_GZIP = "json.gz"


@dataclass(frozen=True, slots=True)
class DocsRsAccess:
    """What docs.rs is asked with."""

    base: str
    client: Asker
    cache: AnswerCache
    clock: Clock
    offline: bool = False


class DocsRs:
    """docs.rs for one run, for any number of threads; `trouble` says why it was given up.

    After a trouble it is not asked again for ten minutes, by other runs neither: what it would
    tell can be had from the crates' sources.
    """

    def __init__(self, access: DocsRsAccess) -> None:
        """Start the run's time with the first question."""
        self._access = access
        self._deadline: float | None = None
        self.trouble = self._kept_trouble()

    def rustdoc(self, name: str, version: str) -> RustdocCrate | NoRustdoc:
        """Return what a release's JSON documents, from the cache if it has it, at any age.

        A published release does not change, so only that there is no JSON is asked again, after
        a day.
        """
        release = _Release(name, version)
        if not (_NAME.match(name) and _VERSION.match(version)):
            return self._none(release, "no release of crates.io can be called so")
        kept = self._access.cache.read(release.key, self._url(release))
        try:
            return self._from(kept, release) or self._asked(release)
        except Unreachable as trouble:
            return self._none(release, trouble.message)

    def _from(
        self, kept: KeptAnswer | None, release: "_Release"
    ) -> RustdocCrate | NoRustdoc | None:
        if kept is None or not self._counts(kept):
            return None
        age = int(kept.age(self._access.clock()).total_seconds())
        sighting = Sighting(kept.url, kept.checked_at, kept.etag, age)
        if kept.body is None:
            return _not_built(release, sighting)
        try:
            return _read(kept.body, release, sighting)
        except Unreachable:
            return None

    def _counts(self, kept: KeptAnswer) -> bool:
        if kept.body is not None or self._access.offline:
            return True
        return timedelta(0) <= self._access.clock() - kept.checked_at < NOT_BUILT_FRESH_FOR

    def _asked(self, release: "_Release") -> RustdocCrate | NoRustdoc:
        if self._access.offline:
            raise Unreachable("offline, and the cache has no JSON of docs.rs for it")
        if self.trouble is not None:
            raise Unreachable(self.trouble)
        answer = self._answer(release, _IN_ZSTD)
        try:
            return self._taken(answer, release)
        except BadPacking:
            answer = self._answer(release, _IN_GZIP)
            if answer.status == _NOT_FOUND:
                raise
            return self._taken(answer, release)

    def _taken(self, answer: Answer, release: "_Release") -> RustdocCrate | NoRustdoc:
        now = self._access.clock()
        url, etag = self._url(release), answer.headers.get("etag")
        sighting = Sighting(url, now, etag)
        if answer.status == _NOT_FOUND:
            self._keep(release, KeptAnswer(url, now, None))
            return _not_built(release, sighting)
        crate = _read(answer.body, release, sighting)
        self._keep(release, KeptAnswer(url, now, answer.body, etag))
        return crate

    def _answer(self, release: "_Release", form: str) -> Answer:
        request = Request(f"{self._folder(release)}/{form}", {}, MOST_PACKED_BYTES)
        try:
            answer = self._access.client.get(request, timeout_s=self._left_s(), retries=1)
        except Passing as passing:
            self._give_up(passing.message)
            raise
        if answer.status not in (_OK, _NOT_FOUND):
            trouble = f"docs.rs answered {answer.status}"
            self._give_up(trouble)
            raise Unreachable(trouble)
        return answer

    def _give_up(self, trouble: str) -> None:
        self.trouble = trouble
        kept = KeptAnswer(self._access.base, self._access.clock(), trouble.encode())
        self._access.cache.write(_TROUBLE, kept)

    def _kept_trouble(self) -> str | None:
        kept = self._access.cache.read(_TROUBLE, self._access.base)
        if kept is None or not kept.is_fresh(self._access.clock()):
            return None
        return (kept.body or b"").decode(errors="replace")

    def _keep(self, release: "_Release", answer: KeptAnswer) -> None:
        self._access.cache.write(release.key, answer)

    def _none(self, release: "_Release", why: str) -> NoRustdoc:
        sighting = Sighting(self._access.base, self._access.clock())
        return NoRustdoc(release.name, release.version, why, sighting)

    def _url(self, release: "_Release") -> str:
        return f"{self._folder(release)}/{_IN_ZSTD}"

    def _folder(self, release: "_Release") -> str:
        return f"{self._access.base}/crate/{release.name}/{quote(release.version, safe='')}"

    def _left_s(self) -> float:
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + SECONDS_IN_ALL
        if now >= self._deadline:
            raise Unreachable(f"docs.rs took longer than {SECONDS_IN_ALL:.0f} s in all")
        return min(self._deadline - now, SECONDS_FOR_ONE)


@dataclass(frozen=True, slots=True)
class _Release:
    name: str
    version: str

    @property
    def key(self) -> str:
        """Its place in the cache, which also holds the address that was asked."""
        return f"{self.name}/{self.version}"


def _read(body: bytes, release: _Release, sighting: Sighting) -> RustdocCrate:
    return read_rustdoc(unpacked(body), release.name, release.version, sighting)


def _not_built(release: _Release, sighting: Sighting) -> NoRustdoc:
    why = f"docs.rs has no JSON of {release.name} {release.version}"
    return NoRustdoc(release.name, release.version, why, sighting, is_built=False)
