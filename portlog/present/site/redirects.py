"""Permanent addresses: a page in the place of one that moved, which leads to where it is now."""

from collections.abc import Collection, Iterator
from html import escape
from posixpath import normpath
from urllib.parse import quote, urlsplit

from portlog.errors import SiteError
from portlog.present.language import gettext, speaking
from portlog.present.site.address import Address
from portlog.present.site.edition import Edition

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url={href}">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
</head>
<body>
<p>{words} <a href="{href}">{shown}</a></p>
</body>
</html>
"""


def redirects(edition: Edition, site: Collection[str]) -> dict[str, bytes]:
    """Return a page for each old path, and `_redirects` for hosts that read it (Netlify's form).

    Raises `SiteError` for one that leads nowhere, or from where the site has a page.
    """
    pairs = {_file(old): new for old, new in edition.redirects.items()}
    for old, new in pairs.items():
        _check(old, new, site)
    pages = {old: _page(old, new, edition).encode() for old, new in pairs.items()}
    rules = "".join(_rules(pairs, edition))
    return {**pages, "_redirects": rules.encode()} if pairs else {}


def _file(path: str) -> str:
    plain = path.lstrip("/")
    return f"{plain}index.html" if plain.endswith("/") or not plain else plain


def _is_elsewhere(target: str) -> bool:
    return urlsplit(target).scheme in {"http", "https"}


def _check(old: str, new: str, site: Collection[str]) -> None:
    hint = "see `[redirects]` in site/site.toml"
    if normpath(old) != old or old.startswith("..") or not old.endswith(".html"):
        raise SiteError(f"{old!r} cannot be redirected: it is no page's path", hint)
    if old in site:
        raise SiteError(f"{old!r} cannot be redirected: the site has a page there", hint)
    if not _is_elsewhere(new) and _file(new.partition("#")[0]) not in site:
        raise SiteError(f"{old!r} is redirected to {new!r}, which the site does not have", hint)


def _page(old: str, new: str, edition: Edition) -> str:
    target = new if _is_elsewhere(new) else _there(new)
    href = target if _is_elsewhere(new) else Address(old).shared(target)
    base = (edition.base_url or "").rstrip("/")
    whole = href if _is_elsewhere(new) or not base else f"{base}/{quote(target, safe='/#')}"
    code = next((one for one in edition.languages if old.startswith(f"{one}/")), None)
    with speaking(code or edition.languages[0]) as spoken:
        return _PAGE.format(
            language=spoken.code,
            href=escape(href),
            canonical=escape(whole),
            title=escape(gettext("This page has moved")),
            words=escape(gettext("This page has moved:")),
            shown=escape(new),
        )


def _there(new: str) -> str:
    path, mark, fragment = new.partition("#")
    return f"{_file(path)}{mark}{fragment}"


def _rules(pairs: dict[str, str], edition: Edition) -> Iterator[str]:
    top = urlsplit(edition.base_url or "").path.rstrip("/")
    for old, new in pairs.items():
        target = new if _is_elsewhere(new) else f"{top}/{quote(_there(new), safe='/#')}"
        yield f"{top}/{quote(old)} {target} 301\n"
