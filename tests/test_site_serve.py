"""The site while it is written: served to this machine, built anew, the pages told."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO

import pytest
from support import Cli

from portlog.errors import SiteError
from portlog.jobs.site_server import CHANGES, SiteServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "sessions").mkdir(parents=True)
    (site / "index.html").write_text("home")
    (site / "404.html").write_text("nothing here")
    (tmp_path / "secret").write_text("secret")
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[SiteServer]:
    with SiteServer(folder) as serving:
        yield serving


def asked(server: SiteServer, path: str, host: str = "", method: str = "GET") -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_pages_are_served_and_what_is_missing_has_the_site_s_own_page(server: SiteServer) -> None:
    assert asked(server, "/") == (200, b"home")
    assert asked(server, "/none.html") == (404, b"nothing here")
    assert asked(server, "/none.html", method="HEAD") == (404, b"")
    assert asked(server, "/sessions/") == (404, b"nothing here"), "a folder is not listed"


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/sessions/../../secret"])
def test_nothing_above_the_folder_is_served(server: SiteServer, path: str) -> None:
    status, content = asked(server, path)

    assert status == 404
    assert b"secret" not in content


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil"])
def test_another_name_for_this_machine_leads_nowhere(server: SiteServer, host: str) -> None:
    assert asked(server, "/", host)[0] == 403
    assert asked(server, CHANGES, host)[0] == 403
    assert asked(server, "/", host, method="HEAD")[0] == 403
    assert asked(server, "/", f"localhost:{server.port}")[0] == 200


def test_nobody_writes(server: SiteServer) -> None:
    assert asked(server, "/", method="POST")[0] == 501
    assert asked(server, "/", method="PUT")[0] == 501


def test_an_open_page_hears_of_every_change(server: SiteServer) -> None:
    with urllib.request.urlopen(f"{server.address.rstrip('/')}{CHANGES}", timeout=10) as stream:  # noqa: S310  this machine
        first = stream.readline()
        server.changed()
        assert stream.readline() == b"\n"
        second = stream.readline()

    assert stream.headers["Content-Type"] == "text/event-stream"
    assert first.startswith(b"data: ")
    assert second.startswith(b"data: ")
    assert first != second


def test_a_port_that_is_taken_is_named(server: SiteServer, folder: Path) -> None:
    with pytest.raises(SiteError, match=f"cannot serve on port {server.port}: "):
        SiteServer(folder, server.port)


def lines_of(stream: IO[str]) -> "Queue[str]":
    lines: Queue[str] = Queue()

    def read() -> None:
        with stream:
            for line in stream:
                lines.put(line)

    Thread(target=read, daemon=True).start()
    return lines


def page_at(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  this machine
        page: bytes = answer.read()
    return page.decode()


def heard(lines: "Queue[str]", words: str) -> str:
    while words not in (line := lines.get(timeout=60)):
        pass
    return line


@contextmanager
def served(cli: Cli) -> Iterator[tuple["Queue[str]", "Queue[str]", list[int]]]:
    """Run the command until the block ends; gives its two streams and, then, its exit code."""
    serving = subprocess.Popen(
        [sys.executable, "-m", "portlog", "site", "serve", "--lang", "en"],
        cwd=cli.folder,
        env=cli.environment() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert serving.stdout
    assert serving.stderr
    code: list[int] = []
    try:
        yield lines_of(serving.stdout), lines_of(serving.stderr), code
    finally:
        serving.send_signal(signal.SIGINT)
        code.append(serving.wait(timeout=30))


def test_the_command_serves_rebuilds_survives_a_mistake_and_ends(experiment: Cli) -> None:
    experiment("session", "add", "--llm", "a", "--model", "b", "--module", "c")

    with served(experiment) as (out, err, code):
        address = heard(out, "open http://127.0.0.1:").split()[1]
        page = page_at(address)
        experiment.path("site/site.toml").write_text("title = 7")
        mistake = heard(err, "site.toml:1: title: ")
        experiment.path("site/site.toml").write_text('title = "Written anew"')
        heard(out, "built from 1 session: ")
        again = page_at(address)

    assert "assets/reload.js" in page
    assert mistake.startswith("portlog: ")
    assert '<h1 class="title">Written anew</h1>' in again
    assert code == [0]
    assert heard(out, "stopped")
    assert not experiment.path("site/dist").exists(), "the site to publish stays as it is"
    with pytest.raises(urllib.error.URLError):
        page_at(address)
