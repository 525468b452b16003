"""The colours of the report by the names of the style sheet's tokens, on light and dark ground."""

from collections.abc import Mapping
from enum import StrEnum

# on light ground, on dark ground
TOKENS: Mapping[str, tuple[str, str]] = {
    "paper": ("#fbf9f4", "#0d1319"),
    "paper-2": ("#f3efe5", "#161f28"),
    "ink": ("#17212b", "#ece6da"),
    "ink-2": ("#4b5662", "#a9b3bd"),
    "rule": ("#d9d2c2", "#2c3844"),
    "axis": ("#858072", "#6f7b87"),
    "link": ("#1d4e89", "#8bbcf0"),
    "port": ("#a5311b", "#ff8e76"),
    "star": ("#0a6650", "#63c7a2"),
    "sea": ("#1d5a9c", "#85b7ee"),
    "brass": ("#7d5a00", "#e3b95b"),
    "violet": ("#6b3fa0", "#c6a7f4"),
}


class Scheme(StrEnum):
    """Ink on paper, or the other way round."""

    LIGHT = "light"
    DARK = "dark"

    def colour(self, token: str) -> str:
        """Return a token's colour in this scheme."""
        light, dark = TOKENS[token]
        return light if self is Scheme.LIGHT else dark
