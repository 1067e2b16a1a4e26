"""Connecting to the mail server: TLS, login, and one clear line when it fails."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import monotonic
from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome
from bot.post.smtp.postman import Postman, SmtpServer
from tests.certificates import make_certificate
from tests.smtpservers import At, SmtpSink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BOX = "klachten@school.example"
PASSWORD = "geheim-woord"


def letters(count: int) -> list[tuple[int, Envelope]]:
    content = b"Subject: x\r\n\r\nBeste ouder\r\n"
    return [
        (n, Envelope(sender=BOX, recipient=f"p{n}@ouder.example", content=content))
        for n in range(count)
    ]


def delivered(server: SmtpServer, count: int = 1) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}

    async def act() -> None:
        postman = Postman(server, monotonic=monotonic)
        await postman.deliver_all(letters(count), outcomes.__setitem__)
        await postman.close()

    asyncio.run(act())
    return [outcomes[n] for n in sorted(outcomes)]


def complaint(server: SmtpServer) -> str:
    """The line about a server that cannot be used; the same from check and from delivery."""
    outcomes = delivered(server, 20)
    assert len(outcomes) == 20
    first = outcomes[0]
    assert isinstance(first, Delayed)
    assert first.unusable is not None
    assert set(outcomes) == {first}
    checked = asyncio.run(Postman(server, monotonic=monotonic).check())
    assert checked == first.unusable
    assert checked.startswith(f"{server.host}:{server.port}: ")
    assert "\n" not in checked
    return checked


def is_accepted(server: SmtpServer) -> bool:
    assert asyncio.run(Postman(server, monotonic=monotonic).check(BOX)) is None
    return [type(outcome) for outcome in delivered(server, 3)] == [Accepted] * 3


def a_server(port: int, **changes: Any) -> SmtpServer:
    chosen: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "timeout": 10.0,
    }
    return SmtpServer(**(chosen | changes))


@contextmanager
def a_sink(**chosen: Any) -> Iterator[SmtpSink]:
    with SmtpSink(**chosen) as sink:
        yield sink


# TLS


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_is_trusted_through_ca_file_only(tmp_path: Path, security: str) -> None:
    certificate = make_certificate(tmp_path)
    with a_sink(security=security, certificate=certificate) as sink:
        trusting = a_server(sink.port, security=security, ca_file=str(certificate.cert))
        assert is_accepted(trusting)
        words = complaint(a_server(sink.port, security=security))
    assert "certificate is not trusted (self-signed certificate)" in words
    assert "set ca_file" in words
    assert len(sink.letters) == 3


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_expired_certificate_is_named_as_such(tmp_path: Path, security: str) -> None:
    certificate = make_certificate(tmp_path, expired=True)
    with a_sink(security=security, certificate=certificate) as sink:
        server = a_server(sink.port, security=security, ca_file=str(certificate.cert))
        assert "certificate has expired" in complaint(server)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_made_out_to_another_is_refused(tmp_path: Path, security: str) -> None:
    certificate = make_certificate(tmp_path, names=("mail.elsewhere.example",))
    with a_sink(security=security, certificate=certificate) as sink:
        server = a_server(sink.port, security=security, ca_file=str(certificate.cert))
        assert "host to the name the certificate is made out to" in complaint(server)


def test_a_server_without_tls_says_what_to_set() -> None:
    with a_sink() as sink:
        assert 'port 587 "starttls"' in complaint(a_server(sink.port, security="tls"))
        assert "offers no STARTTLS" in complaint(a_server(sink.port, security="starttls"))


def test_a_missing_ca_file_is_named() -> None:
    with a_sink() as sink:
        words = complaint(a_server(sink.port, security="tls", ca_file="/nowhere/ca.pem"))
    assert "ca_file /nowhere/ca.pem cannot be read" in words
    assert sink.connections == 0


def test_a_server_that_turns_us_away_behind_tls_is_left_without_a_trace(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with a_sink(security="tls", certificate=certificate) as sink:
        sink.answer(At.CONNECT, "554 5.3.2 closed")
        server = a_server(sink.port, security="tls", ca_file=str(certificate.cert))
        assert "turned us away (554 5.3.2 closed)" in complaint(server)


# Finding it


def test_an_unknown_host_is_named() -> None:
    words = complaint(a_server(25, host="mail.gehoor.invalid"))
    assert "mail.gehoor.invalid:25: unknown host" in words


def test_a_name_that_cannot_be_a_host_is_named() -> None:
    assert "mail..example:25: cannot be used" in complaint(a_server(25, host="mail..example"))


def test_a_port_where_nobody_listens_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "refuses connections" in complaint(a_server(taken.getsockname()[1]))


def test_our_own_name_is_never_asked_from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> str:
        raise AssertionError("a slow name server would hold up every letter")

    with a_sink() as sink:
        monkeypatch.setattr("socket.getfqdn", asked)
        assert is_accepted(a_server(sink.port))


def test_a_server_that_never_greets_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        words = complaint(a_server(mute.getsockname()[1], timeout=0.2))
    assert "no answer within 0.2 s" in words


# Login


def test_a_login_with_user_and_password() -> None:
    with a_sink(user=BOX, password=PASSWORD) as sink:
        assert is_accepted(a_server(sink.port, user=BOX, password=PASSWORD))
    assert {(user, right) for _, user, right in sink.logins} == {(BOX, True)}


def test_a_wrong_password_is_tried_once_and_never_shown() -> None:
    with a_sink(user=BOX, password=PASSWORD) as sink:
        server = a_server(sink.port, user=BOX, password="verkeerd-woord", connections=3)
        outcomes = delivered(server, 30)
        assert len(sink.logins) == 1
        words = complaint(server)
    assert len(outcomes) == 30
    assert f"login as {BOX} refused (535 5.7.8" in words
    assert "check user and password" in words
    assert "verkeerd-woord" not in words + repr(server) + str(outcomes)


def test_a_method_the_server_only_claims_to_know_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_sink(user=BOX, password=PASSWORD) as sink:

        async def unknown(line: Any, session: Any, envelope: Any, args: list[str]) -> Any:  # noqa: ARG001
            from aiosmtpd.smtp import MISSING  # noqa: PLC0415

            return "504 5.5.4 unknown method" if args[0] == "PLAIN" else MISSING

        monkeypatch.setattr(sink, "handle_AUTH", unknown, raising=False)
        assert is_accepted(a_server(sink.port, user=BOX, password=PASSWORD))
    assert {method for method, _, _ in sink.logins} == {"LOGIN"}


def test_a_server_that_wants_a_login_we_do_not_have() -> None:
    with a_sink(user=BOX, password=PASSWORD) as sink:
        outcome = delivered(a_server(sink.port))[0]
    assert isinstance(outcome, Delayed)
    assert outcome.unusable is not None
    assert "530 5.7.0 Authentication required" in outcome.unusable


def test_a_login_where_none_is_offered() -> None:
    with a_sink() as sink:
        words = complaint(a_server(sink.port, user=BOX, password=PASSWORD))
    assert "offers no login that we know (it offers: none)" in words


async def _fresh() -> str:
    return "token-1"


@pytest.mark.parametrize("token", [lambda: "token-1", _fresh])
def test_an_access_token_from_a_plain_or_an_async_function(token: Callable[[], Any]) -> None:
    with a_sink(user=BOX, token="token-1") as sink:
        assert is_accepted(a_server(sink.port, user=BOX, token=token))
    assert sink.logins[0] == ("XOAUTH2", BOX, True)


def test_an_access_token_that_is_not_accepted() -> None:
    with a_sink(user=BOX, token="token-1") as sink:
        words = complaint(a_server(sink.port, user=BOX, token=lambda: "token-0"))
    assert "check the access and its token" in words
    assert "token-0" not in words


def test_a_token_service_that_fails() -> None:
    def failing() -> str:
        raise RuntimeError("AADSTS7000215: invalid client secret")

    with a_sink(user=BOX, token="token-1") as sink:
        words = complaint(a_server(sink.port, user=BOX, token=failing))
    assert f"no access token for {BOX} (AADSTS7000215" in words
