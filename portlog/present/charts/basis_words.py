"""How sentences, axes and pictures say how a figure is known."""

from collections.abc import Iterable

from portlog.analytics.method import Method
from portlog.present.language import gettext
from portlog.present.wording import listed


def are_claims(methods: Iterable[Method]) -> bool:
    """Say whether all that is known was only said."""
    return all(method.is_claim for method in methods)


def begun(sentence: str) -> str:
    """Return a sentence with its first letter large."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def quoted(words: str, method: Method | None) -> str:
    """Return a figure in quotation marks if it is a claim."""
    return f"“{words}”" if method is not None and method.is_claim else words


def axis_words(unit: str, methods: Iterable[Method]) -> str:
    """Return an axis's title with the bases of what it measures: `US dollars, claimed`."""
    bases = sorted({str(method.basis) for method in methods})
    return ", ".join(filter(None, (unit, listed([gettext(basis) for basis in bases]))))


def methods_words(methods: Iterable[Method]) -> str:
    """Return the ways of knowing as words: `claimed (typed) · computed (list_price/1)`."""
    return " · ".join(f"{gettext(str(one.basis))} ({one.rule})" for one in methods)


def method_cells(method: Method | None) -> tuple[str | None, str | None]:
    """Return the cells that name a way of knowing: basis and rule, empty where nobody knows."""
    return (None, None) if method is None else (method.basis, method.rule)


def series_words(method: Method) -> str:
    """Return one way of knowing as the name of a series: `claimed, typed`."""
    return f"{gettext(str(method.basis))}, {method.rule}"
