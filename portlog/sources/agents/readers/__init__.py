"""One module for each agent whose logs portlog reads; its `AGENT` says how."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from portlog.sources.agents.agent import Agent


def agent_names() -> Sequence[str]:
    """Return the names of the agents that there is a reader for."""
    return sorted(module.name for module in iter_modules(__path__))


def agent_named(name: str) -> Agent:
    """Return the agent of a name that `agent_names` has."""
    agent: Agent = import_module(f"{__name__}.{name}").AGENT
    return agent
