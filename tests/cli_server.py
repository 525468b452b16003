"""A process that has portlog's modules at hand and forks for each command line it is asked to run.

Each command runs in a process of its own, as if it had been started anew, without the half second
that starting Python, coverage and the imports takes. A request is a JSON object with `arguments`,
`folder` and `environment`, sent with the descriptors of its standard input, output and error; the
answer is its exit code. What breaks the file layer (`faults/sitecustomize.py`) is put in place
where the environment asks for it.
"""

import atexit
import gc
import json
import os
import socket
import sys
import threading
import time
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from runpy import run_path
from typing import Any, NoReturn

from coverage import Coverage

# what commands import beside portlog's modules, or by them
AT_HAND = ("duckdb", "plotly.graph_objects", "polars", "rich.console", "rich.table", "tiktoken")
_CODE = Path(__file__).parents[1] / "portlog"
_FAULTS = Path(__file__).parent / "faults" / "sitecustomize.py"
_MOST_BYTES = 1 << 20


def serve(requests: socket.socket) -> None:
    """Run what is asked for until the other end is closed."""
    light = _light_coverage()
    _import_all()
    if light:
        light.save()
    gc.freeze()  # or each command would look at all that stands, and copy it by that
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


def _light_coverage() -> Coverage | None:
    """Measure, where coverage is asked for, the lines that run and no others.

    The lines that nothing runs are told by the process that runs the tests: to look for them at the
    end of each command would take longer than most commands do.
    """
    asked = Coverage.current()
    if asked is None:
        return None
    asked.stop()
    asked.save()
    atexit.unregister(asked._atexit)  # noqa: SLF001  it would save once more, by every command
    light = Coverage(
        data_file=str(asked.get_option("run:data_file")),
        data_suffix=True,
        config_file=False,
        branch=True,
        include=[f"{_CODE}/*"],
    )
    light.start()
    return light


def _import_all() -> None:
    modules = (module.name for module in walk_packages([str(_CODE)], "portlog."))
    for name in (*modules, *AT_HAND):
        with suppress(Exception):  # told by the command that needs it
            import_module(name)
    # ends threads that a fork would leave behind
    import_module("duckdb").default_connection().close()


def _run(asked: dict[str, Any], descriptors: list[int]) -> NoReturn:
    for standard, descriptor in enumerate(descriptors):
        os.dup2(descriptor, standard)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(asked["environment"])
    if (light := Coverage.current()) and "COVERAGE_PROCESS_CONFIG" not in os.environ:
        light.stop()
    time.tzset()
    os.chdir(asked["folder"])
    sys.path[0] = asked["folder"]
    sys.argv = ["portlog", *asked["arguments"]]
    if "FAULT_UNDER" in os.environ:
        run_path(str(_FAULTS))
    _leave(_exit_code())


def _exit_code() -> int:
    from portlog.__main__ import main  # noqa: PLC0415  imported by `serve`

    try:
        return main()
    except BaseException:  # noqa: BLE001  as Python ends a process
        traceback.print_exc()
        return 1


def _leave(code: int) -> NoReturn:
    """End the process as Python does, but for taking apart module by module what stands."""
    light = Coverage.current()
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
    atexit._run_exitfuncs()  # noqa: SLF001  coverage's own among them, which stops it
    if light:
        light.save()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as own_end:
        serve(own_end)
