"""A log that somebody kept by hand, adopted: the file, its sidecar, and what stands in both."""

from pathlib import Path

from support import Cli

NAME = "llm-usage.csv"
SIDECAR = "data/session_ids.csv"
TWELVE = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,loc_python,loc_rust,"
    "hallucinations,tests_pass"
)
HEADER = f"mood,{','.join(reversed(TWELVE.split(',')))}"
ROWS = (
    "=fine,12/15,1,380,476,90,1.2,12000,45000,agent/loop,opus-4.6,claude,2026-03-06",
    ",,,,,,,,1,agent/loop,opus-4.6,claude,2026-03-05",
    "again,,,,,,,,1,agent/loop,opus-4.6,claude,2026-03-05",
    ',,,,,,,,007,"tools,x",gpt-5.4,codex,2026-01-05',
)
CONTENT = "\n".join((HEADER, *ROWS, ""))


def adopt(cli: Cli, content: str | bytes = CONTENT, name: str = NAME) -> Cli:
    """Write a log by hand and adopt it."""
    path = cli.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = cli("init", "--adopt", name)
    assert answer.code == 0, answer.err
    return cli


def kept(cli: Cli) -> bytes:
    """Return the bytes of the adopted file."""
    return cli.path(NAME).read_bytes()


def sessions(cli: Cli) -> list[str]:
    """Return each session's name and its tokens in, oldest first."""
    sql = "select session_id, tokens_in from sessions order by date, session_id"
    answer = cli("query", sql, "--format", "csv")
    assert answer.code == 0, answer.err
    return answer.out.splitlines()[1:]


def names(cli: Cli) -> list[str]:
    """Return the names of the sessions, oldest first."""
    return [session.partition(",")[0] for session in sessions(cli)]


def ties(folder: Path) -> list[str]:
    """Return the names in the sidecar, in its order."""
    _, *lines = (folder / SIDECAR).read_text().splitlines()
    return [line.partition(",")[0] for line in lines]
