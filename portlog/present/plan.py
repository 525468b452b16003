"""The plan of a port in the formats that every command offers."""

from collections.abc import Iterable, Sequence

from portlog.present.tables import Format, Listing, written
from portlog.records.plan import PlannedModule
from portlog.records.session import Languages
from portlog.store.text import line_of


def plan_list(
    modules: Sequence[tuple[PlannedModule, int | None]], languages: Languages, form: Format
) -> str:
    """Return the modules of a plan, each with the lines of code of its originals."""
    code, estimate = f"loc_{languages.original}", f"loc_{languages.port}_est"
    columns = ("module", "phase", "order", "originals", code, estimate, "issue_url", "post")
    rows = [
        (
            one.module,
            one.phase,
            one.order,
            one.originals or None,
            lines,
            one.loc_port_est,
            one.issue_url,
            one.post,
        )
        for one, lines in modules
    ]
    return written(
        Listing("plan", columns, rows, frozenset({"phase", "order", code, estimate})), form
    )


def suggested_list(
    modules: Iterable[tuple[PlannedModule, int, int]], languages: Languages, form: Format
) -> str:
    """Return modules that a plan could have; as CSV in the form that `plan import` reads."""
    found = list(modules)
    if form is Format.CSV:
        lines = ([one.module, " ".join(one.originals or ())] for one, _, _ in found)
        return "".join(map(line_of, [["module", "originals"], *lines]))
    code = f"loc_{languages.original}"
    rows = [(one.module, one.originals or None, symbols, lines) for one, symbols, lines in found]
    columns = ("module", "originals", "symbols", code)
    return written(Listing("plan", columns, rows, frozenset({"symbols", code})), form)
