"""Logs of one conversation per agent in which every string tells something private."""

from collections.abc import Sequence
from pathlib import Path

from agent_corpus_privacy_claude import CLAUDE_ID, CLAUDE_VARIANT_ID, private_claude
from agent_corpus_privacy_codex import CODEX_ID, CODEX_VARIANT_ID, private_codex

__all__ = ["CLAUDE_ID", "CLAUDE_VARIANT_ID", "CODEX_ID", "CODEX_VARIANT_ID", "privacy_corpus"]


def privacy_corpus(folder: Path, experiment: Path, planted: Sequence[str]) -> None:
    """Write `folder/claude` and `folder/codex`: all that should never come out of a log.

    Under `CLAUDE_ID` and `CODEX_ID` every free string carries all planted strings. Under the two
    variant ids the planted strings stand, one by one, where a reader expects names of its own.
    """
    private_claude(folder / "claude", experiment, planted)
    private_codex(folder / "codex", experiment, planted)
