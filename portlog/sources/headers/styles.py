"""How each language writes comments, as far as a header needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from re import Pattern

from portlog.sources.headers import openings


@dataclass(frozen=True, slots=True)
class CommentStyle:
    """The comments of a language, and what its files must begin with.

    `line` begins a comment that ends with its line, `block` are the two ends of one that may
    span lines, `nested` where such comments nest. `first` are the patterns, in their order, of
    what has to stay in front of all else, and `needs_first` says that a file without it is not
    code from its first byte. `cr_ends_line` says that a lone carriage return ends a comment.
    `forbidden` cannot stand in a comment.
    """

    name: str
    line: bytes = b""
    block: tuple[bytes, bytes] | None = None
    nested: bool = False
    first: tuple[Pattern[bytes], ...] = ()
    needs_first: bool = False
    cr_ends_line: bool = False
    forbidden: tuple[str, ...] = ()

    @property
    def frame(self) -> tuple[bytes, bytes]:
        """What a written line of a header stands between."""
        if self.line:
            return self.line + b" ", b""
        opening, closing = self.block or (b"", b"")
        return opening + b" ", b" " + closing


def style_of(path: PurePath) -> CommentStyle | None:
    """Return how comments are written in a file, by its name; None where portlog does not know."""
    return _BY_SUFFIX.get(path.suffix.lower()) or _BY_NAME.get(path.name)


_C_BLOCK = (b"/*", b"*/")
_C = CommentStyle("c", b"//", _C_BLOCK, first=(openings.SHEBANG, openings.EMACS_SLASHES))
_SCRIPT = replace(_C, name="javascript", cr_ends_line=True)
_NESTING = replace(_C, name="swift", nested=True)
_RUST = replace(
    _NESTING,
    name="rust",
    first=(openings.RUST_SHEBANG, openings.RUST_FRONTMATTER, openings.EMACS_RUST),
)
_PHP = replace(
    _C,
    name="php",
    first=(openings.SHEBANG, openings.PHP),
    needs_first=True,
    cr_ends_line=True,
    forbidden=("?>",),
)
_HASH = CommentStyle("hash", b"#", first=(openings.SHEBANG, openings.CODING, openings.EMACS_HASH))
_PYTHON = replace(_HASH, name="python", cr_ends_line=True)
_DASHES = CommentStyle("dashes", b"--", first=(openings.SHEBANG, openings.EMACS_DASHES))
_SQL = replace(_DASHES, name="sql", block=_C_BLOCK, nested=True)
_LUA = replace(_DASHES, name="lua", block=(b"--[[", b"]]"), cr_ends_line=True)
_HASKELL = replace(_DASHES, name="haskell", block=(b"{-", b"-}"), nested=True)
_SEMICOLON = CommentStyle("lisp", b";", first=(openings.SHEBANG, openings.EMACS_SEMICOLON))
_CSS = CommentStyle("css", b"", _C_BLOCK, first=(openings.CHARSET,), forbidden=("*/",))
_MARKUP = CommentStyle(
    "markup",
    b"",
    (b"<!--", b"-->"),
    first=(openings.XML, openings.DOCTYPE),
    forbidden=("--", "<!"),
)
# OCaml reads strings within comments: https://ocaml.org/manual/lex.html
_OCAML = CommentStyle("ocaml", b"", (b"(*", b"*)"), nested=True, forbidden=("(*", "*)", '"', "{"))
_FSHARP = replace(_C, name="fsharp", block=(b"(*", b"*)"), nested=True)

_BY_SUFFIX: Mapping[str, CommentStyle] = {
    suffix: style
    for style, suffixes in (
        (_RUST, ".rs"),
        (_PYTHON, ".py .pyi .pyx .pyw"),
        (_C, ".c .h .cc .hh .cpp .hpp .cxx .hxx .cu .cuh .mm .go .zig .d .proto .groovy"),
        (_C, ".gradle .scss .less .sol .vala .glsl .hlsl .wgsl"),
        (_SCRIPT, ".js .mjs .cjs .jsx .ts .mts .cts .tsx .java .cs"),
        (_NESTING, ".swift .kt .kts .scala .sc .dart .odin"),
        (_FSHARP, ".fs .fsi .fsx"),
        (_PHP, ".php"),
        (_HASH, ".sh .bash .zsh .fish .rb .pl .pm .r .jl .ex .exs .nim .cr .cmake .mk .tcl"),
        (_HASH, ".awk .gd .nix .toml .yaml .yml .tf .coffee"),
        (_DASHES, ".elm .adb .ads .vhd .vhdl .purs"),
        (_SQL, ".sql"),
        (_LUA, ".lua"),
        (_HASKELL, ".hs"),
        (_SEMICOLON, ".lisp .el .scm .ss .clj .cljs .cljc .fnl .asm .nasm .ini"),
        (_CSS, ".css"),
        (_MARKUP, ".html .htm .xhtml .xml .svg .xsl .xslt"),
        (_OCAML, ".ml .mli .sml"),
    )
    for suffix in suffixes.split()
}
_BY_NAME: Mapping[str, CommentStyle] = dict.fromkeys(
    ("Makefile", "CMakeLists.txt", "justfile", "Gemfile", "Rakefile"), _HASH
)
