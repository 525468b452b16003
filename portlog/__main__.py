"""The `portlog` command."""

import gc
import sys

from portlog import __version__


def main() -> int:
    """Run the command line that the process was started with; returns its exit code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        sys.stdout.write(f"portlog {__version__}\n")
        return 0
    if arguments[:2] == ["session", "import"]:
        from portlog.cli.said_again import said_again  # noqa: PLC0415

        code = said_again(arguments)
        if code is not None:
            return code
    from portlog.cli.main import run  # noqa: PLC0415  a version needs no parser

    code = run(arguments)
    gc.freeze()  # the process ends: looking for garbage once more costs a tenth of a short command
    return code


if __name__ == "__main__":
    sys.exit(main())
