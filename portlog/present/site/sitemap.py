"""What search engines ask for: the pages there are, in each language, and what they may read.

The form is that of sitemaps.org, with the languages of a page as Google documents them.
"""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from portlog.present.site.address import Address
from portlog.present.site.edition import Edition

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
# the most that one file may name
_MOST = 50_000


def sitemap(pages: Sequence[Address], edition: Edition) -> dict[str, bytes]:
    """Return `sitemap.xml`; nothing where nobody knows the site's address.

    More pages than one file may name stand in several, which `sitemap.xml` then lists.
    """
    if edition.base_url is None:
        return {}
    parts = [pages[at : at + _MOST] for at in range(0, len(pages), _MOST)]
    if len(parts) == 1:
        return {"sitemap.xml": _part(parts[0], edition)}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, start=1)}
    return {
        "sitemap.xml": _index(named, edition.base_url),
        **{name: _part(part, edition) for name, part in named.items()},
    }


def for_robots(edition: Edition) -> dict[str, bytes]:
    """Return `robots.txt`: everything may be read, and where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    if edition.base_url is not None:
        lines += ["", f"Sitemap: {edition.base_url.rstrip('/')}/sitemap.xml"]
    return {"robots.txt": "".join(f"{line}\n" for line in lines).encode()}


def _part(pages: Sequence[Address], edition: Edition) -> bytes:
    base = edition.base_url or ""
    urls = (f"<url>{''.join(_entry(page, base, edition.languages))}</url>\n" for page in pages)
    return f"{_HEAD}{''.join(urls)}</urlset>\n".encode()


def _entry(page: Address, base: str, languages: Sequence[str]) -> Iterator[str]:
    yield f"<loc>{escape(page.absolute(base))}</loc>"
    if len(languages) > 1:
        for code in (*languages, "x-default"):
            spoken = page.in_language(languages[0] if code == "x-default" else code)
            address = quoteattr(spoken.absolute(base))
            yield f'<xhtml:link rel="alternate" hreflang="{code}" href={address}/>'


def _index(names: Iterable[str], base: str) -> bytes:
    entries = "".join(
        f"<sitemap><loc>{escape(base.rstrip('/'))}/{name}</loc></sitemap>\n" for name in names
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</sitemapindex>\n"
    ).encode()
