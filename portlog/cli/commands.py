"""Which commands there are, and in which module each one stands."""

from dataclasses import dataclass
from pathlib import Path

_READERS = Path(__file__).parents[1] / "sources" / "agents" / "readers"
# each reader of an agent's logs brings its command
AGENTS = tuple(sorted(path.stem for path in _READERS.glob("[a-z]*.py")))


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command that is imported when it is the one that was typed, or a group of such commands."""

    name: str
    module: str
    attribute: str
    summary: str
    hidden: bool = False
    commands: tuple["CommandEntry", ...] = ()


def _group(name: str, summary: str, *commands: CommandEntry) -> CommandEntry:
    return CommandEntry(name, "", "", summary, commands=commands)


COMMANDS = (
    CommandEntry("init", "init", "init", "Make an experiment in this folder."),
    CommandEntry("demo", "demo", "demo", "Make a sample experiment and build its site, offline."),
    _group(
        "session",
        "Record sessions and look at them.",
        CommandEntry("add", "session_add", "add", "Add a session to the log."),
        CommandEntry("list", "session_show", "list_sessions", "List the sessions, oldest first."),
        CommandEntry("show", "session_show", "show", "Show one session and its figures' basis."),
        CommandEntry("edit", "session_change", "edit", "Put other values into a session."),
        CommandEntry("remove", "session_change", "remove", "Take a session out of the log."),
        CommandEntry("start", "session_change", "start", "Begin a session."),
        CommandEntry("stop", "session_change", "stop", "End the session that runs; record it."),
        CommandEntry(
            "reprice", "session_reprice", "reprice", "Price imported sessions by today's list."
        ),
        CommandEntry("coverage", "session_coverage", "coverage", "Are all known sessions logged."),
        CommandEntry("verify", "session_verify", "verify", "Hold figures against others' counts."),
        _group(
            "import",
            "Take sessions from elsewhere into the log, each of them once.",
            *(
                CommandEntry(name, "session_import_logs", name, f"Add what {name} logged.")
                for name in AGENTS
            ),
            CommandEntry("all", "session_import_logs", "all", "Add what every agent logged."),
            CommandEntry("csv", "session_import", "from_csv", "Add the sessions of a CSV file."),
        ),
    ),
    CommandEntry("verify-crate", "verify_crate", "verify_crate", "Hold crates against crates.io."),
    CommandEntry("verify-deps", "verify_deps", "verify_deps", "Hold a manifest against crates.io."),
    CommandEntry("verify-use", "verify_use", "verify_use", "Hold Rust files against their crates."),
    CommandEntry("verify-item", "verify_item", "verify_item", "Hold a path against its crate."),
    _group(
        "crates",
        "Have on this machine what look-ups without a network need.",
        CommandEntry("fetch", "crates", "fetch", "Fetch index entries and source code."),
        CommandEntry("update", "crates_update", "update", "Fetch RustSec's database anew."),
    ),
    CommandEntry("loc", "loc", "loc", "Count lines of code by one rule."),
    _group(
        "plan",
        "Say what is to be ported, module by module.",
        CommandEntry("add", "plan_change", "add", "Put a module into the plan."),
        CommandEntry("edit", "plan_change", "edit", "Put other values into a module."),
        CommandEntry("remove", "plan_change", "remove", "Take a module out of the plan."),
        CommandEntry("list", "plan", "list_plan", "List the modules by phase and order."),
        CommandEntry("import", "plan", "import_csv", "Take in modules of a CSV file."),
        CommandEntry("suggest", "plan", "suggest", "Propose a module for each original."),
    ),
    _group(
        "provenance",
        "Say where ported code comes from, and check it.",
        CommandEntry("stamp", "provenance_stamp", "stamp", "Write and record headers."),
        CommandEntry("unstamp", "provenance_stamp", "unstamp", "Take headers out again."),
        CommandEntry("list", "provenance_check", "list_headers", "List what headers say."),
        CommandEntry("check", "provenance_check", "check", "Hold headers against the facts."),
        CommandEntry("pin", "provenance_coverage", "pin", "Record the original as it is now."),
        CommandEntry("skip", "provenance_coverage", "skip", "Leave something out on purpose."),
        CommandEntry("coverage", "provenance_coverage", "coverage", "How much is ported."),
        CommandEntry("report", "provenance_coverage", "report", "Write the progress as files."),
    ),
    CommandEntry("review", "review", "review", "Record that you have read a ported file."),
    _group(
        "site",
        "Build the report site.",
        CommandEntry("build", "site", "build", "Build the site from the log."),
        CommandEntry("serve", "site_serve", "serve", "Show the site while it is written."),
        CommandEntry("check", "site_check", "check", "Check the series and the site's links."),
    ),
    _group(
        "chart",
        "Take single charts of the report elsewhere.",
        CommandEntry("list", "chart", "list_charts", "List the charts and what each finds."),
        CommandEntry("export", "chart", "export", "Write one chart as a file."),
    ),
    CommandEntry("status", "status", "status", "Show where the experiment stands."),
    CommandEntry("query", "query", "query", "Ask the log a question in SQL."),
    CommandEntry("export", "export", "export", "Write the log as CSV, JSON or Parquet."),
    CommandEntry("doctor", "doctor", "doctor", "Check the log, and mend what can be mended."),
    CommandEntry("upgrade", "upgrade", "upgrade", "Bring the log's format up to date."),
    CommandEntry(
        "merge-driver", "merge_driver", "merge_driver", "Merge for git, row by row.", hidden=True
    ),
)
