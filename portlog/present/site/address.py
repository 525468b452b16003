"""Where a page lies, and the ways from it to others: relative, so that any host will do."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Address:
    """A page's place: its path without a language, the language it speaks, and the site's first.

    The first language lies at the top of the site, every other one in a folder of its name.
    """

    path: str
    language: str = "en"
    first: str = "en"

    @property
    def file(self) -> str:
        """The page's path from the top of the site."""
        return self.path if self.language == self.first else f"{self.language}/{self.path}"

    @property
    def root(self) -> str:
        """The way to the top of the site; empty at the top, else ends in a slash."""
        return "../" * self.file.count("/")

    @property
    def own_root(self) -> str:
        """The way to the first page in the same language."""
        return "../" * self.path.count("/")

    def to(self, path: str) -> str:
        """Return the link to another page in the same language."""
        return self.own_root + quote(path, safe="/#?=&%")

    def shared(self, path: str) -> str:
        """Return the link to a file that all languages share."""
        return self.root + quote(path, safe="/#?=&%")

    def spoken(self, language: str) -> str:
        """Return the link to this page in another language."""
        return self.root + Address(self.path, language, self.first).file

    def absolute(self, base_url: str) -> str:
        """Return the page's whole address under the site's own; folders without `index.html`."""
        shown = self.file.removesuffix("index.html")
        return f"{base_url.rstrip('/')}/{quote(shown)}"
