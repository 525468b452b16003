"""What was done in a Codex thread: edits and commits, the servers and the hooks that ran."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from portlog.sources.agents.codex_patches import BEGIN, Lines, lines_of
from portlog.sources.agents.codex_rows import (
    NOTHING,
    UNREADABLE,
    Change,
    Head,
    HookRun,
    Invocation,
    Item,
    part_of,
)
from portlog.sources.agents.codex_thread import Thread, Unusable
from portlog.sources.agents.codex_tools import (
    commits_in,
    given_to,
    is_committing,
    is_shell,
    patch_in,
    succeeded,
    text_of,
)
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.transcript import Edit, key_maker

_PATCH = BEGIN.encode()
_SERVER = "mcp__"
_COMPLETED = "completed"
_edit_key = key_maker("edit")
Act = Callable[[Head], None]
Pair = tuple[str, str]
_changes = msgspec.json.Decoder(dict[str, Change] | None).decode


class Work:
    """What the rows of tools tell, in their order."""

    def __init__(self, thread: Thread, ground: Ground) -> None:
        """Begin with nothing done; the thread says where each thing is."""
        self.names: dict[str, dict[str, int]] = {"hooks": {}, "servers": {}, "commits": {}}
        self._thread = thread
        self._ground = ground
        self._edits: dict[str, tuple[Edit, int]] = {}
        self._logged: set[str] = set()
        self._patches: dict[str, tuple[str, bytes]] = {}
        self._applied: dict[str, dict[str, tuple[Edit, int]]] = {}
        self._committing: set[str] = set()

    def edits(self) -> list[tuple[Edit, int]]:
        """Return the edits and their places; those by a patch's text where no row tells of it."""
        found = dict(self._edits)
        for call, edits in self._applied.items():
            if call not in self._logged:
                found |= edits
        return list(found.values())

    def patch(self, patch: Head) -> None:
        """Take a patch that was applied, or was not."""
        self._take_changes(patch.call_id, patch.changes, is_done=patch.success is True)

    def item(self, told: Head) -> None:
        """Take an item that is done."""
        item = part_of(told.item, Item)
        if item is None:
            return
        if item.type == "FileChange":
            self._take_changes(item.id, item.changes, is_done=item.status == _COMPLETED)
        elif item.type == "CommandExecution" and is_committing(bytes(told.item)):
            self._note_commits(text_of(item.aggregated_output) or text_of(item.stdout))
        elif item.type == "McpToolCall":
            self._note("servers", item.server)

    def done(self, told: Head) -> None:
        """Take the end of a call of an MCP server, or of a hook."""
        invocation, hook = part_of(told.invocation, Invocation), part_of(told.run, HookRun)
        self._note("servers", invocation.server if invocation else None)
        name = (hook.event_name if hook else None) or ""
        self._note("hooks", name.title().replace("_", "") if name.islower() else name)

    def call(self, call: Head) -> None:
        """Take a call of a tool that may patch or commit, or that is an MCP server's."""
        for name in (call.name, call.namespace):
            if name and name.startswith(_SERVER):
                self._note("servers", name.split("__")[1])
        given = given_to(call)
        if call.call_id and is_shell(call.name) and is_committing(given):
            self._committing.add(call.call_id)
        if call.call_id and call.call_id not in self._logged and _PATCH in given:
            self._patches[call.call_id] = call.name or "", given

    def output(self, told: Head) -> None:
        """Take what a tool gave back that was to patch or to commit."""
        name = told.call_id or ""
        if name in self._committing:
            self._committing.discard(name)
            self._note_commits(text_of(told.output))
        patch = self._patches.pop(name, None)
        if patch and succeeded(told.output):
            self._applied[name] = self._edits_of(name, *patch_in(*patch))

    def _take_changes(self, call: str | None, changes: msgspec.Raw, *, is_done: bool) -> None:
        name = call or f"{self._thread.name} {self._thread.place}"
        self._logged.add(name)
        self._patches.pop(name, None)
        if is_done and changes is not NOTHING:
            lines = [lines_of(path, change) for path, change in _changed(changes).items()]
            self._edits |= self._edits_of(name, lines, self._thread.folder)

    def _edits_of(
        self, call: str, lines: Iterable[Lines], folder: str
    ) -> dict[str, tuple[Edit, int]]:
        found = {}
        for path, added, removed in lines:
            place = self._ground.place(path, folder or self._thread.folder)
            if place and (added or removed):
                key = _edit_key(f"{call}\0{path}")
                edit = Edit(key, place.language, place.module, added, removed)
                found[key] = (edit, self._thread.place)
        return found

    def _note_commits(self, output: str) -> None:
        for sha in commits_in(output):
            self._note("commits", sha)

    def _note(self, name: str, found: str | None) -> None:
        if found:
            self.names[name][found] = self._thread.place


def _changed(changes: msgspec.Raw) -> Mapping[str, Change]:
    try:
        return _changes(changes) or {}
    except UNREADABLE:
        raise Unusable("a patch of another form") from None


def acts_of(thread: Thread, work: Work) -> Mapping[Pair, Act]:
    """Return what is done with the rows of each kind, by the types of row and payload."""
    items = {
        "custom_tool_call": work.call,
        "custom_tool_call_output": work.output,
        "function_call": work.call,
        "function_call_output": work.output,
        "local_shell_call": work.call,
    }
    events = {
        "hook_completed": work.done,
        "item_completed": work.item,
        "mcp_tool_call_end": work.done,
        "patch_apply_end": work.patch,
        "task_complete": thread.end_turn,
        "task_started": thread.start_turn,
        "thread_settings_applied": thread.apply_settings,
        "token_count": thread.count,
        "turn_aborted": thread.end_turn,
        "turn_complete": thread.end_turn,
        "turn_started": thread.start_turn,
    }
    return {
        ("", ""): thread.begin,
        ("compacted", ""): thread.compact,
        ("session_meta", ""): thread.begin,
        ("token_usage_record", ""): thread.record,
        ("turn_context", ""): thread.set_context,
        **{(name, ""): act for name, act in items.items()},
        **{("response_item", name): act for name, act in items.items()},
        **{("event_msg", name): act for name, act in events.items()},
    }
