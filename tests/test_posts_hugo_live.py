"""The Hugo that is here gives the paths, word counts and reading times that are read without it."""

import html
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from post_support import read, yaml_post
from test_posts_hugo import PATHS, SETTINGS, site

pytestmark = pytest.mark.needs("hugo")

# Hugo made several hyphens one before this release, and did not know `slugorcontentbasename`
HYPHENS_SINCE = (0, 123)
PAGE = (
    '{{ jsonify (dict "file" .File.Path "path" .RelPermalink "words" .WordCount'
    ' "minutes" .ReadingTime) }}'
)
TEXTS = {
    "marks": "one two three **four**five\n\n- a\n- b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "tags": "before\n\n<div>no</div>\n\nin <b>line</b> raw\n",
    "code": "`a b` and\n\n```\nlet a = 1;\n```\n\n> a saying\n",
    "letters": "日本語の テキスト and words",
    **{f"n{words}": "word " * words for words in (1, 213, 214, 1514, 1703, 1705)},
}
Told = tuple[str | None, int | None, int | None]


def release() -> tuple[int, ...]:
    done = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True)
    (found,) = re.findall(r"\bv(\d+)\.(\d+)", done.stdout)
    return tuple(map(int, found))


def built(folder: Path) -> dict[str, Told]:
    """Return the path, words and minutes that Hugo gives to each content file."""
    layout = folder / "layouts" / "_default" / "single.html"
    layout.parent.mkdir(parents=True)
    layout.write_text(PAGE)
    subprocess.run(["hugo", "--quiet"], cwd=folder, check=True)
    pages = (path.read_text() for path in (folder / "public").rglob("*.html"))
    told = [json.loads(html.unescape(page)) for page in pages if "{" in page[:1]]
    return {
        one["file"]: (unquote(one["path"]).removeprefix("/sub"), one["words"], one["minutes"])
        for one in told
    }


def test_paths_words_and_minutes_are_those_of_the_hugo_that_is_here(tmp_path: Path) -> None:
    told = {
        file: f'---\ntitle: "Title & (y)! -- T"\ndate: 2026-03-09\n{head}\n---\nv\n'
        for file, head in PATHS
        if release() >= HYPHENS_SINCE or not re.search(r"[&,] |  | - ", file + head)
    }
    texts = {f"texts/{name}.md": yaml_post(name, text) for name, text in TEXTS.items()}
    settings = SETTINGS.replace("slugorcontentbasename", "slugorfilename")
    folder = site(tmp_path, told | texts, settings)

    found = read(folder, {}, is_own=False)

    ours: dict[str, Told] = {
        one.file.removeprefix("site/posts/content/"): (one.path, one.words, one.minutes)
        for one in found.posts
    }
    assert ours == built(folder)
    assert len(ours) >= 20
