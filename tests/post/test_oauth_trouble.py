from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import monotonic
from bot.post.imap.login import open_client as open_imap
from bot.post.imap.server import MailboxUnusable
from bot.post.oauth.grant import NoToken, in_one_line, what_was_said
from bot.post.oauth.trouble import Trouble, TroubleCode
from bot.post.oauth.troubles import TROUBLES, recognise, with_remedy
from bot.post.smtp.connect import SmtpServer
from bot.post.smtp.postman import Postman
from tests.scriptedimap import ScriptedServer, Talk
from tests.smtpservers import SmtpSink

# What servers say, as their makers document it or their users report it.
SAID = [
    ("consent_missing", "AADSTS65001: The user or administrator has not consented to use the app"),
    ("consent_missing", "AADSTS90094: The grant requires admin permission."),
    ("consent_missing", "AADSTS650057: Invalid resource."),
    ("consent_missing", "authorization_declined: AADSTS70018"),
    ("consent_missing", "AADSTS501051: Application 'x' is not assigned to a role for the app 'y'."),
    ("consent_missing", "access_denied"),
    ("consent_missing", "admin_policy_enforced"),
    ("login_needed", "no consent is kept for klachten@school.example"),
    ("login_needed", "expired_token: AADSTS70020: The provided value for 'device_code' is expired"),
    ("public_client_off", "AADSTS7000218: The request body must contain 'client_assertion'"),
    ("secret_expired", "AADSTS7000222: The provided client secret keys for app 'x' are expired."),
    ("secret_expired", "AADSTS700027: The certificate used to sign the assertion is expired on it"),
    ("secret_wrong", "AADSTS7000215: Invalid client secret provided."),
    ("secret_wrong", "AADSTS700027: The certificate used is not registered on application."),
    ("secret_wrong", "AADSTS50012: Authentication failed."),
    ("secret_wrong", "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required"),
    ("secret_wrong", "invalid_grant: Invalid JWT: No valid verifier found for issuer"),
    ("secret_wrong", "invalid_grant: Invalid JWT Signature."),
    ("secret_wrong", "invalid_grant: Invalid grant: account not found"),
    ("secret_wrong", "invalid_client: The OAuth client was not found."),
    ("wrong_tenant", "AADSTS90002: Tenant 'school.example' not found."),
    ("wrong_tenant", "AADSTS900023: Specified tenant identifier 'x' is neither a valid DNS name"),
    ("wrong_tenant", "AADSTS500011: The resource principal named https://outlook.office365.com"),
    ("wrong_app", "unauthorized_client: AADSTS700016: Application with identifier 'x' not found"),
    ("wrong_app", "AADSTS7000112: Application 'x' is disabled."),
    ("wrong_app", "AADSTS700011: Application with identifier 'x' was not found in the directory."),
    ("wrong_app", "AADSTS50105: Your administrator has configured the application to block users"),
    ("conditional_access", "AADSTS53003: Access has been blocked by Conditional Access policies."),
    ("conditional_access", "AADSTS50076: Due to a configuration change made by your administrator"),
    ("conditional_access", "AADSTS530035: Access has been blocked by security defaults."),
    ("conditional_access", ("535 5.7.139 Authentication unsuccessful, user is locked by your "
     "organization's security defaults policy.")),
    ("conditional_access", ("535 5.7.139 Authentication unsuccessful, the request did not meet the "
     "criteria to be authenticated successfully.")),
    ("clock_wrong", "AADSTS700024: Client assertion is not within its valid time range."),
    ("clock_wrong", "invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes)"),
    ("clock_wrong", ("token endpoint login.microsoftonline.com: its certificate is not trusted "
     "(certificate is not yet valid)")),
    ("revoked", "invalid_grant: AADSTS50173: The provided grant has expired, being revoked"),
    ("revoked", "invalid_grant: AADSTS700082: The refresh token has expired due to inactivity."),
    ("revoked", "invalid_grant: Token has been expired or revoked."),
    ("revoked", "invalid_grant: Bad Request"),
    ("delegation_missing", ("unauthorized_client: Client is unauthorized to retrieve access tokens "
     "using this method, or client not authorized for any of the scopes requested.")),
    ("delegation_missing", "access_denied: Requested client not authorized"),
    ("mailbox_unknown", "invalid_grant: Invalid email or User ID"),
    ("mailbox_unknown", "invalid_grant: Not a valid email"),
    ("mailbox_unknown", "AADSTS50034: The user account does not exist in the directory."),
    ("throttled", "AADSTS90055: Too many requests."),
    ("throttled", "token endpoint oauth2.googleapis.com: answers HTTP 429 (rateLimitExceeded)"),
    ("throttled", "Request is throttled. Suggested Backoff Time: 299961 milliseconds"),
    ("throttled", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"),
    ("throttled", "Too many simultaneous connections. (Failure)"),
    ("throttled", "[OVERQUOTA] Account exceeded command or bandwidth limits."),
    ("smtp_auth_disabled", ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is "
     "disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.")),
    ("smtp_auth_disabled", "5.7.139 SmtpClientAuthentication is disabled for the Mailbox."),
    ("password_not_taken", ("535 5.7.139 Authentication unsuccessful, basic authentication is "
     "disabled.")),
    ("imap_disabled", "User is authenticated but not connected."),
    ("imap_disabled", "Your account is not enabled for IMAP use."),
    ("mailbox_permission_missing", "AUTHENTICATE failed."),
    ("mailbox_permission_missing", "535 5.7.3 Authentication unsuccessful [AM0PR01.outlook.com]"),
    ("mailbox_permission_missing", "554 5.2.252 SendAsDenied; klachten@school.example not allowed"),
    ("mailbox_permission_missing", "[AUTHENTICATIONFAILED] Invalid credentials (Failure)"),
    ("mailbox_permission_missing", "535 5.7.8 Username and Password not accepted. BadCredentials"),
    ("service_down", "token endpoint login.microsoftonline.com: cannot be reached (refused)"),
    ("service_down", "token endpoint login.microsoftonline.com: answers HTTP 502, and no JSON"),
    ("service_down", "AADSTS90033: A transient error has occurred. Please try again."),
    ("extra_missing", "msal is missing: pip install 'gehoor[microsoft]'"),
    ("token_refused", "[AUTHENTICATIONFAILED] Authentication failed."),
    ("token_refused", "535 Authentication failed"),
    ("not_stored", "a new token could not be stored in var/tokens (No space left on device)"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words"), SAID)
def test_it_is_known_by_its_words(code: str, words: str) -> None:
    trouble = recognise(words)
    assert trouble is not None
    assert trouble.code == code


def test_every_row_is_known_by_some_words() -> None:
    found = {id(recognise(words)) for _, words in SAID}
    assert [row.code for row in TROUBLES if id(row) not in found] == []
    assert {row.code for row in TROUBLES} == set(TroubleCode)


def test_a_refusal_without_further_words_is_known_last_of_all() -> None:
    assert TROUBLES[-1].code is TroubleCode.TOKEN_REFUSED
    for code, words in SAID:
        surer = recognise(f"[AUTHENTICATIONFAILED] {words}")
        assert surer is not None
        assert surer.code == code


@pytest.mark.parametrize("row", TROUBLES, ids=lambda row: row.code.value)
def test_a_remedy_is_one_line_in_each_of_two_languages(row: Trouble) -> None:
    for language, text in (("nl", row.nl), ("en", row.en)):
        assert row.remedy(language) == text
        assert text.endswith(".")
        assert "\n" not in text
        assert "  " not in text
        assert 60 < len(text) < 500
    assert row.nl != row.en
    assert row.source


@pytest.mark.parametrize(("code", "words"), SAID)
def test_a_line_that_tells_the_remedy_is_still_known_for_the_same(code: str, words: str) -> None:
    line = with_remedy(f"imap.example:993: login refused ({words})", words)
    assert "\n" not in line
    known, again = recognise(words), recognise(line)
    assert known is not None
    assert again is known
    assert known.code == code
    assert line.endswith(known.en)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "AADSTS650011: nobody has documented this one",
        "AADSTS6500: nor this",
        "AADSTS90051: InvalidNationalCloudId, which no waiting mends",
        "AADSTS90056: BadResourceRequest, which is no matter of pace",
        "no answer within 30 s; check host and port of imap",
        "421 4.3.2 Service not available",
    ],
)
def test_what_nobody_knows_gets_no_remedy(words: str) -> None:
    assert recognise(words) is None
    assert with_remedy("our line", words) == "our line"


@pytest.mark.parametrize(
    "words",
    [
        "AUTHENTICATE failed.",
        "[AUTHENTICATIONFAILED] Authentication failed.",
        "535 5.7.8 Error: authentication failed",
        "535 5.7.3 Authentication unsuccessful",
        "Invalid credentials (Failure)",
        "account not found",
    ],
)
def test_a_wrong_password_is_no_trouble_with_tokens(words: str) -> None:
    assert recognise(words, token=False) is None


def test_some_words_mean_the_same_to_a_password() -> None:
    for words, code in (
        ("535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.", "smtp_auth_disabled"),
        ("535 5.7.139 basic authentication is disabled.", "password_not_taken"),
        ("[ALERT] Application-specific password required", "password_not_taken"),
        ("535 5.7.8 Username and Password not accepted.", "password_not_taken"),
    ):
        trouble = recognise(words, token=False)
        assert trouble is not None
        assert trouble.code == code


# What is told of an answer


def test_the_ids_of_microsoft_are_left_out() -> None:
    description = "AADSTS1: No. Trace ID: 1 Correlation ID: 2 Timestamp: 3"
    assert what_was_said({"error": "x", "error_description": description}) == "x: AADSTS1: No."
    assert what_was_said({"error": "x", "error_description": "A.\r\nTrace ID: 1"}) == "x: A."
    assert what_was_said({"error": "x"}) == "x"
    assert what_was_said({"error": "x", "error_description": None}) == "x"


def test_a_line_is_one_line_without_anything_like_a_token() -> None:
    token = "eyJ0eXAiOiJKV1Q" + "Ab1-_." * 20
    assert in_one_line(f"bad\r\n\x00 token {token}, sorry") == "bad token …, sorry"
    assert in_one_line(f"token={token}") == "…"
    assert in_one_line(f"assertion: {token}") == "assertion: …"
    path = "/var/lib/gehoor/of/a/school/with/a/long/name/tokens"
    assert in_one_line(f"not stored in {path}") == f"not stored in {path}"
    assert len(str(NoToken("woord " * 200))) <= 400


# At the mail servers


def refused_by_imap(words: bytes, **login: Any) -> str:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        by_token = "token" in login
        tag = talk.answer_until(b"AUTHENTICATE XOAUTH2" if by_token else b"LOGIN")
        if by_token:
            talk.say(b"+ \r\n")
            talk.hear()
        talk.say(tag + b" NO " + words + b"\r\n")

    with ScriptedServer(script) as server:
        mailbox = replace(server.mailbox(), **{"password": "geheim", **login})
        with pytest.raises(MailboxUnusable) as caught:
            open_imap(mailbox, lambda _: None)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_token_that_imap_refuses_is_told_with_what_to_click() -> None:
    told: list[str] = []
    line = refused_by_imap(
        b"AUTHENTICATE failed.",
        token=lambda: "ya29.secret",
        token_refused=lambda: told.append("refused"),
    )
    assert "Add-MailboxPermission" in line
    assert told == ["refused"]
    assert "ya29" not in line


def test_a_password_that_imap_refuses_is_told_as_ever() -> None:
    line = refused_by_imap(b"AUTHENTICATE failed.", token_refused=lambda: pytest.fail("no token"))
    assert line.endswith("check user and password of imap")


def failing(words: str) -> Callable[[], str]:
    def token() -> str:
        raise NoToken(words)

    return token


def test_a_token_that_cannot_be_had_for_imap_is_told_with_what_to_click() -> None:
    def script(talk: Talk) -> None:
        talk.say(b"* OK hello\r\n")
        talk.answer_until(b"NEVER")

    words = "invalid_client: AADSTS7000222: The provided client secret keys are expired."
    with ScriptedServer(script) as server, pytest.raises(MailboxUnusable) as caught:
        open_imap(replace(server.mailbox(), token=failing(words)), lambda _: None)
    assert "Certificates & secrets" in str(caught.value)
    assert "\n" not in str(caught.value)


def refused_by_smtp(**login: Any) -> str:
    with SmtpSink(user="klachten", password="right", token="token-1") as sink:
        server = SmtpServer(
            host="127.0.0.1", port=sink.port, security="none", user="klachten", **login
        )
        line = asyncio.run(Postman(server, monotonic=monotonic).check())
    assert line is not None
    assert "\n" not in line
    return line


def test_a_token_that_smtp_refuses_is_told_with_what_to_click() -> None:
    told: list[str] = []
    line = refused_by_smtp(token=lambda: "token-0", token_refused=lambda: told.append("refused"))
    assert "535 5.7.8" in line
    assert line.endswith("End user access.")
    assert told == ["refused"]


def test_a_token_that_cannot_be_had_for_smtp_is_told_with_what_to_click() -> None:
    told: list[str] = []
    line = refused_by_smtp(
        token=failing("AADSTS53003: Access has been blocked by Conditional Access policies."),
        token_refused=lambda: told.append("refused"),
    )
    assert "Conditional Access > Policies" in line
    assert told == []
