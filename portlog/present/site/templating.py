"""The templates: every value escaped, a name that is missing is an error."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from portlog.present import wording
from portlog.present.language import (
    Language,
    gettext,
    known_language,
    language,
    ngettext,
    pgettext,
)
from portlog.present.site.basis_mark import basis_mark, method_mark
from portlog.present.site.compiled import CompiledTemplates

# Script and style come from this site's own files, pictures also from the page itself. The hash is
# that of an empty style element, which plotly inserts; blob: is what its PNG download saves. Only a
# page that is looked at while it is written asks its server for anything; others may because
# Lighthouse looks for robots.txt from within the page.
POLICY = (
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


@cache
def templates() -> Environment:
    """Return the environment that loads the package's templates."""
    compiled = CompiledTemplates(repr(_SETTINGS))
    environment = Environment(
        loader=_own(), autoescape=True, bytecode_cache=compiled, cache_size=-1, **_SETTINGS
    )
    return _furnished(environment)


def themed_templates(theme: Path) -> Environment:
    """Return an environment in which templates of a folder stand before the package's.

    They may do what templates do, and nothing else: they come with the experiment.
    """
    loader = ChoiceLoader([FileSystemLoader(theme), _own()])
    return _furnished(SandboxedEnvironment(loader=loader, autoescape=True, **_SETTINGS))


_SETTINGS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "extensions": ["jinja2.ext.i18n"],
    # asking for each page anew whether a template has changed takes longer than filling some
    "auto_reload": False,
}


def _own() -> PackageLoader:
    return PackageLoader("portlog.present")


def _furnished(environment: Environment) -> Environment:
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        gettext, ngettext, newstyle=True, pgettext=pgettext
    )
    environment.filters.update(
        counted=wording.counted,
        grouped=wording.grouped,
        long_day=wording.long_day,
        of_all=wording.of_all,
    )
    environment.globals.update(
        _=_said,
        gettext=_said,
        basis_mark=basis_mark,
        method_mark=method_mark,
        language_name=lambda code: known_language(code).name,
        policy=POLICY,
        span=wording.span,
        no_module=wording.NO_MODULE,
        list_price=wording.LIST_PRICE,
    )
    return environment


def _said(message: str, /, **values: Any) -> Markup:
    """Return a message as the templates' extension does: markup, its values escaped.

    The extension's own way there is five calls long, and a page has fifty messages.
    """
    if values:
        return Markup(language().message(message)) % values  # noqa: S704  messages are our own
    return _without_values(language(), message)


@cache
def _without_values(spoken: Language, message: str) -> Markup:
    return Markup(spoken.message(message)) % {}  # noqa: S704  messages are our own
