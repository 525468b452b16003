"""Running a command line as a process, by way of a server that forks for each one."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

REPOSITORY = Path(__file__).parents[1]
# read when Python starts, so that a process which runs already would not see them
_READ_AT_START = ("PYTHON", "LANG", "LC_", "COVERAGE", "MALLOC", "LD_")
_LONGEST_S = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


def run_portlog(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: str = ""
) -> Answer:
    """Run portlog in a folder, with just this environment."""
    if _needs_own_start(environment):
        return _started_anew(arguments, folder, environment, stdin)
    return run_forked(arguments, folder, environment, stdin)


def run_forked(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: str = ""
) -> Answer:
    """Run portlog in a folder, with just this environment from when Python has started."""
    asked = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        code = _code(asked, [given.fileno(), out.fileno(), err.fileno()])
        out.seek(0)
        err.seek(0)
        return Answer(code, out.read().decode(), err.read().decode())


def _code(asked: Mapping[str, object], descriptors: list[int]) -> int:
    try:
        server = _idle.pop()
    except IndexError:
        server = _Server()
    code = server.run(asked, descriptors)
    _idle.append(server)  # one that failed is not asked again
    return code


def _needs_own_start(environment: Mapping[str, str]) -> bool:
    """Say whether the environment has what a running Python has not been started with."""
    known = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return any(
        name.startswith(_READ_AT_START) and known.get(name) != value
        for name, value in environment.items()
    )


def _started_anew(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: str
) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "portlog", *arguments],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


class _Server:
    """A server for one command at a time; it ends when its socket is closed."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(_LONGEST_S)
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("cli_server.py")), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            cwd="/",
        )
        theirs.close()

    def __del__(self) -> None:
        """End the server with what it serves."""
        self._socket.close()
        self._process.wait()

    def run(self, asked: Mapping[str, object], descriptors: list[int]) -> int:
        socket.send_fds(self._socket, [json.dumps(asked).encode()], descriptors)
        return int(self._socket.recv(16))


_idle: list[_Server] = []
