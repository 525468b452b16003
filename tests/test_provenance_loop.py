"""The whole loop of provenance on the command line, in a real git repository."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from port_support import LOOP, RUST, Port, git, new_port
from support import Cli

from portlog.jobs.provenance.pin import pin_original

LEAST = ("--date", "2026-03-05", "--llm", "claude", "--model", "opus-4.6", "--module", "loop")


@pytest.fixture
def committed(cli: Cli) -> Cli:
    """Return the command line in a repository with an original, a port and an experiment."""
    git(cli.folder, "init", "-q", "-b", "main")
    for path, text in {"nb/loop.py": LOOP, "src/loop.rs": f"#![allow(unused)]\n{RUST}"}.items():
        place = cli.path(path)
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)
    assert cli("init").code == 0
    git(cli.folder, "add", "-A")
    git(cli.folder, "commit", "-qm", "one")
    return cli


@pytest.fixture
def stamped(committed: Cli) -> Cli:
    """Return the command line in that repository, the original pinned and the file stamped."""
    session = committed("session", "add", *LEAST).out.strip()
    part = ("--from", "nb/loop.py:1-16", "--session", session)
    pinned = committed("provenance", "pin", "--original", "nb", "--format", "json")
    done = committed("provenance", "stamp", "src/loop.rs", *part)
    assert json.loads(pinned.out)["pin"]["commit"] == git(committed.folder, "rev-parse", "HEAD")
    assert done.out == "stamped src/loop.rs\n"
    return committed


@pytest.mark.needs("git")
def test_a_stamped_file_is_clean_until_its_original_changes(stamped: Cli) -> None:
    commit = git(stamped.folder, "rev-parse", "HEAD")
    header = stamped.path("src/loop.rs").read_text().splitlines()
    clean = stamped("provenance", "check")
    stamped.path("nb/loop.py").write_text(LOOP.replace("print(i)", "print(i, i)"))
    changed = stamped("provenance", "check", "src", "--format", "json")
    sarif = json.loads(stamped("provenance", "check", "--format", "sarif").out)

    assert header[0] == f"// Ported from: nb/loop.py (lines 1-16) @ {commit[:9]}"
    assert header[2:4] == ["", "#![allow(unused)]"]
    assert (clean.code, clean.out) == (0, "")
    assert changed.code == 1
    assert [one["rule"] for one in json.loads(changed.out)["findings"]] == ["original_changed"]
    assert sarif["runs"][0]["results"][0]["ruleId"] == "original_changed"


@pytest.mark.needs("git")
def test_the_log_the_coverage_and_the_report_agree(stamped: Cli) -> None:
    coverage = json.loads(stamped("provenance", "coverage", "--format", "json").out)
    report = stamped("provenance", "report")
    listed = stamped("provenance", "list", "--format", "csv")
    sessions = stamped("session", "list", "--format", "csv")
    doctor = stamped("doctor")

    assert coverage["coverage"][0]["ported_code"] == 6
    assert coverage["open"][1] == {"original": "nb/loop.py", "symbol": "helper"}
    told = json.loads(Path(report.out.splitlines()[0]).read_text())
    assert told["coverage"] == coverage["coverage"]
    assert listed.out.splitlines()[1].endswith(",true")
    assert sessions.out.count(",6,4,") == 1
    assert (doctor.code, doctor.out) == (0, "")


@pytest.mark.needs("git")
def test_an_agents_review_is_a_proposal_and_a_persons_is_written(stamped: Cli) -> None:
    missing = stamped("provenance", "check", "--format", "github", "--no-record")
    proposed = stamped("review", "src/loop.rs", CLAUDECODE="1")
    reviewed = stamped("review", "src/loop.rs", "--by", "Ann", "--note", "read twice")

    assert (missing.code, missing.out) == (0, "")
    assert (proposed.out, reviewed.out) == ("proposed src/loop.rs\n", "reviewed src/loop.rs\n")
    assert stamped.path("src/loop.rs").read_text().splitlines()[2].endswith("by Ann")
    assert stamped("provenance", "check").code == 0


@pytest.mark.needs("git")
def test_a_skip_on_the_command_line(committed: Cli) -> None:
    committed("provenance", "pin", "--original", "nb")

    without = committed("provenance", "skip", "nb/loop.py::helper")
    done = committed("provenance", "skip", "loop.py::helper", "--reason", "not needed")
    listed = committed("provenance", "skip", "--format", "csv")
    taken = committed("provenance", "skip", "nb/loop.py::helper", "--remove")

    assert (without.code, "missing: --reason" in without.err) == (2, True)
    assert done.code == taken.code == 0
    assert listed.out.splitlines()[1].startswith("nb/loop.py,helper,not needed,")
    assert committed.path("data/skips.csv").read_text().count("\n") == 1


def test_commands_that_cannot_start_say_why(experiment: Cli) -> None:
    both = experiment("provenance", "stamp", "a.rs", "--many", "map.csv")
    neither = experiment("provenance", "stamp")
    no_original = experiment("provenance", "coverage")
    no_folder = experiment("provenance", "pin", "--original", "nowhere")
    no_path = experiment("provenance", "check", "nowhere.rs")
    no_header = experiment("review", "nowhere.rs")
    nothing = experiment("provenance", "check", "--no-record")

    answers = (both, neither, no_original, no_folder, no_path, no_header)
    assert [one.code for one in answers] == [2] * 6
    assert "portlog.toml does not say where the original is" in no_original.err
    assert (nothing.code, "no file of the port" in nothing.out) == (3, True)


def test_a_folder_that_settings_name_is_checked(experiment: Cli) -> None:
    settings = experiment.path("portlog.toml")
    settings.write_text(f'{settings.read_text()}\n[original]\npath = "/abs"\n')
    absolute = experiment("provenance", "coverage")
    settings.write_text(settings.read_text().replace('path = "/abs"', "folder = 1"))

    assert (absolute.code, "not a path from this file's folder" in absolute.err) == (2, True)
    assert experiment("provenance", "coverage").code == 2


_PINNED = "49fec3684"
# functions and methods that changed, vanished and came; the class and <module> stand apart
_LATER = {"c865b293a": (5, 0, 4), "1b49bf960": (3, 0, 4), "5ca386ebf": (9, 2, 8)}


def _put(place: Path, commit: str) -> None:
    folder = os.environ["PORTLOG_NANOBOT"]
    told = ["git", "show", f"{commit}:nanobot/agent/loop.py"]
    place.write_bytes(subprocess.run(told, cwd=folder, capture_output=True, check=True).stdout)


@pytest.mark.long
@pytest.mark.needs("nanobot")
def test_the_check_names_what_changed_in_the_real_loop(tmp_path: Path) -> None:
    port: Port = new_port(tmp_path / "port", {"agent/loop.py": ""})
    original = port.root / "original/agent/loop.py"
    _put(original, _PINNED)
    pin, _ = pin_original(port.occasion, None)
    port.write("src/agent/loop.rs", RUST)
    port.stamp("src/agent/loop.rs", "original/agent/loop.py:1-476")

    for commit, counts in _LATER.items():
        _put(original, commit)
        told = [line for line in port.found() if "AgentLoop." in line]
        rules = Counter(line.split()[1].rstrip(":") for line in told)
        found = ("original_changed", "original_vanished", "original_new")
        assert tuple(rules[rule] for rule in found) == counts, commit
    assert pin.raw == 476
