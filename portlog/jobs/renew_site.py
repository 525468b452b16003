"""Bring a site up to date: build it, or leave it where nothing has changed."""

from portlog.jobs.last_build import LastBuild, last_build, remember
from portlog.jobs.site_order import BuiltSite, SiteOrder
from portlog.jobs.site_stamps import inputs_of
from portlog.present.site.folder import Put, stamps, standing
from portlog.workspace import Workspace


def renew_site(workspace: Workspace, order: SiteOrder) -> BuiltSite:
    """Build the site, unless it stands as the last build left it and was made from the same.

    Raises `SiteError` as `build_site` does.
    """
    inputs = inputs_of(workspace, order)
    folder = order.folder(workspace)
    last = last_build(workspace, folder)
    there = standing(folder, last.files) if last else frozenset()
    if last and last.inputs == inputs and len(there) == len(last.files):
        return BuiltSite(folder, last.sessions, last.unread, Put(0, len(there), 0, ()))
    from portlog.jobs.build_site import build_in

    known = {path: one for path, one in last.lasting.items() if path in there} if last else {}
    built, site = build_in(workspace, order, known)
    files = stamps(folder, site.paths)
    left = LastBuild(inputs, built.sessions, built.unread, files, site.lasting)
    remember(workspace, folder, left)
    return built
