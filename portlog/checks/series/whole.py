"""Everything that can be said of a series and of the site that is built from it."""

from collections import Counter
from collections.abc import Iterable, Iterator

from portlog.checks.series import rules
from portlog.checks.series.case import Case
from portlog.checks.series.counts import count_trouble
from portlog.checks.series.links import Unasked, link_trouble, not_asked
from portlog.checks.series.words import word_trouble
from portlog.records.diagnostic import Diagnostic, Report, Severity
from portlog.records.outcome import Outcome
from portlog.records.post import Post, Posts


def series_report(
    case: Case, built: Iterable[Diagnostic] = (), unasked: Unasked | None = None
) -> Report:
    """Return all that there is to say of a series, beside what its built site says.

    `unasked` counts what the built site's check did not ask.
    """
    unasked = unasked or Unasked()
    found = [
        *_unreadable(case.posts, is_wrong=True),
        *count_trouble(case),
        *(one for posts in _by_language(case.posts.posts) for one in word_trouble(posts)),
        *_untranslated(case),
        *link_trouble(case.posts, unasked),
        *built,
    ]
    notes = (*case.posts.notes, *_left_out(case.posts), *not_asked(unasked))
    unchecked = tuple(_unreadable(case.posts, is_wrong=False))
    return Report(tuple(sorted(found, key=_position)), unchecked, notes)


def outcome_of(report: Report) -> Outcome:
    """Return what a report means: an error is found, what could not be checked unknown."""
    if any(one.severity is Severity.ERROR for one in report.diagnostics):
        return Outcome.FOUND
    return Outcome.UNKNOWN if report.unchecked else Outcome.CLEAN


def _by_language(posts: Iterable[Post]) -> list[list[Post]]:
    found: dict[str, list[Post]] = {}
    for post in posts:
        found.setdefault(post.language, []).append(post)
    return list(found.values())


def _unreadable(posts: Posts, *, is_wrong: bool) -> Iterator[Diagnostic]:
    severity = Severity.ERROR if is_wrong else Severity.WARNING
    for one in posts.unread:
        if one.is_wrong is is_wrong:
            yield Diagnostic(rules.UNREADABLE_POST, severity, one.why, one.spot, one.accepted)


def _untranslated(case: Case) -> Iterator[Diagnostic]:
    """Return the posts that a language of the site lacks, where it has any post at all."""
    there: dict[str, set[str]] = {}
    for post in case.posts.posts:
        there.setdefault(post.key, set()).add(post.language)
    spoken = [code for code in case.languages if any(code in told for told in there.values())]
    seen: set[str] = set()
    for post in case.posts.posts:
        missing = [code for code in spoken if code not in there[post.key]]
        if missing and post.key not in seen:
            seen.add(post.key)
            said = f"not there in: {', '.join(missing)}"
            yield Diagnostic(
                rules.NO_TRANSLATION,
                Severity.WARNING,
                said,
                post.spot(),
                "the same post, translated",
            )


def _left_out(posts: Posts) -> Iterator[str]:
    """Return what is not among the posts on purpose, as sentences."""
    for reason, number in sorted(Counter(one.reason for one in posts.left_out).items()):
        some = ", ".join(one.file for one in posts.left_out if one.reason is reason)
        shown = some if len(some) < 200 else f"{some[:200]}…"  # noqa: PLR2004  a line or two
        yield f"left out, {reason}: {number} ({shown})"


def _position(one: Diagnostic) -> tuple[str, int, str, str]:
    spot = one.spot
    return (spot.file if spot else "", spot.line if spot else 0, one.rule.name, one.message)
