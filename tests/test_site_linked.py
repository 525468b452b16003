"""What search engines read of the data and of the series, and who is named as their author."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from invented import EDITION, HOSTILE, LOG
from invented_port import published
from post_support import post

from portlog.analytics.question import Answers
from portlog.errors import ConfigError
from portlog.present.citation import citation
from portlog.present.datapackage import Dataset
from portlog.present.site.catalogue import PAGES
from portlog.present.site.edition import Edition
from portlog.present.site.feeds import ATOM, JSON, feed_files
from portlog.present.site.linked_data import MOST_POSTS
from portlog.present.site.pages import Material, made_pages
from portlog.records.post import Posts
from portlog.sources.site_settings import read_site_settings

BASE = "https://example.org/port"
_BLOCK = re.compile(r'<script type="application/ld\+json">(?P<text>.*?)</script>', re.DOTALL)


def edition(base_url: str | None = BASE, **given: Any) -> Edition:
    told = {"published": published(), "authors": ("Ada",), "first_language": "en", **given}
    return replace(EDITION, base_url=base_url, given=told)


def linked(path: str, told: Edition) -> dict[str, Any] | None:
    """Return what a page says to search engines; None where it says nothing."""
    kinds = [replace(kind, questions={}) for kind in PAGES if kind.path == path]
    given = {**told.given, "log": (), "plan": ()}
    made = made_pages(Material(Answers({}), replace(told, given=given), {}, kinds))
    found = _BLOCK.search(next(page.content or b"" for page in made).decode())
    return json.loads(found["text"]) if found else None


def test_the_data_is_a_data_set_with_its_files_licence_version_and_authors() -> None:
    told = linked("data/index.html", edition())

    assert told is not None
    assert (told["@type"], told["name"]) == ("Dataset", "The log of RustyClaw")
    assert told["url"] == f"{BASE}/data/"
    assert told["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert told["creator"] == [{"@type": "Person", "name": "Ada"}]
    assert told["version"] == "4f2c9e1" + "0" * 33
    assert 50 <= len(told["description"]) <= 5_000
    urls = {one["contentUrl"] for one in told["distribution"]}
    assert f"{BASE}/data/sessions.csv" in urls
    assert all(url.endswith(".csv") for url in urls)


def test_an_invented_log_says_so_to_search_engines_as_well() -> None:
    told = linked("data/index.html", replace(edition(), is_sample=True))

    assert told is not None
    assert told["description"].startswith("A sample: every session in this log is invented.")


def test_the_index_is_a_blog_of_its_newest_posts() -> None:
    posts = [post(f"p{number}") for number in range(MOST_POSTS + 1)]

    told = linked("series/index.html", edition(posts=Posts("blog", tuple(posts))))

    assert told is not None
    assert (told["@type"], told["inLanguage"]) == ("Blog", "en")
    assert len(told["blogPost"]) == MOST_POSTS
    assert told["blogPost"][0].keys() == {"@type", "headline", "url", "datePublished"}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_title_ends_the_block_that_holds_it(name: str) -> None:
    posts = Posts("blog", (post("a", title=name),))

    told = linked("series/index.html", edition(posts=posts, authors=(name,)))

    assert told is not None
    assert told["blogPost"][0]["headline"] == name
    assert told["author"] == [{"@type": "Person", "name": name}]


@pytest.mark.parametrize("path", ["data/index.html", "series/index.html"])
def test_a_site_that_does_not_know_its_address_says_nothing_to_them(path: str) -> None:
    assert linked(path, edition(base_url=None)) is None


def test_authors_sign_the_citation_and_the_feeds(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text('authors = ["Ada Example", "Grace & Co"]\n', "utf-8")

    authors = read_site_settings(path).authors
    posts = Posts("blog", (post("a"),))
    told = replace(edition(posts=posts, authors=authors), feeds=("en",))
    files = feed_files(told)

    assert '  - name: "Grace & Co"\n' in citation(Dataset("a", LOG), authors=authors)
    assert files[ATOM].count(b"<author><name>") == 2
    assert b"<name>Grace &amp; Co</name>" in files[ATOM]
    assert json.loads(files[JSON])["authors"] == [{"name": "Ada Example"}, {"name": "Grace & Co"}]


@pytest.mark.parametrize("written", ['"Ada"', '[""]', '[" "]', "[7]", f'["{201 * "a"}"]'])
def test_authors_that_are_no_names_are_refused_with_their_line(
    tmp_path: Path, written: str
) -> None:
    path = tmp_path / "site.toml"
    path.write_text(f"authors = {written}\n", "utf-8")

    with pytest.raises(ConfigError, match=r"site\.toml:1: "):
        read_site_settings(path)
