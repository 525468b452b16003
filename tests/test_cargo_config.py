from pathlib import Path

import pytest

from portlog.errors import ConfigError
from portlog.sources.cargo_config import CargoConfig, read_cargo_config

HUSH = "hush-hush"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work" / "port"
    made.mkdir(parents=True)
    return made


def _write(folder: Path, text: str, name: str = "config.toml") -> Path:
    path = folder / ".cargo" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def _read(folder: Path, **environment: str) -> CargoConfig:
    home = folder.parent.parent / "home"
    return read_cargo_config(folder, {"CARGO_HOME": str(home / ".cargo"), **environment})


def _home(folder: Path, text: str, name: str = "config.toml") -> None:
    home = folder.parent.parent / "home"
    home.mkdir(exist_ok=True)
    _write(home, text, name)


def test_without_any_file_nothing_is_set(folder: Path) -> None:
    config = _read(folder)

    assert (config.source, config.registries, config.http.proxy, config.net.retry) == (
        {},
        {},
        None,
        None,
    )


def test_a_nearer_file_outranks_a_farther_one_key_by_key(folder: Path) -> None:
    _write(folder, "[net]\nretry = 1\n")
    _write(folder.parent, '[net]\nretry = 2\noffline = true\n[http]\nproxy = "near"\n')
    _home(folder, '[http]\nproxy = "home"\ntimeout = 7\n')

    config = _read(folder)

    assert (config.net.retry, config.net.offline) == (1, True)
    assert (config.http.proxy, config.http.timeout) == ("near", 7)


def test_the_environment_outranks_every_file(folder: Path) -> None:
    _write(folder, '[net]\nretry = 1\n[http]\nproxy = "file"\n[registries.my-own]\nindex = "a"\n')

    config = _read(
        folder,
        CARGO_NET_RETRY="5",
        CARGO_NET_OFFLINE="true",
        CARGO_HTTP_PROXY="environment",
        CARGO_REGISTRIES_MY_OWN_INDEX="sparse+https://b.test/",
        CARGO_REGISTRIES_MY_OWN_TOKEN=HUSH,
    )

    assert (config.net.retry, config.net.offline, config.http.proxy) == (5, True, "environment")
    assert config.registries["my-own"].index == "sparse+https://b.test/"
    assert config.registries["my-own"].token == HUSH


def test_the_file_without_an_ending_is_the_one_in_force(folder: Path) -> None:
    _write(folder, "[net]\nretry = 1\n")
    _write(folder, "[net]\nretry = 9\n", "config")

    assert _read(folder).net.retry == 9


def test_tokens_come_from_the_credentials_in_cargos_home(folder: Path) -> None:
    _write(folder, '[registries.mine]\nindex = "sparse+https://x.test/"\n')
    _home(folder, f'[registries.mine]\ntoken = "{HUSH}"\n', "credentials.toml")

    config = _read(folder)

    assert config.registries["mine"].token == HUSH
    assert HUSH not in repr(config)


def test_paths_are_taken_from_where_cargo_takes_them(folder: Path) -> None:
    text = (
        '[http]\ncainfo = "ca.pem"\n[source.vendored]\ndirectory = "vendor"\n'
        '[source.local]\nlocal-registry = "/srv/crates"\n'
    )
    _write(folder, text)

    config = _read(folder)

    assert config.http.cainfo == str(folder / "ca.pem")
    assert config.source["vendored"].directory == str(folder / "vendor")
    assert config.source["local"].local_registry == "/srv/crates"


def test_included_files_count_and_the_including_one_outranks_them(folder: Path) -> None:
    _write(
        folder, 'include = ["a.toml", {path = "none.toml", optional = true}]\n[net]\nretry = 1\n'
    )
    _write(folder, "[net]\nretry = 2\noffline = true\n", "a.toml")

    config = _read(folder)

    assert (config.net.retry, config.net.offline) == (1, True)


def test_an_included_file_that_is_missing_is_named(folder: Path) -> None:
    _write(folder, 'include = ["gone.toml"]\n')

    with pytest.raises(ConfigError, match=r"gone\.toml: included"):
        _read(folder)


def test_files_that_include_one_another_are_refused(folder: Path) -> None:
    _write(folder, 'include = ["config.toml"]\n')

    with pytest.raises(ConfigError, match="includes itself"):
        _read(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[net]\nretry =\n", "config.toml:2:8: not TOML"),
        ("[net]\n\nretry = 'many'\n", "config.toml:3: net.retry: Expected `int | null`, got `str`"),
        ("source = 3\n", "config.toml:1: source: Expected"),
        ("[source]\ncrates-io = 'x'\n", "config.toml:1: source.NAME: Expected"),
        ("x = '" + "a" * 20_000 + "'\n", "config.toml:1: longer than"),
        ("a = 1\n" * 400_000, "config.toml: larger than"),
        ("x = " + "[" * 5_000 + "\n", "config.toml: nested too deeply"),
        ("x = " + "9" * 5_000 + "\n", "config.toml: nested too deeply, or a number too long"),
    ],
)
def test_a_broken_file_is_named_with_its_line(folder: Path, text: str, words: str) -> None:
    _write(folder, text)

    with pytest.raises(ConfigError) as refused:
        _read(folder)

    assert words in refused.value.message


def test_a_file_that_is_not_utf_8_is_named_with_its_line(folder: Path) -> None:
    _write(folder, "").write_bytes(b"[net]\nretry = 1\n# \xff\n")

    with pytest.raises(ConfigError, match=r"config\.toml:3: not UTF-8"):
        _read(folder)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("CARGO_NET_RETRY", "many"), ("CARGO_HTTP_TIMEOUT", "-1"), ("CARGO_NET_OFFLINE", "perhaps")],
)
def test_a_variable_that_makes_no_sense_is_named(folder: Path, variable: str, value: str) -> None:
    with pytest.raises(ConfigError, match=variable):
        _read(folder, **{variable: value})


def test_settings_that_portlog_does_not_need_are_passed_over(folder: Path) -> None:
    _write(folder, "[build]\njobs = 4\n[alias]\nb = 'build'\n[net]\nretry = 4\n")

    assert _read(folder).net.retry == 4
