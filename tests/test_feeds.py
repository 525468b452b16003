"""The feeds of a series by the rules of their formats."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import EDITION, HOSTILE, site
from post_support import post, read, yaml_post

from portlog.present.language import speaking
from portlog.present.site.edition import Edition
from portlog.present.site.feeds import ATOM, JSON, MOST_ENTRIES, RSS, feed_files, feed_languages
from portlog.records.post import Post, Posts, SeriesWords
from portlog.sources.series_settings import SeriesSettings

BASE = "https://example.org/port"
A = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
WORDS = {"en": SeriesWords("A series & more", "Told in <parts>.")}


def edition(posts: Posts, languages: tuple[str, ...], base_url: str | None) -> Edition:
    given = {"posts": posts, "series": SeriesSettings(words=WORDS), "first_language": languages[0]}
    feeds = feed_languages(posts, languages, base_url)
    return replace(EDITION, given=given, feeds=feeds, base_url=base_url, languages=languages)


def fed(
    posts: Posts, languages: tuple[str, ...] = ("en",), base_url: str | None = BASE
) -> dict[str, bytes]:
    """Return the feeds of posts, those of a second language in its folder."""
    files = {}
    for code in languages:
        with speaking(code):
            folder = "" if code == languages[0] else f"{code}/"
            made = feed_files(edition(posts, languages, base_url))
            files.update({f"{folder}{path}": file for path, file in made.items()})
    return files


def of(*posts: Post) -> Posts:
    return Posts("blog", posts)


def test_atom_says_what_the_format_asks_for() -> None:
    one = post(
        "a",
        updated=datetime.fromisoformat("2026-04-01T10:00:00+02:00"),
        html="<p>Text &amp; more</p>",
    )

    root = ET.fromstring(fed(of(one, post("b", html="")))[ATOM])  # noqa: S314  our own

    entry, other = root.findall(f"{A}entry")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")}
    assert root.findtext(f"{A}id") == links["self"] == f"{BASE}/feed.xml"
    assert links["alternate"] == f"{BASE}/series/"
    assert root.findtext(f"{A}title") == "A series & more"
    assert root.findtext(f"{A}subtitle") == "Told in <parts>."
    assert root.findtext(f"{A}author/{A}name") == "RustyClaw"
    assert root.findtext(f"{A}updated") == "2026-04-01T10:00:00+02:00"
    assert entry.findtext(f"{A}id") == "https://blog.example.org/a/"
    assert entry.findtext(f"{A}published") == "2026-03-05T00:00:00+00:00"
    assert entry.findtext(f"{A}updated") == "2026-04-01T10:00:00+02:00"
    assert entry.findtext(f"{A}summary") == one.description
    assert entry.findtext(f"{A}content") == "<p>Text &amp; more</p>"
    assert [one.get("term") for one in entry.findall(f"{A}category")] == ["rust"]
    assert other.find(f"{A}content") is None


def test_rss_says_what_the_format_asks_for() -> None:
    one = post("a", html="<p>Text</p>")

    root = ET.fromstring(fed(of(one))[RSS])  # noqa: S314  our own

    channel = root.find("channel")
    assert channel is not None
    assert root.get("version") == "2.0"
    assert channel.findtext("title") == "A series & more"
    assert channel.findtext("link") == f"{BASE}/series/"
    assert channel.findtext("description") == "Told in <parts>."
    assert channel.findtext("language") == "en"
    link = channel.find(f"{A}link")
    assert link is not None
    assert link.get("href") == f"{BASE}/rss.xml"
    item = channel.find("item")
    assert item is not None
    assert item.findtext("guid") == item.findtext("link") == "https://blog.example.org/a/"
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == datetime(2026, 3, 5, tzinfo=UTC)
    assert item.findtext(CONTENT) == "<p>Text</p>"
    assert item.findtext("description") == one.description


def test_json_feed_says_what_the_format_asks_for() -> None:
    told = json.loads(fed(of(post("a", html="<p>x</p>"), post("b", html="")))[JSON])

    first, second = told["items"]
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["home_page_url"] == f"{BASE}/series/"
    assert told["feed_url"] == f"{BASE}/feed.json"
    assert told["language"] == "en"
    assert (first["id"], first["url"]) == ("https://blog.example.org/a/",) * 2
    assert first["content_html"] == "<p>x</p>"
    assert first["date_published"] == "2026-03-05T00:00:00+00:00"
    assert "date_modified" not in first
    assert second["content_text"] == post("b").description
    assert "content_html" not in second


def test_an_entry_keeps_its_id_when_another_comes_and_none_shares_it() -> None:
    def ids(posts: Posts) -> list[str | None]:
        root = ET.fromstring(fed(posts)[ATOM])  # noqa: S314  our own
        latest = max(entry.findtext(f"{A}updated") or "" for entry in root.findall(f"{A}entry"))
        assert root.findtext(f"{A}updated") == latest
        return [entry.findtext(f"{A}id") for entry in root.findall(f"{A}entry")]

    before = ids(of(post("a"), post("b")))
    after = ids(of(post("a"), post("c", url=post("a").url), post("b"), post("d")))

    assert set(before) < set(after)
    assert len(after) == len(set(after)) == 3


def test_every_language_has_its_own_posts(tmp_path: Path) -> None:
    posts = read(
        tmp_path, {"a.md": yaml_post("A"), "a.es.md": yaml_post("Á"), "b.md": yaml_post("B")}
    )

    files = fed(posts, languages=("en", "es"))

    assert files["feed.xml"].count(b"<entry>") == 2
    assert files["es/feed.xml"].count(b"<entry>") == 1
    assert f"<id>{BASE}/es/posts/a.html</id>".encode() in files["es/feed.xml"]
    assert b'xml:lang="es"' in files["es/feed.xml"]


def test_links_in_a_text_are_absolute(tmp_path: Path) -> None:
    body = "[b](b.md#x) [up](/root/) [out](https://x.org) ![p](p.png)"
    posts = read(tmp_path, {"a.md": yaml_post("A", body), "b.md": yaml_post("B"), "p.png": b"p"})

    items = json.loads(fed(posts)[JSON])["items"]

    text = next(one["content_html"] for one in items if one["title"] == "A")
    assert f'href="{BASE}/posts/b.html#x"' in text
    assert 'href="https://example.org/root/"' in text
    assert 'href="https://x.org"' in text
    assert f'src="{BASE}/posts/files/p.png"' in text


def test_without_an_address_there_are_no_feeds() -> None:
    told = edition(of(post("a")), ("en",), None)

    files = site([], given=told.given, feeds=told.feeds)

    assert fed(of(post("a")), base_url=None) == {}
    assert not {ATOM, RSS, JSON} & files.keys()
    assert b"application/atom+xml" not in files["series/index.html"]


def test_pages_name_the_feeds_of_their_language() -> None:
    posts, languages = of(post("a"), post("a", language="es")), ("en", "es")
    told = edition(posts, languages, BASE)

    files = site([], given=told.given, feeds=told.feeds, base_url=BASE, languages=languages)

    assert {"feed.xml", "es/feed.xml", "es/rss.xml", "es/feed.json"} <= files.keys()
    assert (
        b'type="application/atom+xml" title="Atom" href="../feed.xml"' in files["series/index.html"]
    )
    assert (
        b'type="application/feed+json" title="JSON Feed" href="../feed.json"'
        in files["es/series/index.html"]
    )


def test_a_post_without_a_day_is_in_no_feed_and_the_newest_are_in_it() -> None:
    posts = [post(f"p{n}") for n in range(MOST_ENTRIES + 5)]

    items = json.loads(fed(of(*posts, post("none", published=None)))[JSON])["items"]

    assert [one["url"].split("/")[3] for one in items] == [f"p{n}" for n in range(MOST_ENTRIES)]
    assert feed_languages(of(post("none", published=None)), ("en",), BASE) == ()


@pytest.mark.parametrize("name", [*HOSTILE, "a\x00b\x1b[31m\ufffe", "]]>"])
def test_hostile_titles_break_no_feed(name: str) -> None:
    files = fed(
        of(post("a", title=name, description=name, topics=(name,), html=f"<p>{len(name)}</p>"))
    )

    assert ET.fromstring(files[ATOM]).find(f"{A}entry") is not None  # noqa: S314  our own
    assert ET.fromstring(files[RSS]).find("channel/item") is not None  # noqa: S314  our own
    assert json.loads(files[JSON])["items"]


@given(st.text())
def test_every_text_that_xml_can_hold_comes_back(title: str) -> None:
    kept = "".join(one for one in title if one.isprintable())

    told = fed(of(post("a", title=kept, url="https://x.org/")))

    root = ET.fromstring(told[ATOM])  # noqa: S314  our own
    assert root.findtext(f"{A}entry/{A}title") == kept
    assert json.loads(told[JSON])["items"][0]["title"] == kept


def test_scripts_of_a_feed_do_not_pass_through() -> None:
    one = post("a", html='<p onclick="x">a</p><script>b</script><a href="javascript:c">d</a>')

    files = fed(of(one))

    told = json.loads(files[JSON])["items"][0]["content_html"]
    assert told == "<p>a</p><a>d</a>"
    assert b"script" not in files[ATOM]
