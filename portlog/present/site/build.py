"""The whole site as files, from answers and an edition handed in."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from portlog.analytics.extent import EXTENT
from portlog.analytics.question import Answers
from portlog.present.site.catalogue import CHARTS, PAGES, ChartKind, PageKind
from portlog.present.site.edition import Edition
from portlog.present.site.figure import Figure, figure, figure_files
from portlog.present.site.templating import templates

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
    figures = _figures(answers, charts) if answers[EXTENT].sessions else {}
    return {
        **{page.path: _page(page, pages, answers, edition, figures) for page in pages},
        **dict(_assets()),
        **{
            path: file
            for one in figures.values()
            for path, file in figure_files(one, edition).items()
        },
        **copies,
    }


def _figures(answers: Answers, charts: Sequence[ChartKind]) -> dict[str, Figure]:
    drawn = (
        figure(number, kind.draw(answers[kind.question]))
        for number, kind in enumerate(charts, start=1)
    )
    return {one.chart.id: one for one in drawn}


def _page(
    page: PageKind,
    pages: Sequence[PageKind],
    answers: Answers,
    edition: Edition,
    figures: Mapping[str, Figure],
) -> bytes:
    asked = {name: answers[question] for name, question in page.questions.items()}
    facts: dict[str, Any] = {"paid": edition.paid, **asked}
    template = templates().get_template(page.template)
    return template.render(
        page=page,
        pages=pages,
        edition=edition,
        figures=figures,
        **page.view(facts),
    ).encode()


def _assets() -> Iterator[tuple[str, bytes]]:
    folder = files("portlog.present").joinpath("assets")
    for name in _ASSETS:
        yield f"assets/{name}", folder.joinpath(name).read_bytes()
