"""The posts of a feed's file, hostile ones included."""

import json
from pathlib import Path

import pytest
from post_support import NOW

from portlog.records.post import Posts, Reason
from portlog.sources.posts.clean_html import clean_html
from portlog.sources.posts.feed import MOST_BYTES, read_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Blog</title><language>en-us</language>
<item>
 <title>One &amp;amp; two</title><link>https://blog.example.org/one/</link>
 <pubDate>Thu, 05 Mar 2026 18:00:00 +0100</pubDate>
 <description>&lt;p&gt;All of &lt;b&gt;it&lt;/b&gt;.&lt;/p&gt;</description>
 <content:encoded>
<![CDATA[<p>Some words <a href="../two/">more</a></p><script>x</script>]]></content:encoded>
 <category>rust</category><category>cost</category>
</item>
<item><title>Two</title><guid>https://blog.example.org/two/</guid><pubDate>never</pubDate></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">
<title>Blog</title>
<entry>
 <title type="html">Uno</title>
 <link rel="alternate" href="https://blog.example.org/uno/"/><link rel="edit" href="https://x.org"/>
 <published>2026-03-05T18:00:00Z</published><updated>2026-03-09T18:00:00Z</updated>
 <summary>Todo.</summary><content type="html">&lt;p&gt;Hola&lt;/p&gt;</content>
 <category term="rust"/>
</entry></feed>
"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Blog",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://blog.example.org/one/",
            "title": "One",
            "content_text": "a < b",
            "summary": "All of it.",
            "date_published": "2026-03-05T18:00:00Z",
            "tags": ["rust"],
        }
    ],
}


def fed(folder: Path, content: str | bytes) -> Posts:
    path = folder / "feed"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_feed(path, "site/feed", "en", NOW)


def test_rss_tells_its_posts(tmp_path: Path) -> None:
    one, two = fed(tmp_path, RSS).posts

    assert (one.title, one.url, one.slug) == ("One & two", "https://blog.example.org/one/", "one")
    assert (str(one.day), one.description, one.topics) == (
        "2026-03-05",
        "All of it.",
        ("rust", "cost"),
    )
    assert one.html == '<p>Some words <a href="https://blog.example.org/two/">more</a></p>'
    assert (one.words, one.minutes, one.language, one.spot().line) == (3, 1, "en", 4)
    assert (two.url, two.published, two.minutes) == ("https://blog.example.org/two/", None, None)


def test_an_entry_of_a_day_to_come_is_left_out(tmp_path: Path) -> None:
    later = RSS.replace("05 Mar 2026", "05 Mar 2027")

    found = fed(tmp_path, later)

    assert [one.title for one in found.posts] == ["Two"]
    assert [(one.title, one.reason) for one in found.left_out] == [("One & two", Reason.FUTURE)]


def test_atom_tells_its_posts(tmp_path: Path) -> None:
    (one,) = fed(tmp_path, ATOM).posts

    assert (one.title, one.url, one.language) == ("Uno", "https://blog.example.org/uno/", "es")
    assert (str(one.day), str(one.updated)[:10]) == ("2026-03-05", "2026-03-09")
    assert (one.description, one.html, one.topics) == ("Todo.", "<p>Hola</p>", ("rust",))


def test_json_feed_tells_its_posts(tmp_path: Path) -> None:
    (one,) = fed(tmp_path, json.dumps(JSON, indent=1)).posts

    assert (one.title, one.description, one.html) == ("One", "All of it.", "a &lt; b")
    assert (str(one.day), one.topics, one.spot().line) == ("2026-03-05", ("rust",), 8)


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<rss>&a;</rss>', 1, "document type"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', 1, "refused"),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">\n<rss/>', 1, "document type"),
        ("<rss>\n<channel></rss>", 2, "not XML"),
        ("<html><body/></html>", 1, "<html> is no feed"),
        ("<a>" * 200, 1, "100 deep"),
        ("", 1, "not XML"),
        ("{", 1, "not JSON Feed"),
        ('{"version": 1, "items": 2}', 1, "not JSON Feed"),
        (b"\xff\xfe\x00", 1, "not XML"),
        (b"x" * (MOST_BYTES + 1), 0, "larger than"),
    ],
)
def test_a_feed_that_is_none_is_named(
    tmp_path: Path, content: str | bytes, line: int, why: str
) -> None:
    found = fed(tmp_path, content)

    (trouble,) = found.unread
    assert found.posts == ()
    assert why in trouble.why
    assert trouble.spot.line == line


def test_an_address_that_runs_something_is_none(tmp_path: Path) -> None:
    hostile = RSS.replace("https://blog.example.org/one/", "java\nscript:alert(1)")

    one = next(post for post in fed(tmp_path, hostile).posts if post.title != "Two")

    assert one.url is None


@pytest.mark.parametrize(
    ("hostile", "clean"),
    [
        ("<p>a<script>b</script>c", "<p>ac</p>"),
        ('<a href="javascript:x" onclick="y">z</a>', "<a>z</a>"),
        ('<a href=" java\tscript:x">z</a>', "<a>z</a>"),
        ("<img src=x onerror=y>", '<img src="https://b.org/x">'),
        ("<div><p>a</div></div>b", "<div><p>a</p></div>b"),
        ("<svg><a href=x>in</a></svg>out", "out"),
        ('<p style="x" class="y">&lt;script&gt;</p>', "<p>&lt;script&gt;</p>"),
        ("<iframe src=x></iframe><style>p{}</style>a", "a"),
        ("<!-- x --><?php y ?>a", "a"),
    ],
)
def test_html_of_others_is_cleaned(hostile: str, clean: str) -> None:
    assert clean_html(hostile, "https://b.org/") == clean
