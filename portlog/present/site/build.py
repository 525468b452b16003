"""The whole site as files, from answers and an edition handed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from portlog.analytics.extent import EXTENT
from portlog.analytics.question import Answers
from portlog.errors import SiteError
from portlog.present.charts.kept_pictures import Painter, Picture, paint
from portlog.present.language import speaking
from portlog.present.site.address import Address
from portlog.present.site.api import api_files
from portlog.present.site.badges import badges
from portlog.present.site.card import CARD, card
from portlog.present.site.catalogue import CHARTS, PAGES, ChartKind, PageKind
from portlog.present.site.edition import Edition
from portlog.present.site.feeds import feed_files
from portlog.present.site.figure import Figure, figure, figure_files, figure_picture
from portlog.present.site.pages import MadePage, Material, made_pages
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
    again, `ground` what all digests begin with; `theme` is a folder of templates that stand before
    the package's; `own` are the author's own files, by their paths.
    """

    pages: Sequence[PageKind] = PAGES
    charts: Sequence[ChartKind] = CHARTS
    painter: Painter = paint
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
        for language in self._edition.languages:
            yield from self._in_language(language)
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

    def _in_language(self, language: str) -> Iterator[tuple[str, bytes | None]]:
        answers, edition, means = self._answers, self._edition, self._means
        with speaking(language):
            has_rows = bool(answers[EXTENT].sessions)
            figures = _figures(answers, edition, means.charts) if has_rows else {}
            material = Material(
                answers, edition, figures, means.pages, means.known, means.ground, self._theme
            )
            for page in made_pages(material):
                yield self._placed(page)
            for path, file in _beside(figures, edition):
                place = Address(path, language, edition.languages[0]).file
                if isinstance(file, Picture):
                    self._pictures[place] = file
                else:
                    yield place, file
            if language == edition.languages[0]:
                yield from api_files(answers, edition, figures).items()

    def _placed(self, page: MadePage) -> tuple[str, bytes | None]:
        if page.kind.is_listed:
            self._pages.append(page.address)
        if page.digest:
            self.lasting[page.address.file] = page.digest
        return page.address.file, page.content


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


def _figures(answers: Answers, edition: Edition, charts: Sequence[ChartKind]) -> dict[str, Figure]:
    drawn = filter(None, (kind.chart(answers, edition.given) for kind in charts))
    return {one.id: figure(number, one) for number, one in enumerate(drawn, start=1)}


def _beside(
    figures: Mapping[str, Figure], edition: Edition
) -> Iterator[tuple[str, bytes | Picture]]:
    yield CARD, card(edition)
    yield from feed_files(edition).items()
    for one in figures.values():
        yield from figure_files(one, edition).items()
        yield one.png, figure_picture(one, edition)


def _assets(edition: Edition) -> Iterator[tuple[str, bytes]]:
    folder = files("portlog.present").joinpath("assets")
    for name in (*_ASSETS, *([_SERVED_ASSET] if edition.is_served else [])):
        yield f"assets/{name}", folder.joinpath(name).read_bytes()
