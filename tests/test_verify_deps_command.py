import csv
import io
import json
import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from crate_support import replaced_by, write_cargo_config
from deps_support import PACKAGE
from loopback import Loopback, loopback, release
from support import Answer, Cli

LATENCY_S = 0.02


@pytest.fixture
def server(cli: Cli) -> Iterator[Loopback]:
    with loopback() as running:
        write_cargo_config(cli.folder, replaced_by(running.url))
        running.publish("serde", release("1.0.0", features={"derive": []}))
        yield running


def _manifest(cli: Cli, dependencies: str) -> None:
    cli.path("Cargo.toml").write_text(f"{PACKAGE}[dependencies]\n{dependencies}\n")


def _json(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.out)
    return told


@pytest.mark.usefixtures("server")
def test_the_answer_is_verify_crates_with_the_place_of_each_entry(cli: Cli) -> None:
    _manifest(cli, 's = { package = "serde", version = "1", features = ["derive"] }\ngone = "1"')

    answer = cli("verify-deps", "--format", "json")
    other = cli("verify-crate", "serde@1", "gone@1", "--features", "serde/derive", "--format=json")

    told = _json(answer)
    first, second = told["crates"]
    places = ("file", "line", "column", "table", "key")
    assert (answer.code, told["schema_version"], told["outcome"]) == (1, 1, "found")
    assert [first[name] for name in places] == ["Cargo.toml", 6, 1, "dependencies", "s"]
    assert (second["line"], second["verdict"]) == (7, "not_found")
    for mine, theirs in zip(told["crates"], _json(other)["crates"], strict=True):
        assert list(mine) == [*theirs, *places]
        assert mine["verdict"] == theirs["verdict"]


@pytest.mark.parametrize(
    ("dependency", "code"),
    [('serde = "1"', 0), ('serde = "2"', 1), ('"a/b" = "1"', 1), ("serde = 1", 1), ("serde =", 2)],
)
@pytest.mark.usefixtures("server")
def test_the_exit_code_says_what_was_found(cli: Cli, dependency: str, code: int) -> None:
    _manifest(cli, dependency)

    assert cli("verify-deps", "Cargo.toml").code == code


def test_a_cut_network_is_unverifiable_and_recorded_nowhere(experiment: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    write_cargo_config(experiment.folder, replaced_by(f"http://127.0.0.1:{port}/"))
    _manifest(experiment, 'serde = "1"')
    before = experiment.path("data/crates.csv").read_text()

    answer = experiment("verify-deps")

    assert answer.code == 3
    assert "unverifiable" in answer.out
    assert experiment.path("data/crates.csv").read_text() == before


def test_a_changed_answer_is_kept_once_and_what_is_elsewhere_never(experiment: Cli) -> None:
    with loopback() as server:
        write_cargo_config(experiment.folder, replaced_by(server.url))
        server.publish("serde", release("1.0.0"))
        _manifest(experiment, 'serde = "1"\nfar = { git = "https://git.test/far" }')
        unkept = experiment("verify-deps", "--no-record")
        first, second = experiment("verify-deps"), experiment("verify-deps")

    assert "recorded" not in unkept.err + second.err
    assert "recorded in data/crates.csv: 1" in first.err
    assert experiment.path("data/crates.csv").read_text().count("\n") == 2


def test_one_name_in_two_registries_is_two_questions(experiment: Cli) -> None:
    with loopback() as server, loopback() as other:
        settings = f'[registries.mine]\nindex = "sparse+{other.url}"\n'
        write_cargo_config(experiment.folder, replaced_by(server.url) + settings)
        server.publish("serde", release("1.0.0"))
        other.publish("serde", release("1.9.0"))
        own = 'own = { package = "serde", version = "1", registry = "mine" }'
        _manifest(experiment, f'serde = "1"\n{own}')
        first, second = experiment("verify-deps"), experiment("verify-deps")

    assert "recorded in data/crates.csv: 2" in first.err
    assert "recorded" not in second.err


@pytest.mark.usefixtures("server")
def test_an_answer_is_read_from_standard_input(cli: Cli) -> None:
    answer = cli("verify-deps", "-", "--format", "csv", stdin='```toml\nserde = "2"\n```\n')

    (row,) = csv.DictReader(io.StringIO(answer.out))
    assert answer.code == 1
    assert (row["file"], row["line"], row["verdict"]) == ("stdin", "2", "no_matching_version")


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_a_text_without_dependencies_is_clean_and_says_so(cli: Cli, form: str) -> None:
    answer = cli("verify-deps", "-", "--format", form, stdin="Nothing here.\n")

    assert (answer.code, answer.err) == (0, "portlog: no dependency was found in it\n")


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.usefixtures("server")
def test_no_control_character_of_a_file_reaches_the_terminal(cli: Cli, form: str) -> None:
    _manifest(cli, '"a\\u001b[2J\\u202e" = { git = "x\\u001b]0;" }\n"\\u001b" = 1')

    answer = cli("verify-deps", "--format", form)

    assert "\x1b" not in answer.out + answer.err


@pytest.mark.usefixtures("server")
def test_people_see_one_line_for_each_entry_and_more_where_something_is_wrong(cli: Cli) -> None:
    _manifest(cli, 'serde = "1"\nserde_x = { version = "1" }\nfar = { git = "https://git.test/f" }')

    lines = cli("verify-deps").out.splitlines()

    assert [line for line in lines if not line.startswith(" ")] == [
        "serde@1    exists     1.0.0       Cargo.toml:6:1",
        "serde_x@1  not_found              Cargo.toml:7:1",
        "far        elsewhere              Cargo.toml:8:1",
        lines[-1],
    ]
    assert re.fullmatch(r"advisories: snapshot of \d{4}-\d\d-\d\d \(\d+ days? old\)", lines[-1])
    assert "    from the git repository https://git.test/f, not from a registry" in lines


@pytest.mark.usefixtures("server")
def test_offline_without_a_cache_nothing_is_known(cli: Cli) -> None:
    _manifest(cli, 'serde = "1"')

    assert cli("verify-deps", "--offline").code == 3


@pytest.mark.usefixtures("server")
def test_a_rust_version_that_is_none_is_refused(cli: Cli) -> None:
    _manifest(cli, 'serde = "1"')

    assert cli("verify-deps", "--rust-version", "new").code == 2


@pytest.mark.parametrize("path", ["gone", "gone/Cargo.toml", "Cargo.lock", "."])
def test_a_path_to_nothing_is_said_with_what_would_be_accepted(cli: Cli, path: str) -> None:
    answer = cli("verify-deps", path)

    assert (answer.code, answer.out) == (2, "")
    assert "name a Cargo.toml or its folder" in answer.err


def test_many_crates_are_asked_side_by_side_and_each_once(cli: Cli, server: Loopback) -> None:
    names = [f"crate-number-{number}" for number in range(120)]
    for name in names:
        server.publish(name, release("1.0.0"), latency_s=LATENCY_S)
    source = 'source = "registry+https://github.com/rust-lang/crates.io-index"'
    packages = (f'[[package]]\nname="{name}"\nversion="1.0.0"\n{source}\n' for name in names)
    cli.path("Cargo.lock").write_text("".join(packages))

    started = time.monotonic()
    answer = cli("verify-deps", "Cargo.lock")
    took_s = time.monotonic() - started

    assert answer.code == 0
    assert len(server.paths) == len(set(server.paths)) == len(names)
    assert server.connections <= 8
    assert took_s < len(names) * LATENCY_S + 10
