"""Badges for a README: files that shields.io reads (https://shields.io/badges/endpoint-badge)."""

import json
from collections.abc import Iterator

from portlog.analytics.extent import EXTENT
from portlog.analytics.hallucinations import HALLUCINATIONS, counter
from portlog.analytics.method import Method
from portlog.analytics.module_tests import MODULE_TESTS
from portlog.analytics.question import Answers
from portlog.analytics.totals import TOTALS
from portlog.present.language import gettext, speaking
from portlog.present.site.api import FOLDER
from portlog.present.site.edition import Edition
from portlog.present.wording import grouped, money, of_all

# no colour says good or bad: a claim is grey, all else blue
_CLAIMED, _KNOWN = "lightgrey", "blue"


def badges(answers: Answers, edition: Edition) -> dict[str, bytes]:
    """Return a badge for sessions, cost, hallucinations and tests, in the site's first language.

    Each says how many sessions it is about, and what of it is only claimed.
    """
    made = (_sessions, _cost, _hallucinations, _tests)
    with speaking(edition.languages[0]):
        found = [badge for make in made for badge in make(answers)]
    return {
        f"{FOLDER}/badges/{name}.json": _file(label, message, colour, edition)
        for name, label, message, colour in found
    }


_Badge = tuple[str, str, str, str]


def _file(label: str, message: str, colour: str, edition: Edition) -> bytes:
    shown = gettext("sample: %(label)s", label=label) if edition.is_sample else label
    told = {"schemaVersion": 1, "label": shown, "message": message, "color": colour}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _sessions(answers: Answers) -> Iterator[_Badge]:
    yield "sessions", gettext("sessions"), grouped(answers[EXTENT].sessions), _KNOWN


def _cost(answers: Answers) -> Iterator[_Badge]:
    if TOTALS not in answers:
        return
    parts = answers[TOTALS].get("cost_usd", ())
    label = gettext("API-equivalent list price")
    if len(parts) != 1:
        words = (
            gettext("not known") if not parts else gettext("not added, because the rules differ")
        )
        yield "cost", label, words, _CLAIMED
        return
    sessions = of_all(parts[0].sessions, answers[EXTENT].sessions, "session")
    words = gettext("%(usd)s, %(sessions)s", usd=money(parts[0].amount), sessions=sessions)
    yield "cost", *_basis(label, words, parts[0].method)


def _hallucinations(answers: Answers) -> Iterator[_Badge]:
    if HALLUCINATIONS not in answers:
        return
    counts = answers[HALLUCINATIONS]
    count = counter(counts)
    known = {
        gettext("%(n)s confirmed"): count.confirmed,
        gettext("%(n)s candidates"): count.candidates,
        gettext("%(n)s claimed"): count.claimed,
        gettext("%(n)s sessions not reviewed"): count.unreviewed,
    }
    told = [words % {"n": grouped(n)} for words, n in known.items() if n is not None]
    colour = _CLAIMED if count.confirmed is None else _KNOWN
    yield "hallucinations", gettext("hallucinations"), ", ".join(told), colour


def _tests(answers: Answers) -> Iterator[_Badge]:
    if MODULE_TESTS not in answers:
        return
    found, label = answers[MODULE_TESTS], gettext("tests passed")
    if len(found) != 1:
        words = gettext("several counts, not added") if found else gettext("not known")
        yield "tests", label, words, _CLAIMED
        return
    tally = found[0].tally
    words = f"{grouped(tally.passed)}/{grouped(tally.total)}"
    yield "tests", *_basis(label, words, found[0].method)


def _basis(label: str, words: str, method: Method) -> tuple[str, str, str]:
    """Return label, message and colour; a claim says so in words as well."""
    if method.is_claim:
        return label + gettext(" (as claimed)"), words, _CLAIMED
    return label, words, _KNOWN
