"""crates.io's web API, for what its index does not tell: one request a second, politely.

The policy: https://crates.io/data-access. Where it does not answer, details are missing and
nothing else changes; after the first trouble it is not asked again.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from portlog.errors import Unreachable
from portlog.records.crate_lookup import CrateDetails
from portlog.sources.answer_cache import AnswerCache, KeptAnswer
from portlog.sources.http_message import Asker, Request
from portlog.sources.json_trouble import UNREADABLE
from portlog.sources.pace import Pace
from portlog.sources.registry import Clock

SECONDS_IN_ALL = 5.0
SECONDS_APART = 1.0
_OK = 200
_MOST_BYTES = 4 * 1024 * 1024

T = TypeVar("T")
_Learned = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DetailsWanted:
    """A crate that the index has, and the yanked version whose message is wanted, if any."""

    name: str
    yanked_version: str | None = None


@dataclass(frozen=True, slots=True)
class DetailsAnswer:
    """What the API told of a crate, and the names of what it was not got to tell."""

    details: CrateDetails = field(default_factory=CrateDetails)
    missing: tuple[str, ...] = ()


_YANK_COLUMNS = ("yank_message",)
_OWNER_COLUMNS = ("owners",)
_CRATE_COLUMNS = tuple(
    one.name for one in fields(CrateDetails) if one.name not in (*_YANK_COLUMNS, *_OWNER_COLUMNS)
)


def without_details(wanted: DetailsWanted) -> DetailsAnswer:
    """Return the answer of an API that was not asked."""
    yanked = _YANK_COLUMNS if wanted.yanked_version else ()
    return DetailsAnswer(missing=(*_CRATE_COLUMNS, *_OWNER_COLUMNS, *yanked))


class _Crate(msgspec.Struct):
    name: str
    downloads: int
    recent_downloads: int | None = None
    description: str | None = None
    repository: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class _CrateAnswer(msgspec.Struct):
    crate: _Crate


class _Owner(msgspec.Struct):
    login: str


class _OwnersAnswer(msgspec.Struct):
    users: list[_Owner]


class _Version(msgspec.Struct):
    crate: str
    num: str
    yank_message: str | None = None


class _VersionAnswer(msgspec.Struct):
    version: _Version


class _Refusal(msgspec.Struct):
    errors: list[dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class ApiAccess:
    """What the API is asked with."""

    base: str
    client: Asker
    cache: AnswerCache
    pace: Pace
    clock: Clock
    offline: bool = False


class CratesIo:
    """The web API for one run; `trouble` says why it was given up, if it was."""

    def __init__(self, access: ApiAccess) -> None:
        """Start the run's time with the first question."""
        self._access = access
        self._deadline: float | None = None
        self.trouble: str | None = None

    def details(self, wanted: Iterable[DetailsWanted]) -> dict[str, DetailsAnswer]:
        """Return what could be learned of each crate in the time for all of them.

        Downloads of all come first, then yank messages, then owners, so that a lack of time
        costs whole columns rather than whole crates.
        """
        crates = list({one.name: one for one in wanted}.values())
        known = {crate.name: without_details(crate) for crate in crates}
        try:
            for step, columns in self._steps:
                for crate in crates:
                    known[crate.name] = _with(known[crate.name], step(crate), columns)
        except Unreachable as trouble:
            self.trouble = trouble.message
        return known

    @property
    def _steps(self) -> tuple[tuple[Callable[[DetailsWanted], _Learned], tuple[str, ...]], ...]:
        return (
            (self._crate, _CRATE_COLUMNS),
            (self._yank_message, _YANK_COLUMNS),
            (self._owners, _OWNER_COLUMNS),
        )

    def _crate(self, wanted: DetailsWanted) -> _Learned:
        path = f"crates/{quote(wanted.name, safe='')}?include=downloads"
        crate = self._ask(path, _CrateAnswer).crate
        self._expect(wanted.name, crate.name)
        return {column: getattr(crate, column) for column in _CRATE_COLUMNS}

    def _yank_message(self, wanted: DetailsWanted) -> _Learned:
        if wanted.yanked_version is None:
            return {}
        path = f"crates/{quote(wanted.name, safe='')}/{quote(wanted.yanked_version, safe='')}"
        version = self._ask(path, _VersionAnswer).version
        self._expect(f"{wanted.name} {wanted.yanked_version}", f"{version.crate} {version.num}")
        return {"yank_message": version.yank_message}

    def _owners(self, wanted: DetailsWanted) -> _Learned:
        path = f"crates/{quote(wanted.name, safe='')}/owners"
        users = self._ask(path, _OwnersAnswer).users
        return {"owners": tuple(user.login for user in users)}

    def _expect(self, asked: str, answered: str) -> None:
        """Refuse an answer about another crate: the API takes `-` for `_`, capitals for small."""
        if asked != answered:
            raise Unreachable(
                f"crates.io's web API answered about {answered[:80]} when asked about {asked}"
            )

    def _ask(self, path: str, expected: type[T]) -> T:
        url = f"{self._access.base}/api/v1/{path}"
        key = path.replace("?", "/").replace("=", "-")
        kept = self._access.cache.read(key, url)
        if kept is not None and (self._access.offline or kept.is_fresh(self._access.clock())):
            return _decoded(kept.body or b"", expected)
        body = self._requested(url)
        decoded = _decoded(body, expected)
        self._access.cache.write(key, KeptAnswer(url, self._access.clock(), body))
        return decoded

    def _requested(self, url: str) -> bytes:
        if self._access.offline:
            raise Unreachable("offline, and the cache has no answer of crates.io's web API")
        self._access.pace.wait_for_turn(self._left_s())
        request = Request(url, {"Accept": "application/json"}, _MOST_BYTES)
        answer = self._access.client.get(request, timeout_s=self._left_s(), retries=0)
        if answer.status != _OK:
            raise Unreachable(f"crates.io's web API answered {answer.status}{_said(answer.body)}")
        return answer.body

    def _left_s(self) -> float:
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + SECONDS_IN_ALL
        if now >= self._deadline:
            raise Unreachable(f"crates.io's web API took longer than {SECONDS_IN_ALL:.0f} s in all")
        return self._deadline - now


def _with(answer: DetailsAnswer, learned: _Learned, columns: tuple[str, ...]) -> DetailsAnswer:
    missing = tuple(column for column in answer.missing if column not in columns)
    return DetailsAnswer(replace(answer.details, **learned), missing)


def _decoded(body: bytes, expected: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=expected)
    except UNREADABLE:
        raise Unreachable(f"crates.io's web API gave no usable answer{_said(body)}") from None


def _said(body: bytes) -> str:
    """Return the API's own complaint: it stands in answers with status 200, too."""
    try:
        errors = msgspec.json.decode(body, type=_Refusal).errors or []
    except UNREADABLE:
        return ""
    detail = next((one["detail"] for one in errors if "detail" in one), "")
    shown = "".join(char for char in detail.partition("\n")[0] if char.isprintable())
    return f": {shown[:120]}" if shown else ""
