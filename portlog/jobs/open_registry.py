"""Opening the source that cargo's configuration puts behind a registry."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portlog import __version__
from portlog.errors import Unreachable
from portlog.records.registry import CRATES_IO
from portlog.sources.addresses import crates_io_api, user_agent
from portlog.sources.answer_cache import AnswerCache
from portlog.sources.archive_cache import ArchiveCache
from portlog.sources.cargo_config import CargoConfig, cargo_home, read_cargo_config
from portlog.sources.cargo_sources import (
    CrateSource,
    LocalIndex,
    SparseIndex,
    Unreadable,
    VendoredCrates,
    crate_source,
    is_crates_io_itself,
)
from portlog.sources.certificates import trusted_certificates
from portlog.sources.crate_downloads import Archives, DownloadedArchives, NoArchives
from portlog.sources.crate_folders import LocalArchives, VendoredFolders
from portlog.sources.crates_io import SECONDS_APART, ApiAccess, CratesIo
from portlog.sources.folder_registry import LocalRegistry, UnreadableRegistry, VendoredSources
from portlog.sources.http_message import Asker, Settings
from portlog.sources.http_on_demand import OnDemandClient
from portlog.sources.pace import Pace
from portlog.sources.registry import Clock, Registry
from portlog.sources.sparse_registry import SparseRegistry

_LONGEST_TIMEOUT_S = 30
_USUAL_TIMEOUT_S = 10
_USUAL_RETRIES = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a look-up happens: the folder for cargo's configuration, the cache, the clock."""

    folder: Path
    cache: Path
    environment: Mapping[str, str]
    clock: Clock


@dataclass(frozen=True, slots=True)
class OpenRegistry:
    """A registry to look crates up in, the archives of its crates, and the web API beside it."""

    name: str
    registry: Registry
    api: CratesIo
    is_crates_io: bool
    archives: Archives


def open_registry(place: Place, name: str = CRATES_IO, *, offline: bool = False) -> OpenRegistry:
    """Return the registry of a name; nothing is asked yet. `ConfigError` if there is none."""
    config = read_cargo_config(place.folder, place.environment)
    source = crate_source(config, name)
    client = OnDemandClient(_http_settings(config, place))
    offline = offline or bool(config.net.offline)
    registry = _registry(source, client, place, offline=offline)
    api = CratesIo(_api_access(client, place, offline=offline))
    archives = _archives(source, registry, client, place, offline=offline)
    return OpenRegistry(name, registry, api, is_crates_io_itself(source), archives)


def open_client(place: Place) -> OnDemandClient:
    """Return a client for other services, as cargo's configuration has it reach hosts.

    Raises `Unreachable` where that wants nobody to be asked.
    """
    config = read_cargo_config(place.folder, place.environment)
    if config.net.offline:
        raise Unreachable("cargo's net.offline is set, so nobody is asked")
    return OnDemandClient(_http_settings(config, place))


def _http_settings(config: CargoConfig, place: Place) -> Settings:
    retries = _USUAL_RETRIES if config.net.retry is None else max(config.net.retry, 0)
    timeout_s = min(config.http.timeout or _USUAL_TIMEOUT_S, _LONGEST_TIMEOUT_S)
    return Settings(
        user_agent=user_agent(__version__, place.environment),
        timeout_s=max(timeout_s, 1),
        retries=retries,
        proxy=config.http.proxy or None,
        certificates=trusted_certificates(place.environment, config.http.cainfo),
    )


def _registry(source: CrateSource, client: Asker, place: Place, *, offline: bool) -> Registry:
    if isinstance(source, SparseIndex):
        cache = AnswerCache(place.cache / "index", source.url)
        return SparseRegistry(source, client, cache, place.clock, offline=offline)
    if isinstance(source, LocalIndex):
        return LocalRegistry(source, place.clock)
    if isinstance(source, VendoredCrates):
        return VendoredSources(source, place.clock)
    return UnreadableRegistry(source, place.clock)


def _archives(
    source: CrateSource, registry: Registry, client: Asker, place: Place, *, offline: bool
) -> Archives:
    if isinstance(registry, SparseRegistry):
        cache = ArchiveCache(place.cache / "archives", cargo_home(place.environment))
        return DownloadedArchives(registry, client, cache, offline=offline)
    if isinstance(source, LocalIndex):
        return LocalArchives(source)
    if isinstance(source, VendoredCrates):
        return VendoredFolders(source)
    return NoArchives(registry.source, source.why if isinstance(source, Unreadable) else "")


def _api_access(client: Asker, place: Place, *, offline: bool) -> ApiAccess:
    base = crates_io_api(place.environment)
    return ApiAccess(
        base=base,
        client=client,
        cache=AnswerCache(place.cache / "api", base),
        pace=Pace(place.cache / "api" / "next_turn", SECONDS_APART),
        clock=place.clock,
        offline=offline,
    )
