"""The author's own words on the site."""

import pytest
from support import Cli

WORDS = """
title = "What it <costs>"
standfirst = "An agent moves."
[epigraph]
text = "Said once."
by = "somebody"
"""


def page(cli: Cli) -> str:
    answer = cli("site", "build", "--lang", "en")
    assert answer.code == 0, answer.err
    return cli.path("site/dist/index.html").read_text()


def test_the_authors_words_stand_over_the_figures(experiment: Cli) -> None:
    experiment("session", "add", "--llm", "a", "--model", "b", "--module", "c")
    experiment.path("site/site.toml").write_text(WORDS)

    built = page(experiment)

    assert '<h1 class="title">What it &lt;costs&gt;</h1>' in built
    assert '<p class="standfirst">An agent moves.</p>' in built
    assert "<p>Said once.</p>" in built
    assert "<footer>somebody</footer>" in built


def test_without_words_the_page_speaks_for_itself(experiment: Cli) -> None:
    experiment("session", "add", "--llm", "a", "--model", "b", "--module", "c")

    built = page(experiment)

    assert '<h1 class="title">1 session from Python to Rust.</h1>' in built
    assert "blockquote" not in built


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("title = 7", "site.toml:1: title: "),
        ("titel = 'x'", "site.toml:1: "),
        ("title = ", "site.toml: not TOML"),
        ("a = 1\ntitle = 7 8\n", "site.toml:2:"),
    ],
)
def test_words_that_cannot_be_read_are_named(experiment: Cli, words: str, complaint: str) -> None:
    experiment.path("site/site.toml").write_text(words)

    answer = experiment("site", "build", "--lang", "en")

    assert answer.code == 2
    assert complaint in answer.err
