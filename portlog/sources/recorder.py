"""Who runs portlog, as far as the environment tells: a claim, and no proof."""

from collections.abc import Mapping

from portlog.records.recorded_by import Recorder

# what agents set for the commands that they start
_AGENTS = (
    *("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT"),
    *("CODEX_SANDBOX", "CODEX_SANDBOX_NETWORK_DISABLED", "CODEX_THREAD_ID"),
    *("GEMINI_CLI", "CURSOR_AGENT", "OPENCODE", "AI_AGENT"),
)


def recorder_of(environ: Mapping[str, str]) -> Recorder:
    """Return who runs the command: an agent where one of their variables is set, else a person."""
    return Recorder.AGENT if any(environ.get(name) for name in _AGENTS) else Recorder.PERSON
