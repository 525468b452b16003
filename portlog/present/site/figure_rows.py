"""The rows of a figure's table as markup: many cells, which a template takes long to fill."""

from collections.abc import Sequence
from html import escape
from typing import Protocol

from markupsafe import Markup

# a page holds no more rows of one table: its files have all
MOST_ROWS = 400
# more than these stand on the figure's own page alone
MOST_ROWS_ELSEWHERE = 100
# of more rows nothing is live: a browser would take seconds, and the data megabytes
MOST_LIVE_ROWS = 5_000
# a longer name scrolls in a few lines, as in the component `name`
_LONGEST = 120


class TableCell(Protocol):
    """A cell as it is read on the page."""

    @property
    def words(self) -> str:
        """What stands in it."""
        raise NotImplementedError

    @property
    def is_figure(self) -> bool:
        """Whether it stands right."""
        raise NotImplementedError

    @property
    def is_unknown(self) -> bool:
        """Whether the words say that nobody knows."""
        raise NotImplementedError


def rows_markup(rows: Sequence[Sequence[TableCell]]) -> Markup:
    """Return table rows; the first cell of each is its head."""
    return Markup("".join(map(_row, rows)))  # noqa: S704  every cell is escaped


def _row(row: Sequence[TableCell]) -> str:
    head, *rest = row
    cells = [f"<td{_RIGHT[cell.is_figure]}>{_shown(cell)}</td>" for cell in rest]
    return f'<tr><th scope="row">{_shown(head)}</th>{"".join(cells)}</tr>\n'


_RIGHT = {True: ' class="num"', False: ""}


def _shown(cell: TableCell) -> str:
    words = escape(cell.words, quote=False)
    if cell.is_unknown:
        return f'<span class="unknown">{words}</span>'
    if len(cell.words) > _LONGEST:
        return f'<bdi class="long" tabindex="0">{words}</bdi>'
    return f"<bdi>{words}</bdi>"
