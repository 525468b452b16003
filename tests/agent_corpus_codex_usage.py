"""Codex's releases, and its counters of tokens."""

from dataclasses import dataclass

from agent_corpus_truth import Tokens


@dataclass(frozen=True, slots=True)
class CodexEra:
    """A span of Codex's releases, and what their rows had."""

    versions: tuple[str, ...]
    begins: str
    days: int
    models: tuple[str, ...]
    traits: frozenset[str]
    share: float


CODEX_ERAS = {
    "0.4x": CodexEra(
        ("0.46.0", "0.58.0"),
        "2025-10-01",
        60,
        ("gpt-5-codex", "gpt-5", "gpt-5.1-codex-max"),
        frozenset(),
        1,
    ),
    "0.14x": CodexEra(
        ("0.137.0", "0.142.4"),
        "2026-05-01",
        60,
        ("gpt-5.3-codex", "gpt-5.4", "gpt-5.5"),
        frozenset({"threads", "big", "zst"}),
        2,
    ),
    "0.15x": CodexEra(
        ("0.150.0", "0.155.1"),
        "2026-07-20",
        90,
        ("gpt-5.6-sol", "gpt-6-astra", "gpt-6.1-sol"),
        frozenset({"threads", "big", "zst", "records", "writes"}),
        4,
    ),
}


@dataclass(slots=True)
class Totals:
    """The five counters of Codex, `input` with the cached part and `output` with reasoning."""

    input: int = 0
    cached: int = 0
    written: int = 0
    output: int = 0
    reasoning: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.input + other.input,
            self.cached + other.cached,
            self.written + other.written,
            self.output + other.output,
            self.reasoning + other.reasoning,
        )

    def shown(self, *, writes: bool) -> dict[str, int]:
        return {
            "input_tokens": self.input,
            "cached_input_tokens": self.cached,
            **({"cache_write_input_tokens": self.written} if writes else {}),
            "output_tokens": self.output,
            "reasoning_output_tokens": self.reasoning,
            "total_tokens": self.input + self.output,
        }

    def tokens(self) -> Tokens:
        return Tokens(
            input=self.input - self.cached - self.written,
            cache_read=self.cached,
            cache_write_5m=self.written,
            output=self.output,
            reasoning=self.reasoning,
        )
