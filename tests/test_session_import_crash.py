"""An import that is killed, or made on two machines, ends as one that never was."""

from pathlib import Path

import pytest
from clones import cloned, first_clone
from fault_support import KILLED, Broken, agrees, copied, texts
from import_support import Imports, claude_log, message
from support import Cli

NAMES = tuple(f"{number}1111111-2222-4333-8444-555555555555" for number in range(3))


def _logs(imports: Imports) -> None:
    for number, name in enumerate(NAMES):
        rows = [message(imports.cli.folder, 3 * number + one, name) for one in range(3)]
        claude_log(imports, name).write_text("".join(rows))


@pytest.fixture
def imports(experiment: Cli, tmp_path: Path) -> Imports:
    """Return an experiment with the logs of three conversations."""
    found = Imports(experiment, tmp_path / "logs")
    _logs(found)
    return found


def test_killed_anywhere_and_run_again_it_ends_as_if_never_killed(
    imports: Imports, tmp_path: Path
) -> None:
    broken = Broken(imports.cli, tmp_path / "calls")
    place = {"CLAUDE_CONFIG_DIR": str(imports.logs / "claude"), "FAULT_CLOCK": ""}
    command = ("session", "import", "claude")
    before = copied(imports.cli.folder, tmp_path / "before")
    assert broken(*command, **place).code == 0
    calls, whole = len(broken.calls), texts(imports.cli.folder)

    for at in range(1, calls + 1, max(1, calls // 12)):
        copied(before, imports.cli.folder)
        killed = broken(*command, how="kill", at=str(at), **place)
        again = broken(*command, **place)

        assert killed.code == KILLED
        assert again.code == 0, again.err
        assert texts(imports.cli.folder) == whole
        assert agrees(imports.cli.folder)


@pytest.mark.needs("git")
def test_one_session_imported_on_two_machines_is_one_row(cli: Cli, tmp_path: Path) -> None:
    here = first_clone(tmp_path / "here", cli.home)
    there = cloned(here, tmp_path / "there")
    for clone in (here, there):
        imports = Imports(clone.portlog, tmp_path / "logs")
        _logs(imports)
        assert imports.take_in("--all-projects").code == 0
        clone.commit("Import")
    here.git("fetch", "-q", str(there.top))

    here.git("merge", "-q", "-m", "Merge", "FETCH_HEAD")

    imports = Imports(here.portlog, tmp_path / "logs")
    assert [row["tokens_out"] for row in imports.rows("from sessions")] == [300, 300, 300]
    assert here.portlog("doctor").code == 0
