"""Look-ups of crates as diagnostics: what is found is an error, what warns a warning."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from portlog.present.advisory_age import age_words
from portlog.present.crates import cache_words, claim_words
from portlog.records.advisory import SnapshotAge
from portlog.records.crate_lookup import CrateLookup
from portlog.records.crate_warning import WarningKind
from portlog.records.dependency import DependencyLookup
from portlog.records.diagnostic import Diagnostic, Report, Rule, Severity
from portlog.records.outcome import Outcome
from portlog.records.spot import Spot
from portlog.records.verdict import Verdict

STDIN = "stdin"
VERDICT_MEANINGS: Mapping[Verdict, str] = {
    Verdict.NOT_FOUND: "The registry has no crate of this name.",
    Verdict.WRONG_SPELLING: "The registry has the name in another spelling only.",
    Verdict.NO_MATCHING_VERSION: "No version of the crate matches the requirement.",
    Verdict.YANKED: "Only yanked versions of the crate match.",
    Verdict.NO_SUCH_FEATURE: "The crate has no such feature.",
    Verdict.FEATURE_ONLY_IN_OLDER_VERSION: "Only an older version has the feature; cargo takes it.",
    Verdict.INVALID_NAME: "No crate can have this name.",
    Verdict.INVALID_REQUIREMENT: "Cargo refuses the requirement.",
    Verdict.NEEDS_NEWER_RUST: "The version needs a newer Rust.",
    Verdict.INVALID_DEPENDENCY: "Cargo refuses the entry.",
    Verdict.WRONG_CHECKSUM: "The lock file and the index have different checksums.",
    Verdict.REGISTERED_AFTER_CLAIM: "The crate or version came after it was suggested.",
    Verdict.UNVERIFIABLE: "Nobody could say whether the crate exists.",
}
WARNING_MEANINGS: Mapping[WarningKind, str] = {
    WarningKind.REMOVED_AS_MALICIOUS: "A crate of this name was once removed as malicious.",
    WarningKind.VULNERABLE: "A security advisory affects the version.",
    WarningKind.UNSOUND: "An advisory says that the version is unsound.",
    WarningKind.UNMAINTAINED: "An advisory says that nobody maintains the crate.",
    WarningKind.NOTICE: "An advisory has a notice about the version.",
    WarningKind.RESERVED_NAME: "Crates.io reserves this name.",
    WarningKind.LOOK_ALIKE: "The name is one slip away from that of a far better known crate.",
    WarningKind.VERY_YOUNG: "The crate was first published shortly before.",
    WarningKind.SINGLE_VERSION: "The crate has one version only.",
    WarningKind.ONLY_YANKED: "Every version of the crate is yanked.",
    WarningKind.ONLY_PRE_RELEASES: "The crate has pre-releases only.",
    WarningKind.NO_REPOSITORY: "The crate names no repository.",
}
_Placed = tuple[CrateLookup, Spot | None]


def crate_report(lookups: Iterable[CrateLookup], advisories: SnapshotAge) -> Report:
    """Return the report on crates that were named on a command line, in no file."""
    return _report([(one, None) for one in lookups], advisories)


def dependency_report(entries: Iterable[DependencyLookup], advisories: SnapshotAge) -> Report:
    """Return the report on the dependencies of a file; what came by standard input has no file."""
    placed = [(one.lookup, None if one.spot.file == STDIN else one.spot) for one in entries]
    return _report(placed, advisories)


def _report(placed: Sequence[_Placed], advisories: SnapshotAge) -> Report:
    return Report(
        tuple(one for lookup, spot in placed for one in _diagnostics(lookup, spot)),
        tuple(_verdict(lookup, spot) for lookup, spot in placed if _is_open(lookup)),
        (age_words(advisories), *cache_words([lookup for lookup, _ in placed])),
    )


def _is_open(lookup: CrateLookup) -> bool:
    return lookup.outcome is Outcome.UNKNOWN


def _diagnostics(lookup: CrateLookup, spot: Spot | None) -> Iterator[Diagnostic]:
    if lookup.outcome is Outcome.FOUND:
        yield _verdict(lookup, spot)
    for warning in lookup.warnings:
        rule = Rule(warning.kind, WARNING_MEANINGS[warning.kind])
        said = f"{claim_words(lookup)}: {warning.reason}"
        yield Diagnostic(rule, Severity.WARNING, said, spot)


def _verdict(lookup: CrateLookup, spot: Spot | None) -> Diagnostic:
    verdict = lookup.verdict
    severity = Severity.WARNING if _is_open(lookup) else Severity.ERROR
    said = f"{claim_words(lookup)}: {verdict}: {'; '.join(lookup.judgement.reasons)}"
    accepted = " or ".join(lookup.judgement.suggestions)
    return Diagnostic(Rule(verdict, VERDICT_MEANINGS[verdict]), severity, said, spot, accepted)
