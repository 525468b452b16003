"""Posts to test with: files of them, and folders that are read at a moment."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portlog.records.post import Post, Posts
from portlog.sources.posts.blog import Blog, read_blog
from portlog.sources.posts.manuscript import Manuscripts

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def laid(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def yaml_post(title: str, body: str = "Some words.", **head: Any) -> str:
    """Return a post with a head in YAML; `date` and `description` are given unless told."""
    told = {"date": "2026-03-05", "description": "What it tells, in whole sentences."} | head
    lines = [f'title: "{title}"', *(f"{name}: {value}" for name, value in told.items() if value)]
    return "\n".join(["---", *lines, "---", body, ""])


def read(folder: Path, files: Mapping[str, str | bytes], **blog: Any) -> Posts:
    """Return the posts of a folder with these files, as the experiment's own by default."""
    given: dict[str, Any] = {"is_own": True, "languages": ("en", "es")} | blog
    return read_blog(Blog(laid(folder, files), "site/posts", **given), Manuscripts(None), NOW)


def only(posts: Posts) -> Post:
    """Return the one post that there is."""
    assert posts.unread == ()
    (post,) = posts.posts
    return post


def post(key: str = "a", **told: Any) -> Post:
    """Return a post of which nothing is wrong."""
    given: dict[str, Any] = {
        "key": key,
        "language": "en",
        "slug": key,
        "title": f"What {8 * key} tells",
        "file": f"{key}.md",
        "url": f"https://blog.example.org/{key}/",
        "path": f"/{key}/",
        "lines": {"": 1},
        "published": datetime(2026, 3, 5, tzinfo=UTC),
        "description": f"All about {key}: {12 * key}.",
        "topics": ("rust",),
        "words": 400,
        "minutes": 2,
    }
    return Post(**{**given, **told})
