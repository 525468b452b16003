"""What the tokens by module say, in one sentence."""

from collections.abc import Sequence

from portlog.analytics.method import Method
from portlog.analytics.tokens import TokenCount
from portlog.present.language import gettext, ngettext
from portlog.present.wording import counted, grouped, listed, shortened

_MOST_TIED = 3
_LONGEST_NAME = 40


def read_finding(counts: Sequence[TokenCount]) -> str:
    """Name the module with the most tokens read; sums of two rules stay apart."""
    rows = [count for count in counts if count.direction == "read"]
    read = [count for count in rows if count.tokens is not None]
    if not read:
        return gettext("How many tokens were read is not known for any module.")
    if len({count.method for count in read}) > 1:
        said = [gettext("Tokens read: %(sums)s, which are not added", sums=listed(_sums(read)))]
    else:
        said = _most_read(read, is_least=len(read) < len(rows))
    return f"{'; '.join([*said, *_uncached(read)])}."


def _sums(read: Sequence[TokenCount]) -> list[str]:
    sums: dict[Method, int] = {}
    for count in read:
        if count.method is not None and count.tokens is not None:
            sums[count.method] = sums.get(count.method, 0) + count.tokens
    return [_sum_words(method, tokens) for method, tokens in sorted(sums.items())]


def _uncached(read: Sequence[TokenCount]) -> list[str]:
    known = [count.parts.uncached for count in read if count.parts is not None]
    if not known:
        return []
    tokens = grouped(sum(known))
    if len(known) == len(read):
        return [gettext("%(tokens)s uncached", tokens=tokens)]
    return [gettext("%(tokens)s uncached where usage tells", tokens=tokens)]


def _sum_words(method: Method, tokens: int) -> str:
    if method.is_estimate:
        return gettext("about %(n)s counted from text", n=grouped(tokens))
    if method.is_claim:
        return gettext("“%(n)s” typed", n=grouped(tokens))
    return gettext("%(n)s by %(rule)s", n=grouped(tokens), rule=method.rule)


def _most_read(read: Sequence[TokenCount], *, is_least: bool) -> list[str]:
    sums = _by_module(read)
    of_none = sums.pop(None, None)
    total = sum(sums.values()) + (of_none or 0)
    claim = gettext(" (as claimed)") if _are_claims(read) else ""
    if not sums:
        return [
            gettext("%(n)s tokens read, all of no module%(claim)s", n=grouped(total), claim=claim)
        ]
    largest = max(sums.values())
    names = sorted(name for name in sums if name is not None and sums[name] == largest)
    rest = [] if of_none is None else [gettext("%(n)s of no module", n=grouped(of_none))]
    if len(names) == len(sums):
        return [_equal(names, largest, claim, is_least=is_least), *rest]
    return [_most(names, largest, total, claim, is_least=is_least), *rest]


def _are_claims(read: Sequence[TokenCount]) -> bool:
    return all(one.method is not None and one.method.is_claim for one in read)


def _most(names: Sequence[str], tokens: int, total: int, claim: str, *, is_least: bool) -> str:
    values = {"names": _named(names), "n": grouped(tokens), "total": grouped(total), "claim": claim}
    if is_least:
        return ngettext(
            "%(names)s has the most tokens read of those known%(claim)s: %(n)s of %(total)s",
            "%(names)s have the most tokens read of those known%(claim)s: %(n)s each of %(total)s",
            len(names),
            **values,
        )
    return ngettext(
        "%(names)s has the most tokens read%(claim)s: %(n)s of %(total)s",
        "%(names)s have the most tokens read%(claim)s: %(n)s each of %(total)s",
        len(names),
        **values,
    )


def _equal(names: Sequence[str], tokens: int, claim: str, *, is_least: bool) -> str:
    """Return the sentence for modules that all have the same count, one module alone included."""
    amount = grouped(tokens)
    if is_least:
        amount = gettext("at least %(amount)s", amount=amount)
    return ngettext(
        "%(names)s: %(n)s tokens read%(claim)s",
        "%(names)s: %(n)s tokens read each%(claim)s",
        len(names),
        names=_named(names),
        n=amount,
        claim=claim,
    )


def _by_module(read: Sequence[TokenCount]) -> dict[str | None, int]:
    """Return what was read for each module, told by its parts or not."""
    sums: dict[str | None, int] = {}
    for count in read:
        sums[count.module] = sums.get(count.module, 0) + (count.tokens or 0)
    return sums


def _named(names: Sequence[str]) -> str:
    if len(names) > _MOST_TIED:
        return counted(len(names), "module")
    return listed([shortened(name, _LONGEST_NAME) for name in names])
