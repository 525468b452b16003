"""Posts as their files tell them: heads in three formats, text, length, what is left out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post_support import laid, only, read, yaml_post

from portlog.records.post import Membership, Noun, Reason
from portlog.sources.posts.front_matter import BrokenHead, read_head
from portlog.sources.posts.manuscript import (
    MOST_BYTES,
    Manuscripts,
    UnreadableFile,
    read_manuscript,
)
from portlog.sources.posts.reading_time import reading_minutes, word_count

SEED = """---
title: "RustyClaw: a port (because the meme demands it)"
date: 2026-02-24T18:00:00+01:00
draft: false
slug: "rustyclaw-manifesto"
description: "Eight thousand lines, and a counter."
tags: ["rust", "python"]
categories: ["rustyclaw"]
series: ["RustyClaw: Rewrite It In Rust"]
part: 1
module: agent/loop
translation:
  notes: |
    - "RIIR": do not translate.
    title: not this one
---
> A saying.

Text with a [link](/posts/silent/) and
one [more](other.md#place) on the next line.

## What it is, really?

## What it is, really?

### Named {#my-own}
"""
SAME = {
    "yaml": "---\ntitle: One\ndate: 2026-03-05\ntags: [a, b]\npart: 2\nseries: S\n---\nText.\n",
    "toml": (
        '+++\ntitle = "One"\ndate = 2026-03-05\ntags = ["a", "b"]\n'
        'part = 2\nseries = "S"\n+++\nText.\n'
    ),
    "json": (
        '{"title": "One", "date": "2026-03-05",\n'
        '"tags": ["a", "b"], "part": 2, "series": "S"}\nText.\n'
    ),
}


def test_a_post_says_what_its_head_says_with_the_lines(tmp_path: Path) -> None:
    one = only(read(tmp_path, {"manifesto.md": SEED}))

    assert one.title == "RustyClaw: a port (because the meme demands it)"
    assert one.slug == "rustyclaw-manifesto"
    assert str(one.published) == "2026-02-24 18:00:00+01:00"
    assert one.topics == ("rust", "python")
    assert one.memberships == (Membership("RustyClaw: Rewrite It In Rust", Noun.PART, 1),)
    assert one.module == "agent/loop"
    assert (one.file, one.spot("title").line, one.spot("description").line) == (
        "site/posts/manifesto.md",
        2,
        6,
    )
    assert [(link.target, link.line) for link in one.links] == [
        ("/posts/silent/", 19),
        ("other.md#place", 20),
    ]
    assert one.ids == {"what-it-is-really", "what-it-is-really-1", "my-own"}


@pytest.mark.parametrize("form", SAME)
def test_yaml_toml_and_json_say_the_same(form: str) -> None:
    head = read_head(SAME[form])

    assert head.values == {
        "title": "One",
        "date": "2026-03-05",
        "tags": ["a", "b"],
        "part": 2,
        "series": "S",
    }
    assert head.body.strip() == "Text."
    assert head.lines["title"] in {1, 2}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("---\ntitle: One\n", 1, "never closed"),
        ("---\ntitle: One\nbad: [1,\n---\n", 4, "not YAML"),
        ("---\ntitle: 'One\n---\n", 3, "not YAML"),
        ("---\n- a\n- b\n---\n", 2, "no list of names and values"),
        ("+++\ntitle = One\n+++\n", 2, "not TOML"),
        ("+++\na = 1\na = 2\n+++\n", 3, "not TOML"),
        ('{"title": "One"', 1, "never closed"),
        ('{"title": One}\n', 1, "not JSON"),
        ("---\na: " + "[" * 3000 + "\n---\n", 1, "brackets"),
        ("---\na: &a x\nb: [" + "*a, " * 60 + "]\n---\n", 1, "aliases"),
        ("---\na: " + "x" * 70_000 + "\n---\n", 1, "65,536"),
        ("---\na: !!python/object/apply:os.system [id]\n---\n", 2, "not YAML"),
    ],
)
def test_a_broken_head_is_named_by_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(BrokenHead) as caught:
        read_head(text)

    assert caught.value.line == line
    assert why in caught.value.why


def outcome(content: str) -> str:
    try:
        return read_manuscript(content.encode(errors="replace")).html
    except UnreadableFile as trouble:
        return trouble.why


@given(st.text(max_size=200))
def test_no_text_is_more_than_a_post_or_a_named_trouble(text: str) -> None:
    for opened in (text, f"---\n{text}\n---\n", f"+++\n{text}\n+++\n", f"{{{text}}}"):
        assert isinstance(outcome(opened), str)


def test_half_a_letter_in_a_head_is_replaced() -> None:
    head = read_head('---\ntitle: "a\\ud800b"\n---\n')

    assert head.values["title"] == "a?b"


def test_files_that_are_no_posts_are_named_and_stop_nothing(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "good.md": yaml_post("Good"),
            "latin.md": "---\ntitle: Caf\n---\nma\xf1ana\n".encode("latin-1"),
            "broken.md": "---\ntitle: One\nbad: [\n---\n",
            "huge.md": b"x" * (MOST_BYTES + 1),
            "long.md": yaml_post("Long", "x" * 70_000),
            "page.html": "<p>Hugo reads this.</p>",
        },
    )

    assert [one.title for one in found.posts] == ["Good"]
    assert [(str(one.spot.file), one.spot.line, one.is_wrong) for one in found.unread] == [
        ("site/posts/broken.md", 4, True),
        ("site/posts/huge.md", 0, True),
        ("site/posts/latin.md", 4, True),
        ("site/posts/long.md", 6, True),
        ("site/posts/page.html", 0, False),
    ]


def test_a_post_without_a_head_has_its_first_heading_for_a_title(tmp_path: Path) -> None:
    one = only(read(tmp_path, {"plain.md": "# Only *text*\n\nAnd more.\n"}))

    assert (one.title, one.has_head, one.published) == ("Only text", False, None)


def test_what_is_not_out_is_left_out_and_said(tmp_path: Path) -> None:
    files = {
        "out.md": yaml_post("Out"),
        "draft.md": yaml_post("Draft", draft="true"),
        "future.md": yaml_post("Future", date="2026-06-01"),
        "embargo.md": yaml_post("Embargo", publishDate="2026-06-01"),
        "old.md": yaml_post("Old", expiryDate="2026-04-01"),
        "hidden.md": yaml_post("Hidden", build="{list: never}"),
    }

    found = read(tmp_path, files)
    drafts = read(tmp_path, files, drafts=True)

    assert [one.title for one in found.posts] == ["Out"]
    assert {one.title: one.reason for one in found.left_out} == {
        "Draft": Reason.DRAFT,
        "Future": Reason.FUTURE,
        "Embargo": Reason.FUTURE,
        "Old": Reason.EXPIRED,
        "Hidden": Reason.NOT_LISTED,
    }
    assert {one.title for one in drafts.posts} == {"Out", "Draft", "Future", "Embargo"}


def test_languages_and_bundles_are_told_by_names(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "one/index.md": yaml_post("One"),
            "one/index.es.md": yaml_post("Uno"),
            "one/notes.md": yaml_post("A resource of the bundle"),
            "part/_index.md": yaml_post("A section"),
            "part/two.md": yaml_post("Two"),
            "part/two.es.md": yaml_post("Dos"),
            ".hidden.md": yaml_post("Hidden"),
            "v1.final.md": yaml_post("Dots"),
        },
    )

    assert {(one.key, one.language, one.title) for one in found.posts} == {
        ("one", "en", "One"),
        ("one", "es", "Uno"),
        ("part/two", "en", "Two"),
        ("part/two", "es", "Dos"),
        ("v1.final", "en", "Dots"),
    }


def test_links_of_the_file_system_are_not_followed(tmp_path: Path) -> None:
    outside = laid(tmp_path / "outside", {"secret.md": yaml_post("Secret")})
    inside = laid(tmp_path / "inside", {"own.md": yaml_post("Own")})
    (inside / "led.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)

    found = read(inside, {})

    assert [one.title for one in found.posts] == ["Own"]


def test_html_and_scripts_of_a_post_are_left_out(tmp_path: Path) -> None:
    body = (
        "<script>alert(1)</script>\n\nA <b onclick=x>bold</b> [bad](javascript:alert(1))"
        " [good](https://example.org) {{< youtube x >}}{{% note %}}kept{{% /note %}}\n\n"
        "| a |\n|--:|\n| 1 |\n"
    )

    one = only(read(tmp_path, {"a.md": yaml_post("A", body)}))

    assert "<script" not in one.html
    assert "onclick" not in one.html
    assert "style=" not in one.html
    assert 'href="javascript' not in one.html
    assert "youtube" not in one.html
    assert '<a href="https://example.org">good</a>' in one.html
    assert "kept" in one.html


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 0), (1, 1), (213, 1), (214, 2), (1514, 8), (1703, 8), (1705, 9)]
)
def test_reading_time_is_hugos(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes == (words + 212) // 213


def test_letters_of_chinese_and_japanese_are_words_where_they_count() -> None:
    text = "日本語の テキスト and words"

    assert word_count(text, as_cjk=False) == 4
    assert word_count(text, as_cjk=True) == 10
    assert reading_minutes(502, as_cjk=True) == 2


def test_words_are_counted_as_hugo_counted_them(tmp_path: Path) -> None:
    # counted by Hugo 0.168: .WordCount of the same text
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    body = f"one two three **four**five\n\n- a\n- b\n\n{table}\n\n<div>no</div>\n"

    one = only(read(tmp_path, {"a.md": yaml_post("A", body + "\nin <b>line</b> raw")}))

    assert (one.words, one.minutes) == (13, 1)


def test_what_was_read_once_is_kept(tmp_path: Path) -> None:
    first = Manuscripts(tmp_path)
    content = SEED.encode()
    told = first.read(content)
    first.keep()

    kept = (tmp_path / "posts.msgpack").read_bytes()
    again = Manuscripts(tmp_path)
    same = again.read(content)
    again.keep()

    assert same == told
    assert (tmp_path / "posts.msgpack").read_bytes() == kept


def test_a_damaged_cache_is_an_empty_one(tmp_path: Path) -> None:
    laid(tmp_path, {"posts.msgpack": b"\x00garbage"})

    assert Manuscripts(tmp_path).read(SEED.encode()).has_head
