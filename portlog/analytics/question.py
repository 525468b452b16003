"""A question to the log: the query that asks it, and the shape of its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

if TYPE_CHECKING:
    import polars as pl

    from portlog.analytics.rows import Rows

T = TypeVar("T")


# the rows of a query
Frame: TypeAlias = "pl.DataFrame | Rows"


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """A query's name in `portlog/store/queries`, and what turns its rows into the answer."""

    query: str
    answer: Callable[[Frame], T]


class Answers:
    """The answers to some questions, looked up by the question itself."""

    def __init__(self, answers: Mapping[Question[Any], Any]) -> None:
        """Take each question with its answer."""
        self._answers = dict(answers)

    def __getitem__(self, question: Question[T]) -> T:
        """Return the answer to a question; KeyError if it was not asked."""
        return cast("T", self._answers[question])

    def get(self, question: Question[T], default: T) -> T:
        """Return the answer to a question, or another one where it was not asked."""
        return cast("T", self._answers.get(question, default))

    def __contains__(self, question: object) -> bool:
        """Say whether a question was asked."""
        return question in self._answers
