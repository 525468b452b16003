"""Clones of one experiment, with the real git and nothing of the person who runs the tests."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from support import REPOSITORY, Answer, Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
_GIT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A Porter",
    "GIT_AUTHOR_EMAIL": "porter@example.com",
    "GIT_COMMITTER_NAME": "A Porter",
    "GIT_COMMITTER_EMAIL": "porter@example.com",
    "GIT_EDITOR": "true",
}


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone with an experiment in it, at its top or in a folder of it."""

    top: Path
    portlog: Cli

    def git(self, *arguments: str, check: bool = True, **told: str) -> Answer:
        """Run git at the top of the clone; names in capitals are environment variables."""
        own = self.portlog.environment() | _GIT | {"PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.top,
            env=own | {"PATH": os.environ["PATH"]} | told,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr + done.stdout
        return Answer(done.returncode, done.stdout, done.stderr)

    def commit(self, subject: str, day: str = "") -> None:
        """Commit all that there is, as if it were noon of a day where one is given."""
        self.git("add", "--all")
        when = f"{day}T12:00:00Z" if day else ""
        self.git("commit", "-q", "-m", subject, GIT_COMMITTER_DATE=when)

    def add(self, day: str, **cells: str) -> str:
        """Add a session and return its name."""
        options = [word for name, cell in cells.items() for word in (f"--{name}", cell)]
        answer = self.portlog("session", "add", *LEAST, "--date", day, *options)
        assert answer.code == 0, answer.err
        return answer.out.strip()

    def edit(self, name: str, tokens: str) -> None:
        """Give a session other tokens."""
        assert self.portlog("session", "edit", name, "--tokens-in", tokens).code == 0

    def remove(self, name: str) -> None:
        """Take a session out of the log."""
        assert self.portlog("session", "remove", name, "--yes").code == 0

    @property
    def text(self) -> str:
        """The sessions as they stand."""
        return self.portlog.path("data/sessions.csv").read_text()

    @property
    def names(self) -> list[str]:
        """The names in the text, in its order."""
        return [line.rsplit(",", 1)[-1] for line in self.text.splitlines()[1:]]


def first_clone(folder: Path, home: Path, inside: str = ".") -> Clone:
    """Make a repository with a fresh experiment in a folder of it, committed."""
    (folder / inside).mkdir(parents=True)
    clone = Clone(folder, Cli(folder / inside, home))
    clone.git("init", "-q", "-b", "main")
    assert clone.portlog("init").code == 0
    clone.commit("Begin")
    return clone


def cloned(clone: Clone, folder: Path, *, driver: bool = True) -> Clone:
    """Clone a clone, with the merge driver or without."""
    clone.git("clone", "-q", str(clone.top), str(folder))
    inside = clone.portlog.folder.relative_to(clone.top)
    other = Clone(folder, Cli(folder / inside, clone.portlog.home))
    if driver:
        assert other.portlog("init").code == 0
    return other
