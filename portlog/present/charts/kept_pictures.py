"""Pictures that were painted before, by the digest of their drawing."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from portlog.present.charts.raster import png

# another drawing of the same SVG: the fonts, or the library that paints
_FORMAT = "1"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"IEND\xaeB`\x82"


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG to paint, and how many pixels wide."""

    svg: str
    width: int

    @property
    def digest(self) -> str:
        """What tells two pictures apart, SHA-256 in hexadecimal."""
        return sha256(f"{_FORMAT}\0{self.width}\0{self.svg}".encode()).hexdigest()


Painter = Callable[[Mapping[str, Picture]], dict[str, bytes]]


def paint(pictures: Mapping[str, Picture]) -> dict[str, bytes]:
    """Return the PNG of each picture, painted in this process once."""
    return {name: _painted(one) for name, one in pictures.items()}


def painter(folder: Path) -> Painter:
    """Return what paints only those pictures that the folder does not hold, and keeps them there.

    The folder then holds these pictures alone; one that cannot be written keeps none.
    """

    def painted(pictures: Mapping[str, Picture]) -> dict[str, bytes]:
        found = _found(folder, pictures)
        _remove_others(folder, {one.digest for one in pictures.values()})
        return found

    return painted


def painter_ahead(folder: Path) -> Painter:
    """Return what paints some of the pictures as `painter` does, so that it finds them later."""
    return partial(_found, folder)


def _found(folder: Path, pictures: Mapping[str, Picture]) -> dict[str, bytes]:
    kept = {name: _kept(folder / f"{one.digest}.png") for name, one in pictures.items()}
    fresh = paint({name: one for name, one in pictures.items() if not kept[name]})
    _keep(folder, {pictures[name].digest: content for name, content in fresh.items()})
    return {name: kept[name] or fresh[name] for name in pictures}


def forget() -> None:
    """Forget what was painted in this process."""
    _painted.cache_clear()


@lru_cache(maxsize=256)
def _painted(picture: Picture) -> bytes:
    return png(picture.svg, picture.width)


def _kept(path: Path) -> bytes:
    """Return a whole PNG, or nothing."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content if content.startswith(_SIGNATURE) and content.endswith(_END) else b""


def _keep(folder: Path, contents: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for digest, content in contents.items():
            beside = folder / f".{digest}.{os.getpid()}.tmp"
            beside.write_bytes(content)
            beside.replace(folder / f"{digest}.png")
    except OSError:
        return


def _remove_others(folder: Path, digests: set[str]) -> None:
    try:
        for path in folder.glob("*.png"):
            if path.stem not in digests:
                path.unlink(missing_ok=True)
    except OSError:
        return
