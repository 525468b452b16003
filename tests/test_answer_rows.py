"""Questions get the same answers from DuckDB's own rows as from a frame of them."""

from collections.abc import Iterator

import polars as pl
import pytest
from invented import database
from invented_charts import whole_log

from portlog.analytics import rows
from portlog.analytics.rows import Rows
from portlog.present.site.catalogue import CHARTS, PAGES, questions
from portlog.store.database import Database


@pytest.fixture
def held() -> Iterator[Database]:
    made = database(whole_log())
    yield made
    made.close()


def test_rows_answer_every_question_as_a_frame_does(held: Database) -> None:
    for question in questions(PAGES, CHARTS):
        frame = pl.DataFrame(held.named(question.query))

        answer = question.answer(Rows(held.named(question.query)))

        assert repr(answer) == repr(question.answer(frame)), question.query


def test_rows_are_read_in_parts_and_found_by_their_place(
    held: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_SOME", 5)

    def counted() -> Rows:
        return Rows(held.named("session_log"))

    named = counted().rows(named=True)

    assert [tuple(row.values()) for row in named] == counted().rows()
    assert (len(named), counted().row(7, named=True)) == (27, named[7])
    with pytest.raises(IndexError):
        counted().row(len(named))
