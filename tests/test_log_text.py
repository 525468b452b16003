"""The text form of the log: what is written is read back, and what cannot be read is named."""

import csv
import string
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.errors import StoreError
from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.kinds import COUNT, INSTANT, LARGEST_COUNT, MINUTES, MONEY
from portlog.records.origin import ORIGINS, Origin
from portlog.records.outcome import Basis
from portlog.records.session import Languages, Session, sessions_table
from portlog.records.tally import Tally
from portlog.records.verdict import Verdict
from portlog.store.revision import Revision, new_row, revised, whole_file
from portlog.store.text import RUNNABLE, header_line, line_of, read

SESSIONS = sessions_table(Languages())
PRINTABLE = st.characters(exclude_categories=("C", "Z")) | st.just(" ")
TEXTS = st.text(PRINTABLE, min_size=1, max_size=40).filter(str.isprintable)
COUNTS = st.none() | st.integers(0, LARGEST_COUNT)
MONIES = st.none() | st.decimals(0, 999_999_999, places=9).map(abs)
TALLIES = st.none() | st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda pair: Tally(min(pair), max(pair))
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
SESSION = st.builds(
    Session,
    date=DAYS,
    llm=TEXTS,
    model=TEXTS,
    module=TEXTS,
    tokens_in=COUNTS,
    tokens_out=COUNTS,
    cost_usd=MONIES,
    duration_min=st.none() | st.decimals(0, 10**9, places=2).map(abs),
    loc_original=COUNTS,
    loc_port=COUNTS,
    hallucinations=COUNTS,
    tests_pass=TALLIES,
    session_id=TEXTS,
)
ORIGIN = st.builds(
    Origin,
    session_id=TEXTS,
    columns=st.lists(st.sampled_from(SESSIONS.header), min_size=1, unique=True).map(tuple),
    basis=st.sampled_from(Basis),
    rule=TEXTS,
    edited=st.none() | st.just(("cost_usd",)),
)
CRATE = st.builds(
    CrateRow,
    date=DAYS,
    name=TEXTS,
    requirement=st.none() | TEXTS,
    features=st.none() | st.just(("derive", "std")),
    item=st.none(),
    verdict=st.sampled_from(Verdict),
    reasons=st.none() | TEXTS,
    resolved_version=st.none() | TEXTS,
    registry=TEXTS,
    checked_at=st.datetimes(datetime(2015, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    claimed_at=st.none() | DAYS,
    suggested_by=st.none() | TEXTS,
    session_id=st.none() | TEXTS,
    lookup_id=TEXTS,
)


def rows_of(table: Any, records: list[Any]) -> list[Any]:
    return sorted((new_row(table, record) for record in records), key=lambda row: row.position)


def with_added(text: str, record: Session) -> str:
    new = new_row(SESSIONS, record)
    return revised(text, SESSIONS, Revision(added={new.key: new}), "sessions.csv")


def unique(records: list[Session]) -> list[Session]:
    return list({record.session_id: record for record in records}.values())


@given(st.lists(SESSION).map(unique))
def test_sessions_come_back_from_text(sessions: list[Session]) -> None:
    text = whole_file(SESSIONS, rows_of(SESSIONS, sessions))

    reading = read(text, SESSIONS, "sessions.csv")

    assert reading.unreadable == ()
    assert {row.record for row in reading.rows} == set(sessions)
    assert text.count("\n") == len(sessions) + 1


@given(ORIGIN)
def test_an_origin_comes_back_from_text(origin: Origin) -> None:
    reading = read(whole_file(ORIGINS, rows_of(ORIGINS, [origin])), ORIGINS, "origins.csv")

    assert [row.record for row in reading.rows] == [origin]


@given(CRATE)
def test_a_look_up_comes_back_from_text(crate: CrateRow) -> None:
    reading = read(whole_file(CRATES, rows_of(CRATES, [crate])), CRATES, "crates.csv")

    assert [row.record for row in reading.rows] == [crate]


@given(st.lists(SESSION, min_size=2, max_size=6).map(unique), st.randoms())
def test_any_order_of_the_same_additions_gives_the_same_bytes(
    sessions: list[Session], random: object
) -> None:
    shuffled = list(sessions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    text = header_line(SESSIONS)

    for session in shuffled:
        text = with_added(text, session)

    assert text == whole_file(SESSIONS, rows_of(SESSIONS, sessions))


@given(st.lists(st.text(PRINTABLE, max_size=20), min_size=2, max_size=5))
def test_a_line_means_the_same_to_any_csv_reader(cells: list[str]) -> None:
    [parsed] = csv.reader([line_of(cells)], strict=True)

    assert parsed == [f"'{cell}" if cell.startswith(RUNNABLE) else cell for cell in cells]


@pytest.mark.parametrize(
    ("typed", "written"),
    [("1.2", "1.20"), ("1.20", "1.20"), ("1", "1.00"), ("007.5", "7.50"), ("0.000000001",) * 2],
)
def test_money_has_one_way_to_be_written(typed: str, written: str) -> None:
    assert MONEY.write(MONEY.parse(typed)) == written


@pytest.mark.parametrize(("typed", "written"), [("90", "90"), ("90.0", "90"), ("92.50", "92.5")])
def test_minutes_have_one_way_to_be_written(typed: str, written: str) -> None:
    assert MINUTES.write(MINUTES.parse(typed)) == written


def test_counts_and_times_have_one_way_to_be_written() -> None:
    assert COUNT.write(COUNT.parse("007")) == "7"
    assert INSTANT.write(datetime(2026, 3, 5, 9, 30, tzinfo=UTC)) == "2026-03-05T09:30:00Z"


GOOD = "2026-03-05,claude,opus,agent/loop,1,2,1.20,90,3,4,0,1/2,2026-03-05-claude-aaaaaa\n"


@pytest.mark.parametrize(
    ("line", "cell", "why"),
    [
        (GOOD.replace("1.20", '"1,20"'), 7, 'cost_usd is "1,20", not a number'),
        (GOOD.replace("1/2", "1/2,9"), 0, "14 cells"),
        (GOOD.replace("2026-03-05,", "05/03/26,"), 1, 'date is "05/03/26", not a date'),
        (GOOD.replace("claude,opus", ",opus"), 2, "llm is empty, and may not be"),
        (GOOD.replace("opus", '"opus'), 0, "a quotation mark that is not closed"),
        (GOOD.replace("opus", "op\x00us"), 3, "the character U+0000"),
        (GOOD.replace("opus", "op\udce9us"), 3, "the character U+DCE9"),
        ("<<<<<<< HEAD\n", 0, "a git merge marker"),
        ("=======\n", 0, "a git merge marker"),
        (GOOD.replace("aaaaaa", "bbbbbb"), 0, "2026-03-05-claude-bbbbbb stands on an earlier line"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_stops_nothing_else(
    line: str, cell: int, why: str
) -> None:
    before = GOOD.replace("aaaaaa", "bbbbbb")
    after = GOOD.replace("aaaaaa", "cccccc")

    reading = read(header_line(SESSIONS) + before + line + after, SESSIONS, "sessions.csv")

    [unread] = reading.unreadable
    assert (unread.line, unread.cell) == (3, cell)
    assert why in unread.why
    assert unread.accepted
    assert [row.record.session_id[-6:] for row in reading.rows] == ["bbbbbb", "cccccc"]


def test_a_row_that_cannot_be_read_keeps_its_bytes_when_another_is_added() -> None:
    broken = 'caf\udce9,"unclosed\n'
    text = header_line(SESSIONS) + broken + GOOD
    [row] = read(header_line(SESSIONS) + GOOD, SESSIONS, "s").rows
    earlier = Session(
        **{name: getattr(row.record, name) for name in Session.__slots__}
        | {"date": date(2026, 3, 1), "session_id": "x"}
    )

    added = with_added(text, earlier)

    assert broken in added
    assert added.splitlines()[2].startswith("2026-03-01,")


def test_the_twelve_public_columns_are_read_in_any_order_and_equal_rows_stay_two() -> None:
    names = list(SESSIONS.header[:-1])
    names.reverse()
    cells = dict(zip(SESSIONS.header, GOOD.strip().split(","), strict=True))
    line = ",".join(cells[name] for name in names) + "\n"

    reading = read(",".join(names) + "\n" + line * 2, SESSIONS, "sessions.csv")
    again = read(",".join(names) + "\n" + line * 2, SESSIONS, "sessions.csv")

    ids = [row.record.session_id for row in reading.rows]
    assert len(set(ids)) == 2
    assert ids == [row.record.session_id for row in again.rows]
    assert reading.rows[0].record.cost_usd == Decimal("1.20")


def test_a_file_with_the_twelve_columns_gets_its_names_when_a_row_is_added() -> None:
    line = GOOD.rsplit(",", 1)[0] + "\n"
    text = ",".join(SESSIONS.header[:-1]) + ",weather\n" + line.replace("1/2", "1/2,rain")
    [row] = read(header_line(SESSIONS) + GOOD, SESSIONS, "s").rows

    added = with_added(text, row.record)

    header, *lines = added.splitlines()
    assert header == ",".join(SESSIONS.header) + ",weather"
    assert sorted(cell.split(",")[-1] for cell in lines) == ["", "rain"]


def test_what_an_editor_leaves_behind_is_read() -> None:
    text = "\ufeff" + (header_line(SESSIONS) + GOOD).replace("\n", "\r\n") + "\r\n\n"

    reading = read(text, SESSIONS, "sessions.csv")

    assert len(reading.rows) == 1
    assert reading.unreadable == ()


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("date;llm;model", "has no column date"),
        ("", "has no column date"),
        (",".join(string.ascii_letters), "has no column date"),
        ("date,llm,model,module,date", "names a column twice"),
    ],
)
def test_a_file_that_is_not_this_table_is_refused(first: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        read(first + "\n" + GOOD, SESSIONS, "data/sessions.csv")
