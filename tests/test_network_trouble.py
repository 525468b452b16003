"""Every kind of trouble on the way to a registry says nothing about a crate."""

import json
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Thread

import pytest
import trustme
from crate_support import Desk, desk, replaced_by, write_cargo_config
from deps_support import PACKAGE, verify, write_files
from loopback import Reply, loopback, release
from support import Cli

from portlog.jobs.record_lookups import record_lookups
from portlog.records.crate_lookup import CrateLookup
from portlog.workspace import here as workspace_of

LINES = json.dumps({"name": "serde", **release("1.0.0")}).encode() + b"\n"
LOOP = {"Location": "/se/rd/serde"}
Trouble = Callable[[], AbstractContextManager[str]]


def _answering(reply: Reply) -> Trouble:
    @contextmanager
    def trouble() -> Iterator[str]:
        with loopback() as server:
            server.replies["/se/rd/serde"] = reply
            yield server.url

    return trouble


@contextmanager
def _no_such_host() -> Iterator[str]:
    yield "http://registry.invalid/"


@contextmanager
def _refused() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    yield f"http://127.0.0.1:{port}/"


@contextmanager
def _untrusted() -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with loopback(context) as server:
        yield server.url


@contextmanager
def _not_tls() -> Iterator[str]:
    with loopback() as server:
        yield server.url.replace("http://", "https://")


@contextmanager
def _reset() -> Iterator[str]:
    """Answer with half a body, and then with a reset in place of the rest."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=_hang_up, args=(server,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _hang_up(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + LINES[:40])
            at_once = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)


TROUBLES: dict[str, Trouble] = {
    "no such host": _no_such_host,
    "refused": _refused,
    "reset in the body": _reset,
    "a certificate of nobody": _untrusted,
    "no TLS": _not_tls,
    "too slow": _answering(Reply(body=LINES, latency_s=3)),
    "a byte a second": _answering(Reply(body=LINES, drip_s=1)),
    "cut off": _answering(Reply(body=LINES * 9, cut_at=len(LINES))),
    "no end told": _answering(Reply(body=LINES, framing="close")),
    "403": _answering(Reply(403, b'{"errors": [{"detail": "..."}]}')),
    "401": _answering(Reply(401)),
    "429": _answering(Reply(429, headers={"Retry-After": "3600"})),
    "500": _answering(Reply(500)),
    "503": _answering(Reply(503, b"<html>")),
    "a page": _answering(Reply(body=b"<html><body>Log in</body></html>")),
    "an object": _answering(Reply(body=b'{"errors": [{"detail": "denied"}]}')),
    "nothing": _answering(Reply(body=b"")),
    "a list": _answering(Reply(body=b"[]")),
    "half a line": _answering(Reply(body=LINES + LINES[:20])),
    "another crate": _answering(Reply(body=LINES.replace(b"serde", b"tokio"))),
    "redirects for ever": _answering(Reply(302, headers=LOOP)),
    "a redirect elsewhere": _answering(Reply(302, headers={"Location": "http://127.0.0.2/"})),
}


@pytest.fixture
def here(experiment: Cli) -> Iterator[Desk]:
    """Return a place in an experiment whose manifest asks for one crate."""
    with desk(experiment.folder / "look-ups") as running:
        write_files(running.folder, {"Cargo.toml": f'{PACKAGE}[dependencies]\nserde = "1"\n'})
        yield running


def test_no_trouble_is_a_verdict_or_is_recorded(here: Desk) -> None:
    workspace = workspace_of(here.folder)
    before = (workspace.data / "crates.csv").read_bytes()
    found = {}
    for name, trouble in TROUBLES.items():
        with trouble() as url:
            write_cargo_config(here.folder, replaced_by(url).replace("timeout = 2", "timeout = 1"))
            crates, manifest = here.verify("serde@1"), verify(here, ".")
            lookups = (*crates.lookups, *manifest.lookups)
            recorded = record_lookups(workspace, lookups)
        found[name] = ({*map(_told, lookups)}, crates.outcome, manifest.outcome, recorded)

    expected = ({("unverifiable", True)}, "unknown", "unknown", 0)
    assert {name: answer for name, answer in found.items() if answer != expected} == {}
    assert (workspace.data / "crates.csv").read_bytes() == before


def _told(one: CrateLookup) -> tuple[str, bool]:
    return (one.verdict.value, bool(one.judgement.reasons))
