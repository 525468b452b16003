"""The picture that stands for a page without a chart where somebody shares its address."""

from portlog.present.charts.colours import Scheme
from portlog.present.charts.kept_pictures import Picture
from portlog.present.charts.sheet import FONTS, OPEN_GRAPH
from portlog.present.charts.svg import fitted, tag, text
from portlog.present.language import gettext
from portlog.present.site.edition import Edition

CARD = "og.png"
_EDGE, _NAME, _WORDS = 90, 84, 38
# port and starboard, as in the masthead
_HULL = (
    ("port", "M2 8h11.2v17.6C5.8 23.5 2 17 2 8z"),
    ("star", "M26 8H14.8v17.6C22.2 23.5 26 17 26 8z"),
    ("ink", "M13.2 1h1.6v5h-1.6z"),
)


def card(edition: Edition) -> Picture:
    """Return the picture, in the language that is spoken."""
    width, height = OPEN_GRAPH.width, OPEN_GRAPH.height or 0
    day = Scheme.LIGHT
    hull = "".join(tag("path", "", d=shape, fill=day.colour(one)) for one, shape in _HULL)
    room = width - 2 * _EDGE
    lines = (
        (_NAME, "ink", 370, fitted(edition.name, room, _NAME)),
        (_WORDS, "ink-2", 440, fitted(_words(edition), room, _WORDS)),
        (_WORDS, "ink", 530, _sample() if edition.is_sample else ""),
    )
    marks = "".join(
        tag("g", "", text("", _EDGE, y, words), fill=day.colour(tone), **{"font-size": size})
        for size, tone, y, words in lines
    )
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-family="{FONTS}">'
        f"{tag('path', '', d=f'M0 0H{width}V{height}H0z', fill=day.colour('paper'))}"
        f"{tag('g', '', hull, transform=f'translate({_EDGE} 100) scale(5.5)')}{marks}</svg>",
        width,
    )


def _words(edition: Edition) -> str:
    return gettext(
        "The log of a port from %(original)s to %(port)s",
        original=edition.original.capitalize(),
        port=edition.port.capitalize(),
    )


def _sample() -> str:
    return gettext("A sample: every session in this log is invented.")
