"""What a file says of where it comes from, read from its real comments alone."""

from dataclasses import dataclass, field

from portlog.records.header import (
    HeaderKey,
    HeaderReading,
    HeaderTrouble,
    PlacedHeader,
    PortClaim,
    TroubleKind,
)
from portlog.sources.headers.assembly import header_of
from portlog.sources.headers.claims import claims_of
from portlog.sources.headers.comments import CONFLICT, Run, beginning_of
from portlog.sources.headers.further import further_runs, last_mention, mentions_port
from portlog.sources.headers.keys import KeyLine, key_lines
from portlog.sources.headers.styles import CommentStyle
from portlog.sources.headers.usual import usual_lines

_CONFLICT = b"<<<<<<< "


@dataclass(frozen=True, slots=True)
class Block:
    """The run of comment lines that a header stands in, and those lines that are its own."""

    run: Run
    lines: tuple[KeyLine, ...]


@dataclass(slots=True)
class Blocks:
    """The headers of a file as lines, and what the other comments say."""

    found: list[Block] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    claims: list[PortClaim] = field(default_factory=list)


def headers_in(content: bytes, style: CommentStyle) -> HeaderReading:
    """Return the headers, the claims and the troubles of a file; it never raises for content.

    A header is a run of comment lines, none of them documentation, of which one begins with
    `Ported from:`, or one with `Ported by:` and one with another key. Below the first code a
    lone `Ported from:` is a claim.
    """
    blocks = blocks_in(content, style)
    headers: list[PlacedHeader] = []
    troubles = [
        HeaderTrouble(TroubleKind.CONFLICT, line, "the header is in conflict: git left both sides")
        for line in blocks.conflicts
    ]
    for block in blocks.found:
        header, wrong = header_of(block.lines)
        troubles.extend(wrong)
        if headers:
            why = f"there is a header already, on line {headers[0].first_line}"
            troubles.append(HeaderTrouble(TroubleKind.TWO_HEADERS, header.first_line, why))
        headers.append(header)
    return HeaderReading(tuple(headers), tuple(blocks.claims), tuple(troubles))


def blocks_in(content: bytes, style: CommentStyle) -> Blocks:
    """Return the headers of a file as lines; those that git left in conflict only by a line."""
    blocks = Blocks()
    usual = () if _CONFLICT in content else usual_lines(content, style)
    if usual and last_mention(content) < usual[-1].line.end:
        blocks.found.append(Block(tuple(one.line for one in usual), usual))
    elif mentions_port(content):
        last = len(content) if _CONFLICT in content else last_mention(content)
        beginning = beginning_of(content, style, last)
        for run in beginning.runs:
            _sort(content, run, blocks, is_above=True)
        if beginning.end <= last and mentions_port(content, beginning.end):
            for run in further_runs(content, beginning.end, style):
                _sort(content, run, blocks, is_above=False)
    return blocks


def _sort(content: bytes, run: Run, blocks: Blocks, *, is_above: bool) -> None:
    lines = key_lines(content, run)
    if lines and _in_conflict(content, run):
        blocks.conflicts.append(lines[0].line.number)
        return
    is_header = _is_header(lines, is_above=is_above)
    if is_header:
        blocks.found.append(Block(run, lines))
    own = [line.line.number for line in lines] if is_header else []
    blocks.claims.extend(claims_of(content, run, own))


def _is_header(lines: tuple[KeyLine, ...], *, is_above: bool) -> bool:
    keys = {line.key for line in lines}
    names_port = any(line.word.startswith("ported") for line in lines)
    return (is_above and HeaderKey.FROM in keys) or (names_port and len(keys) > 1)


def _in_conflict(content: bytes, run: Run) -> bool:
    if _CONFLICT not in content:
        return False
    above = content.rfind(b"\n", 0, max(0, run[0].start - 1)) + 1
    places = (above, run[-1].end)
    return any(CONFLICT.match(content, at) for at in places)
