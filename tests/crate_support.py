"""A place for crate look-ups: a folder whose cargo asks a loopback registry for crates.io."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from loopback import Loopback, loopback

from portlog.jobs.open_registry import Place
from portlog.jobs.verify_crates import LookupOptions, Verification, verify_crates
from portlog.records.crate_lookup import CrateLookup

START = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """A clock that a test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        """Let time go by."""
        self.now += timedelta(minutes=minutes)


@dataclass(slots=True)
class Desk:
    """Where a look-up is made, and the registry that is asked instead of crates.io."""

    server: Loopback
    folder: Path
    environment: dict[str, str]
    clock: Clock = field(default_factory=Clock)

    @property
    def place(self) -> Place:
        """The place as the job takes it."""
        return Place(self.folder, self.folder / "cache", self.environment, self.clock)

    def verify(self, *typed: str, options: LookupOptions | None = None) -> Verification:
        """Look up what was typed, with Rust 1.80 unless the options say otherwise."""
        return verify_crates(typed, options or LookupOptions(rust_version="1.80"), self.place)

    def one(self, typed: str, *features: str) -> CrateLookup:
        """Look up one crate and return what is said of it."""
        options = LookupOptions(features, rust_version="1.80")
        return self.verify(typed, options=options).lookups[0]


def write_cargo_config(folder: Path, text: str) -> Path:
    """Write the folder's `.cargo/config.toml` and return its path."""
    path = folder / ".cargo" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def replaced_by(url: str) -> str:
    """Return the settings that put a sparse index in crates.io's place."""
    return (
        f'[source.crates-io]\nreplace-with = "here"\n[source.here]\nregistry = "sparse+{url}"\n'
        "[net]\nretry = 0\n[http]\ntimeout = 2\n"
    )


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """Run a registry and give a folder in which cargo would ask it."""
    home = folder / "cargo-home"
    home.mkdir(parents=True)
    with loopback() as server:
        write_cargo_config(folder, replaced_by(server.url))
        yield Desk(server, folder, {"CARGO_HOME": str(home), "HOME": str(folder)})
