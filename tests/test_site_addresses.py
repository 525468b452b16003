"""What others find the site by: languages, sitemap, cards, redirects, 404, figures as JSON."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import EDITION, full_session, imported, mixed_log, session, site, two_months

from portlog.errors import ConfigError, SiteError
from portlog.present.charts.kept_pictures import paint
from portlog.present.site.redirects import redirects
from portlog.sources.site_settings import checked_base_url, read_site_settings

BASE = "https://example.org/port"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
BOTH: dict[str, Any] = {"languages": ("en", "es"), "base_url": BASE}


@pytest.fixture(scope="module")
def addressed() -> dict[str, bytes]:
    """Return a site in two languages that knows its address."""
    return site([full_session(number) for number in range(4)], painter=paint, **BOTH)


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  made here


def head(page: bytes) -> dict[str, str]:
    text = page.decode().partition("</head>")[0]
    named = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', text)
    linked = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]*)"', text)
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', text)
    return {**dict(named), **dict(linked), **({"canonical": canonical[0]} if canonical else {})}


def test_each_page_names_itself_and_its_other_languages(addressed: dict[str, bytes]) -> None:
    english, spanish = (head(addressed[path]) for path in ("index.html", "es/index.html"))

    assert english["canonical"] == f"{BASE}/"
    assert spanish["canonical"] == f"{BASE}/es/"
    for told in (english, spanish):
        assert (told["en"], told["es"], told["x-default"]) == (
            f"{BASE}/",
            f"{BASE}/es/",
            f"{BASE}/",
        )
    assert (english["og:locale"], spanish["og:locale"]) == ("en_US", "es_ES")


def test_without_an_address_a_link_leads_to_the_other_language_and_nothing_is_canonical() -> None:
    files = site([full_session(1)], languages=("en", "es"))

    page = files["es/sessions/index.html"]
    told = head(page)

    assert b'<a href="../../sessions/index.html" lang="en" hreflang="en">English</a>' in page
    assert {"canonical", "en", "es", "x-default"}.isdisjoint(told)
    assert "og:image" not in told
    assert "sitemap.xml" not in files
    assert files["robots.txt"] == b"User-agent: *\nAllow: /\n"


def test_a_card_shows_the_chart_of_its_page_or_the_site_s_own_picture(
    addressed: dict[str, bytes],
) -> None:
    chart = head(addressed["es/charts/cost-so-far.html"])
    home = head(addressed["index.html"])

    assert chart["og:image"] == f"{BASE}/es/charts/cost-so-far.png"
    assert home["og:image"] == f"{BASE}/og.png"
    assert addressed["og.png"].startswith(b"\x89PNG")
    assert int.from_bytes(addressed["og.png"][16:20]) == 1200
    assert int.from_bytes(addressed["og.png"][20:24]) == 630
    assert chart["twitter:card"] == "summary_large_image"


def test_the_sitemap_names_every_page_to_be_found_in_both_languages(
    addressed: dict[str, bytes],
) -> None:
    urls = parsed(addressed["sitemap.xml"])

    named = {one.findtext(f"{MAP}loc") or "" for one in urls}
    pages = {path for path in addressed if path.endswith(".html")}
    hidden = {path for path in pages if b'name="robots" content="noindex"' in addressed[path]}
    shown = {f"{BASE}/{path.removesuffix('index.html')}" for path in pages - hidden}
    assert named == shown
    assert "404.html" in hidden
    for one in urls:
        told = {link.get("hreflang"): link.get("href") for link in one.findall(f"{XHTML}link")}
        assert set(told) == {"en", "es", "x-default"}
        assert set(told.values()) <= named
    assert f"Sitemap: {BASE}/sitemap.xml".encode() in addressed["robots.txt"]


def test_more_pages_than_a_sitemap_may_name_stand_in_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("portlog.present.site.sitemap._MOST", 10)

    files = site([full_session(1)], base_url=BASE)

    index = parsed(files["sitemap.xml"])
    parts = [urlsplit(one.findtext(f"{MAP}loc") or "").path for one in index]
    assert parts[:2] == ["/port/sitemap-1.xml", "/port/sitemap-2.xml"]
    assert {len(parsed(files[part.removeprefix("/port/")])) for part in parts[:-1]} == {10}


def test_the_page_for_what_is_missing_works_at_any_address(addressed: dict[str, bytes]) -> None:
    page = addressed["404.html"].decode()

    links = re.findall(r'(?:href|src)="([^"#][^"]*)"', page)
    ways = {urljoin(f"{BASE}/some/where/else.html", one) for one in links if ":" not in one[:8]}
    assert f"{BASE}/assets/style.css" in ways
    for way in ways:
        path = way.removeprefix(f"{BASE}/")
        assert (path or "index.html") in addressed


# ---- redirects

SITE = {"index.html", "sessions/one.html", "es/index.html"}


def redirected(base_url: str | None = BASE, **moved: str) -> dict[str, str]:
    from dataclasses import replace  # noqa: PLC0415  only here

    edition = replace(EDITION, base_url=base_url, languages=("en", "es"), redirects=moved)
    return {path: content.decode() for path, content in redirects(edition, SITE).items()}


def test_an_old_address_leads_to_where_the_page_is_now() -> None:
    files = redirected(**{"es/a/old.html": "sessions/one.html#top", "gone/": "https://b.example/x"})

    page = files["es/a/old.html"]
    assert '<html lang="es">' in page
    assert 'content="0; url=../../sessions/one.html#top"' in page
    assert f'<link rel="canonical" href="{BASE}/sessions/one.html#top">' in page
    assert 'url=https://b.example/x"' in files["gone/index.html"]
    assert files["_redirects"].splitlines() == [
        "/port/es/a/old.html /port/sessions/one.html#top 301",
        "/port/gone/index.html https://b.example/x 301",
    ]
    assert redirected() == {}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("index.html", "sessions/one.html", "the site has a page there"),
        ("old.html", "sessions/none.html", "which the site does not have"),
        ("../old.html", "index.html", "it is no page's path"),
        ("a/../old.html", "index.html", "it is no page's path"),
        ("old.txt", "index.html", "it is no page's path"),
        ("old.html", "javascript:alert(1)", "which the site does not have"),
    ],
)
def test_a_redirect_that_cannot_be_is_refused(old: str, new: str, complaint: str) -> None:
    with pytest.raises(SiteError, match=re.escape(complaint)):
        redirected(**{old: new})


@given(st.text())
def test_no_redirect_gets_markup_or_a_line_into_anything(name: str) -> None:
    try:
        files = redirected(**{f"{name}.html": "index.html"})
    except SiteError:
        return

    rules = files.pop("_redirects")
    assert rules.count("\n") == 1
    (page,) = files.values()
    assert len(re.findall("<[a-z!/]", page)) == len(
        re.findall("<[a-z!/]", next(iter(redirected(**{"a.html": "index.html"}).values())))
    )


# ---- the address itself


@pytest.mark.parametrize(
    "address", ["example.org", "ftp://a.example", "https://", "https://a b", ""]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="not a site's address"):
        checked_base_url(address, "--base-url")


def test_settings_tell_languages_address_and_redirects(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(
        'languages = ["es"]\nbase_url = "https://a.example"\n[redirects]\n"a.html" = "b"'
    )

    told = read_site_settings(path)

    assert (told.languages, told.base_url) == (("es",), "https://a.example")
    assert told.redirects == {"a.html": "b"}
    assert read_site_settings(tmp_path / "none.toml").languages == ("en", "es")


# ---- figures for programs


def test_the_api_has_what_the_pages_show_and_unknown_is_null() -> None:
    rows = [full_session(1), session(2), *imported(3)]
    files = site(rows)

    told = {
        path.removeprefix("api/v1/").removesuffix(".json"): json.loads(content, parse_float=Decimal)
        for path, content in files.items()
        if re.fullmatch(r"api/v1/\w+\.json", path)
    }

    assert set(told["index"]["files"]) == set(told) - {"index"}
    assert all(one["schema_version"] == 1 for one in told.values())
    newest, bare, full = told["sessions"]["sessions"]
    assert bare["cost_usd"] is None
    assert full["cost_usd"] == Decimal("1.175")
    assert full["date"] == str(date(2026, 3, 6))
    assert newest["methods"]["tokens_in"] == {"basis": "logged", "rule": "all_input/1"}
    assert all(one["page"] in files for one in told["sessions"]["sessions"])
    modules = {one["extent"]["name"]: one for one in told["modules"]["modules"]}
    (part,) = modules["agent/part1"]["measures"]["cost_usd"]
    assert part["amount"] == Decimal("1.175")
    assert told["crates"]["crates"] == []
    assert told["totals"]["extent"]["sessions"] == 3
    assert {part["method"]["basis"] for part in told["totals"]["measures"]["cost_usd"]} == {
        "claimed",
        "computed",
    }
    for one in told["charts"]["charts"]:
        assert {one["page"], one["csv"], one["json"]} <= set(files)


def test_badges_say_of_how_much_they_speak_and_what_is_claimed() -> None:
    def badge(name: str, files: dict[str, bytes]) -> dict[str, object]:
        found: dict[str, object] = json.loads(files[f"api/v1/badges/{name}.json"])
        return found

    typed = site(two_months(), is_sample=True)
    mixed = site(mixed_log(4))

    assert badge("sessions", typed) == {
        "schemaVersion": 1,
        "label": "sample: sessions",
        "message": "24",
        "color": "blue",
    }
    assert badge("cost", typed)["message"] == "$91.40, 23 of 24 sessions"
    assert badge("cost", typed)["label"] == "sample: API-equivalent list price (as claimed)"
    assert badge("cost", typed)["color"] == "lightgrey"
    assert badge("cost", mixed)["message"] == "not added, because the rules differ"
    assert badge("hallucinations", typed)["message"] == "20 claimed, 4 sessions not reviewed"
    assert badge("tests", mixed)["label"] == "tests passed (as claimed)"
    assert [badge(name, site([]))["message"] for name in ("cost", "tests")] == ["not known"] * 2
