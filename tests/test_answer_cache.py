from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import read_only

from portlog.sources.answer_cache import AnswerCache, KeptAnswer

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
URL = "https://index.test/se/rd/serde"
KEPT = KeptAnswer(URL, NOW, b"line\nline\n", '"tag"', "Thu, 05 Mar 2026 09:00:00 GMT")


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "cache", "https://index.test/")


def _file(tmp_path: Path) -> Path:
    (found,) = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    return found


@pytest.mark.parametrize("answer", [KEPT, KeptAnswer(URL, NOW, None), KeptAnswer(URL, NOW, b"")])
def test_an_answer_comes_back_as_it_was_kept(cache: AnswerCache, answer: KeptAnswer) -> None:
    cache.write("se/rd/serde", answer)

    assert cache.read("se/rd/serde", URL) == answer


def test_what_was_never_kept_is_absent(cache: AnswerCache) -> None:
    assert cache.read("se/rd/serde", URL) is None


def test_an_answer_of_another_address_does_not_count(cache: AnswerCache) -> None:
    cache.write("se/rd/serde", KEPT)

    assert cache.read("se/rd/serde", "https://other.test/se/rd/serde") is None


@given(at=st.integers(0, 200), byte=st.integers(0, 255))
def test_a_damaged_entry_counts_as_absent_or_is_undamaged(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    tmp_path = tmp_path_factory.mktemp("damage")
    cache = AnswerCache(tmp_path / "cache", "https://index.test/")
    cache.write("se/rd/serde", KEPT)
    content = bytearray(_file(tmp_path).read_bytes())
    body_at = content.index(b"\n")
    content[max(at % len(content), body_at)] = byte
    _file(tmp_path).write_bytes(bytes(content))

    found = cache.read("se/rd/serde", URL)

    assert found in (None, KEPT)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\n", b'{"format": 99}\n', b"\xff\xfe\n", b'{"a":' * 200_000]
)
def test_a_file_of_another_kind_counts_as_absent(
    cache: AnswerCache, tmp_path: Path, content: bytes
) -> None:
    cache.write("se/rd/serde", KEPT)
    _file(tmp_path).write_bytes(content)

    assert cache.read("se/rd/serde", URL) is None


def test_a_cache_that_cannot_be_written_is_only_slower(tmp_path: Path) -> None:
    with read_only(tmp_path) as folder:
        cache = AnswerCache(folder / "cache", "https://index.test/")

        cache.write("se/rd/serde", KEPT)

        assert cache.read("se/rd/serde", URL) is None


def test_many_writers_leave_one_whole_answer_and_nothing_else(
    cache: AnswerCache, tmp_path: Path
) -> None:
    answers = [KeptAnswer(URL, NOW, bytes([65 + turn]) * 50_000) for turn in range(20)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda answer: cache.write("se/rd/serde", answer), answers))

    assert cache.read("se/rd/serde", URL) in answers
    assert _file(tmp_path).name == "serde"


@pytest.mark.parametrize(("minutes", "fresh"), [(0, True), (9.9, True), (10, False), (-1, False)])
def test_an_answer_is_fresh_for_ten_minutes(minutes: float, *, fresh: bool) -> None:
    assert KEPT.is_fresh(NOW + timedelta(minutes=minutes)) is fresh


def test_an_age_is_never_negative() -> None:
    assert KEPT.age(NOW - timedelta(days=1)) == timedelta(0)
