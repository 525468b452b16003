"""Text for a terminal: nothing in it can move the cursor or hide what follows."""


def printable(text: str, keep: str = "") -> str:
    """Return a text with every control, bidirectional or unassigned character as an escape.

    Characters in `keep` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return "\\n" if char == "\n" else f"\\u{ord(char):04x}"
