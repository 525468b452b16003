"""The whole site as files, from answers and an edition handed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path

from portlog.analytics.extent import EXTENT
from portlog.analytics.question import Answers
from portlog.errors import SiteError
from portlog.present.charts.kept_pictures import Painter, Picture, paint
from portlog.present.language import speaking
from portlog.present.site.abreast import abreast
from portlog.present.site.address import Address
from portlog.present.site.api import api_files
from portlog.present.site.badges import badges
from portlog.present.site.card import CARD, card
from portlog.present.site.catalogue import CHARTS, PAGES, ChartKind, PageKind
from portlog.present.site.edition import Edition
from portlog.present.site.feeds import feed_files
from portlog.present.site.figure import Figure, figure, figure_files, figure_picture
from portlog.present.site.pages import Material, made_pages
from portlog.present.site.redirects import redirects
from portlog.present.site.sitemap import for_robots, sitemap
from portlog.present.site.theme import Theme

_ASSETS = (
    "style.css",
    "scheme.js",
    "figures.js",
    "series.js",
    "plotly-basic.min.js",
    "plotly-basic.min.js.LICENSE",
)
# it asks the server of a site that is looked at while it is written
_SERVED_ASSET = "reload.js"
# what an author's own file may stand in the place of, beside all of assets/
_FOR_THE_AUTHOR = frozenset({"robots.txt", "og.png"})


@dataclass(frozen=True, slots=True)
class Means:
    """With what a site is built: its kinds of pages and charts, its painter of PNG, its theme.

    `known` holds the digests of lasting pages that are where they belong and need not be made
    again, `ground` what all digests begin with; `ahead` paints the pictures of one language where
    they are made, for the painter to find; `theme` is a folder of templates that stand before
    the package's; `own` are the author's own files, by their paths.
    """

    pages: Sequence[PageKind] = PAGES
    charts: Sequence[ChartKind] = CHARTS
    painter: Painter = paint
    ahead: Painter | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    ground: str = ""
    theme: Path | None = None
    own: Mapping[str, bytes] = field(default_factory=dict)


class Site:
    """The files of a site, each made when it is asked for: many pages need not be held at once."""

    def __init__(
        self, answers: Answers, edition: Edition, copies: Mapping[str, bytes], means: Means
    ) -> None:
        """Take what it is made of; `copies` are taken over as they are."""
        self.paths: set[str] = set()
        self.lasting: dict[str, str] = {}
        self._answers = answers
        self._edition = edition
        self._copies = copies
        self._means = means
        self._theme = Theme(means.theme) if means.theme else None
        self._pages: list[Address] = []
        self._pictures: dict[str, Picture] = {}

    def files(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield each path with its content, None for a page that is known and can stay.

        `paths` and the digests of the `lasting` pages are whole when this ends. An empty log has
        pages but no figures. Raises `SiteError` for a file of the author that stands in the way,
        and for a redirect that leads nowhere or from where something is.
        """
        for path, content in self._made():
            if path not in self._means.own:
                self.paths.add(path)
                yield path, content
            elif path not in _FOR_THE_AUTHOR and not path.startswith("assets/"):
                raise SiteError(
                    f"site/static/{path} stands where the site has a file of its own",
                    "give it another name",
                )
        for more in (self._means.own, redirects(self._edition, self.paths)):
            self.paths.update(more)
            yield from more.items()

    def _made(self) -> Iterator[tuple[str, bytes | None]]:
        languages = self._edition.languages
        for one in abreast([partial(self._in_language, language) for language in languages]):
            yield from self._noted(one)
        parts = (
            self._means.painter(self._pictures),
            dict(_assets(self._edition)),
            badges(self._answers, self._edition),
            for_robots(self._edition),
            sitemap(self._pages, self._edition),
            self._copies,
        )
        for part in parts:
            yield from part.items()

    def _in_language(self, language: str) -> Iterator["_Made"]:
        answers, edition, means = self._answers, self._edition, self._means
        figures: dict[str, Figure] = {}
        with speaking(language):
            pictures: dict[str, Picture] = {CARD: card(edition)}
            for one in _figures(answers, edition, means.charts):
                yield from self._placed(figure_files(one, edition), language)
                pictures[one.png] = figure_picture(one, edition)
                figures[one.chart.id] = one.settled()
            material = Material(
                answers, edition, figures, means.pages, means.known, means.ground, self._theme
            )
            for page in made_pages(material):
                listed = page.address if page.kind.is_listed else None
                yield _Made(page.address.file, page.content, page.digest, listed)
            yield from self._placed({**pictures, **feed_files(edition)}, language)
            if means.ahead:
                means.ahead(pictures)
            if language == edition.languages[0]:
                yield from self._placed(api_files(answers, edition, figures), language)

    def _placed(self, files: Mapping[str, bytes | Picture], language: str) -> Iterator["_Made"]:
        first = self._edition.languages[0]
        for path, file in files.items():
            yield _Made(Address(path, language, first).file, file)

    def _noted(self, one: "_Made") -> Iterator[tuple[str, bytes | None]]:
        """Yield a file, unless it is a picture that is yet to be painted."""
        if one.listed:
            self._pages.append(one.listed)
        if one.digest:
            self.lasting[one.path] = one.digest
        if isinstance(one.content, Picture):
            self._pictures[one.path] = one.content
        else:
            yield one.path, one.content


@dataclass(frozen=True, slots=True)
class _Made:
    """A file of one language, or what is to be painted; None is a page that can stay.

    `digest` is a lasting page's; `listed` where others may find it.
    """

    path: str
    content: bytes | Picture | None
    digest: str = ""
    listed: Address | None = None


def site_files(
    answers: Answers,
    edition: Edition,
    copies: Mapping[str, bytes],
    pages: Sequence[PageKind] = PAGES,
    charts: Sequence[ChartKind] = CHARTS,
) -> dict[str, bytes]:
    """Return every file of a small site by its path."""
    site = Site(answers, edition, copies, Means(pages, charts))
    return {path: content for path, content in site.files() if content is not None}


def _figures(answers: Answers, edition: Edition, charts: Sequence[ChartKind]) -> Iterator[Figure]:
    """Yield the figure of each chart; an empty log has none."""
    asked = charts if answers[EXTENT].sessions else ()
    drawn = filter(None, (kind.chart(answers, edition.given) for kind in asked))
    yield from (figure(number, one) for number, one in enumerate(drawn, start=1))


def _assets(edition: Edition) -> Iterator[tuple[str, bytes]]:
    folder = files("portlog.present").joinpath("assets")
    for name in (*_ASSETS, *([_SERVED_ASSET] if edition.is_served else [])):
        yield f"assets/{name}", folder.joinpath(name).read_bytes()
