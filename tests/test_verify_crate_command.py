import csv
import io
import json
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
import trustme
from crate_support import replaced_by, write_cargo_config
from loopback import Loopback, Reply, loopback, release
from support import Answer, Cli, read_only

KEYS = [
    *("name", "requirement", "features", "verdict", "reasons", "resolved_version", "suggestions"),
    *("checked_at", "source"),
]


@pytest.fixture
def server(cli: Cli) -> Iterator[Loopback]:
    with loopback() as running:
        write_cargo_config(cli.folder, replaced_by(running.url))
        running.publish("serde", release("1.0.0", features={"derive": []}))
        yield running


def _json(answer: Answer) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.out)
    return told


def test_a_crate_that_exists_is_clean(cli: Cli, server: Loopback) -> None:
    answer = cli("verify-crate", "serde", "--format", "json")

    told = _json(answer)
    (crate,) = told["crates"]
    assert (answer.code, told["schema_version"], told["outcome"]) == (0, 1, "clean")
    assert list(crate)[: len(KEYS)] == KEYS
    assert (crate["name"], crate["requirement"], crate["features"]) == ("serde", None, [])
    assert (crate["verdict"], crate["resolved_version"]) == ("exists", "1.0.0")
    assert crate["source"] == f"{server.url}se/rd/serde"


@pytest.mark.usefixtures("server")
def test_a_crate_that_is_not_there_is_found_out(cli: Cli) -> None:
    answer = cli("verify-crate", "serde_jsonn", "serde", "--format", "json")

    told = _json(answer)
    assert (answer.code, told["outcome"]) == (1, "found")
    assert [one["verdict"] for one in told["crates"]] == ["not_found", "exists"]


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("serde/../tokio", "invalid_name"),
        ("..", "invalid_name"),
        ("a?b", "invalid_name"),
        ("a%2f", "invalid_name"),
        ("a" * 65, "invalid_name"),
        ("a\x1b[2Jb", "invalid_name"),
        ("a\tb", "invalid_name"),
        ("SERDE", "wrong_spelling"),
        ("serde@", "invalid_requirement"),
        ("serde@latest", "invalid_requirement"),
        ("serde@2", "no_matching_version"),
    ],
)
@pytest.mark.usefixtures("server")
def test_what_cargo_refuses_is_a_verdict_with_the_whole_answer(
    cli: Cli, typed: str, verdict: str
) -> None:
    answer = cli("verify-crate", typed, "--format", "json")

    assert answer.code == 1
    assert [one["verdict"] for one in _json(answer)["crates"]] == [verdict]


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.usefixtures("server")
def test_no_control_character_of_a_name_reaches_the_output(cli: Cli, form: str) -> None:
    answer = cli("verify-crate", "a\x1b[2J\u202eb", "--format", form)

    assert "\x1b" not in answer.out + answer.err
    assert answer.code == 1
    if form in ("table", "markdown"):
        assert "\u202e" not in answer.out


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status) for status in (403, 429, 500)),
        Reply(body=b"<html>Log in</html>"),
        Reply(body=b'{"name": "serde", "vers": "1.0.0"}\n{"na'),
        Reply(body=b'{"name": "serde"}\n' * 20, cut_at=30),
        Reply(body=b'{"name": "serde"}\n' * 20, drip_s=0.5),
    ],
)
def test_a_registry_in_trouble_is_unverifiable_and_exits_3(
    cli: Cli, server: Loopback, reply: Reply
) -> None:
    server.replies["/se/rd/serde"] = reply

    answer = cli("verify-crate", "serde", "--format", "json")

    told = _json(answer)
    assert (answer.code, told["outcome"]) == (3, "unknown")
    assert told["crates"][0]["verdict"] == "unverifiable"
    assert told["crates"][0]["reasons"]


def test_a_bad_certificate_is_unverifiable(cli: Cli) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    with loopback(context) as server:
        write_cargo_config(cli.folder, replaced_by(server.url))
        answer = cli("verify-crate", "serde")

    assert answer.code == 3
    assert "certificate that cannot be trusted" in answer.out


def test_a_cut_network_is_unverifiable(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    write_cargo_config(cli.folder, replaced_by(f"http://127.0.0.1:{port}/"))

    answer = cli("verify-crate", "serde")

    assert answer.code == 3
    assert "unverifiable" in answer.out


def test_a_broken_cargo_configuration_is_named_with_its_line(cli: Cli) -> None:
    write_cargo_config(cli.folder, "[net]\nretry =\n")

    answer = cli("verify-crate", "serde")

    assert (answer.code, answer.out) == (2, "")
    assert "config.toml:2:8: not TOML" in answer.err


def test_features_are_asked_of_the_crate_they_name(cli: Cli, server: Loopback) -> None:
    server.publish("tokio", release("1.0.0", features={"full": []}))

    answer = cli(
        "verify-crate",
        "serde",
        "tokio@1",
        "--features",
        "serde/derive,tokio/full",
        "--format",
        "json",
    )

    assert answer.code == 0
    assert [one["features"] for one in _json(answer)["crates"]] == [["derive"], ["full"]]


def test_a_second_look_is_from_the_cache_and_says_its_age(cli: Cli, server: Loopback) -> None:
    cli("verify-crate", "serde")
    asked = len(server.asked)

    answer = cli("verify-crate", "serde", "--format", "json")

    (crate,) = _json(answer)["crates"]
    assert crate["cached"] is True
    assert crate["age_seconds"] >= 0
    assert len(server.asked) == asked


@pytest.mark.usefixtures("server")
def test_offline_without_a_cache_nothing_is_known(cli: Cli) -> None:
    answer = cli("verify-crate", "serde", "--offline")

    assert answer.code == 3
    assert "offline" in answer.out


@pytest.mark.usefixtures("server")
def test_people_get_a_line_for_each_crate_and_what_there_is_to_say(cli: Cli) -> None:
    answer = cli("verify-crate", "serde@1", "serdee")

    lines = answer.out.splitlines()
    assert lines[0] == "serde@1  exists     1.0.0"
    assert lines[2] == "serdee   not_found"
    assert "    did you mean serde?" in lines


@pytest.mark.usefixtures("server")
def test_bytes_that_are_no_text_are_a_name_like_any_other_bad_one(cli: Cli) -> None:
    typed = b"\xff".decode(errors="surrogateescape")

    answers = [cli("verify-crate", typed, "--format", form) for form in ("json", "table", "csv")]

    assert [answer.code for answer in answers] == [1, 1, 1]


@pytest.mark.usefixtures("server")
def test_a_home_that_cannot_be_written_costs_the_cache_only(cli: Cli) -> None:
    with read_only(cli.home) as home:
        answer = cli("verify-crate", "serde", HOME=str(home))

    assert answer.code == 0


@pytest.mark.usefixtures("server")
def test_the_cache_stands_where_the_user_keeps_caches(cli: Cli) -> None:
    cli("verify-crate", "serde", XDG_CACHE_HOME=str(cli.home / "kept"))

    assert list((cli.home / "kept" / "portlog").rglob("serde"))


def test_a_changed_answer_is_kept_in_the_experiment_once(experiment: Cli) -> None:
    with loopback() as server:
        write_cargo_config(experiment.folder, replaced_by(server.url))
        server.publish("serde", release("1.0.0"))
        first = experiment("verify-crate", "serde", "serde_jsonn")
        second = experiment("verify-crate", "serde", "serde_jsonn")

    kept = (experiment.folder / "data" / "crates.csv").read_text()
    assert "recorded in data/crates.csv: 2" in first.err
    assert "recorded" not in second.err
    assert kept.count("\n") == 3


def test_nothing_is_kept_where_that_is_not_wanted(experiment: Cli) -> None:
    before = sorted((experiment.folder / "data").iterdir())
    with loopback() as server:
        write_cargo_config(experiment.folder, replaced_by(server.url))
        server.publish("serde", release("1.0.0"))
        answer = experiment("verify-crate", "serde", "--no-record")

    assert answer.code == 0
    assert sorted((experiment.folder / "data").iterdir()) == before


@pytest.mark.usefixtures("server")
def test_csv_has_one_row_for_each_crate(cli: Cli) -> None:
    answer = cli("verify-crate", "serde@1", "gone", "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["verdict"] for row in rows] == ["exists", "not_found"]


@pytest.mark.usefixtures("server")
def test_what_the_web_api_did_not_tell_is_named(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    answer = cli(
        "verify-crate",
        *("serde", "--details", "--format", "json"),
        PORTLOG_CRATES_IO_API=f"http://127.0.0.1:{port}",
    )

    assert answer.code == 0
    assert "not known: downloads, recent_downloads" in answer.err
    assert "owners" in _json(answer)["crates"][0]["missing"]


def test_a_token_is_never_written_anywhere(cli: Cli, server: Loopback) -> None:
    settings = b'{"dl": "x", "auth-required": true}'
    server.replies["/config.json"] = Reply(body=settings)
    secret = "hush-hush"  # noqa: S105

    answer = cli(
        "verify-crate",
        *("serde", "gone", "--registry", "mine"),
        CARGO_REGISTRIES_MINE_INDEX=f"sparse+{server.url}",
        CARGO_REGISTRIES_MINE_TOKEN=secret,
    )

    written = b"".join(path.read_bytes() for path in cli.home.rglob("*") if path.is_file())
    assert {one.headers.get("authorization") for one in server.asked} == {None, secret}
    assert secret not in answer.out + answer.err
    assert secret.encode() not in written
