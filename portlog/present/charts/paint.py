"""Colours written out, for a picture that no style sheet reaches."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from portlog.present.charts.colours import TOKENS, Scheme

_HUES = ("port", "star", "sea", "brass", "violet")
# what the style sheet says of each class, in its order: the later one wins
_LOOKS: Mapping[str, Mapping[str, str]] = {
    "t-ink": {"fill": "ink"},
    "t-b": {"fill": "ink", "font-weight": "600"},
    **{f"t-{hue}": {"fill": hue, "font-weight": "600"} for hue in _HUES},
    "end": {"text-anchor": "end"},
    "mid": {"text-anchor": "middle"},
    "halo": {
        "stroke": "paper",
        "stroke-width": "4",
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    },
    "grid": {"stroke": "rule"},
    "axis": {"stroke": "ink", "stroke-width": "1.25"},
    "tick": {"stroke": "axis"},
    "lead": {"stroke": "axis"},
    **{f"f-{token}": {"fill": token} for token in ("paper-2", "ink", "axis", *_HUES)},
    **{f"s-{token}": {"stroke": token} for token in ("ink", "ink-2", "axis", *_HUES)},
    "open": {"fill": "paper", "stroke-width": "1.6"},
    "line": {"fill": "none", "stroke-width": "2"},
    "line--said": {"stroke-width": "1"},
    "dash": {"stroke-width": "1.25", "stroke-dasharray": "2.5 2.5"},
    "hatch": {"fill": "none", "stroke-width": "1.25"},
}
_CLASSES = re.compile(r' class="([^"]*)"')


def painted(marks: Iterable[str], scheme: Scheme) -> str:
    """Return marks with attributes in place of classes; a class without a look is a KeyError."""

    def attributes(found: re.Match[str]) -> str:
        return _attributes(found[1], scheme)

    return _CLASSES.sub(attributes, "\n".join(marks))


@cache
def _attributes(classes: str, scheme: Scheme) -> str:
    order = list(_LOOKS)
    told: dict[str, str] = {}
    for name in sorted(classes.split(), key=order.index):
        told |= _LOOKS[name]
    return "".join(f' {key}="{_value(value, scheme)}"' for key, value in told.items())


def _value(value: str, scheme: Scheme) -> str:
    return scheme.colour(value) if value in TOKENS else value
