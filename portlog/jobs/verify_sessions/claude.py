"""Claude Code's sessions beside its own figures, and beside those of ccusage."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portlog.jobs.agent_records import Logs
from portlog.jobs.verify_sessions.compare import model_comparisons, session_comparisons
from portlog.jobs.verify_sessions.recorded import Recorded
from portlog.records.reconciliation import Comparison, OwnFigures, total
from portlog.sources.agents.ccusage import Ccusage, Row, by_model
from portlog.sources.agents.history import History, plain_name
from portlog.sources.agents.own_figures import result_figures

AGENT = "claude"
_PROJECTS = "projects"
_COPIES = "its report by session counts copies, or parts a session in several"
_OTHERS = "sessions of its folder are not in the log"


def own_comparisons(recorded: Recorded, figures: Iterable[OwnFigures]) -> Iterator[Comparison]:
    """Yield the sessions of which Claude Code itself tells figures."""
    for told in figures:
        session = recorded.session(AGENT, told.name)
        if session is not None:
            yield from session_comparisons(recorded, session, AGENT, told)
        elif recorded.is_whole and recorded.logged.session_of(AGENT, told.name) is None:
            why = "the log does not have this session"
            cost = told.whole.cost_usd
            yield Comparison(AGENT, None, "cost_usd", "", None, cost, told.source, why)


def results(paths: Sequence[Path], history: History) -> list[OwnFigures]:
    """Return what `claude -p` said of each session, the runs of one session together.

    The same result in two files is one.
    """
    runs: dict[str, list[OwnFigures]] = defaultdict(list)
    for path in paths:
        for told in result_figures(path, history):
            if told not in runs[told.name]:
                runs[told.name].append(told)
    return [_together(several) for several in runs.values()]


def _together(runs: Sequence[OwnFigures]) -> OwnFigures:
    models = {model for one in runs for model in one.models}
    return replace(
        runs[0],
        models={m: total(one.models[m] for one in runs if m in one.models) for m in models},
        whole=total(one.whole for one in runs),
    )


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of transcripts: the conversations in it, and what ccusage says of it."""

    name: str
    sessions: dict[str, str]
    is_whole: bool
    rows: Sequence[Row]
    days: Sequence[Row]

    @property
    def by_conversation(self) -> dict[str, list[Row]]:
        """The rows of the report by session, sub-agents' rows with those of their session."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            _, _, below = row.projectPath.partition("/")
            found[plain_name(below.partition("/")[0] or row.sessionId)].append(row)
        return found

    @property
    def is_by_session(self) -> bool:
        """Whether the report by session is the one by day, and each row a conversation's."""
        tokens = [sum(row.totalTokens for row in rows) for rows in (self.rows, self.days)]
        return (
            tokens[0] == tokens[1] and self.is_whole and {*self.by_conversation} <= {*self.sessions}
        )


def ccusage_comparisons(
    recorded: Recorded, logs: Logs, tool: Ccusage, covered: set[str]
) -> Iterator[Comparison]:
    """Yield sessions, or where ccusage does not tell them apart the folders of transcripts.

    Sessions that are compared in a sum alone are `covered`.

    Its report by session counts a call twice that was copied with a resumed conversation, and
    the one by day does not: where the two agree no copy was made.
    """
    reported, by_day, source = tool.claude_sessions().sessions, tool.claude_days(), tool.version
    for folder in _folders(recorded, logs):
        rows = [row for row in reported if row.projectPath.partition("/")[0] == folder.name]
        told = replace(folder, rows=rows, days=by_day.projects.get(folder.name, ()))
        if told.is_by_session:
            yield from _by_session(recorded, told, source)
        else:
            yield from _by_folder(recorded, told, source, covered)


def _folders(recorded: Recorded, logs: Logs) -> Iterator[_Folder]:
    """Yield the folders that hold logged sessions; an abandoned one has nothing to compare."""
    inside: dict[str, dict[str, str]] = defaultdict(dict)
    others: set[str] = set()
    abandoned = {*logs.conversations().abandoned}
    for file in logs.search.files:
        folder, told = _folder_of(file.path), logs.told.get(file.path)
        root = (told.parent or told.thread) if told is not None else ""
        session = recorded.logged.session_of(AGENT, root)
        if session is not None:
            inside[folder][root] = session
        elif root not in abandoned and (told is None or told.calls):
            others.add(folder)
    for name, sessions in inside.items():
        yield _Folder(name, sessions, name not in others, (), ())


def _folder_of(path: Path) -> str:
    parts = path.parts
    return parts[parts.index(_PROJECTS) + 1] if _PROJECTS in parts[:-1] else ""


def _by_session(recorded: Recorded, folder: _Folder, source: str) -> Iterator[Comparison]:
    for name, rows in folder.by_conversation.items():
        session = recorded.session(AGENT, name)
        if session is not None:
            told = OwnFigures(name, source, models := by_model(rows), total(models.values()))
            yield from session_comparisons(recorded, session, AGENT, told)


def _by_folder(
    recorded: Recorded, folder: _Folder, source: str, covered: set[str]
) -> Iterator[Comparison]:
    asked = sorted({*folder.sessions.values()} & recorded.asked)
    if not recorded.is_whole or not folder.is_whole:
        why = _COPIES if folder.is_whole else _OTHERS
        for name in asked:
            yield Comparison(AGENT, name, "tokens", "", None, None, source, why)
        return
    covered.update(asked)
    told = OwnFigures("", source, by_model(folder.days))
    yield from model_comparisons(AGENT, None, recorded.by_model(asked), told)
