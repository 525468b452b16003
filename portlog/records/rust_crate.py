"""A Rust crate: what its manifest says, and the tree of its modules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portlog.records.registry import CRATES_IO
from portlog.records.rust_source import RustModule


@dataclass(frozen=True, slots=True)
class CrateDependency:
    """A crate that another one names in its manifest; `key` is the name there.

    `requirement` is None for a path or git dependency, which no registry has.
    """

    key: str
    package: str
    requirement: str | None
    features: tuple[str, ...] = ()
    default_features: bool = True
    optional: bool = False
    registry: str = CRATES_IO

    @property
    def code_name(self) -> str:
        """The name that the code of the crate calls it by."""
        return self.key.replace("-", "_")


@dataclass(frozen=True, slots=True)
class CrateManifest:
    """What a crate's `Cargo.toml` says that decides what its paths mean.

    `library` is the file of the library's root, None for a crate without one; `build` is
    the build script's; `builds_with_others` says that other crates help it, `build_cfgs` are
    the `cfg`s that it may set, None where that can be any.
    """

    package: str
    version: str
    library: str | None
    library_name: str
    edition: str = "2015"
    is_proc_macro: bool = False
    build: str = "build.rs"
    builds_with_others: bool = False
    build_cfgs: tuple[str, ...] | None = ()
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dependencies: tuple[CrateDependency, ...] = ()


@dataclass(frozen=True, slots=True)
class RustCrate:
    """One crate as its source says.

    A root of None is a crate without a library. `unread` names files that could not be read whole.
    """

    manifest: CrateManifest
    root: RustModule | None
    unread: tuple[str, ...] = ()
