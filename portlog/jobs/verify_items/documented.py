"""What docs.rs' rustdoc JSON says of a path, where docs.rs may be asked and answers."""

from typing import TYPE_CHECKING

from portlog.checks.items.features import enabled_features
from portlog.jobs.open_registry import Place
from portlog.records.item import ItemClaim
from portlog.records.registry import CRATES_IO, Release
from portlog.records.rust_crate import CrateManifest
from portlog.records.rustdoc import Judged, RustdocCrate

if TYPE_CHECKING:
    from portlog.sources.docs_rs import DocsRs


class Documented:
    """docs.rs for one run; each release asked for once."""

    def __init__(self, place: Place, *, offline: bool) -> None:
        """Take where look-ups happen; nothing is asked yet."""
        self._place = place
        self._offline = offline
        self._docs: DocsRs | None = None
        self._known: dict[tuple[str, str], RustdocCrate | None] = {}

    def judged(self, claim: ItemClaim, release: Release, *, is_crates_io: bool) -> Judged | None:
        """Return the JSON's verdict; None where there is no JSON, or it cannot tell.

        Other registries' crates are none of docs.rs' business: it is not asked for them.
        """
        if claim.registry != CRATES_IO or not is_crates_io:
            return None
        crate = self._crate(release)
        if crate is None:
            return None
        from portlog.checks.rustdoc_items import judge_path

        manifest = CrateManifest(release.name, release.version, None, "", features=release.features)
        enabled = enabled_features(manifest, claim.features, defaults=claim.default_features)
        answer = judge_path(crate, claim, enabled.own)
        return answer if isinstance(answer, Judged) else None

    def _crate(self, release: Release) -> RustdocCrate | None:
        key = (release.name, release.version)
        if key not in self._known:
            found = self._opened().rustdoc(*key)
            self._known[key] = found if isinstance(found, RustdocCrate) else None
        return self._known[key]

    def _opened(self) -> "DocsRs":
        if self._docs is None:
            from portlog.jobs.open_docs_rs import open_docs_rs

            self._docs = open_docs_rs(self._place, offline=self._offline)
        return self._docs
