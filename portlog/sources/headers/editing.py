"""A header that is there already, changed line by line."""

from collections.abc import Iterator
from dataclasses import dataclass

from portlog.errors import InputError
from portlog.records.header import HeaderKey
from portlog.sources.headers.assembly import header_of
from portlog.sources.headers.keys import KeyLine
from portlog.sources.headers.layout import new_line_end, place_of
from portlog.sources.headers.originals import originals_in
from portlog.sources.headers.reading import Block
from portlog.sources.headers.styles import CommentStyle
from portlog.sources.headers.wording import Wording


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: bytes = b""


def edited(content: bytes, block: Block, wording: Wording, style: CommentStyle) -> bytes:
    """Return a file with other values in its header; what says the same already is not touched.

    `InputError` where a line would have to be added to a comment that portlog cannot extend.
    """
    end = new_line_end(content, place_of(content, style), style)
    edits = sorted(_edits(content, block, wording, end), key=lambda one: (one.start, one.end))
    pieces, at = [], 0
    for edit in edits:
        pieces += [content[at : edit.start], edit.text]
        at = edit.end
    return b"".join((*pieces, content[at:]))


def _edits(content: bytes, block: Block, wording: Wording, end: bytes) -> Iterator[_Edit]:
    same = _unchanged(block, wording)
    anchor: KeyLine | None = None
    for key in HeaderKey:
        there = [line for line in block.lines if line.key is key]
        wanted = wording.of(key)
        if key in same:
            anchor = there[-1] if there else anchor
            continue
        kept = there[: len(wanted)]
        for line, text in zip(kept, wanted, strict=False):
            if not _says(line, text):
                yield _Edit(line.key_start, line.line.text_end, text)
        yield from (_removal(line) for line in there[len(wanted) :])
        anchor = kept[-1] if kept else anchor
        added = wanted[len(kept) :]
        if added:
            yield _addition(content, anchor, block.lines[0], added, end)


def _unchanged(block: Block, wording: Wording) -> set[HeaderKey]:
    """Return the keys of which the header says already what it is to say, without a trouble."""
    placed, troubles = header_of(block.lines)
    wrong = {trouble.line for trouble in troubles}
    bad = {line.key for line in block.lines if line.line.number in wrong}
    there, wanted = placed.header, wording.header
    says = {
        HeaderKey.FROM: there.originals == wanted.originals,
        HeaderKey.BY: (there.model, there.session) == (wanted.model, wanted.session),
        HeaderKey.VERIFIED: there.verification == wanted.verification,
        HeaderKey.REVIEW: there.review == wanted.review,
    }
    return {key for key, is_same in says.items() if is_same and key not in bad}


def _says(line: KeyLine, text: bytes) -> bool:
    """Say whether a line names the same original as a text that is to stand there."""
    if line.key is not HeaderKey.FROM or line.value is None:
        return False
    try:
        return originals_in(line.value) == originals_in(text.decode().partition(": ")[2])
    except ValueError:
        return False


def _removal(found: KeyLine) -> _Edit:
    line = found.line
    if line.opens == line.closes:
        return _Edit(line.start, line.end)
    return _Edit(found.key_start, line.text_end)


def _addition(
    content: bytes, anchor: KeyLine | None, first: KeyLine, texts: list[bytes], end: bytes
) -> _Edit:
    """Return new lines like their neighbour: below `anchor`, or above the first one."""
    near = anchor or first
    line = near.line
    if line.opens != line.closes:
        raise InputError(
            f"line {line.number}: its header shares a line with an end of its comment",
            "put /* and */, or what stands for them, on lines of their own",
        )
    lead, trail = content[line.start : near.key_start], content[line.text_end : line.end]
    ended = trail if trail.endswith((b"\n", b"\r")) else trail + end
    added = b"".join(lead + text + ended for text in texts)
    if anchor is None:
        return _Edit(line.start, line.start, added)
    if ended != trail:
        return _Edit(line.end, line.end, end + added.removesuffix(end))
    return _Edit(line.end, line.end, added)
