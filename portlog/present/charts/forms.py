"""What a chart may be made into."""

from enum import StrEnum


class ChartForm(StrEnum):
    """What to make of a chart."""

    SVG = "svg"
    PNG = "png"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    EMBED = "embed"
