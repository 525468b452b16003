"""A text that its author wrote in one language or in several."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text by the codes of its languages; under an empty code what holds in all of them."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def in_language(self, code: str) -> str:
        """Return the text in a language, in its first one where it has none; or empty."""
        first = next(iter(self.texts.values()), "")
        return self.texts.get(code, self.texts.get("", first))

    def __bool__(self) -> bool:
        """Say whether anything was written."""
        return any(self.texts.values())
