"""A page for each module: what it took, both sides of it, its sessions and its crates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from portlog.analytics.session_log import LoggedSession
from portlog.analytics.sums import Sums
from portlog.present.language import gettext
from portlog.present.site.crate_list import crate_table
from portlog.present.site.extent_table import extent_table
from portlog.present.site.ledger import Entry, LedgerLine, ledger
from portlog.present.site.module_list import lines_cell, phase_words, share_of
from portlog.present.site.module_standing import ModuleStanding, module_standings
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.record import Record
from portlog.present.site.series_page import read_series
from portlog.present.site.session_table import session_table
from portlog.present.wording import counted, grouped, of_all, span
from portlog.records.crate_row import CrateRow
from portlog.records.outcome import Basis
from portlog.records.port_coverage import Covered
from portlog.records.post import Post

_MOST_SESSIONS = 100
_PARTS = ("total", "ported", "verified", "reviewed", "left_out", "open", "changed")


@dataclass(frozen=True, slots=True)
class _Told:
    """All that the page of a module is told from; `more` counts sessions that it leaves out."""

    module: ModuleStanding
    sessions: Sequence[LoggedSession]
    more: int
    crates: Sequence[CrateRow]
    posts: Sequence[tuple[str, str | None]]
    around: Mapping[str, Any]


def module_pages(facts: Mapping[str, Any]) -> Iterator[Record]:
    """Return a page for each module of the plan and the log, with the ways to its neighbours."""
    standings = module_standings(facts)
    _, _, series, places = read_series(facts)
    ways = [(row.post, places.way(row.post)) for row in series.rows]
    sessions: dict[str, list[LoggedSession]] = {}
    for one in facts["log"]:
        if one.module is not None:
            sessions.setdefault(one.module, []).append(one)
    for place, one in enumerate(standings):
        mine = sessions.get(one.name, [])
        told = _Told(
            one,
            mine[:_MOST_SESSIONS],
            max(0, len(mine) - _MOST_SESSIONS),
            [row for session in mine for row in facts["crates"].get(session.session_id, ())],
            tuple(_posts(one, ways)),
            _around(standings, place),
        )
        key = one.page.removeprefix("modules/").removesuffix(".html")
        yield Record(key, one.name, partial(_page, told), told)


def _around(standings: Sequence[ModuleStanding], place: int) -> Mapping[str, Any]:
    before = standings[place - 1] if place else None
    after = standings[place + 1] if place + 1 < len(standings) else None
    return {
        "place": place + 1,
        "all": len(standings),
        "before": (before.page, before.name) if before else None,
        "after": (after.page, after.name) if after else None,
    }


def _page(told: _Told) -> Mapping[str, Any]:
    one = told.module
    extent = one.group.extent if one.group else None
    return {
        "module": one,
        "phase": phase_words(one.phase) if one.plan else "",
        "days": span(extent.first_day, extent.last_day) if extent else "",
        "plain": Column(""),
        "about": tuple(_about(one, extent.models if extent else ())),
        "ledger": _ledger(one),
        "sides": _sides(one),
        "symbols": _symbols(one.covered) if one.covered else None,
        "sessions": session_table(told.sessions) if told.sessions else None,
        "more": told.more,
        "crates": crate_table(_distinct(told.crates)) if told.crates else None,
        "posts": told.posts,
        **told.around,
    }


def _about(one: ModuleStanding, models: Sequence[str]) -> Iterator[tuple[str, Cell]]:
    if models:
        yield gettext("Models"), ", ".join(models)
    if one.plan is None:
        yield gettext("Plan"), gettext("not in the plan")
        return
    if one.plan.is_new:
        yield gettext("Original"), gettext("none: new in the port")
    else:
        yield gettext("Original"), ", ".join(one.plan.originals or ())
    if one.plan.issue_url:
        yield gettext("Discussed"), Told(one.plan.issue_url, link=_safe(one.plan.issue_url))
    if one.plan.post:
        yield gettext("Post"), Told(one.plan.post, link=_safe(one.plan.post))


def _safe(address: str) -> str:
    """Return an address that a link may lead to; nothing for any other text."""
    return address if address.startswith(("https://", "http://")) else ""


def _ledger(one: ModuleStanding) -> tuple[LedgerLine, ...]:
    if one.group is None:
        return ()
    extent = one.group.extent
    sums = Sums(one.group.totals, (), extent.unpriced, ())
    *lines, _ = ledger(sums, extent.extent)
    return (*lines, _tests(one), _hallucinations(one))


def _tests(one: ModuleStanding) -> LedgerLine:
    """Return the tests of the module's own last session that knows them."""
    label = gettext("Tests passed")
    if one.tests is None:
        return LedgerLine(label, (), gettext("not known of any session"), "")
    tally, method = one.tests.tally, one.tests.method
    words = gettext("%(part)s of %(whole)s", part=grouped(tally.passed), whole=grouped(tally.total))
    entry = Entry(words, method, gettext("as the last session that knows them has them"))
    return LedgerLine(label, (entry,), "", "")


def _hallucinations(one: ModuleStanding) -> LedgerLine:
    extent = one.group.extent if one.group else None
    sessions = extent.sessions if extent else 0
    parts = one.group.totals.get("hallucinations", ()) if one.group else ()
    entries = tuple(
        Entry(grouped(int(part.amount)), part.method, of_all(part.sessions, sessions, "session"))
        for part in parts
    )
    unreviewed = sessions - (extent.reviewed if extent else 0)
    missing = (
        gettext("%(sessions)s not reviewed", sessions=counted(unreviewed, "session"))
        if unreviewed
        else ""
    )
    return LedgerLine(gettext("Hallucinations"), entries, missing, gettext("not added"))


def _sides(one: ModuleStanding) -> PlainTable:
    estimate = one.plan.loc_port_est if one.plan else None
    heads = (
        Column(gettext("Side")),
        Column(gettext("Lines of code"), is_figure=True, basis=Basis.OBSERVED),
        Column(gettext("Estimated in the plan"), is_figure=True, basis=Basis.CLAIMED),
        Column(gettext("Against the estimate"), is_figure=True, nothing="–"),
    )
    original = one.covered.total.code if one.covered else None
    told = None if estimate is None else Told(grouped(estimate), is_claim=True)
    is_both = one.port_code is not None and estimate
    against = share_of(one.port_code or 0, estimate or 0) if is_both else None
    rows: list[tuple[Cell, ...]] = [
        (gettext("Original"), lines_cell(original), Told("–"), Told("–")),
        (gettext("Port"), lines_cell(one.port_code), told, against),
    ]
    return PlainTable(
        gettext("Lines of code without comments, blank lines and tests, by the rule loc/1"),
        heads,
        rows,
    )


def _symbols(covered: Covered) -> PlainTable:
    caption = gettext("How much of the module’s original is ported")
    return extent_table(covered, _PARTS, caption)


def _distinct(rows: Sequence[CrateRow]) -> list[CrateRow]:
    return sorted({row.lookup_id: row for row in rows}.values(), key=lambda row: row.question)


def _posts(
    one: ModuleStanding, told: Sequence[tuple[Post, str | None]]
) -> Iterator[tuple[str, str | None]]:
    """Yield the title of each post that tells of a module, and the way to it."""
    planned = one.plan.post if one.plan else None
    for post, way in told:
        if post.module == one.name or (planned and planned in _names(post)):
            yield post.title, way


def _names(post: Post) -> frozenset[str | None]:
    """Return what a plan may call a post."""
    return frozenset({post.key, post.slug, post.url, post.path, post.title} - {""})
