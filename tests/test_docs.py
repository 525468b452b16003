"""The docs: complete, true to the command line, and their examples run."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from support import REPOSITORY, Cli

from portlog import __version__
from portlog.cli.commands import COMMANDS, CommandEntry
from portlog.cli.lazy import load

DOCS = REPOSITORY / "docs"
PAGES = sorted(
    [*DOCS.glob("*.md"), *(REPOSITORY / f"{name}.md" for name in ("README", "CONTRIBUTING"))]
)
README, JUSTFILE = REPOSITORY / "README.md", REPOSITORY / "justfile"
LINKING = [*PAGES, REPOSITORY / "CHANGELOG.md", REPOSITORY / "data" / "README.md"]
WITH_EXAMPLES = [page for page in PAGES if "```console\n" in page.read_text(encoding="utf-8")]

_EXAMPLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
_SESSION_ID = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9-]+-[0-9a-z]{6}\b")
_LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"\bPORTLOG_[A-Z_]+")
_TASK = re.compile(r"\bjust ([a-z]+)\b")


def _name(page: Path) -> str:
    return str(page.relative_to(REPOSITORY))


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _all_docs() -> str:
    return "\n".join(_text(page) for page in DOCS.glob("*.md"))


def _command_tree(
    entries: tuple[CommandEntry, ...] = COMMANDS, before: str = ""
) -> Iterator[tuple[str, Any]]:
    """Return every command and group by what is typed for it, groups before what they hold."""
    for entry in entries:
        yield f"{before}{entry.name}", load(entry)
        yield from _command_tree(entry.commands, f"{before}{entry.name} ")


TREE = dict(_command_tree())


@dataclass(frozen=True, slots=True)
class Step:
    """A command as a page shows it, and what the page says that it prints."""

    command: str
    printed: str


def _steps(page: Path) -> Iterator[Step]:
    for block in _EXAMPLE.findall(_text(page)):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.splitlines(keepends=True)
            ends = next(i for i in range(1, len(lines) + 1) if _is_whole("".join(lines[:i])))
            yield Step("".join(lines[:ends]).strip(), "".join(lines[ends:]))


def _is_whole(command: str) -> bool:
    return not command.endswith("\\\n") and command.count("'") % 2 == 0


def _printed(command: str, cli: Cli) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=cli.folder,
        env=cli.environment() | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout.replace(str(cli.folder), "~/port")


def _without_letters(text: str) -> str:
    return _SESSION_ID.sub(lambda found: found[0][:-6] + "······", text).rstrip()


def _anchor(heading: str) -> str:
    plain = re.sub(r"[`*()\[\].,:/@?!'\"]", "", heading).strip().lower()
    return plain.replace(" ", "-")


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=_name)
def test_the_examples_of_a_page_run_and_print_what_it_says(page: Path, cli: Cli) -> None:
    real: dict[str, str] = {}
    for step in _steps(page):
        command = _SESSION_ID.sub(lambda found: real.get(found[0], found[0]), step.command)

        printed = _printed(command, cli)

        assert _without_letters(printed) == _without_letters(step.printed), command
        names = zip(_SESSION_ID.findall(step.printed), _SESSION_ID.findall(printed), strict=True)
        real.update(names)


@pytest.mark.parametrize("command", ["", *TREE])
def test_the_help_text_in_the_docs_is_the_real_one(command: str, cli: Cli) -> None:
    told = cli(*command.split(), "--help", COLUMNS="80").out

    assert f"```text\n{told.strip()}\n```" in _all_docs()


def test_every_option_is_written_about_beside_its_help_text() -> None:
    prose = re.sub(r"```text\nUsage.*?```", "", _all_docs(), flags=re.DOTALL)
    parameters = [parameter for command in TREE.values() for parameter in command.params]
    options = [[*one.opts, *one.secondary_opts] for one in parameters if one.opts[0][0] == "-"]

    unexplained = {names[0] for names in options if not any(name in prose for name in names)}

    assert unexplained == set()


@pytest.mark.parametrize("page", LINKING, ids=_name)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(_text(page)) if not link.startswith("https://")]

    broken = [link for link in links if not _leads_somewhere(page, link)]

    assert broken == []


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path) if path else page
    if not target.exists() or not anchor:
        return target.exists()
    return anchor in {_anchor(heading) for heading in _HEADING.findall(_text(target))}


def test_the_index_names_every_page() -> None:
    linked = set(_LINK.findall(_text(DOCS / "README.md")))

    assert {page.name for page in DOCS.glob("*.md")} - linked == {"README.md"}


def test_every_task_that_is_named_exists() -> None:
    tasks = set(re.findall(r"^([a-z]+)(?: \*?[a-z]+)*:", _text(JUSTFILE), re.MULTILINE))
    fenced = re.findall(r"`[^`]*`|```.*?```", "\n".join(map(_text, PAGES)), re.DOTALL)

    named = {task for code in fenced for task in _TASK.findall(code)}

    assert named - tasks == set()


def test_ci_installs_as_the_readme_says() -> None:
    (line,) = re.findall(r"^python3 -m venv .*/just test$", _text(README), re.MULTILINE)
    ci = _text(REPOSITORY / ".ci" / "run")

    installs = [step for step in line.split(" && ") if " install " in step]

    assert installs
    assert [step for step in installs if f"{step}\n" not in ci] == []


def test_the_readme_ends_its_main_command_in_the_demo() -> None:
    lines = re.findall(r"^python3 -m venv .*$", _text(README), re.MULTILINE)

    assert [line.rsplit("/", 1)[1] for line in lines] == ["portlog demo", "just test"]


def test_every_environment_variable_of_its_own_is_documented() -> None:
    code = "\n".join(map(_text, (REPOSITORY / "portlog").rglob("*.py")))
    documented = _text(DOCS / "output.md")

    assert [name for name in _VARIABLE.findall(code) if f"`{name}`" not in documented] == []


def test_every_dependency_has_a_paragraph() -> None:
    project = tomllib.loads(_text(REPOSITORY / "pyproject.toml"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    headings = _HEADING.findall(_text(DOCS / "dependencies.md"))

    explained = {name for heading in headings for name in heading.split(", ")}

    assert {Requirement(text).name for text in wanted} - explained == set()


def test_the_changelog_has_this_version_and_its_headings_are_in_order() -> None:
    headings = re.findall(r"^## \[(.+?)\]", _text(REPOSITORY / "CHANGELOG.md"), re.MULTILINE)
    versions = [tuple(map(int, one.split("."))) for one in headings if one != "Unreleased"]

    assert headings[0] == "Unreleased"
    assert __version__ in headings
    assert all(newer > older for newer, older in pairwise(versions))
