"""What is offered to CI and to pre-commit is what the command line has."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from crate_support import replaced_by, write_cargo_config
from deps_support import PACKAGE
from loopback import loopback, release
from ruamel.yaml import YAML
from support import REPOSITORY, Cli

from portlog.cli.commands import COMMANDS, CommandEntry
from portlog.cli.lazy import load

PAGE = (REPOSITORY / "docs" / "ci.md").read_text(encoding="utf-8")
HOOKS: list[dict[str, Any]] = YAML(typ="safe").load(
    (REPOSITORY / ".pre-commit-hooks.yaml").read_text()
)
BLOCKS = [
    YAML(typ="safe").load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def _commands() -> Iterator[tuple[str, ...]]:
    """Yield what follows `portlog` in every command of the page's files and of the hooks."""
    files: list[object] = [*BLOCKS, *(hook["entry"] for hook in HOOKS)]
    for text in (text for file in files for text in _texts(file)):
        words = shlex.split(re.split(r"[|>]", text)[0])
        if words[:1] == ["portlog"] and len(words) > 1:
            yield tuple(words[1:])


@pytest.mark.parametrize("words", list(dict.fromkeys(_commands())), ids=" ".join)
def test_every_command_that_is_shown_exists_with_its_options(words: tuple[str, ...]) -> None:
    entries: tuple[CommandEntry, ...] = COMMANDS
    command: Any = None
    while words and entries:
        (entry,) = [one for one in entries if one.name == words[0]]
        entries, command, words = entry.commands, load(entry), words[1:]

    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_hook_for_rust_files_takes_the_whole_folder(cli: Cli) -> None:
    (hook,) = [hook for hook in HOOKS if hook["id"] == "portlog-verify-use"]
    cli.path("src").mkdir()
    cli.path("src/lib.rs").write_text("use std::fmt;\npub struct Near;\n")
    cli.path("Cargo.toml").write_text(PACKAGE)

    answer = cli(*shlex.split(hook["entry"])[1:])

    assert (hook["types"], hook["pass_filenames"]) == (["rust"], False)
    assert answer.code == 0


def test_every_hook_that_is_shown_is_one_that_there_is() -> None:
    shown = [
        hook["id"] for block in BLOCKS for repo in block.get("repos", []) for hook in repo["hooks"]
    ]

    assert shown
    assert set(shown) <= {hook["id"] for hook in HOOKS}


@pytest.mark.parametrize(
    ("path", "is_held"),
    [
        *(("Cargo.toml", True), ("crates/one/Cargo.lock", True)),
        *(("src/Cargo.rs", False), ("Cargo.toml.orig", False), ("MyCargo.toml", False)),
    ],
)
def test_the_hook_takes_manifests_and_lock_files(path: str, *, is_held: bool) -> None:
    (hook,) = [hook for hook in HOOKS if hook["id"] == "portlog-verify-deps"]

    assert (re.search(hook["files"], path) is not None) is is_held


def test_the_hook_runs_once_on_all_files_of_a_commit_and_records_nothing(experiment: Cli) -> None:
    (hook,) = [hook for hook in HOOKS if hook["id"] == "portlog-verify-deps"]
    files = ["Cargo.toml", "one/Cargo.toml"]
    root = f'{PACKAGE}[workspace]\nmembers = ["one"]\n[dependencies]\nserde = "1"\n'
    experiment.path("one").mkdir()
    experiment.path("Cargo.toml").write_text(root)
    experiment.path("one/Cargo.toml").write_text(
        PACKAGE.replace('"package"', '"one"') + '[dependencies]\ngone = "1"\n'
    )
    before = experiment.path("data/crates.csv").read_bytes()
    with loopback() as server:
        write_cargo_config(experiment.folder, replaced_by(server.url))
        server.publish("serde", release("1.0.0"))
        answer = experiment(*shlex.split(hook["entry"])[1:], *files)

    assert hook["require_serial"] is True
    assert answer.code == 1
    assert [line for line in answer.out.splitlines() if "Cargo.toml:" in line] == [
        "serde@1  exists     1.0.0       Cargo.toml:8:1",
        "gone@1   not_found              one/Cargo.toml:6:1",
    ]
    assert experiment.path("data/crates.csv").read_bytes() == before
