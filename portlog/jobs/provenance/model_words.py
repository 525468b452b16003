"""A model's name in the words of a header."""

from portlog.records.model_name import FAMILIES, short_name


def model_words(model: str) -> str:
    """Return `Claude Opus 4.6` for `opus-4.6`; a name of another kind as it is shown."""
    name = short_name(model)
    family, _, version = name.partition("-")
    return f"Claude {family.title()} {version}" if family in FAMILIES and version else name
