"""What sessions with each model cost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question


@dataclass(frozen=True, slots=True)
class ModelSession:
    """One session with a model; method and cost in USD are None where nobody knows."""

    llm: str
    model: str
    day: date
    session_id: str
    module: str | None
    method: Method | None
    cost_usd: Decimal | None


def model_sessions(frame: Frame) -> tuple[ModelSession, ...]:
    """Return the rows of `model_sessions`, model by model."""
    return tuple(
        ModelSession(llm, model, day, session_id, module, method_of(basis, rule), cost)
        for llm, model, day, session_id, module, basis, rule, cost in frame.iter_rows()
    )


MODEL_SESSIONS = Question("model_sessions", model_sessions)
