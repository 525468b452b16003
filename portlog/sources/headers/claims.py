"""What comments outside of a header say of where a file comes from."""

import re
from collections.abc import Iterator, Sequence

from portlog.records.header import ClaimKind, Original, PortClaim
from portlog.sources.headers.comments import CommentLine, Run
from portlog.sources.headers.originals import originals_in

_LONGEST = 1024
_FROM = re.compile(
    r"ported[ _-]from(?:\s+(?P<language>[A-Za-z][\w+#]*))?\s*:\s*(?P<source>\S.*)\Z", re.IGNORECASE
)
_STATUS = re.compile(r"PORT STATUS\b\s*:?\s*(?P<source>.*)\Z")
_PAIR = re.compile(r"(?P<key>[a-z_]+):\s*(?P<value>.*)\Z")
_PATH = re.compile(r"[`\"']?(?P<path>[\w./@+-]*\w\.\w+(?:::\w[\w.]*)?)")
_COUNT = re.compile(r"\(\s*~?(?P<count>\d[\d,]*)\s+lines?\b")
_WHOLE = re.compile(r"\d{1,9}")


def claims_of(content: bytes, run: Run, skipped: Sequence[int] = ()) -> Iterator[PortClaim]:
    """Yield the claims of a run of comment lines; `skipped` are the lines of a header in it."""
    texts = [(line, _text(content, line)) for line in run if line.number not in skipped]
    for at, (line, text) in enumerate(texts):
        status, said = _STATUS.match(text), _FROM.match(text)
        if status and not line.is_doc:
            yield _trailer(line, status["source"], [below for _, below in texts[at + 1 :]])
        elif said:
            kind = ClaimKind.DOC_LINE if line.is_doc else ClaimKind.COMMENT
            yield _claim(kind, line, said["source"], said["language"])


def _claim(kind: ClaimKind, line: CommentLine, source: str, language: str | None) -> PortClaim:
    return PortClaim(
        kind, line.number, source, _original(source), language, line_count=_count(source)
    )


def _trailer(line: CommentLine, source: str, below: Sequence[str]) -> PortClaim:
    """Return what a trailer says: one pair a line, the rest of its last value on further lines."""
    pairs = {"source": source} if source else {}
    key = ""
    for text in below:
        match = _PAIR.match(text)
        if match:
            key = match["key"]
            pairs.setdefault(key, match["value"].strip())
        elif not any(map(str.isalnum, text)):
            break
        elif key:
            pairs[key] = f"{pairs[key]} {text}"[:_LONGEST]
    named, todos = pairs.get("source", ""), _WHOLE.match(pairs.get("todos", ""))
    return PortClaim(
        ClaimKind.PORT_STATUS,
        line.number,
        named,
        _original(named),
        line_count=_count(named),
        confidence=pairs.get("confidence") or None,
        todos=int(todos[0]) if todos else None,
        notes=pairs.get("notes") or None,
    )


def _original(source: str) -> Original | None:
    match = _PATH.match(source)
    return originals_in(match["path"])[0] if match else None


def _count(source: str) -> int | None:
    match = _COUNT.search(source)
    return int(match["count"].replace(",", "")) if match else None


def _text(content: bytes, line: CommentLine) -> str:
    text = content[line.text_start : line.text_end][:_LONGEST].decode(errors="replace")
    bare = text.lstrip("/!*").strip() if line.is_doc else text
    return bare if bare.isprintable() else ""
