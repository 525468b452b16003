"""What the check of a series finds: every flaw of an index that was not checked, and no other."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post_support import post, read, yaml_post
from support import REPOSITORY

from portlog.checks.series import rules
from portlog.checks.series.case import Case, Promise
from portlog.checks.series.links import Unasked
from portlog.checks.series.whole import outcome_of, series_report
from portlog.checks.series.words import MOST_ALIKE, similarity
from portlog.records.diagnostic import Diagnostic, Rule
from portlog.records.outcome import Outcome
from portlog.records.post import Membership, Noun, Post, Posts, SeriesList
from portlog.records.spot import Spot

SETTINGS = Spot("site/site.toml", 3, 0)


def found(
    posts: Iterable[Post], *lists: SeriesList, tagline: str = "", languages: str = "en"
) -> tuple[Diagnostic, ...]:
    promises = (Promise(tagline, "en", SETTINGS),) if tagline else ()
    told = Posts("site/posts", tuple(posts))
    return series_report(Case(told, tuple(languages.split()), promises, lists)).diagnostics


def names(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(one.rule.name for one in diagnostics)


def part(key: str, number: int | None, noun: Noun = Noun.PART, **told: object) -> Post:
    return post(key, memberships=(Membership("Port", noun, number),), **told)


def careless_index() -> list[Post]:
    """Return an index, made up, with the flaws of one that nobody has checked."""
    told = "An approach to invented things that everybody who has time should read up to the"
    whole = [post(f"p{n}", topics=(), published=None) for n in range(10)]
    cut = [replace(one, description=f"{told} {n}...") for n, one in enumerate(whole[:3])]
    return [
        *cut,
        *whole[3:],
        replace(whole[4], key="again", file="again.md"),
        replace(whole[5], key="other", file="other.md", description="Something else is told here."),
        post("none", topics=(), published=None, description=""),
        post("wrong", topics=(), published=None, title="Why Your Agent Picks the Wrong Tool Again"),
        post(
            "more", topics=(), published=None, title="Why Your AI Agent Picks the Wrong Tool Again"
        ),
        post("comma", topics=(), published=None, description="It is about serde_json,..."),
    ]


def test_every_flaw_of_a_careless_index_is_found() -> None:
    said = found(careless_index(), tagline="A crab. 18 posts · 12 course chapters.")

    assert names(said) == {
        "wrong_count": 2,
        "repeated_post": 1,
        "repeated_title": 1,
        "repeated_address": 1,
        "near_duplicate": 1,
        "cut_description": 4,
        "no_description": 1,
        "no_date": 16,
        "no_topics": 1,
    }
    assert [one.message for one in said if one.rule.name == "wrong_count"] == [
        "“A crab. 18 posts · 12 course chapters.” promises 12 chapters; there are 0",
        "“A crab. 18 posts · 12 course chapters.” promises 18 posts; there are 16",
    ]


def test_a_series_with_nothing_wrong_is_clean() -> None:
    posts = [part("a", 1), part("b", 2), post("c")]

    report = series_report(Case(Posts("site/posts", tuple(posts)), ("en", "es")))

    assert report.diagnostics == ()
    assert outcome_of(report) is Outcome.CLEAN


@pytest.mark.parametrize(
    ("tagline", "wrong"),
    [
        ("3 posts", 0),
        ("Three posts about two parts", 0),
        ("tres entradas, dos partes", 0),
        ("4 posts", 1),
        ("1,300 posts", 1),
        ("1.300 entradas", 1),
        ("12 course chapters", 1),
        ("Twelve long chapters", 1),
        ("Rust 2026: posts about it", 0),
        ("8,300 lines of Python", 0),
        ("counterparts 7", 0),
    ],
)
def test_numbers_in_a_headline_are_held_against_the_rows(tagline: str, wrong: int) -> None:
    posts = [part("a", 1), part("b", 2), post("c")]

    assert names(found(posts, tagline=tagline))["wrong_count"] == wrong


@pytest.mark.parametrize(
    ("tagline", "wrong"),
    [
        ("Two of three parts", 0),
        ("dos de las tres partes", 0),
        ("3 parts", 0),
        ("2 parts", 0),
        ("One of three parts", 1),
        ("Two of four parts", 1),
        ("4 parts", 1),
    ],
)
def test_a_headline_may_count_what_is_planned(tagline: str, wrong: int) -> None:
    posts = [part("a", 1), part("b", 2)]

    said = found(posts, SeriesList("Port", planned=("To come",)), tagline=tagline)

    assert names(said)["wrong_count"] == wrong


def test_a_list_promises_what_is_written_and_planned() -> None:
    posts = [part("a", 1), part("b", 2)]

    kept = found(posts, SeriesList("Port", of=3, planned=("To come",)))
    broken = found(posts, SeriesList("Port", name="The port", of=12, planned=("To come",)))

    assert kept == ()
    assert [one.message for one in broken] == ["“The port” promises 12 parts; 3 are listed"]


def test_numbers_of_a_list_are_whole_and_given_once() -> None:
    posts = [part("a", 1), part("b", 1), part("c", 4), part("d", None)]

    said = found(posts)

    assert [(one.rule.name, one.message) for one in said] == [
        ("repeated_number", "part 1 of “Port” again, as in a.md"),
        ("missing_number", "“Port” has no part 2, 3"),
        ("no_number", "no number in “Port”"),
    ]


def test_a_slug_and_an_address_stand_once() -> None:
    same_address = post("b", url=post("a").url, slug="a", path="/a/")
    same_slug = post("c", slug="d", url="https://blog.example.org/x/d/")

    said = found([post("a"), same_address, post("d"), same_slug])

    assert names(said) == {"repeated_address": 1, "repeated_slug": 1}


def test_versions_in_two_languages_repeat_nothing() -> None:
    spanish = post("a", language="es", file="a.es.md", url="https://blog.example.org/es/a/")

    assert found([post("a"), spanish], languages="en es") == ()


def test_a_missing_translation_is_a_warning() -> None:
    spanish = post("a", language="es", file="a.es.md")

    said = found([post("a"), spanish, post("b")], languages="en es fr")

    assert [(one.rule.name, one.message, str(one.severity)) for one in said] == [
        ("no_translation", "not there in: es", "warning")
    ]


@pytest.mark.parametrize(
    ("description", "rule"),
    [
        ("Cut in the mid...", "cut_description"),
        ("Cut in the mid…", "cut_description"),
        ("Cut in the mid […]", "cut_description"),
        ("“Said and cut...”", "cut_description"),
        ("x" * 161, "long_description"),
        ("", "no_description"),
    ],
)
def test_a_description_is_whole_and_short(description: str, rule: str) -> None:
    assert names(found([post("a", description=description)])) == {rule: 1}


def test_near_duplicates_are_alike_by_more_than_nine_tenths() -> None:
    alike = post("b", title="How Your Agent Could Watch the World (Without Going Crazy)")
    other = post("c", title="How AI Agents Could Watch the World (Without Going Crazy)")
    far = post("d", title="How Nobody Watches the Whole World (Without Going Crazy)")

    said = found([alike, other, far])

    (one,) = said
    assert one.message == (
        "title “How AI Agents Could Watch the World (Without Going Crazy)” is 0.94 like “How Your"
        " Agent Could Watch the World (Without Going Crazy)” of b.md:1"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_is_a_share(one: str, other: str) -> None:
    alike = similarity(one, other)

    assert 0 <= alike <= 1
    assert alike == 0 or alike > MOST_ALIKE or one != other


BLOG: dict[str, str | bytes] = {
    "a.md": yaml_post(
        "A",
        "[there](b.md) [b](../b/) [root](/b/) [gone](gone.md) [nowhere](/b/nowhere/)\n"
        "[place](b.md#here) [none](b.md#there) [own](#own) [not](#not)\n"
        "[draft](draft.md) [out](https://other.example.org) <mail@example.org>\n"
        "![picture](p.png) ![missing](q.png)\n\n## Own",
        description='"About a and where it leads."',
    ),
    "b.md": yaml_post(
        "B",
        '## Here\n\n{{< x >}} [ref]({{< relref "a.md" >}}) [bad]({{< ref "none" >}})',
        description='"About b, told otherwise."',
    ),
    "draft.md": yaml_post("Draft", draft="true"),
    "p.png": b"picture",
}


def test_links_of_posts_lead_somewhere(tmp_path: Path) -> None:
    posts = read(tmp_path, BLOG)
    unasked = Unasked()

    report = series_report(Case(posts, ("en",)), unasked=unasked)

    told = [(str(one.spot), one.rule.name, one.message) for one in report.diagnostics]
    assert [one for one in told if one[1] not in {"no_topics", "no_translation"}] == [
        ("site/posts/a.md:6:0", "broken_link", "“/b/nowhere/” leads to nothing"),
        ("site/posts/a.md:6:0", "broken_link", "“gone.md” leads to nothing"),
        ("site/posts/a.md:7:0", "broken_fragment", "“#not”: site/posts/a.md has no heading #not"),
        (
            "site/posts/a.md:7:0",
            "broken_fragment",
            "“b.md#there”: site/posts/b.md has no heading #there",
        ),
        (
            "site/posts/a.md:8:0",
            "unpublished_link",
            "“draft.md” leads to site/posts/draft.md, which is not published: draft",
        ),
        ("site/posts/a.md:9:0", "broken_link", "“q.png” leads to nothing"),
        ("site/posts/b.md:8:0", "broken_link", "“none” names no file of the blog"),
    ]
    assert unasked.external == 1
    assert "left out, draft: 1 (site/posts/draft.md)" in report.notes
    assert "1 links to other sites were not asked" in report.notes


def test_a_post_that_cannot_be_read_is_found_and_one_of_another_format_unknown(
    tmp_path: Path,
) -> None:
    good = {"a.md": yaml_post("A", tags="[x]")}

    wrong = series_report(Case(read(tmp_path / "1", {**good, "b.md": "---\n"}), ("en",)))
    unknown = series_report(Case(read(tmp_path / "2", {**good, "b.org": "* x"}), ("en",)))

    assert (outcome_of(wrong), names(wrong.diagnostics)) == (
        Outcome.FOUND,
        {"unreadable_post": 1},
    )
    assert (outcome_of(unknown), len(unknown.unchecked)) == (Outcome.UNKNOWN, 1)


def test_a_date_that_is_none_is_said(tmp_path: Path) -> None:
    posts = read(tmp_path, {"a.md": yaml_post("A", date="someday"), "b.md": "Only text.\n"})

    report = series_report(Case(posts, ("en",)))

    told = [(one.spot, one.rule.name, one.message) for one in report.diagnostics]
    assert (Spot("site/posts/a.md", 3, 0), "no_date", "a date that is none") in told
    assert (Spot("site/posts/b.md", 1, 0), "no_front_matter", "no front matter") in told


def test_every_rule_is_in_the_docs() -> None:
    page = (REPOSITORY / "docs" / "series.md").read_text(encoding="utf-8")
    told = {one.name for one in vars(rules).values() if isinstance(one, Rule)}

    assert {name for name in told if f"`{name}`" not in page} == set()


def test_links_of_a_hugo_site_are_held_against_all_that_it_has(tmp_path: Path) -> None:
    body = (
        "[post](/posts/b/) [alias](/old/) [section](/posts/) [home](/) [static](/cv.pdf)\n"
        "[whole](https://blog.example.org/posts/b/#here) [feed](/index.xml) [term](/tags/rust/)\n"
        "[gone](/posts/gone/) [nowhere](/nowhere/) [beside](table.csv) [future](../later/)\n"
        '[ref]({{< ref "posts/b" >}}) [bundle]({{% relref "b.md#none" %}})\n'
    )
    files = {
        "hugo.toml": 'baseURL = "https://blog.example.org/"\n',
        "static/cv.pdf": "x",
        "content/posts/_index.md": "---\ntitle: Posts\n---\n",
        "content/posts/a/index.md": yaml_post("A", body),
        "content/posts/a/table.csv": "x",
        "content/posts/b.md": yaml_post(
            "B", "## Here", aliases="[/old/]", description='"Told otherwise."'
        ),
        "content/posts/later.md": yaml_post("Later", date="2030-01-01"),
    }
    unasked = Unasked()

    report = series_report(Case(read(tmp_path, files, is_own=False), ("en",)), unasked=unasked)

    told = [
        (one.rule.name, one.message) for one in report.diagnostics if one.rule.name != "no_topics"
    ]
    later = "site/posts/content/posts/later.md"
    assert told == [
        ("broken_link", "“/nowhere/” leads to nothing"),
        ("broken_link", "“/posts/gone/” leads to nothing"),
        (
            "unpublished_link",
            f"“../later/” leads to {later}, which is not published: future",
        ),
        (
            "broken_fragment",
            "“b.md#none”: site/posts/content/posts/b.md has no heading #none",
        ),
    ]
    assert dict(unasked.unknown) == {"/tags/rust/": 1}
