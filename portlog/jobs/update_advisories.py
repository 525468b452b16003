"""Bring the copy of RustSec's database up to date."""

from dataclasses import dataclass, replace
from datetime import UTC, date

from portlog.checks.osv_ranges import advisories_of
from portlog.errors import Unreachable
from portlog.jobs.open_registry import Place, open_client
from portlog.records.advisory import Snapshot
from portlog.records.osv import OsvExport
from portlog.sources.addresses import advisories_export
from portlog.sources.advisories import newest_snapshot, packaged_snapshot, write_snapshot
from portlog.sources.osv_export import fetch_export


@dataclass(frozen=True, slots=True)
class Updated:
    """The copy that was there before and the one that is there now."""

    before: Snapshot
    now: Snapshot


def update_advisories(place: Place) -> Updated:
    """Fetch RustSec's export into the cache.

    Raises `Unreachable` if it cannot be had whole, and `StoreError` if it cannot be kept; the
    copy that was there stays either way.
    """
    today = place.clock().astimezone(UTC).date()
    before = newest_snapshot(place.cache, today)
    export = fetch_export(open_client(place), advisories_export(place.environment))
    now = _snapshot(export, today)
    write_snapshot(place.cache, now)
    return Updated(before, now)


def _snapshot(export: OsvExport, today: date) -> Snapshot:
    gone = {one.name for one in packaged_snapshot().advisories if one.expect_deleted}
    try:
        found = [one for told in export.advisories for one in advisories_of(told)]
    except ValueError as error:
        raise Unreachable(f"the export of RustSec's database cannot be used: {error}") from None
    # the export does not carry the mark of a removed crate
    marked = tuple(replace(one, expect_deleted=one.name in gone) for one in found)
    return Snapshot(today, marked, export.commit)
