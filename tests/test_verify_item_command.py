import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from archive_support import publish_crate
from crate_support import replaced_by, write_cargo_config
from loopback import Loopback, Reply, loopback
from made_up_crates import FILES
from support import Answer, Cli

_OLD = {**FILES["the-shop"], "src/lib.rs": FILES["the-shop"]["src/lib.rs"] + "pub fn bygone() {}"}
_OLD_MANIFEST = {**_OLD, "Cargo.toml": _OLD["Cargo.toml"].replace("1.2.0", "0.9.0")}
_FEATURES = {"default": ["bag"], "bag": [], "net": ["wire"], "wire": [], "deep": [], "loud": []}
KEYS = [
    *("path", "crate", "version", "verdict", "feature", "evidence", "suggestions"),
    *("other_versions", "reasons"),
]


@pytest.fixture
def server(cli: Cli) -> Iterator[Loopback]:
    with loopback() as running:
        write_cargo_config(cli.folder, replaced_by(running.url))
        shop = ("1.2.0", FILES["the-shop"]), ("0.9.0", _OLD_MANIFEST)
        publish_crate(running, "the-shop", *shop, features=_FEATURES)
        publish_crate(running, "shop-core", ("0.3.1", FILES["shop-core"]))
        publish_crate(running, "shop-macros", ("0.1.0", FILES["shop-macros"]))
        yield running


def _verified(cli: Cli, *arguments: str, **environment: str) -> tuple[int, list[dict[str, Any]]]:
    answer = cli(
        "verify-item", *arguments, "--crate", "the-shop@1", "--format", "json", **environment
    )
    return answer.code, _items(answer)


def _items(answer: Answer) -> list[dict[str, Any]]:
    told = json.loads(answer.out)
    assert told["schema_version"] == 1
    items: list[dict[str, Any]] = told["items"]
    return items


@pytest.mark.usefixtures("server")
def test_an_item_that_is_there_is_clean_and_shows_its_evidence(cli: Cli) -> None:
    code, (item,) = _verified(cli, "shop::Engine::start")

    assert (code, list(item)[: len(KEYS)]) == (0, KEYS)
    assert (item["crate"], item["version"], item["verdict"]) == ("the-shop", "1.2.0", "exists")
    evidence = item["evidence"]
    assert (evidence["crate"], evidence["version"]) == ("shop-core", "0.3.1")
    assert (evidence["file"], evidence["line"]) == ("src/lib.rs", 9)
    assert evidence["signature"] == "pub fn start() -> Self"
    assert len(evidence["checksum"]) == 64
    assert evidence["source"].startswith("http://127.0.0.1")


@pytest.mark.usefixtures("server")
def test_every_verdict_has_its_exit_code_and_found_outranks_unknown(cli: Cli) -> None:
    there, gated, absent, unknown = (
        *("shop::Dog", "shop::connect", "shop::Cat"),
        "shop::collected::HashMap",
    )

    codes = [
        _verified(cli, *paths)[0]
        for paths in ([there], [gated], [absent], [unknown], [unknown, gated, there])
    ]

    assert codes == [0, 1, 1, 3, 1]


@pytest.mark.usefixtures("server")
def test_features_are_asked_for_as_cargo_would(cli: Cli) -> None:
    with_net = _verified(cli, "shop::connect", "--features", "net")
    without = _verified(cli, "shop::open_bag", "--no-default-features")

    assert (with_net[0], with_net[1][0]["feature"]) == (0, "net")
    assert (without[0], without[1][0]["feature"]) == (1, "bag")


@pytest.mark.usefixtures("server")
def test_a_name_of_another_release_is_told_as_such(cli: Cli) -> None:
    code, (item,) = _verified(cli, "shop::bygone")

    assert (code, item["verdict"], item["other_versions"]) == (1, "absent", ["0.9.0"])


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("no-such-shop", "not_found"),
        ("the-shop@7", "no_matching_version"),
        ("the_shop", "wrong_spelling"),
    ],
)
def test_the_items_of_a_crate_that_is_not_there_are_absent(
    cli: Cli, named: str, reason: str
) -> None:
    answer = cli("verify-item", "shop::Dog", "--crate", named, "--format", "json")

    (item,) = _items(answer)
    assert (answer.code, item["verdict"], item["version"]) == (1, "absent", None)
    assert item["reasons"][0].startswith(reason)


@pytest.mark.usefixtures("server")
def test_a_feature_that_is_not_there_is_found_out_before_any_item(cli: Cli) -> None:
    code, (item,) = _verified(cli, "shop::Dog", "--features", "warp")

    assert (code, item["verdict"]) == (1, "absent")
    assert item["reasons"] == ["no_such_feature: the-shop 1.2.0 has no feature warp"]


@pytest.mark.parametrize(
    "path", ["/th/e-/the-shop", "/dl/the-shop/1.2.0/download", "/dl/shop-core/0.3.1/download"]
)
@pytest.mark.parametrize("reply", [Reply(500), Reply(body=b"<html>Log in</html>")])
def test_what_does_not_answer_leaves_an_item_unknown_and_exits_3(
    cli: Cli, server: Loopback, path: str, reply: Reply
) -> None:
    server.replies[path] = reply

    code, (item,) = _verified(cli, "shop::Wheel")

    assert (code, item["verdict"]) == (3, "unknown")
    assert item["reasons"]


def test_a_second_look_needs_neither_network_nor_parsing(cli: Cli, server: Loopback) -> None:
    first = _verified(cli, "shop::Wheel::turn")
    asked = len(server.asked)

    again = _verified(cli, "shop::Wheel::turn")
    offline = _verified(cli, "shop::Wheel::turn", "--offline")

    assert len(server.asked) == asked
    assert first[1][0]["evidence"] == again[1][0]["evidence"] == offline[1][0]["evidence"]
    assert offline[1][0]["age_seconds"] is not None


def test_damage_in_the_cache_is_seen_and_mended(cli: Cli, server: Loopback) -> None:
    _verified(cli, "shop::Wheel")
    kept = list((cli.home / ".cache" / "portlog" / "crates" / "items").rglob("*.msgpack"))
    for file in kept:
        file.write_bytes(b"\xc1 no such thing")

    code, (item,) = _verified(cli, "shop::Wheel")

    assert (len(kept) > 1, code, item["verdict"]) == (True, 0, "exists")
    assert server.asked


@pytest.mark.usefixtures("server")
def test_offline_without_a_cache_nothing_is_known(cli: Cli) -> None:
    code, (item,) = _verified(cli, "shop::Dog", "--offline")

    assert (code, item["verdict"]) == (3, "unknown")
    assert "offline" in item["reasons"][0]


@pytest.mark.usefixtures("server")
def test_every_format_says_the_same(cli: Cli) -> None:
    typed = ("verify-item", "shop::Dog", "shop::connect", "--crate", "the-shop")

    told = {form: cli(*typed, "--format", form) for form in
            ("table", "csv", "markdown", "sarif", "github")}  # fmt: skip

    assert {answer.code for answer in told.values()} == {1}
    rows = list(csv.DictReader(io.StringIO(told["csv"].out)))
    assert [row["verdict"] for row in rows] == ["exists", "gated"]
    assert rows[1]["defined_signature"] == "pub fn connect()"
    assert "it needs net, which is off" in told["table"].out
    assert "the-shop 1.2.0 src/lib.rs:" in told["markdown"].out
    results = json.loads(told["sarif"].out)["runs"][0]["results"]
    assert [one["ruleId"] for one in results] == ["gated"]
    assert "gated::shop::connect: gated: it needs net" in told["github"].out


@pytest.mark.usefixtures("server")
def test_what_is_no_path_cannot_be_used(cli: Cli) -> None:
    answer = cli("verify-item", "shop::\x1b[2J", "--crate", "the-shop")

    assert answer.code == 2
    assert "is not a path such as" in answer.err
    assert "\x1b" not in answer.err


def test_a_changed_answer_is_recorded_once_with_what_is_known_of_the_claim(
    experiment: Cli, server: Loopback
) -> None:
    typed = ("verify-item", "shop::Cat", "shop::Dog", "--crate", "the-shop@1")

    told = [
        experiment(*typed, "--no-record").err,
        experiment(*typed, "--suggested-by", "opus-4.6").err,
        experiment(*typed, "--suggested-by", "opus-4.6").err,
    ]

    assert ["recorded" in text for text in told] == [False, True, False]
    rows = list(csv.DictReader(io.StringIO(experiment.path("data/crates.csv").read_text())))
    assert [(row["item"], row["verdict"], row["suggested_by"]) for row in rows] == [
        ("shop::Cat", "absent", "opus-4.6"),
        ("shop::Dog", "exists", "opus-4.6"),
    ]
    assert server.asked
