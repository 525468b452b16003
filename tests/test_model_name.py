"""Model names: every spelling of one model is one short name and finds one price."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portlog.records.model_name import FAMILIES, NO_MODEL, STAND_INS, price_names, short_name
from portlog.sources.prices_table import packaged_table

SPELLINGS = {
    "opus-4.6": (
        "opus-4.6",
        "opus-4-6",
        "Claude Opus 4.6",
        "claude-opus-4.6",
        "claude-opus-4-6",
        "claude-opus-4-6-20260205",
        "anthropic/claude-opus-4.6",
        "us.anthropic.claude-opus-4-6-20260205-v1:0",
        "claude-4.6-opus",
    ),
    "opus-5": ("claude-opus-5[1m]", "opus-5", "claude-opus-5", "claude-opus-5-0"),
    "opus-4.5": ("claude-opus-4-5@20251101", "claude-opus-4-5@default"),
    "opus-4": ("claude-opus-4-20250514", "claude-opus-4-0", "claude-opus-4@20250514"),
    "sonnet-4.5": (
        "sonnet-4.5",
        "claude-sonnet-4-5-20250929",
        "Claude Sonnet 4.5 (1M context)",
        "openrouter/anthropic/claude-sonnet-4.5",
    ),
    "sonnet-3.5": (
        "claude-3-5-sonnet-20241022",
        "anthropic.claude-3-5-sonnet-20241022-v2:0",
        "claude-3-5-sonnet-latest",
    ),
    "haiku-4.5": (
        "arn:aws:bedrock:us-east-1:1:inference-profile/global.anthropic.claude-haiku-4-5-v1:0",
    ),
    "gpt-5.1-codex-max": ("gpt-5.1-codex-max", "openai/gpt-5.1-codex-max", "GPT-5.1 Codex Max"),
    "gpt-5.4": ("openai/gpt-5.4", "gpt-5-4", "gpt-5.4-2026-03-05", "gpt-5.4-20260305"),
    "gpt-4-32k": ("gpt-4-32k",),
    "gpt-3.5-turbo": ("gpt-35-turbo",),
    "gemini-3-pro-preview": ("models/gemini-3-pro-preview", "google/gemini-3-pro-preview"),
}
UNKNOWN = (
    NO_MODEL,
    "",
    "codex-auto-review",
    "claude-nova-9",
    "claude-opus-4-6-fast",
    "My Company/Model X@2026",
    "claude-2.1",
    "opus",
)
PIECES = st.sampled_from(
    [
        *FAMILIES,
        *("claude", "gpt", "o3", "codex", "gemini", "anthropic.", "us.", "openai/", "/"),
        *("-", ".", "@", " ", "_", "[1m]", "(x)", ":0", "-v1:0", "@default", "-latest", "turbo"),
        *("-2025-01-01", "-20250101", "4", "5", "35", "6", "K", "İ", "-001", "-preview-05-06"),
    ]
)
NAMES = st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("short", "spelling"), [(short, name) for short, names in SPELLINGS.items() for name in names]
)
def test_every_spelling_has_the_same_short_name(short: str, spelling: str) -> None:
    assert short_name(spelling) == short


@pytest.mark.parametrize("short", SPELLINGS)
def test_every_spelling_finds_the_same_price(short: str) -> None:
    known = {name: model.id for model in packaged_table().models for name in model.names}

    found = {
        next(known[name] for name in price_names(spelling) if name in known)
        for spelling in (short, *SPELLINGS[short])
    }

    assert len(found) == 1


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_name_comes_back_unchanged(name: str) -> None:
    assert short_name(name) == name


@given(NAMES)
@example("gpt-5-20250101-2025-01-01")
@example("gpt-5.4[1m] (x)")
def test_a_short_name_is_its_own_short_name(name: str) -> None:
    assert short_name(short_name(name)) == short_name(name)


@given(NAMES)
def test_a_short_name_finds_no_other_price(name: str) -> None:
    known = {name: model.id for model in packaged_table().models for name in model.names}

    found, by_short_name = (
        {known[found] for found in price_names(spelling) if found in known}
        for spelling in (name, short_name(name))
    )

    # a snapshot may have a price of its own, which its short name does not find
    assert by_short_name <= found


def test_no_two_priced_models_share_a_short_name() -> None:
    by_short_name: dict[str, set[str]] = {}

    for model in packaged_table().models:
        for name in model.names:
            by_short_name.setdefault(short_name(name), set()).add(model.id)

    shared = {short: ids for short, ids in by_short_name.items() if len(ids) > 1}
    assert shared == {"gpt-4o": {"gpt-4o", "gpt-4o-2024-05-13"}}


def test_every_priced_claude_since_the_third_has_a_short_name() -> None:
    claudes = [model.id for model in packaged_table().models if model.id.startswith("claude")]

    unknown = [name for name in claudes if short_name(name) == name]

    assert unknown == ["claude-2", "claude-v1"]


def test_what_is_no_model_has_no_price() -> None:
    assert price_names(NO_MODEL) == ()
    assert price_names("") == ()
    assert price_names("anthropic/") == ()


def test_a_fast_model_by_name_is_not_taken_for_the_one_that_it_begins_with() -> None:
    assert price_names("claude-opus-4-6-fast") == ("claude-opus-4-6-fast",)
    assert "claude-opus-4-1" not in price_names("claude-opus-4-10")


@pytest.mark.parametrize("stand_ins", STAND_INS.values())
def test_stand_ins_follow_one_another_and_have_a_price(
    stand_ins: tuple[tuple[date, str], ...],
) -> None:
    known = {name for model in packaged_table().models for name in model.names}

    assert list(stand_ins) == sorted(stand_ins)
    assert {name for _, name in stand_ins} <= known
