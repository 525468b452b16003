"""A folder of pages on this machine's own address, which tells the pages when it has changed."""

import os
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Self

from portlog.errors import SiteError

HOST = "127.0.0.1"
CHANGES = "/-/changes"
_HEARTBEAT_S = 15.0


class SiteServer:
    """Serves a folder from when it is entered until it is left; `address` says where."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Take a port, any free one for 0; `SiteError` where it is taken."""
        self._edition = 0
        self._ends = False
        self._changed = Condition()
        handler = partial(_Handler, site=self, directory=str(folder))
        try:
            self._server = ThreadingHTTPServer((HOST, port), handler)
        except (OSError, OverflowError) as error:
            raise SiteError(
                f"cannot serve on port {port}: {getattr(error, 'strerror', None) or error}",
                "leave --port out to take any that is free",
            ) from error
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """The port that it serves on."""
        return self._server.server_port

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}/"

    def changed(self) -> None:
        """Tell every page that is open to come anew."""
        with self._changed:
            self._edition += 1
            self._changed.notify_all()

    def edition(self, known: str = "") -> str | None:
        """Return what names the present state of the folder; waits a while for one not known.

        None when the server ends.
        """
        with self._changed:
            if known == self._name:
                self._changed.wait(_HEARTBEAT_S)
            return None if self._ends else self._name

    @property
    def _name(self) -> str:
        return f"{os.getpid()}-{self._edition}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        with self._changed:
            self._ends = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Answers with files of the folder alone, and to nobody who came by another name."""

    def __init__(self, *given: Any, site: SiteServer, **named: Any) -> None:
        self._site = site
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """Answer with a file, or with the stream of changes."""
        if not self._is_ours():
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.path == CHANGES:
            self._tell_changes()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer with what a file's answer begins with."""
        if self._is_ours():
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.FORBIDDEN)

    def end_headers(self) -> None:
        """Have nothing kept, and nothing taken for what it is not."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002  the base class's signature
        """List no folder."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where there is nothing."""
        missing = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not missing.is_file():
            super().send_error(code, message, explain)
            return
        content = missing.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing of each request."""

    def _is_ours(self) -> bool:
        """Whether the address that was typed is this machine's: no other name may lead here."""
        names = (HOST, "localhost")
        return self.headers.get("Host") in {f"{name}:{self._site.port}" for name in names}

    def _tell_changes(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        known = ""
        try:
            while (edition := self._site.edition(known)) is not None:
                self.wfile.write(f"data: {edition}\n\n".encode())
                self.wfile.flush()
                known = edition
        except OSError:
            self.close_connection = True
