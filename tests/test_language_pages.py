"""Every word of every page is a message: read in a language that puts each message in brackets."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from invented import a_subscription, counted_from_text, mixed_log, site, two_months

from portlog.present import language
from portlog.present.language import Language

# what no language says otherwise: names, units, formats, ids and what the log itself holds
SAME_EVERYWHERE = re.compile(
    r"""\b(?:
    CSV|JSON|SVG|PNG|USD|SHA-256|SQL|HTML|TOML|Markdown|Hugo|UTC|RSS|Atom|n|k|M|h|min|SPDX|DOI
    |portlog|RustyClaw|English|Python|Rust|python|rust|claude|codex|opus-4\.6|claude-opus-4-6|loc_\w+
    |agent/\w+|tools/\w+|standard|fast|import|genai-prices|http\w*|CITATION\.cff
    |January|February|March|April|May|June|July|August|September|October|November|December
    |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec
    |typed|\w+/\d|data/\w+\.csv|\d[\w-]*
    )\b""",
    re.VERBOSE,
)
UNREAD = {"script", "style", "code", "pre", "bdi"}
UNREAD_CLASSES = {"id", "rule"}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "title", "placeholder"}
SPOKEN_DATA = {"data-asleep", "data-awake", "data-failed", "data-name", "data-day", "data-night"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}


class Wrapping(dict[str, tuple[str, ...]]):
    """A catalogue that has every message, itself in brackets."""

    def get(self, text: str, _: object = None) -> tuple[str, ...]:
        return (f"⟦{text.rpartition(chr(4))[2]}⟧",)


class Reader(HTMLParser):
    """Collects what a page says outside brackets: its text, and the attributes that are read."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._depth = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        spoken = (SPOKEN_ATTRIBUTES | SPOKEN_DATA) & told.keys()
        self.said += [outside_brackets(told[name])[0] for name in spoken]
        is_description = told.get("name") == "description" or told.get("property") in {
            "og:title",
            "og:description",
        }
        if tag == "meta" and is_description:
            self.said.append(outside_brackets(told["content"])[0])
        if tag not in VOID:
            is_unread = tag in UNREAD or bool(UNREAD_CLASSES & set(told.get("class", "").split()))
            self._open.append((tag, is_unread))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        rest, self._depth = outside_brackets(data, self._depth)
        if not any(is_unread for _, is_unread in self._open):
            self.said.append(rest)


def outside_brackets(text: str, depth: int = 0) -> tuple[str, int]:
    kept = []
    for char in text:
        depth += (char == "⟦") - (char == "⟧")
        kept.append(char if depth == 0 and char != "⟧" else " ")
    return "".join(kept), depth


def untranslated(page: str) -> Iterator[str]:
    reader = Reader()
    reader.feed(page)
    for said in reader.said:
        rest = SAME_EVERYWHERE.sub(" ", said)
        if re.search(r"[^\W\d_]", rest):
            yield " ".join(said.split())


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have English put every message in brackets."""
    spoken = Language("en", "in brackets", Wrapping())
    monkeypatch.setattr(language, "known_language", lambda _: spoken)


@pytest.mark.usefixtures("bracketed")
def test_no_page_says_a_word_that_is_no_message() -> None:
    sessions = two_months()
    files = {
        **site(sessions, [counted_from_text(sessions[0])], is_sample=True),
        **{
            f"mixed/{path}": content
            for path, content in site(mixed_log(10), given={"paid": a_subscription()}).items()
        },
        **{f"empty/{path}": content for path, content in site([], unread=2, commit=None).items()},
    }

    found = {
        path: texts
        for path, content in files.items()
        if path.endswith(".html") and (texts := sorted(set(untranslated(content.decode()))))
    }

    assert found == {}


def test_the_reader_finds_a_word_that_is_no_message() -> None:
    page = '<p>⟦All <b aria-label="Shut">5</b> of⟧ in ⟦⟦a⟧ b⟧ <code>git</code> Mar 5</p>'

    assert list(untranslated(page)) == ["Shut", "in"]
