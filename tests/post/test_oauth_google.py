from __future__ import annotations

import http.client
import json
import logging
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import jwt
import pytest

from bot.post.oauth.grant import Grant, NoToken
from bot.post.oauth.keeping import TokenStore
from bot.post.oauth.loopback import Doorstep
from bot.post.oauth.source import TokenSource, source_of
from bot.post.oauth.trouble import TroubleCode
from tests.builders import SetClock
from tests.tokenservers import (
    INSTALLED,
    MAILBOX,
    ROBOT,
    SECRET,
    TokenServer,
    a_robot,
    a_token_server,
)

KEYS = (b"a signing key of 32 bytes or more",)


def a_delegated_grant(server: TokenServer, **changes: object) -> Grant:
    plain = Grant(provider="google", mailbox=MAILBOX, service_account=a_robot(server))
    return replace(plain, **changes)  # type: ignore[arg-type]


def an_installed_grant(server: TokenServer, **changes: object) -> Grant:
    plain = Grant(
        provider="google",
        mailbox=MAILBOX,
        client_id=INSTALLED,
        client_secret=SECRET,
        authority=server.base,
        token_uri=f"{server.base}/token",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_source(grant: Grant, folder: Path, clock: SetClock | None = None) -> TokenSource:
    return source_of(grant, TokenStore(folder, KEYS), clock or SetClock())


def code_of(source: TokenSource) -> TroubleCode | None:
    with pytest.raises(NoToken) as caught:
        source.token()
    assert not set("\n{") & set(str(caught.value))
    return None if caught.value.trouble is None else caught.value.trouble.code


def a_person_with_a_browser(url: str, code: str) -> None:
    """Opens the page, agrees, and is sent on to where the bot listens."""
    assert code == ""
    thread = threading.Thread(target=lambda: follow(visit(url)), daemon=True)
    thread.start()


def visit(url: str) -> str:
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.netloc, timeout=10)
    line.request("GET", f"{parts.path or '/'}?{parts.query}")
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.headers.get("Location") or str(answer.status)


def follow(url: str) -> None:
    assert visit(url) == "200"


# A service account


def test_a_service_account_acts_for_the_mailbox(tmp_path: Path) -> None:
    with a_token_server() as server:
        assert a_source(a_delegated_grant(server), tmp_path).token() in server.issued
    claims = jwt.decode(server.asked[-1].form["assertion"], options={"verify_signature": False})
    assert claims["iss"] == ROBOT
    assert claims["sub"] == MAILBOX
    assert claims["scope"] == "https://mail.google.com/"
    assert claims["exp"] - claims["iat"] == 3600


def test_no_more_is_asked_than_the_token(tmp_path: Path) -> None:
    with a_token_server() as server:
        a_source(a_delegated_grant(server), tmp_path).token()
    assert [one.path for one in server.asked] == ["/token"]


def test_a_delegation_that_is_missing(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.delegated = False
        source = a_source(a_delegated_grant(server), tmp_path)
        assert code_of(source) == TroubleCode.DELEGATION_MISSING


def test_a_delegation_is_made_and_works_without_a_restart(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.delegated = False
        source = a_source(a_delegated_grant(server), tmp_path, clock)
        assert code_of(source) == TroubleCode.DELEGATION_MISSING
        server.delegated = True
        clock.forward(minutes=1)
        assert source.token() in server.issued


def test_a_mailbox_that_is_an_alias_or_a_group(tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = a_delegated_grant(server, mailbox="alias@school.example")
        assert code_of(a_source(grant, tmp_path)) == TroubleCode.MAILBOX_UNKNOWN


def test_a_key_of_another_account_or_one_that_was_deleted(tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = a_delegated_grant(server)
        a_robot(server)  # a new key; the old one is not known any more
        assert code_of(a_source(grant, tmp_path)) == TroubleCode.SECRET_WRONG
        server.robots.clear()
        assert code_of(a_source(grant, tmp_path)) == TroubleCode.SECRET_WRONG


def test_a_clock_that_is_wrong(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.ahead = timedelta(hours=-3)
        source = a_source(a_delegated_grant(server), tmp_path)
        assert code_of(source) == TroubleCode.CLOCK_WRONG


@pytest.mark.parametrize(
    "key", ["", "{", "[]", "{}", '{"client_email": "a", "token_uri": "b", "private_key": "c"}']
)
def test_a_key_that_is_none(key: str, tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = a_delegated_grant(server, service_account=key)
        assert code_of(a_source(grant, tmp_path)) == TroubleCode.SECRET_WRONG
        assert server.asked == []


def test_nobody_has_to_consent_to_a_service_account(tmp_path: Path) -> None:
    with a_token_server() as server:
        source = a_source(a_delegated_grant(server), tmp_path)
        source.login(lambda *_: pytest.fail("nobody is needed"))
        assert source.token() in server.issued


def test_no_log_line_at_any_level_holds_a_token_or_a_key(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clock = SetClock()
    with a_token_server() as server:
        person = a_source(an_installed_grant(server), tmp_path / "person", clock)
        person.login(a_person_with_a_browser)
        grant = a_delegated_grant(server)
        robot = a_source(grant, tmp_path / "robot", clock)
        robot.token()
        clock.forward(hours=1)
        person.token()
        server.robots.clear()
        with pytest.raises(NoToken) as caught:
            robot.token()
        told = [caplog.text, str(caught.value), repr(grant), repr(robot.state())]
        key = json.loads(grant.service_account or "")["private_key"].splitlines()[1]
        assertions = [one.form["assertion"] for one in server.asked if "assertion" in one.form]
        codes = [one.form["code"] for one in server.asked if "code" in one.form]
        secret = [*server.issued, key, *assertions, *codes, SECRET]
        assert len(secret) > 6
        assert not [each for each in secret if any(each in text for text in told)]
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


# An installed app


def test_a_person_consents_in_a_browser_and_the_bot_goes_on_by_itself(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.rotates = ""
        grant = an_installed_grant(server)
        assert code_of(a_source(grant, tmp_path, clock)) == TroubleCode.LOGIN_NEEDED
        a_source(grant, tmp_path, clock).login(a_person_with_a_browser)
        asked = server.asked[0].form
        assert asked["scope"] == "https://mail.google.com/"
        assert asked["login_hint"] == MAILBOX
        assert asked["access_type"] == "offline"

        for _ in range(3):
            clock.forward(hours=1)
            assert a_source(grant, tmp_path, clock).token() in server.issued
    refreshed = [one.form["refresh_token"] for one in server.asked if "refresh_token" in one.form]
    assert len(refreshed) == 3
    assert len(set(refreshed)) == 1


def test_a_refresh_token_that_google_does_rotate(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.rotates = "revokes"
        grant = an_installed_grant(server)
        a_source(grant, tmp_path, clock).login(a_person_with_a_browser)
        for _ in range(3):
            clock.forward(hours=1)
            assert a_source(grant, tmp_path, clock).token() in server.issued


def test_a_person_who_declines(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.consenting = "declines"
        with pytest.raises(NoToken) as caught:
            a_source(an_installed_grant(server), tmp_path).login(a_person_with_a_browser)
    assert caught.value.trouble is not None
    assert caught.value.trouble.code == TroubleCode.CONSENT_MISSING


def test_a_consent_without_a_refresh_token_is_none(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.forgets_refresh = True
        with pytest.raises(NoToken, match="no refresh token came"):
            a_source(an_installed_grant(server), tmp_path).login(a_person_with_a_browser)


def test_a_consent_that_was_taken_back(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        source = a_source(an_installed_grant(server), tmp_path, clock)
        source.login(a_person_with_a_browser)
        server.revoke()
        clock.forward(hours=1)
        assert code_of(source) == TroubleCode.REVOKED


def test_a_secret_that_is_wrong(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = an_installed_grant(server)
        a_source(grant, tmp_path, clock).login(a_person_with_a_browser)
        server.secret = "een ander"
        clock.forward(hours=1)
        source = a_source(grant, tmp_path, clock)
        assert code_of(source) == TroubleCode.SECRET_WRONG


def test_a_consent_outlives_a_new_secret(tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = an_installed_grant(server)
        a_source(grant, tmp_path).login(a_person_with_a_browser)
        server.secret = "een nieuw"
        renewed = replace(grant, client_secret="een nieuw")
        assert a_source(renewed, tmp_path).token() in server.issued
    assert server.asked[-1].form["grant_type"] == "refresh_token"


def test_plain_http_is_for_the_loopback_only(tmp_path: Path) -> None:
    with a_token_server() as server:
        for elsewhere in ("http://oauth2.school.example/token", "file:///etc/passwd"):
            grant = a_delegated_grant(server, token_uri=elsewhere)
            with pytest.raises(NoToken, match="is no https address, and not asked"):
                a_source(grant, tmp_path).token()


# The doorstep


def test_the_doorstep_takes_no_answer_that_it_did_not_ask_for() -> None:
    with Doorstep("state-1") as doorstep:
        answers: list[str] = []

        def visitors() -> None:
            odd = ("", "code=x", "code=x&state=state-2", "state=state-1")
            for query in (*odd, "code=right&state=state-1"):
                answer = visit(f"{doorstep.address}/?{query}")
                answers.append(answer)

        thread = threading.Thread(target=visitors)
        thread.start()
        assert doorstep.wait()["code"] == "right"
        thread.join(10)
    assert answers == ["400", "400", "400", "200", "200"]


def test_whoever_refused_is_not_told_that_it_worked() -> None:
    with Doorstep("state-1") as doorstep:
        pages: list[str] = []

        def visitor() -> None:
            url = f"{doorstep.address}/?error=access_denied&state=state-1"
            with urlopen(url, timeout=10) as answer:
                pages.append(answer.read().decode())

        thread = threading.Thread(target=visitor)
        thread.start()
        assert doorstep.wait()["error"] == "access_denied"
        thread.join(10)
    assert "geen toestemming" in pages[0]
    assert "Gelukt" not in pages[0]


def test_the_doorstep_does_not_wait_for_ever() -> None:
    with Doorstep("state-1", patience=0.01) as doorstep:
        assert doorstep.wait() == {}


def test_the_doorstep_is_on_the_loopback() -> None:
    with Doorstep("state-1") as doorstep:
        assert urlsplit(doorstep.address).hostname == "127.0.0.1"


def test_each_consent_has_a_state_and_a_challenge_of_its_own(tmp_path: Path) -> None:
    seen: list[dict[str, list[str]]] = []

    def show(url: str, code: str) -> None:
        seen.append(parse_qs(urlsplit(url).query))
        a_person_with_a_browser(url, code)

    with a_token_server() as server:
        for _ in range(2):
            a_source(an_installed_grant(server), tmp_path).login(show)
    for name in ("state", "code_challenge"):
        assert seen[0][name] != seen[1][name]
    assert seen[0]["code_challenge_method"] == ["S256"]
