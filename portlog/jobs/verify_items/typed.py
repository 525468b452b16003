"""Items as they are typed on a command line."""

from collections.abc import Sequence

from portlog.checks.crate_names import claim
from portlog.checks.items.rust_paths import RustPath
from portlog.errors import InputError
from portlog.records.item import ItemClaim
from portlog.records.registry import CRATES_IO


def typed_claims(
    paths: Sequence[str],
    crate: str,
    features: Sequence[str],
    *,
    default_features: bool = True,
    registry: str = CRATES_IO,
) -> tuple[ItemClaim, ...]:
    """Return a claim for each path in a crate that was typed as `NAME[@REQUIREMENT]`.

    Raises `InputError` for a path that is none.
    """
    named = claim(crate)
    own = tuple(feature.removeprefix(f"{named.name}/") for feature in features)
    return tuple(
        ItemClaim(
            _checked(path),
            named.name,
            named.requirement,
            own,
            default_features,
            registry=registry,
        )
        for path in paths
    )


def _checked(path: str) -> str:
    try:
        RustPath.parse(path)
    except ValueError as error:
        raise InputError(str(error), "write it as in code, from the crate's name on") from None
    return path
