"""The text of a post, from Markdown: clean HTML, its links, its anchors.

As in Hugo, HTML within Markdown is left out, and so are shortcodes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from portlog.records.post import Link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

REFERENCE = "ref:"
# bounded, so that what is opened a million times and never closed takes no time
_REFERENCE = re.compile(
    r"\{\{[<%]\s{0,9}(?:rel)?ref\s{1,9}[\"`]?(?P<to>[^\s\"`>%]{1,300})[\"`]?[^}]{0,300}[>%]\}\}"
)
_SHORTCODE = re.compile(r"\{\{(?:<(?:[^>]|>(?!\}\})){0,2000}>|%(?:[^%]|%(?!\}\})){0,2000}%)\}\}")
_OWN_ID = re.compile(r"\{#(?P<id>[\w:.-]{1,100})[^{}]{0,200}\}\Z")
_ALIGNED = re.compile(r"text-align:(left|center|right)")
# ids that every page of the report has
_TAKEN = frozenset({"main"})
_LARGEST_HEADING = "h1"


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """A text as clean HTML, with its links, the ids of its headings, and its first heading."""

    html: str
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    heading: str = ""


def read_markdown(text: str, first_line: int = 1) -> MarkdownText:
    """Return what a text in Markdown holds; its first line has this number in its file."""
    tokens = _parser().parse(_without_shortcodes(text))
    headings = list(_headings(tokens))
    links = tuple(_links(tokens, first_line))
    ids = tuple(_name_headings(headings))
    _lower_headings(tokens)
    _move_alignment(tokens)
    parser = _parser()
    html = parser.renderer.render(tokens, parser.options, {})
    return MarkdownText(html, links, ids, _words_of(headings[0][1]) if headings else "")


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415  takes 40 ms

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for kind in ("html_block", "html_inline"):
        parser.add_render_rule(kind, _nothing)
    return parser


def _nothing(*_: object) -> str:
    return ""


def _without_shortcodes(text: str) -> str:
    """Return a text in which a reference is an address, and other shortcodes are gone."""
    if "{{" not in text:
        return text
    text = _REFERENCE.sub(lambda found: f"{REFERENCE}{found['to']}", text)
    return _SHORTCODE.sub(lambda found: "\n" * found[0].count("\n"), text)


def _headings(tokens: "Sequence[Token]") -> "Iterator[tuple[Token, Token]]":
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[place + 1]


def _name_headings(headings: "Sequence[tuple[Token, Token]]") -> Iterator[str]:
    """Give each heading an id, as GitHub and Hugo do; return them."""
    taken = set(_TAKEN)
    for opening, inline in headings:
        own = _own_id(inline)
        name = own or _free(_anchor(_words_of(inline)), taken)
        taken.add(name)
        opening.attrSet("id", name)
        yield name


def _own_id(inline: "Token") -> str:
    """Return the id that a heading names at its end, which is then no part of its text."""
    for last in (inline.children or [])[-1:]:
        found = _OWN_ID.search(last.content.rstrip()) if last.type == "text" else None
        if found:
            last.content = last.content[: found.start()].rstrip()
            return found["id"]
    return ""


def _free(name: str, taken: set[str]) -> str:
    number, free = 0, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _anchor(words: str) -> str:
    kept = (
        "-" if letter.isspace() else letter
        for letter in words.strip().lower()
        if letter.isspace() or letter in "-_" or letter.isalnum()
    )
    return "".join(kept) or "heading"


def _words_of(inline: "Token") -> str:
    return "".join(
        one.content for one in inline.children or () if one.type in {"text", "code_inline"}
    )


def _links(tokens: "Sequence[Token]", first_line: int) -> Iterator[Link]:
    for token in tokens:
        line = first_line + (token.map[0] if token.map else 0)
        for one in token.children or ():
            line += one.type in {"softbreak", "hardbreak"}
            target = one.attrs.get("href") or one.attrs.get("src")
            if target:
                yield Link(str(target), line)


def _lower_headings(tokens: "Sequence[Token]") -> None:
    """Make room for the page's own title over the headings of a text."""
    headings = [one for one in tokens if one.type.startswith("heading_")]
    if not any(one.tag == _LARGEST_HEADING for one in headings):
        return
    for one in headings:
        one.tag = f"h{min(int(one.tag[1]) + 1, 6)}"


def _move_alignment(tokens: "Sequence[Token]") -> None:
    """Say by class how a column is aligned, as the report's pages allow no style of their own."""
    for token in tokens:
        found = _ALIGNED.search(str(token.attrs.pop("style", "")))
        if found:
            token.attrSet("class", f"is-{found[1]}")
