"""What one build of the site was made from, and how the experiment calls itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portlog.present.language import language
from portlog.records.commit import Commit
from portlog.records.prose import Prose

_SHORT_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Edition:
    """The experiment's name and languages, and the log that the figures come from.

    `digest` is the SHA-256 of `data/sessions.csv` in hexadecimal; `commit` is None where the log
    is not committed as it stands; `unread` counts its rows that could not be read.
    `languages` are those that the site speaks, the first at its top; `prose` is what the author
    says over the figures, in each of them; `base_url` is where the site will stand, if that is
    known. `given` is what pages show beside the answers of the log, by the names that their
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
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def prose(self) -> Prose:
        """The author's words in the language that is spoken."""
        return self.proses.get(language().code, Prose())

    @property
    def short_digest(self) -> str:
        """As much of the digest as tells two logs apart."""
        return self.digest[:_SHORT_DIGEST]

    def made_from(self) -> dict[str, object]:
        """Return what each file of figures says of its source."""
        return {
            "sample": self.is_sample,
            "commit": self.commit.name if self.commit else None,
            "sessions_sha256": self.digest,
            "rows_unread": self.unread,
        }
