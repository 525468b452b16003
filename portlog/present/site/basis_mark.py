"""How a figure is known, as markup: a glyph and its word, on every figure of every page."""

from functools import lru_cache

from markupsafe import Markup

from portlog.analytics.method import Method
from portlog.present.language import Language, gettext, language


def basis_mark(name: str, words: str | None = None) -> Markup:
    """Return the glyph of a basis with its word, or with other words."""
    return _basis(language(), name, words)


def method_mark(one: Method) -> Markup:
    """Return a basis with the rule that made the figure."""
    return _method(language(), one)


@lru_cache(maxsize=4096)
def _basis(_: Language, name: str, words: str | None) -> Markup:
    return Markup(
        '<span class="basis basis--{name}"><svg aria-hidden="true"><use href="#b-{name}"/></svg>'
        "{words}</span>"
    ).format(name=name, words=words or gettext(name))


@lru_cache(maxsize=4096)
def _method(spoken: Language, one: Method) -> Markup:
    estimate = gettext(", an estimate") if one.is_estimate else ""
    rule = Markup('<span class="rule">({rule}{estimate})</span>').format(
        rule=one.rule, estimate=estimate
    )
    return Markup("{} {}").format(_basis(spoken, str(one.basis), None), rule)
