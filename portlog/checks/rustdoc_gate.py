"""What the `cfg`s on the way to a documented item ask of a crate's user."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from portlog.checks.items.cfgs import Predicate, Settings, Truth, needed, predicate, switches, truth


@dataclass(frozen=True, slots=True)
class Gate:
    """How far all predicates hold, and in words what they rest on.

    `needs` are features; `lacking` what would have to be switched on, None where nothing would
    help or nothing is lacking; `undecided` and `platforms` what neither features nor we decide.
    """

    truth: Truth
    needs: str | None = None
    lacking: str | None = None
    undecided: str | None = None
    platforms: str | None = None

    @property
    def is_open(self) -> bool | None:
        """Whether the way is open; None where nobody can tell."""
        return {Truth.NO: False, Truth.OPEN: None}.get(self.truth, True)


def gate(conditions: Iterable[str], features: AbstractSet[str]) -> Gate:
    """Return what the predicates together ask for; `features` are all that are on.

    What a build script may have set is left open: rustdoc's JSON does not tell of one.
    """
    settings = Settings(frozenset(features), open_names=None)
    texts = tuple(dict.fromkeys(conditions))
    parts = {text: predicate(text) for text in texts}
    truths = {text: truth(part, settings) for text, part in parts.items()}
    shut = [parts[text] for text in texts if truths[text] is Truth.NO]
    return Gate(
        truth=min(truths.values(), default=Truth.YES),
        needs=_joined(needed(part, settings) for part in parts.values()),
        lacking=_lacking(shut, settings),
        undecided=_named(text for text in texts if truths[text] is Truth.OPEN),
        platforms=_joined((text for text in texts if truths[text] is Truth.PLATFORM), " and "),
    )


def _lacking(shut: list[Predicate], settings: Settings) -> str | None:
    found = [switches(part, settings) for part in shut]
    return None if None in found else _joined(text or "" for text in found)


def _named(texts: Iterable[str]) -> str | None:
    return _joined((f"cfg({text})" for text in texts), ", ")


def _joined(texts: Iterable[str], sign: str = " + ") -> str | None:
    """Join what is said, each part once; None if nothing is."""
    parts = [part for text in texts for part in text.split(sign) if part]
    return sign.join(dict.fromkeys(parts)) or None
