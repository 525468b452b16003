import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from crate_support import Clock
from loopback import Loopback, Reply, loopback

from portlog.errors import Unreachable
from portlog.records.crate_lookup import CrateDetails
from portlog.sources import crates_io
from portlog.sources.answer_cache import AnswerCache
from portlog.sources.crates_io import ApiAccess, CratesIo, DetailsWanted
from portlog.sources.http import Client
from portlog.sources.http_message import Settings
from portlog.sources.pace import Pace

RECORDED = Path(__file__).parent / "recorded" / "crates_io_api.json"
NAMED = "portlog-conformance/0 (local)"
ALL = {
    *("downloads", "recent_downloads", "description", "repository", "created_at", "updated_at"),
    "owners",
}


def _recorded(agent: str) -> dict[str, Reply]:
    """Return the recorded answers by path; a crate's downloads are in its full answer."""
    replies: dict[str, Reply] = {}
    for request, answer in json.loads(RECORDED.read_text()).items():
        path, _, sent = request.removeprefix("GET ").partition(" ua=")
        if sent == agent:
            body = json.dumps(answer["body"]).encode()
            replies[path] = Reply(answer["status"], body, {"Content-Type": "application/json"})
    full = {f"{path}?include=downloads": reply for path, reply in replies.items()}
    return full | replies


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        running.replies.update(_recorded(NAMED))
        yield running


def _api(server: Loopback, folder: Path, **more: Any) -> CratesIo:
    base = server.url.rstrip("/")
    access = ApiAccess(
        base=base,
        client=Client(Settings("portlog/test (crate verification)", timeout_s=2)),
        cache=AnswerCache(folder / "cache", base),
        pace=Pace(folder / "next_turn", 0),
        clock=Clock(),
    )
    return CratesIo(replace(access, **more))


def test_downloads_and_owners_are_learned(server: Loopback, tmp_path: Path) -> None:
    api = _api(server, tmp_path)

    learned = api.details([DetailsWanted("seed-core")])["seed-core"]

    assert learned.details == CrateDetails(
        downloads=0,
        owners=("portdev",),
        description="seed seed-core",
        created_at="2026-11-21T09:50:42.323564Z",
        updated_at="2026-11-21T09:50:42.382578Z",
    )
    assert (learned.missing, api.trouble) == ((), None)
    assert server.paths == [
        "/api/v1/crates/seed-core?include=downloads",
        "/api/v1/crates/seed-core/owners",
    ]


def test_portlog_names_itself_and_without_a_name_it_would_be_refused(
    server: Loopback, tmp_path: Path
) -> None:
    _api(server, tmp_path).details([DetailsWanted("seed-core")])
    server.replies.update(_recorded(""))
    nameless = _api(server, tmp_path, cache=AnswerCache(tmp_path / "other", server.url))

    nameless.details([DetailsWanted("seed-core")])

    assert "portlog/test" in server.asked[0].headers["user-agent"]
    assert "answered 403: We require that all requests include a" in (nameless.trouble or "")


def test_the_message_of_a_yanked_version_is_learned(server: Loopback, tmp_path: Path) -> None:
    learned = _api(server, tmp_path).details([DetailsWanted("seed-core", "0.1.0")])

    assert learned["seed-core"].details.yank_message == _message("seed-core", "0.1.0")


def _message(name: str, version: str) -> str:
    recorded = json.loads(RECORDED.read_text())
    answer = recorded[f"GET /api/v1/crates/{name}/{version} ua={NAMED}"]
    message = answer["body"]["version"]["yank_message"]
    assert isinstance(message, str)
    return message


@pytest.mark.parametrize("name", ["seed_core", "SEED-CORE", "seed_upper"])
def test_an_answer_about_another_spelling_is_not_taken(
    server: Loopback, tmp_path: Path, name: str
) -> None:
    api = _api(server, tmp_path)

    learned = api.details([DetailsWanted(name)])[name]

    assert learned.details == CrateDetails()
    assert set(learned.missing) == ALL
    assert "when asked about" in (api.trouble or "")


CRATE, OWNERS, VERSION = (
    "/api/v1/crates/seed-core?include=downloads",
    "/api/v1/crates/seed-core/owners",
    "/api/v1/crates/seed-core/0.1.0",
)


def _is_about(path: str, answer: Mapping[str, Any]) -> bool:
    """Say whether a recorded answer is one to what is asked under a path."""
    body = answer["body"] if isinstance(answer["body"], dict) else {}
    version = body.get("version", {})
    told = {
        CRATE: body.get("crate", {}).get("name") == "seed-core",
        OWNERS: "users" in body,
        VERSION: (version.get("crate"), version.get("num")) == ("seed-core", "0.1.0"),
    }
    return bool(answer["status"] == 200 and told[path])


@pytest.mark.parametrize("path", [CRATE, OWNERS, VERSION])
def test_each_recorded_answer_is_taken_only_where_it_answers_the_question(
    server: Loopback, tmp_path: Path, path: str
) -> None:
    wrong = {}
    for number, (request, answer) in enumerate(json.loads(RECORDED.read_text()).items()):
        location = {"Location": answer["headers"]["location"]} if answer["status"] == 302 else {}
        body = json.dumps(answer["body"]).encode()
        server.replies[path] = Reply(answer["status"], body, location)
        api = _api(server, tmp_path / str(number))

        learned = api.details([DetailsWanted("seed-core", "0.1.0")])["seed-core"]

        is_taken = api.trouble is None and not learned.missing
        if is_taken is not _is_about(path, answer):
            wrong[request] = api.trouble
    assert wrong == {}


def test_errors_in_an_answer_with_status_200_are_a_trouble(
    server: Loopback, tmp_path: Path
) -> None:
    refusal = server.replies["/api/v1/crates?per_page=1000"]
    assert refusal.status == 200
    server.replies["/api/v1/crates/seed-core?include=downloads"] = refusal
    api = _api(server, tmp_path)

    api.details([DetailsWanted("seed-core")])

    assert api.trouble == (
        "crates.io's web API gave no usable answer: cannot request more than 100 items"
    )


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status) for status in (400, 403, 404, 429, 500, 503)),
        Reply(body=b"<html>"),
        Reply(body=b'{"crate": {"name": "seed-core"}}'),
        Reply(body=b'{"crate": ', cut_at=5),
        Reply(body=b'{"crate": ' * 200_000),
        Reply(302, headers={"Location": "http://127.0.0.2/"}),
    ],
)
def test_the_first_trouble_ends_the_questions_of_the_run(
    server: Loopback, tmp_path: Path, reply: Reply
) -> None:
    server.replies["/api/v1/crates/seed-core?include=downloads"] = reply
    api = _api(server, tmp_path)

    learned = api.details([DetailsWanted("seed-core"), DetailsWanted("Seed_Upper")])

    assert api.trouble
    assert len(server.asked) == 1
    assert [set(one.missing) for one in learned.values()] == [ALL, ALL]


def test_what_was_learned_before_the_trouble_is_kept(server: Loopback, tmp_path: Path) -> None:
    server.replies["/api/v1/crates/seed-core/owners"] = Reply(500)
    upper = server.replies["/api/v1/crates/seed_upper"]
    server.replies["/api/v1/crates/Seed_Upper?include=downloads"] = upper
    api = _api(server, tmp_path)

    learned = api.details([DetailsWanted("seed-core"), DetailsWanted("Seed_Upper")])

    assert [one.details.downloads for one in learned.values()] == [0, 0]
    assert [one.missing for one in learned.values()] == [("owners",), ("owners",)]


def test_five_seconds_are_all_there_is(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crates_io, "SECONDS_IN_ALL", 0.3)
    path = "/api/v1/crates/seed-core?include=downloads"
    server.replies[path] = Reply(body=server.replies[path].body, latency_s=3)
    api = _api(server, tmp_path)
    begun = time.monotonic()

    learned = api.details([DetailsWanted("seed-core")])

    assert time.monotonic() - begun < 2
    assert set(learned["seed-core"].missing) == ALL
    assert api.trouble


def test_answers_are_kept_and_offline_they_are_enough(server: Loopback, tmp_path: Path) -> None:
    online = _api(server, tmp_path).details([DetailsWanted("seed-core")])
    asked = len(server.asked)

    offline = _api(server, tmp_path, offline=True).details([DetailsWanted("seed-core")])

    assert offline == online
    assert len(server.asked) == asked


def test_offline_without_kept_answers_details_are_missing(server: Loopback, tmp_path: Path) -> None:
    api = _api(server, tmp_path, offline=True)

    learned = api.details([DetailsWanted("seed-core")])

    assert set(learned["seed-core"].missing) == ALL
    assert server.asked == []


def test_turns_are_a_stretch_apart_whoever_takes_them(tmp_path: Path) -> None:
    begun = time.monotonic()

    for _ in range(3):
        Pace(tmp_path / "next_turn", 0.1).wait_for_turn(5)

    assert time.monotonic() - begun >= 0.2


def test_a_turn_that_is_too_far_off_is_not_waited_for(tmp_path: Path) -> None:
    Pace(tmp_path / "next_turn", 60).wait_for_turn(1)

    with pytest.raises(Unreachable, match="turn"):
        Pace(tmp_path / "next_turn", 60).wait_for_turn(1)


def test_where_no_file_can_be_shared_turns_are_taken_alone(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    pace = Pace(tmp_path / "file" / "next_turn", 0.2)
    begun = time.monotonic()

    pace.wait_for_turn(5)
    pace.wait_for_turn(5)

    assert time.monotonic() - begun >= 0.2


def test_a_damaged_file_of_turns_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "next_turn").write_text("nonsense")

    Pace(tmp_path / "next_turn", 60).wait_for_turn(0)

    assert float((tmp_path / "next_turn").read_text()) > time.time()
