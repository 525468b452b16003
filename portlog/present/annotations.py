"""Diagnostics as GitHub's workflow commands, which a run shows beside the lines of a change.

Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator, Mapping

from portlog.present.text import printable
from portlog.records.diagnostic import Diagnostic, Report, Severity

_COMMANDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotations(report: Report, tool_version: str) -> str:
    """Return one command a line: errors first, then what could not be checked, then the rest."""
    order = list(Severity)
    ranked = sorted(report.diagnostics, key=lambda one: order.index(one.severity))
    errors = [one for one in ranked if one.severity is Severity.ERROR]
    told = (*errors, *report.unchecked, *ranked[len(errors) :])
    lines = [_command(one) for one in told]
    lines += [f"::notice title=portlog {tool_version}::{_message(note)}" for note in report.notes]
    return "".join(f"{line}\n" for line in lines)


def _command(one: Diagnostic) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(one))
    accepted = f" (accepted: {one.accepted})" if one.accepted else ""
    return f"::{_COMMANDS[one.severity]} {properties}::{_message(one.message + accepted)}"


def _properties(one: Diagnostic) -> Iterator[tuple[str, str]]:
    if one.spot is not None:
        yield "file", one.spot.file
        yield from _position(one.spot.line, one.spot.column)
    yield "title", f"portlog: {one.rule.name}"


def _position(line: int, column: int) -> Iterator[tuple[str, str]]:
    if line:
        yield "line", str(line)
    if line and column:
        yield "col", str(column)


def _property(text: str) -> str:
    return printable(text).translate(_PROPERTY)


def _message(text: str) -> str:
    return printable(text, keep="\n").translate(_MESSAGE)
