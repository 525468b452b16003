"""How a figure comes into somebody else's page: the text to copy, by where it goes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from portlog.present.language import gettext, language
from portlog.present.site.address import Address
from portlog.present.site.edition import Edition
from portlog.present.site.figure import Figure
from portlog.present.wording import shortened

_LONGEST_ALT = 300
_FRAME_HEIGHT = 640


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text to copy, and where it goes."""

    where: str
    code: str


def snippets(one: Figure, edition: Edition) -> Iterator[Snippet]:
    """Yield the ways to embed a figure; without the site's address they begin at its top."""
    yield Snippet(gettext("HTML, and Markdown that lets HTML through"), _picture(one, edition))
    yield Snippet(gettext("Markdown"), _markdown(one, edition))
    yield Snippet(gettext("Hugo shortcode"), _shortcode(one, edition))
    yield Snippet(gettext("A frame that wakes when touched"), _frame(one, edition))


def _at(path: str, edition: Edition) -> str:
    address = Address(path, language().code, edition.languages[0])
    return address.absolute(edition.base_url or "")


def _alt(one: Figure) -> str:
    return shortened(" ".join(f"{one.chart.name}. {one.chart.finding}".split()), _LONGEST_ALT)


def _picture(one: Figure, edition: Edition) -> str:
    return (
        f'<a href="{escape(_at(one.page, edition))}"><picture>'
        f'<source media="(prefers-color-scheme: dark)" '
        f'srcset="{escape(_at(one.dark_svg, edition))}">'
        f'<img src="{escape(_at(one.svg, edition))}" alt="{escape(_alt(one))}"></picture></a>'
    )


def _markdown(one: Figure, edition: Edition) -> str:
    alt = re.sub(r"([\\\[\]`*_<>!|])", r"\\\1", _alt(one))
    return f"[![{alt}]({_at(one.png, edition)})]({_at(one.page, edition)})"


def _shortcode(one: Figure, edition: Edition) -> str:
    alt = re.sub(r"[{}<>]+", " ", _alt(one)).replace("\\", "\\\\").replace('"', '\\"')
    base = _at("", edition).rstrip("/")
    return f'{{{{< portlog id="{one.chart.id}" src="{base}" alt="{alt}" >}}}}'


def _frame(one: Figure, edition: Edition) -> str:
    return (
        f'<iframe src="{escape(_at(one.embed, edition))}" title="{escape(one.chart.name)}" '
        f'width="100%" height="{_FRAME_HEIGHT}" loading="lazy"></iframe>'
    )
