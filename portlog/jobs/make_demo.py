"""A sample experiment through the whole loop: sessions, crates, site; all of it labelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from portlog.errors import WorkspaceError
from portlog.jobs.add_session import SessionDraft, add_sessions, from_json
from portlog.jobs.build_site import build_site
from portlog.jobs.open_registry import Place
from portlog.jobs.read_posts import OWN_FOLDER
from portlog.jobs.record_lookups import record_lookups
from portlog.jobs.sample import ANSWER, POSTS, SESSIONS, SITE
from portlog.jobs.sample_port import make_port
from portlog.jobs.sample_registry import verify_sample
from portlog.jobs.site_order import BuiltSite
from portlog.jobs.start_experiment import start_experiment
from portlog.jobs.verify_crates import Verification
from portlog.records.claim_context import ClaimContext
from portlog.records.session import Languages, Session
from portlog.workspace import Settings, Workspace, find

NAME = "A sample port"
LICENCE = "MIT"
# so many of the crates nobody's session came up with
_OWN_CRATES = 3


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that was made: its experiment, what was said of its crates, and its site.

    `recorded_at` is the UTC time of the registry's recorded answer, None for a live one.
    """

    workspace: Workspace
    sessions: int
    verification: Verification
    recorded_at: datetime | None
    site: BuiltSite


def make_demo(folder: Path, environment: Mapping[str, str], now: datetime) -> Demo:
    """Make the sample experiment in a folder, or build it again there.

    Raises `WorkspaceError` for a folder that holds anything else.
    """
    _refuse_what_is_not_ours(folder)
    workspace = start_experiment(
        folder, Settings(NAME, Languages(), sample=True, licence=LICENCE)
    ).workspace
    sessions = _added_sessions(workspace, now)
    make_port(workspace, sessions)
    place = Place(folder, workspace.cache / "crates", environment, lambda: now)
    verification, recorded_at = verify_sample(place)
    record_lookups(workspace, verification.lookups[:_OWN_CRATES])
    record_lookups(workspace, verification.lookups[_OWN_CRATES:], _suggested_in(sessions))
    _write_series(workspace)
    site = build_site(workspace)
    return Demo(workspace, site.sessions, verification, recorded_at, site)


def _suggested_in(sessions: Sequence[Session]) -> ClaimContext:
    """Return one of the invented sessions as the one that came up with some crates."""
    one = next(session for session in sessions if session.module == "agent/tools")
    return ClaimContext(suggested_by=one.model, session_id=one.session_id)


def _refuse_what_is_not_ours(folder: Path) -> None:
    there = find(folder)
    if there is not None and there.root == folder:
        if there.settings.sample:
            return
        raise WorkspaceError(f"{folder} holds an experiment", "name another folder for the demo")
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists():
        raise WorkspaceError(
            f"{folder} is not empty", "name a folder that is not there yet: portlog demo DIR"
        )


def _added_sessions(workspace: Workspace, now: datetime) -> Sequence[Session]:
    with workspace.store.reading() as database:
        known: Sequence[Session] = database.every(workspace.log.sessions)
    if known:
        return known
    typed = from_json(SESSIONS.read_text("utf-8"), workspace.log.sessions)
    return add_sessions(workspace, [_keyed(draft) for draft in typed], now)


def _write_series(workspace: Workspace) -> None:
    """Write posts and what stands over them; a file that is there is left as it is."""
    folder = workspace.root / OWN_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    places = {post: folder / post.name for post in POSTS.glob("*.md")}
    for sample, place in {SITE: workspace.root / "site" / "site.toml", **places}.items():
        if not place.exists():
            place.write_bytes(sample.read_bytes())


def _keyed(draft: SessionDraft) -> SessionDraft:
    """Return a draft whose session has the same name in every demo."""
    key = sha256(repr(sorted(draft.cells.items())).encode()).hexdigest()
    texts = {"tokens_out": ANSWER} if "tokens_out" not in draft.cells else {}
    return replace(draft, source_key=key, texts=texts)
