"""A process that has portlog's modules at hand and forks for each command line it is asked to run.

Each command runs in a process of its own, as if it had been started anew, without the quarter of
a second that starting Python, coverage and the imports takes. A request is a JSON object with
`arguments`, `folder` and `environment`, sent with the descriptors of its standard input, output and
error; the answer is its exit code.
"""

import json
import os
import socket
import sys
import time
from importlib import import_module
from typing import Any, NoReturn

# what nearly every command imports in the end; no library that starts threads of its own, as duckdb
AT_HAND = ("portlog.__main__", "portlog.cli.main", "msgspec", "portlog.workspace")
_MOST_BYTES = 1 << 20


def serve(requests: socket.socket) -> None:
    """Run what is asked for until the other end is closed."""
    for name in AT_HAND:
        import_module(name)
    while True:
        asked, descriptors, _, _ = socket.recv_fds(requests, _MOST_BYTES, 3)
        if not asked:
            return
        child = os.fork()
        if not child:
            _run(json.loads(asked), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        requests.send(str(os.waitstatus_to_exitcode(status)).encode())


def _run(asked: dict[str, Any], descriptors: list[int]) -> NoReturn:
    from portlog.__main__ import main  # noqa: PLC0415  imported by `serve`

    for standard, descriptor in enumerate(descriptors):
        os.dup2(descriptor, standard)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.chdir(asked["folder"])
    sys.path[0] = asked["folder"]
    sys.argv = ["portlog", *asked["arguments"]]
    sys.exit(main())


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as own_end:
        serve(own_end)
