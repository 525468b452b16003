"""What a check has to say, in the formats that other tools read: SARIF and GitHub's annotations."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from portlog.present.annotations import annotations
from portlog.present.sarif import sarif_log
from portlog.present.tables import Format
from portlog.records.diagnostic import Report


class ReportFormat(StrEnum):
    """How a check writes its answer to standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    GITHUB = "github"

    @property
    def listing(self) -> Format | None:
        """The format as every listing knows it; None for those of diagnostics."""
        return None if self in _WRITERS else Format(self)


_WRITERS: Mapping[ReportFormat, Callable[[Report, str], str]] = {
    ReportFormat.SARIF: sarif_log,
    ReportFormat.GITHUB: annotations,
}


def diagnostic_report(report: Report, form: ReportFormat, tool_version: str) -> str:
    """Return a report as SARIF 2.1.0 or as GitHub's workflow commands.

    Raises `KeyError` for a format of listings.
    """
    return _WRITERS[form](report, tool_version)
