"""The bars of Google's Lighthouse on a slow telephone, and linkinator's on every link."""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from invented import full_session, laid_out, site
from support import REPOSITORY

from portlog.jobs.build_site import build_site
from portlog.jobs.make_demo import make_demo

BIN = REPOSITORY / "node_modules" / ".bin"
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
CHROME = shutil.which("chromium") or "chromium"
FASTEST = 95
MOST_TRIES = 3
# what a page and all it needs may weigh before somebody touches it
MOST_BYTES = 60 * 1024


@dataclass(frozen=True, slots=True)
class Served:
    """A site at its address, and where its files are."""

    address: str
    folder: Path

    def first(self, pattern: str) -> str:
        """Return the address of the first page of a pattern."""
        found = min(self.folder.glob(pattern))
        return f"{self.address}{found.relative_to(self.folder)}"


POST = """---
title: "{title}"
date: 2025-{month:02d}-{day:02d}T09:00:00+01:00
description: "What was ported on that day, what it took, and what nobody knows, number {number}."
tags: [rust, porting]
---
Words of a post.
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Served"]:
    """Return the demo in two languages with 130 posts, served compressed."""
    folder = tmp_path_factory.mktemp("demo") / "port"
    demo = make_demo(folder, {"CARGO_NET_OFFLINE": "true"}, datetime(2026, 11, 21, tzinfo=UTC))
    posts = folder / "site" / "posts"
    for number in range(130 - len(list(posts.glob("*.md")))):
        told = {"title": f"Day {number}", "month": number % 12 + 1, "day": number % 28 + 1}
        (posts / f"day-{number}.md").write_text(POST.format(number=number, **told))
    build_site(demo.workspace)
    with serving(folder / "site" / "dist") as address:
        yield Served(address, folder / "site" / "dist")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressing, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Compressing(SimpleHTTPRequestHandler):
    """Serves a folder with gzip."""

    def do_GET(self) -> None:
        """Answer with a file, compressed."""
        path = Path(self.translate_path(self.path))
        place = path / "index.html" if path.is_dir() else path
        if not place.is_file():
            self.send_error(404)
            return
        content = gzip.compress(place.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(place)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.mark.needs("lighthouse")
@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    "page",
    ["index.html", "es/charts/cost-so-far.html", "sessions/2026-*.html", "series/index.html"],
)
def test_lighthouse_has_nothing_to_better(served: Served, page: str, tmp_path: Path) -> None:
    address = served.first(page)

    told = _told(address, tmp_path)

    weak = [
        f"{name}: {one['title']}"
        for name, one in told["audits"].items()
        if one["score"] is not None and one["score"] < 1 and one["scoreDisplayMode"] == "binary"
    ]
    scores = _scores(told)
    assert told["audits"]["total-byte-weight"]["numericValue"] <= MOST_BYTES
    # what else the machine does only takes from this score, so the best of three tries counts
    tries = [scores.pop("performance")]
    while max(tries) < FASTEST and len(tries) < MOST_TRIES:
        tries.append(_scores(_told(address, tmp_path))["performance"])
    assert max(tries) >= FASTEST
    assert scores == {"accessibility": 100, "best-practices": 100, "seo": 100}, weak


@pytest.mark.needs("lighthouse")
@pytest.mark.needs("chromium")
def test_what_leads_to_the_table_of_a_long_figure_can_be_touched(tmp_path: Path) -> None:
    home = laid_out(tmp_path, site([full_session(number) for number in range(600)]))
    assert b"figure__rows" in home.read_bytes()

    with serving(home.parent) as address:
        told = _told(address, tmp_path)

    assert told["audits"]["target-size"]["score"] == 1


def _told(address: str, folder: Path) -> dict[str, Any]:
    """Return what Lighthouse says of a page."""
    report = folder / "report.json"
    command = [
        *(str(BIN / "lighthouse"), address, "--quiet", "--output=json"),
        *(f"--output-path={report}", f"--chrome-flags={CHROMIUM}"),
    ]
    done = subprocess.run(
        command,
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(report.read_text())
    return told


def _scores(told: dict[str, Any]) -> dict[str, int]:
    return {name: round(100 * one["score"]) for name, one in told["categories"].items()}


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "CHROME_PATH": CHROME, "HOME": str(home)}


@pytest.mark.needs("linkinator")
def test_no_link_of_the_site_leads_nowhere_fragments_included(
    served: Served, tmp_path: Path
) -> None:
    command = [
        *(
            str(BIN / "linkinator"),
            served.address,
            "--recurse",
            "--check-fragments",
            "--format",
            "json",
        ),
        *("--skip", "^https?://(?!127)|/posts/day-", "--concurrency", "8"),
    ]

    done = subprocess.run(
        command,
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    told = json.loads(done.stdout)
    broken = [(one["url"], one.get("parent")) for one in told["links"] if one["state"] == "BROKEN"]
    assert broken == []
    assert len({one["url"] for one in told["links"]}) > 50
