"""Looking many paths up: each crate asked once, each source read once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from portlog.checks.items.judge import PathJudgement, judge_path
from portlog.checks.items.members import Members
from portlog.checks.items.open_crate import OpenCrate, open_crate
from portlog.checks.items.rust_paths import RustPath
from portlog.jobs.open_registry import Place
from portlog.jobs.verify_items.crate_answers import CrateAnswer, CrateAsked, crate_answers
from portlog.jobs.verify_items.documented import Documented
from portlog.jobs.verify_items.other_versions import neighbouring_releases, versions_with
from portlog.jobs.verify_items.shelf import Shelf
from portlog.records.item import (
    Definition,
    ItemClaim,
    ItemLookup,
    ItemOptions,
    ItemVerdict,
    Namespace,
)
from portlog.records.registry import Release
from portlog.records.verdict import Verdict


def look_up_items(
    claims: Sequence[ItemClaim], options: ItemOptions, place: Place
) -> tuple[ItemLookup, ...]:
    """Return what the registry and the sources say of each claim, in their order.

    Raises `ConfigError` for cargo's configuration; whatever keeps a source from being read is
    the verdict `unknown` with the reason. A path that is none is `absent`.
    """
    return _Desk(options, place).answers(claims)


class _Desk:
    """One run of look-ups."""

    def __init__(self, options: ItemOptions, place: Place) -> None:
        self._options = options
        self._shelf = Shelf(place, offline=options.offline)
        self._documented = Documented(place, offline=options.offline)

    def answers(self, claims: Sequence[ItemClaim]) -> tuple[ItemLookup, ...]:
        groups: dict[CrateAsked, list[int]] = {}
        for at, claim in enumerate(claims):
            groups.setdefault(CrateAsked.of(claim), []).append(at)
        answers = crate_answers(list(groups), self._shelf, self._options.claimed)
        self._read_ahead(answers)
        found: dict[int, ItemLookup] = {}
        for asked, places in groups.items():
            wanted = [claims[at] for at in places]
            told = self._of_crate(wanted, asked, answers[asked])
            found.update(zip(places, told, strict=True))
        return tuple(found[at] for at in range(len(claims)))

    def _read_ahead(self, answers: Mapping[CrateAsked, CrateAnswer]) -> None:
        """Have the sources of several crates fetched side by side."""
        wanted = [(one.registry, answer.release) for one, answer in answers.items()]
        releases = [(registry, release) for registry, release in wanted if release is not None]
        if len(releases) > 1:
            self._shelf.read_ahead(releases)

    def _of_crate(
        self, claims: Sequence[ItemClaim], asked: CrateAsked, answer: CrateAnswer
    ) -> Iterator[ItemLookup]:
        """Yield the answers about one crate's items."""
        release = answer.release
        if release is None:
            yield from (_without_crate(claim, answer) for claim in claims)
            return
        items = _Items(self._shelf, asked, release)
        for claim in claims:
            yield self._one(claim, items, answer, release)

    def _one(
        self, claim: ItemClaim, items: "_Items", answer: CrateAnswer, release: Release
    ) -> ItemLookup:
        try:
            path = _path_of(claim)
        except ValueError as error:
            told = _told(claim, release.version, answer)
            return replace(told, verdict=ItemVerdict.ABSENT, reasons=(str(error),))
        found = self._judged(claim, path, items, answer, release)
        if found.verdict is not ItemVerdict.ABSENT or not self._options.other_versions:
            return found
        others = neighbouring_releases(answer.releases, release)
        versions = tuple(versions_with(path, others, claim.registry, self._shelf))
        return replace(found, other_versions=versions)

    def _judged(
        self,
        claim: ItemClaim,
        path: RustPath,
        items: "_Items",
        answer: CrateAnswer,
        release: Release,
    ) -> ItemLookup:
        """Ask docs.rs first, and the crate's own source where that does not settle it."""
        plain = replace(claim, path="::".join(path.segments), namespace=path.namespace)
        is_crates_io = self._shelf.opened(claim.registry).is_crates_io
        documented = self._documented.judged(plain, release, is_crates_io=is_crates_io)
        told = _told(claim, release.version, answer)
        if documented is not None and documented.is_final:
            return _merged(told, documented.lookup)
        judgement = items.judged(path)
        if isinstance(judgement, PathJudgement):
            return _with(told, judgement, self._shelf)
        if documented is None:
            return replace(told, reasons=(judgement,))
        from portlog.checks.rustdoc_items import unconfirmed

        return _merged(told, unconfirmed(documented))


class _Items:
    """One release with its features, opened when the first path needs it."""

    def __init__(self, shelf: Shelf, asked: CrateAsked, release: Release) -> None:
        self._shelf = shelf
        self._asked = asked
        self._release = release
        self._members = Members(shelf)
        self._opened: OpenCrate | str | None = None

    def judged(self, path: RustPath) -> PathJudgement | str:
        """Return the verdict on a path, or why the source cannot be asked."""
        if self._opened is None:
            self._opened = self._open()
        if isinstance(self._opened, str):
            return self._opened
        return judge_path(self._opened, path.segments, path.namespace, self._members)

    def _open(self) -> OpenCrate | str:
        source = self._shelf.source(self._asked.registry, self._release)
        if isinstance(source, str):
            return source
        asked = frozenset(self._asked.features)
        return open_crate(source, asked, defaults=self._asked.default_features)


def _path_of(claim: ItemClaim) -> RustPath:
    path = RustPath.parse(claim.path)
    hinted = claim.namespace if claim.namespace is not Namespace.ANY else path.namespace
    return replace(path, namespace=hinted)


def _told(claim: ItemClaim, version: str | None, answer: CrateAnswer) -> ItemLookup:
    return ItemLookup(
        path=claim.path,
        crate=claim.crate,
        version=version,
        verdict=ItemVerdict.UNKNOWN,
        sighting=answer.sighting,
        requirement=claim.requirement,
        features=claim.features,
        registry=claim.registry,
    )


def _without_crate(claim: ItemClaim, answer: CrateAnswer) -> ItemLookup:
    """Return what is to be said of an item whose crate is not there, or could not be asked for."""
    judgement = answer.judgement
    told = _told(claim, None, answer)
    if judgement.verdict is Verdict.UNVERIFIABLE:
        return replace(told, reasons=judgement.reasons)
    reasons = tuple(f"{judgement.verdict}: {reason}" for reason in judgement.reasons)
    return replace(
        told, verdict=ItemVerdict.ABSENT, reasons=reasons, suggestions=judgement.suggestions
    )


def _with(told: ItemLookup, judgement: PathJudgement, shelf: Shelf) -> ItemLookup:
    return replace(
        told,
        verdict=judgement.verdict,
        reasons=judgement.reasons,
        feature=judgement.feature,
        definition=_with_source(judgement.definition, shelf),
        suggestions=judgement.suggestions,
    )


def _with_source(definition: Definition | None, shelf: Shelf) -> Definition | None:
    if definition is None:
        return None
    source, checksum = shelf.place_of(definition.crate, definition.version)
    return replace(definition, source=source, checksum=checksum)


def _merged(told: ItemLookup, found: ItemLookup) -> ItemLookup:
    return replace(
        told,
        verdict=found.verdict,
        reasons=found.reasons,
        feature=found.feature,
        definition=found.definition,
        suggestions=found.suggestions,
    )
