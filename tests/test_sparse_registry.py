import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Clock
from loopback import SETTINGS, Loopback, Reply, loopback, release

from portlog.records.registry import Listing, NoAnswer
from portlog.sources.answer_cache import AnswerCache
from portlog.sources.cargo_sources import SparseIndex
from portlog.sources.http import Client
from portlog.sources.http_message import Settings
from portlog.sources.registry import look_up_all
from portlog.sources.sparse_registry import SparseRegistry

ETAG = '"v1"'
HUSH = "hush-hush"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        running.publish("serde", release("1.0.0"), headers={"ETag": ETAG, "Last-Modified": "then"})
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _registry(
    server: Loopback,
    folder: Path,
    clock: Clock,
    *,
    offline: bool = False,
    **secrets: str,
) -> SparseRegistry:
    index = SparseIndex("here", server.url, **secrets)
    client = Client(Settings("portlog/test", timeout_s=2, retries=0))
    cache = AnswerCache(folder / "cache", server.url)
    return SparseRegistry(index, client, cache, clock, offline=offline)


def _listing(answer: object) -> Listing:
    assert isinstance(answer, Listing), answer
    return answer


def _why(answer: object) -> str:
    assert isinstance(answer, NoAnswer), answer
    return answer.why


def test_a_crate_is_seen_at_its_place_and_now(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    answer = _listing(_registry(server, tmp_path, clock).look_up("serde"))

    assert [one.version for one in answer.releases] == ["1.0.0"]
    assert (answer.sighting.source, answer.sighting.etag) == (f"{server.url}se/rd/serde", ETAG)
    assert (answer.sighting.checked_at, answer.sighting.age_seconds) == (clock.now, None)
    assert server.asked[0].headers["cargo-protocol"] == "version=1"


def test_an_answer_counts_for_ten_minutes_and_says_its_age(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    _registry(server, tmp_path, clock).look_up("serde")
    clock.pass_minutes(9)

    answer = _listing(_registry(server, tmp_path, clock).look_up("serde"))

    assert answer.sighting.age_seconds == 9 * 60
    assert len(server.asked) == 1


def test_an_older_answer_is_asked_for_again_by_its_tag(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    _registry(server, tmp_path, clock).look_up("serde")
    clock.pass_minutes(11)
    server.replies["/se/rd/serde"] = Reply(304)

    answer = _listing(_registry(server, tmp_path, clock).look_up("serde"))

    assert server.asked[1].headers["if-none-match"] == ETAG
    assert "if-modified-since" not in server.asked[1].headers
    assert [one.version for one in answer.releases] == ["1.0.0"]
    assert (answer.sighting.checked_at, answer.sighting.age_seconds) == (clock.now, None)


def test_the_time_of_change_is_asked_for_where_there_is_no_tag(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    server.publish("serde", release("1.0.0"), headers={"Last-Modified": "then"})
    _registry(server, tmp_path, clock).look_up("serde")
    clock.pass_minutes(11)

    _registry(server, tmp_path, clock).look_up("serde")

    assert server.asked[1].headers["if-modified-since"] == "then"


def test_after_ten_minutes_no_answer_is_not_the_old_answer(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    _registry(server, tmp_path, clock).look_up("serde")
    clock.pass_minutes(10)
    server.replies["/se/rd/serde"] = Reply(500)

    answer = _registry(server, tmp_path, clock).look_up("serde")

    assert "answered 500" in _why(answer)


def test_offline_an_old_answer_counts_and_says_its_age(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    _registry(server, tmp_path, clock).look_up("serde")
    clock.pass_minutes(60)

    answer = _listing(_registry(server, tmp_path, clock, offline=True).look_up("serde"))

    assert answer.sighting.age_seconds == 60 * 60
    assert len(server.asked) == 1


def test_offline_without_an_answer_nothing_is_known(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    answer = _registry(server, tmp_path, clock, offline=True).look_up("serde")

    assert "offline" in _why(answer)
    assert server.asked == []


@pytest.mark.parametrize("status", [404, 410, 451])
def test_a_registry_that_lacks_a_crate_is_believed(
    server: Loopback, tmp_path: Path, clock: Clock, status: int
) -> None:
    server.replies["/no/-s/no-such"] = Reply(status)

    answer = _listing(_registry(server, tmp_path, clock).look_up("no-such"))

    assert (answer.releases, answer.complete) == ((), True)


def test_an_absence_is_kept_as_well(server: Loopback, tmp_path: Path, clock: Clock) -> None:
    _registry(server, tmp_path, clock).look_up("no-such")
    asked = len(server.asked)

    answer = _listing(_registry(server, tmp_path, clock).look_up("no-such"))

    assert answer.releases == ()
    assert len(server.asked) == asked


@pytest.mark.parametrize("settings", [Reply(404), Reply(body=b"<html>"), Reply(403), Reply(500)])
def test_a_server_that_is_no_registry_is_not_believed_when_it_has_nothing(
    server: Loopback, tmp_path: Path, clock: Clock, settings: Reply
) -> None:
    server.replies["/config.json"] = settings

    answer = _registry(server, tmp_path, clock).look_up("no-such")

    assert isinstance(answer, NoAnswer)


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status) for status in (304, 400, 401, 403, 418, 429, 500, 503)),
        Reply(body=b"<html>Please log in</html>"),
        Reply(body=b""),
        Reply(body=b'{"name": "serde", "vers": "1.0.0"}\n{"name": "se'),
        Reply(body=b'{"name": "serde", "vers": "1.0.0"}\n' * 9, cut_at=40),
        Reply(latency_s=3),
    ],
)
def test_any_other_answer_says_nothing_about_the_crate_and_is_not_kept(
    server: Loopback, tmp_path: Path, clock: Clock, reply: Reply
) -> None:
    server.replies["/se/rd/serde"] = reply

    answer = _registry(server, tmp_path, clock).look_up("serde")

    assert _why(answer)
    assert isinstance(_registry(server, tmp_path, clock, offline=True).look_up("serde"), NoAnswer)


def test_a_token_goes_only_to_a_registry_that_wants_one(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    _registry(server, tmp_path, clock, token=HUSH).look_up("serde")

    assert [one for one in server.asked if "authorization" in one.headers] == []


def test_a_registry_that_wants_a_token_gets_it(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    settings = json.dumps(SETTINGS | {"auth-required": True}).encode()
    server.replies["/config.json"] = Reply(body=settings)

    _registry(server, tmp_path, clock, token=HUSH).look_up("serde")

    assert server.asked[-1].headers["authorization"] == HUSH
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert HUSH.encode() not in kept


def test_a_token_that_is_wanted_and_missing_is_named(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    server.replies["/se/rd/serde"] = Reply(401)

    answer = _registry(server, tmp_path, clock).look_up("serde")

    assert _why(answer) == (
        "the registry here wants a token; set it with cargo login --registry here"
    )


def test_a_token_that_is_refused_is_not_shown(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    server.replies["/config.json"] = Reply(401)

    answer = _registry(server, tmp_path, clock, token=HUSH).look_up("serde")

    assert "refuses the token" in _why(answer)
    assert HUSH not in repr(answer)


def test_credentials_in_an_address_are_sent_but_never_shown(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    answer = _registry(server, tmp_path, clock, basic_credentials="Basic c2VjcmV0").look_up("serde")

    assert server.asked[0].headers["authorization"] == "Basic c2VjcmV0"
    assert "c2VjcmV0" not in repr(answer)


def test_eight_are_asked_side_by_side_over_kept_connections(
    server: Loopback, tmp_path: Path, clock: Clock
) -> None:
    names = [f"crate{number}" for number in range(40)]
    for name in names:
        server.publish(name, release("1.0.0"), latency_s=0.02)

    answers = look_up_all(_registry(server, tmp_path, clock), [*names, *names])

    assert list(answers) == names
    assert len(server.asked) == 40
    assert server.connections <= 8
