"""The files beside the log that are written from its record types, and whether they are as said."""

from pathlib import Path

from portlog.errors import ConfigError, StoreError
from portlog.jobs.set_up_merging import ATTRIBUTES, attribute_of, with_attribute
from portlog.present.datapackage import AdoptedFile, Dataset, datapackage
from portlog.present.dictionary import dictionary, with_dictionary
from portlog.store.text import header_line, header_of
from portlog.workspace import Workspace


def descriptions(workspace: Workspace) -> dict[Path, str]:
    """Return the files that describe an experiment's data, as they are to be.

    What a person wrote into one of them is kept. Every table has a file, if only a first line.
    """
    dataset = Dataset(
        workspace.settings.name,
        workspace.log,
        workspace.settings.licence,
        workspace.settings.sample,
        adopted_file(workspace),
    )
    page = workspace.data / "README.md"
    return {
        **_first_lines(workspace),
        **_attributes(workspace),
        workspace.description: datapackage(dataset),
        page: with_dictionary(_present(page) or dictionary(dataset), dataset),
    }


def adopted_file(workspace: Workspace) -> AdoptedFile | None:
    """Return what there is to say of the adopted file; one that cannot be read has the columns."""
    if workspace.adopted is None:
        return None
    texts, table = workspace.store.texts, workspace.log.sessions
    try:
        first, _ = texts.ends(table)
        header = header_of(first, table, texts.name(table))
    except StoreError:
        return AdoptedFile(workspace.settings.sessions, table.header[:-1])
    return AdoptedFile(workspace.settings.sessions, header)


def outdated(workspace: Workspace) -> dict[Path, str]:
    """Return the descriptions that stand otherwise in the experiment, or not at all."""
    wanted = descriptions(workspace)
    return {path: text for path, text in wanted.items() if _present(path) != text}


def _first_lines(workspace: Workspace) -> dict[Path, str]:
    """Return the tables that have no file yet; an adopted one is its author's to bring back."""
    texts = workspace.store.texts
    tables = [table for table in workspace.log.tables if not texts.is_adopted(table)]
    return {
        texts.path(table): header_line(table) for table in tables if not texts.path(table).exists()
    }


def _attributes(workspace: Workspace) -> dict[Path, str]:
    within = workspace.data / ".gitattributes"
    found = {within: with_attribute(_present(within) or "", ATTRIBUTES)}
    if workspace.description.parent == workspace.root:
        above = workspace.root / ".gitattributes"
        line = attribute_of(workspace.settings.sessions)
        found[above] = with_attribute(_present(above) or "", line)
    return found


def _present(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
