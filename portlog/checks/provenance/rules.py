"""What the check of provenance can say, each kind under its name."""

from portlog.records.diagnostic import Rule, Severity

NO_HEADER = Rule("no_header", "A ported file does not say where it comes from.")
UNREADABLE_HEADER = Rule("unreadable_header", "A header that cannot be taken as it stands.")
HEADER_GONE = Rule("header_gone", "A recorded part of the original has no header any more.")
PORT_RENAMED = Rule("port_renamed", "A ported file lies under another name than recorded.")
ORIGINAL_MISSING = Rule("original_missing", "The original that a header names is not there.")
ORIGINAL_RENAMED = Rule("original_renamed", "The original lies under another name.")
RANGE_OUTSIDE = Rule("range_outside", "A header names lines that the original does not have.")
UNKNOWN_SYMBOL = Rule("unknown_symbol", "A header names a symbol that the original does not have.")
CHANGED = Rule("original_changed", "A symbol of the original has changed since it was ported.")
VANISHED = Rule("original_vanished", "A symbol of the original is gone since it was ported.")
NEW = Rule("original_new", "The original has a symbol that it did not have when it was ported.")
RENAMED = Rule("original_symbol_renamed", "A symbol of the original has another name now.")
MOVED = Rule("original_moved", "A symbol of the original stands on other lines, unchanged.")
CLAIMED_TWICE = Rule("claimed_twice", "Two files claim the same symbols of the original.")
UNKNOWN_SESSION = Rule("unknown_session", "A header names a session that the log does not know.")
AMBIGUOUS_SESSION = Rule("ambiguous_session", "A header names what several sessions can be.")
NO_SESSION = Rule("no_session", "A header does not say which session wrote the file.")
UNKNOWN_MODEL = Rule("unknown_model", "A header names a model that no session of the log used.")
OTHER_MODEL = Rule("other_model", "A header names another model than the session's.")
UNRECORDED_RUN = Rule("unrecorded_run", "A header says Verified, and no run of it is recorded.")
FAILED_RUN = Rule("failed_run", "A header says Verified, and the run did not pass.")
OLDER_RUN = Rule("older_run", "A header says Verified of a run that is older than the file.")
PORT_CHANGED = Rule("port_changed", "A file has changed since it was said to be verified.")
UNRECORDED_REVIEW = Rule("unrecorded_review", "A header names a review that is not recorded.")
PROPOSED_REVIEW = Rule("proposed_review", "A header names a review that no person has made.")
OLDER_REVIEW = Rule("older_review", "A file has changed since it was reviewed.")
SELF_GRADED = Rule("self_graded", "A file grades itself, which is no evidence.")
NOT_CHECKED = Rule("not_checked", "Something that could not be checked.")

RULES = (
    *(NO_HEADER, UNREADABLE_HEADER, HEADER_GONE, PORT_RENAMED),
    *(ORIGINAL_MISSING, ORIGINAL_RENAMED, RANGE_OUTSIDE, UNKNOWN_SYMBOL),
    *(CHANGED, VANISHED, NEW, RENAMED, MOVED, CLAIMED_TWICE),
    *(UNKNOWN_SESSION, AMBIGUOUS_SESSION, NO_SESSION, UNKNOWN_MODEL, OTHER_MODEL),
    *(UNRECORDED_RUN, FAILED_RUN, OLDER_RUN, PORT_CHANGED),
    *(UNRECORDED_REVIEW, PROPOSED_REVIEW, OLDER_REVIEW, SELF_GRADED, NOT_CHECKED),
)
_SEVERITIES = {
    **dict.fromkeys((MOVED, SELF_GRADED), Severity.NOTE),
    **dict.fromkeys((RENAMED, AMBIGUOUS_SESSION, NO_SESSION, NOT_CHECKED), Severity.WARNING),
    **dict.fromkeys((UNRECORDED_REVIEW, PROPOSED_REVIEW, OLDER_REVIEW), Severity.WARNING),
}


def severity_of(rule: Rule) -> Severity:
    """Return how much a kind weighs; most are errors, which are found."""
    return _SEVERITIES.get(rule, Severity.ERROR)
