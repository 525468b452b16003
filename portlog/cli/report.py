"""Writing a check's answer in the format that was asked for."""

from collections.abc import Callable
from dataclasses import replace
from os.path import relpath
from pathlib import Path

import typer

from portlog import __version__
from portlog.present.diagnostics import ReportFormat
from portlog.present.tables import Format
from portlog.records.diagnostic import Diagnostic, Report


def echo_report(
    form: ReportFormat, listing: Callable[[Format], str], report: Callable[[], Report]
) -> None:
    """Write the listing, or the report for other tools, its files named from the repository."""
    if form.listing is not None:
        typer.echo(listing(form.listing), nl=False)
        return
    from portlog.jobs.repository_places import seen_from_repository
    from portlog.present.diagnostics import diagnostic_report

    told = seen_from_repository(report(), Path.cwd())
    typer.echo(diagnostic_report(told, form, __version__), nl=False)


def named_from_here(report: Report, root: Path) -> Report:
    """Return a report on an experiment with its files named from the folder of the command."""

    def moved(one: Diagnostic) -> Diagnostic:
        if one.spot is None:
            return one
        return replace(one, spot=replace(one.spot, file=relpath(root / one.spot.file)))

    return replace(
        report,
        diagnostics=tuple(map(moved, report.diagnostics)),
        unchecked=tuple(map(moved, report.unchecked)),
    )
