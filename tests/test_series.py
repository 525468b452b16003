"""A series in its order: each post once, by year and month, in lists, with its module's figures."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from invented import answer, full_session, imported, session
from post_support import post

from portlog.analytics.module_figures import figures_by_module
from portlog.analytics.series import MOST_TOPICS, series_of
from portlog.analytics.session_log import SESSION_LOG
from portlog.records.outcome import Basis
from portlog.records.post import Membership, Noun, Post, SeriesList
from portlog.records.tally import Tally
from portlog.sources.posts.blog import newest_first


def dated(key: str, day: str, **told: object) -> Post:
    return post(key, published=datetime.fromisoformat(f"{day}T12:00:00+00:00"), **told)


def part(key: str, day: str, number: int | None, noun: Noun = Noun.PART) -> Post:
    return dated(key, day, memberships=(Membership("Port", noun, number),))


def test_posts_stand_by_year_and_month_newest_first_and_are_counted() -> None:
    posts = [
        dated("c", "2026-03-09"),
        dated("b", "2026-03-05"),
        dated("a", "2025-12-31", minutes=None),
        post("none", published=None),
    ]

    series = series_of(posts, (), "en")

    assert [(year.year, year.rows) for year in series.years] == [(2026, 2), (2025, 1)]
    assert [row.post.key for row in series.years[0].months[0].rows] == ["c", "b"]
    assert [row.post.key for row in series.undated] == ["none"]
    assert (series.minutes, series.without_minutes) == (6, 1)


def test_a_post_is_dated_where_it_was_written() -> None:
    late = post("a", published=datetime.fromisoformat("2026-03-31T23:30:00-05:00"))

    series = series_of([late], (), "en")

    assert str(series.years[0].months[0].first_day) == "2026-03-01"


def test_a_post_is_one_row_whatever_languages_it_has() -> None:
    spanish = dated("a", "2026-03-06", language="es", title="Qué cuenta a")
    posts = newest_first([dated("a", "2026-03-05"), spanish, dated("b", "2026-03-04")])

    english, translated = (series_of(posts, (), code) for code in ("en", "es"))

    assert [(row.post.language, row.is_foreign) for row in translated.rows] == [
        ("es", False),
        ("en", True),
    ]
    assert [row.post.language for row in english.rows] == ["en", "en"]
    assert [one.language for one in english.rows[0].translations] == ["es"]


def test_what_is_there_twice_is_one_row_with_the_day_of_its_change() -> None:
    first = dated("old", "2026-03-05")
    again = replace(
        first,
        key="new",
        file="new.md",
        published=datetime(2026, 4, 2, tzinfo=UTC),
        url="x",
        path="x",
    )
    other_text = replace(
        first, key="other", file="another.md", url="y", path="y", description="Something else."
    )

    series = series_of(newest_first([first, again, other_text]), (), "en")

    assert [(row.post.key, str(row.updated)) for row in series.rows] == [
        ("old", "2026-04-02"),
        ("other", "None"),
    ]
    assert series.repeats == 1


def test_a_list_is_in_the_order_of_its_numbers_with_the_planned_at_its_end() -> None:
    posts = newest_first([part("b", "2026-03-01", 2), part("a", "2026-03-09", 1)])
    told = SeriesList("port", name="The port", of=5, planned=("To come",))

    (one,) = series_of(posts, (told,), "en").lists

    assert [(entry.number, entry.title) for entry in one.entries] == [
        (1, posts[0].title),
        (2, posts[1].title),
        (3, "To come"),
    ]
    assert (one.of, one.minutes) == (5, 4)


def test_without_numbers_a_list_is_in_the_order_of_days() -> None:
    posts = newest_first([part("b", "2026-03-09", None), part("a", "2026-03-01", None)])

    (one,) = series_of(posts, (), "en").lists

    assert [(entry.number, entry.post.key) for entry in one.entries if entry.post] == [
        (1, "a"),
        (2, "b"),
    ]


def test_a_row_knows_its_place_and_the_posts_around_it() -> None:
    posts = newest_first([part(key, f"2026-03-0{n}", n) for n, key in enumerate("abc", 1)])

    rows = {row.post.key: row.places[0] for row in series_of(posts, (), "en").rows}

    assert (rows["b"].number, rows["b"].of) == (2, 3)
    assert rows["b"].before
    assert rows["b"].before.post == posts[2]
    assert rows["b"].after
    assert rows["b"].after.post == posts[0]
    assert (rows["a"].before, rows["c"].after) == (None, None)


def test_a_course_and_a_series_are_lists_of_their_own() -> None:
    posts = [part("a", "2026-03-01", 1), part("b", "2026-03-02", 1, Noun.CHAPTER)]

    lists = series_of(newest_first(posts), (), "en").lists

    assert [(one.kind.noun, len(one.entries)) for one in lists] == [
        (Noun.PART, 2),
        (Noun.CHAPTER, 2),
    ] or [one.kind.noun for one in lists] == [Noun.PART, Noun.CHAPTER]


def test_one_starts_where_the_author_says_or_with_the_first_part_or_the_oldest() -> None:
    old, first = dated("old", "2026-01-01"), part("first", "2026-02-01", 1)
    told = dated("told", "2026-03-01", is_start=True)

    starts = [
        series_of(newest_first(posts), (), "en").start
        for posts in ([old, first, told], [old, first], [old, dated("x", "2026-05-01")], [])
    ]

    assert starts == [told, first, old, None]


def test_topics_of_two_posts_or_more_are_counted_whatever_their_letters() -> None:
    posts = [
        post("a", topics=("Rust", "cost"), kind="log"),
        post("b", topics=("rust", "Cost", "alone")),
        post("c", topics=("rust",), kind="log"),
    ]
    many = [post(f"m{n}", topics=tuple(f"t{k}" for k in range(40))) for n in range(2)]

    assert series_of(posts, (), "en").topics == (("Rust", 3), ("cost", 2), ("log", 2))
    assert len(series_of(many, (), "en").topics) == MOST_TOPICS


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("en", "es", "fr")), st.booleans()))
)
def test_every_post_is_in_just_one_row(told: list[tuple[str, str, bool]]) -> None:
    posts = [
        post(key, language=code, published=datetime(2026, 3, 1, tzinfo=UTC) if is_dated else None)
        for key, code, is_dated in told
    ]

    series = series_of(newest_first(posts), (), "es")

    assert sorted(row.post.key for row in series.rows) == sorted({key for key, _, _ in told})
    in_groups = [row for year in series.years for month in year.months for row in month.rows]
    assert len(in_groups) + len(series.undated) == len(series.rows)


def test_figures_of_a_module_are_added_by_the_way_they_are_known() -> None:
    sessions = [
        full_session(1, module="agent/loop", cost_usd=Decimal("1.50"), hallucinations=2),
        full_session(3, module="agent/loop", cost_usd=Decimal("0.25"), tests_pass=Tally(12, 15)),
        session(5, module="agent/loop"),
        *imported(7, module="agent/loop"),
    ]

    figures = figures_by_module(answer(SESSION_LOG, sessions))["agent/loop"]

    assert [(one.usd, one.method.basis, one.sessions) for one in figures.costs] == [
        (Decimal("1.75"), Basis.CLAIMED, 2),
        (Decimal("0.25"), Basis.COMPUTED, 1),
    ]
    assert (figures.sessions, figures.uncosted, figures.unreviewed) == (4, 1, 2)
    assert [count for count, _ in figures.hallucinations] == [2]
    assert figures.tests
    assert figures.tests[0] == "12/15"
