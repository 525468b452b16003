"""`portlog site build` through the real command line."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from support import Cli

SESSION = ("session", "add", "--llm", "claude", "--model", "opus-4.6", "--date", "2026-03-05")


def log_three_sessions(cli: Cli) -> None:
    for module in ("agent/loop", "agent/tools", "agent/memory"):
        assert cli(*SESSION, "--module", module, "--cost-usd", "1.20").code == 0


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def git(cli: Cli, *arguments: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *settings, *arguments], cwd=cli.folder, check=True, capture_output=True)


def test_a_build_says_what_it_built_and_what_to_open(experiment: Cli) -> None:
    log_three_sessions(experiment)

    answer = experiment("site", "build")

    assert (answer.code, answer.err) == (0, "")
    files = len(tree(experiment.path("site/dist"))) - 1
    assert answer.out.splitlines() == [
        f"built from 3 sessions: {files:,} files written, 0 unchanged",
        "open site/dist/index.html",
    ]
    assert '<html lang="es">' in experiment.path("site/dist/es/index.html").read_text()


def test_an_empty_experiment_is_built_too(experiment: Cli) -> None:
    answer = experiment("site", "build", "--lang", "en")

    assert answer.code == 0
    assert "No session has been logged yet" in experiment.path("site/dist/index.html").read_text()


def test_the_log_is_published_as_it_stands(experiment: Cli) -> None:
    log_three_sessions(experiment)

    experiment("site", "build", "--lang", "en")

    log = experiment.path("data/sessions.csv").read_bytes()
    page = experiment.path("site/dist/index.html").read_text()
    assert experiment.path("site/dist/data/sessions.csv").read_bytes() == log
    assert hashlib.sha256(log).hexdigest()[:12] in page


def test_two_builds_elsewhere_and_at_another_time_are_byte_identical(experiment: Cli) -> None:
    log_three_sessions(experiment)

    first = experiment("site", "build", "--out", "one", "--lang", "es")
    second = experiment(
        "site", "build", "--out", "two", "--lang", "es", TZ="Asia/Tokyo", PYTHONHASHSEED="7"
    )

    assert (first.code, second.code) == (0, 0)
    assert tree(experiment.path("one")) == tree(experiment.path("two"))


def test_a_folder_that_is_not_ours_is_refused_with_its_name(experiment: Cli) -> None:
    experiment.path("home").mkdir()
    experiment.path("home/letter.txt").write_text("dear")

    answer = experiment("site", "build", "--out", "home", "--lang", "en")

    assert answer.code == 2
    assert answer.err.splitlines() == [
        "portlog: home holds something that `portlog site build` did not make",
        "   hint: choose another folder with --out, or empty this one yourself",
    ]
    assert tree(experiment.path("home")) == {"letter.txt": b"dear"}


def test_without_an_experiment_there_is_no_site(cli: Cli) -> None:
    answer = cli("site", "build")

    assert answer.code == 2
    assert "portlog init" in answer.err


@pytest.mark.needs("git")
def test_the_page_names_the_commit_that_holds_the_log(experiment: Cli) -> None:
    log_three_sessions(experiment)
    git(experiment, "init", "--quiet")
    git(experiment, "add", "data", "portlog.toml")
    git(experiment, "commit", "--quiet", "--message", "log")

    experiment("site", "build", "--lang", "en")
    committed = experiment.path("site/dist/index.html").read_text()
    experiment(*SESSION, "--module", "agent/context")
    experiment("site", "build", "--lang", "en")
    changed = experiment.path("site/dist/index.html").read_text()

    assert "As of commit" in committed
    assert "Not committed as it stands." in changed


def test_rows_that_cannot_be_read_are_told_on_the_page(experiment: Cli) -> None:
    log_three_sessions(experiment)
    with experiment.path("data/sessions.csv").open("a") as log:
        log.write("2026-03-06,claude,opus-4.6,agent/loop,many,,,,,,,,2026-03-06-claude-000000\n")

    answer = experiment("site", "build", "--lang", "en")

    assert answer.code == 0
    assert answer.out.startswith("built from 3 sessions, 1 row of the log unread:")
    assert (
        "1 row of the log could not be read and is in no figure."
        in experiment.path("site/dist/index.html").read_text()
    )


def test_an_out_folder_inside_the_experiment_data_is_not_taken_over(experiment: Cli) -> None:
    before = tree(experiment.path("data"))

    answer = experiment("site", "build", "--out", "data", "--lang", "en")

    assert answer.code == 2
    assert tree(experiment.path("data")) == before


def test_one_language_alone_lies_at_the_top_and_names_no_other(experiment: Cli) -> None:
    log_three_sessions(experiment)

    answer = experiment("site", "build", "--lang", "es", "--base-url", "https://a.example/b")

    page = experiment.path("site/dist/index.html").read_text()
    assert answer.code == 0
    assert '<html lang="es">' in page
    assert "hreflang" not in page
    assert '<link rel="canonical" href="https://a.example/b/">' in page
    assert not experiment.path("site/dist/es").exists()


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [("--lang", "tlh", "'tlh' is not en or es"), ("--base-url", "a.example", "--base-url: ")],
)
def test_an_option_that_cannot_be_is_refused(
    experiment: Cli, option: str, value: str, complaint: str
) -> None:
    answer = experiment("site", "build", option, value)

    assert answer.code == 2
    assert complaint in answer.err
