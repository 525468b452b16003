"""The names of models: the many that logs use, the one that is shown, those that have a price."""

import re
from datetime import date

NO_MODEL = "<synthetic>"
FAMILIES = ("fable", "haiku", "mythos", "opus", "sonnet")

# Codex's reviewer hides which model it is. Which one it was from when on: ccusage's table as of
# its pull request 1753, whose last line is OpenAI's announcement of 2026-07-30.
STAND_INS = {
    "codex-auto-review": (
        (date(2025, 8, 7), "gpt-5"),
        (date(2025, 9, 15), "gpt-5-codex"),
        (date(2025, 11, 13), "gpt-5.1-codex"),
        (date(2025, 12, 11), "gpt-5.2-codex"),
        (date(2026, 2, 5), "gpt-5.3-codex"),
        (date(2026, 3, 5), "gpt-5.4"),
        (date(2026, 7, 30), "gpt-5.6-luna"),
    )
}

_FAMILY = "|".join(FAMILIES)
_NOTE = re.compile(r"(?:\s*[\[(][^\[\]()]*[\])])+\Z")
_BEDROCK = re.compile(r"(?:[a-z-]+\.)?(?:anthropic|openai)\.")
_DATE = re.compile(r"(?:-(20\d\d)-?([01]\d)-?([0-3]\d))+\Z", re.ASCII)
_GEMINI = re.compile(r"(gemini-[\w.-]+?)(?:-\d{3}|(-preview)-\d\d-\d{2,4})\Z", re.ASCII)
_SUFFIX = r"(?:-latest|-20\d{6})?(?:-v\d+(?::\w+)*)?\Z"
_CLAUDE = (
    re.compile(
        rf"(?:claude-)?(?P<family>{_FAMILY})-(?P<major>\d)(?:[.-](?P<minor>\d\d?))?{_SUFFIX}",
        re.ASCII,
    ),
    re.compile(
        rf"claude-(?P<major>\d)(?:[.-](?P<minor>\d\d?))?-(?P<family>{_FAMILY}){_SUFFIX}", re.ASCII
    ),
)
_DASHED_GPT = re.compile(r"gpt-(\d)-(\d)(?![\w.])|gpt-(3)(5)(?=-turbo)", re.ASCII)
_SHORTENED = re.compile(r"(?:gpt|chatgpt|codex|gemini|gemma|o\d)(?:-[a-z0-9.:-]+)?\Z", re.ASCII)


def price_names(model: str) -> tuple[str, ...]:
    """Return the names under which a price table may know a model, the closest first.

    Notes such as `[1m]`, a platform's prefix and the date of a snapshot are taken off. There are
    none for what is no model; a name of no known kind stays as it is, without its prefix.
    """
    plain = _plain(model)
    if not plain or model == NO_MODEL:
        return ()
    return _claude_names(plain) or _other_names(plain)


def short_name(model: str) -> str:
    """Return the name that is shown and grouped by, such as `opus-4.6` or `gpt-5.1-codex-max`.

    A name of no known kind comes back unchanged.
    """
    plain = _plain(model)
    claude = _claude_parts(plain)
    if claude is not None:
        family, major, minor = claude
        return f"{family}-{major}.{minor}" if minor else f"{family}-{major}"
    dateless = _DATE.sub("", _dotted(plain))
    return dateless if _SHORTENED.match(dateless) else model


def _plain(model: str) -> str:
    """Return a name in lower case without its maker, platform, and note on the context window."""
    name = _NOTE.sub("", model.strip()).lower().rpartition("/")[2]
    name = _BEDROCK.sub("", name, count=1) if _BEDROCK.match(name) else name
    return re.sub(r"[\s_]+", "-", name.removesuffix("@default")).replace("@", "-")


def _claude_parts(plain: str) -> tuple[str, int, int] | None:
    match = next(filter(None, (pattern.match(plain) for pattern in _CLAUDE)), None)
    return match and (match["family"], int(match["major"]), int(match["minor"] or 0))


def _claude_names(plain: str) -> tuple[str, ...]:
    claude = _claude_parts(plain)
    if claude is None:
        return ()
    family, major, minor = claude
    versions = (f"{major}-{minor}",) if minor else (f"{major}", f"{major}-0")
    return tuple(
        name
        for version in versions
        for name in (f"claude-{family}-{version}", f"claude-{version}-{family}")
    )


def _other_names(plain: str) -> tuple[str, ...]:
    dotted = _dotted(plain)
    with_dashes = _DATE.sub(r"-\1-\2-\3", dotted)
    dateless = _DATE.sub("", dotted)
    unnumbered = _GEMINI.sub(r"\1\2", plain)
    final = _GEMINI.sub(r"\1", plain)
    return tuple(dict.fromkeys((dotted, plain, with_dashes, dateless, unnumbered, final)))


def _dotted(plain: str) -> str:
    return _DASHED_GPT.sub(lambda match: "gpt-" + ".".join(filter(None, match.groups())), plain)
