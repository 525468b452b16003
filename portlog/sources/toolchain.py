"""The Rust toolchain on this machine, if there is one."""

import os
import re
import shutil
import subprocess

_LONGEST_S = 5
_VERSION = re.compile(r"rustc (\d+\.\d+\.\d+\S*)")


def rust_toolchain() -> str | None:
    """Return what `rustc --version` says, such as `1.95.0`, or None where nothing says it."""
    rustc = shutil.which("rustc")
    if rustc is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command
            [rustc, "--version"],
            env={**os.environ, "RUSTUP_AUTO_INSTALL": "0"},  # or rustup might download a toolchain
            capture_output=True,
            text=True,
            timeout=_LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.match(answer.stdout)
    return match[1] if match else None
