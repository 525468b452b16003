"""Which commands there are, and in which module each one stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command, or a group of them, that is imported when it is the one that was typed."""

    name: str
    module: str
    attribute: str
    summary: str


COMMANDS = (
    CommandEntry("init", "init", "init", "Make an experiment in this folder."),
    CommandEntry("demo", "demo", "demo", "Make a sample experiment and build its site, offline."),
    CommandEntry("session", "session", "app", "Record sessions and look at them."),
    CommandEntry("verify-crate", "verify_crate", "verify_crate", "Hold crates against crates.io."),
    CommandEntry("site", "site", "app", "Build the report site."),
    CommandEntry("query", "query", "query", "Ask the log a question in SQL."),
)
