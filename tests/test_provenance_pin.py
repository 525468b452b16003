"""What is pinned of an original: its commit, and an address that gives nothing away."""

from pathlib import Path

import pytest
from port_support import Port, git, new_port

from portlog.errors import ConfigError, InputError
from portlog.jobs.provenance.pin import pin_original
from portlog.records.recorded_by import Recorder
from portlog.sources.original_repository import (
    commit_of_original,
    content_at,
    last_commit_of,
    repository_address,
)
from portlog.sources.recorder import recorder_of

TOOLS = "def a():\n    return 1\n"


def repository(folder: Path) -> str:
    """Make a repository with one file and return its commit."""
    folder.mkdir(parents=True)
    (folder / "tools.py").write_text(TOOLS)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    return git(folder, "rev-parse", "HEAD")


@pytest.mark.needs("git")
@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("https://github.com/HKUDS/nanobot.git", "https://github.com/HKUDS/nanobot.git"),
        ("https://ann:ghp_secret@github.com/a/b", "https://github.com/a/b"),
        ("https://oauth2:a@b@host.test/x.git?token=1#y", "https://host.test/x.git"),
        ("https://host.test/x.git?token=1", "https://host.test/x.git"),
        ("ssh://git@host.test:22/a/b.git", "ssh://host.test:22/a/b.git"),
        ("git@github.com:HKUDS/nanobot.git", "github.com:HKUDS/nanobot.git"),
        ("https://ann:pass/word@host.test/x.git", None),
        ("an.n:secret@host.test:x.git", None),
        ("/home/ann/secret/nanobot", None),
        ("file:///home/ann/nanobot", None),
        ("C:\\Users\\ann\\nanobot", None),
        ("../nanobot", None),
    ],
)
def test_an_address_has_no_credentials_and_no_path_of_a_machine(
    tmp_path: Path, told: str, address: str | None
) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", told)

    assert repository_address(tmp_path) == address


@pytest.mark.needs("git")
def test_a_clone_beside_the_port_is_pinned_at_what_is_checked_out(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port", {})
    commit = repository(tmp_path / "nb")
    port.change("portlog.toml", 'path = "original"', 'path = "../nb"')

    clean, _ = pin_original(port.occasion, "../nb")
    (tmp_path / "nb" / "tools.py").write_text(f"{TOOLS}\n\ndef b():\n    return 2\n")

    assert (clean.commit, clean.path) == (commit, "../nb")
    assert commit_of_original(tmp_path / "nb", port.root) is None
    assert last_commit_of(tmp_path / "nb" / "tools.py") is None
    assert content_at(tmp_path / "nb" / "tools.py", commit) == TOOLS.encode()


@pytest.mark.needs("git")
def test_an_original_in_the_ports_own_repository_is_pinned_at_its_last_change(
    tmp_path: Path,
) -> None:
    first = repository(tmp_path / "port" / "original")
    (tmp_path / "port" / "original" / ".git").rename(tmp_path / "port" / ".git")
    port = new_port(tmp_path / "port", {})
    git(port.root, "add", "-A")
    git(port.root, "commit", "-qm", "moved")
    moved = git(port.root, "rev-parse", "HEAD")
    port.write("README.md", "Mine.\n")
    git(port.root, "add", "-A")
    git(port.root, "commit", "-qm", "a page of the port")

    pinned, _ = pin_original(port.occasion, None)

    assert first != moved
    assert pinned.commit == moved


@pytest.mark.parametrize("commit", ["--output=x", "HEAD", "49fe", "49fec36:../x", ""])
def test_what_is_no_commits_name_is_never_given_to_git(tmp_path: Path, commit: str) -> None:
    assert content_at(tmp_path / "a.py", commit) is None


def test_a_folder_that_cannot_be_pinned_is_refused(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port")
    (port.root / "other").mkdir()

    for typed, why in (("nowhere", "which is no folder"), ("other", "and portlog.toml says")):
        with pytest.raises(InputError, match=why):
            pin_original(port.occasion, typed)
    port.change("portlog.toml", 'path = "original"', 'path = "gone"')
    with pytest.raises(ConfigError, match="is no folder"):
        pin_original(port.occasion, None)


def test_an_original_of_which_a_file_cannot_be_counted_is_not_pinned(tmp_path: Path) -> None:
    port = new_port(tmp_path / "port")
    with (port.root / "original/huge.py").open("wb") as file:
        file.truncate(51 * 1024 * 1024)

    with pytest.raises(InputError, match=r"original/huge.py cannot be counted: larger than 50 MB"):
        pin_original(port.occasion, None)
    with (port.root / "portlog.toml").open("a") as settings:
        settings.write('leave_out = ["huge.py"]\n')
    assert pin_original(port.occasion, None)[0].files == 5


def test_the_folder_is_written_into_settings_that_name_none(tmp_path: Path) -> None:
    port: Port = new_port(tmp_path / "port")
    settings = port.root / "portlog.toml"
    settings.write_text(settings.read_text().partition("\n[original]")[0].rstrip("\n"))

    pin_original(port.occasion, "original")

    assert settings.read_text().endswith('\n\n[original]\npath = "original"\n')
    assert port.row().total.symbols == 9


@pytest.mark.parametrize(
    ("environ", "recorder"),
    [
        ({}, Recorder.PERSON),
        ({"CLAUDECODE": ""}, Recorder.PERSON),
        ({"CLAUDECODE": "1"}, Recorder.AGENT),
        ({"CODEX_SANDBOX": "seatbelt"}, Recorder.AGENT),
    ],
)
def test_an_agent_is_told_by_its_environment(environ: dict[str, str], recorder: Recorder) -> None:
    assert recorder_of(environ) is recorder
