"""The one module that speaks HTTP: bounded in time, in size and in the hosts it goes to."""

import socket
import time
from collections import Counter
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from threading import Lock
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError as BrokenTransfer
from urllib3.exceptions import NameResolutionError, NewConnectionError

from portlog.errors import Unreachable
from portlog.sources.deadlines import within
from portlog.sources.http_body import read_body
from portlog.sources.http_message import Answer, Passing, Request, Settings, origin

SIDE_BY_SIDE = 8
_CONNECT_S = 5.0
_MOST_REDIRECTS = 3
_PAUSES_S = (0.2, 0.6, 1.5, 3.0)
_GIVE_UP_AFTER = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SERVER_FAILURES = range(500, 600)
_TOO_MANY_REQUESTS = 429


class Client:
    """Asks hosts over kept connections; every trouble is `Unreachable`, never an answer.

    A host that failed eight requests without an answer between is not asked again.
    """

    def __init__(self, settings: Settings, sleep: Callable[[float], None] = time.sleep) -> None:
        """Prepare connections without opening one."""
        self._settings = settings
        self._sleep = sleep
        self._session = _session(settings)
        self._certificates = str(settings.certificates) if settings.certificates else None
        self._failures: Counter[str] = Counter()
        self._counting = Lock()

    def get(
        self, request: Request, *, timeout_s: float | None = None, retries: int | None = None
    ) -> Answer:
        """Return the answer to one request, tried again a few times within its time.

        Raises `Unreachable` for no, a broken, a late or a too large answer, for a server's
        own failure (5xx) and for a refusal to serve now (429).
        """
        if self._failures[request.host] >= _GIVE_UP_AFTER:
            raise Unreachable(
                f"{request.host} failed {_GIVE_UP_AFTER} times and is not asked again in this run"
            )
        limit_s = self._settings.timeout_s if timeout_s is None else timeout_s
        deadline = time.monotonic() + (limit_s)
        pauses = _PAUSES_S[: self._settings.retries if retries is None else retries]
        try:
            answer = self._persist(request, deadline, pauses)
        except Unreachable:
            self._count_failure(request.host)
            raise
        self._failures.pop(request.host, None)
        return answer

    def _count_failure(self, host: str) -> None:
        with self._counting:
            self._failures[host] += 1

    def _persist(self, request: Request, deadline: float, pauses: tuple[float, ...]) -> Answer:
        for pause_s in pauses:
            try:
                return self._try(request, deadline)
            except Passing as passing:
                wait_s = max(pause_s, passing.wait_s)
                if time.monotonic() + wait_s >= deadline:
                    raise
                self._sleep(wait_s)
        return self._try(request, deadline)

    def _try(self, request: Request, deadline: float) -> Answer:
        try:
            answer = within(deadline - time.monotonic(), lambda: self._follow(request, deadline))
        except TimeoutError:
            raise Unreachable(f"{request.host} gave no whole answer in time") from None
        except (requests.RequestException, BrokenTransfer, OSError) as error:
            raise _trouble(request.host, error) from None
        except ValueError:  # requests parses where a redirect leads, followed or not
            raise Unreachable(f"{request.host} answered what cannot be read") from None
        _refuse_failure(request.host, answer)
        return answer

    def _follow(self, request: Request, deadline: float) -> Answer:
        url = request.url
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._exchange(url, request, deadline)
            if answer.status not in _REDIRECTS:
                return answer
            url = _known_place(url, answer.headers.get("location", ""), request)
        raise Unreachable(f"{request.host} redirects more than {_MOST_REDIRECTS} times")

    def _exchange(self, url: str, request: Request, deadline: float) -> Answer:
        left_s = max(deadline - time.monotonic(), 0.001)
        with self._session.get(
            url,
            headers=_headers_for(url, request),
            proxies=_proxies(self._settings.proxy, url),
            verify=self._certificates,
            stream=True,
            allow_redirects=False,
            timeout=(min(_CONNECT_S, left_s), left_s),
        ) as response:
            _acknowledge_at_once(response)
            headers = {name.lower(): value for name, value in response.headers.items()}
            if response.status_code in (204, 304):
                return Answer(response.status_code, headers, b"")
            body = read_body(response.raw, headers, request.most_bytes, deadline)
            return Answer(response.status_code, headers, body)


def _session(settings: Settings) -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(pool_connections=SIDE_BY_SIDE, pool_maxsize=SIDE_BY_SIDE)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers = CaseInsensitiveDict(
        {"User-Agent": settings.user_agent, "Accept-Encoding": "gzip"}
    )
    session.auth = _no_credentials  # or requests would send those that ~/.netrc has for the host
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _acknowledge_at_once(response: requests.Response) -> None:
    """Let a server that holds the body back until its headers are acknowledged go on.

    Without this, Linux waits 40 ms for something to send the acknowledgement along with.
    """
    opened = getattr(response.raw.connection, "sock", None)
    if opened is not None and hasattr(socket, "TCP_QUICKACK"):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _proxies(proxy: str | None, url: str) -> dict[str, str]:
    if proxy is None or requests.utils.should_bypass_proxies(url, no_proxy=None):
        return {}
    address = proxy if "://" in proxy else f"http://{proxy}"
    return {"http": address, "https": address}


def _headers_for(url: str, request: Request) -> dict[str, str]:
    secret = "" if origin(url) == origin(request.url) else "authorization"
    return {name: value for name, value in request.headers.items() if name.lower() != secret}


def _known_place(url: str, location: str, request: Request) -> str:
    """Return where a redirect leads: to the origin that was asked or to one that was named."""
    try:
        target = urljoin(url, location)
        is_known = origin(target) in {origin(request.url), *request.origins}
    except ValueError:
        target, is_known = location, False
    if not is_known:
        here, there = Request(url).host, _shown_host(target)
        raise Unreachable(f"{here} redirects to {there}, which is not followed")
    return target


def _shown_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return host if host.isprintable() and host else "nowhere"


def _refuse_failure(host: str, answer: Answer) -> None:
    if answer.status in _SERVER_FAILURES or answer.status == _TOO_MANY_REQUESTS:
        passing = Passing(f"{host} answered {answer.status}")
        passing.wait_s = _retry_after_s(answer.headers.get("retry-after", "0"))
        raise passing


def _retry_after_s(value: str) -> float:
    """Return the wait in seconds; a date is taken as longer than anyone waits here."""
    return float(value) if value.isascii() and value.isdigit() else float("inf")


def _trouble(host: str, error: Exception) -> Unreachable:
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(f"{host} has a certificate that cannot be trusted{_detail(error)}")
    return Passing(f"{host} {_complaint(error)}")


def _detail(error: Exception) -> str:
    text = str(error)
    _, found, rest = text.partition("certificate verify failed: ")
    return f": {rest.partition(' (_ssl')[0]}" if found else ""


def _complaint(error: Exception) -> str:
    causes = _causes(error)
    if any(isinstance(cause, NameResolutionError) for cause in causes):
        return "cannot be found: its name does not resolve"
    if isinstance(error, requests.exceptions.ProxyError):
        return "cannot be reached through the proxy"
    if isinstance(error, requests.Timeout):
        return "gave no answer in time"
    if any(isinstance(cause, NewConnectionError) for cause in causes):
        return "cannot be connected to"
    return "broke the connection off"


def _causes(error: BaseException) -> list[object]:
    """Return everything inside an error: requests wraps urllib3's in its arguments."""
    inner = [getattr(error, "reason", None), *error.args]
    nested = [cause for one in inner if isinstance(one, BaseException) for cause in _causes(one)]
    return [error, *nested]
