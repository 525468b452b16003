"""A real HTTP server on this machine that answers, or fails to, as a test wants it."""

import json
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from portlog.sources.index_format import index_path

SETTINGS = {"dl": "http://127.0.0.1/dl", "api": "http://127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `cut_at` sends only so many bytes of it, `drip_s` is the pause after each byte.

    `framing` is how its end is told: by `length`, in `chunks`, or only by `close`.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    latency_s: float = 0.0
    cut_at: int | None = None
    drip_s: float = 0.0
    framing: str = "length"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]


class Loopback:
    """The server's answers by path, and what it was asked."""

    def __init__(self, server: "_Server", scheme: str) -> None:
        """Take over a server that runs."""
        self._server = server
        self.url = f"{scheme}://127.0.0.1:{server.server_port}/"

    @property
    def replies(self) -> dict[str, Reply]:
        """What is answered under each path, query included; anything else is 404."""
        return self._server.replies

    @property
    def asked(self) -> list[Asked]:
        """Every request so far."""
        return self._server.asked

    @property
    def paths(self) -> list[str]:
        """The path of every request so far."""
        return [one.path for one in self._server.asked]

    @property
    def connections(self) -> int:
        """How many connections were opened."""
        return self._server.connections

    def publish(self, name: str, *lines: Mapping[str, Any], **reply: Any) -> None:
        """Answer a crate's index file with these lines."""
        body = b"".join(json.dumps({"name": name, **line}).encode() + b"\n" for line in lines)
        self.replies[f"/{index_path(name)}"] = Reply(body=body, **reply)


def release(vers: str, **more: Any) -> dict[str, Any]:
    """Return an index line for a version, without the crate's name."""
    return {"vers": vers, "deps": [], "features": {}, "cksum": "0" * 64, "yanked": False} | more


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    replies: dict[str, Reply]
    asked: list[Asked]
    connections = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: a client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers))
        reply = self.server.replies.get(self.path, Reply(404))
        time.sleep(reply.latency_s)
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.framing == "length" and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        if reply.framing == "chunks":
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._send_body(reply)
        self.close_connection |= reply.cut_at is not None or reply.framing == "close"

    def _send_body(self, reply: Reply) -> None:
        body = reply.body
        if reply.framing == "chunks":
            body = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        body = body[: reply.cut_at]
        step = 1 if reply.drip_s else max(len(body), 1)
        for at in range(0, len(body), step):
            self.wfile.write(body[at : at + step])
            self.wfile.flush()
            time.sleep(reply.drip_s)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""


@contextmanager
def loopback(tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Run a server for as long as the block lasts; it serves a registry's settings."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.replies = {"/config.json": Reply(body=json.dumps(SETTINGS).encode())}
    server.asked = []
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield Loopback(server, "https" if tls else "http")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
