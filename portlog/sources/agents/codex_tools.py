"""What the tools of Codex were given and gave back: of it, patches and the names of commits."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from portlog.sources.agents.codex_patches import BEGIN, Lines, lines_in
from portlog.sources.agents.codex_rows import NOTHING, UNREADABLE, Head

_SHELLS = frozenset(
    {
        "container.exec",
        "exec",
        "exec_command",
        "local_shell",
        "local_shell_call",
        "shell",
        "shell_command",
        "unified_exec",
    }
)
# a script's patch has another name than the call of the script, and a row of its own
_PATCHED_BY_HAND = _SHELLS - {"exec"}
_COMMITTED = re.compile(
    r"^\[(?:detached HEAD|[^\]\s]{1,200})(?: \(root-commit\))? ([0-9a-f]{7,40})\] ", re.MULTILINE
)
_COMMITTING = re.compile(rb"\bgit\b[^\n]{0,300}?\bcommit\b")
_EXIT = re.compile(r"^(?:Exit code|Process exited with code)(?:: | )(-?\d+)", re.MULTILINE)
_DONE = "Success."
_PATCHING = "apply_patch"
_LOCAL = "local_shell_call"
_DEEPEST = 8


def given_to(call: Head) -> bytes:
    """Return what a tool was given, as it stands in the log."""
    for raw in (call.arguments, call.input, call.action):
        if raw is not NOTHING:
            return bytes(raw)
    return b""


def is_committing(command: bytes) -> bool:
    """Say whether a command makes a commit."""
    return b"commit" in command and bool(_COMMITTING.search(command))


def is_shell(name: str | None) -> bool:
    """Say whether a tool runs commands."""
    return (name or _LOCAL) in _SHELLS


def commits_in(output: str) -> list[str]:
    """Return the commits that `git commit` says it made."""
    return _COMMITTED.findall(output) if "] " in output else []


def patch_in(name: str, given: bytes) -> tuple[list[Lines], str]:
    """Return what a patch does that a tool was given, and the folder it was to work in."""
    value = _value(given)
    text = next((text for text in _texts(value) if BEGIN in text), "")
    if name != _PATCHING and not ((name or _LOCAL) in _PATCHED_BY_HAND and _is_patching(value)):
        return [], ""
    folder = value.get("workdir") if isinstance(value, dict) else None
    return [*lines_in(text)] if text else [], folder if isinstance(folder, str) else ""


def text_of(output: msgspec.Raw) -> str:
    """Return the text that a tool gave back, in whichever of its forms."""
    return "\n".join(_texts(_value(output)))


def succeeded(output: msgspec.Raw) -> bool:
    """Say whether a tool's output tells of success; silence is none."""
    value = _value(output)
    told = value.get("metadata") if isinstance(value, dict) else None
    code = told.get("exit_code") if isinstance(told, dict) else None
    if code is not None:
        return bool(code == 0)
    text = "\n".join(_texts(value))
    found = _EXIT.search(text)
    return found[1] == "0" if found else text.startswith(_DONE)


def _is_patching(given: Any) -> bool:
    """Say whether a command is `apply_patch`, by the words before the patch."""
    return any(_PATCHING in text.partition(BEGIN)[0] for text in _texts(given))


def _value(raw: msgspec.Raw | bytes) -> Any:
    """Return a value; a text that is itself an object or a list is opened."""
    try:
        value = msgspec.json.decode(raw)
        return msgspec.json.decode(value) if isinstance(value, str) and value[:1] in "{[" else value
    except UNREADABLE:
        return _plain(raw)


def _plain(raw: msgspec.Raw | bytes) -> Any:
    try:
        return msgspec.json.decode(raw, type=str)
    except UNREADABLE:
        return None


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth < _DEEPEST:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part, depth + 1)
