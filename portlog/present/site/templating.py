"""The templates: every value escaped, a name that is missing is an error."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from portlog.present import wording
from portlog.present.language import gettext, known_language, ngettext, pgettext

# Script and style come from this site's own files, pictures also from the page itself. The hash is
# that of an empty style element, which plotly inserts; blob: is what its PNG download saves.
POLICY = (
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"
)


@cache
def templates() -> Environment:
    """Return the environment that loads the package's templates."""
    environment = Environment(
        loader=PackageLoader("portlog.present"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
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
        language_name=lambda code: known_language(code).name,
        policy=POLICY,
        span=wording.span,
        no_module=wording.NO_MODULE,
        list_price=wording.LIST_PRICE,
    )
    return environment
