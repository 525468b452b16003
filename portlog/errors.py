"""The errors that portlog reports and the exit codes it ends with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    CLEAN = 0
    FOUND = 1
    UNUSABLE = 2
    UNKNOWN = 3
    BUG = 70


class PortlogError(Exception):
    """Something that the user can mend: what is wrong, and what would be accepted."""

    exit_code = ExitCode.UNUSABLE

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep the one line that is printed and the hint below it."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(PortlogError):
    """A typed value, or a value in a file, that cannot be used."""


class ConfigError(PortlogError):
    """A settings file that is missing, unreadable or says something impossible."""


class WorkspaceError(PortlogError):
    """No experiment here, or its folder cannot be used."""


class StoreError(PortlogError):
    """The text or the database cannot be read or written."""


class QueryError(PortlogError):
    """A query that DuckDB refuses."""


class SiteError(PortlogError):
    """The report site cannot be built where it was asked for."""


class Unreachable(PortlogError):
    """A service did not give a usable answer, which says nothing about what was asked."""

    exit_code = ExitCode.UNKNOWN
