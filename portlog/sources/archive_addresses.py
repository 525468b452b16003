"""Where a registry keeps its archives, and which redirects on the way there are its own.

The rules: https://doc.rust-lang.org/cargo/reference/registry-index.html#index-configuration
"""

import re
from dataclasses import dataclass

from portlog.errors import Unreachable
from portlog.sources.addresses import CRATES_IO_DOWNLOADS, CRATES_IO_INDEX
from portlog.sources.http_message import Request, origin
from portlog.sources.index_format import RegistrySettings, index_folder, index_path

_USUAL_PATH = "/{crate}/{version}/download"
_SECURE = "https://"
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,128}\Z")
_CHECKSUM = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class ArchiveName:
    """What tells an archive from all others; ValueError for what could lead elsewhere."""

    name: str
    version: str
    checksum: str

    def __post_init__(self) -> None:
        """Refuse anything that is not part of a file's name."""
        index_path(self.name)
        if not (_VERSION.match(self.version) and _CHECKSUM.match(self.checksum)):
            raise ValueError(f"{self.name} has no usable version or checksum")

    @property
    def file(self) -> str:
        """The name that cargo gives the file."""
        return f"{self.name}-{self.version}.crate"


def archive_address(index: str, settings: RegistrySettings, archive: ArchiveName) -> str:
    """Return the address of an archive; `Unreachable` for one that nobody should ask.

    A registry that is itself asked over https has to have its archives there, too.
    """
    markers = {
        "{crate}": archive.name,
        "{version}": archive.version,
        "{prefix}": index_folder(archive.name),
        "{lowerprefix}": index_folder(archive.name.lower()),
        "{sha256-checksum}": archive.checksum,
    }
    address = settings.dl
    if not any(marker in address for marker in markers):
        address += _USUAL_PATH
    for marker, value in markers.items():
        address = address.replace(marker, value)
    if not _may_follow(index, address):
        raise Unreachable(
            f"{Request(index).host} keeps its archives where nobody is asked for them"
        )
    return address


def origins(index: str, settings: RegistrySettings) -> frozenset[str]:
    """Return the origins to which a registry may redirect: those that its settings name."""
    further = CRATES_IO_DOWNLOADS if index == CRATES_IO_INDEX else index
    named = (index, settings.dl, settings.api or index, further)
    return frozenset(origin(one) for one in named if _may_follow(index, one))


def _may_follow(index: str, address: str) -> bool:
    if not address.isprintable() or " " in address:
        return False
    try:
        there = origin(address)
    except ValueError:
        return False
    return there.startswith(_SECURE) or not index.startswith(_SECURE)
