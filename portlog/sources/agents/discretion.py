"""What a reader took from a log, freed of all that could be private, before anything keeps it."""

import msgspec

from portlog.sources.agents import names
from portlog.sources.agents.transcript import Call, Transcript


def discreet(told: Transcript) -> Transcript:
    """Return a transcript with every name that could be private left out, or replaced."""
    told.thread = names.kept_thread(told.thread)
    told.parent = names.kept_thread(told.parent)
    told.copied_from = names.kept_thread(told.copied_from)
    told.calls = _discreet_calls(told.calls)
    told.version = names.kept_version(told.version)
    told.branch = names.kept_branch(told.branch)
    told.effort = names.kept_words(told.effort)
    told.hooks = names.kept_events(told.hooks)
    told.servers = names.kept_servers(told.servers)
    told.commits = names.kept_commits(told.commits)
    told.kinds = _discreet_kinds(told.kinds)
    return told


def _discreet_calls(calls: list[Call]) -> list[Call]:
    named = {(call.model, call.tier) for call in calls}
    kept = {(m, t): (names.kept_model(m), names.kept_tier(t)) for m, t in named}
    if all(of == to for of, to in kept.items()):
        return calls
    return [_renamed(call, *kept[call.model, call.tier]) for call in calls]


def _renamed(call: Call, model: str, tier: str) -> Call:
    return msgspec.structs.replace(call, model=model, tier=tier)


def _discreet_kinds(kinds: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, rows in kinds.items():
        shown = kind if names.is_plain(kind) else ""
        found[shown] = found.get(shown, 0) + rows
    return found
