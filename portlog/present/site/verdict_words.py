"""What a registry or a documentation said of a crate or an item, in words and with a mark."""

from collections.abc import Mapping

from portlog.present.language import gettext, translatable
from portlog.present.site.plain_table import Told
from portlog.records.item import ItemVerdict
from portlog.records.outcome import Outcome
from portlog.records.verdict import Verdict

_WORDS: Mapping[str, str] = {
    Verdict.EXISTS: translatable("exists"),
    Verdict.NOT_FOUND: translatable("not found"),
    Verdict.WRONG_SPELLING: translatable("wrong spelling"),
    Verdict.NO_MATCHING_VERSION: translatable("no matching version"),
    Verdict.YANKED: translatable("yanked"),
    Verdict.NO_SUCH_FEATURE: translatable("no such feature"),
    Verdict.FEATURE_ONLY_IN_OLDER_VERSION: translatable("feature only in an older version"),
    Verdict.INVALID_NAME: translatable("invalid name"),
    Verdict.INVALID_REQUIREMENT: translatable("invalid requirement"),
    Verdict.NEEDS_NEWER_RUST: translatable("needs a newer Rust"),
    Verdict.INVALID_DEPENDENCY: translatable("invalid dependency"),
    Verdict.WRONG_CHECKSUM: translatable("wrong checksum"),
    Verdict.ELSEWHERE: translatable("from elsewhere"),
    Verdict.REGISTERED_AFTER_CLAIM: translatable("registered after it was named"),
    Verdict.UNVERIFIABLE: translatable("could not be checked"),
}
_ITEM_WORDS: Mapping[str, str] = {
    ItemVerdict.GATED: translatable("behind a feature"),
    ItemVerdict.ABSENT: translatable("absent"),
    ItemVerdict.UNKNOWN: translatable("could not be checked"),
}
_MARKS: Mapping[Outcome, str] = {
    Outcome.CLEAN: "yes",
    Outcome.FOUND: "false",
    Outcome.UNKNOWN: "half",
}


def verdict_words(verdict: Verdict | ItemVerdict) -> str:
    """Return a verdict in words."""
    known = _WORDS.get(verdict) or _ITEM_WORDS.get(verdict)
    return gettext(known) if known else verdict.value.replace("_", " ")


def verdict_cell(verdict: Verdict | ItemVerdict, small: str = "") -> Told:
    """Return a verdict with the mark of what it means for the whole."""
    return Told(verdict_words(verdict), small, mark=_MARKS[verdict.outcome])
