"""How much of the log and of the port is known, as lines of the ledger."""

from collections.abc import Iterator, Sequence

from portlog.analytics.method import Method
from portlog.present.language import gettext
from portlog.present.site.ledger import Entry, LedgerLine
from portlog.present.site.module_list import share_of
from portlog.present.wording import counted, grouped, listed, long_day
from portlog.records.coverage import GIT, Coverage
from portlog.records.outcome import Basis
from portlog.records.port_coverage import PortCoverage

# how sessions that agents' own records know of are held against the log
COVERAGE_RULE = "log_coverage/1"


def coverage_lines(
    coverage: Sequence[Coverage], progress: PortCoverage | None
) -> tuple[LedgerLine, ...]:
    """Return the line of the log's own coverage, and that of the port's."""
    return (_of_log(coverage), _of_port(progress))


def _of_log(rows: Sequence[Coverage]) -> LedgerLine:
    label = gettext("Sessions logged, of those known")
    known = [row for row in rows if row.agent != GIT and row.known is not None]
    if not known:
        return LedgerLine(label, (), gettext("nobody has looked for others"), "")
    logged, all_known = sum(row.logged or 0 for row in known), sum(row.known or 0 for row in known)
    entry = Entry(
        gettext("%(part)s of %(whole)s", part=grouped(logged), whole=grouped(all_known)),
        Method(Basis.OBSERVED, COVERAGE_RULE),
        ", ".join(_of_known(known)),
    )
    return LedgerLine(label, (entry,), "", "")


def _of_known(rows: Sequence[Coverage]) -> Iterator[str]:
    yield listed([row.agent for row in rows])
    abandoned = sum(row.abandoned or 0 for row in rows)
    if abandoned:
        yield gettext("%(sessions)s abandoned", sessions=counted(abandoned, "session"))
    day = max(row.checked_at for row in rows).date()
    yield gettext("checked on %(day)s", day=long_day(day))


def _of_port(progress: PortCoverage | None) -> LedgerLine:
    label = gettext("Lines of the original ported")
    if progress is None:
        return LedgerLine(label, (), gettext("the settings name no original"), "")
    whole = progress.whole
    ported, to_port = whole.ported.code, whole.to_port.code
    parts = (
        share_of(ported, to_port),
        gettext("%(lines)s left out on purpose", lines=counted(whole.left_out.code, "line")),
        gettext("whether it is verified is not known")
        if whole.verified is None
        else gettext("%(lines)s verified", lines=counted(whole.verified.code, "line")),
    )
    entry = Entry(
        gettext("%(part)s of %(whole)s", part=grouped(ported), whole=grouped(to_port)),
        Method(Basis.COMPUTED, progress.rule),
        ", ".join(filter(None, parts)),
    )
    return LedgerLine(label, (entry,), "", "")
