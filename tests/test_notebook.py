"""The notebook, executed."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from support import REPOSITORY

NOTEBOOK = REPOSITORY / "notebooks" / "first_look.py"
HEADER = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,"
    "loc_python,loc_rust,hallucinations,tests_pass,session_id\n"
)
SESSIONS = (
    HEADER
    + """\
2026-03-05,claude,opus-4.6,agent/loop,45000,12000,1.20,90,476,380,1,12/15,2026-03-05-claude-k3f9qa
2026-03-06,claude,opus-4.6,agent/loop,,,,30,,,0,1/2,2026-03-06-claude-m2x7pd
2026-03-07,codex,gpt-5.4,tools/shell,9000,800,0.105,,,,,,2026-03-07-codex-0v8w2r
"""
)


@pytest.fixture
def sessions_csv(tmp_path: Path) -> Path:
    path = tmp_path / "sessions.csv"
    path.write_text(SESSIONS, encoding="utf-8")
    return path


def _printed(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(NOTEBOOK), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _definitions(sessions_csv: Path) -> Any:
    spec = spec_from_file_location("first_look", NOTEBOOK)
    assert spec is not None
    assert spec.loader is not None
    notebook = module_from_spec(spec)
    spec.loader.exec_module(notebook)
    _, definitions = notebook.app.run(defs={"sessions_csv": sessions_csv})
    return definitions


def test_the_totals_say_how_many_sessions_they_leave_out(sessions_csv: Path) -> None:
    printed = _printed("--sessions", str(sessions_csv))

    assert printed.splitlines() == [
        "tokens_in: 54000 from 2 of 3 sessions, 1 left out",
        "tokens_out: 12800 from 2 of 3 sessions, 1 left out",
        "cost_usd: 1.305 from 2 of 3 sessions, 1 left out",
        "duration_min: 120 from 2 of 3 sessions, 1 left out",
        "hallucinations: 1 from 2 of 3 sessions, 1 left out",
    ]


def test_what_no_session_knows_is_unknown_and_not_zero(tmp_path: Path) -> None:
    nothing = tmp_path / "sessions.csv"
    nothing.write_text(HEADER, encoding="utf-8")

    printed = _printed("--sessions", str(nothing))

    assert "cost_usd: unknown from 0 of 0 sessions, 0 left out" in printed


def test_the_chart_shows_the_known_costs_of_each_llm(sessions_csv: Path) -> None:
    figure = _definitions(sessions_csv)["figure"].to_dict()

    lines = {trace["name"]: list(trace["y"]) for trace in figure["data"]}

    assert lines == {"claude": [1.2], "codex": [0.105]}
    assert "sessions left out: 1" in figure["layout"]["title"]["text"]


def test_a_row_that_is_no_session_is_refused(sessions_csv: Path) -> None:
    sessions_csv.write_text(f"{SESSIONS}<<<<<<< HEAD\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(NOTEBOOK), "--sessions", str(sessions_csv)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "<<<<<<< HEAD" in done.stderr


def test_it_reads_the_log_of_this_repository() -> None:
    assert " left out" in _printed()


def test_marimo_shows_it(sessions_csv: Path, tmp_path: Path) -> None:
    page = tmp_path / "first_look.html"

    done = subprocess.run(
        [
            *(sys.executable, "-m", "marimo", "export", "html", str(NOTEBOOK), "-o", str(page)),
            *("--", "--sessions", str(sessions_csv)),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Cost so far by llm" in page.read_text(encoding="utf-8")
