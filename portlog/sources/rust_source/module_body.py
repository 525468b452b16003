"""What stands in one module, as it is gathered from its files and macros."""

from dataclasses import dataclass, field, replace

from portlog.records.rust_source import MacroCall, RustImpl, RustItem, RustModule, RustUse
from portlog.sources.rust_source.items import gated
from portlog.sources.rust_source.syntax_nodes import Where


@dataclass(slots=True)
class ModuleBody:
    """What a module's files have put into it so far."""

    items: list[RustItem] = field(default_factory=list)
    uses: list[RustUse] = field(default_factory=list)
    impls: list[RustImpl] = field(default_factory=list)
    calls: list[MacroCall] = field(default_factory=list)
    modules: list[RustModule] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def add(self, other: "ModuleBody", gates: tuple[str, ...]) -> None:
        """Take over what a macro call has become, under the `cfg`s of the call."""
        self.items.extend(gated(one, gates) for one in other.items)
        self.uses.extend(replace(one, gates=gates + one.gates) for one in other.uses)
        self.impls.extend(replace(one, gates=gates + one.gates) for one in other.impls)
        self.modules.extend(replace(one, gates=gates + one.gates) for one in other.modules)
        self.calls.extend(replace(one, gates=gates + one.gates) for one in other.calls)
        self.trouble.extend(other.trouble)

    def module(
        self,
        name: str,
        where: Where,
        spot: tuple[int, int],
        visibility: str,
        gates: tuple[str, ...],
    ) -> RustModule:
        """Return the module that this is the body of."""
        return RustModule(
            name,
            where.file,
            *spot,
            visibility,
            gates,
            tuple(self.items),
            tuple(self.uses),
            tuple(self.impls),
            tuple(self.calls),
            tuple(self.modules),
            tuple(self.trouble),
        )
