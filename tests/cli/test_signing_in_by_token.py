from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot.clock import SystemClock
from bot.post.oauth.troubles import recognise
from tests.builders import PARENT, raw_mail
from tests.exchangelike import ExchangeLike
from tests.jwtservers import KEY, JwtServer
from tests.mailservers import Dovecot, free_ports
from tests.offices import GUST
from tests.schoolhouse import BOX, Ask, School, letters_to, open_school
from tests.smtpservers import SmtpSink
from tests.tokenservers import APP, SECRET, TENANT

USER = "klachten"


@dataclass(frozen=True, kw_only=True)
class AtMicrosoft:
    """A school whose servers let it in with a token alone."""

    school: School
    tokens: JwtServer
    imap: Dovecot
    sink: SmtpSink

    def oauth(self, more: str) -> None:
        """Other lines of [mailbox.oauth]."""
        self.school.change("bot.toml", 'client_secret = "env:APP_SECRET"', more)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot(token_key=KEY) as server:
        yield server


@pytest.fixture
def at(dovecot: Dovecot, tmp_path: Path) -> Iterator[AtMicrosoft]:
    tokens = JwtServer(USER)
    tokens.start()
    with SmtpSink(user=USER, token=tokens.judge) as sink:
        with suppress(Exception), dovecot.client(USER) as client:
            client.delete_messages(client.search())
            client.expunge()
        school = open_school(tmp_path / "school")
        lines = (school.config / "bot.toml").read_text("utf-8")
        begin, end = lines.index("  [mailbox.imap]"), lines.index("[limits]")
        here = f'host = "127.0.0.1", security = "none", user = "{USER}"'
        few = f"""provider = "microsoft365"
imap = {{ {here}, port = {dovecot.mailbox(USER).port} }}
smtp = {{ {here}, port = {sink.port} }}
[mailbox.oauth]
tenant = "{TENANT}"
client_id = "{APP}"
client_secret = "env:APP_SECRET"
authority = "{tokens.base}"
[mailbox.trust]
# outside

"""
        (school.config / "bot.toml").write_text(lines[:begin] + few + lines[end:], "utf-8")
        school.env["APP_SECRET"] = SECRET
        yield AtMicrosoft(school=school, tokens=tokens, imap=dovecot, sink=sink)
    tokens.gate.set()
    tokens.stop()


pytestmark = pytest.mark.needs_dovecot


def findings(told: dict[str, Any], key: str) -> list[str]:
    return [one["text"] for one in told["findings"] if one["key"] == key]


def checked(at: AtMicrosoft, answer: Ask) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer(at.school, "check", "--online", "--json").stdout)
    return told


def test_the_first_mail_is_acknowledged_by_way_of_a_token(at: AtMicrosoft) -> None:
    at.imap.append(raw_mail(), USER)
    at.school.once()
    assert letters_to(at.sink, PARENT.email)
    assert {login[0] for login in at.sink.logins} == {"XOAUTH2"}
    # The provider keeps sent mail itself: none is put in the archive.
    with at.imap.client(USER) as client:
        year = f"Gehoor/{SystemClock().now():%Y}"
        assert client.folder_status(year)[b"MESSAGES"] == 1
    kept = at.school.folder / "var" / "tokens"
    assert at.tokens.newest not in "".join(file.read_text() for file in kept.glob("*.token"))


def test_check_online_signs_in_and_sums_up_what_a_tester_sends_back(
    at: AtMicrosoft, answer: Ask
) -> None:
    told = checked(at, answer)
    assert findings(told, "mailbox[0].oauth") == []
    assert any("mails in INBOX" in text for text in findings(told, "online"))
    report = "\n".join(told["report"])
    for part in (
        "gehoor ",
        "msal ",
        "provider: microsoft365; login by XOAUTH2 with a token of microsoft, from client_secret",
        "token: ok, ",
        "imap greeting: ",
        "imap offers: ",
        "AUTH=XOAUTH2",
        "imap login: ok",
        "smtp greeting: 220",
        "smtp login: ok",
    ):
        assert part in report
    for secret in (SECRET, at.tokens.newest, TENANT, APP, BOX, "schoolbestuur-demerland"):
        assert secret not in report
    plain = answer(at.school, "check", "--online").stdout
    assert "zonder geheimen: stuur dit terug / without secrets: send this back" in plain


def test_what_is_wrong_is_told_once_with_what_to_click_in_two_languages(
    at: AtMicrosoft, answer: Ask
) -> None:
    at.tokens.secret_expired = True
    told = checked(at, answer)
    (text,) = findings(told, "mailbox[0].oauth")
    assert "AADSTS7000222" in text
    assert "Certificaten en geheimen" in text
    assert "Certificates & secrets" in text
    assert text.endswith("(secret_expired)")
    assert not [
        one for one in told["findings"] if one["key"] in {"mailbox[0].imap", "mailbox[0].smtp"}
    ]
    assert any("oauth trouble: secret_expired: " in line for line in told["report"])
    assert APP not in "\n".join(told["report"])


def test_what_a_tester_sends_back_tells_what_is_offered_inside_and_how_senders_are_proven(
    at: AtMicrosoft, answer: Ask
) -> None:
    colleague = "Ann Peeters <ann.peeters@schoolbestuur-demerland.example>"
    mark = ("X-MS-Exchange-Organization-AuthAs: Internal",)
    at.imap.append(raw_mail(sender=colleague, headers=mark), USER)
    at.imap.append(raw_mail(message_id="<twee@postvak.example>"), USER)
    report = "\n".join(checked(at, answer)["report"])
    assert "mailbox[0] imap after login: " in report
    assert " UIDPLUS " in report  # which Dovecot, as Gmail, tells only who is logged in
    assert "mailbox[0] imap folders: parted by /; " in report
    assert "sender: 1 of the school, inside: Exchange marks it as written inside" in report
    assert "sender: 1 from outside, none: there are no results of the provider" in report
    assert "ann.peeters" not in report
    assert "ilse" not in report


def test_a_check_asks_for_a_token_anew_since_an_old_one_proves_nothing(at: AtMicrosoft) -> None:
    at.school.once()
    at.tokens.secret_expired = True
    later = at.school.at(SystemClock().now() + timedelta(minutes=2))
    told = later.ask("check", "--online", code=2)
    (text,) = findings(told, "mailbox[0].oauth")
    assert text.endswith("(secret_expired)")
    assert not any("token: ok" in line for line in told["report"])
    at.tokens.secret_expired = False
    assert findings(later.ask("check", "--online", code=1), "mailbox[0].oauth") == []


def test_a_mailbox_that_does_not_take_the_token_is_told_in_the_words_of_the_server(
    at: AtMicrosoft, answer: Ask
) -> None:
    at.school.change("bot.toml", f'user = "{USER}", port', 'user = "iemand-anders", port')
    (text,) = findings(checked(at, answer), "mailbox[0].imap")
    assert "login as iemand-anders refused ([AUTHENTICATIONFAILED]" in text
    assert "check the access and its token of imap" in text
    assert text.endswith("(token_refused)")


# What Microsoft's token endpoint and mail servers say, and what they mean by it.
REFUSED_TOKENS = {
    "consent_missing": (
        "invalid_grant",
        "AADSTS65001: The user or administrator has not consented",
    ),
    "wrong_tenant": ("invalid_request", "AADSTS90002: Tenant 'x' not found."),
    "secret_expired": ("invalid_client", "AADSTS7000222: The provided client secret keys expired."),
    "conditional_access": ("interaction_required", "AADSTS53003: Access has been blocked by CA."),
    "clock_wrong": ("invalid_client", "AADSTS700024: Client assertion is not within its time."),
}


def told_everywhere(at: AtMicrosoft, answer: Ask, key: str, code: str) -> None:
    """What to click stands in `check --online`, `health` and the letter, as it is agreed."""
    (text,) = findings(checked(at, answer), key)
    row = recognise(text)
    assert row is not None
    assert row.code == code
    problems = "\n".join(json.loads(answer(at.school, "health", "--json").stdout)["problems"])
    for language in ("nl", "en"):
        assert row.remedy(language) in text
        assert row.remedy(language) in problems
    letters = [one for one in at.school.letters() if one["letter"] == "mailbox_unreachable"]
    assert {one["to"] for one in letters} == {GUST}
    with_text = at.school.text_of_letter(letters[0]["id"])
    assert " ".join(row.nl.split()) in " ".join(with_text.replace("\n> ", " ").split())


@pytest.mark.parametrize("code", REFUSED_TOKENS)
def test_what_the_token_service_refuses_is_told_with_what_to_click_in_all_three_places(
    at: AtMicrosoft, answer: Ask, code: str
) -> None:
    at.tokens.refusal = REFUSED_TOKENS[code]
    assert at.school.gehoor("run", "--once").returncode == 1
    told_everywhere(at, answer, "mailbox[0].oauth", code)


def test_a_tenant_that_sends_no_mail_by_smtp_is_told_in_all_three_places(
    at: AtMicrosoft, answer: Ask
) -> None:
    at.sink.refuses = (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
        " Tenant."
    )
    at.imap.append(raw_mail(), USER)
    assert at.school.gehoor("run", "--once").returncode == 1
    assert at.school.gehoor("run", "--once").returncode == 1
    told_everywhere(at, answer, "mailbox[0].smtp", "smtp_auth_disabled")


def test_a_mailbox_that_the_application_may_not_open_is_told_in_all_three_places(
    at: AtMicrosoft, answer: Ask
) -> None:
    with ExchangeLike() as exchange:
        exchange.tokens = set()
        here = f"port = {at.imap.mailbox(USER).port}"
        at.school.change("bot.toml", here, f"port = {exchange.port}")
        now = SystemClock().now()
        assert at.school.at(now).gehoor("run", "--once").returncode == 1
        later = at.school.at(now + timedelta(minutes=20))
        assert later.gehoor("run", "--once").returncode == 1
        told_everywhere(at, answer, "mailbox[0].imap", "mailbox_permission_missing")


def test_health_tells_how_the_token_stands_and_when_the_secret_ends(
    at: AtMicrosoft, answer: Ask
) -> None:
    soon = SystemClock().now().date() + timedelta(days=10)
    at.oauth(f'client_secret = "env:APP_SECRET"\nsecret_expires_on = {soon}')
    at.school.once()
    result = answer(at.school, "health", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["healthy"]) == (0, True)
    (access,) = report["access"]
    assert (access["ok"], access["secret_ends_on"]) == (True, soon.isoformat())
    assert any(f"ends on {soon}" in line for line in report["warnings"])
    (warning,) = [
        one for one in findings(checked(at, answer), "mailbox[0].oauth") if str(soon) in one
    ]
    assert "verloopt" in warning
    # And the administrator got a letter, once.
    at.school.once()
    told = [one for one in at.school.log() if one["event"] == "access_ends"]
    assert len(told) == 1


def test_a_refusal_of_the_token_service_is_a_problem_for_health(
    at: AtMicrosoft, answer: Ask
) -> None:
    at.tokens.secret_expired = True
    assert at.school.gehoor("run", "--once").returncode == 1
    report = json.loads(answer(at.school, "health", "--json").stdout)
    assert not report["healthy"]
    assert report["access"][0]["trouble"] == "secret_expired"
    (problem,) = [
        line for line in report["problems"] if "(secret_expired)" in line and " / " in line
    ]
    assert problem.startswith(f"{BOX}: ")


def test_a_person_consents_once_and_is_shown_where(at: AtMicrosoft, answer: Ask) -> None:
    at.oauth("")
    before = at.school.gehoor("run", "--once")
    assert before.returncode == 1
    assert "gehoor oauth login" in before.stderr
    done = answer(at.school, "oauth", "login", BOX)
    assert done.exit_code == 0, done.stderr
    assert "https://" in done.stdout
    assert "type this code there" in done.stdout
    at.school.once()


@pytest.mark.parametrize("consenting", ["declines"])
def test_a_person_who_declines_is_told_what_is_next(
    at: AtMicrosoft, answer: Ask, consenting: str
) -> None:
    at.oauth("")
    at.tokens.consenting = consenting
    done = answer(at.school, "oauth", "login", BOX)
    assert done.exit_code == 1
    assert "oauth login: " in done.stderr


def test_where_nobody_need_consent_nobody_is_asked(at: AtMicrosoft, answer: Ask) -> None:
    done = answer(at.school, "oauth", "login", BOX)
    assert done.exit_code == 2
    assert "needs nobody's consent" in done.stderr
    other = answer(at.school, "oauth", "login", "iemand@anders.example")
    assert other.exit_code == 2
    assert f"bot.toml has no mailbox iemand@anders.example; it has {BOX}" in other.stderr


class Outside:
    """Where mail from outside comes in: everything is let in, or the lies are taken out."""

    def __init__(self, imap: Dovecot, *, gullible: bool) -> None:
        self._imap, self._gullible = imap, gullible

    async def handle_DATA(  # noqa: N802 - its name in aiosmtpd
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        lines = envelope.content.splitlines(keepends=True)
        lies = (b"X-MS-Exchange-Organization", b"Authentication-Results", b" ", b"\t")
        kept = lines if self._gullible else [each for each in lines if not each.startswith(lies)]
        self._imap.append(b"".join(kept), USER)
        return "250 taken"


@contextmanager
def from_outside(at: AtMicrosoft, *, gullible: bool) -> Iterator[None]:
    (port,) = free_ports(1)
    door = Controller(Outside(at.imap, gullible=gullible), hostname="127.0.0.1", port=port)
    door.start()
    keys = f'outside_host = "127.0.0.1"\noutside_port = {port}\n# outside'
    at.school.change("bot.toml", "# outside", keys)
    try:
        yield
    finally:
        door.stop()


def test_a_forgery_that_is_believed_switches_the_proof_off_until_it_fails(
    at: AtMicrosoft,
) -> None:
    with from_outside(at, gullible=True):
        told = at.school.ask("check", "--online", code=2)
    (text,) = findings(told, "mailbox.trust")
    assert "GELOOFD" in text
    assert "BELIEVED" in text
    assert told["level"] == "error"
    assert [one["reason"] for one in at.school.log() if one["event"] == "trust_probed"] == [
        "a forged mail from outside is believed"
    ]
    with at.imap.client(USER) as client:
        client.select_folder("INBOX")
        assert client.search() == []  # the forgery does not stay behind as mail
    config = at.school.config / "bot.toml"
    text = config.read_text("utf-8")
    start = text.index("outside_host")
    config.write_text(text[:start] + text[text.index("# outside") :], "utf-8")
    with from_outside(at, gullible=False):
        told = at.school.ask("check", "--online", code=1)
    (text,) = findings(told, "mailbox.trust")
    assert "niet geloofd" in text
    assert [one["reason"] for one in at.school.log() if one["event"] == "trust_probed"][-1] == (
        "a forged mail from outside is refused"
    )
