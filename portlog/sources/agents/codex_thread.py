"""A Codex thread while its rollout is read: whose it is, what holds for its turns, its calls."""

from array import array

from portlog.sources.agents.codex_rows import (
    NOTHING,
    Base,
    Git,
    Head,
    Record,
    Settings,
    Source,
    Subagent,
    part_of,
)
from portlog.sources.agents.codex_usage import OWN, Ledger, Moment, tier_of
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.transcript import STANDARD, Trail, Turn, key_maker

_SUBAGENTS = frozenset({"guardian_review", "subagent"})
_LONGEST_TURN_MS = 10**12
_turn_key = key_maker("turn")


class Unusable(Exception):
    """A row that says less than it should, or says it otherwise."""


class Thread:
    """What the rows that are no tool's tell of a thread, in their order.

    `times` are those of all rows so far; `place` is that of the row that is being read, the
    number of times up to it.
    """

    def __init__(self, named: str, ground: Ground) -> None:
        """Begin a thread by the name that its file tells, if any."""
        self.named = named
        self.times = array("q")
        self.place = 0
        self.folder = ""
        self.inside = 0
        self.id = self.parent = self.copied_from = self.version = self.branch = ""
        self.copies = False
        self.foreign = 0
        self.ledger = Ledger()
        self.models: dict[str, str] = {}
        self.efforts: dict[str, int] = {}
        self.turns: list[tuple[Turn, int]] = []
        self._ground = ground
        self._boundary = 0
        self._model = ""
        self._tier = self._tier_set = STANDARD
        self._has_called = False
        self._has_own = False
        self._is_inside = False

    @property
    def name(self) -> str:
        """What the thread is called, as far as is known yet."""
        return self.id or self.named

    @property
    def has_boundary(self) -> bool:
        """Whether the header says where the thread's own rows begin, and they have not yet."""
        return self._boundary > 0

    def trail(self) -> Trail:
        """Return what tells copied rows from own ones."""
        marks, marked = self.ledger.marks()
        return Trail(self.copies, self.foreign, self.inside, marks, marked)

    def begin(self, meta: Head) -> None:
        """Take a header: the thread's own, or one that was copied with the rows it heads."""
        if self._is_own(meta):
            self._begin(meta)
        elif meta.id and meta.id != self.name:
            self.copied_from = self.copied_from or meta.id
            self.copies = True

    def pass_ordinal(self, ordinal: int | None, place: int) -> None:
        """Note the first row after those that the header calls inherited."""
        if self._boundary and ordinal is not None and ordinal >= self._boundary:
            self._boundary = 0
            self.copies = True
            self.foreign = max(self.foreign, place - 1)

    def start_turn(self, _row: Head) -> None:
        """Let settings come into force that were made while the turn before went on."""
        self._tier = self._tier_set
        self._has_called = False

    def set_context(self, context: Head) -> None:
        """Take what holds for a turn."""
        if context.service_tier is not None:
            self._tier_set = tier_of(context.service_tier)
        self.start_turn(context)
        self._model = context.model or self._model
        if context.turn_id:
            self.models[context.turn_id] = self._model
        if context.effort:
            self.efforts[context.effort] = self.place
        if context.cwd:
            self._enter(context.cwd, self.place)

    def apply_settings(self, applied: Head) -> None:
        """Take settings, for the turn that begins or, if it has called a model, the next one."""
        if self._is_foreign(applied.thread_id):
            self._note_foreign()
        settings = part_of(applied.thread_settings, Settings)
        if settings is None:
            return
        self._model = self._model or settings.model or ""
        self._tier_set = tier_of(settings.service_tier)
        if not self._has_called:
            self._tier = self._tier_set

    def record(self, told: Head) -> None:
        """Take the record of a call."""
        if told.usage is None:
            return
        response = told.response_id or f"{self.name} {told.turn_id} {self.place}"
        moment = self._moment(told)
        if self._is_foreign(told.thread_id):
            self._note_foreign()
            self.ledger.foreign(response, told.usage, moment)
            return
        self._has_own = True
        self.ledger.record(response, told.usage, moment)

    def count(self, told: Head) -> None:
        """Take a counter."""
        classes = self.ledger.counted(told.info, self.place) if told.info is not None else None
        if classes is not None:
            self.ledger.count(self.name, classes, self._moment(told))

    def compact(self, told: Head) -> None:
        """Take note of the record that a compaction repeats, if it is another thread's."""
        if told.latest_token_usage_record is NOTHING:
            return
        copy = part_of(told.latest_token_usage_record, Record)
        if copy is not None and copy.usage is not None and self._is_foreign(copy.thread_id):
            self._note_foreign()
            self.ledger.foreign(copy.response_id or "", copy.usage, self._moment(told))

    def end_turn(self, ended: Head) -> None:
        """Take how long a turn took."""
        self._has_called = False
        if ended.duration_ms is not None and 0 <= ended.duration_ms < _LONGEST_TURN_MS:
            key = _turn_key(ended.turn_id or f"{self.name} {self.place}")
            self.turns.append((Turn(key, round(ended.duration_ms)), self.place))

    def _is_own(self, meta: Head) -> bool:
        """Say whether a header is the thread's: the first one, unless it comes late."""
        late = self.place > 1 and self.named not in {"", meta.id}
        return not self.id and bool(meta.id) and not late

    def _begin(self, meta: Head) -> None:
        self.id = meta.id or ""
        self.parent = _parent(meta)
        self.version = meta.cli_version or ""
        git, base = part_of(meta.git, Git), part_of(meta.history_base, Base)
        self.branch = (git.branch if git else None) or ""
        self.copied_from = meta.forked_from_id or (base.thread_id if base else None) or ""
        self.copies = bool(self.copied_from) and base is None
        self._boundary = meta.subagent_history_start_ordinal or 0
        if meta.cwd:
            self._enter(meta.cwd, OWN)

    def _enter(self, folder: str, place: int) -> None:
        if folder != self.folder:
            self.folder = folder
            self._is_inside = self._ground.holds(folder)
        if self._is_inside:
            self.inside = max(self.inside, place)

    def _is_foreign(self, thread: str | None) -> bool:
        is_derived = bool(self.copied_from or self.parent)
        return is_derived and bool(thread) and thread != self.id

    def _note_foreign(self) -> None:
        """Note that the log is a copy up to here, if nothing in it was the thread's own yet."""
        if not self._has_own:
            self.copies = True
            self.foreign = self.place

    def _moment(self, told: Head) -> Moment:
        if not self.place:
            raise Unusable("a call without a time")
        self._has_called = True
        turn = told.turn_id or ""
        return Moment(
            self.times[self.place - 1],
            self.place,
            self.models.get(turn, self._model),
            self._tier,
            turn if turn not in self.models else "",
            told.thread_id is not None,
        )


def _parent(meta: Head) -> str:
    """Return the thread that a sub-agent works for."""
    source = part_of(meta.source, Source)
    how = source.subagent if source else None
    if how is None and meta.thread_source not in _SUBAGENTS:
        return ""
    spawn = how.thread_spawn if isinstance(how, Subagent) else None
    session = meta.session_id if meta.session_id != meta.id else None
    named = spawn.parent_thread_id if spawn else None
    return named or meta.parent_thread_id or session or meta.forked_from_id or ""
