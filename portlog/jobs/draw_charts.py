"""Draw the charts of an experiment, over all of its log or a part of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl

from portlog import __version__
from portlog.analytics.extent import EXTENT
from portlog.analytics.question import Answers
from portlog.errors import InputError
from portlog.jobs.read_log import tracked
from portlog.jobs.site_facts import port_facts
from portlog.present.charts.chart import Chart
from portlog.present.language import speaking
from portlog.present.site.catalogue import CHARTS
from portlog.present.site.edition import Edition
from portlog.records.log import Log
from portlog.sources.git import commit_of
from portlog.sources.site_settings import SiteSettings, read_site_settings
from portlog.store.database import Database, UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Which sessions a chart is drawn over: from a day on, of a module; all if neither is said."""

    since: date | None = None
    module: str | None = None

    def __bool__(self) -> bool:
        """Say whether anything is left out."""
        return self.since is not None or self.module is not None


WHOLE = Excerpt()


@dataclass(frozen=True, slots=True)
class DrawnCharts:
    """Every chart that has something to show, and the rows of the log that are in none of them."""

    charts: tuple[Chart, ...]
    unread: tuple[UnreadRow, ...]
    excerpt: Excerpt = WHOLE

    def named(self, name: str) -> Chart:
        """Return one chart by its id; `InputError` where there is none, or nothing to show."""
        charts = {chart.id: chart for chart in self.charts}
        if name in charts:
            return charts[name]
        known = ", ".join(charts) or "none yet: `portlog session add` brings the first"
        what = " over this part of the log" if self.excerpt else ""
        raise InputError(f'there is no chart "{name}"{what}', f"there are {known}")


def drawn_charts(workspace: Workspace, code: str, excerpt: Excerpt = WHOLE) -> DrawnCharts:
    """Return the charts in a language.

    Those of the port as it stands are left out of an excerpt, which they know nothing of.
    """
    kinds = [kind for kind in CHARTS if not (excerpt and kind.beside)]
    given: Mapping[str, Any] = {} if excerpt else port_facts(workspace)
    with workspace.store.reading() as database, _narrowed(database, workspace, excerpt) as log:
        asked = {EXTENT, *(kind.question for kind in kinds)}
        answers = Answers({one: one.answer(pl.DataFrame(log.named(one.query))) for one in asked})
        unread = database.unread()
    drawn = kinds if answers[EXTENT].sessions else []
    with speaking(code):
        charts = (kind.chart(answers, given) for kind in drawn)
        return DrawnCharts(tuple(chart for chart in charts if chart), unread, excerpt)


def chart_edition(workspace: Workspace, code: str, unread: int) -> Edition:
    """Return what a chart says of its source, in one language."""
    settings = workspace.settings
    sessions = workspace.store.path(workspace.log.sessions)
    content = sessions.read_bytes() if sessions.is_file() else b""
    return Edition(
        name=settings.name,
        original=settings.languages.original,
        port=settings.languages.port,
        version=__version__,
        digest=sha256(content).hexdigest(),
        commit=commit_of(workspace.root, *tracked(workspace)),
        is_sample=settings.sample,
        unread=unread,
        languages=_languages(workspace, code),
        base_url=_told(workspace).base_url,
    )


def first_language(workspace: Workspace) -> str:
    """Return the language in which the site speaks first."""
    return _told(workspace).languages[0]


def _told(workspace: Workspace) -> SiteSettings:
    return read_site_settings(workspace.root / "site" / "site.toml")


def _languages(workspace: Workspace, code: str) -> tuple[str, ...]:
    told = _told(workspace).languages
    return told if code in told else (*told, code)


@contextmanager
def _narrowed(database: Database, workspace: Workspace, excerpt: Excerpt) -> Iterator[Database]:
    """Give a database that holds the excerpt alone; the log's own where that is all."""
    if not excerpt:
        yield database
        return
    made = Database.create(":memory:", workspace.log)
    try:
        _fill(made, database, workspace.log, excerpt)
        yield made
    finally:
        made.close()


def _fill(made: Database, database: Database, log: Log, excerpt: Excerpt) -> None:
    sessions = [one for one in database.every(log.sessions) if _is_meant(one, excerpt)]
    names = {one.session_id for one in sessions}
    made.insert(log.sessions, map(log.sessions.cells, sessions))
    for table in log.tables:
        if table.name != log.sessions.name:
            kept = (one for one in database.every(table) if _belongs(one, names, excerpt))
            made.insert(table, map(table.cells, kept))


def _is_meant(one: Any, excerpt: Excerpt) -> bool:
    is_late = excerpt.since is None or one.date >= excerpt.since
    return is_late and excerpt.module in {None, one.module}


def _belongs(one: Any, names: set[str], excerpt: Excerpt) -> bool:
    """Say whether a row is of a session that is meant, or of none and of the time that is."""
    session = getattr(one, "session_id", None)
    if session is not None:
        return session in names
    if excerpt.module is not None:
        return getattr(one, "module", excerpt.module) == excerpt.module and hasattr(one, "module")
    return excerpt.since is None or getattr(one, "date", excerpt.since) >= excerpt.since
