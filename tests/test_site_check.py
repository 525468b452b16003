"""`portlog site check` as it is typed."""

import json

import pytest
from cli_process import Answer
from post_support import laid, yaml_post
from support import Cli

SETTINGS = """base_url = "https://example.org/port/"

[series]
tagline = "7 posts and a crab."
"""


def told(answer: Answer) -> dict[str, object]:
    found: dict[str, object] = json.loads(answer.out)
    return found


def test_findings_stand_with_file_and_line_in_every_format(experiment: Cli) -> None:
    laid(
        experiment.folder / "site",
        {
            "site.toml": SETTINGS,
            "posts/a.md": yaml_post("A", "[gone](b.md)", tags="[x]"),
            "posts/broken.md": "---\ntitle: [\n---\n",
            "posts/draft.md": yaml_post("D", draft="true"),
        },
    )

    table = experiment("site", "check")
    listing = told(experiment("site", "check", "--format", "json"))
    sarif = told(experiment("site", "check", "--format", "sarif"))
    github = experiment("site", "check", "--format", "github")

    assert table.code == github.code == 1
    assert "site/posts/a.md:7: broken_link: “b.md” leads to nothing" in table.out
    assert "site/posts/broken.md:3: unreadable_post: not YAML" in table.out
    assert "site/site.toml:4: wrong_count: “7 posts and a crab.” promises 7 posts; there are 1" in (
        table.out
    )
    assert "1 post, no site is built: 3 errors" in table.err
    assert "left out, draft: 1 (site/posts/draft.md)" in table.err
    assert (listing["outcome"], listing["posts"], listing["pages"]) == ("found", 1, None)
    assert str(sarif).count("broken_link") >= 1
    assert "::error file=site/posts/a.md,line=7,title=portlog%3A broken_link::" in github.out


def test_a_built_site_is_whole_and_a_missing_file_is_found(experiment: Cli) -> None:
    post = yaml_post("A", "[b](b.md#here)", tags="[x, y]", series="S", part=1)
    other = yaml_post("B", "## Here", tags="[x]", description='"Something else is told here."')
    laid(
        experiment.folder / "site",
        {
            "site.toml": 'base_url = "https://example.org/port/"\nlanguages = ["en", "es"]\n',
            "posts/a.md": post,
            "posts/b.md": other,
        },
    )
    experiment("site", "build")

    whole = experiment("site", "check")
    experiment.path("site/dist/posts/b.html").unlink()
    broken = experiment("site", "check", "--format", "json")

    assert (whole.code, whole.out) == (0, "")
    assert "nothing wrong" in whole.err
    assert broken.code == 1
    assert "posts/b.html" in broken.out
    assert experiment.path("site/dist/es/rss.xml").exists() is False
    assert experiment.path("site/dist/rss.xml").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[series]\nposts = "../nowhere"\n', 'posts is "../nowhere", which is not there'),
        ('[series]\nblog = "example.org"\n', 'blog is "example.org", not the address of a blog'),
        ("[series]\nwhat = 1\n", "site.toml"),
    ],
)
def test_settings_that_cannot_be_used_are_named(experiment: Cli, settings: str, said: str) -> None:
    laid(experiment.folder / "site", {"site.toml": settings})

    answer = experiment("site", "check")

    assert answer.code == 2
    assert said in answer.err


def test_a_feed_can_be_the_series(experiment: Cli) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Blog",
        "items": [
            {
                "id": "1",
                "url": "https://blog.example.org/one/",
                "title": "One",
                "summary": "All of it.",
                "date_published": "2026-03-05T18:00:00Z",
                "tags": ["rust"],
            }
        ],
    }
    laid(
        experiment.folder,
        {"site/site.toml": '[series]\nposts = "feed.json"\n', "feed.json": json.dumps(feed)},
    )

    built = experiment("site", "build")
    checked = experiment("site", "check")

    assert built.code == 0, built.err
    assert checked.code == 0, checked.out
    page = experiment.path("site/dist/series/index.html").read_text()
    assert 'href="https://blog.example.org/one/"' in page
    assert "reading time not known" in page


def test_a_post_of_another_format_leaves_the_answer_open(experiment: Cli) -> None:
    laid(experiment.folder / "site/posts", {"a.md": yaml_post("A", tags="[x]"), "b.org": "* B"})

    answer = experiment("site", "check", "--format", "json")

    assert answer.code == 3
    assert told(answer)["outcome"] == "unknown"
