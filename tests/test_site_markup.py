"""The pages before two validators."""

import json
import subprocess
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
    return [laid_out(tmp_path_factory.mktemp("site"), files) for files in built]


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
