"""The live index of crates.io, asked a handful of questions."""

import json

import pytest
from support import Cli

pytestmark = pytest.mark.needs("registry")


def _verdicts(cli: Cli, *typed: str) -> tuple[int, list[str]]:
    answer = cli("verify-crate", *typed, "--no-details", "--format", "json")
    return answer.code, [one["verdict"] for one in json.loads(answer.out)["crates"]]


def test_serde_exists(cli: Cli) -> None:
    assert _verdicts(cli, "serde") == (0, ["exists"])


def test_a_name_that_nobody_took_is_not_found(cli: Cli) -> None:
    assert _verdicts(cli, "portlog-no-such-crate-zq9") == (1, ["not_found"])


def test_a_hyphen_for_an_underscore_is_a_wrong_spelling(cli: Cli) -> None:
    assert _verdicts(cli, "serde-json") == (1, ["wrong_spelling"])


def test_a_feature_that_only_old_clap_has_is_seen_as_a_silent_downgrade(cli: Cli) -> None:
    code, verdicts = _verdicts(cli, "clap@4", "--features", "clap_derive")

    assert (code, verdicts) == (1, ["feature_only_in_older_version"])


def test_the_implicit_feature_of_figment_is_a_feature(cli: Cli) -> None:
    assert _verdicts(cli, "figment@0.10", "--features", "toml") == (0, ["exists"])
