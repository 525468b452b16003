"""An author's own templates and files."""

from dataclasses import replace
from pathlib import Path

import pytest
from invented import EDITION, answers, full_session, unpainted
from support import Cli

from portlog.errors import SiteError
from portlog.present.site.build import Means, Site
from portlog.sources.own_files import MOST_BYTES, own_files

FOOT = '{% extends "base.html" %}{% block main %}<h1>Mine</h1>{{ _("All sessions") }}{% endblock %}'


def site_with(theme: Path, own: dict[str, bytes] | None = None) -> dict[str, bytes]:
    edition = replace(EDITION, languages=("es",))
    means = Means(theme=theme, own=own or {}, painter=unpainted)
    site = Site(answers([full_session(1)]), edition, {}, means)
    return {path: content for path, content in site.files() if content is not None}


def test_a_template_of_the_author_stands_before_the_package_s(tmp_path: Path) -> None:
    (tmp_path / "home.html").write_text(FOOT)

    files = site_with(tmp_path)

    assert "<h1>Mine</h1>Todas las sesiones" in files["index.html"].decode()
    assert "<h1>Mine</h1>" not in files["sessions/index.html"].decode()


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>\n\n{% if %}", "home.html:3: "),
        ("<p>\n{{ nobody }}", "home.html:2: 'nobody' is undefined"),
        ("<p>\n\n\n{{ 1 / 0 }}", "home.html:4: division by zero"),
        ("\n{{ page.facts.nothing.more }}", "home.html:2: "),
        ('\n{{ "".__class__.__mro__ }}', "home.html:2: access to attribute '__class__'"),
        ('\n{% include "none.html" %}', "home.html:2: none.html"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(
    tmp_path: Path, template: str, place: str
) -> None:
    (tmp_path / "home.html").write_text(template)

    with pytest.raises(SiteError, match=r"docs/site\.md") as failed:
        raise_hint(tmp_path)

    assert str(tmp_path / place) in failed.value.message


def raise_hint(theme: Path) -> None:
    try:
        site_with(theme)
    except SiteError as error:
        raise SiteError(f"{error.message} {error.hint}") from error


def test_a_component_that_fails_inside_the_package_s_template_is_the_one_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "nav.html").write_text("\n\n{{ kinds.nobody.name }}")

    with pytest.raises(SiteError, match=r"components/nav\.html:3: "):
        site_with(tmp_path)


def test_files_of_the_author_are_taken_over_and_clash_with_nothing(tmp_path: Path) -> None:
    own = {"CNAME": b"a.example", "assets/style.css": b"mine", "robots.txt": b"mine"}

    files = site_with(tmp_path, own)

    assert {path: files[path] for path in own} == own
    with pytest.raises(SiteError, match=r"site/static/index\.html stands where the site has"):
        site_with(tmp_path, {"index.html": b""})


def test_own_files_are_read_to_the_last_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("c")
    (tmp_path / ".nojekyll").write_text("")

    found = own_files(tmp_path)

    assert found == {".nojekyll": b"", "a/b/c.txt": b"c"}
    assert own_files(tmp_path / "none") == {}
    for target in (tmp_path.parent, Path("/etc/hostname")):
        (tmp_path / "way").symlink_to(target)
        with pytest.raises(SiteError, match="way is not a plain file"):
            own_files(tmp_path)
        (tmp_path / "way").unlink()


def test_a_file_that_no_host_takes_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(SiteError, match=r"film\.mp4 is larger than 26,214,400 bytes"):
        own_files(tmp_path)


def test_the_command_ends_with_the_line_of_the_template(experiment: Cli) -> None:
    experiment.path("site/templates").mkdir(parents=True)
    experiment.path("site/templates/home.html").write_text("a\n{{ nobody }}")

    answer = experiment("site", "build", "--lang", "en")

    assert answer.code == 2
    assert "site/templates/home.html:2: 'nobody' is undefined" in answer.err
    assert not experiment.path("site/dist/index.html").exists()
