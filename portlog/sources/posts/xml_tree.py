"""XML of others as a tree: no document type, so no entity of its own, and bounded in depth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

_DEEPEST = 100


class BrokenXml(Exception):
    """XML that cannot be read: its line, and why."""

    def __init__(self, line: int, why: str) -> None:
        """Keep the place and the reason."""
        super().__init__(why)
        self.line = line
        self.why = why


@dataclass(slots=True)
class Element:
    """An element by its name (`NAMESPACE NAME`), with its line, its text and its children."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text that stands directly in it."""
        return "".join(self.texts).strip()

    def all(self, *names: str) -> Iterator["Element"]:
        """Return its children of these names, those of the first name first."""
        for name in names:
            yield from (one for one in self.children if one.name == name)

    def said(self, *names: str) -> str:
        """Return the text of the first child of these names that has one; else an empty one."""
        return next((one.text for one in self.all(*names) if one.text), "")


def read_xml(content: bytes) -> Element:
    """Return the tree of a document; `BrokenXml` names the line of what is wrong."""
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)  # noqa: FBT003  expat takes no name
    except expat.ExpatError as error:
        why = f"not XML: {expat.ErrorString(error.code)}"
        raise BrokenXml(error.lineno, why) from None
    except (ValueError, LookupError) as error:
        raise BrokenXml(1, f"not XML: {error}") from None
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.root = Element("", 0)
        self._open = [self.root]

    def _refuse(self, *_: object) -> None:
        raise BrokenXml(
            self.parser.CurrentLineNumber, "a document type, which may define entities, is refused"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEEPEST:
            raise BrokenXml(self.parser.CurrentLineNumber, f"nested more than {_DEEPEST} deep")
        element = Element(name, self.parser.CurrentLineNumber, attributes)
        self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].texts.append(text)
