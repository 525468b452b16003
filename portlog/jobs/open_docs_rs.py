"""Opening docs.rs as a source of what released crates contain."""

from portlog.jobs.open_registry import Place, open_client
from portlog.sources.addresses import docs_rs
from portlog.sources.answer_cache import AnswerCache
from portlog.sources.cargo_config import read_cargo_config
from portlog.sources.docs_rs import DocsRs, DocsRsAccess


def open_docs_rs(place: Place, *, offline: bool = False) -> DocsRs:
    """Return docs.rs for one run; nothing is asked yet. `ConfigError` for cargo's settings."""
    base = docs_rs(place.environment)
    settings = read_cargo_config(place.folder, place.environment)
    access = DocsRsAccess(
        base=base,
        client=open_client(place),
        cache=AnswerCache(place.cache / "docs_rs", base),
        clock=place.clock,
        offline=offline or bool(settings.net.offline),
    )
    return DocsRs(access)
