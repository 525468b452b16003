"""Headers put into a file, changed in it and taken out of it again, byte for byte."""

from portlog.errors import InputError
from portlog.records.header import Header, HeaderKey
from portlog.sources.headers.editing import edited
from portlog.sources.headers.layout import line_ends, new_line_end, place_of
from portlog.sources.headers.reading import Block, Blocks, blocks_in, headers_in
from portlog.sources.headers.styles import CommentStyle
from portlog.sources.headers.wording import Wording, worded


def stamped(content: bytes, header: Header, style: CommentStyle) -> bytes:
    """Return a file with this header and no other part of one: what it does not say is left out.

    A header that is there already is changed line by line, and what says the same stays as it
    is. `InputError` where the result would not read back as the header, or the file has two.
    """
    _refuse_binary(content)
    blocks = blocks_in(content, style)
    if blocks.conflicts:
        raise InputError(
            "its header is in a merge conflict", "resolve it first; nothing was changed"
        )
    if len(blocks.found) > 1:
        lines = " and ".join(str(block.lines[0].line.number) for block in blocks.found)
        raise InputError(f"it has a header on line {lines}", "keep one of them")
    wording = worded(content, header, style)
    if blocks.found:
        result = edited(content, blocks.found[0], wording, style)
    else:
        result = _inserted(content, wording, style)
        if unstamped(result, style) != content:
            raise _unreadable(header)
    _check(result, header, blocks, style)
    return result


def unstamped(content: bytes, style: CommentStyle) -> bytes:
    """Return a file without its headers: after `stamped` the bytes that were there before.

    This is also what the digest of a ported file is of. A header in conflict stays.
    """
    for block in reversed(blocks_in(content, style).found):
        content = _without(content, block, style)
    return content


def _inserted(content: bytes, wording: Wording, style: CommentStyle) -> bytes:
    place = place_of(content, style)
    if not place.is_whole_line:
        raise InputError(
            f"its first line is not one that a {style.name} comment can follow",
            "put what has to be first on a line of its own",
        )
    end, (opening, closing) = new_line_end(content, place, style), style.frame
    texts = [text for key in HeaderKey for text in wording.of(key)]
    lines = b"".join(opening + text + closing + end for text in texts)
    above = end * (place.ends_line + place.apart)
    below = b"" if place.ends_line else end
    return content[: place.offset] + above + lines + below + content[place.offset :]


def _without(content: bytes, block: Block, style: CommentStyle) -> bytes:
    own = {one.line.number for one in block.lines}
    if all(line.number in own and line.opens == line.closes for line in block.run):
        start, end = _extent(content, block, style)
        return content[:start] + content[end:]
    for one in reversed(block.lines):
        line = one.line
        is_whole = line.opens == line.closes
        start, end = (line.start, line.end) if is_whole else (one.key_start, line.text_end)
        content = content[:start] + content[end:]
    return content


def _extent(content: bytes, block: Block, style: CommentStyle) -> tuple[int, int]:
    """Return the extent of a header that stands by itself, with the blank line below it.

    What `_inserted` puts between a header and what is in front of it belongs to it as well.
    """
    place, ends = place_of(content, style), line_ends(style)
    start, end = block.run[0].start, block.run[-1].end
    blank, gap = ends.match(content, end), ends.match(content, place.offset)
    if place.apart and gap and gap.end() == start:
        start = place.offset
    if blank:
        return start, blank.end()
    if start == place.offset > place.front and end == len(content):
        start -= 2 if content[:start].endswith(b"\r\n") else 1
    return start, end


def _check(result: bytes, header: Header, before: Blocks, style: CommentStyle) -> None:
    """Read what is to be written; `InputError` if that does not say what it should."""
    reading = headers_in(result, style)
    if before.found and not reading.headers:
        raise InputError(
            f"line {before.found[0].lines[0].line.number}: its header stands below the first code, "
            "where one line alone is none",
            "move it to the top of the file",
        )
    if [one.header for one in reading.headers] != [header] or reading.troubles:
        raise _unreadable(header)


def _refuse_binary(content: bytes) -> None:
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("it holds no text in UTF-8 or ASCII", "portlog does not write into it")


def _unreadable(header: Header) -> InputError:
    values = " | ".join(f"{key}: {text}" for key, text in Wording(header).texts())
    return InputError(
        f'the header would not read back as it was given: "{values}"',
        "take out what looks like another part of it",
    )
