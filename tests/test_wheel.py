"""The wheel, built offline and installed into an empty environment."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from support import REPOSITORY, Cli

from portlog import __version__


def _built(folder: Path, source: Path = REPOSITORY) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _built(folder)
    return folder


@pytest.fixture(scope="module")
def wheel(archives: Path) -> Path:
    return archives / f"portlog-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def sdist(archives: Path) -> Path:
    return archives / f"portlog-{__version__}.tar.gz"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the scripts of an empty environment that holds the wheel.

    Its dependencies are those of the environment that runs the tests, found through a .pth file:
    nothing is fetched, and portlog itself cannot come from there.
    """
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False)
    scripts = folder / "bin"
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline"),
            *("--no-cache", "--no-deps", "--python", str(scripts / "python"), str(wheel)),
        ],
        check=True,
    )
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return scripts


def _said(installed: Path, cli: Cli, *arguments: str) -> str:
    environment = {name: value for name, value in cli.environment().items() if name != "PYTHONPATH"}
    program, *rest = arguments
    done = subprocess.run(
        [str(installed / program), *rest],
        cwd=cli.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    return done.stdout


def _package_files(source: Path) -> set[str]:
    return {
        str(path.relative_to(source))
        for path in (source / "portlog").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_whole_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    packaged = {name for name in names if ".dist-info/" not in name}

    assert packaged == _package_files(REPOSITORY)


def test_the_wheel_carries_its_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    licences = [Path(name).name for name in names if ".dist-info/licenses/" in name]

    assert {"LICENSE", "plotly-basic.min.js.LICENSE"} <= set(licences)


def test_the_source_archive_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xzf", sdist, "-C", tmp_path], check=True)
    _built(tmp_path / "dist", tmp_path / f"portlog-{__version__}")

    rebuilt = tmp_path / "dist" / wheel.name

    assert rebuilt.read_bytes() == wheel.read_bytes()


def test_the_installed_portlog_is_the_one_from_the_wheel(installed: Path, cli: Cli) -> None:
    where = _said(installed, cli, "python", "-c", "import portlog; print(portlog.__file__)")

    assert Path(where).is_relative_to(installed.parent)


def test_the_installed_portlog_says_its_version(installed: Path, cli: Cli) -> None:
    assert _said(installed, cli, "portlog", "--version") == f"portlog {__version__}\n"


def test_the_installed_portlog_records_and_answers(installed: Path, cli: Cli) -> None:
    _said(installed, cli, "portlog", "init")
    typed = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
    name = _said(installed, cli, "portlog", "session", "add", *typed).strip()

    shown = _said(installed, cli, "portlog", "session", "list", "--format", "csv")
    asked = _said(
        installed, cli, "portlog", "query", "select session_id from sessions", "--format", "csv"
    )

    assert name in shown
    assert asked == f"session_id\n{name}\n"


def test_the_installed_portlog_builds_the_demo(installed: Path, cli: Cli) -> None:
    _said(installed, cli, "portlog", "demo", "demo")

    page = cli.path("demo/site/dist/index.html").read_text(encoding="utf-8")

    assert "<svg" in page
    assert os.fspath(REPOSITORY) not in page
