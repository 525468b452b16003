"""Hold crates that somebody named against their registry."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from portlog.checks.crate_names import claim
from portlog.checks.crate_warnings import repository_warnings
from portlog.checks.crates import Circumstances, judge, refusal
from portlog.checks.rust_versions import rust_numbers
from portlog.errors import InputError
from portlog.jobs.crate_details import with_details
from portlog.jobs.crate_neighbours import neighbours
from portlog.jobs.open_registry import OpenRegistry, Place, open_registry
from portlog.jobs.second_look import second_look
from portlog.records.advisory import SnapshotAge
from portlog.records.claim_context import ClaimMoment
from portlog.records.crate_lookup import CrateClaim, CrateLookup, Judgement
from portlog.records.outcome import Outcome
from portlog.records.registry import CRATES_IO, Listing, RegistryAnswer, Sighting
from portlog.sources.registry import look_up_all
from portlog.sources.toolchain import rust_toolchain

MOST_NAMES_WITH_DETAILS = 5
NOT_ASKED = "cargo's own rules; no registry was asked"


@dataclass(frozen=True, slots=True)
class LookupOptions:
    """What to ask, and how.

    `details` of None asks crates.io's web API for at most five names; `rust_version` of None
    takes what `rustc --version` says.
    """

    features: tuple[str, ...] = ()
    registry: str = CRATES_IO
    offline: bool = False
    details: bool | None = None
    rust_version: str | None = None
    claimed: ClaimMoment | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """All look-ups in the order in which they were named, and why details are missing, if so.

    `advisories` says how old the copy of RustSec's database is that their warnings rest on.
    """

    lookups: tuple[CrateLookup, ...]
    advisories: SnapshotAge
    details_trouble: str | None = None

    @property
    def outcome(self) -> Outcome:
        """What all of them mean together."""
        return Outcome.worst(one.outcome for one in self.lookups)


def verify_crates(typed: Sequence[str], options: LookupOptions, place: Place) -> Verification:
    """Look up what was typed as `NAME[@REQUIREMENT]`.

    `CRATE/FEATURE` asks for a feature of that crate only, any other feature is asked of all.
    Raises `ConfigError` for cargo's configuration and `InputError` for a Rust version that
    is none.
    """
    names = {claim(one).name for one in typed}
    claims = [claim(one) for one in typed]
    wanted = [replace(one, features=_features_of(one.name, options, names)) for one in claims]
    return verify_claims(wanted, options, place)


def verify_claims(
    claims: Sequence[CrateClaim], options: LookupOptions, place: Place
) -> Verification:
    """Look up crates with their requirements and features, in their order."""
    refuse_rust_version(options.rust_version)
    opened = open_registry(place, options.registry, offline=options.offline)
    names = [one.name for one in claims if refusal(one) is None]
    with ThreadPoolExecutor(1) as pool:
        toolchain = pool.submit(_toolchain, options, names)
        answers = look_up_all(opened.registry, names)
        around = neighbours(opened.registry, answers)
    judged = (_judged(one, answers, around, toolchain.result()) for one in claims)
    look = second_look(place, options.claimed)
    shown = [answers.get(one.name) for one in claims]
    lookups = [
        look.at(lookup_of(one, judgement, answer, opened, place), answer)
        for one, judgement, answer in zip(claims, judged, shown, strict=True)
    ]
    asks = _asks_api(len(claims), opened, options)
    detailed = map(_looked_for_code, with_details(lookups, opened.api if asks else None))
    return Verification(tuple(detailed), look.age, opened.api.trouble)


def _looked_for_code(one: CrateLookup) -> CrateLookup:
    return replace(one, warnings=(*one.warnings, *repository_warnings(one)))


def _features_of(name: str, options: LookupOptions, names: Iterable[str]) -> tuple[str, ...]:
    """Return the features asked of one crate: those qualified with another's name are not."""
    others = tuple(f"{other}/" for other in names if other != name)
    own = f"{name}/"
    return tuple(one.removeprefix(own) for one in options.features if not one.startswith(others))


def refuse_rust_version(version: str | None) -> None:
    """Raise `InputError` for a typed version that is none."""
    try:
        rust_numbers(version or "1")
    except ValueError as error:
        raise InputError(str(error), "write --rust-version 1.85") from None


def _toolchain(options: LookupOptions, names: Sequence[str]) -> str | None:
    return options.rust_version or (rust_toolchain() if names else None)


def _judged(
    one: CrateClaim,
    answers: Mapping[str, RegistryAnswer],
    around: Mapping[str, Circumstances],
    toolchain: str | None,
) -> Judgement:
    refused = refusal(one)
    if refused is not None:
        return refused
    circumstances = around.get(one.name, Circumstances())
    return judge(one, answers[one.name], replace(circumstances, toolchain=toolchain))


def lookup_of(
    one: CrateClaim,
    judgement: Judgement,
    answer: RegistryAnswer | None,
    opened: OpenRegistry,
    place: Place,
) -> CrateLookup:
    """Put a verdict beside what the registry showed."""
    if answer is None or refusal(one) is not None:
        return CrateLookup(one, judgement, Sighting(NOT_ASKED, place.clock()), opened.name)
    releases = answer.releases if isinstance(answer, Listing) else ()
    published = [
        release.published_at
        for release in releases
        if release.name == one.name and release.published_at is not None
    ]
    first = min(published, default=None)
    return CrateLookup(one, judgement, answer.sighting, opened.name, first_published_at=first)


def _asks_api(count: int, opened: OpenRegistry, options: LookupOptions) -> bool:
    """Say whether details are wanted: a mirror's users are not sent to crates.io unasked."""
    if options.registry != CRATES_IO:
        return False
    if options.details is not None:
        return options.details
    return opened.is_crates_io and count <= MOST_NAMES_WITH_DETAILS
