"""Headlines and ordered lists against what is there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portlog.checks.series import rules
from portlog.checks.series.case import Case, Promise
from portlog.records.diagnostic import Diagnostic, Rule, Severity
from portlog.records.post import Membership, Noun, Post, SeriesList

_WORDS = {
    "post": "posts?|articles?|entradas?|artículos?",
    "part": "parts?|partes?|episodes?|episodios?",
    "chapter": "chapters?|capítulos?",
}
_NUMBERS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for number, word in enumerate(words.split(), 1)
} | {"una": 1, "uno": 1}
_NUMBER = rf"\d{{1,3}}(?:[.,\u202f\u00a0]\d{{3}})+|\d{{1,6}}|{'|'.join(_NUMBERS)}"
_BETWEEN = rf"(?:\s+(?!(?:{_NUMBER}|of|and|de|y)\b)[\w-]+){{0,2}}?\s+"
_OF = rf"(?:(?P<part>{_NUMBER})\s+(?:of|de)\s+(?:the\s+|las?\s+|los\s+)?)?"


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many posts, parts or chapters there are, and with those that are planned."""

    written: int
    all: int


def count_trouble(case: Case) -> Iterator[Diagnostic]:
    """Return where headlines name other numbers than there are, and what lists lack."""
    for promise in case.promises:
        shown = list({post.key: post for post in case.posts.posts}.values())
        for noun in _WORDS:
            yield from _wrong(promise, noun, _count(noun, shown, case.lists))
    for kind in case.lists or _told_lists(case.posts.posts):
        yield from _list_trouble(kind, case)


def _wrong(promise: Promise, noun: str, counted: _Counted) -> Iterator[Diagnostic]:
    for promised, right in _promised(promise.text, noun, counted):
        if promised not in right:
            said = f"“{promise.text}” promises {promised} {noun}s; there are {right[-1]}"
            wanted = f"{right[-1]}, or no number: the index counts them itself"
            yield Diagnostic(rules.WRONG_COUNT, Severity.ERROR, said, promise.spot, wanted)


def _promised(text: str, noun: str, counted: _Counted) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Return each number of a headline with those that it may be: `seven of twelve parts`."""
    pattern = rf"\b{_OF}(?P<all>{_NUMBER}){_BETWEEN}(?:{_WORDS[noun]})\b"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        if found["part"]:
            yield _number(found["part"]), (counted.written,)
            yield _number(found["all"]), (counted.all,)
        else:
            yield _number(found["all"]), (counted.all, counted.written)


def _number(told: str) -> int:
    return _NUMBERS.get(told.lower()) or int(re.sub(r"\D", "", told))


def _count(noun: str, posts: Sequence[Post], lists: Sequence[SeriesList]) -> _Counted:
    if noun == "post":
        return _Counted(len(posts), len(posts))
    planned = sum(len(one.planned) for one in lists if one.noun == noun)
    members = {post.key for post in posts for one in post.memberships if one.noun == noun}
    return _Counted(len(members), len(members) + planned)


def _told_lists(posts: Iterable[Post]) -> list[SeriesList]:
    told = {(one.series, one.noun): None for post in posts for one in post.memberships}
    return [SeriesList(series, noun=noun) for series, noun in told]


def _list_trouble(kind: SeriesList, case: Case) -> Iterator[Diagnostic]:
    """Return what is wrong with a list, in the language that has most of it."""
    members = [
        (post, one)
        for post in case.posts.posts
        for one in post.memberships
        if one.series.casefold() == kind.series.casefold()
    ]
    languages = Counter(post.language for post, _ in members)
    own = [pair for pair in members if pair[0].language == _commonest(languages)]
    own.sort(key=lambda pair: pair[1].number or 0)
    yield from _numbers(kind, own)
    listed = len(own) + len(kind.planned)
    if kind.of is not None and kind.of != listed:
        what = f"{kind.noun}{'' if kind.of == 1 else 's'}"
        said = f"“{kind.name or kind.series}” promises {kind.of} {what}; {listed} are listed"
        wanted = f"of = {listed}, or the others under planned"
        yield Diagnostic(rules.WRONG_COUNT, Severity.ERROR, said, case.settings, wanted)


def _commonest(languages: Counter[str]) -> str:
    return max(languages, key=lambda code: (languages[code], code), default="")


def _numbers(kind: SeriesList, members: Sequence[tuple[Post, Membership]]) -> Iterator[Diagnostic]:
    name = kind.name or kind.series or "the course"
    first: dict[int, Post] = {}
    for post, one in members:
        if one.number is None:
            said = f"no number in “{name}”"
            field = "part: 3" if kind.noun is Noun.PART else "chapter: 3"
            yield _about(rules.NO_NUMBER, Severity.WARNING, post, said, field)
        elif first.setdefault(one.number, post) is not post:
            said = f"{kind.noun} {one.number} of “{name}” again, as in {first[one.number].file}"
            yield _about(rules.REPEATED_NUMBER, Severity.ERROR, post, said, "a number of its own")
    missing = sorted(set(range(1, max(first, default=0) + 1)) - set(first))
    if missing:
        told = ", ".join(map(str, missing[:20]))
        said = f"“{name}” has no {kind.noun} {told}"
        post = first[max(first)]
        yield _about(rules.MISSING_NUMBER, Severity.ERROR, post, said, "numbers from 1 on")


def _about(rule: Rule, severity: Severity, post: Post, said: str, accepted: str) -> Diagnostic:
    name = next((one for one in ("part", "series_order", "chapter") if one in post.lines), "series")
    return Diagnostic(rule, severity, said, post.spot(name), accepted)
