"""The live figure: plotly traces that a small bundle can draw, with nothing in them that runs."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec
import plotly.graph_objects as go

from portlog.present.wording import shortened

# The basic bundle draws nothing, and says nothing, for any other trace type.
DRAWN_BY_THE_BUNDLE = frozenset({"bar", "scatter"})
_LONGEST_WORDS = 160
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")


class UndrawableTraceError(ValueError):
    """A figure with a trace type that the bundle cannot draw."""


def live_json(figure: go.Figure) -> str:
    """Return a figure's traces and layout as JSON that may stand inside `<script>`.

    Raises `UndrawableTraceError` for any trace but bars and scatters.
    """
    spec = figure.to_plotly_json()
    spec.get("layout", {}).pop("template", None)
    for trace in spec["data"]:
        if trace["type"] not in DRAWN_BY_THE_BUNDLE:
            msg = f"the bundle cannot draw a {trace['type']}"
            raise UndrawableTraceError(msg)
    encoder = msgspec.json.Encoder(decimal_format="number")
    return _UNSAFE_IN_SCRIPT.sub(_escaped, encoder.encode(_inert(spec)).decode())


def _escaped(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"


def hover(words: Sequence[str]) -> dict[str, Any]:
    """Return the settings that show these words, and nothing else, at each point."""
    return {"customdata": list(words), "hovertemplate": "%{customdata}<extra></extra>"}


def tone_meta(token: str, *, is_open: bool = False) -> dict[str, Any]:
    """Return the settings that tell the page which of its colours a trace takes."""
    return {"meta": {"token": token, "open": is_open}}


def mark_of_unknown(
    name: str, x: Sequence[Any], y: Sequence[Any], words: Sequence[str]
) -> go.Scatter:
    """Return hollow marks for what nobody knows."""
    return go.Scatter(
        x=list(x),
        y=list(y),
        name=name,
        mode="markers",
        marker={"symbol": "square-open-dot", "size": 10},
        **hover(words),
        **tone_meta("axis"),
    )


def _inert(value: Any, key: str = "") -> Any:
    """Return a figure whose texts plotly shows letter by letter instead of reading as markup."""
    if isinstance(value, dict):
        return {name: _inert(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_inert(inner, key) for inner in value]
    if isinstance(value, str) and key != "hovertemplate":
        return _plain(value)
    return value


def _plain(text: str) -> str:
    cut = shortened(text, _LONGEST_WORDS)
    return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
