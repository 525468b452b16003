"""The progress of a port as files for other programs: `report.json` and badges of shields.io.

A badge's format: https://shields.io/badges/endpoint-badge
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from portlog.present.port_coverage import NOTHING, coverage_object, percent
from portlog.present.tables import json_text
from portlog.records.port_coverage import Covered, Extent, PortCoverage

REPORT = "report.json"
NOT_KNOWN = "not known"
_COLOURS = ((100, "brightgreen"), (50, "green"), (10, "yellowgreen"), (0, "yellow"))


def progress_files(name: str, coverage: PortCoverage) -> Mapping[str, str]:
    """Return the files by their names: the report, and a badge for each level."""
    report = json_text({"name": name, **coverage_object(coverage)})
    return {REPORT: report, **dict(_badges(coverage.whole))}


def _badges(whole: Covered) -> Iterator[tuple[str, str]]:
    levels = {
        "ported": whole.ported,
        "compiles": whole.compiles,
        "verified": whole.verified,
        "reviewed": whole.reviewed,
    }
    for label, extent in levels.items():
        badge = _badge(label, *_message(extent, whole.to_port))
        yield f"{label}.json", json.dumps(badge, indent=2) + "\n"


def _badge(label: str, message: str, colour: str) -> dict[str, Any]:
    return {"schemaVersion": 1, "label": label, "message": message, "color": colour}


def _message(part: Extent | None, whole: Extent) -> tuple[str, str]:
    share = None if part is None else percent(part, whole)
    if share is None:
        return (NOT_KNOWN if whole.code else NOTHING), "lightgrey"
    return f"{share}%", next(colour for least, colour in _COLOURS if share >= least)
