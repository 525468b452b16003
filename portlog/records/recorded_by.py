"""Who ran the command that recorded something, and what that makes of a decision."""

from enum import StrEnum


class Recorder(StrEnum):
    """Who recorded a row, as far as the environment tells."""

    PERSON = "person"
    AGENT = "agent"


class Standing(StrEnum):
    """What a decision is worth: an agent's is a proposal until a person takes it over."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"

    @classmethod
    def of(cls, recorder: Recorder) -> "Standing":
        """Return what a decision of somebody is."""
        return cls.ACCEPTED if recorder is Recorder.PERSON else cls.PROPOSED
