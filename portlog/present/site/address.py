"""Where a page lies, and the ways from it to others: relative, so that any host will do."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Address:
    """A page's place: its path without a language, the language it speaks, and the site's first.

    The first language lies at the top of the site, every other one in a folder of its name. `top`
    is the path of the site's top on its host, for a page that is shown at any address.
    """

    path: str
    language: str = "en"
    first: str = "en"
    top: str = ""

    @property
    def file(self) -> str:
        """The page's path from the top of the site."""
        return self.path if self.language == self.first else f"{self.language}/{self.path}"

    @property
    def root(self) -> str:
        """The way to the top of the site; empty at the top, else ends in a slash."""
        return self.top or "../" * self.file.count("/")

    @property
    def own_root(self) -> str:
        """The way to the first page in the same language."""
        if self.top:
            return self.top + self.file.removesuffix(self.path)
        return "../" * self.path.count("/")

    def to(self, path: str) -> str:
        """Return the link to another page in the same language."""
        return self.own_root + quote(path, safe="/#?=&%")

    def shared(self, path: str) -> str:
        """Return the link to a file that all languages share."""
        return self.root + quote(path, safe="/#?=&%")

    def in_language(self, language: str) -> "Address":
        """Return the address of this page in another language."""
        return Address(self.path, language, self.first)

    def beside(self, path: str) -> "Address":
        """Return the address of another file in the same language."""
        return Address(path, self.language, self.first)

    def spoken(self, language: str) -> str:
        """Return the link to this page in another language."""
        return self.root + self.in_language(language).file

    def absolute(self, base_url: str) -> str:
        """Return the page's whole address under the site's own; folders without `index.html`."""
        shown = self.file.removesuffix("index.html")
        return f"{base_url.rstrip('/')}/{quote(shown)}"
