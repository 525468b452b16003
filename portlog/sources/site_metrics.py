"""What the author claimed of the port and says of it now: `site/metrics.toml`."""

import datetime as dt
from pathlib import Path

import msgspec

from portlog.errors import ConfigError
from portlog.records.metric import Correction, Mattering, Metric, Metrics
from portlog.sources.site_text import Written, spoken
from portlog.sources.toml_file import read_toml


class _Correction(msgspec.Struct, forbid_unknown_fields=True):
    day: dt.date
    was: Written


class _Metric(msgspec.Struct, forbid_unknown_fields=True):
    name: Written
    original: Written = ""
    estimate: Written = ""
    measured: Written = ""
    query: str = ""
    unit: str = ""
    measured_at: dt.date | None = None
    note: Written = ""
    verdict: Mattering | None = None
    words: Written = ""
    corrections: list[_Correction] = msgspec.field(default_factory=list)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    standfirst: Written = ""
    estimated_at: dt.date | None = None
    metric: list[_Metric] = msgspec.field(default_factory=list)


def read_metrics(path: Path) -> Metrics:
    """Return the metrics of a file, none where there is no file.

    `ConfigError` names file and line of what cannot be read, and a metric that has two values.
    """
    told = read_toml(path, _File) or _File()
    return Metrics(
        tuple(_metric(path, one) for one in told.metric),
        spoken(told.standfirst),
        told.estimated_at,
    )


def _metric(path: Path, told: _Metric) -> Metric:
    name = spoken(told.name)
    if not name:
        raise ConfigError(f"{path}: a metric has no name", 'write name = "Memory at rest"')
    if told.query and told.measured:
        raise ConfigError(
            f'{path}: "{name.in_language("en")}" has both measured and query', "leave one out"
        )
    return Metric(
        name,
        spoken(told.original),
        spoken(told.estimate),
        spoken(told.measured),
        told.query,
        told.unit,
        told.measured_at,
        spoken(told.note),
        told.verdict,
        spoken(told.words),
        tuple(Correction(one.day, spoken(one.was)) for one in told.corrections),
    )
