"""Crates from texts, and what the resolver says of paths in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portlog.checks.items.judge import PathJudgement, judge_path
from portlog.checks.items.members import Members
from portlog.checks.items.open_crate import OpenCrate, open_crate
from portlog.checks.items.rust_paths import RustPath
from portlog.records.rust_crate import CrateDependency, RustCrate
from portlog.sources.rust_source.reader import read_crate

Texts = Mapping[str, str]


def crate(name: str, texts: Texts, version: str = "1.0.0") -> RustCrate:
    """Return a crate read from texts by path; a `Cargo.toml` is made where there is none."""
    manifest = f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\n'
    files = {"Cargo.toml": manifest} | dict(texts)
    return read_crate({path: text.encode() for path, text in files.items()}, name, version)


@dataclass
class Bench:
    """Crates side by side that may depend on one another."""

    crates: dict[str, RustCrate] = field(default_factory=dict)
    _opened: dict[object, tuple[OpenCrate, Members]] = field(default_factory=dict)

    def crate(self, dependency: CrateDependency) -> RustCrate | str:
        """Return the crate of a package's name."""
        return self.crates.get(dependency.package, "nobody has it")

    def judge(
        self, name: str, path: str, features: tuple[str, ...] = (), *, defaults: bool = True
    ) -> PathJudgement:
        """Return what is said of a path in one of the crates."""
        parsed = RustPath.parse(path)
        key = (name, features, defaults)
        if key not in self._opened:
            opened = open_crate(self.crates[name], frozenset(features), defaults=defaults)
            self._opened[key] = opened, Members(self)
        opened, members = self._opened[key]
        return judge_path(opened, parsed.segments, parsed.namespace, members)


def bench(**texts: str | Texts) -> Bench:
    """Return a bench of crates, each a `src/lib.rs` or files by path."""
    named = {
        name: {"src/lib.rs": one} if isinstance(one, str) else one for name, one in texts.items()
    }
    return Bench({name: crate(name, one) for name, one in named.items()})


def said(lib: str | Texts, path: str, *features: str) -> tuple[str, str | None]:
    """Return the verdict on a path in a crate called `a`, and the feature that it names."""
    judgement = bench(a=lib).judge("a", path, features)
    return str(judgement.verdict), judgement.feature
