"""Templates as they were compiled before, kept beside portlog's own bytecode."""

import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from portlog import __version__

_PLACE = Path(__file__).parent.parent / "__pycache__"


class CompiledTemplates(FileSystemBytecodeCache):
    """What Jinja made of the package's templates; nothing of an experiment is ever read or kept.

    As with Python's own bytecode, one of another source or version is compiled again, and where
    nothing can be written nothing is kept.
    """

    def __init__(self, settings: str) -> None:
        """Take what beside a template's source decides what is made of it."""
        super().__init__(str(_PLACE), "template-%s.cache")
        self._made_by = f"{__version__} {jinja2.__version__} {settings}"

    def get_source_checksum(self, source: str) -> str:
        """Return what tells a template that was compiled in this way from any other."""
        return sha256(f"{self._made_by}\0{source}".encode()).hexdigest()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, unless Python is told to keep no bytecode."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
