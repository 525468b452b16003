"""The live figure: plotly traces that a small bundle can draw, with nothing in them that runs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from portlog.present.wording import shortened

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# The basic bundle draws nothing, and says nothing, for any other trace type.
DRAWN_BY_THE_BUNDLE = frozenset({"bar", "scatter"})
_LONGEST_WORDS = 160
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class UndrawableTraceError(ValueError):
    """A figure with a trace type that the bundle cannot draw."""


Trace = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Live:
    """A figure as plotly's own JSON has it: each trace a dictionary, and the layout."""

    traces: Sequence[Trace]
    layout: Mapping[str, Any]

    def figure(self) -> "Figure":
        """Return it as plotly's figure; ValueError for anything that plotly does not know."""
        from plotly.graph_objects import Figure  # noqa: PLC0415  a site is built without it

        return Figure(list(self.traces), dict(self.layout))


def live_json(live: Live) -> str:
    """Return a figure's traces and layout as JSON that may stand inside `<script>`.

    Raises `UndrawableTraceError` for any trace but bars and scatters.
    """
    for trace in live.traces:
        if trace["type"] not in DRAWN_BY_THE_BUNDLE:
            msg = f"the bundle cannot draw a {trace['type']}"
            raise UndrawableTraceError(msg)
    spec = _inert({"data": live.traces, "layout": live.layout})
    return _UNSAFE_IN_SCRIPT.sub(_escaped, _ENCODER.encode(spec).decode())


def bars_trace(**told: Any) -> Trace:
    """Return a trace of bars."""
    return {"type": "bar", **told}


def scatter_trace(**told: Any) -> Trace:
    """Return a trace of marks, of a line, or of both."""
    return {"type": "scatter", **told}


def _escaped(char: re.Match[str]) -> str:
    return f"\\u{ord(char[0]):04x}"


def hover(words: Sequence[str]) -> dict[str, Any]:
    """Return the settings that show these words, and nothing else, at each point."""
    return {"customdata": list(words), "hovertemplate": "%{customdata}<extra></extra>"}


def tone_meta(token: str, *, is_open: bool = False) -> dict[str, Any]:
    """Return the settings that tell the page which of its colours a trace takes."""
    return {"meta": {"token": token, "open": is_open}}


def mark_of_unknown(name: str, x: Sequence[Any], y: Sequence[Any], words: Sequence[str]) -> Trace:
    """Return hollow marks for what nobody knows."""
    return scatter_trace(
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
    if isinstance(value, str):
        return value if key == "hovertemplate" else _plain(value)
    if isinstance(value, Mapping):
        return {name: _inert(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) if type(one) is str else _inert(one, key) for one in value]
    return value


def _plain(text: str) -> str:
    cut = shortened(text, _LONGEST_WORDS)
    return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
