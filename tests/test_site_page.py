"""What the page says, read as a reader without JavaScript gets it."""

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from invented import (
    EDITION,
    HOSTILE,
    counted_from_text,
    full_session,
    hostile_sessions,
    session,
    site,
    two_months,
)

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """The texts of a page, each with the names of the elements it stands in."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def text(self, within: str = "body") -> str:
        """Return the text inside elements of a name, with single spaces."""
        found = (
            data
            for path, data in self.texts
            if within in path and not {"script", "style"} & {*path}
        )
        return " ".join(" ".join(found).split())

    def cells(self) -> list[str]:
        """Return the text of each cell of each table."""
        return [" ".join(data.split()) for path, data in self.texts if {"td", "th"} & {*path}]


def home(files: dict[str, bytes]) -> Page:
    return Page(files["index.html"])


def test_confirmed_candidates_claims_and_unreviewed_sessions_stand_together() -> None:
    page = home(site(two_months()))

    said = page.text("dl")
    assert "confirmed none yet Nothing here has been held against evidence" in said
    assert "candidates none yet" in said
    assert "claimed “20” Typed for 20 of 24 sessions." in said
    assert "sessions not reviewed 4 of 24 sessions." in said


def test_a_log_that_nobody_reviewed_claims_nothing() -> None:
    page = home(site([session(number) for number in range(4)]))

    assert "claimed none yet Nobody has typed a count for any session." in page.text("dl")
    assert "sessions not reviewed 4 of 4 sessions." in page.text("dl")


def test_sums_name_what_they_leave_out() -> None:
    page = home(site(two_months()))

    assert "claimed (typed) · 23 of 24 sessions · not known in 1 of 24 sessions" in page.text("dl")


def test_estimates_stand_beside_typed_sums_and_are_not_added() -> None:
    sessions = [session(number, tokens_in=1_000) for number in range(3)]

    page = home(site(sessions, [counted_from_text(sessions[0])]))

    said = page.text("dl")
    assert "“2,000” claimed (typed) · 2 of 3 sessions" in said
    assert "~ 1,000 computed (o200k_base, an estimate) · 1 of 3 sessions" in said
    assert "not added, because the rules differ" in said
    assert "3,000" not in said
    assert "~1,000" in page.cells()


def test_what_nobody_knows_is_never_a_zero() -> None:
    page = home(site([session(number) for number in range(3)]))

    figures = {"0", "$0.00", "0 min", "0 of 0", "“0”"}
    assert not figures & {*page.cells(), *page.text("dl").split("  ")}
    assert page.cells().count("not known") >= 2 * 3
    assert "not known of any session : read, written, list price, USD" in page.text("caption")
    said = "Cost, API-equivalent list price not known not known in all 3 sessions"
    assert said in page.text("dl")


def test_the_tests_are_those_of_each_modules_last_session() -> None:
    sessions = [full_session(number, module="agent/loop") for number in (1, 3)]

    page = home(site(sessions))

    assert "“3 of 4” claimed (typed) · last known state of the only module" in page.text("dl")


def test_every_cell_of_the_log_is_on_the_page() -> None:
    files = site(two_months())
    page = Page(files["sessions/index.html"])

    text = page.text()
    for row in csv.DictReader(io.StringIO(files["data/sessions.csv"].decode())):
        del row["date"]
        assert f"sessions/{row.pop('session_id')}.html" in files
        for name, value in row.items():
            shown = f"{int(value):,}" if value.isdigit() else value
            assert shown in text, name


def test_every_cell_of_every_chart_is_on_the_page() -> None:
    files = site(two_months())

    for path in [path for path in files if path.startswith("charts/") and path.endswith(".csv")]:
        page = Page(files[path.replace(".csv", ".html")])
        cells = {cell.replace(",", "") for cell in page.cells()}
        for row in csv.reader(io.StringIO(files[path].decode())):
            assert {cell for cell in row[0:] if cell} <= cells | {*_header(files[path])}


def _header(table: bytes) -> list[str]:
    return table.decode().splitlines()[0].split(",")


def test_figures_carry_n_basis_rule_commit_and_query() -> None:
    page = home(site(two_months()))

    assert (
        "n = 24 sessions, 23 priced · claimed (typed) · commit 4f2c9e1 · query cost_so_far"
        in page.text("figure")
    )


def test_a_log_that_is_not_committed_is_named_by_its_digest() -> None:
    page = home(site(two_months(), commit=None))

    assert "Not committed as it stands." in page.text("footer")
    assert "log" in page.text("figure")
    assert "commit 4f2c9e1" not in page.text()


def test_a_sample_says_so_in_head_and_foot_and_in_each_file_of_figures() -> None:
    files = site(two_months(), is_sample=True)
    page = home(files)

    said = "A sample: every session in this log is invented."
    assert page.text().count(said) == 2
    assert said in page.text("footer")
    assert "(invented sample)" in page.text("title")
    assert b'"sample": true' in files["charts/cost-so-far.json"]
    assert said not in home(site(two_months())).text()


def test_rows_that_could_not_be_read_are_counted_in_sight() -> None:
    page = home(site(two_months(), unread=3))

    assert "3 rows of the log could not be read and are in no figure." in page.text()


def test_an_empty_log_is_welcomed_and_told_what_to_do_first() -> None:
    files = site([])
    page = home(files)

    assert "No session has been logged yet" in page.text("main")
    assert "portlog session add --llm claude" in page.text("code")
    assert [path for path in files if path.startswith("charts/")] == ["charts/index.html"]


def test_one_session_has_tables_and_no_pictures() -> None:
    page = home(site([full_session(1)]))

    assert "1 session from Python to Rust." in page.text("h1")
    assert "plot" not in {attributes.get("class") for tag, attributes in page.tags if tag == "svg"}
    assert not [tag for tag, attributes in page.tags if "data-wake" in attributes]
    assert "No picture: it takes 3 priced sessions." in page.text("figure")


def test_hostile_names_stay_text() -> None:
    page = home(site(hostile_sessions(), name="<b>bold</b>"))

    names = {tag for tag, _ in page.tags}
    assert "img" not in names
    assert "b" not in names
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert all("src" in one or one["type"] == "application/json" for one in scripts)
    assert not [name for _, one in page.tags for name in one if name.startswith("on")]
    for name in HOSTILE:
        assert " ".join(name.split()) in page.text()


@pytest.mark.parametrize("attribute", ["id", "style"])
def test_ids_are_unique_and_styles_absent(attribute: str) -> None:
    page = home(site([*hostile_sessions(), *two_months()[10:]]))

    found = [one[attribute] for _, one in page.tags if attribute in one]
    assert len(found) == len(set(found))
    assert attribute == "id" or not found
    assert all(value and " " not in value for value in found)


def test_links_lead_to_what_the_site_holds() -> None:
    files = site(hostile_sessions())
    page = home(files)

    ids = {one["id"] for _, one in page.tags if "id" in one}
    for _, attributes in page.tags:
        for name in ("href", "src"):
            target = attributes.get(name) or "#main"
            if target.startswith("#"):
                assert target[1:] in ids
            elif not target.startswith("data:"):
                assert target in files


def test_nothing_is_fetched_from_elsewhere() -> None:
    files = site(two_months())

    for path in ("index.html", "assets/style.css", "assets/scheme.js", "assets/figures.js"):
        text = files[path].decode().replace("http://www.w3.org/2000/svg", "")
        assert "//" not in text.replace("// ", "").replace("/* ", ""), path


def test_a_session_of_the_same_name_in_another_case_has_its_own_anchor() -> None:
    sessions = [
        replace(full_session(number), session_id=name)
        for number, name in enumerate(["a b", "A B", "ab"])
    ]

    page = home(site(sessions))

    anchors = [one["id"] for tag, one in page.tags if tag == "tr" and "id" in one]
    assert len(set(anchors)) == 3


def test_two_builds_are_the_same_to_the_byte() -> None:
    assert site(hostile_sessions()) == site(hostile_sessions())


def test_the_plotly_bundle_comes_with_its_licence() -> None:
    files = site([])

    assert b"MIT License" in files["assets/plotly-basic.min.js.LICENSE"]
    assert EDITION.version in files["index.html"].decode()
