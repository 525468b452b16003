"""The tier that a request ran in: `standard`, or the words that set its price apart."""

STANDARD = "standard"
FAST, PRIORITY, FLEX, BATCH, US_ONLY = "fast", "priority", "flex", "batch", "us"
ADVISOR = "advisor"
PRICED_WORDS = (BATCH, FAST, FLEX, PRIORITY, US_ONLY)


def tier_words(tier: str) -> frozenset[str]:
    """Return the words of a tier that bear on the price, none for the standard price.

    Words are joined by `+`. What an advising model said costs what its other tokens cost.
    """
    return frozenset(tier.split("+")) - {STANDARD, ADVISOR}
