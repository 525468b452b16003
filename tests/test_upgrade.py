"""`portlog upgrade` and the format of the log: older is moved forward, newer is left alone."""

import json
from pathlib import Path

import pytest
from support import Cli

TWELVE = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,loc_python,loc_rust,"
    "hallucinations,tests_pass\n"
)
ROWS = (
    "2026-03-06,codex,gpt-5.4,tools/shell,,,2.5,,,,,\n"
    "2026-03-05,claude,opus-4.6,agent/loop,45000,12000,1.2,90,476,380,1,12/15\n"
    "2026-03-05,claude,opus-4.6,agent/loop,45000,12000,1.2,90,476,380,1,12/15\n"
)


def contents(cli: Cli) -> dict[Path, bytes]:
    files = [*cli.path("data").iterdir(), cli.path("portlog.toml")]
    return {path: path.read_bytes() for path in files}


def names(cli: Cli) -> list[str]:
    answer = cli("query", "select session_id from sessions order by all", "--format", "csv")
    assert answer.code == 0, answer.err
    return answer.out.splitlines()[1:]


@pytest.fixture
def by_hand(cli: Cli) -> Cli:
    """Return an experiment of format 0: settings, and a file of twelve columns."""
    cli.path("portlog.toml").write_text('[experiment]\nformat = 1\nname = "By hand"\n')
    cli.path("data").mkdir()
    cli.path("data/sessions.csv").write_text(TWELVE + ROWS)
    return cli


def test_a_log_of_format_0_is_used_as_it_is_and_named_by_doctor(by_hand: Cli) -> None:
    before = contents(by_hand)

    listed = by_hand("session", "list")
    examined = by_hand("doctor")

    assert listed.code == 0
    assert "the log has format 0\n   accepted: `portlog upgrade`" in examined.out
    assert contents(by_hand) == before


def test_an_upgrade_gives_names_the_one_form_and_a_description(by_hand: Cli) -> None:
    shown_before = names(by_hand)

    answer = by_hand("upgrade")

    header, *rows = by_hand.path("data/sessions.csv").read_text().splitlines()
    assert answer.code == 0
    assert set(answer.out.splitlines()) >= {
        "wrote data/sessions.csv",
        "wrote data/origins.csv",
        "wrote data/.gitattributes",
        "wrote data/datapackage.json",
        "wrote data/README.md",
        "wrote portlog.toml",
    }
    assert header == f"{TWELVE.strip()},session_id"
    assert [row.rsplit(",", 1)[1] for row in rows] == sorted(shown_before) == names(by_hand)
    assert [row.split(",")[6] for row in rows] == ["1.20", "1.20", "2.50"]
    assert by_hand.path("portlog.toml").read_text() == '[experiment]\nname = "By hand"\n'
    assert by_hand("doctor").code == 0


def test_a_second_upgrade_changes_nothing(by_hand: Cli) -> None:
    by_hand("upgrade")
    before = contents(by_hand)

    answer = by_hand("upgrade")

    assert (answer.code, answer.out) == (0, "the log has format 1 already; nothing was changed\n")
    assert contents(by_hand) == before


def test_a_fresh_experiment_needs_no_upgrade(experiment: Cli) -> None:
    before = contents(experiment)

    answer = experiment("upgrade")

    assert "nothing was changed" in answer.out
    assert contents(experiment) == before


def test_init_describes_no_log_that_was_there_before(by_hand: Cli) -> None:
    by_hand.path("portlog.toml").unlink()

    answer = by_hand("init")

    assert "made data/.gitattributes" in answer.out
    assert "`portlog upgrade` describes the log that was here before" in answer.err
    assert not by_hand.path("data/datapackage.json").exists()
    assert by_hand.path("data/sessions.csv").read_text() == TWELVE + ROWS
    assert by_hand("upgrade").code == by_hand("doctor").code == 0


def test_an_upgrade_that_meets_an_unreadable_row_changes_nothing(by_hand: Cli) -> None:
    text = by_hand.path("data/sessions.csv")
    text.write_text(text.read_text().replace("2.5", '"2,5"'))
    before = contents(by_hand)

    answer = by_hand("upgrade")

    assert answer.code == 2
    assert 'data/sessions.csv:2: cost_usd is "2,5", not a number' in answer.err
    assert contents(by_hand) == before


def test_columns_of_others_outlive_an_upgrade(by_hand: Cli) -> None:
    text = by_hand.path("data/sessions.csv")
    lines = text.read_text().splitlines()
    text.write_text("".join(f"{line},{n or 'weather'}\n" for n, line in enumerate(lines)))

    by_hand("upgrade")

    header, *rows = text.read_text().splitlines()
    assert header.endswith(",session_id,weather")
    assert sorted(row.rsplit(",", 1)[1] for row in rows) == ["1", "2", "3"]


COMMANDS = [
    ("session", "list"),
    ("session", "add", "--llm", "a", "--model", "b", "--module", "c"),
    ("query", "select 1"),
    ("doctor",),
    ("doctor", "--fix"),
    ("upgrade",),
    ("init",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_newer_format_is_refused_by_every_command(
    experiment: Cli, command: tuple[str, ...]
) -> None:
    description = experiment.path("data/datapackage.json")
    told = json.loads(description.read_text())
    description.write_text(json.dumps({**told, "portlog": {"format": 2}}))
    before = contents(experiment)

    answer = experiment(*command)

    assert answer.code == 2
    assert "data/datapackage.json: the log has format 2, and this portlog knows 1" in answer.err
    assert "install the portlog that wrote it, or a later one" in answer.err
    assert contents(experiment) == before


@pytest.mark.parametrize(
    ("description", "complaint"),
    [
        (b"", "does not say the log's format"),
        (b"<<<<<<< HEAD\n", "does not say the log's format"),
        (b"\xff\xfe{", "does not say the log's format"),
        (b"[]", "does not say the log's format"),
        (b"{}", "does not say the log's format"),
        (b"[" * 30_000, "does not say the log's format"),
        (b'{"portlog": {"format": true}}', "the log has format True"),
        (b'{"portlog": {"format": 0}}', "the log has format 0"),
        (b" " * 2_000_000, "2,000,000 bytes is too large"),
    ],
    ids=range(9),
)
def test_a_description_that_cannot_be_read_is_named(
    experiment: Cli, description: bytes, complaint: str
) -> None:
    experiment.path("data/datapackage.json").write_bytes(description)

    answer = experiment("session", "list")

    assert answer.code == 2
    assert complaint in answer.err
    assert "Traceback" not in answer.err
