"""What each rule by which figures are made says."""

from collections.abc import Mapping

from portlog.present.language import gettext, translatable

_RULES: Mapping[str, str] = {
    "typed": translatable("A person or a program typed it. Nothing has checked it."),
    "agent_log/1": translatable("Day, llm and model as the agent’s own log has them."),
    "all_input/1": translatable(
        "All that the model read: uncached input, cache writes and cache reads, each call once."
    ),
    "all_output/1": translatable("All that the model wrote, reasoning included, each call once."),
    "list_price/1": translatable(
        "Tokens of each class times the public list price of the call’s own day. What a "
        "subscription really cost stands apart."
    ),
    "active_10min/1": translatable(
        "Time from the first to the last event of the session, gaps over 10 minutes cut."
    ),
    "timer/1": translatable("Time between starting and stopping portlog’s own timer."),
    "o200k_base": translatable(
        "Tokens of a text counted with o200k_base, which is not the model’s own tokenizer: an "
        "estimate, marked with ~."
    ),
    "union/1": translatable(
        "Sessions that ran at the same time add the smaller of two times: their minutes together, "
        "and the time between the first’s beginning and the last’s end. The sum is an upper bound."
    ),
    "loc/1": translatable(
        "Lines with code, from syntax trees: no comments, no documentation, no blank lines, no "
        "tests. Each line is counted once."
    ),
    "symbols/1": translatable(
        "Functions, classes and methods with their nested parts, told apart by syntax trees; two "
        "are equal if their words and marks are."
    ),
    "plan/1": translatable("The one module of the plan that all files of the session belong to."),
    "paths/1": translatable("The module whose files the session’s edits changed most."),
    "log_coverage/1": translatable(
        "Sessions that agents’ own records and histories know of, held against the log by name."
    ),
    "hugo/1": translatable("Reading time: (words + 212) / 213 minutes, as Hugo counts."),
}


def rule_words(rule: str) -> str | None:
    """Return what a rule says; None for one that this portlog does not know."""
    known = _RULES.get(rule)
    return None if known is None else gettext(known)


def known_rules() -> tuple[str, ...]:
    """Return the names of all rules that have words."""
    return tuple(_RULES)
