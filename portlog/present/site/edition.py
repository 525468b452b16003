"""What one build of the site was made from, and how the experiment calls itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portlog.present.language import language
from portlog.records.commit import Commit
from portlog.records.prose import Prose

_SHORT_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Lasting:
    """What of an edition does not change with every build: all that some pages may show of it."""

    name: str
    original: str
    port: str
    version: str
    is_sample: bool
    unread: int
    languages: tuple[str, ...]
    base_url: str | None
    is_served: bool
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The experiment's name and languages, and the log that the figures come from.

    `digest` is the SHA-256 of `data/sessions.csv` in hexadecimal; `commit` is None where the log
    is not committed as it stands; `unread` counts its rows that could not be read.
    `languages` are those that the site speaks, the first at its top; `prose` is what the author
    says over the figures, in each of them; `base_url` is where the site will stand, if that is
    known; `is_served` marks a site that is looked at while it is written; `redirects` lead from
    paths that it no longer has to where a reader is sent; `feeds` are the languages that have
    feeds. `given` is what pages show beside the answers of the log, by the names that their
    templates use.
    """

    name: str
    original: str
    port: str
    version: str
    digest: str
    commit: Commit | None = None
    is_sample: bool = False
    unread: int = 0
    languages: tuple[str, ...] = ("en",)
    proses: Mapping[str, Prose] = field(default_factory=dict)
    base_url: str | None = None
    is_served: bool = False
    redirects: Mapping[str, str] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def prose(self) -> Prose:
        """The author's words in the language that is spoken."""
        return self.proses.get(language().code, Prose())

    @property
    def short_digest(self) -> str:
        """As much of the digest as tells two logs apart."""
        return self.digest[:_SHORT_DIGEST]

    @property
    def lasting(self) -> Lasting:
        """What does not change with every build."""
        return Lasting(*(getattr(self, name) for name in Lasting.__slots__))

    def made_from(self) -> dict[str, object]:
        """Return what each file of figures says of its source."""
        return {
            "sample": self.is_sample,
            "commit": self.commit.name if self.commit else None,
            "sessions_sha256": self.digest,
            "rows_unread": self.unread,
        }
