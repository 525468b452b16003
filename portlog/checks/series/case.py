"""What is checked: the posts of a series, and what its author promises of them."""

from dataclasses import dataclass

from portlog.records.post import Posts, SeriesList
from portlog.records.spot import Spot


@dataclass(frozen=True, slots=True)
class Promise:
    """A headline that may name numbers of posts, parts and chapters, and where it stands."""

    text: str
    language: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Case:
    """The posts, the languages of the site, the headlines, the ordered lists and their lines."""

    posts: Posts
    languages: tuple[str, ...]
    promises: tuple[Promise, ...] = ()
    lists: tuple[SeriesList, ...] = ()
    settings: Spot | None = None
