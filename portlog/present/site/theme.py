"""An experiment's own templates, which stand before the package's of the same name."""

from collections.abc import Mapping
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from portlog.errors import SiteError
from portlog.present.site.templating import themed_templates

_HINT = "docs/site.md says what a template gets"
# all that can be wrong with a template
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Theme:
    """Templates of a folder; one that fails is named with its file and line."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; a template is read when a page asks for it."""
        self._folder = folder
        self._templates = themed_templates(folder)

    def filled(self, template: str, names: Mapping[str, Any]) -> str:
        """Return a template with its names filled in; `SiteError` names the place of a fault."""
        try:
            return self._templates.get_template(template).render(names)
        except TemplateSyntaxError as error:
            place = f"{error.filename or template}:{error.lineno}"
            raise SiteError(f"{place}: {error.message}", _HINT) from error
        except _FAULTS as error:
            place = self._place(error.__traceback__)
            if not place:
                raise
            raise SiteError(f"{place}: {error}", _HINT) from error

    def _place(self, traceback: TracebackType | None) -> str:
        """Return the innermost line of the theme that a traceback leads through, if any."""
        lines = (
            f"{frame.f_code.co_filename}:{line}"
            for frame, line in walk_tb(traceback)
            if Path(frame.f_code.co_filename).is_relative_to(self._folder)
        )
        return ["", *lines][-1]
