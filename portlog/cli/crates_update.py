"""`portlog crates update`: fetch RustSec's database anew."""

from pathlib import Path

import typer

from portlog.cli.lookup_place import lookup_place
from portlog.workspace import find


def update() -> None:
    """Fetch RustSec's database of advisories into the cache.

    If it cannot be had whole, the copy that is there stays, and the exit code is 3.
    """
    from portlog.jobs.update_advisories import update_advisories
    from portlog.present.wording import counted

    done = update_advisories(lookup_place(find(Path.cwd())))
    now, before = len(done.now.advisories), len(done.before.advisories)
    told = counted(now, "advisory", "advisories")
    typer.echo(f"snapshot of {done.now.as_of}: {told} ({done.before.as_of}: {before:,})")
