"""Put together what headers claim, what is recorded of it, and what the originals were then."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from portlog.checks.provenance.case import Claim, Past, PortFile
from portlog.jobs.provenance.logged import Logged
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.records.header import Original
from portlog.records.original_part import provenance_id, symbols_in
from portlog.records.pin import Pin
from portlog.records.provenance import Provenance

_NO_BASIS = (
    "nothing tells what {} was when it was ported: `portlog provenance pin` says it for all, "
    "`portlog provenance stamp` for one file"
)


def claims_of(
    files: Iterable[PortFile], originals: OriginalFiles, logged: Logged
) -> Iterator[Claim]:
    """Yield every part of an original that the headers of some files name."""
    rows = {row.provenance_id: row for row in logged.rows}
    for file in files:
        for placed in file.reading.headers:
            for said, line in placed.originals():
                part = Original(originals.meant(said.path), said.lines, said.symbols, said.commit)
                row = rows.get(provenance_id(file.path, part))
                names = logged.names.get(row.provenance_id) if row else None
                past = partial(_past, part, row, originals, logged)
                yield Claim(file, line, part, originals.read(part.path), row, names, past)


def _past(part: Original, row: Provenance | None, originals: OriginalFiles, logged: Logged) -> Past:
    """Return what a part was when it was ported: recorded, or as git has it."""
    # a stamp, unlike a claim, has recorded all symbols that there were: none is an answer
    if row is not None and (row.provenance_id in logged.names or row.port_digest is not None):
        return Past(logged.covered.get(row.provenance_id, ()), digest=row.original_digest or "")
    recorded = row.original_commit if row else None
    commit = part.commit or recorded or pinned_commit(part.path, logged.pins)
    if commit is None:
        return Past(trouble=_NO_BASIS.format(part.path))
    whole = originals.at_commit(part.path, commit)
    if whole.symbols is None:
        return whole
    return Past(symbols_in(part, whole.symbols), digest=whole.digest)


def pinned_commit(path: str, pins: Sequence[Pin]) -> str | None:
    """Return the commit at which the folder of an original was pinned last."""
    fitting = [pin for pin in pins if pin.path == "." or path.startswith(f"{pin.path}/")]
    return max(fitting, key=lambda pin: pin.pinned_at).commit if fitting else None
