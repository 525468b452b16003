"""Which module of the port a file belongs to: an experiment's own rules, or the usual ones."""

import re
from collections.abc import Mapping
from typing import Any

from portlog.errors import ConfigError
from portlog.records.table import shortened
from portlog.sources.agents.ground import ModuleRule

_KEYS = ("path", "module")
_EXAMPLE = 'write path = "src/agent/*.rs" and module = "agent/{1}"'
_PLACE = re.compile(r"\{(\d+)\}")
_STARS = re.compile(r"\*\*/|\*\*|\*|\?")
_MATCHES = {"**/": "(?:(.*)/)?", "**": "(.*)", "*": "([^/]*)", "?": "([^/])"}
# a source file is named after its place below `src`, a folder's own file after the folder
_SOURCE = r"\.(?:c|cc|cpp|cs|go|h|hpp|java|js|kt|py|rs|swift|ts|tsx|zig)"
_USUAL = (
    (r"(?:.*/)?(?:tests?|benches|examples)/.*", ""),
    (rf"(?:crates/)?([^/]+)/src/(?:lib|main|mod){_SOURCE}", r"\1"),
    (rf"(?:crates/)?([^/]+)/src/(.+?)(?:/mod)?{_SOURCE}", r"\1/\2"),
    (rf"src/(.+?)(?:/mod|/__init__|/index)?{_SOURCE}", r"\1"),
)


def usual_rules() -> tuple[ModuleRule, ...]:
    """Return the rules of an experiment that has none: `src/agent/loop.rs` is `agent/loop`."""
    return tuple(ModuleRule(re.compile(rf"{pattern}\Z"), module) for pattern, module in _USUAL)


def module_rules(settings: Mapping[str, Any], shown: str) -> tuple[ModuleRule, ...]:
    """Return the rules in the `[[modules]]` of settings, the usual ones if there are none.

    In `path`, `*` stands for any part of a name, `**` for any folders; `{1}` in `module` stands
    for what the first of them met. The first rule that fits counts. `shown` is the file's name.
    """
    tables = settings.get("modules", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{shown}: modules is not a list of tables", "write [[modules]]")
    rules = [_rule(table, f"{shown}: [[modules]] {n}") for n, table in enumerate(tables, 1)]
    return tuple(rules) or usual_rules()


def _rule(table: Mapping[str, Any], place: str) -> ModuleRule:
    strange = next((key for key in table if key not in _KEYS), None)
    if strange is not None:
        raise ConfigError(f"{place} has no setting {shortened(strange)!r}", _EXAMPLE)
    path, module = table.get("path"), table.get("module")
    if not isinstance(path, str) or not path or not isinstance(module, str):
        raise ConfigError(f"{place}: path and module are not both texts", _EXAMPLE)
    pattern = _pattern(path)
    highest = max(map(int, _PLACE.findall(module)), default=0)
    if highest > pattern.groups:
        raise ConfigError(f"{place}: {{{highest}}} stands for no star of {path!r}", _EXAMPLE)
    return ModuleRule(pattern, _PLACE.sub(r"\\g<\1>", module.replace("\\", "")))


def _pattern(path: str) -> re.Pattern[str]:
    parts, at = [], 0
    for star in _STARS.finditer(path):
        parts += [re.escape(path[at : star.start()]), _MATCHES[star[0]]]
        at = star.end()
    return re.compile("".join([*parts, re.escape(path[at:])]) + r"\Z")
