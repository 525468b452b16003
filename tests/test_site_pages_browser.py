"""The pages beside the home page before axe, in narrow and wide windows, and two validators."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented import laid_out, site
from invented_port import given, hostile_given, hostile_rows, rows_of_a_port
from playwright.sync_api import Browser, sync_playwright
from support import REPOSITORY

from portlog.present.site.anchor import file_key

# axe would fetch the style sheets again, which the content policy forbids
ONLY_WHAT_IS_SHOWN = {"preload": False}
RULES = {"extends": ["html-validate:standard"], "rules": {"no-inline-style": "error"}}
PAGES = (
    *("modules/index.html", "phases/index.html", "progress.html", "crates/index.html"),
    *("models.html", "matter.html", "stack.html", "data/index.html", "colophon.html"),
    "corrections.html",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folders of some sites."""
    sites = {
        "full": site(rows_of_a_port(), given=given(), languages=("en", "es")),
        "hostile": site(hostile_rows(), given=hostile_given(), languages=("en", "es")),
        "empty": site([]),
    }
    return {
        name: laid_out(tmp_path_factory.mktemp(name), files).parent for name, files in sites.items()
    }


def addresses(folder: Path, language: str = "") -> list[Path]:
    """Return the files of one page of each kind."""
    module = next(iter(sorted((folder / "modules").glob(f"{file_key('agent/loop')}.html"))), None)
    found = [folder / language / page for page in PAGES]
    return [*found, *([module] if module else [])]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    "case",
    [
        ("full", "", "light", 1440),
        ("hostile", "es", "dark", 360),
        ("empty", "", "light", 360),
    ],
)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    browser: Browser, built: dict[str, Path], case: tuple[str, str, str, int]
) -> None:
    name, language, scheme, width = case
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    found: dict[str, object] = {}
    for path in addresses(built[name], language):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        told = Axe().run(page, options=ONLY_WHAT_IS_SHOWN)
        over = []
        for narrow in (320, 768, 2560):
            page.set_viewport_size({"width": narrow, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > narrow:
                over.append(narrow)
        if told.violations_count or over:
            found[path.name] = (over, told.generate_report())
    context.close()

    assert found == {}


def output(command: list[str | Path]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


def every_page(built: dict[str, Path]) -> list[Path]:
    return [path for folder in built.values() for path in addresses(folder)]


@pytest.mark.needs("html-validate")
def test_html_validate_has_nothing_to_say(built: dict[str, Path], tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES))

    said = output([REPOSITORY / "node_modules/.bin/html-validate", "-c", rules, *every_page(built)])

    assert "rror" not in said, said


@pytest.mark.needs("vnu")
def test_the_nu_html_checker_has_nothing_to_say(built: dict[str, Path]) -> None:
    jar = REPOSITORY / "node_modules/vnu-jar/build/dist/vnu.jar"

    said = output(["java", "-jar", jar, "--errors-only", "--format", "gnu", *every_page(built)])

    assert said == ""
