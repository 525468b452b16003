"""A chart as one file that needs nothing beside it: its pictures, its table, its style."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from portlog.present.charts.chart import Chart
from portlog.present.language import language
from portlog.present.site.edition import Edition
from portlog.present.site.figure import figure
from portlog.present.site.templating import templates


def chart_page(chart: Chart, edition: Edition) -> str:
    """Return a page of HTML with the chart alone, in the language that is spoken."""
    style = files("portlog.present").joinpath("assets", "style.css").read_text("utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        templates()
        .get_template("chart_alone.html")
        .render(
            figure=figure(1, chart),
            edition=edition,
            language=language(),
            style=style,
            style_digest=digest,
        )
    )
