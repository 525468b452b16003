"""HTML of others made safe to pass on: known elements and attributes, no script, no style."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_VOID = frozenset({"br", "hr", "img"})
_KEPT = _VOID | {
    "a",
    "abbr",
    "b",
    "blockquote",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
}
_SILENT = frozenset(
    {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"}
)
_ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "width", "height"),
    "time": ("datetime",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start",),
}
_ADDRESSES = frozenset({"href", "src"})
_SCHEMES = frozenset({"", "http", "https", "mailto"})


def clean_html(text: str, base: str = "") -> str:
    """Return HTML of known elements only, each closed; its links are absolute from a base."""
    cleaner = _Cleaner(base)
    cleaner.feed(text)
    cleaner.close()
    return cleaner.text()


def absolute_link(target: str, base: str) -> str | None:
    """Return a link seen from a base; None for one that a reader should not follow."""
    plain = "".join(letter for letter in target.strip() if letter.isprintable())
    try:
        whole = urljoin(base, plain) if base else plain
        scheme = urlsplit(whole).scheme.lower()
    except ValueError:
        return None
    return whole if scheme in _SCHEMES else None


class _Cleaner(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._parts: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []

    def text(self) -> str:
        closing = (f"</{tag}>" for tag in reversed(self._open))
        return "".join((*self._parts, *closing))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if self._silent or tag not in _KEPT:
            return
        self._parts.append(f"<{tag}{self._attributes(tag, dict(attrs))}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        if tag not in self._open:
            return
        while (closed := self._open.pop()) != tag:
            self._parts.append(f"</{closed}>")
        self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(escape(data, quote=False))

    def _attributes(self, tag: str, given: dict[str, str | None]) -> str:
        said = ((name, given.get(name)) for name in _ATTRIBUTES.get(tag, ()))
        kept = ((name, self._value(name, value)) for name, value in said if value is not None)
        return "".join(f' {name}="{escape(value)}"' for name, value in kept if value is not None)

    def _value(self, name: str, value: str) -> str | None:
        return absolute_link(value, self._base) if name in _ADDRESSES else value
