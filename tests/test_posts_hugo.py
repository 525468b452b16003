"""A Hugo site's content as Hugo reads it; paths and lengths were compared with Hugo 0.168."""

from pathlib import Path

import pytest
from post_support import laid, read, yaml_post

from portlog.errors import ConfigError

SETTINGS = """
baseURL = "https://blog.example.org/sub/"
defaultContentLanguage = "en"
[languages.en]
[languages.es]
[permalinks]
essays = "/:year/:slug/"
talks = "/:year/:monthname/:weekdayname/:yearday/:title/:slugorcontentbasename/:sections/"
"""
# content file, head beside the title: the path that Hugo gave it
PATHS = {
    ("posts/leaf/index.md", "slug: rusty-claw"): "/posts/rusty-claw/",
    ("posts/leaf2/index.es.md", "slug: rusty-claw"): "/es/posts/rusty-claw/",
    ("posts/My Post Ünï_x.md", ""): "/posts/my-post-ünï_x/",
    ("posts/j.md", "url: /custom/place/"): "/custom/place/",
    ("posts/r.md", "url: rel/place.html"): "/rel/place.html",
    ("posts/r.es.md", "url: rel/place.html"): "/es/rel/place.html",
    ("posts/r2.es.md", "url: /abs/lugar/"): "/abs/lugar/",
    ("posts/deep/inner/d.md", ""): "/posts/deep/inner/d/",
    ("posts/-Lead - x.md", ""): "/posts/-lead---x/",
    ("posts/A & B (c)! é,+#q'.md", ""): "/posts/a--b-c-é+#q/",
    ("posts/s1.md", 'slug: "A & B (c)! é,+# q  -- z -"'): "/posts/a-b-c-é+#-q--z/",
    ("Sec & Two/Sub One/x.md", ""): "/sec--two/sub-one/x/",
    ("notes/a.b  c--d.md", ""): "/notes/a.b--c--d/",
    ("root.md", ""): "/root/",
    ("essays/Essay.md", ""): "/2026/title-y--t/",
    ("talks/t2.md", ""): "/2026/march/monday/68/title-y--t/t2/talks/",
}


def site(folder: Path, files: dict[str, str], settings: str = SETTINGS) -> Path:
    return laid(folder, {"hugo.toml": settings, **{f"content/{k}": v for k, v in files.items()}})


@pytest.mark.parametrize(("told", "path"), PATHS.items())
def test_paths_are_those_that_hugo_gives(tmp_path: Path, told: tuple[str, str], path: str) -> None:
    file, head = told
    text = f'---\ntitle: "Title & (y)! -- T"\ndate: 2026-03-09\n{head}\n---\nv\n'

    found = read(site(tmp_path, {file: text}), {}, is_own=False)

    assert [one.path for one in found.posts] == [path]


def test_a_post_leads_to_its_blog(tmp_path: Path) -> None:
    folder = site(tmp_path, {"posts/a#b c.md": yaml_post("A")})

    from_settings = read(folder / "content", {}, is_own=False)
    from_author = read(folder, {}, is_own=False, base_url="https://other.example.org")

    assert from_settings.posts[0].url == "https://blog.example.org/sub/posts/a%23b-c/"
    assert from_author.posts[0].url == "https://other.example.org/posts/a%23b-c/"
    assert not from_settings.are_own


def test_an_address_in_a_head_cannot_leave_the_blog(tmp_path: Path) -> None:
    heads = ("javascript:alert(1)", "//evil.example.org/x", "/%0d%0a../x")
    files = {f"p{n}.md": yaml_post(f"P {n}", url=f'"{head}"') for n, head in enumerate(heads)}

    found = read(site(tmp_path, files), {}, is_own=False)

    assert all((one.url or "").startswith("https://blog.example.org/sub/") for one in found.posts)


def test_without_an_address_a_post_has_no_link_and_that_is_said(tmp_path: Path) -> None:
    found = read(site(tmp_path, {"a.md": yaml_post("A")}, 'baseURL = "/"\n'), {}, is_own=False)

    assert found.posts[0].url is None
    assert found.notes == ("site/posts: where the blog stands is not known",)


def test_settings_are_read_in_their_formats_and_places(tmp_path: Path) -> None:
    post = {"content/a.md": yaml_post("A")}
    forms = {
        "one": {"hugo.yaml": "baseURL: https://one.example.org/\n"},
        "two": {"config.json": '{"baseURL": "https://two.example.org/"}'},
        "three": {
            "config/_default/hugo.toml": 'baseURL = "https://three.example.org/"',
            "config/_default/permalinks.toml": 'page = "/x/:slugorfilename/"',
        },
    }

    urls = [
        read(laid(tmp_path / name, {**files, **post}), {}, is_own=False).posts[0].url
        for name, files in forms.items()
    ]

    assert urls == [
        "https://one.example.org/a/",
        "https://two.example.org/a/",
        "https://three.example.org/x/a/",
    ]


def test_a_language_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    settings = (
        'baseURL = "https://x.org/"\n[languages.en]\ncontentDir = "content/en"\n'
        '[languages.es]\ncontentDir = "content/es"\n'
    )
    folder = site(tmp_path, {"en/p/a.md": yaml_post("A"), "es/p/a.md": yaml_post("Á")}, settings)

    found = read(folder, {}, is_own=False)

    assert {(one.key, one.language, one.path) for one in found.posts} == {
        ("p/a", "en", "/p/a/"),
        ("p/a", "es", "/es/p/a/"),
    }


def test_a_section_alone_can_be_the_series(tmp_path: Path) -> None:
    folder = site(tmp_path, {"posts/a.md": yaml_post("A"), "talks/b.md": yaml_post("B")})

    found = read(folder / "content" / "posts", {}, is_own=False)

    assert [(one.path, one.file) for one in found.posts] == [("/posts/a/", "site/posts/a.md")]


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    folder = site(tmp_path, {"a.md": yaml_post("A")}, "baseURL = nothing\n")

    with pytest.raises(ConfigError, match=r"hugo\.toml"):
        read(folder, {}, is_own=False)
