import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from loopback import Loopback, Reply, loopback

from portlog.errors import Unreachable
from portlog.sources.http import Client
from portlog.sources.http_message import Answer, Request, Settings

QUICK = Settings(user_agent="portlog/test (crate verification)", timeout_s=2, retries=0)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


def _get(server: Loopback, reply: Reply) -> Answer:
    server.replies["/x"] = reply
    return Client(QUICK).get(Request(f"{server.url}x", most_bytes=1_000_000))


def _trouble(server: Loopback, reply: Reply) -> str:
    with pytest.raises(Unreachable) as trouble:
        _get(server, reply)
    return trouble.value.message


def test_an_answer_comes_whole_with_its_status_and_headers(server: Loopback) -> None:
    answer = _get(server, Reply(404, b"no", {"ETag": '"a"'}))

    assert (answer.status, answer.body, answer.headers["etag"]) == (404, b"no", '"a"')


def test_portlog_names_itself_and_keeps_no_cookies(server: Loopback) -> None:
    server.replies["/x"] = Reply(headers={"Set-Cookie": "a=b"})
    client = Client(QUICK)

    client.get(Request(f"{server.url}x"))
    client.get(Request(f"{server.url}x"))

    assert server.asked[1].headers["user-agent"] == QUICK.user_agent
    assert "cookie" not in server.asked[1].headers


def test_connections_are_used_again(server: Loopback) -> None:
    server.replies["/x"] = Reply(body=b"x" * 100_000)
    client = Client(QUICK)

    for _ in range(5):
        client.get(Request(f"{server.url}x"))

    assert server.connections == 1


def test_credentials_that_netrc_has_for_a_host_are_not_sent(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    _get(server, Reply())

    assert "authorization" not in server.asked[0].headers


@pytest.mark.parametrize("framing", ["length", "chunks"])
def test_a_packed_answer_is_unpacked(server: Loopback, framing: str) -> None:
    reply = Reply(body=gzip.compress(b"text"), headers={"Content-Encoding": "gzip"})

    answer = _get(server, Reply(body=reply.body, headers=reply.headers, framing=framing))

    assert answer.body == b"text"


def test_a_packed_bomb_is_refused_without_unpacking_it(server: Loopback) -> None:
    bomb = gzip.compress(bytes(50_000_000))

    trouble = _trouble(server, Reply(body=bomb, headers={"Content-Encoding": "gzip"}))

    assert trouble == "the answer is larger than 1,000,000 bytes"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(body=b"x" * 100, cut_at=50), "broke the connection off"),
        (Reply(body=b"x" * 100, cut_at=50, framing="chunks"), "broke the connection off"),
        (Reply(body=b"x" * 100, framing="close"), "does not say how long it is"),
        (Reply(body=b"x" * 2_000_000), "larger than 1,000,000 bytes"),
        (Reply(429), "answered 429"),
        (Reply(500), "answered 500"),
        (Reply(503, headers={"Retry-After": "60"}), "answered 503"),
        (Reply(302, headers={"Location": "http://127.0.0.2/"}), "redirects to 127.0.0.2"),
        (Reply(302, headers={"Location": "file:///etc/passwd"}), "redirects to nowhere"),
        (Reply(302, headers={"Location": "/x"}), "redirects more than 3 times"),
        (Reply(body=b"not packed", headers={"Content-Encoding": "gzip"}), "packing is broken"),
        (Reply(body=b"?", headers={"Content-Encoding": "br"}), 'packed as "br"'),
        (
            Reply(body=gzip.compress(b"x" * 99)[:-4], headers={"Content-Encoding": "gzip"}),
            "packed answer was cut off",
        ),
    ],
)
def test_every_broken_answer_is_a_trouble_that_says_why(
    server: Loopback, reply: Reply, words: str
) -> None:
    trouble = _trouble(server, reply)

    assert words in trouble


def test_a_server_that_holds_its_body_back_is_not_waited_for(server: Loopback) -> None:
    server.replies["/x"] = Reply(body=b"x" * 1000)
    client = Client(QUICK)
    taken = []

    for _ in range(10):
        begun = time.monotonic()
        client.get(Request(f"{server.url}x"))
        taken.append(time.monotonic() - begun)

    assert min(taken[2:]) < 0.03


def test_a_redirect_within_the_host_is_followed(server: Loopback) -> None:
    server.replies["/there"] = Reply(body=b"here")

    answer = _get(server, Reply(302, headers={"Location": "/there"}))

    assert answer.body == b"here"


@pytest.mark.parametrize("reply", [Reply(body=b"x" * 50, drip_s=0.3), Reply(latency_s=20)])
def test_a_slow_answer_ends_at_its_deadline(server: Loopback, reply: Reply) -> None:
    server.replies["/x"] = reply
    client = Client(QUICK)
    begun = time.monotonic()

    with pytest.raises(Unreachable):
        client.get(Request(f"{server.url}x"), timeout_s=0.5)

    assert time.monotonic() - begun < 2


def test_headers_that_never_end_are_given_up_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        with pytest.raises(Unreachable, match="answer in time"):
            Client(QUICK).get(Request(f"http://127.0.0.1:{port}/x"), timeout_s=0.3)


def test_a_refused_connection_is_a_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(Unreachable, match="cannot be connected to"):
        Client(QUICK).get(Request(f"http://127.0.0.1:{port}/x"))


def test_a_certificate_of_nobody_is_a_trouble() -> None:
    authority = trustme.CA()
    context = _server_context(authority)

    with loopback(context) as server, pytest.raises(Unreachable, match="cannot be trusted"):
        Client(QUICK).get(Request(f"{server.url}x"))


def test_a_certificate_of_a_named_authority_is_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    settings = Settings("portlog/test", timeout_s=5, retries=0, certificates=bundle)

    with loopback(_server_context(authority)) as server:
        answer = Client(settings).get(Request(f"{server.url}config.json"))

    assert answer.status == 200


def _server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_a_passing_failure_is_tried_again(server: Loopback) -> None:
    server.replies["/x"] = Reply(500)
    waits: list[float] = []

    def mend(seconds: float) -> None:
        waits.append(seconds)
        server.replies["/x"] = Reply(body=b"well again")

    answer = Client(Settings("portlog/test", retries=2), sleep=mend).get(Request(f"{server.url}x"))

    assert answer.body == b"well again"
    assert waits == [0.2]


def test_a_short_wait_that_the_server_asks_for_is_kept(server: Loopback) -> None:
    server.replies["/x"] = Reply(429, headers={"Retry-After": "1"})
    waits: list[float] = []

    with pytest.raises(Unreachable):
        Client(Settings("portlog/test", retries=1), sleep=waits.append).get(
            Request(f"{server.url}x")
        )

    assert waits == [1.0]


@pytest.mark.parametrize("wait", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_long_wait_is_not_waited_for(server: Loopback, wait: str) -> None:
    server.replies["/x"] = Reply(429, headers={"Retry-After": wait})

    with pytest.raises(Unreachable, match="answered 429"):
        Client(Settings("portlog/test", retries=2)).get(Request(f"{server.url}x"))

    assert len(server.asked) == 1


def test_a_host_that_keeps_failing_is_not_asked_for_ever(server: Loopback) -> None:
    server.replies["/x"] = Reply(500)
    client = Client(QUICK)

    for _ in range(20):
        with pytest.raises(Unreachable):
            client.get(Request(f"{server.url}x"))

    assert len(server.asked) == 8


def test_an_answer_between_gives_a_host_new_trust(server: Loopback) -> None:
    server.replies["/x"] = Reply(500)
    client = Client(QUICK)

    for turn in range(20):
        if turn % 5 == 4:
            client.get(Request(f"{server.url}config.json"))
        else:
            with pytest.raises(Unreachable, match="answered 500"):
                client.get(Request(f"{server.url}x"))


def test_requests_go_through_the_proxy_of_cargos_configuration(server: Loopback) -> None:
    proxy = server.url.removeprefix("http://").rstrip("/")
    server.replies["http://registry.test/x"] = Reply(body=b"by proxy")

    answer = Client(Settings("portlog/test", proxy=proxy, retries=0)).get(
        Request("http://registry.test/x")
    )

    assert answer.body == b"by proxy"


def test_a_host_that_is_to_be_asked_directly_is_not_asked_by_proxy(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    client = Client(Settings("portlog/test", proxy="proxy.invalid:1", retries=0))

    answer = client.get(Request(f"{server.url}config.json"))

    assert answer.status == 200


def test_a_proxy_that_is_not_there_is_a_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(Unreachable, match="cannot be reached through the proxy"):
        Client(Settings("portlog/test", proxy=f"127.0.0.1:{port}", retries=0)).get(
            Request("http://registry.test/x")
        )


def test_secrets_are_not_in_what_is_printed() -> None:
    request = Request("https://x.test/", {"Authorization": "secret"})
    settings = Settings("portlog/test", proxy="http://me:secret@proxy.test")

    assert "secret" not in repr(request) + repr(settings)
