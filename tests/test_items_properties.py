"""Crates made at random, in which it is known by construction what can be named."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from items_support import bench

_NAMES = ("alpha", "beta", "gamma", "delta")
_VISIBILITIES = ("pub ", "pub(crate) ", "")
_GATE = '#[cfg(feature = "on")] '
_Place = tuple[str, ...]


@dataclass
class Module:
    """One module as it is written: its functions, modules, named imports and glob imports."""

    visibility: str
    functions: dict[str, tuple[str, bool]] = field(default_factory=dict)
    children: dict[str, "Module"] = field(default_factory=dict)
    imports: dict[str, _Place] = field(default_factory=dict)
    globs: list[_Place] = field(default_factory=list)

    def text(self) -> str:
        """Return the module's code."""
        lines = [
            f"{_GATE if gated else ''}{visibility}fn {name}() {{}}"
            for name, (visibility, gated) in self.functions.items()
        ]
        lines += [
            f"{one.visibility}mod {name} {{ {one.text()} }}" for name, one in self.children.items()
        ]
        lines += [
            f"pub use crate::{'::'.join(path)} as {name};" for name, path in self.imports.items()
        ]
        lines += [f"pub use crate::{'::'.join(path)}::*;" for path in self.globs]
        return "\n".join(lines)


def _all(module: Module, place: _Place = ()) -> dict[_Place, Module]:
    found = {place: module}
    for name, child in module.children.items():
        found |= _all(child, (*place, name))
    return found


@st.composite
def _modules(draw: st.DrawFn, depth: int = 2) -> Module:
    module = Module(draw(st.sampled_from(_VISIBILITIES[:2])))
    for name in draw(st.sets(st.sampled_from(_NAMES), max_size=3)):
        visibility = draw(st.sampled_from(_VISIBILITIES))
        module.functions[name] = (visibility, visibility == "pub " and draw(st.booleans()))
    if depth:
        for name in draw(st.sets(st.sampled_from(("one", "two", "three")), max_size=2)):
            module.children[name] = draw(_modules(depth=depth - 1))
    return module


@st.composite
def _crates(draw: st.DrawFn) -> Module:
    root = draw(_modules())
    modules = _all(root)
    public = [
        (*place, name)
        for place, module in modules.items()
        for name, (visibility, gated) in module.functions.items()
        if visibility == "pub " and not gated
    ]
    places = sorted(place for place in modules if place)
    for module in modules.values():
        imported = draw(st.none() | st.sampled_from(public)) if public else None
        globbed = draw(st.none() | st.sampled_from(places)) if places else None
        module.imports |= {f"as_{len(module.functions)}": imported} if imported else {}
        module.globs += [globbed] if globbed else []
    return root


def _names(modules: Mapping[_Place, Module], *, on: bool) -> dict[_Place, set[str]]:
    """Return what each module makes public with the feature on or off."""
    known: dict[_Place, set[str]] = {place: set() for place in modules}
    for _ in range(len(modules) + 1):
        for place, module in modules.items():
            own = _there(module, on=on)
            imported = {
                name
                for name, path in module.imports.items()
                if path[-1] in known[path[:-1]] | _there(modules[path[:-1]], on=on).keys()
            }
            globbed = {name for path in module.globs for name in known[path]}
            public = {name for name, visibility in own.items() if visibility == "pub "}
            known[place] = public | imported | (globbed - own.keys())
    return known


def _there(module: Module, *, on: bool) -> dict[str, str]:
    return {
        name: visibility
        for name, (visibility, gated) in module.functions.items()
        if on or not gated
    }


def _reachable(modules: Mapping[_Place, Module], place: _Place) -> bool:
    return all(modules[place[:length]].visibility == "pub " for length in range(1, len(place) + 1))


@settings(max_examples=60)
@given(_crates())
def test_just_what_is_public_can_be_named(root: Module) -> None:
    modules = _all(root)
    without, with_feature = _names(modules, on=False), _names(modules, on=True)
    crates = bench(a=root.text())

    for place in (one for one in modules if _reachable(modules, one)):
        for name in (*_NAMES, "as_0", "as_1", "as_2", "as_3", "nothing"):
            path = "::".join(("a", *place, name))
            gated = "gated" if name in with_feature[place] else "absent"
            expected = "exists" if name in without[place] else gated
            assert crates.judge("a", path).verdict == expected, path
