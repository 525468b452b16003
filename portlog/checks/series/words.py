"""Posts whose words are wrong: repeated, nearly the same, cut, missing, too long."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from portlog.checks.series import rules
from portlog.records.diagnostic import Diagnostic, Rule, Severity
from portlog.records.post import Post

LONGEST_DESCRIPTION = 160
MOST_ALIKE = 0.9
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"'”’)]*\Z")
_NUMBER = re.compile(r"\d+")
_SHORTEST = 12
_FEW_WORDS = 4
_LONGEST_COMPARED = 400


def word_trouble(posts: Sequence[Post]) -> Iterator[Diagnostic]:
    """Return what is wrong with the titles and descriptions of posts in one language."""
    for post in posts:
        yield from _lacking(post)
        yield from _description(post)
    yield from _repeated(posts)
    yield from _alike(posts)
    yield from _topics(posts)


def _lacking(post: Post) -> Iterator[Diagnostic]:
    if not post.has_head:
        yield _error(rules.NO_FRONT_MATTER, post, "", "no front matter", "--- title, date … ---")
        return
    if not post.title:
        yield _error(rules.NO_TITLE, post, "title", "no title", "a title of its own")
    if post.published is None:
        told = "a date that is none" if "date" in post.lines else "no date"
        yield _error(rules.NO_DATE, post, "date", told, "date: 2026-02-24T18:00:00+01:00")


def _description(post: Post) -> Iterator[Diagnostic]:
    text = post.description
    if not text:
        if post.has_head:
            wanted = f"one or two sentences, {LONGEST_DESCRIPTION} characters at most"
            yield _error(rules.NO_DESCRIPTION, post, "description", "no description", wanted)
    elif _CUT.search(text):
        said = f"the description is cut after {len(text)} characters: “…{text[-30:]}”"
        yield _error(rules.CUT_DESCRIPTION, post, "description", said, "whole sentences")
    elif len(text) > LONGEST_DESCRIPTION:
        said = f"a description of {len(text)} characters"
        wanted = f"{LONGEST_DESCRIPTION} at most: search engines cut the rest"
        yield _warning(rules.LONG_DESCRIPTION, post, "description", said, wanted)


def _repeated(posts: Sequence[Post]) -> Iterator[Diagnostic]:
    """Return what stands there again; of a post that is there twice nothing else is said."""
    told = set()
    for first, again in _pairs(posts, lambda post: _plain(post.title)):
        is_same = _plain(first.description) == _plain(again.description)
        told.update([id(again)] * is_same)
        yield _title_again(first, again, is_same=is_same)
    yield from _addresses_again(posts, told)


def _addresses_again(posts: Sequence[Post], told: set[int]) -> Iterator[Diagnostic]:
    for rule, value in ((rules.REPEATED_ADDRESS, _address), (rules.REPEATED_SLUG, _slug)):
        for first, again in _pairs(posts, value):
            if id(again) not in told:
                told.add(id(again))
                yield _slug_again(rule, value(again), first, again)


def _slug(post: Post) -> str:
    return post.slug


def _address(post: Post) -> str:
    return post.url or post.path


def _pairs(posts: Sequence[Post], value: Callable[[Post], str]) -> Iterator[tuple[Post, Post]]:
    first: dict[str, Post] = {}
    for post in posts:
        said = value(post)
        if said and first.setdefault(said, post) is not post:
            yield first[said], post


def _title_again(first: Post, again: Post, *, is_same: bool) -> Diagnostic:
    place = f"as in {first.spot('title').file}:{first.spot('title').line}"
    if is_same:
        said = f"the post “{again.title}” again, {place}"
        return _error(rules.REPEATED_POST, again, "title", said, "one post, its change as lastmod")
    said = f"the title “{again.title}” again, {place}, over another text"
    return _error(rules.REPEATED_TITLE, again, "title", said, "a title of its own")


def _slug_again(rule: Rule, slug: str, first: Post, again: Post) -> Diagnostic:
    said = f"“{slug}” again, as in {first.spot('slug').file}:{first.spot('slug').line}"
    return _error(rule, again, "slug", said, "a slug of its own")


def _alike(posts: Sequence[Post]) -> Iterator[Diagnostic]:
    told: set[tuple[str, str]] = set()
    for name in ("title", "description"):
        texts = ((post, _plain(getattr(post, name))) for post in posts)
        words = [(post, text, _words(text)) for post, text in texts if len(text) >= _SHORTEST]
        for (first, text, some), (again, other, others) in combinations(words, 2):
            pair = (first.file + first.title, again.file + again.title)
            if pair in told or not _may_be_alike(some, others) or _are_numbered(text, other):
                continue
            alike = similarity(text, other)
            if alike > MOST_ALIKE and _plain(first.title) != _plain(again.title):
                told.add(pair)
                yield _near(name, first, again, alike)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _are_numbered(text: str, other: str) -> bool:
    """Say whether two texts differ in their numbers alone, which set them apart."""
    return text != other and _NUMBER.sub("", text) == _NUMBER.sub("", other)


def _may_be_alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether texts share half of their words, which few do; short ones are all compared."""
    fewest = min(len(some), len(others))
    return fewest < _FEW_WORDS or 4 * len(some & others) >= len(some) + len(others)


def _near(name: str, first: Post, again: Post, alike: float) -> Diagnostic:
    spot = first.spot(name)
    said = (
        f"{name} “{getattr(again, name)}” is {alike:.2f} like “{getattr(first, name)}”"
        f" of {spot.file}:{spot.line}"
    )
    return _warning(rules.NEAR_DUPLICATE, again, name, said, "what sets it apart")


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 for what cannot be over the limit.

    It is Ratcliff and Obershelp's measure, as difflib has it; long texts count by their beginnings.
    """
    one, other = one[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED]
    total = len(one) + len(other)
    if not total or 2 * min(len(one), len(other)) <= MOST_ALIKE * total:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() <= MOST_ALIKE:
        return 0.0
    return matcher.ratio()


def _topics(posts: Sequence[Post]) -> Iterator[Diagnostic]:
    if len(posts) > 1 and not any(post.topics for post in posts):
        said = f"none of {len(posts)} posts has a topic"
        yield _warning(rules.NO_TOPICS, posts[0], "topics", said, 'tags: ["rust", "cost"]')


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _error(rule: Rule, post: Post, name: str, said: str, accepted: str) -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, said, post.spot(name), accepted)


def _warning(rule: Rule, post: Post, name: str, said: str, accepted: str) -> Diagnostic:
    return Diagnostic(rule, Severity.WARNING, said, post.spot(name), accepted)
