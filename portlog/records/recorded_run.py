"""A recorded run of the tests of a ported file, as the check of provenance needs it."""

from dataclasses import dataclass

from portlog.records.tally import Tally


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """What a run gave; `port_digests` says what the ported files were, by their paths."""

    run_id: str
    tally: Tally
    port_digests: tuple[tuple[str, str], ...] = ()

    @property
    def has_passed(self) -> bool:
        """Whether something ran, and all of it passed."""
        return self.tally.passed == self.tally.total > 0

    def digest_of(self, port_path: str) -> str | None:
        """Return what a file was in this run; None if the run does not tell."""
        return dict(self.port_digests).get(port_path)
