from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.post.oauth import wire
from bot.post.oauth.grant import Grant, NoToken
from bot.post.oauth.keeping import Kept, TokenStore
from bot.post.oauth.source import TokenSource, source_of
from bot.post.oauth.trouble import TroubleCode
from tests.builders import SetClock
from tests.tokenservers import (
    APP,
    MAILBOX,
    SECRET,
    TENANT,
    Scripted,
    TokenServer,
    a_robot,
    a_token_server,
)

KEYS = (b"a signing key of 32 bytes or more",)


def an_app_grant(server: TokenServer) -> Grant:
    return Grant(
        provider="microsoft365",
        mailbox=MAILBOX,
        tenant=TENANT,
        client_id=APP,
        client_secret=SECRET,
        authority=server.base,
    )


def a_persons_grant(server: TokenServer) -> Grant:
    return replace(an_app_grant(server), client_secret=None)


def a_google_grant(server: TokenServer) -> Grant:
    return Grant(provider="google", mailbox=MAILBOX, service_account=a_robot(server))


GrantOf: TypeAlias = Callable[[TokenServer], Grant]
BOTH = pytest.mark.parametrize("grant_of", [an_app_grant, a_google_grant])


def a_source(grant: Grant, folder: Path, clock: SetClock) -> TokenSource:
    return source_of(grant, TokenStore(folder, KEYS), clock)


def refusal(source: TokenSource) -> NoToken:
    with pytest.raises(NoToken) as caught:
        source.token()
    assert "\n" not in str(caught.value)
    return caught.value


def code_of(error: NoToken) -> TroubleCode | None:
    return None if error.trouble is None else error.trouble.code


# Renewed in time, asked for once


def test_a_token_is_asked_for_once_and_again_five_minutes_before_its_end(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_app_grant(server), tmp_path, clock)
        first = source.token()
        clock.forward(minutes=54, seconds=59)
        assert source.token() == first
        clock.forward(seconds=1)
        assert source.token() != first
        assert server.renewals == 2


def test_a_restart_goes_on_with_the_token_that_was_kept(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        first = a_source(an_app_grant(server), tmp_path, clock).token()
        assert a_source(an_app_grant(server), tmp_path, clock).token() == first
        assert server.renewals == 1


@pytest.mark.parametrize("lasts", [60, 0, -5, "3599"])
def test_tokens_of_odd_lives(lasts: int | str, tmp_path: Path) -> None:
    with a_token_server() as server:
        server.lasts = lasts
        assert a_source(an_app_grant(server), tmp_path, SetClock()).token() in server.issued


@BOTH
def test_a_life_that_is_no_number(grant_of: GrantOf, tmp_path: Path) -> None:
    with a_token_server() as server:
        server.lasts = "lang"
        refusal(a_source(grant_of(server), tmp_path, SetClock()))


def test_what_another_secret_or_application_got_is_not_used(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = an_app_grant(server)
        a_source(grant, tmp_path, clock).token()
        for other in (
            replace(grant, client_secret="mis"),
            replace(grant, tenant="andere.example"),
            replace(grant, client_id="andere"),
        ):
            refusal(a_source(other, tmp_path, clock))


def test_what_was_consented_to_another_application_is_not_used(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = a_persons_grant(server)
        a_source(grant, tmp_path, clock).login(lambda *_: None)
        asked = len(server.asked)
        for other in (replace(grant, client_id="andere"), replace(grant, tenant="organizations")):
            assert code_of(refusal(a_source(other, tmp_path, clock))) == TroubleCode.LOGIN_NEEDED
        assert len(server.asked) == asked


def test_many_threads_ask_at_once_and_one_renewal_is_made(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_app_grant(server), tmp_path, clock)
        with ThreadPoolExecutor(8) as pool:
            given = list(pool.map(lambda _: source.token(), range(40)))
        assert len(set(given)) == 1
        assert server.renewals == 1


def test_while_one_thread_renews_the_others_go_on_with_what_lives(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_app_grant(server), tmp_path, clock)
        first = source.token()
        clock.forward(minutes=57)
        server.gate.clear()
        given: list[str] = []
        renewing = threading.Thread(target=lambda: given.append(source.token()))
        renewing.start()
        until_asked(server, 3)
        assert source.token() == first
        server.gate.set()
        renewing.join(10)
    assert given
    assert given != [first]


def until_asked(server: TokenServer, requests: int) -> None:
    waiting = threading.Event()
    for _ in range(500):
        if len(server.asked) >= requests:
            return
        waiting.wait(0.01)
    raise AssertionError("nobody asked")


# A mail server that refuses


def test_a_refused_token_is_not_given_again_once_it_is_a_minute_old(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_app_grant(server), tmp_path, clock)
        first = source.token()
        source.refused()
        assert source.token() == first  # nobody is asked at every login
        clock.forward(minutes=1)
        source.refused()
        assert source.token() != first
        assert server.renewals == 2


# Down, slow, busy, or no token endpoint at all


@BOTH
def test_down_for_an_hour_and_back(grant_of: GrantOf, tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(grant_of(server), tmp_path, clock)
        first = source.token()
        server.stop()
        clock.forward(minutes=57)
        assert source.token() == first  # it still lives
        assert source.state().ok
        assert source.state().trouble is not None
        clock.forward(minutes=3)
        for _ in range(57):
            error = refusal(source)
            assert code_of(error) == TroubleCode.SERVICE_DOWN
            clock.forward(minutes=1)
        assert not source.state().ok
        server.start()
        assert source.token() in server.issued
        assert source.state().ok
        assert source.state().trouble is None


def test_after_a_refusal_nobody_is_asked_for_half_a_minute(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.secret = "een ander"
        source = a_source(an_app_grant(server), tmp_path, clock)
        for _ in range(5):
            refusal(source)
        assert server.renewals == 1
        clock.forward(seconds=30)
        refusal(source)
        assert server.renewals == 2


@BOTH
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_to(grant_of: GrantOf, status: int, tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(grant_of(server), tmp_path, clock)
        server.say("temporarily_unavailable", "Later.", status, Retry_After="120")
        error = refusal(source)
        assert error.retry_after == 120
        throttled = TroubleCode.THROTTLED if status == 429 else TroubleCode.SERVICE_DOWN
        assert code_of(error) == throttled
        asked = len(server.asked)
        clock.forward(seconds=119)
        refusal(source)
        assert len(server.asked) == asked
        clock.forward(seconds=1)
        assert source.token() in server.issued


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("Sun, 22 Nov 2026 10:05:00 GMT", 300),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 1),
        ("999999999999", 3600),
        ("0", 1),
        ("morgen", None),
        ("-5", None),
    ],
)
def test_how_long_a_provider_may_keep_us_away(asked: str, seconds: float | None) -> None:
    headers = {"retry-after": asked, "date": "Sun, 22 Nov 2026 10:00:00 GMT"}
    assert wire._pause_asked(headers) == seconds


@BOTH
@pytest.mark.parametrize("status", [200, 302, 400, 403, 502])
def test_html_instead_of_a_token(grant_of: GrantOf, status: int, tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(grant_of(server), tmp_path, clock)
        page = "<html><title>Welcome to the school wifi</title>" + "x" * 5000
        elsewhere = {"Location": "http://127.0.0.1:1/portal"}
        server.scripted.append(
            Scripted(status=status, body=page, content_type="text/html", headers=elsewhere)
        )
        error = refusal(source)
        assert f"answers HTTP {status}, and no JSON (text/html)" in str(error)
        assert code_of(error) == TroubleCode.SERVICE_DOWN
        clock.forward(seconds=30)
        assert source.token() in server.issued


@BOTH
@pytest.mark.parametrize("body", ["", "[]", "null", '"ja"', '{"error": ["x"]}', "{", "\ud800"])
def test_json_that_is_no_answer(grant_of: GrantOf, body: str, tmp_path: Path) -> None:
    with a_token_server() as server:
        source = a_source(grant_of(server), tmp_path, SetClock())
        body = body.encode("utf-8", "replace").decode()
        server.scripted.append(Scripted(body=body))
        refusal(source)


@BOTH
def test_an_answer_that_does_not_come(
    grant_of: GrantOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.2)
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(grant_of(server), tmp_path, clock)
        server.gate.clear()
        error = refusal(source)
        assert "no whole answer within" in str(error)
        assert code_of(error) == TroubleCode.SERVICE_DOWN
        server.gate.set()
        clock.forward(seconds=30)
        assert source.token() in server.issued


def test_an_answer_without_end(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.scripted.append(Scripted(body='{"error": "%s"}' % ("x y" * 400_000)))
        error = refusal(a_source(an_app_grant(server), tmp_path, SetClock()))
    assert code_of(error) == TroubleCode.SERVICE_DOWN
    assert "x y" not in str(error)


def test_a_host_that_does_not_exist(tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = replace(an_app_grant(server), authority="https://login.nergens.invalid")
        error = refusal(a_source(grant, tmp_path, SetClock()))
    assert "unknown host" in str(error)
    assert code_of(error) == TroubleCode.SERVICE_DOWN


def test_a_library_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    monkeypatch.delitem(sys.modules, "bot.post.oauth.microsoft", raising=False)
    with a_token_server() as server:
        error = refusal(a_source(an_app_grant(server), tmp_path, SetClock()))
    assert "pip install 'gehoor[microsoft]'" in str(error)
    assert code_of(error) == TroubleCode.EXTRA_MISSING


# A clock that jumps


@pytest.mark.parametrize("hours", [-48, 48])
def test_a_clock_that_was_set_right(hours: int, tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = a_persons_grant(server)
        server.rotates = "revokes"
        source = a_source(grant, tmp_path, clock)
        source.login(lambda *_: None)
        first = source.token()
        clock.forward(hours=hours)
        assert source.token() != first
        assert a_source(grant, tmp_path, clock).token() == source.token()
        clock.forward(hours=1)
        assert source.token() in server.issued


def test_what_a_wrong_clock_wrote_is_not_the_newest(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.rotates = "revokes"
        grant = a_persons_grant(server)
        one, other = (a_source(grant, tmp_path, clock) for _ in range(2))
        clock.forward(hours=48)
        one.login(lambda *_: None)
        other.token()
        clock.forward(hours=-48)
        assert one.token() in server.issued
        clock.forward(hours=1)
        assert other.token() in server.issued


# Two processes


RENEW = """
import sys, json
from pathlib import Path
from tests.builders import SetClock
from bot.post.oauth.grant import Grant
from bot.post.oauth.keeping import TokenStore
from bot.post.oauth.source import source_of
clock = SetClock()
clock.forward(hours=1)
grant = Grant(**json.loads(sys.argv[2]))
source = source_of(grant, TokenStore(Path(sys.argv[1]), (sys.argv[3].encode(),)), clock)
print("asking", flush=True)
print(source.token(), flush=True)
"""


def test_two_processes_renew_at_once_and_the_refresh_token_is_spent_once(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.rotates = "revokes"
        grant = a_persons_grant(server)
        a_source(grant, tmp_path, SetClock()).login(lambda *_: None)
        before = server.renewals
        server.gate.clear()
        given = {
            "provider": grant.provider,
            "mailbox": grant.mailbox,
            "tenant": grant.tenant,
            "client_id": grant.client_id,
            "authority": grant.authority,
        }
        command = [sys.executable, "-c", RENEW, str(tmp_path), json.dumps(given), KEYS[0].decode()]
        both = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for one in both:
            assert one.stdout is not None
            assert one.stdout.readline() == "asking\n"
        until_asked(server, 4)
        server.gate.set()
        said = [one.communicate(timeout=30) for one in both]
        assert [errors for _, errors in said] == ["", ""]
        assert said[0][0] == said[1][0]
        assert said[0][0].strip() in server.issued
        assert server.renewals == before + 1


# A full disk


@contextmanager
def a_full_disk() -> Iterator[None]:
    """The kernel lets no file grow any more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_while_storing_a_rotated_token(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = a_persons_grant(server)
        daemon = a_source(grant, tmp_path, clock)
        daemon.login(lambda *_: None)
        stored = (tmp_path / f"{MAILBOX}.token").read_bytes()
        for _ in range(2):
            clock.forward(hours=1)
            with a_full_disk():
                assert daemon.token() in server.issued
            state = daemon.state()
            assert state.ok
            assert state.trouble is not None
            assert state.trouble.code == TroubleCode.NOT_STORED
            assert str(tmp_path) in state.words

        # The old one is whole, and still good at Microsoft.
        assert (tmp_path / f"{MAILBOX}.token").read_bytes() == stored
        assert {file.suffix for file in tmp_path.iterdir()} == {".token", ".lock"}
        assert a_source(grant, tmp_path, clock).token() in server.issued


def test_when_the_disk_has_room_again_the_token_is_stored_without_a_restart(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.rotates = "revokes"
        grant = a_persons_grant(server)
        daemon = a_source(grant, tmp_path, clock)
        daemon.login(lambda *_: None)
        clock.forward(hours=1)
        with a_full_disk():
            token = daemon.token()
            assert daemon.token() == token
        assert daemon.token() == token
        assert daemon.state().trouble is None
        clock.forward(hours=1)
        assert a_source(grant, tmp_path, clock).token() in server.issued


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_app_grant(server), tmp_path / "file" / "tokens", clock)
        token = source.token()
        assert token in server.issued
        assert source.token() == token
        trouble = source.state().trouble
        assert trouble is not None
        assert trouble.code == TroubleCode.NOT_STORED


def test_a_consent_that_cannot_be_stored_is_said_at_once(tmp_path: Path) -> None:
    with a_token_server() as server:
        source = a_source(a_persons_grant(server), tmp_path, SetClock())
        with a_full_disk(), pytest.raises(NoToken) as caught:
            source.login(lambda *_: None)
    assert code_of(caught.value) == TroubleCode.NOT_STORED


# How it stands


def test_how_it_stands_before_anybody_asked(tmp_path: Path) -> None:
    with a_token_server() as server:
        state = a_source(an_app_grant(server), tmp_path, SetClock()).state()
        assert state.ok
        assert state.expires_at is None
        state = a_source(a_persons_grant(server), tmp_path, SetClock()).state()
        assert not state.ok
        assert state.trouble is not None
        assert state.trouble.code == TroubleCode.LOGIN_NEEDED
        assert server.asked == []


def test_how_it_stands_with_what_another_process_kept(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        a_source(a_persons_grant(server), tmp_path, clock).login(lambda *_: None)
        state = a_source(a_persons_grant(server), tmp_path, clock).state()
    assert state.ok
    assert state.expires_at is not None
    assert (state.expires_at - clock.now()).total_seconds() == 3600


def test_other_keys_of_the_bot_cannot_read_it(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = a_persons_grant(server)
        a_source(grant, tmp_path, clock).login(lambda *_: None)
        stranger = source_of(
            grant, TokenStore(tmp_path, (b"another key of 32 bytes or more!!",)), clock
        )
        assert code_of(refusal(stranger)) == TroubleCode.LOGIN_NEEDED


def test_tokens_are_in_no_repr(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_app_grant(server), tmp_path, clock)
        token = source.token()
        kept = TokenStore(tmp_path, KEYS).read(MAILBOX)
        assert isinstance(kept, Kept)
        assert kept.access_token == token
        assert token not in repr(kept)
        assert "signing" not in repr(TokenStore(tmp_path, KEYS))
