"""What crates.io's index said at a moment that is known, for a demo without a network."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from portlog.jobs.open_registry import Place
from portlog.jobs.sample import REGISTRY
from portlog.jobs.verify_crates import LookupOptions, Verification, verify_claims
from portlog.records.crate_lookup import CrateClaim
from portlog.records.outcome import Outcome
from portlog.sources.addresses import CRATES_IO_INDEX
from portlog.sources.answer_cache import AnswerCache, KeptAnswer

CLAIMS = (
    CrateClaim("dotenvy"),
    CrateClaim("cron", "0.15"),
    CrateClaim("shellexpand", "3", ("tilde",)),
    CrateClaim("shellexpand", "3", ("windows-paths",)),
    CrateClaim("cron", "9"),
    CrateClaim("shell_words", "1"),
    CrateClaim("nanobot-telegram-bridge"),
)


class _Recorded(msgspec.Struct):
    checked_at: datetime
    answers: dict[str, str | None]


def verify_sample(place: Place) -> tuple[Verification, datetime | None]:
    """Look the sample's crates up, live if the registry answers, else as it once answered.

    Returns the answer and, if it is the recorded one, the UTC time at which it was recorded.
    """
    options = LookupOptions(details=False, rust_version="1.95")
    live = verify_claims(CLAIMS, options, place)
    if all(one.outcome is not Outcome.UNKNOWN for one in live.lookups):
        return live, None
    recorded = msgspec.json.decode(REGISTRY.read_bytes(), type=_Recorded)
    cache = place.cache / "recorded"
    _unpack(recorded, cache)
    alone = replace(place, folder=Path("/"), cache=cache, environment={"CARGO_HOME": str(cache)})
    answered = verify_claims(CLAIMS, replace(options, offline=True), alone)
    return answered, recorded.checked_at.astimezone(UTC)


def _unpack(recorded: _Recorded, cache: Path) -> None:
    kept = AnswerCache(cache / "index", CRATES_IO_INDEX)
    for path, body in recorded.answers.items():
        content = None if body is None else body.encode()
        kept.write(path, KeptAnswer(CRATES_IO_INDEX + path, recorded.checked_at, content))
