"""A small export of advisories as RustSec publishes one, made up for the tests."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"
EVENT = tuple[str, str]


def advisory(name: str, package: str, *events: EVENT, **more: Any) -> dict[str, Any]:
    """Return an OSV advisory on a crate whose one range has these events."""
    specific = {
        "categories": more.pop("categories", []),
        "cvss": None,
        "informational": more.pop("informational", None),
    }
    affected = {
        "package": {"ecosystem": "crates.io", "name": package, "purl": f"pkg:cargo/{package}"},
        "ecosystem_specific": {"affects": {"arch": [], "os": [], "functions": []}},
        "database_specific": specific,
        "ranges": [{"type": "SEMVER", "events": [dict([event]) for event in events]}],
        "versions": [],
    }
    told = {
        "id": name,
        "modified": "2026-11-20T00:00:00Z",
        "published": "2026-03-05T12:00:00Z",
        "affected": [affected],
        "summary": "made up",
        "details": "made up",
        "database_specific": {"license": "CC0-1.0"},
    }
    return told | more


def export(advisories: Sequence[Mapping[str, Any]], *others: tuple[str, bytes]) -> bytes:
    """Return a zip archive with a file for each advisory, and others by their names."""
    files = [(f"advisory-db-osv/crates/{one['id']}.json", _written(one)) for one in advisories]
    return archive((*files, *others))


def archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip archive whose comment names a commit, as a code host's archives have it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files:
            opened.writestr(name, content)
        opened.comment = COMMIT.encode()
    return packed.getvalue()


def _written(one: Mapping[str, Any]) -> bytes:
    return json.dumps(one).encode()
