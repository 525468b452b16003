"""What Claude's tools did: their input, their results and what they truly changed."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from agent_corpus_pen import Pen
from agent_corpus_truth import line_count

SERVERS = ("github", "context7", "plugin_docs_lookup")
KINDS = ("rs", "rs", "rs", "py", "toml", "md")


class Deed(NamedTuple):
    """One use of a tool; `edit` and `commit` are what it truly did."""

    name: str
    input: dict[str, Any]
    said: str
    result: Any
    failed: bool = False
    edit: tuple[str, int, int] | None = None
    commit: str | None = None
    server: str | None = None


@dataclass(slots=True)
class Tools:
    """The tools of one conversation, which edit files under `root`."""

    pen: Pen
    root: str
    outside: str
    scale: float

    def any(self) -> Deed:
        """Return some use of a tool."""
        kinds = {"bash": 30, "read": 25, "edit": 22, "write": 7, "commit": 3, "mcp": 3, "grep": 10}
        return {
            "bash": self.bash,
            "read": self.read,
            "edit": self.edit,
            "write": self.write,
            "commit": self.commit,
            "mcp": self.mcp,
            "grep": self.grep,
        }[self.pen.of(kinds)]()

    def bash(self) -> Deed:
        told = self._output()
        if self.pen.chance("commit_lookalikes", 0.1):
            told = f"[worker {self.pen.hex(7)}] started\n{told}"
        result = {"stdout": told, "stderr": "", "interrupted": False, "isImage": False}
        return Deed("Bash", {"command": f"cargo test {self.pen.word()}"}, told, result)

    def grep(self) -> Deed:
        told = self._output()
        result = {"mode": "content", "numFiles": 0, "filenames": [], "content": told}
        return Deed("Grep", {"pattern": self.pen.word()}, told, result)

    def read(self) -> Deed:
        told, path = self._output(), self._path()
        file = {"filePath": path, "content": told, "numLines": line_count(told), "startLine": 1}
        return Deed("Read", {"file_path": path}, told, {"type": "text", "file": file})

    def mcp(self) -> Deed:
        if not self.pen.chance("mcp", 1):
            return self.bash()
        server = self.pen.one(SERVERS)
        told = [{"type": "text", "text": self._output()}]
        name = f"mcp__{server}__get_{self.pen.word()}"
        return Deed(name, {"query": self.pen.prose(40)}, told[0]["text"], told, server=server)

    def commit(self) -> Deed:
        """Return a commit, shown by a field of its own or by git's output alone."""
        if not self.pen.chance("commits", 1):
            return self.bash()
        sha, root = self.pen.hex(7), self.pen.one(("", "", " (root-commit)"))
        told = f"[main{root} {sha}] Port the {self.pen.word()}\n 2 files changed, 9 insertions(+)"
        result = {"stdout": told, "stderr": "", "interrupted": False, "isImage": False}
        if self.pen.odds(0.5):
            kind = self.pen.one(("committed", "amended"))
            result["gitOperation"] = {"commit": {"sha": sha, "kind": kind}}
        return Deed("Bash", {"command": "git commit -am 'Port'"}, told, result, commit=sha)

    def edit(self) -> Deed:
        """Return an edit: one that failed, one of a file elsewhere, or a good one."""
        path = self._edited_path()
        if self.pen.chance("failed_edits", 0.08):
            return self._failed(path)
        lines = self._hunk()
        new = {"file_path": path, "old_string": "a", "new_string": "b", "replace_all": False}
        result = {
            "filePath": path,
            "oldString": "\n".join(one[1:] for one in lines if one[0] == "-"),
            "newString": "\n".join(one[1:] for one in lines if one[0] == "+"),
            "originalFile": self.pen.text(self._size(3_000)),
            "structuredPatch": self._patch(lines),
            "userModified": False,
            "replaceAll": False,
        }
        told = f"The file {path} has been updated."
        name = self.pen.one(("Edit", "Edit", "Edit", "MultiEdit"))
        return Deed(name, new, told, result, edit=_counted(path, lines))

    def write(self) -> Deed:
        """Return a file written, either new (no patch, all lines count) or over an old one."""
        path, content = self._edited_path(), self._content()
        given = {"file_path": path, "content": content}
        result = {"type": "create", "filePath": path, "content": content, "structuredPatch": []}
        if self.pen.odds(0.6):
            found = {**result, "originalFile": None}
            return Deed(
                "Write", given, f"File created at: {path}", found, edit=_made(path, content)
            )
        lines = self._hunk()
        update = {**result, "type": "update", "structuredPatch": self._patch(lines)}
        update["originalFile"] = self.pen.text(self._size(2_000))
        return Deed("Write", given, f"{path} updated.", update, edit=_counted(path, lines))

    def _failed(self, path: str) -> Deed:
        told = "<tool_use_error>String to replace not found in file.</tool_use_error>"
        given = {"file_path": path, "old_string": "gone\n", "new_string": "there\nhere\n"}
        return Deed("Edit", given, told, "Error: String to replace not found in file.", failed=True)

    def _content(self) -> str:
        ends = self.pen.one(("\n", "\n", "", "\n\n"))
        return "\n".join(self.pen.lines(self.pen.skewed(30, 400))) + ends

    def _hunk(self) -> list[str]:
        return [
            *(f" {one}" for one in self.pen.lines(self.pen.count(0, 3))),
            *(f"-{one}" for one in self._changed(8, "-- an old remark")),
            *(f"+{one}" for one in self._changed(14, "++ a new remark")),
            *self.pen.one(((), (), ("\\ No newline at end of file",))),
        ]

    def _changed(self, most: int, remark: str) -> list[str]:
        lines = self.pen.lines(self.pen.count(0, most))
        return [*lines, remark] if self.pen.odds(0.1) else lines

    def _patch(self, lines: list[str]) -> list[dict[str, Any]]:
        cut = self.pen.count(0, len(lines)) if self.pen.odds(0.3) else len(lines)
        halves = [half for half in (lines[:cut], lines[cut:]) if half]
        return [_hunk_row(half, 1 + 90 * number) for number, half in enumerate(halves)]

    def _edited_path(self) -> str:
        if self.pen.chance("outside_edits", 0.07):
            return f"{self.outside}/{self.pen.word()}.py"
        return self._path()

    def _path(self) -> str:
        folder = self.pen.one(("src", "src/agent", "tests", "."))
        name = f"{self.pen.word()}.{self.pen.one(KINDS)}" if self.pen.odds(0.97) else "justfile"
        return f"{self.root}/{folder}/{name}".replace("/./", "/")

    def _output(self) -> str:
        return self.pen.text(self._size(5_200))

    def _size(self, middle: int) -> int:
        return int(self.pen.skewed(middle, 120_000) * self.scale) + 20


def _hunk_row(lines: list[str], start: int) -> dict[str, Any]:
    old, new = (sum(one[0] in signs for one in lines) for signs in (" -", " +"))
    return {
        "oldStart": start,
        "oldLines": old,
        "newStart": start,
        "newLines": new,
        "lines": lines,
    }


def _counted(path: str, lines: list[str]) -> tuple[str, int, int]:
    signs = [one[0] for one in lines]
    return path, signs.count("+"), signs.count("-")


def _made(path: str, content: str) -> tuple[str, int, int]:
    return path, line_count(content), 0
