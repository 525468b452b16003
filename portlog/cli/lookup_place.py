"""Where a command's look-ups happen, and where changed answers are kept."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from portlog.workspace import Workspace

if TYPE_CHECKING:
    from portlog.jobs.open_registry import Place
    from portlog.records.claim_context import ClaimContext
    from portlog.records.crate_lookup import CrateLookup


def lookup_place(workspace: Workspace | None) -> "Place":
    """Return this folder as a place for look-ups, with the cache that belongs to it."""
    from portlog.jobs.open_registry import Place

    cache = lookup_cache(workspace, os.environ)
    return Place(Path.cwd(), cache, os.environ, lambda: datetime.now(UTC))


def lookup_cache(workspace: Workspace | None, environment: Mapping[str, str]) -> Path:
    """Return the experiment's own cache, or the user's where there is no experiment."""
    if workspace is not None:
        return workspace.cache / "crates"
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    caches = named if named.is_absolute() else Path(environment.get("HOME", "/")) / ".cache"
    return caches / "portlog" / "crates"


def record_changes(
    workspace: Workspace, lookups: "Sequence[CrateLookup]", context: "ClaimContext"
) -> None:
    """Record the answers that are others than before, and say how many."""
    from portlog.jobs.record_lookups import record_lookups

    recorded = record_lookups(workspace, lookups, context)
    if recorded:
        typer.echo(f"recorded in data/crates.csv: {recorded}", err=True)
