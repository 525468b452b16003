"""The pages before two validators."""

import json
import subprocess
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from invented import (
    a_subscription,
    counted_from_text,
    full_session,
    hostile_sessions,
    laid_out,
    mixed_log,
    site,
    two_months,
)
from support import REPOSITORY

RULES = {"extends": ["html-validate:standard"], "rules": {"no-inline-style": "error"}}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    sessions = two_months()
    built = (
        site(sessions, [counted_from_text(sessions[0])], is_sample=True),
        site(hostile_sessions(), unread=1, name="<i>\"'&"),
        site([]),
        site([full_session(1)], commit=None),
        site(mixed_log(), given={"paid": a_subscription()}),
    )
    spanish = site(mixed_log(4), languages=("en", "es"), base_url="https://a.example/b")
    folder = laid_out(tmp_path_factory.mktemp("site"), spanish).parent
    homes = [laid_out(tmp_path_factory.mktemp("site"), files) for files in built]
    return [*homes, *(folder / path for path in some_of_each_kind(spanish))]


def some_of_each_kind(files: Iterable[str]) -> Iterator[str]:
    """Yield three Spanish pages of each folder, and its index."""
    pages = sorted(path for path in files if path.startswith("es/") and path.endswith(".html"))
    for _, some in groupby(pages, key=lambda path: path.rpartition("/")[0]):
        names = list(some)
        yield from (path for path in names if path in names[:3] or path.count("/") == 1)
        yield from (
            path for path in names[3:] if path.count("/") > 1 and path.endswith("/index.html")
        )


def output(command: list[str | Path]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


@pytest.mark.needs("html-validate")
def test_html_validate_has_nothing_to_say(pages: list[Path], tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES))

    said = output([REPOSITORY / "node_modules/.bin/html-validate", "-c", rules, *pages])

    assert "error" not in said, said
    assert "Error" not in said, said


@pytest.mark.needs("vnu")
def test_the_nu_html_checker_has_nothing_to_say(pages: list[Path]) -> None:
    jar = REPOSITORY / "node_modules/vnu-jar/build/dist/vnu.jar"

    said = output(["java", "-jar", jar, "--errors-only", "--format", "gnu", *pages])

    assert said == ""
