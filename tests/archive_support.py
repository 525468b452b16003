"""Archives of made-up crates, packed as cargo packs them, and a registry that serves them."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

from loopback import Loopback, Reply, release

Member = tuple[tarfile.TarInfo, bytes]


def member(name: str, content: bytes = b"", **attributes: Any) -> Member:
    """Return a regular file for an archive, with other attributes where they are given."""
    header = tarfile.TarInfo(name)
    header.size = len(content)
    for attribute, value in attributes.items():
        setattr(header, attribute, value)
    return header, content


def tar(*members: Member, form: int = tarfile.GNU_FORMAT) -> bytes:
    """Return a tar archive of these members, however odd they are."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for header, content in members:
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue()


def packed(root: str, files: Mapping[str, str]) -> bytes:
    """Return a `.crate` with these files below its root."""
    members = (member(f"{root}/{path}", text.encode()) for path, text in files.items())
    return gzip.compress(tar(*members), mtime=0)


def publish_crate(
    server: Loopback, name: str, *versions: tuple[str, Mapping[str, str]], **more: Any
) -> None:
    """Serve a crate's index file and the archive of each version, with this source code."""
    lines = []
    for version, files in versions:
        body = packed(f"{name}-{version}", files)
        checksum = hashlib.sha256(body).hexdigest()
        server.replies[f"/dl/{name}/{version}/download"] = Reply(body=body)
        lines.append(release(version, **{"cksum": checksum, **more}))
    server.publish(name, *lines)
    settings = {"dl": f"{server.url}dl", "api": server.url.rstrip("/")}
    server.replies["/config.json"] = Reply(body=json.dumps(settings).encode())
