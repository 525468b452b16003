"""Write the progress of a port as files for other programs."""

from pathlib import Path

from portlog.errors import InputError
from portlog.present.progress_files import progress_files
from portlog.records.port_coverage import PortCoverage
from portlog.store.files import make_folder, replace_file
from portlog.workspace import Workspace


def write_progress(workspace: Workspace, coverage: PortCoverage, folder: Path | None) -> list[Path]:
    """Write the files into a folder, `site/dist/progress` by default; return their paths.

    Only files of these names are replaced.
    """
    place = folder or workspace.root / "site" / "dist" / "progress"
    if place.exists() and not place.is_dir():
        raise InputError(f"--out is {place}, which is no folder", "name a folder")
    make_folder(place)
    files = progress_files(workspace.settings.name, coverage)
    for name, text in files.items():
        replace_file(place / name, text.encode())
    return [place / name for name in files]
