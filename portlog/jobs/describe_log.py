"""The files beside the log that are written from its record types, and whether they are as said."""

from pathlib import Path

from portlog.errors import ConfigError
from portlog.jobs.set_up_merging import with_attribute
from portlog.present.datapackage import Dataset, datapackage
from portlog.present.dictionary import dictionary, with_dictionary
from portlog.store.text import header_line
from portlog.workspace import DESCRIPTION, Workspace


def descriptions(workspace: Workspace) -> dict[Path, str]:
    """Return the files that describe an experiment's data, as they are to be.

    What a person wrote into one of them is kept. Every table has a file, if only a first line.
    """
    data = workspace.data
    dataset = Dataset(
        workspace.settings.name,
        workspace.log,
        workspace.settings.licence,
        workspace.settings.sample,
    )
    attributes, page = data / ".gitattributes", data / "README.md"
    paths = {table: workspace.store.path(table) for table in workspace.log.tables}
    return {
        **{path: header_line(table) for table, path in paths.items() if not path.exists()},
        attributes: with_attribute(_present(attributes) or ""),
        data / DESCRIPTION: datapackage(dataset),
        page: with_dictionary(_present(page) or dictionary(dataset), dataset),
    }


def outdated(workspace: Workspace) -> dict[Path, str]:
    """Return the descriptions that stand otherwise in the experiment, or not at all."""
    wanted = descriptions(workspace)
    return {path: text for path, text in wanted.items() if _present(path) != text}


def _present(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
