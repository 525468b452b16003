"""A module of the port's plan: what of the original belongs to it, and when its turn comes."""

from dataclasses import dataclass

from portlog.records.kinds import COUNT, TEXT, WORDS
from portlog.records.session import Languages
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class PlannedModule:
    """One module of the plan; without originals it is new in the port.

    `originals` are paths and `path::Symbol`, written without spaces; `loc_port_est` counts lines.
    """

    module: str
    phase: int | None = None
    order: int | None = None
    originals: tuple[str, ...] | None = None
    loc_port_est: int | None = None
    issue_url: str | None = None
    post: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether no original belongs to it."""
        return not self.originals


def plan_table(languages: Languages) -> Table[PlannedModule]:
    """Return the table of the plan, its estimate named for the language ported to."""
    return Table(
        name="plan",
        meaning="one module of the port's plan",
        columns=(
            Column("module", TEXT, "the module, such as agent/loop", required=True),
            Column("phase", COUNT, "the phase of the port that it belongs to"),
            Column("order", COUNT, "its place within the phase"),
            Column(
                "originals",
                WORDS,
                "what of the original belongs to it: paths, or PATH::SYMBOL; empty: it is new",
            ),
            Column(
                f"loc_{languages.port}_est",
                COUNT,
                "how large somebody expects it to be",
                attribute="loc_port_est",
                unit="lines",
            ),
            Column("issue_url", TEXT, "where it is discussed"),
            Column("post", TEXT, "the post that tells of it"),
        ),
        make=PlannedModule,
        key=("module",),
        order=("module",),
    )
