"""What is asked and answered over HTTP, apart from the library that does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from portlog.errors import Unreachable

_USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach hosts; `retries` come on top of the first try."""

    user_agent: str
    timeout_s: float = 10.0
    retries: int = 2
    proxy: str | None = field(default=None, repr=False)
    certificates: Path | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One GET: the address without credentials, further headers, and the most bytes to take.

    A redirect is followed within its origin, and to the `origins` named, such as
    `https://static.crates.io`; the header `Authorization` never goes to another origin.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    most_bytes: int = 64 * 1024 * 1024
    origins: frozenset[str] = frozenset()

    @property
    def host(self) -> str:
        """Host and port, as messages name them."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


def origin(url: str) -> str:
    """Return scheme, host and port of an address, the usual port left out.

    ValueError for what is no address of an HTTP server.
    """
    parts = urlsplit(url)
    if parts.scheme not in _USUAL_PORTS or not parts.hostname:
        raise ValueError(f"no address of an HTTP server: {url[:100]!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, _USUAL_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: every byte that was announced has come. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Passing(Unreachable):
    """A trouble that may be over in a moment: after `wait_s`, where the server says so."""

    wait_s: float = 0.0


class Asker(Protocol):
    """Whatever takes a request to its host and brings the answer back."""

    def get(
        self, request: Request, *, timeout_s: float | None = None, retries: int | None = None
    ) -> Answer:
        """Return the answer; `Unreachable` for every trouble."""
        raise NotImplementedError
