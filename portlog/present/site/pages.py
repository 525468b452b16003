"""The pages of one language: each kind's template, filled with what it asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portlog.analytics.question import Answers
from portlog.present.language import gettext, language
from portlog.present.site.address import Address
from portlog.present.site.catalogue import Facts, PageKind
from portlog.present.site.edition import Edition
from portlog.present.site.figure import Figure
from portlog.present.site.templating import templates


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its kind, its name in the title, and what its template gets."""

    address: Address
    kind: PageKind
    name: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Material:
    """What pages are made of: the answers of the log, the edition, the figures, all page kinds."""

    answers: Answers
    edition: Edition
    figures: Mapping[str, Figure]
    kinds: Sequence[PageKind]


def rendered_pages(material: Material) -> Iterator[tuple[str, bytes]]:
    """Return each page's file and content, in the language that is spoken."""
    for kind in material.kinds:
        for page in _pages(kind, material):
            yield page.address.file, _rendered(page, material)


def _pages(kind: PageKind, material: Material) -> Iterator[Page]:
    asked = {name: material.answers[question] for name, question in kind.questions.items()}
    facts = kind.view({**material.edition.given, "figures": material.figures, **asked})
    if kind.records is None:
        yield Page(_address(kind.path, material.edition), kind, gettext(kind.name), facts)
        return
    for record in kind.records(facts):
        path = kind.path.format(key=record.key)
        yield Page(_address(path, material.edition), kind, record.title, record.facts)


def _address(path: str, edition: Edition) -> Address:
    return Address(path, language().code, edition.languages[0])


def _rendered(page: Page, material: Material) -> bytes:
    shown = [one for name in page.kind.charts if (one := material.figures.get(name))]
    names: dict[str, Any] = {
        "page": page,
        "pages": material.kinds,
        "edition": material.edition,
        "shown": shown,
        "language": language(),
        "to": page.address.to,
        "shared": page.address.shared,
    }
    template = templates().get_template(page.kind.template)
    return template.render({**page.facts, **names}).encode()
