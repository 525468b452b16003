"""Whether a package's own `[features]` name what the package has, by cargo's rules.

The rules: https://doc.rust-lang.org/cargo/reference/features.html
"""

from collections.abc import Iterator, Mapping, Sequence

_DEP = "dep:"


def feature_refusals(
    features: Mapping[str, Sequence[str]], dependencies: Mapping[str, bool]
) -> Iterator[tuple[str, int | None, str]]:
    """Yield each entry that cargo refuses, as feature, place in its list, and why.

    `dependencies` says of each whether it is optional. A place of None is the feature itself.
    """
    hidden = {one.removeprefix(_DEP) for entries in features.values() for one in entries
              if one.startswith(_DEP)}  # fmt: skip
    for feature, entries in features.items():
        for at, entry in enumerate(entries):
            why = _refusal(entry, features, dependencies, hidden)
            if why is not None:
                yield feature, at, f"feature {feature} includes {entry}, {why}"
    used = hidden | {dependency for dependency, *_ in requested(features)}
    for name, optional in dependencies.items():
        if optional and name in features and name not in used:
            yield name, None, f"the optional dependency {name} is in no feature: add dep:{name}"


def requested(features: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str, int]]:
    """Yield what `[features]` ask of dependencies: dependency, its feature, own feature, place."""
    for own, entries in features.items():
        for at, entry in enumerate(entries):
            dependency, slash, wanted = entry.partition("/")
            if slash and not dependency.startswith(_DEP):
                yield dependency.removesuffix("?"), wanted, own, at


def _refusal(
    entry: str,
    features: Mapping[str, Sequence[str]],
    dependencies: Mapping[str, bool],
    hidden: set[str],
) -> str | None:
    name, slash, wanted = entry.partition("/")
    if slash:
        return _request_refusal(name, wanted, dependencies)
    if entry.startswith(_DEP):
        return _needs_optional(entry.removeprefix(_DEP), dependencies)
    if entry in features:
        return None
    if entry not in dependencies:
        return "which is neither a dependency nor another feature"
    if entry in hidden:
        return f"but that feature is taken by dep:{entry}"
    return _needs_optional(entry, dependencies)


def _request_refusal(name: str, wanted: str, dependencies: Mapping[str, bool]) -> str | None:
    if "/" in wanted:
        return "which has more than one slash"
    if name.startswith(_DEP):
        return "and dep: cannot stand before a slash"
    if name.endswith("?"):
        return _needs_optional(name.removesuffix("?"), dependencies)
    return None if name in dependencies else f"but {name} is not a dependency"


def _needs_optional(name: str, dependencies: Mapping[str, bool]) -> str | None:
    if name not in dependencies:
        return f"but {name} is not a dependency"
    return None if dependencies[name] else f"but {name} is not an optional dependency"
