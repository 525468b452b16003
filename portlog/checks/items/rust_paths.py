"""Paths as people and models write them, taken apart."""

import re
from dataclasses import dataclass

from portlog.records.item import Namespace

MOST_CHARS = 500
_SEGMENT = re.compile(r"(?:r#)?[^\W\d]\w*\Z")


@dataclass(frozen=True, slots=True)
class RustPath:
    """The segments of a path without generics, and what its spelling says of its last one."""

    segments: tuple[str, ...]
    namespace: Namespace

    @classmethod
    def parse(cls, text: str) -> "RustPath":
        """Read `a::b::c`, with `!` or `()` behind it if wanted; ValueError for anything else."""
        plain = text.strip().removeprefix("::")
        is_macro, is_call = plain.endswith("!"), plain.endswith("()")
        plain = plain.removesuffix("!").removesuffix("()")
        segments = [one.strip() for one in _without_generics(plain).split("::")]
        if len(text) > MOST_CHARS or not all(_SEGMENT.match(one) for one in segments):
            raise ValueError(f'"{text[:MOST_CHARS]}" is not a path such as tokio::sync::mpsc')
        namespace = Namespace.MACRO if is_macro else Namespace.ANY
        namespace = Namespace.VALUE if is_call else namespace
        return cls(tuple(one.removeprefix("r#") for one in segments), namespace)


def _without_generics(text: str) -> str:
    kept, depth = [], 0
    for char in text:
        depth += char == "<"
        if depth == 0:
            kept.append(char)
        depth -= char == ">"
    if depth:
        return text
    plain = "".join(kept)
    return re.sub(r"::\s*(?=::|\Z)", "", plain) if "<" in text else plain
