"""The site in a real browser: waking, colours, width, the content policy, and axe."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented import (
    a_subscription,
    counted_from_text,
    full_session,
    hostile_sessions,
    laid_out,
    mixed_log,
    site,
    two_months,
)
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

pytestmark = pytest.mark.needs("chromium")

# axe would fetch the style sheets again, which the content policy forbids.
ONLY_WHAT_IS_SHOWN = {"preload": False}
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the addresses of the home pages of some sites, as files."""
    sessions = two_months()
    built = {
        "two months": site(sessions, [counted_from_text(sessions[0])], is_sample=True),
        "hostile": site(hostile_sessions(), unread=2),
        "empty": site([]),
        "one": site([full_session(1)]),
        "mixed": site(mixed_log(), given={"paid": a_subscription()}),
    }
    return {
        name: laid_out(tmp_path_factory.mktemp("site"), files).as_uri()
        for name, files in built.items()
    }


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """Return a way to open a page; an error in its console or scripts fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened_page(address: str, width: int = 1440, **settings: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **settings))
        page = contexts[-1].new_page()
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.extend([said.text] * (said.type == "error")))
        page.goto(address)
        return page

    yield opened_page
    for context in contexts:
        context.close()
    assert errors == []


def wake_all(page: Page) -> None:
    for button in page.locator("[data-wake]").all():
        button.click()
    page.wait_for_function(
        "() => document.querySelectorAll('.figure__live .main-svg').length"
        " >= document.querySelectorAll('[data-wake]').length"
    )


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *product(["two months"], [360, 1440], ["light", "dark"]),
        ("hostile", 360, "dark"),
        ("hostile", 1440, "light"),
        ("empty", 360, "light"),
        ("one", 1440, "dark"),
        ("mixed", 360, "dark"),
        ("mixed", 1440, "light"),
    ],
)
def test_axe_finds_nothing_before_and_after_the_charts_wake(
    opened: Any, sites: dict[str, str], name: str, width: int, scheme: str
) -> None:
    page = opened(sites[name], width, color_scheme=scheme)

    asleep = Axe().run(page, options=ONLY_WHAT_IS_SHOWN)
    wake_all(page)
    awake = Axe().run(page, options=ONLY_WHAT_IS_SHOWN)

    assert asleep.violations_count == 0, asleep.generate_report()
    assert awake.violations_count == 0, awake.generate_report()


@pytest.mark.parametrize("name", ["two months", "hostile", "empty", "one", "mixed"])
def test_nothing_runs_over_the_edge_asleep_or_awake(
    opened: Any, sites: dict[str, str], name: str
) -> None:
    page = opened(sites[name])

    asleep = over_the_edge(page)
    wake_all(page)
    awake = over_the_edge(page)

    assert (asleep, awake) == ({}, {})


def over_the_edge(page: Page) -> dict[int, int]:
    """Return by how much the page is wider than the window, where it is."""
    found = {}
    for width in (320, 360, 768, 1024, 1440, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(150)
        found[width] = page.evaluate("document.documentElement.scrollWidth") - width
    return {width: over for width, over in found.items() if over > 0}


@pytest.mark.parametrize("name", ["two months", "hostile", "mixed"])
def test_the_content_policy_holds_with_all_charts_awake(
    opened: Any, sites: dict[str, str], name: str
) -> None:
    page = opened(sites[name])

    wake_all(page)
    page.locator(".figure__live").first.hover()

    assert page.evaluate("window.violations") == []


def test_a_figure_wakes_when_the_pointer_comes_and_sleeps_again(
    opened: Any, sites: dict[str, str]
) -> None:
    page = opened(sites["two months"])
    figure = page.locator("#cost-so-far")

    figure.locator(".figure__plot").hover()
    figure.locator(".main-svg").first.wait_for()
    figure.get_by_role("button", name="Back to the picture").click()

    assert figure.locator(".main-svg").count() == 0
    assert figure.locator(".plot--wide").is_visible()


def test_the_bundle_is_not_loaded_before_a_figure_is_touched(
    opened: Any, sites: dict[str, str]
) -> None:
    page = opened(sites["two months"])
    page.mouse.wheel(0, 5000)

    before = page.evaluate("typeof window.Plotly")
    page.locator("[data-wake]").first.focus()
    page.wait_for_function("() => typeof window.Plotly === 'object'")

    assert before == "undefined"


def test_a_live_figure_takes_the_colours_of_the_scheme_and_follows_the_toggle(
    opened: Any, sites: dict[str, str]
) -> None:
    page = opened(sites["two months"], color_scheme="light")
    wake_all(page)
    line = page.locator("#cost-so-far .js-line").first

    by_day = line.evaluate("line => getComputedStyle(line).stroke")
    page.get_by_role("button", name="Night watch").click()
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('#cost-so-far .js-line')).stroke"
        " !== before",
        arg=by_day,
    )

    assert by_day == "rgb(29, 90, 156)"
    assert line.evaluate("line => getComputedStyle(line).stroke") == "rgb(133, 183, 238)"


def test_the_reader_s_choice_of_scheme_is_remembered(opened: Any, sites: dict[str, str]) -> None:
    page = opened(sites["two months"], color_scheme="light")

    page.get_by_role("button", name="Night watch").click()
    page.reload()

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 19, 25)"
    assert page.get_by_role("button", name="Day watch").is_visible()


def test_live_figures_offer_no_upload_and_no_logo(opened: Any, sites: dict[str, str]) -> None:
    page = opened(sites["two months"])

    wake_all(page)

    buttons = page.locator(".modebar-btn").evaluate_all(
        "all => all.map((one) => one.dataset.title ?? one.ariaLabel)"
    )
    assert any("Download" in title for title in buttons)
    assert not [
        title for title in buttons if "hare" in title or "loud" in title or "roduced" in title
    ]


def test_the_picture_of_a_live_figure_can_be_saved(opened: Any, sites: dict[str, str]) -> None:
    page = opened(sites["two months"])
    wake_all(page)
    page.locator("#cost-so-far .figure__live").hover()

    with page.expect_download() as download:
        page.locator("#cost-so-far .modebar-btn").first.click()

    assert download.value.suggested_filename.endswith(".png")
    assert page.evaluate("window.violations") == []


def test_without_scripts_every_number_is_there_and_no_button_is_dead(
    opened: Any, sites: dict[str, str]
) -> None:
    page = opened(sites["two months"], java_script_enabled=False)

    assert page.locator("svg.plot--wide").count() == 3
    assert page.locator("button:visible").count() == 0
    cells = page.locator("#cost-so-far td").all_text_contents()
    assert {"2026-03-05-claude-000000", "1.05"} <= {cell.strip() for cell in cells}


def test_served_over_http_nothing_else_is_asked_for(
    opened: Any, sites: dict[str, str], browser: Browser
) -> None:
    folder = Path(sites["two months"].removeprefix("file://")).parent
    asked: list[str] = []
    with served(folder) as address:
        page = opened("about:blank")
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/index.html")
        wake_all(page)
        page.wait_for_timeout(300)

    assert {
        url.removeprefix(address) for url in asked if not url.startswith(("data:", "blob:"))
    } == {
        "/index.html",
        "/assets/style.css",
        "/assets/scheme.js",
        "/assets/figures.js",
        "/assets/plotly-basic.min.js",
    }
    assert browser.is_connected()


class served:  # noqa: N801  reads as a word in `with`
    """A folder on this machine's own address."""

    def __init__(self, folder: Path) -> None:
        handler = partial(_Quiet, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def test_hostile_names_run_nothing_when_a_figure_wakes(opened: Any, sites: dict[str, str]) -> None:
    page = opened(sites["hostile"])
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))

    wake_all(page)
    page.locator("#tokens-by-module .figure__live").hover()

    assert page.locator(".figure__live img, .figure__live a, .figure__live script").count() == 0


def test_print_opens_the_tables_and_hides_the_tools(opened: Any, sites: dict[str, str]) -> None:
    page = opened(sites["two months"], color_scheme="dark")

    page.emulate_media(media="print")

    assert page.locator("button:visible").count() == 0
    assert page.locator("#cost-so-far td", has_text="2026").first.is_visible() or (
        page.locator("#cost-so-far details").count() == 1
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
