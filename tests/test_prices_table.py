"""The packaged price table: made from the installed genai-prices, small, and quick to read."""

import json
import subprocess
import sys
from importlib.metadata import version
from runpy import run_path
from typing import Any

import pytest
from genai_prices.data import providers
from genai_prices.types import ModelPrice
from support import REPOSITORY

from portlog.records.model_name import price_names
from portlog.sources.prices_table import packaged_table

TOOL = run_path(str(REPOSITORY / "tools" / "refresh_prices.py"))
TABLE = REPOSITORY / "portlog" / "sources" / "prices.json"
SUPPLEMENT = TABLE.with_name("prices_supplement.json")
# names that logs hold and that genai-prices resolves by their beginning
LOGGED = {
    "claude-3-5-haiku-20241022": "anthropic",
    "claude-3-7-sonnet-20250219": "anthropic",
    "claude-fable-5-20260601": "anthropic",
    "claude-haiku-4-5-20251001": "anthropic",
    "claude-opus-4-1-20250805": "anthropic",
    "claude-opus-4-20250514": "anthropic",
    "claude-sonnet-4-20250514": "anthropic",
    "claude-sonnet-4@20250514": "anthropic",
    "gemini-2.0-flash-001": "google",
    "gemini-2.5-flash-preview-05-20": "google",
    "gemini-2.5-pro-preview-06-05": "google",
    "gemini-3-flash-preview": "google",
    "gpt-5-mini-2025-08-07": "openai",
    "gpt-5-nano-2025-08-07": "openai",
    "gpt-5.6-luna-2026-07-09": "openai",
}
FINE_TUNED = {"ft:gpt-4o", "ft:gpt-4o-mini", "gpt-4o-mini-2024-07-18.ft-"}
CLAUDE_AT_GOOGLE = {
    "claude-3-5-haiku",
    "claude-3-7-sonnet",
    "claude-3-opus",
    "claude-4-opus",
    "claude-4-sonnet",
}


def test_the_table_is_what_the_installed_package_gives() -> None:
    table = packaged_table()

    assert TABLE.read_text(encoding="utf-8") == TOOL["table_text"](table.date)
    assert table.source == f"genai-prices {version('genai-prices')}"


def test_a_model_is_a_line() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()

    assert len(lines) == len(packaged_table().models) + 2
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]] == [
        model.id for model in packaged_table().models
    ]


def test_every_model_that_reads_and_writes_text_is_in_the_table() -> None:
    makers = [maker for maker in providers if maker.id in {"anthropic", "openai", "google"}]
    told = {model.id for maker in makers for model in maker.models if _is_for_text(model.prices)}

    assert told - {model.id for model in packaged_table().models} == FINE_TUNED | CLAUDE_AT_GOOGLE


def _is_for_text(prices: Any) -> bool:
    entries = [prices] if isinstance(prices, ModelPrice) else [entry.prices for entry in prices]
    return all({"input_mtok", "output_mtok"} <= vars(entry).keys() for entry in entries)


def test_no_name_stands_for_two_models() -> None:
    names = [name for model in packaged_table().models for name in model.names]

    assert len(names) == len(set(names))


def test_every_model_is_found_under_its_own_names() -> None:
    known = {name: model.id for model in packaged_table().models for name in model.names}

    for model in packaged_table().models:
        found = {next(known[n] for n in price_names(name) if n in known) for name in model.names}
        assert found == {model.id}


@pytest.mark.parametrize("name", LOGGED)
def test_a_logged_name_finds_the_model_that_genai_prices_finds(name: str) -> None:
    known = {name: model.id for model in packaged_table().models for name in model.names}
    maker = next(maker for maker in providers if maker.id == LOGGED[name])

    found = next(known[candidate] for candidate in price_names(name) if candidate in known)

    expected = maker.find_model(name)
    assert expected is not None
    assert found == expected.id


def test_each_line_of_the_supplement_names_its_source() -> None:
    ids = {model.id for model in packaged_table().models}

    for line in json.loads(SUPPLEMENT.read_text(encoding="utf-8")):
        assert line["source"]
        assert set(line["models"]) <= ids


def test_pricing_does_not_import_genai_prices() -> None:
    code = "import sys, portlog.sources.prices as p; p.Prices().rates('gpt-5', 'standard', 0, 0)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print(*sys.modules)"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )

    assert not {"genai_prices", "pydantic", "duckdb", "polars"} & set(done.stdout.split())


def test_the_day_of_the_data_is_that_of_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = """
[[packages]]
name = "genai-prices"
wheels = [{ url = "https://example.org/x.whl", upload-time = 2026-11-10T21:51:41Z, hashes = {} }]
"""
    answer = subprocess.CompletedProcess([], 0, lock, "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)

    assert TOOL["released"]() == packaged_table().date
