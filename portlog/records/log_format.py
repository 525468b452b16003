"""The format of all tables of the log together; `portlog upgrade` moves an older log to it."""

FORMAT = 1
