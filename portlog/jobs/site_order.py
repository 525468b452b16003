"""What is wanted of a build of the site, and what came of it."""

from dataclasses import dataclass
from pathlib import Path

from portlog.present.site.folder import Put
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """Where to build, in which languages and for which address, as far as that was told.

    `drafts` has posts shown that are not out yet; `is_served` a site that is looked at while it is
    written.
    """

    out: Path | None = None
    languages: tuple[str, ...] = ()
    base_url: str | None = None
    drafts: bool = False
    is_served: bool = False

    def folder(self, workspace: Workspace) -> Path:
        """Return the folder to build into."""
        return self.out or workspace.root / "site" / "dist"


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site that was built: where, from how many sessions, what that changed, what it lacks."""

    folder: Path
    sessions: int
    unread: int
    put: Put
    notes: tuple[str, ...] = ()
