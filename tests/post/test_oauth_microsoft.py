from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.post.oauth.grant import Grant, NoToken
from bot.post.oauth.keeping import TokenStore
from bot.post.oauth.source import TokenSource, source_of
from bot.post.oauth.trouble import TroubleCode
from tests.builders import SetClock
from tests.certificates import make_certificate
from tests.tokenservers import (
    APP,
    MAILBOX,
    SECRET,
    TENANT,
    Scripted,
    TokenServer,
    a_token_server,
    an_app_key,
)

KEYS = (b"a signing key of 32 bytes or more",)


def a_grant(server: TokenServer, **changes: object) -> Grant:
    plain = Grant(
        provider="microsoft365",
        mailbox=MAILBOX,
        tenant=TENANT,
        client_id=APP,
        client_secret=SECRET,
        authority=server.base,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_source(grant: Grant, folder: Path, clock: SetClock | None = None) -> TokenSource:
    return source_of(grant, TokenStore(folder, KEYS), clock or SetClock())


def refusal(source: TokenSource) -> NoToken:
    with pytest.raises(NoToken) as caught:
        source.token()
    assert "\n" not in str(caught.value)
    return caught.value


def test_an_app_with_a_secret_gets_a_token_for_exchange(tmp_path: Path) -> None:
    with a_token_server() as server:
        token = a_source(a_grant(server), tmp_path).token()
    assert token in server.issued
    asked = server.asked[-1]
    assert asked.path == f"/{TENANT}/oauth2/v2.0/token"
    assert asked.form["grant_type"] == "client_credentials"
    assert asked.form["scope"] == "https://outlook.office365.com/.default"


def test_an_app_with_a_certificate_gets_one_too(tmp_path: Path) -> None:
    key = an_app_key(days=20)
    with a_token_server() as server:
        server.certificates.append(key.certificate)
        source = a_source(a_grant(server, client_secret=None, certificate=key.pem), tmp_path)
        assert source.token() in server.issued
    assert "client_secret" not in server.asked[-1].form
    last_day = (SystemClock().now() + timedelta(days=20)).date()
    assert source.state().secret_ends_on == last_day


def test_key_and_certificate_may_stand_in_any_order(tmp_path: Path) -> None:
    key = an_app_key()
    turned = key.pem.removeprefix(key.private_pem) + key.private_pem
    with a_token_server() as server:
        server.certificates.append(key.certificate)
        grant = a_grant(server, client_secret=None, certificate=turned)
        assert a_source(grant, tmp_path).token() in server.issued


@pytest.mark.parametrize(
    "pem",
    ["", "niets", an_app_key().private_pem, "-----BEGIN CERTIFICATE"],
    ids=["empty", "words", "key alone", "cut off"],
)
def test_a_certificate_that_is_none_is_said_so(pem: str, tmp_path: Path) -> None:
    with a_token_server() as server:
        error = refusal(a_source(a_grant(server, client_secret=None, certificate=pem), tmp_path))
    assert "certificate of [mailbox.oauth]" in str(error)
    assert error.trouble is not None
    assert error.trouble.code == TroubleCode.SECRET_WRONG
    assert "PRIVATE" not in str(error)


def test_a_certificate_that_nobody_uploaded(tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = a_grant(server, client_secret=None, certificate=an_app_key().pem)
        error = refusal(a_source(grant, tmp_path))
    assert error.trouble is not None
    assert error.trouble.code == TroubleCode.SECRET_WRONG


def test_the_end_of_a_secret_is_known_from_the_config_or_the_certificate(tmp_path: Path) -> None:
    key = an_app_key(days=20)
    today = SystemClock().now().date()
    with a_token_server() as server:
        grant = a_grant(server, certificate=key.pem, secret_expires_on=today + timedelta(days=9))
        assert a_source(grant, tmp_path).state().secret_ends_on == today + timedelta(days=9)
        later = replace(grant, secret_expires_on=today + timedelta(days=99))
        assert a_source(later, tmp_path).state().secret_ends_on == today + timedelta(days=20)
        none = a_grant(server)
        assert a_source(none, tmp_path).state().secret_ends_on is None


# A person, once


def test_a_person_consents_by_device_code_and_the_bot_goes_on_by_itself(tmp_path: Path) -> None:
    shown: list[tuple[str, str]] = []
    clock = SetClock()
    with a_token_server() as server:
        grant = a_grant(server, client_secret=None)
        error = refusal(a_source(grant, tmp_path, clock))
        assert error.trouble is not None
        assert error.trouble.code == TroubleCode.LOGIN_NEEDED

        server.consenting = "pending"
        a_source(grant, tmp_path, clock).login(lambda *told: shown.append(told))
        assert shown == [("https://microsoft.com/devicelogin", "D7KQ4MT9")]
        scope = next(one for one in server.asked if "devicecode" in one.path).form["scope"]
        assert "https://outlook.office.com/IMAP.AccessAsUser.All" in scope
        assert "https://outlook.office.com/SMTP.Send" in scope
        assert "offline_access" in scope

        source = a_source(grant, tmp_path, clock)
        asked = len(server.asked)
        assert source.token() in server.issued
        assert len(server.asked) == asked
        clock.forward(hours=1)
        assert source.token() in server.issued
        assert server.asked[-1].form["grant_type"] == "refresh_token"


def test_a_tenant_is_not_needed_where_a_person_consents(tmp_path: Path) -> None:
    with a_token_server() as server:
        grant = a_grant(server, client_secret=None, tenant=None)
        a_source(grant, tmp_path).login(lambda *_: None)
        assert a_source(grant, tmp_path).token() in server.issued
    assert server.asked[-1].path.startswith("/organizations/")


def test_a_person_who_declines(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.consenting = "declines"
        with pytest.raises(NoToken) as caught:
            a_source(a_grant(server, client_secret=None), tmp_path).login(lambda *_: None)
    assert caught.value.trouble is not None
    assert caught.value.trouble.code == TroubleCode.CONSENT_MISSING


def test_an_app_that_allows_no_device_code(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.public_client = False
        with pytest.raises(NoToken) as caught:
            a_source(a_grant(server, client_secret=None), tmp_path).login(lambda *_: None)
    assert caught.value.trouble is not None
    assert caught.value.trouble.code == TroubleCode.PUBLIC_CLIENT_OFF


def test_a_login_where_no_person_is_needed_asks_for_a_token(tmp_path: Path) -> None:
    with a_token_server() as server:
        source = a_source(a_grant(server), tmp_path)
        source.login(lambda *_: pytest.fail("nobody is needed"))
        assert source.token() in server.issued
        assert server.renewals == 1


@pytest.mark.parametrize("rotates", ["keeps", "revokes"])
def test_refresh_tokens_rotate(rotates: str, tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        server.rotates = rotates
        grant = a_grant(server, client_secret=None)
        a_source(grant, tmp_path, clock).login(lambda *_: None)
        for _ in range(3):
            clock.forward(hours=1)
            assert a_source(grant, tmp_path, clock).token() in server.issued
        refreshed = [
            one.form["refresh_token"] for one in server.asked if "refresh_token" in one.form
        ]
    assert len(set(refreshed)) == 3


def test_a_consent_that_is_revoked_is_given_again_without_a_restart(tmp_path: Path) -> None:
    clock = SetClock()
    with a_token_server() as server:
        grant = a_grant(server, client_secret=None)
        a_source(grant, tmp_path, clock).login(lambda *_: None)
        daemon = a_source(grant, tmp_path, clock)
        daemon.token()
        server.revoke()
        clock.forward(hours=1)
        error = refusal(daemon)
        assert error.trouble is not None
        assert error.trouble.code == TroubleCode.REVOKED
        assert not daemon.state().ok

        a_source(grant, tmp_path, clock).login(lambda *_: None)  # in another process
        assert daemon.token() in server.issued
        assert daemon.state().ok
        assert daemon.state().trouble is None


# What Microsoft says


def test_a_wrong_tenant(tmp_path: Path) -> None:
    with a_token_server() as server:
        error = refusal(a_source(a_grant(server, tenant="andere.example"), tmp_path))
    assert "AADSTS90002: Tenant 'andere.example' not found" in str(error)
    assert error.trouble is not None
    assert error.trouble.code == TroubleCode.WRONG_TENANT


def test_a_tenant_cannot_lead_astray(tmp_path: Path) -> None:
    with a_token_server() as server:
        refusal(a_source(a_grant(server, tenant=f"x/../{TENANT}"), tmp_path))
    assert server.asked[-1].path == f"/x%2F..%2F{TENANT}/v2.0/.well-known/openid-configuration"


def test_a_tenant_that_is_missing(tmp_path: Path) -> None:
    with a_token_server() as server:
        error = refusal(a_source(a_grant(server, tenant=None), tmp_path))
        assert server.asked == []
    assert error.trouble is not None
    assert error.trouble.code == TroubleCode.WRONG_TENANT


def test_an_unknown_application(tmp_path: Path) -> None:
    with a_token_server() as server:
        error = refusal(a_source(a_grant(server, client_id="ander"), tmp_path))
    assert error.trouble is not None
    assert error.trouble.code == TroubleCode.WRONG_APP


def test_a_secret_that_is_wrong_or_has_expired_and_is_replaced(tmp_path: Path) -> None:
    with a_token_server() as server:
        error = refusal(a_source(a_grant(server, client_secret="mis-geheim-1"), tmp_path))
        assert error.trouble is not None
        assert error.trouble.code == TroubleCode.SECRET_WRONG
        assert "mis-geheim" not in str(error)
        server.secret_expired = True
        error = refusal(a_source(a_grant(server), tmp_path))
        assert error.trouble is not None
        assert error.trouble.code == TroubleCode.SECRET_EXPIRED
        assert "Trace ID" not in str(error)


def test_a_clock_that_is_wrong(tmp_path: Path) -> None:
    key = an_app_key()
    with a_token_server() as server:
        server.certificates.append(key.certificate)
        server.ahead = timedelta(hours=2)
        grant = a_grant(server, client_secret=None, certificate=key.pem)
        error = refusal(a_source(grant, tmp_path))
    assert error.trouble is not None
    assert error.trouble.code == TroubleCode.CLOCK_WRONG


@pytest.mark.parametrize(
    ("description", "code"),
    [
        (("AADSTS65001: The user or administrator has not consented to use the application with ID "
         "'b0770000' named 'Gehoor'."), TroubleCode.CONSENT_MISSING),
        (("AADSTS53003: Access has been blocked by Conditional Access policies. The access policy "
         "does not allow token issuance."), TroubleCode.CONDITIONAL_ACCESS),
        (("AADSTS700027: The certificate with identifier used to sign the client assertion is "
         "expired on application. [Reason - The key is expired.]"), TroubleCode.SECRET_EXPIRED),
        (("AADSTS500011: The resource principal named https://outlook.office365.com was not found "
         "in the tenant."), TroubleCode.WRONG_TENANT),
        ("AADSTS7000112: Application 'b0770000'(Gehoor) is disabled.", TroubleCode.WRONG_APP),
    ],
)  # fmt: skip
def test_errors_through_msal(description: str, code: TroubleCode, tmp_path: Path) -> None:
    with a_token_server() as server:
        server.scripted.append(Scripted(body=discovery(server)))
        server.say("invalid_request", description)
        error = refusal(a_source(a_grant(server), tmp_path))
    assert error.trouble is not None
    assert error.trouble.code == code


def discovery(server: TokenServer) -> str:
    path = f"/{TENANT}/v2.0/.well-known/openid-configuration"
    return server.answer(path, {}).body


def test_an_answer_without_a_token(tmp_path: Path) -> None:
    for odd in ({}, {"access_token": 7}, {"access_token": ""}, {"access_token": "a\r\nb"}):
        with a_token_server() as server:
            server.scripted.append(Scripted(body=discovery(server)))
            server.scripted.append(Scripted(body=json.dumps({"token_type": "Bearer", **odd})))
            error = refusal(a_source(a_grant(server), tmp_path))
        assert error.trouble is not None
        assert error.trouble.code == TroubleCode.SERVICE_DOWN


# TLS, and what nobody may read


def test_tls_is_verified(tmp_path: Path) -> None:
    tls = make_certificate(tmp_path)
    with a_token_server(tls) as server:
        error = refusal(a_source(a_grant(server), tmp_path / "a"))
        assert "its certificate is not trusted" in str(error)
        trusting = a_grant(server, ca_file=str(tls.cert))
        assert a_source(trusting, tmp_path / "b").token() in server.issued


def test_plain_http_is_for_the_loopback_only(tmp_path: Path) -> None:
    with a_token_server() as server:
        for elsewhere in ("http://login.school.example", "ftp://127.0.0.1"):
            error = refusal(a_source(a_grant(server, authority=elsewhere), tmp_path))
            assert "authority of [mailbox.oauth] is no https address" in str(error)
        assert server.asked == []


def test_a_discovery_that_names_an_address_without_tls(tmp_path: Path) -> None:
    with a_token_server() as server:
        said = json.loads(discovery(server))
        said["token_endpoint"] = said["token_endpoint"].replace("127.0.0.1", "login.example")
        server.scripted.append(
            Scripted(body=json.dumps(said).replace("https://login", "http://login"))
        )
        error = refusal(a_source(a_grant(server), tmp_path))
        assert server.renewals == 0
    assert "https" in str(error)


def test_an_authority_that_answers_what_is_no_discovery(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.scripted.append(Scripted(status=404, body='{"detail": "not here"}'))
        error = refusal(a_source(a_grant(server), tmp_path))
    assert "authority of [mailbox.oauth] is of no use" in str(error)


def test_no_log_line_at_any_level_holds_a_token_or_a_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clock = SetClock()
    with a_token_server() as server:
        grant = a_grant(server, client_secret=None)
        source = a_source(grant, tmp_path / "person", clock)
        source.login(lambda *_: None)
        clock.forward(hours=1)
        source.token()
        app = a_source(a_grant(server), tmp_path / "app", clock)
        app.token()
        server.scripted.append(Scripted(body="<p>" + source.token(), content_type="text/html"))
        clock.forward(hours=1)
        error = refusal(app)
        told = [caplog.text, str(error), repr(source.state()), repr(a_grant(server)), repr(source)]
        assert not [secret for secret in (*server.issued, SECRET) if any(secret in t for t in told)]


def test_an_error_that_repeats_a_secret_is_told_without_it(tmp_path: Path) -> None:
    with a_token_server() as server:
        server.scripted.append(Scripted(body=discovery(server)))
        server.say("invalid_client", f"AADSTS7000215: bad secret {SECRET} and eyJ0.{'Ab1_' * 30}")
        error = refusal(a_source(a_grant(server), tmp_path))
    assert SECRET not in str(error)
    assert "Ab1_Ab1_" not in str(error)
