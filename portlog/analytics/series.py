"""A series as its index shows it: each post once, by year and month, and in its ordered lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from portlog.records.post import Membership, Noun, Post, SeriesList

MOST_TOPICS = 24


@dataclass(frozen=True, slots=True)
class Place:
    """A post's place in an ordered list, and the posts before and after it."""

    noun: Noun
    name: str
    number: int
    of: int
    before: "Entry | None" = None
    after: "Entry | None" = None


@dataclass(frozen=True, slots=True)
class Row:
    """One post of the index in the reader's language, or in another where there is no such.

    `translations` are the same post in other languages, `repeats` other files of the same post.
    """

    post: Post
    is_foreign: bool
    translations: tuple[Post, ...] = ()
    repeats: tuple[Post, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def updated(self) -> date | None:
        """The day that the post was changed or published again, if it was after its own."""
        moments = (one for post in (self.post, *self.repeats) for one in (post.updated,) if one)
        days = [one.date() for one in moments]
        days += [post.day for post in self.repeats if post.day]
        latest = max(days, default=None)
        return latest if latest and self.post.day and latest > self.post.day else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of an ordered list; without a post it is planned."""

    number: int
    title: str
    post: Post | None = None


@dataclass(frozen=True, slots=True)
class OrderedList:
    """The posts of a series or course in their order, with those to come."""

    kind: SeriesList
    entries: tuple[Entry, ...]
    of: int

    @property
    def posts(self) -> tuple[Post, ...]:
        """Those that are written."""
        return tuple(one.post for one in self.entries if one.post)

    @property
    def minutes(self) -> int:
        """How long those take to read, as far as that is known."""
        return sum(post.minutes or 0 for post in self.posts)


@dataclass(frozen=True, slots=True)
class Month:
    """The rows of one month."""

    first_day: date
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The months of one year, newest first."""

    year: int
    months: tuple[Month, ...]

    @property
    def rows(self) -> int:
        """How many posts there are in it."""
        return sum(len(month.rows) for month in self.months)


@dataclass(frozen=True, slots=True)
class Series:
    """All posts of a series in one language; `undated` are those without a day."""

    rows: tuple[Row, ...]
    years: tuple[Year, ...]
    undated: tuple[Row, ...]
    lists: tuple[OrderedList, ...]
    topics: tuple[tuple[str, int], ...]
    start: Post | None

    @property
    def minutes(self) -> int:
        """How long all take to read, as far as that is known."""
        return sum(row.post.minutes or 0 for row in self.rows)

    @property
    def without_minutes(self) -> int:
        """The posts of which nobody knows how long they take."""
        return sum(row.post.minutes is None for row in self.rows)

    @property
    def repeats(self) -> int:
        """The files that hold a post that another one holds too."""
        return sum(len(row.repeats) for row in self.rows)


def series_of(posts: Sequence[Post], lists: Sequence[SeriesList], language: str) -> Series:
    """Return the series of posts that come newest first, for readers of one language."""
    rows = _rows(posts, language)
    ordered = tuple(_ordered(kind, rows) for kind in lists or _told_lists(rows))
    placed = _with_places(rows, ordered)
    dated = [row for row in placed if row.post.day is not None]
    return Series(
        tuple(placed),
        tuple(_years(dated)),
        tuple(row for row in placed if row.post.day is None),
        ordered,
        tuple(_topics(rows)),
        _start(ordered, rows),
    )


def _rows(posts: Sequence[Post], language: str) -> list[Row]:
    """Return a row for each post; one that stands there again goes into the row of the oldest."""
    versions: dict[str, list[Post]] = {}
    for post in posts:
        versions.setdefault(post.key, []).append(post)
    rows = [_row(group, language) for group in versions.values()]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        group = next((groups[name] for name in _names(row.post) if name in groups), [])
        group.append(row)
        for name in _names(row.post):
            groups.setdefault(name, group)
    kept = {id(group): _once(group) for group in groups.values()}
    oldest = {id(row.post): row for row in kept.values()}
    return [oldest[id(row.post)] for row in rows if id(row.post) in oldest]


def _once(group: Sequence[Row]) -> Row:
    oldest = group[-1]
    own_repeats = (post for row in group for post in (*row.repeats, row.post))
    return replace(oldest, repeats=tuple(one for one in own_repeats if one is not oldest.post))


def _row(group: Sequence[Post], language: str) -> Row:
    own = [post for post in group if post.language == language]
    same = own or [post for post in group if post.language == group[0].language]
    others = {post.language: post for post in group if post.language != same[0].language}
    translations = tuple(others[code] for code in sorted(others))
    return Row(same[-1], not own, translations, tuple(same[:-1]))


def _names(post: Post) -> Iterator[str]:
    """Return what posts that are the same have in common: one address, or all that they say."""
    yield f"address {post.language} {post.url or post.path or post.key}"
    said = (_plain(post.title), _plain(post.description))
    if all(said):
        yield f"words {post.language} {said}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _told_lists(rows: Iterable[Row]) -> list[SeriesList]:
    """Return a list for each series and course that posts name, the one begun first first."""
    oldest_first = reversed(list(rows))
    told = {(one.series, one.noun): None for row in oldest_first for one in row.post.memberships}
    return [SeriesList(series, noun=noun) for series, noun in told]


def _ordered(kind: SeriesList, rows: Iterable[Row]) -> OrderedList:
    members = [(row.post, one) for row in rows if (one := _membership(row.post, kind))]
    members.reverse()
    members.sort(key=lambda pair: (pair[1].number is None, pair[1].number or 0))
    entries: list[Entry] = []
    for post, membership in members:
        entries.append(Entry(membership.number or _next(entries), post.title, post))
    for title in kind.planned:
        entries.append(Entry(_next(entries), title))
    highest = max((entry.number for entry in entries), default=0)
    return OrderedList(kind, tuple(entries), max(kind.of or 0, highest))


def _next(entries: Sequence[Entry]) -> int:
    return max((entry.number for entry in entries), default=0) + 1


def _membership(post: Post, kind: SeriesList) -> Membership | None:
    named = kind.series.casefold()
    return next((one for one in post.memberships if one.series.casefold() == named), None)


def _with_places(rows: Iterable[Row], lists: Iterable[OrderedList]) -> list[Row]:
    places: dict[str, list[Place]] = {}
    for one in lists:
        written = [entry for entry in one.entries if entry.post]
        around = zip([None, *written], written, [*written[1:], None], strict=False)
        for before, entry, after in around:
            if entry.post:
                place = Place(one.kind.noun, one.kind.name, entry.number, one.of, before, after)
                places.setdefault(entry.post.key, []).append(place)
    return [replace(row, places=tuple(places.get(row.post.key, ()))) for row in rows]


def _years(rows: Sequence[Row]) -> Iterator[Year]:
    days = [(row.post.day, row) for row in rows if row.post.day]
    for year, dated in groupby(days, key=lambda pair: pair[0].year):
        months = groupby(dated, key=lambda pair: pair[0].replace(day=1))
        yield Year(year, tuple(Month(day, tuple(row for _, row in some)) for day, some in months))


def _topics(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """Return the topics of two posts or more, the commonest first."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        for topic in dict.fromkeys(one.casefold() for one in topics_of(row.post)):
            counts[topic] += 1
        for topic in topics_of(row.post):
            spelled.setdefault(topic.casefold(), topic)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(spelled[topic], count) for topic, count in ranked if count > 1][:MOST_TOPICS]


def topics_of(post: Post) -> tuple[str, ...]:
    """Return what a post is about, its kind first."""
    return tuple(filter(None, (post.kind, *post.topics)))


def _start(lists: Sequence[OrderedList], rows: Sequence[Row]) -> Post | None:
    """Return the post that a reader should begin with: as told, a first part, or the oldest."""
    told = next((row.post for row in rows if row.post.is_start), None)
    firsts = (one.posts[0] for one in lists if one.posts)
    return told or next(firsts, None) or (rows[-1].post if rows else None)


def by_topic(rows: Iterable[Row], topics: Iterable[tuple[str, int]]) -> Mapping[str, list[Row]]:
    """Return the rows of each topic."""
    named = {topic.casefold(): topic for topic, _ in topics}
    found: dict[str, list[Row]] = {topic: [] for topic in named.values()}
    for row in rows:
        for topic in dict.fromkeys(one.casefold() for one in topics_of(row.post)):
            if topic in named:
                found[named[topic]].append(row)
    return found
