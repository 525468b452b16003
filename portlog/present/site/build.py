"""The whole site as files, from answers and an edition handed in."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from portlog.analytics.extent import EXTENT
from portlog.analytics.question import Answers
from portlog.present.language import speaking
from portlog.present.site.address import Address
from portlog.present.site.catalogue import CHARTS, PAGES, ChartKind, PageKind
from portlog.present.site.edition import Edition
from portlog.present.site.figure import Figure, figure, figure_files
from portlog.present.site.pages import Material, rendered_pages

_ASSETS = (
    "style.css",
    "scheme.js",
    "figures.js",
    "plotly-basic.min.js",
    "plotly-basic.min.js.LICENSE",
)


def site_files(
    answers: Answers,
    edition: Edition,
    copies: Mapping[str, bytes],
    pages: Sequence[PageKind] = PAGES,
    charts: Sequence[ChartKind] = CHARTS,
) -> dict[str, bytes]:
    """Return every file of the site by its path; `copies` are taken over as they are.

    An empty log has pages but no figures.
    """
    return {
        **{
            path: file
            for language in edition.languages
            for path, file in _in_language(language, answers, edition, pages, charts)
        },
        **dict(_assets()),
        **copies,
    }


def _in_language(
    language: str,
    answers: Answers,
    edition: Edition,
    pages: Sequence[PageKind],
    charts: Sequence[ChartKind],
) -> Iterator[tuple[str, bytes]]:
    with speaking(language):
        figures = _figures(answers, charts) if answers[EXTENT].sessions else {}
        yield from rendered_pages(Material(answers, edition, figures, pages))
        for one in figures.values():
            for path, file in figure_files(one, edition).items():
                yield Address(path, language, edition.languages[0]).file, file


def _figures(answers: Answers, charts: Sequence[ChartKind]) -> dict[str, Figure]:
    drawn = (
        figure(number, kind.draw(answers[kind.question]))
        for number, kind in enumerate(charts, start=1)
    )
    return {one.chart.id: one for one in drawn}


def _assets() -> Iterator[tuple[str, bytes]]:
    folder = files("portlog.present").joinpath("assets")
    for name in _ASSETS:
        yield f"assets/{name}", folder.joinpath(name).read_bytes()
