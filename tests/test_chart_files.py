"""A chart's pictures as files: they stand alone, say what they must, and come from a cache."""

import re
import struct
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from invented import EDITION, HOSTILE, full_session, two_months
from invented_charts import HOSTILE_GIVEN, charts_over, hostile_log, whole_log

from portlog.present.charts import kept_pictures
from portlog.present.charts.chart import Chart
from portlog.present.charts.colours import TOKENS, Scheme
from portlog.present.charts.kept_pictures import Picture, paint, painter, painter_ahead
from portlog.present.charts.raster import png, writable
from portlog.present.charts.sheet import FONTS, OPEN_GRAPH, sheet
from portlog.present.language import speaking
from portlog.present.site.alone import chart_page
from portlog.present.site.catalogue import CHARTS
from portlog.present.site.embed import snippets
from portlog.present.site.figure import figure, figure_files

SVG = "{http://www.w3.org/2000/svg}"
STYLE = Path(kept_pictures.__file__).parents[1] / "assets" / "style.css"
each_chart = pytest.mark.parametrize("name", [kind.draw.__name__ for kind in CHARTS])
each_scheme = pytest.mark.parametrize("scheme", list(Scheme))


@cache
def charts(log: str = "whole") -> dict[str, Chart]:
    rows = {"whole": whole_log(), "hostile": hostile_log(), "two": two_months()[:2]}
    found = charts_over(rows[log], **(HOSTILE_GIVEN if log == "hostile" else {}))
    return {kind.draw.__name__: chart for kind, chart in found.items()}


def drawn(svg: str) -> Any:
    return ET.fromstring(svg)  # noqa: S314  our own text


def words(svg: str) -> str:
    return " ".join(one.text or "" for one in drawn(svg).iter(f"{SVG}text"))


def pixels(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@each_chart
@each_scheme
def test_a_picture_needs_nothing_beside_it(name: str, scheme: Scheme) -> None:
    chart = charts()[name]

    svg = sheet(chart, "RustyClaw", scheme)

    assert not re.search(r"class=|href=|url\(|<style|<script|var\(", svg)
    used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert used <= {"none", *(scheme.colour(token) for token in TOKENS)}
    root = drawn(svg)
    assert [child.tag for child in list(root)[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert root.attrib["aria-labelledby"] == "t d"


@each_chart
def test_a_picture_says_its_finding_its_n_its_basis_and_its_source(name: str) -> None:
    chart = charts()[name]

    said = words(sheet(chart, "RustyClaw", Scheme.LIGHT))

    for part in (chart.finding, chart.sample, "RustyClaw", *(one.rule for one in chart.methods)):
        assert set(part.split()) <= set(re.split(r"[\s()]+", said)) | set(said.split()), part


@each_chart
def test_no_mark_of_a_picture_for_sharing_lies_outside_it(name: str) -> None:
    for log in ("whole", "hostile"):
        root = drawn(sheet(charts(log)[name], "RustyClaw", Scheme.LIGHT, OPEN_GRAPH))

        _, _, width, height = map(float, root.attrib["viewBox"].split())
        assert (root.attrib["width"], root.attrib["height"]) == ("1200", "630")
        group = root.find(f"{SVG}g")
        left, top = map(
            float, re.findall(r"translate\(([\d.]+) ([\d.]+)\)", group.attrib["transform"])[0]
        )
        scale = float((re.findall(r"scale\(([\d.]+)\)", group.attrib["transform"]) or ["1"])[0])
        for one in group.iter(f"{SVG}text"):
            assert top + float(one.attrib["y"]) * scale <= height
            assert left + float(one.attrib["x"]) * scale <= width


def test_the_colours_are_those_of_the_style_sheet() -> None:
    first, _, _ = STYLE.read_text("utf-8").partition("}")
    told = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\)", first))

    assert {name: ", ".join(pair) for name, pair in TOKENS.items()} == told


def test_a_chart_without_a_picture_is_still_shared_with_its_reason() -> None:
    svg = sheet(charts("two")["cost_so_far"], "RustyClaw", Scheme.LIGHT, OPEN_GRAPH)

    assert "No picture: it takes 3 priced sessions." in words(svg)


def test_a_picture_that_leaves_rows_out_says_so() -> None:
    log = [full_session(n, module=f"module{n:02}") for n in range(18)]
    chart = next(one for one in charts_over(log).values() if one.id == "tokens-by-module")

    small = words(sheet(chart, "RustyClaw", Scheme.LIGHT, OPEN_GRAPH))
    large = words(sheet(chart, "RustyClaw", Scheme.LIGHT))

    assert "Cut to what fits; the table has all." in small
    assert "module00" not in small
    assert "module00" in large
    assert "Cut to what fits" not in large


def test_a_png_has_the_size_that_was_asked_for_and_the_same_bytes_each_time() -> None:
    svg = sheet(charts()["cost_so_far"], "RustyClaw", Scheme.LIGHT, OPEN_GRAPH)

    content = png(svg, 1200)

    assert pixels(content) == (1200, 630)
    assert png(svg, 1200) == content


@pytest.mark.parametrize(
    "letters", ["agent/loop", "sesión ñ ¿", "“≥ 1” · €", "модуль", "وحدة", "中文 🦀", "ἀλφα"]
)
def test_no_letter_vanishes_from_a_png(letters: str) -> None:
    def painted(shown: str) -> bytes:
        return png(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40">'
            f'<text x="4" y="28" font-size="20" font-family="{FONTS}">{shown}</text></svg>',
            200,
        )

    blank = painted("")

    assert painted(letters) != blank
    for letter in set(writable(letters)) - {" "}:
        assert painted(letter) != blank, letter


def test_bold_words_are_bolder() -> None:
    def painted(weight: int) -> bytes:
        return png(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 40" width="99" height="40">'
            f'<text x="4" y="28" font-family="{FONTS}" font-weight="{weight}">finding</text></svg>',
            99,
        )

    assert painted(600) != painted(400)


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []

    def noted(svg: str, _width: int) -> bytes:
        made.append(svg)
        return small_png()

    monkeypatch.setattr(kept_pictures, "png", noted)
    kept_pictures.forget()
    return made


def small_png() -> bytes:
    return png('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>', 2)


def test_a_picture_that_was_painted_before_is_not_painted_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = counting(monkeypatch)
    pictures = {"a.png": Picture("<svg>a</svg>", 9), "b.png": Picture("<svg>b</svg>", 9)}
    first = painter(tmp_path)(pictures)
    kept_pictures.forget()

    again = painter(tmp_path)({**pictures, "c.png": Picture("<svg>c</svg>", 9)})

    assert sorted(made) == ["<svg>a</svg>", "<svg>b</svg>", "<svg>c</svg>"]
    assert {name: again[name] for name in first} == first


def test_pictures_painted_ahead_are_found_by_the_painter_of_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = counting(monkeypatch)
    some, more = (
        {f"{name}.png": Picture(f"<svg>{name}</svg>", 9) for name in names}
        for names in ("ab", "cd")
    )
    painter_ahead(tmp_path)(some)
    painter_ahead(tmp_path)(more)
    kept_pictures.forget()

    found = painter(tmp_path)({**some, **more})

    assert sorted(found) == ["a.png", "b.png", "c.png", "d.png"]
    assert len(made) == 4


def test_a_kept_picture_that_was_cut_off_is_painted_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = counting(monkeypatch)
    picture = {"a.png": Picture("<svg>a</svg>", 9)}
    whole = painter(tmp_path)(picture)["a.png"]
    kept = next(tmp_path.glob("*.png"))
    kept.write_bytes(whole[:-5])
    kept_pictures.forget()

    assert painter(tmp_path)(picture)["a.png"] == whole
    assert len(made) == 2


def test_pictures_that_nothing_shows_any_more_are_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counting(monkeypatch)
    painter(tmp_path)({"a.png": Picture("<svg>a</svg>", 9)})
    stranger = tmp_path / "notes.txt"
    stranger.write_text("mine", "utf-8")

    painter(tmp_path)({"b.png": Picture("<svg>b</svg>", 9)})

    assert len(list(tmp_path.glob("*.png"))) == 1
    assert stranger.exists()


def test_a_folder_that_cannot_be_written_only_means_painting_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counting(monkeypatch)
    place = tmp_path / "a file"
    place.write_text("", "utf-8")
    picture = {"a.png": Picture("<svg>a</svg>", 9)}

    assert painter(place)(picture) == paint(picture)


def test_a_sample_says_so_in_its_pictures() -> None:
    one = figure(1, charts()["cost_so_far"])

    files = figure_files(one, replace(EDITION, is_sample=True))

    assert "(invented sample)" in files["charts/cost-so-far-dark.svg"].decode()


def test_what_embeds_a_figure_names_its_whole_addresses() -> None:
    edition = replace(EDITION, base_url="https://blog.example/port/", languages=("en", "es"))
    one = figure(1, charts()["cost_so_far"])

    with speaking("es"):
        codes = [snippet.code for snippet in snippets(one, edition)]

    assert all("https://blog.example/port/es" in code for code in codes)
    assert 'srcset="https://blog.example/port/es/charts/cost-so-far-dark.svg"' in codes[0]
    assert codes[1].startswith("[![")
    assert codes[2].startswith('{{< portlog id="cost-so-far"')


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_cannot_leave_the_text_that_embeds(hostile: str) -> None:
    chart = replace(charts()["cost_so_far"], finding=f'{hostile} "]( >}}}}')
    html, markdown, shortcode, frame = (
        snippet.code for snippet in snippets(figure(1, chart), EDITION)
    )

    assert re.fullmatch(r'(</?[a-z]+( [a-z]+="[^"<>]*")*>)+', html)
    assert re.fullmatch(r"\[!\[(?:[^\]\[\\]|\\.)*\]\([^()]*\)\]\([^()]*\)", markdown, re.DOTALL)
    assert shortcode.count(">}}") == 1
    assert len(re.findall(r'(?<!\\)"', shortcode)) == 6
    assert frame.count("<") == 2


def test_a_chart_alone_is_one_page_that_fetches_nothing() -> None:
    page = chart_page(charts("hostile")["cost_so_far"], EDITION)

    assert not re.search(r"<script|<link|<img|<iframe|url\(", page)
    assert "default-src 'none'; style-src 'sha256-" in page
    assert page.count('<svg class="plot') == 2
