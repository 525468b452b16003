"""Which names in a log may be kept and shown: those of programs, never what could be private."""

import re
from functools import lru_cache

from portlog.sources.agents.transcript import key_of

WITHHELD = "withheld"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,59}\Z", re.ASCII)
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@\[\]-]{0,79}\Z", re.ASCII)
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/#+-]{0,99}\Z", re.ASCII)
_VERSION = re.compile(r"\d{1,4}(\.\d{1,6}){1,3}([-+][A-Za-z0-9.-]{1,20})?\Z", re.ASCII)
_THREAD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}\Z", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WORD = re.compile(r"[a-z][a-z_]{0,19}\Z", re.ASCII)
_EVENT = re.compile(r"[A-Z][A-Za-z]{2,30}\Z", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{7,64}\Z", re.ASCII)
# Beginnings of keys that services give out, addresses, home folders, and words of secrecy.
_PRIVATE = re.compile(
    r"(?:^|[^a-z])(?:sk|pk|rk)-[a-z0-9]|gh[opsu]_|github_pat|glpat-|xox[abps]-|ya29\.|ey[ji][a-z0-9]"
    r"|AKIA|AIza|@[a-z0-9-]+\.[a-z]|(?:^|[^a-z])(?:home|users|root)[/\\-]"
    r"|secret|passw|credential|private|api[-_]?key",
    re.IGNORECASE,
)
_DENSE = re.compile(r"[A-Za-z0-9+_=-]{20,}")
_CHANGES = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[0-9])")
_MOST_CHANGES = 7
_THREAD_PARTS = 2


@lru_cache(maxsize=1024)
def is_private(text: str) -> bool:
    """Say whether a text could be a key, an address, a home folder or a secret."""
    rest = _UUID.sub("", text)
    return bool(_PRIVATE.search(rest)) or any(map(_is_random, _DENSE.findall(rest)))


def _is_random(text: str) -> bool:
    return len(_CHANGES.findall(text)) > _MOST_CHANGES


@lru_cache(maxsize=1024)
def is_plain(name: str) -> bool:
    """Say whether a name is one such as programs give to kinds and fields."""
    return bool(_PLAIN.match(name)) and not is_private(name)


@lru_cache(maxsize=1024)
def kept_model(name: str) -> str:
    """Return a model's name as logged; `withheld` for what cannot be one."""
    return name if not name or (_MODEL.match(name) and not is_private(name)) else WITHHELD


def kept_tier(tier: str) -> str:
    """Return a tier's words as logged; `other` for one that is none."""
    return "+".join(word if _WORD.match(word) else "other" for word in tier.split("+"))


def kept_branch(name: str) -> str:
    """Return a branch's name, nothing for one that could be private."""
    return name if _BRANCH.match(name) and not is_private(name) else ""


def kept_module(name: str) -> str:
    """Return a module's name, nothing for one that could be private."""
    return name if _BRANCH.match(name) and not is_private(name) else ""


def kept_version(version: str) -> str:
    """Return a program's version, nothing for what is none."""
    return version if _VERSION.match(version) else ""


def kept_thread(name: str) -> str:
    """Return a conversation's name; letters that stand for it where it could be private.

    A sub-agent's may be its own below that of the conversation: `NAME/agent-NAME`.
    """
    if _UUID.fullmatch(name):
        return name
    parts = name.split("/")
    plain = len(parts) <= _THREAD_PARTS and all(map(_THREAD.match, parts))
    return name if not name or (plain and not is_private(name)) else key_of("name", name)


def kept_words(words: list[str]) -> list[str]:
    """Return the words that are plain ones, such as `high`."""
    return [word for word in words if _WORD.match(word) and not is_private(word)]


def kept_events(names: list[str]) -> list[str]:
    """Return the names that are hook events, such as `PreToolUse`."""
    return [name for name in names if _EVENT.match(name) and not is_private(name)]


def kept_servers(names: list[str]) -> list[str]:
    """Return the names of servers that can be shown."""
    return [name for name in names if is_plain(name)]


def kept_commits(names: list[str]) -> list[str]:
    """Return the names that are git commits."""
    return [name for name in names if _COMMIT.match(name)]
