"""What an experiment's settings say of how logs are read and priced."""

import os
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from portlog.records.billing import Billing
from portlog.sources import git
from portlog.sources.agents.ground import Ground, ground_of
from portlog.sources.agents.module_rules import module_rules
from portlog.sources.own_prices import billings, own_prices
from portlog.sources.prices import Prices
from portlog.workspace import SETTINGS, Workspace


@dataclass(frozen=True)
class Terms:
    """Where the experiment is, which module a file belongs to, and what tokens cost.

    `digest` stands for all that an import's result depends on beside the logs.
    """

    ground: Ground
    prices: Prices
    billings: tuple[Billing, ...]
    digest: str


def terms_of(workspace: Workspace) -> Terms:
    """Return the terms of an experiment; `ConfigError` for a setting that cannot be used."""
    content = (workspace.root / SETTINGS).read_bytes()
    told: dict[str, Any] = tomllib.loads(content.decode(), parse_float=Decimal)
    roots = (str(workspace.root), *git.worktrees(workspace.root))
    rules = module_rules(told, SETTINGS)
    digest = sha256(b"\0".join([content, *map(os.fsencode, roots)])).hexdigest()
    return Terms(
        ground_of(roots, rules),
        Prices(own_prices(told, SETTINGS)),
        billings(told, SETTINGS),
        digest,
    )
