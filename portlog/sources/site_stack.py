"""What takes the place of what in the port: `site/stack.toml`."""

from pathlib import Path

import msgspec

from portlog.errors import ConfigError
from portlog.records.stack import Stack, StackLayer
from portlog.sources.site_text import Written, spoken
from portlog.sources.toml_file import read_toml


class _Layer(msgspec.Struct, forbid_unknown_fields=True):
    name: Written
    original: Written = ""
    port: Written = ""
    crates: list[str] = msgspec.field(default_factory=list)
    why: Written = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    standfirst: Written = ""
    layer: list[_Layer] = msgspec.field(default_factory=list)


def read_stack(path: Path) -> Stack:
    """Return the stack of a file, empty where there is no file.

    `ConfigError` names file and line of what cannot be read.
    """
    told = read_toml(path, _File) or _File()
    return Stack(tuple(_layer(path, one) for one in told.layer), spoken(told.standfirst))


def _layer(path: Path, told: _Layer) -> StackLayer:
    name = spoken(told.name)
    if not name:
        raise ConfigError(f"{path}: a layer has no name", 'write name = "HTTP"')
    return StackLayer(
        name, spoken(told.original), spoken(told.port), tuple(told.crates), spoken(told.why)
    )
