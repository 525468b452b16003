"""Where, when and by whom a command was started."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from portlog.records.recorded_by import Recorder
from portlog.sources.recorder import recorder_of
from portlog.workspace import Workspace


@dataclass(frozen=True)
class Occasion:
    """A command that records something: its experiment, its folder, its environment, its time."""

    workspace: Workspace
    here: Path
    environ: Mapping[str, str]
    now: datetime

    @property
    def today(self) -> date:
        """The experiment's calendar day."""
        return self.workspace.today(self.now)

    @property
    def recorder(self) -> Recorder:
        """Who started it, as far as the environment tells."""
        return recorder_of(self.environ)
