"""Pictures as PNG, without a browser: the same bytes on every machine, by the fonts shipped."""

import re
from importlib.resources import as_file, files

# What the shipped fonts can write; anything else would vanish from the picture without a word.
_WRITABLE = (
    "\t\n -~\u00a0-\u024f\u02c6-\u02dd\u0300-\u0304\u0370-\u03ff\u0400-\u045f\u05d0-\u05ea"
    "\u0600-\u06ff\u1e80-\u1e85\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122\u2190-\u2199"
    "\u2212\u221e\u2248\u2260\u2264\u2265\u25a0-\u25cf\u25e6\u2605\u2713\u2717\ufe70-\ufeff"
)
_UNWRITABLE = re.compile(f"[^{_WRITABLE}]")
_FAMILY = "DejaVu Sans"


def writable(words: str) -> str:
    """Return words with a square for each letter that the shipped fonts cannot write."""
    return _UNWRITABLE.sub("\N{WHITE SQUARE}", words)


def png(svg: str, width: int) -> bytes:
    """Return a self-contained SVG as a PNG so many pixels wide."""
    import resvg_py  # noqa: PLC0415  only pictures need it

    with as_file(files("portlog.present").joinpath("assets", "fonts")) as folder:
        fonts = [str(path) for path in sorted(folder.glob("*.ttf"))]
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=writable(svg),
                width=width,
                font_files=fonts,
                skip_system_fonts=True,
                font_family=_FAMILY,
                sans_serif_family=_FAMILY,
            )
        )
