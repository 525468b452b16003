"""The public addresses that portlog asks, and the variables that put others in their place."""

from collections.abc import Mapping

CRATES_IO_INDEX = "https://index.crates.io/"
CRATES_IO_GIT_INDEX = "https://github.com/rust-lang/crates.io-index"
CRATES_IO_API = "https://crates.io"
CRATES_IO_DOWNLOADS = "https://static.crates.io"

# what https://github.com/rustsec/advisory-db/archive/refs/heads/osv.zip leads to
ADVISORIES = "https://codeload.github.com/rustsec/advisory-db/zip/refs/heads/osv"

DOCS_RS = "https://docs.rs"

CRATES_IO_API_VARIABLE = "PORTLOG_CRATES_IO_API"
ADVISORIES_VARIABLE = "PORTLOG_ADVISORIES"
DOCS_RS_VARIABLE = "PORTLOG_DOCS_RS"
CONTACT_VARIABLE = "PORTLOG_CONTACT"


def crates_io_api(environment: Mapping[str, str]) -> str:
    """Return the base address of crates.io's web API, without a slash at its end."""
    return environment.get(CRATES_IO_API_VARIABLE, CRATES_IO_API).rstrip("/")


def advisories_export(environment: Mapping[str, str]) -> str:
    """Return the address of RustSec's database as a zip archive of OSV files."""
    return environment.get(ADVISORIES_VARIABLE, ADVISORIES)


def docs_rs(environment: Mapping[str, str]) -> str:
    """Return the base address of docs.rs, without a slash at its end."""
    return environment.get(DOCS_RS_VARIABLE, DOCS_RS).rstrip("/")


def user_agent(version: str, environment: Mapping[str, str]) -> str:
    """Return how portlog names itself, with the contact that the user has set, if any."""
    contact = environment.get(CONTACT_VARIABLE, "")
    contact = "".join(char for char in contact if " " <= char <= "~")
    purpose = f"crate verification; {contact}" if contact else "crate verification"
    return f"portlog/{version} ({purpose})"
