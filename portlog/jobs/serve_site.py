"""Show the site while it is written: built anew when something changes, on this machine alone."""

import time
from collections.abc import Callable
from dataclasses import replace

from portlog.errors import PortlogError
from portlog.jobs.renew_site import renew_site
from portlog.jobs.site_order import BuiltSite, SiteOrder
from portlog.jobs.site_server import SiteServer
from portlog.jobs.site_stamps import files_stamp
from portlog.workspace import Workspace, here

PAUSE_S = 0.4


def serve_site(
    workspace: Workspace,
    order: SiteOrder,
    port: int,
    ready: Callable[[SiteServer, BuiltSite], None],
    told: Callable[[BuiltSite | PortlogError], None],
) -> None:
    """Serve the site until it is interrupted; `told` hears of every build and what stopped one.

    Without a folder it is built into one of the cache, so that the one to publish stays as it is.
    Raises `SiteError` where the first build or the port cannot be had.
    """
    wanted = replace(order, is_served=True, out=order.out or workspace.cache / "preview")
    state = _state(workspace, wanted)
    first = renew_site(workspace, wanted)
    with SiteServer(first.folder, port) as server:
        ready(server, first)
        while True:
            time.sleep(PAUSE_S)
            now = _state(workspace, wanted)
            if now != state:
                state = now
                told(_renewed(workspace, wanted, server))


def _state(workspace: Workspace, order: SiteOrder) -> str:
    """Return the state of all that is watched; settings that cannot be read are a state too."""
    try:
        return files_stamp(workspace, order)
    except (PortlogError, OSError) as error:
        return f"{type(error).__name__}: {error}"


def _renewed(
    workspace: Workspace, order: SiteOrder, server: SiteServer
) -> BuiltSite | PortlogError:
    try:
        done = renew_site(here(workspace.root), order)
    except PortlogError as error:
        return error
    if done.put.written or done.put.removed:
        server.changed()
    return done
