"""The index of a series, and the pages of its own posts, as they are read."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented import EDITION, HOSTILE, answer, full_session, laid_out, session
from playwright.sync_api import Browser, sync_playwright
from post_support import laid, post, read, yaml_post
from support import REPOSITORY

from portlog.analytics.question import Answers
from portlog.present.site.build import site_files
from portlog.present.site.catalogue import PAGES as ALL_PAGES
from portlog.present.site.catalogue import questions
from portlog.present.site.post_row import modules_by_post
from portlog.records.plan import PlannedModule
from portlog.records.post import Membership, Noun, Posts, SeriesList, SeriesWords
from portlog.sources.series_settings import SeriesSettings
from portlog.sources.site_settings import read_site_settings

PAGES = tuple(kind for kind in ALL_PAGES if kind.template in {"series.html", "post.html"})
RULES = {"extends": ["html-validate:standard"], "rules": {"no-inline-style": "error"}}
BODY = """Hello [other](b.md#here) ![pic](p.png) [mail](mailto:a@b.org)

# Big

| a |
|--:|
| 1 |
"""
FILES: dict[str, str | bytes] = {
    "a.md": yaml_post("First", BODY, part=1, series="Port", module="agent/loop", tags="[x, y]"),
    "a.es.md": yaml_post("Primera", "Hola", part=1, series="Port"),
    "b.md": yaml_post("Second", "## Here", part=2, series="Port", tags="[x]", date="2026-04-01"),
    "c.md": yaml_post("Chapter", "Text", course="Rust", chapter=1, lastmod="2026-04-09"),
    "p.png": b"picture",
}


def shown(posts: Posts, settings: SeriesSettings | None = None, **told: Any) -> dict[str, bytes]:
    """Return the pages of a series, and what the site has beside all pages."""
    given = {"posts": posts, "series": settings or SeriesSettings(), "first_language": "en"}
    sessions = told.pop("sessions", [full_session(1, module="agent/loop", hallucinations=2)])
    asked = {one: answer(one, sessions) for one in questions(PAGES, ())}
    return site_files(Answers(asked), replace(EDITION, given=given, **told), {}, PAGES, ())


def hostile_posts() -> dict[str, str]:
    """Return posts that call everything about them by a hostile name."""
    heads = (
        {
            "title": name,
            "description": name,
            "tags": [name, "t"],
            "series": "Port",
            "part": number,
            "module": name,
            "date": "2026-03-05",
        }
        for number, name in enumerate(HOSTILE, 3)
    )
    return {f"q{n}.md": f"{json.dumps(head)}\nText.\n" for n, head in enumerate(heads)}


def words(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.decode()).split())


def test_the_index_counts_what_it_lists(tmp_path: Path) -> None:
    page = shown(read(tmp_path, FILES))["series/index.html"].decode()

    assert "3 posts, 3 minutes to read." in page
    assert page.count("data-row") == 3
    assert '<time datetime="2026-04-01">1 Apr</time>' in page
    assert re.findall(r'<span class="count">(.*?)</span>', page) == [
        "1 post, 1 min",
        "2 posts, 2 min",
    ]
    assert "updated 9 April 2026" in page
    assert "Start with “First”</a> (1 min)" in page


def test_a_row_shows_its_modules_figures_with_their_basis(tmp_path: Path) -> None:
    files = shown(
        read(tmp_path, FILES),
        sessions=[
            full_session(1, module="agent/loop", hallucinations=2),
            session(5, module="agent/loop"),
        ],
    )

    told = words(files["series/index.html"])

    assert "agent/loop list price “$1.18” claimed (1 of 2 sessions) not known in 1 of 2" in told
    assert "hallucinations “2” claimed 1 session not reviewed" in told
    assert "tests passed “1/4” claimed" in told


def test_the_plan_can_name_the_post_of_a_module() -> None:
    plan = [PlannedModule("bus/queue", post="/a/"), PlannedModule("agent/loop", post="a")]

    told = modules_by_post(plan)

    assert told == {"/a/": ("bus/queue",), "a": ("agent/loop",)}


def test_a_post_that_the_plan_names_shows_its_modules() -> None:
    plan = [PlannedModule("bus/queue", post="https://blog.example.org/a/")]

    page = shown(Posts("blog", (post("a"),)), sessions=plan)["series/index.html"]

    assert "bus/queue no session logged" in words(page)


def test_lists_are_ordered_and_say_what_is_planned(tmp_path: Path) -> None:
    lists = (
        SeriesList("Port", "The port", Noun.PART, 3, ("To come",)),
        SeriesList("Rust", "The course", Noun.CHAPTER),
    )
    settings = SeriesSettings(words={"en": SeriesWords("A title", "A line.")}, lists=lists)

    told = words(shown(read(tmp_path, FILES), settings)["series/index.html"])

    assert "1/3 First 1 min 2/3 Second 1 min 3/3 To come planned" in told
    assert "The course 1 of 1, 1 minute. 1/1 Chapter 1 min" in told
    assert "part 2 of 3 ← part 1" in told
    assert "A title" in told
    assert "A line." in told


def test_another_language_has_its_own_posts_and_says_which_lack(tmp_path: Path) -> None:
    files = shown(read(tmp_path, FILES), languages=("en", "es"))

    told = files["es/series/index.html"].decode()
    page = files["es/posts/b.html"].decode()

    assert ">Primera<" in told
    assert told.count("aún no está en español") == 2
    assert '<h4 lang="en">' in told
    assert '<h1 class="title" lang="en">' in page
    assert 'href="../es/posts/a.html"' in files["posts/a.html"].decode()
    assert 'href="../es/posts/b.html"' in files["posts/b.html"].decode()


def test_names_of_lists_stand_in_the_readers_language(tmp_path: Path) -> None:
    laid(
        tmp_path,
        {
            "site.toml": '[[series.lists]]\nseries = "Port"\n'
            'name = { en = "Part by part", es = "Parte a parte" }\n'
            'planned = [{ en = "To come", es = "Por venir" }, "Telegram"]\n'
        },
    )
    settings = read_site_settings(tmp_path / "site.toml").series

    files = shown(read(tmp_path / "posts", FILES), settings, languages=("en", "es"))

    english, spanish = (
        words(files[path]) for path in ("series/index.html", "es/series/index.html")
    )
    assert "Part by part" in english
    assert "3/4 To come planned 4/4 Telegram planned" in english
    assert "Parte a parte" in spanish
    assert "3/4 Por venir previsto 4/4 Telegram previsto" in spanish


def test_a_posts_own_page_leads_to_pages_and_pictures_of_the_site(tmp_path: Path) -> None:
    files = shown(read(tmp_path, FILES), languages=("en", "es"))

    page = files["posts/a.html"].decode()
    beside = files["es/posts/c.html"].decode()

    assert '<a href="../posts/b.html#here">other</a>' in page
    assert '<img src="../posts/files/p.png" alt="pic"' in page
    assert '<a href="mailto:a@b.org">' in page
    assert '<h2 id="big">Big</h2>' in page
    assert '<td class="is-right">1</td>' in page
    assert 'rel="next"' in page
    assert "Chapter" in beside


def test_posts_of_a_blog_are_read_there() -> None:
    posts = Posts("blog", (post("a"), post("b", url=None)))

    files = shown(posts)

    assert 'href="https://blog.example.org/a/"' in files["series/index.html"].decode()
    assert not any(path.startswith("posts/") for path in files)


def test_two_posts_with_one_slug_have_a_page_each(tmp_path: Path) -> None:
    files = shown(
        read(
            tmp_path,
            {
                "x/one.md": yaml_post("One", slug="same", description="About one."),
                "y/two.md": yaml_post("Two", slug="same", description="About two."),
            },
        )
    )

    pages = [path for path in files if path.startswith("posts/")]

    assert len(pages) == 2
    assert "posts/same.html" in pages


def test_hostile_titles_stay_texts(tmp_path: Path) -> None:
    files = shown(read(tmp_path, hostile_posts()), base_url="https://x.example.org/")

    pages = "".join(files[path].decode() for path in files if path.endswith(".html"))
    assert "<script>alert(1)" not in pages
    assert "<img src=x" not in pages
    assert "49" not in words(files["series/index.html"]).split()
    assert len([path for path in files if path.startswith("posts/")]) == len(HOSTILE)
    assert all(".." not in path for path in files)


def test_without_posts_the_index_says_what_to_do() -> None:
    told = words(shown(Posts())["series/index.html"])

    assert "A post is a Markdown file in site/posts" in told


def test_programs_read_every_post_in_each_of_its_languages(tmp_path: Path) -> None:
    files = shown(read(tmp_path, FILES), languages=("en", "es"))

    told = json.loads(files["api/v1/posts.json"])

    first = next(one for one in told["posts"] if one["title"] == "First")
    assert {(one["key"], one["language"]) for one in told["posts"]} == {
        ("a", "en"),
        ("a", "es"),
        ("b", "en"),
        ("c", "en"),
    }
    pages = {one["title"]: one["page"] for one in told["posts"]}
    assert (first["page"], pages["Primera"]) == ("posts/a.html", "es/posts/a.html")
    assert pages["Primera"] in files
    assert json.loads(files["api/v1/index.json"])["units"]["duration_min"] == "minutes"
    assert first["lists"] == [{"name": "Port", "noun": "part", "number": 1}]
    assert (first["url"], first["module"], first["minutes"]) == (None, "agent/loop", 1)


def test_two_hours_of_reading_and_more_are_told_in_hours() -> None:
    long = Posts("blog", (post("a", minutes=121), post("b", minutes=120)))

    said = words(shown(long)["series/index.html"])

    assert "2 posts, 4 h 1 min to read." in said


def test_one_post_needs_no_filter() -> None:
    pages = [
        shown(Posts("blog", tuple(map(post, keys))))["series/index.html"] for keys in ("a", "ab")
    ]

    assert [b"data-filter" in page for page in pages] == [False, True]


def test_two_builds_are_equal(tmp_path: Path) -> None:
    posts = read(tmp_path, FILES)

    assert shown(posts, base_url="https://x.org") == shown(posts, base_url="https://x.org")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("series")
    posts = read(folder / "posts", {**FILES, **hostile_posts()})
    files = shown(posts, base_url="https://x.org", feeds=("en",), languages=("en", "es"))
    files["posts/files/p.png"] = b"picture"
    return laid_out(folder / "site", files).parent


LOOKED_AT = ("series/index.html", "es/series/index.html", "posts/a.html", "posts/q0.html")


@pytest.mark.needs("html-validate")
@pytest.mark.needs("vnu")
def test_two_validators_have_nothing_to_say(built: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES))
    pages = [built / page for page in LOOKED_AT]
    jar = REPOSITORY / "node_modules/vnu-jar/build/dist/vnu.jar"
    first: list[str | Path] = [REPOSITORY / "node_modules/.bin/html-validate", "-c", rules, *pages]
    second: list[str | Path] = ["java", "-jar", jar, "--errors-only", "--format", "gnu", *pages]

    said = [
        subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        for command in (first, second)
    ]

    assert "rror" not in said[0].stdout + said[0].stderr, said[0].stdout
    assert said[1].stdout + said[1].stderr == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("page", "width", "scheme"),
    [
        ("series/index.html", 360, "dark"),
        ("es/series/index.html", 1440, "light"),
        ("posts/a.html", 360, "light"),
        ("posts/q0.html", 1440, "dark"),
    ],
)
def test_axe_finds_nothing_and_nothing_runs_over(
    browser: Browser, built: Path, page: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda said: errors.extend([said.text] * (said.type == "error")))
    opened.goto((built / page).as_uri())

    found = Axe().run(opened, options={"preload": False})
    over = {}
    for narrow in (320, 360, 768, 1440):
        opened.set_viewport_size({"width": narrow, "height": 900})
        over[narrow] = opened.evaluate("document.documentElement.scrollWidth") - narrow

    assert found.violations_count == 0, found.generate_report()
    assert all(beyond <= 0 for beyond in over.values()), over
    assert [one for one in errors if "ERR_" not in one] == []
    context.close()


@pytest.mark.needs("chromium")
def test_the_filter_hides_posts_and_months_and_counts(browser: Browser, built: Path) -> None:
    page = browser.new_page()
    page.goto((built / "series/index.html").as_uri())
    everything = page.locator("[data-row]:visible").count()

    page.fill("#q", "second part")
    filtered = page.locator("[data-row]:visible").count()
    months = page.locator(".month:visible").count()
    said = page.locator("output").inner_text()
    page.fill("#q", "séçond part")
    folded = page.locator("[data-row]:visible").count()
    page.fill("#q", "")
    page.locator('[data-topic="x"]').click()
    of_topic = page.locator("[data-row]:visible").count()
    page.locator('[data-topic="x"]').click()

    assert (filtered, months, said) == (1, 1, f"1 of {everything} posts")
    assert (folded, of_topic) == (1, 2)
    assert page.locator("[data-row]:visible").count() == everything
    page.close()


@pytest.mark.needs("chromium")
def test_without_scripts_every_post_is_there_and_no_filter(browser: Browser, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "series/index.html").as_uri())

    assert page.locator("[data-row]:visible").count() == 3 + len(HOSTILE)
    assert page.locator("#q:visible").count() == 0
    context.close()


def test_a_membership_needs_no_number() -> None:
    one = post("a", memberships=(Membership("Port", Noun.PART),))

    assert "part 1 of 1" in words(shown(Posts("blog", (one,)))["series/index.html"])
