"""Nothing private comes out of an agent's log: not into a file, not onto the screen."""

from pathlib import Path

import pytest
from agent_corpus import privacy_corpus
from import_support import Imports
from support import Cli

PLANTED = (
    "sk-live-Zq8vT31kPw0Xm4Rb7Ny2",
    "please rewrite the divorce papers of my neighbour",
    "alice.liddell@wonderland.example",
    "/home/alice.liddell/looking-glass",
)
COMMANDS = (
    "session import all --all-projects --deep",
    "session import all --all-projects --format json",
    "session list",
    "session list --format json",
    "status",
    "status --format json",
    "session coverage",
    "session verify",
    "session reprice",
    "doctor",
    "site build",
    "export --format json -o exported.json",
)


@pytest.fixture
def imports(experiment: Cli, tmp_path: Path) -> Imports:
    """Return an experiment and logs in which every field tells something private."""
    found = Imports(experiment, tmp_path / "logs")
    privacy_corpus(found.logs, experiment.folder, PLANTED)
    return found


def test_nothing_private_reaches_a_file_or_the_screen(imports: Imports) -> None:
    said = ""
    for command in COMMANDS:
        answer = imports(*command.split())
        assert answer.code != 70, answer.err
        said += answer.out + answer.err

    written = {
        str(path.relative_to(imports.cli.folder)): path.read_bytes()
        for path in imports.cli.folder.rglob("*")
        if path.is_file()
    }
    assert imports.rows("from sessions") != []
    for planted in PLANTED:
        assert planted not in said
        found = [name for name, content in written.items() if planted.encode() in content]
        assert found == []
