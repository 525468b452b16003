"""Which certificates are trusted."""

from pathlib import Path

import pytest
from support import Cli

from portlog.sources.certificates import trusted_certificates


def test_what_cargo_names_goes_before_the_environment() -> None:
    environment = {"SSL_CERT_FILE": "/theirs.pem"}

    assert trusted_certificates(environment, "/mine.pem") == Path("/mine.pem")
    assert trusted_certificates(environment, None) == Path("/theirs.pem")


def test_without_any_word_the_systems_own_are_trusted(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.crt"
    missing = tmp_path / "missing.crt"
    bundle.write_text("")

    assert trusted_certificates({}, None, (missing, bundle)) == bundle
    assert trusted_certificates({}, None, (missing,)) is None


@pytest.mark.needs("registry")
def test_an_environment_that_names_nothing_reaches_the_registry(cli: Cli) -> None:
    answer = cli("verify-crate", "itoa", "--no-details")

    assert answer.code == 0, answer.out
    assert "exists" in answer.out
