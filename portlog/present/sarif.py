"""Diagnostics as SARIF 2.1.0, which code hosts and editors read.

Format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from portlog.present.text import printable
from portlog.records.diagnostic import Diagnostic, Report, Rule
from portlog.records.spot import Spot

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_IN_A_PATH = "/-._~!$&'()*+,;=@"


def sarif_log(report: Report, tool_version: str) -> str:
    """Return a log of one run; its columns count characters.

    What could not be checked is a notification of an invocation that did not succeed, so that
    a run without results does not read as a clean one.
    """
    import msgspec  # noqa: PLC0415  only some commands write JSON

    told = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [_run(report, tool_version)]}
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _run(report: Report, tool_version: str) -> dict[str, Any]:
    rules = _distinct(report.diagnostics)
    reasons = _distinct(report.unchecked)
    driver = {
        "name": "portlog",
        "version": tool_version,
        "rules": [_descriptor(rule) for rule in rules],
        "notifications": [_descriptor(rule) for rule in reasons],
    }
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, reasons)],
        "results": [_result(one, rules) for one in report.diagnostics],
    }


def _distinct(diagnostics: Sequence[Diagnostic]) -> list[Rule]:
    return list({one.rule.name: one.rule for one in diagnostics}.values())


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {"id": rule.name, "shortDescription": {"text": _text(rule.meaning)}}


def _invocation(report: Report, reasons: Sequence[Rule]) -> dict[str, Any]:
    unchecked = [_notification(one, reasons) for one in report.unchecked]
    notes = [{"level": "note", "message": {"text": _text(note)}} for note in report.notes]
    return {
        "executionSuccessful": not unchecked,
        "toolExecutionNotifications": [*unchecked, *notes],
    }


def _notification(one: Diagnostic, reasons: Sequence[Rule]) -> dict[str, Any]:
    descriptor = {"id": one.rule.name, "index": _place_of(one.rule, reasons)}
    return {"descriptor": descriptor, "level": "error", **_statement(one)}


def _result(one: Diagnostic, rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "ruleId": one.rule.name,
        "ruleIndex": _place_of(one.rule, rules),
        "level": one.severity.value,
        **_statement(one),
        "partialFingerprints": {"portlog/v1": _fingerprint(one)},
    }


def _place_of(rule: Rule, rules: Sequence[Rule]) -> int:
    return [known.name for known in rules].index(rule.name)


def _statement(one: Diagnostic) -> dict[str, Any]:
    accepted = f" (accepted: {one.accepted})" if one.accepted else ""
    message: dict[str, Any] = {"message": {"text": _text(one.message + accepted)}}
    return message | ({} if one.spot is None else {"locations": [_location(one.spot)]})


def _location(spot: Spot) -> dict[str, Any]:
    uri = quote(_encodable(spot.file), safe=_IN_A_PATH)
    artifact = {"uri": uri} | ({} if _is_outside(spot.file) else {"uriBaseId": "%SRCROOT%"})
    region = _region(spot)
    place = {"artifactLocation": artifact} | ({"region": region} if region else {})
    return {"physicalLocation": place}


def _is_outside(file: str) -> bool:
    return file.startswith(("/", "../"))


def _region(spot: Spot) -> Mapping[str, int]:
    if not spot.line:
        return {}
    column = {"startColumn": spot.column} if spot.column else {}
    return {"startLine": spot.line} | column


def _fingerprint(one: Diagnostic) -> str:
    """Return what stays the same when lines above are added or removed."""
    file = "" if one.spot is None else one.spot.file
    said = f"{one.rule.name}\0{file}\0{one.message}"
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]


def _text(text: str) -> str:
    """Return a plain message: what stands in a file makes no link of the format's own in it."""
    return printable(text, keep="\n").replace("](", "] (")


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()
