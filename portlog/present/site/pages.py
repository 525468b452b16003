"""The pages of one language: each kind's template, filled with what it asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from portlog.analytics.question import Answers
from portlog.present.language import gettext, language
from portlog.present.site.address import Address
from portlog.present.site.catalogue import Facts, PageKind
from portlog.present.site.edition import Edition
from portlog.present.site.figure import Figure
from portlog.present.site.page_digest import page_digest
from portlog.present.site.templating import templates
from portlog.present.site.theme import Theme

# what a host shows at an address where nothing is
MISSING = "404.html"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its kind, its name in the title, and what its template gets.

    `told` tells that, when it is asked for; `shown` is what it is told from, or itself.
    """

    address: Address
    kind: PageKind
    name: str
    told: Facts | Callable[[], Facts]
    shown: object

    @property
    def facts(self) -> Facts:
        """What its template gets."""
        return self.told() if callable(self.told) else self.told


@dataclass(frozen=True, slots=True)
class Material:
    """What pages are made of: the answers of the log, the edition, the figures, all page kinds.

    `known` holds the digests of lasting pages that need not be made again, `ground` is what all
    of these begin with. The templates are the package's, or a theme's.
    """

    answers: Answers
    edition: Edition
    figures: Mapping[str, Figure]
    kinds: Sequence[PageKind]
    known: Mapping[str, str] = field(default_factory=dict)
    ground: str = ""
    theme: Theme | None = None
    # what is the same in all pages of one depth is filled once
    repeated: dict[tuple[str, str, str], Markup] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page's address and kind, and its content; None where the one that is known will do.

    `digest` tells what it shows from anything else; empty where nobody asks.
    """

    address: Address
    kind: PageKind
    content: bytes | None
    digest: str = ""


def made_pages(material: Material) -> Iterator[MadePage]:
    """Return each page, in the language that is spoken."""
    for kind in material.kinds:
        for page in _pages(kind, material):
            yield _made(page, material)


def _pages(kind: PageKind, material: Material) -> Iterator[Page]:
    asked = {name: material.answers[question] for name, question in kind.questions.items()}
    facts = kind.view({**material.edition.given, "figures": material.figures, **asked})
    if kind.records is None:
        yield Page(_address(kind.path, material.edition), kind, gettext(kind.name), facts, facts)
        return
    for record in kind.records(facts):
        path = kind.path.format(key=record.key)
        shown = record.facts if record.rows is None else record.rows
        yield Page(_address(path, material.edition), kind, record.title, record.facts, shown)


def _address(path: str, edition: Edition) -> Address:
    top = _top(edition) if path == MISSING else ""
    return Address(path, language().code, edition.languages[0], top)


def _top(edition: Edition) -> str:
    """Return the path of the site's top on its host; empty where nobody knows it."""
    return "" if edition.base_url is None else f"{urlsplit(edition.base_url).path.rstrip('/')}/"


def _made(page: Page, material: Material) -> MadePage:
    if not page.kind.is_lasting:
        return MadePage(page.address, page.kind, _rendered(page, material))
    digest = page_digest(material.ground, page.kind.path, page.address, page.name, page.shown)
    if digest and material.known.get(page.address.file) == digest:
        return MadePage(page.address, page.kind, None, digest)
    return MadePage(page.address, page.kind, _rendered(page, material), digest)


def _rendered(page: Page, material: Material) -> bytes:
    shown = [one for name in page.kind.charts if (one := material.figures.get(name))]
    edition = material.edition
    names: dict[str, Any] = {
        "page": page,
        "pages": material.kinds,
        "edition": edition.lasting if page.kind.is_lasting else edition,
        "shown": shown,
        "language": language(),
        "to": page.address.to,
        "shared": page.address.shared,
        "navigation": _repeated("nav.html", page, material),
        "foot_navigation": _repeated("footnav.html", page, material),
    }
    return _filled(page.kind.template, {**page.facts, **names}, material).encode()


def _filled(template: str, names: Mapping[str, Any], material: Material) -> str:
    if material.theme:
        return material.theme.filled(template, names)
    return templates().get_template(template).render(names)


def _repeated(component: str, page: Page, material: Material) -> Markup:
    current = page.address.path if page.kind.is_navigable else ""
    at = (component, page.address.own_root, current)
    if at not in material.repeated:
        kinds = [kind for kind in material.kinds if kind.is_navigable]
        names = {"kinds": kinds, "to": page.address.to, "current": current}
        told = _filled(f"components/{component}", names, material)
        material.repeated[at] = Markup(told)  # noqa: S704  a template escaped what is in it
    return material.repeated[at]
