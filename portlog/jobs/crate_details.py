"""What only crates.io's web API knows, put beside what the index said."""

from collections.abc import Sequence
from dataclasses import replace

from portlog.records.crate_lookup import CrateLookup
from portlog.records.verdict import Verdict
from portlog.sources.crates_io import CratesIo, DetailsAnswer, DetailsWanted, without_details


def with_details(lookups: Sequence[CrateLookup], api: CratesIo | None) -> tuple[CrateLookup, ...]:
    """Return look-ups with what the API told, and the names of what it did not.

    Only crates that the index has are asked for; None asks for none.
    """
    wanted = {one.name: _wanted(one) for one in lookups if one.is_registered}
    answers = {name: without_details(one) for name, one in wanted.items()}
    if api is not None:
        answers = api.details(wanted.values())
    return tuple(_detailed(one, answers.get(one.name)) for one in lookups)


def _wanted(one: CrateLookup) -> DetailsWanted:
    about = one.judgement.about
    is_yanked = one.verdict is Verdict.YANKED and about is not None
    return DetailsWanted(one.name, about.version if about and is_yanked else None)


def _detailed(one: CrateLookup, answer: DetailsAnswer | None) -> CrateLookup:
    if answer is None or not one.is_registered:
        return one
    return replace(one, details=answer.details, missing=answer.missing)
