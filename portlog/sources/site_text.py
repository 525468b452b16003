"""A text of the author's in a TOML file: `"one"` for all languages, or `{en = "", es = ""}`."""

from typing import Literal

from portlog.records.spoken import Spoken

Written = str | dict[Literal["en", "es"], str]


def spoken(text: Written) -> Spoken:
    """Return a text as it was written, in one language or in several."""
    if isinstance(text, str):
        return Spoken({"": text} if text else {})
    return Spoken({str(code): words for code, words in text.items()})
