"""Files and answers made to cost time or memory: refused in one line, or read at once."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Desk, desk
from deps_support import verify, write_files
from loopback import Reply, release
from support import Cli

from portlog.errors import ConfigError
from portlog.jobs.read_dependencies import read_dependencies
from portlog.records.dependency import Dependency
from portlog.records.verdict import Verdict
from portlog.sources.cargo_config import read_cargo_config
from portlog.sources.dependency_text import MOST_DEPENDENCIES
from portlog.sources.toml_file import MOST_BYTES

MANY_PARTS = "a" + ".a" * 7_000
HOSTILE = [
    ("x = " + "[" * 12_000, "nested too deeply"),
    ("x = " + "[\n" * 200_000, "nested too deeply"),
    ("x = " + "{a = " * 3_000, "nested too deeply"),
    (f"{MANY_PARTS} = 1", "a key of more than 32 parts"),
    (f"[{MANY_PARTS}]", "a key of more than 32 parts"),
    ("k" + '."a b"' * 2_500 + " = 1", "a key of more than 32 parts"),
    ("k" + " . 'a b'" * 2_000 + " = 1", "a key of more than 32 parts"),
    (f"x = {{ {MANY_PARTS} = 1 }}", "a key of more than 32 parts"),
    ("x = " + "1" * 10_000, "a number too long"),
    ("x = '" + "y" * 20_000 + "'", "longer than 16,384 bytes"),
    ("# long\n" * 200_000, "larger than 1,048,576 bytes"),
    ("x = '''\n", "not TOML"),
]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.server.publish("tool", release("1.0.0"))
        yield made


def _read(path: Path) -> tuple[Dependency, ...]:
    return read_dependencies(str(path), lambda _address: None, lambda _count: b"")


@pytest.mark.parametrize("name", ["Cargo.toml", "Cargo.lock"])
@pytest.mark.parametrize(("text", "words"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_of_cargo_is_refused(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(ConfigError, match=words) as caught:
        _read(tmp_path / name)

    assert name in caught.value.message
    assert len(caught.value.message) < 300 + len(str(tmp_path))


@pytest.mark.parametrize(("text", "words"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_configuration_is_refused(tmp_path: Path, text: str, words: str) -> None:
    write_files(tmp_path, {".cargo/config.toml": text})

    with pytest.raises(ConfigError, match=words):
        read_cargo_config(tmp_path, {"CARGO_HOME": str(tmp_path / "none")})


@pytest.mark.parametrize(
    "text",
    [
        *("```\n" * 100_000, "~~~\n```\n" * 50_000, "`" * 16_000, ("`" * 1_000 + "\n") * 1_000),
        *("- " * 8_000, "> " * 8_000, "cargo " * 2_700, "cargo add " * 1_600, "a = " * 4_000),
        *("cargo add " + "a " * 7_900 + "--features a", "cargo add a \\\n" + "a \\\n" * 200_000),
        *(" " * 16_000 + "x", "-" * 16_000, "a = '" + "''" * 8_000, "a = '''\n" * 1_000),
        *("x = " + "[" * 12_000, f"{MANY_PARTS} = 1", "[dependencies]\na = {\n" * 500),
    ],
    ids=range(18),
)
def test_a_hostile_text_names_nothing_and_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer.md").write_text(text)

    assert all(one.claim.name in ("a", "cargo", "add") for one in _read(tmp_path / "answer.md"))


@pytest.mark.parametrize(
    "text",
    [
        "[dependencies]\n" + "".join(f"a{n}='1'\n" for n in range(MOST_DEPENDENCIES + 1)),
        "cargo add a \\\n" * 70_000,
    ],
    ids=["manifest", "commands"],
)
@pytest.mark.parametrize("name", ["Cargo.toml", "answer.md"])
def test_more_dependencies_than_anybody_has_are_refused(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(ConfigError, match=r"names more than 10,000 dependencies|not TOML"):
        _read(tmp_path / name)


@pytest.mark.parametrize("name", ["Cargo.toml", "Cargo.lock", "answer.md"])
def test_a_file_of_100_mb_is_not_read_to_its_end(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(100 * 1024 * 1024)

    with pytest.raises(ConfigError, match=f"larger than {MOST_BYTES:,} bytes"):
        _read(tmp_path / name)


def test_a_stream_of_100_mb_is_left_unread(cli: Cli) -> None:
    stream = subprocess.Popen(
        [sys.executable, "-c", "for _ in range(100): print('x = 1\\n' * 170_000)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    refused = subprocess.run(
        [sys.executable, "-m", "portlog", "verify-deps", "-"],
        cwd=cli.folder,
        env=cli.environment(),
        stdin=stream.stdout,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert stream.stdout is not None
    stream.stdout.close()
    stream.wait()

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == f"portlog: stdin: larger than {MOST_BYTES:,} bytes\n"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 500_000,
        b'{"name": "tool", "vers": "1.0.0", "deps": ' + b"[" * 500_000,
        b'{"name": "tool", "x": ' + b'{"x":' * 200_000 + b"1" + b"}" * 200_000 + b"}",
        b"\n" * 1_000_000,
        b"\0" * 1_000_000,
        b"9" * 1_000_000,
    ],
    ids=["arrays", "dependencies", "objects", "lines", "zeros", "digits"],
)
def test_a_hostile_index_answer_is_no_answer(here: Desk, body: bytes) -> None:
    here.server.replies["/to/ol/tool"] = Reply(body=body)

    assert here.one("tool").verdict is Verdict.UNVERIFIABLE


@pytest.mark.parametrize(
    "reply",
    [
        Reply(302, headers={"Location": "http://127.0.0.2/tool"}),
        Reply(302, headers={"Location": "https://evil.example/"}),
        Reply(302, headers={"Location": "file:///etc/passwd"}),
        Reply(302, headers={"Location": "http://[::1"}),
        Reply(302, headers={"Location": "http://\x1b[2J/"}),
        Reply(302),
    ],
)
def test_a_redirect_that_leads_elsewhere_is_no_answer(here: Desk, reply: Reply) -> None:
    here.server.replies["/to/ol/tool"] = reply
    write_files(here.folder, {"Cargo.toml": '[dependencies]\ntool = "1"\n'})

    (found,) = verify(here, ".").entries

    assert found.lookup.verdict is Verdict.UNVERIFIABLE
    assert all(reason.isprintable() for reason in found.lookup.judgement.reasons)
