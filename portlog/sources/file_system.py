"""What kind of file system a folder lies on, as far as the kernel says."""

import re
from pathlib import Path

# locks, or what another machine has written, may be seen late on these, or not at all
_NETWORK = frozenset(
    {
        *("9p", "afs", "ceph", "cifs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3"),
        *("smbfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    }
)
_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")


def network_type(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the type of the network file system that a folder lies on.

    None on a local one, and where there is no list of mounts to ask, as on macOS.
    """
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found = folder.resolve()
    kinds = {Path(_plain(line.split()[1])): line.split()[2] for line in lines}
    kind = next((kinds[one] for one in (found, *found.parents) if one in kinds), "")
    return kind if kind in _NETWORK else None


def _plain(path: str) -> str:
    """Return a mount point as it is: the list writes a space as an octal number."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), path)
