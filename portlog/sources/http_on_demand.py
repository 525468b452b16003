"""An HTTP client that costs nothing until something has to be asked."""

from threading import Lock
from typing import TYPE_CHECKING

from portlog.sources.http_message import Answer, Request, Settings

if TYPE_CHECKING:
    from portlog.sources.http import Client


class OnDemandClient:
    """One client for all threads, made by the first request: importing requests takes 50 ms."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings for then."""
        self._settings = settings
        self._making = Lock()
        self._client: Client | None = None

    def get(
        self, request: Request, *, timeout_s: float | None = None, retries: int | None = None
    ) -> Answer:
        """Return the answer to one request; `Unreachable` for every trouble."""
        return self._made().get(request, timeout_s=timeout_s, retries=retries)

    def _made(self) -> "Client":
        with self._making:
            if self._client is None:
                from portlog.sources.http import Client  # noqa: PLC0415  imports requests

                self._client = Client(self._settings)
            return self._client
