"""The author's own words on the report site."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Epigraph:
    """A few words at the head of the home page, and who said them."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """What stands over the figures of the home page; empty text leaves it to portlog."""

    title: str = ""
    standfirst: str = ""
    epigraph: Epigraph | None = None
