"""What had been found and tested up to each session."""

from dataclasses import dataclass
from datetime import date

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question
from portlog.analytics.reads import whole


@dataclass(frozen=True, slots=True)
class CountSoFar:
    """A session's hallucinations and all up to it by the same method; None until it is reviewed."""

    day: date
    session_id: str
    method: Method | None
    count: int | None
    so_far: int | None


@dataclass(frozen=True, slots=True)
class PassedSoFar:
    """A session's tests, and those of all modules by the same method as then last known.

    The two sums are None for a session of no module.
    """

    day: date
    session_id: str
    module: str | None
    method: Method | None
    passed: int
    total: int
    passed_so_far: int | None
    total_so_far: int | None


def counts_so_far(frame: Frame) -> tuple[CountSoFar, ...]:
    """Return the rows of `hallucinations_so_far` in the order of the log."""
    return tuple(
        CountSoFar(day, session_id, method_of(basis, rule), count, whole(so_far))
        for day, session_id, basis, rule, count, so_far in frame.iter_rows()
    )


def passed_so_far_rows(frame: Frame) -> tuple[PassedSoFar, ...]:
    """Return the rows of `tests_so_far` in the order of the log."""
    return tuple(
        PassedSoFar(
            *(day, session_id, module, method_of(basis, rule), passed, total),
            whole(passed_so_far),
            whole(total_so_far),
        )
        for (
            day,
            session_id,
            module,
            basis,
            rule,
            passed,
            total,
            passed_so_far,
            total_so_far,
        ) in frame.iter_rows()
    )


HALLUCINATIONS_SO_FAR = Question("hallucinations_so_far", counts_so_far)
TESTS_SO_FAR = Question("tests_so_far", passed_so_far_rows)
