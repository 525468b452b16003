"""Invented logs of Claude Code and Codex, with the exact truth of what they hold.

Everything in them is made up by this code, from a seed; the shapes of files and rows follow
public descriptions of the two formats. Nothing here knows how portlog reads them.
"""

from collections.abc import Collection
from pathlib import Path

from agent_corpus_bad import BadLog, bad_logs
from agent_corpus_claude import ClaudeHome
from agent_corpus_codex import CodexHome
from agent_corpus_pen import Pen
from agent_corpus_privacy import privacy_corpus
from agent_corpus_truth import Book, Truth

__all__ = [
    "ALL",
    "DAMAGE",
    "UNSETTLED",
    "BadLog",
    "Truth",
    "bad_logs",
    "make_corpus",
    "privacy_corpus",
]

CLAUDE = frozenset(
    "advisor btw commits compaction cost_usd effort failed_edits fallback fast geo hooks "
    "housekeeping inline_sidechains mcp midnight nested nulls outside outside_edits placeholders "
    "progress pure_copy resumed service_tiers snapshots subagents subagents_old subfolders "
    "suffixes synthetic thinking tool_results unsplit web_search workflows worktrees".split()
)
CODEX = frozenset(
    "codex_aborted codex_archive codex_bare codex_cache_write codex_compaction codex_forks "
    "codex_headless codex_history_base codex_imports codex_model_change codex_null_info "
    "codex_patches codex_records codex_repeats codex_subagents codex_tiers codex_zst".split()
)
ALL = CLAUDE | CODEX | frozenset({"drift", "lookalikes", "unicode"})
DAMAGE = frozenset({"broken", "open"})
# what nobody has settled how to read: off unless they are asked for
UNSETTLED = frozenset({"commit_lookalikes", "import_continued"})
MB = 1_000_000


def make_corpus(  # noqa: PLR0913 - all but two are named by the caller
    folder: Path,
    seed: int,
    *,
    claude_mb: float = 1,
    codex_mb: float = 1,
    experiment: Path,
    features: Collection[str] = ALL,
) -> Truth:
    """Write `folder/claude` and `folder/codex`, each of about this size; returns what they hold.

    A half of size 0 is not written. The experiment is only named, never touched.
    """
    unknown = set(features) - ALL - DAMAGE - UNSETTLED
    if unknown:
        raise ValueError(f"no such features: {', '.join(sorted(unknown))}")
    book = Book(experiment)
    if claude_mb:
        pen = Pen(f"claude {seed}", frozenset(features))
        ClaudeHome(pen, book, folder / "claude", int(claude_mb * MB)).write()
    if codex_mb:
        pen = Pen(f"codex {seed}", frozenset(features))
        CodexHome(pen, book, folder / "codex", int(codex_mb * MB)).write()
    return book.truth()
