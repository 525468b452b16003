"""The import contracts: they hold, and breaking one on purpose is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, Answer

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        REPOSITORY / "portlog", tmp_path / "portlog", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def _contracts(folder: Path) -> Answer:
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def test_the_layers_hold(copy: Path) -> None:
    assert _contracts(copy).code == 0


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("store/text.py", "import portlog.checks.versions", "A layer imports only downwards"),
        ("checks/versions.py", "import portlog.store.text", "A layer imports only downwards"),
        ("analytics/totals.py", "import portlog.cli.main", "A layer imports only downwards"),
        ("records/tally.py", "import msgspec", "Records stand on the standard library alone"),
        ("present/text.py", "import requests", "Only sources.http speaks HTTP"),
        ("jobs/run_query.py", "import duckdb", "Only the store opens DuckDB"),
    ],
)
def test_an_import_that_breaks_a_layer_is_found(
    copy: Path, module: str, line: str, contract: str
) -> None:
    broken = copy / "portlog" / module
    broken.write_text(f"{broken.read_text('utf-8')}\n{line}\n", encoding="utf-8")

    answer = _contracts(copy)

    assert answer.code == 1
    assert f"{contract} BROKEN" in answer.out


def test_a_room_that_no_layer_names_is_found(copy: Path) -> None:
    (copy / "portlog" / "attic").mkdir()
    (copy / "portlog" / "attic" / "__init__.py").touch()

    answer = _contracts(copy)

    assert answer.code == 1
    assert "attic" in answer.out + answer.err
