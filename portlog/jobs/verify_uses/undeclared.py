"""Names that code uses as a crate's and no dependency has: what the registry says of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from portlog.checks.crate_names import name_refusal
from portlog.checks.similar_names import nearest, other_spellings
from portlog.jobs.crate_sources import CrateSources
from portlog.jobs.second_look import SecondLook
from portlog.jobs.verify_uses.declared import Crates
from portlog.jobs.verify_uses.lib_names import newest
from portlog.jobs.verify_uses.std_names import STD_MODULES
from portlog.records.crate_lookup import CrateClaim, CrateLookup, Judgement
from portlog.records.item import ItemLookup, ItemVerdict
from portlog.records.path_use import Segments
from portlog.records.registry import CRATES_IO, Listing, NoAnswer, RegistryAnswer, Release
from portlog.records.verdict import Verdict
from portlog.sources.registry import look_up_all

_MOST_SPELLINGS = 2


@dataclass(frozen=True, slots=True)
class Undeclared:
    """What the registry answered for names, each with its other spellings, and what warns of it."""

    answers: Mapping[str, tuple[RegistryAnswer, ...]]
    second: SecondLook | None = None

    def lookup(
        self, path: Segments, manifest: Path, crates: Crates, *, build_script: bool
    ) -> ItemLookup:
        """Return the answer about a path that no dependency brings."""
        name = path[0]
        seen = crates.seen_by(build_script=build_script)
        reasons = [_missing(name, manifest, crates, build_script=build_script)]
        found = ItemLookup(
            "::".join(path), "", None, ItemVerdict.ABSENT, suggestions=nearest(name, seen)
        )
        if name in STD_MODULES:
            why = f"std::{name} would have to be imported"
            return replace(found, reasons=(*reasons, why), suggestions=(f"std::{name}",))
        return self._with_registry(found, name, reasons)

    def _with_registry(self, found: ItemLookup, name: str, reasons: list[str]) -> ItemLookup:
        answers = self.answers.get(name, ())
        listings = [one for one in answers if isinstance(one, Listing)]
        last = newest(release for one in listings for release in one.releases)
        silent = next((one for one in answers if isinstance(one, NoAnswer)), None)
        sighting = next((one.sighting for one in answers), None)
        if last is not None:
            why = f"crates.io has a crate {last.name}, newest version {last.version}"
        elif silent is not None:
            why = f"crates.io was not asked: {silent.why}"
        else:
            why = _not_registered(name, listings)
        more = self._warnings(name if last is None else last.name, last, answers)
        told = replace(found, reasons=(*reasons, why, *more), sighting=sighting)
        unsure = last is None and (silent is not None or not all(one.complete for one in listings))
        return replace(told, verdict=ItemVerdict.UNKNOWN) if unsure else told

    def _warnings(
        self, name: str, last: Release | None, answers: tuple[RegistryAnswer, ...]
    ) -> tuple[str, ...]:
        """Return what the moment of the claim, advisories and the name itself say of a crate."""
        answer = next((one for one in answers if _has(one, last)), None)
        if self.second is None or answer is None:
            return ()
        verdict = Verdict.NOT_FOUND if last is None else Verdict.EXISTS
        judgement = Judgement(verdict, (), last.version if last else None, about=last)
        looked = self.second.at(CrateLookup(CrateClaim(name), judgement, answer.sighting), answer)
        return (*looked.judgement.reasons, *(one.reason for one in looked.warnings))


def _has(answer: RegistryAnswer, release: Release | None) -> bool:
    if not isinstance(answer, Listing):
        return False
    return release in answer.releases if release is not None else answer.complete


def ask_about(
    names: Iterable[str], sources: CrateSources, second_look: Callable[[], SecondLook]
) -> Undeclared:
    """Ask crates.io for names, and for their spellings with `-`; `ConfigError` as for cargo."""
    spellings = {
        name: (name, *other_spellings(name)[:_MOST_SPELLINGS])
        for name in names
        if name not in STD_MODULES and name_refusal(name) is None
    }
    if not spellings:
        return Undeclared({})
    every = dict.fromkeys(one for group in spellings.values() for one in group)
    answers = look_up_all(sources.opened(CRATES_IO).registry, every)
    return Undeclared(
        {name: tuple(answers[one] for one in group) for name, group in spellings.items()},
        second_look(),
    )


def _missing(name: str, manifest: Path, crates: Crates, *, build_script: bool) -> str:
    if name in crates.seen_by(build_script=not build_script):
        which = "no build-dependency" if build_script else "a build-dependency only"
        return f"{name} is {which} in {manifest}"
    return f"{manifest} has no dependency called {name}"


def _not_registered(name: str, listings: list[Listing]) -> str:
    if not listings:
        return "no crate can have that name"
    whole = all(one.complete for one in listings)
    return f"crates.io has no crate {name}" + ("" if whole else " in the part that is held here")
