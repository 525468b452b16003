"""What has to stay in front of everything else in a file, as patterns, and where it ends."""

import re

BOM = b"\xef\xbb\xbf"

# an interpreter's line, which the kernel wants first: execve(2)
SHEBANG = re.compile(rb"#![^\r\n]*")
# a `#!` that `[` follows, over blanks and comments, begins an attribute:
# https://doc.rust-lang.org/reference/input-format.html#shebang-removal
_BLANKS = rb"(?:\s|//(?:[^/!\n]|//)[^\n]*+|//(?=\n)|/\*(?![*!])(?:[^*]|\*(?!/))*+\*/)*+"
RUST_SHEBANG = re.compile(rb"#!(?!" + _BLANKS + rb"\[)[^\n]*")
# https://rust-lang.github.io/rfcs/3503-frontmatter.html
RUST_FRONTMATTER = re.compile(
    rb"\s*+(?<![^\n])(?P<fence>-{3,}+)[^\n]*\n(?:[^\n]*\n)*?(?P=fence)[ \t\r]*(?=\n|\Z)"
)
# Python and Ruby look for the encoding in the first two lines:
# https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations
CODING = re.compile(
    rb"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))?[ \t\f]*#[^\r\n]*?coding[:=][ \t]*[-\w.]+[^\r\n]*"
)


def _emacs(token: bytes, ends: bytes = rb"\r\n") -> re.Pattern[bytes]:
    return re.compile(rb"[ \t]*%b[^%b]*?-\*-[^%b]*" % (token, ends, ends))


# Emacs looks for its settings in the first line, or in the second after a shebang
EMACS_HASH, EMACS_SLASHES, EMACS_DASHES = _emacs(b"#"), _emacs(b"//"), _emacs(b"--")
EMACS_SEMICOLON, EMACS_RUST = _emacs(b";"), _emacs(b"//", rb"\n")
XML = re.compile(rb"<\?xml\b[^>]*\?>")
DOCTYPE = re.compile(rb"\s*+<!doctype\b[^<>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
PHP = re.compile(rb"<\?php(?=\s|\Z)")
CHARSET = re.compile(rb'@charset "[^"\r\n]*";')
