"""Bring the catalogues of the report's messages up to date, or check that they are.

`portlog/present/locales/LANGUAGE.po` gets every message of the code and the templates, keeps its
translations and loses what is said no more. With `--check` nothing is written: each message that
is missing, not translated or no longer used is named, and so is a translation whose placeholders
are not its message's.
"""

# ruff: noqa: INP001  a script, not a package

import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from portlog.records.log import Log
from portlog.records.session import Languages

PRESENT = Path(__file__).parents[1] / "portlog" / "present"
LOCALES = PRESENT / "locales"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "translatable": None,
    "ngettext": (1, 2),
    "plural_forms": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def extracted() -> Catalog:
    """Return every message of the code and the templates."""
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(PRESENT, METHODS, OPTIONS, keywords=KEYWORDS)
    for _, _, message, _, context in found:
        catalogue.add(message, context=context)
    for message in _dictionary():
        catalogue.add(message)
    return catalogue


def _dictionary() -> Iterator[str]:
    """Yield what the page of the data says of each table and its columns."""
    for table in Log.of(Languages(), adopted=True).tables:
        yield table.meaning
        for column in table.columns:
            yield from filter(None, (column.meaning, column.unit))


def updated(path: Path, messages: Catalog) -> Catalog:
    """Return a language's catalogue with just these messages."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    catalogue.update(messages, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of its file: one order, no places, no dates."""
    file = BytesIO()
    write_po(file, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
    told = (
        "Content-Type: text/plain; charset=utf-8",
        f"Language: {catalogue.locale}",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    head = "".join(f'"{line}\\n"\n' for line in told)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + file.getvalue()


def forms(told: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the one form of a message or translation, or both."""
    return (told or "",) if isinstance(told, str | None) else tuple(told)


def faults(message: Message) -> Iterator[str]:
    """Say what is wrong with a translation."""
    said = forms(message.string)
    if not all(said) or message.fuzzy:
        yield f"not translated: {forms(message.id)[0]!r}"
        return
    wanted = {name for form in forms(message.id) for name in PLACEHOLDER.findall(form)}
    for form in said:
        named = set(PLACEHOLDER.findall(form))
        if named - wanted or (len(said) == 1 and named != wanted):
            yield f"placeholders differ: {form!r}"


def main() -> int:
    """Write or check each language; exit 1 where a check finds something."""
    messages, found = extracted(), []
    for path in sorted(LOCALES.glob("*.po")):
        catalogue = updated(path, messages)
        if "--check" not in sys.argv:
            path.write_bytes(written(catalogue))
        elif path.read_bytes() != written(catalogue):
            found.append(f"{path.name}: not up to date; `just messages` writes it")
        found += [f"{path.name}: {one}" for row in catalogue if row.id for one in faults(row)]
    sys.stdout.write("\n".join(found or ["every message is translated"]) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
