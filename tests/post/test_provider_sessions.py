"""Sessions as Microsoft and Google give them: they end with their token, hang, and are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.core.providers import WAYS, Provider
from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.refusals import pause_after
from bot.post.imap.server import CommandRefused, ImapServer, MailboxUnusable, SessionEnded
from tests.builders import raw_mail
from tests.exchangelike import NOT_CONNECTED, THROTTLED, TOKEN_EXPIRED, ExchangeLike
from tests.gmaillike import NOT_AUTHENTICATED, OVER_QUOTA, SESSION_EXPIRED, GmailLike
from tests.littleimap import (
    TOKEN,
    USER,
    Action,
    LittleImap,
    breaks_off_after,
    hangs,
    hangs_up,
    says,
)

MAIL = raw_mail()


@pytest.fixture(params=[ExchangeLike, GmailLike])
def server(request: pytest.FixtureRequest) -> Iterator[LittleImap]:
    with request.param() as like:
        yield like


def connected(server: ImapServer) -> ImapMailbox:
    mailbox = ImapMailbox(server)
    mailbox.connect()
    return mailbox


ENDS: tuple[Action, ...] = (
    hangs_up(TOKEN_EXPIRED),
    hangs_up(SESSION_EXPIRED),
    hangs_up(),
    says(NOT_AUTHENTICATED),
    says(NOT_CONNECTED),
)


@pytest.mark.parametrize("end", ENDS, ids=["expired", "bye", "silence", "no", "not connected"])
@pytest.mark.parametrize(
    ("command", "doing"),
    [
        ("UID SEARCH", lambda mailbox: mailbox.uids()),
        (r"UID FETCH .*BODY\.PEEK\[\]", lambda mailbox: list(mailbox.fetch([1]))),
        ("UID MOVE", lambda mailbox: mailbox.move([1], mailbox.archive_folder(2026))),
    ],
    ids=["list", "fetch", "move"],
)
def test_a_session_that_ends_with_its_token_is_no_trouble_of_the_mailbox(
    server: LittleImap, command: str, doing: Callable[[ImapMailbox], object], end: Action
) -> None:
    server.deliver(MAIL)
    mailbox = connected(server.mailbox())
    server.once(command, end)
    with pytest.raises(SessionEnded):
        doing(mailbox)
    assert not mailbox.usable
    mailbox.connect()
    assert doing(mailbox)
    mailbox.close()


@pytest.mark.parametrize("end", [hangs_up(TOKEN_EXPIRED), hangs_up()], ids=["bye", "silence"])
def test_a_session_that_ends_in_idle_says_so(server: LittleImap, end: Action) -> None:
    mailbox = connected(server.mailbox())
    server.once("IDLE", end)
    with pytest.raises(SessionEnded):
        mailbox.wait_for_hint(20)
    mailbox.connect()
    server.deliver(MAIL)
    assert mailbox.wait_for_hint(20)
    mailbox.close()


def test_a_session_that_ends_in_the_middle_of_a_mail_gives_no_half_mail(
    server: LittleImap,
) -> None:
    raw = raw_mail("regel\r\n" * 500)
    server.deliver(raw, raw)
    mailbox = connected(server.mailbox())
    server.once(r"UID FETCH .*BODY\.PEEK\[\]", breaks_off_after(len(raw) + 200))
    got: list[bytes] = []
    with pytest.raises(SessionEnded):
        got.extend(one for _, _, one in mailbox.fetch([1, 2]))
    assert got == []
    mailbox.connect()
    assert [one for _, _, one in mailbox.fetch([1, 2])] == [raw, raw]
    mailbox.close()


def test_who_logs_in_by_password_is_told_of_every_lost_connection() -> None:
    with ExchangeLike() as server:
        mailbox = connected(server.mailbox())
        mailbox._line._server = replace(server.mailbox(), token=None)
        server.end_sessions()
        with pytest.raises(MailboxUnusable) as caught:
            mailbox.uids()
    assert not isinstance(caught.value, SessionEnded)


def test_the_token_of_a_session_that_was_refused_is_told_of(server: LittleImap) -> None:
    refused: list[bool] = []
    told = replace(server.mailbox(), token_refused=lambda: refused.append(True))
    mailbox = connected(told)
    server.once("UID SEARCH", says(NOT_AUTHENTICATED))
    with pytest.raises(SessionEnded):
        mailbox.uids()
    assert refused == [True]
    server.once("LOGOUT", hangs_up())
    mailbox.connect()
    server.once("NOOP", hangs_up())
    with pytest.raises(SessionEnded):
        mailbox.uids()
    assert refused == [True]


def test_a_refused_token_is_tried_anew_when_there_is_a_newer_one(server: LittleImap) -> None:
    tokens = ["oud", TOKEN]

    def refused() -> None:
        tokens.remove("oud")

    mailbox = connected(replace(server.mailbox(), token=lambda: tokens[0], token_refused=refused))
    assert server.logins == [("XOAUTH2", False), ("XOAUTH2", True)]
    mailbox.close()


def test_a_refused_token_is_offered_once_when_there_is_no_other(server: LittleImap) -> None:
    mailbox = ImapMailbox(server.mailbox(token="verkeerd"))
    with pytest.raises(MailboxUnusable, match=rf"login as {USER} refused"):
        mailbox.connect()
    assert server.logins == [("XOAUTH2", False)]


def test_where_only_oauthbearer_is_offered_it_is_used() -> None:
    with GmailLike(only_bearer=True) as server:
        connected(server.mailbox()).close()
        with pytest.raises(MailboxUnusable, match="refused"):
            connected(server.mailbox(token="verkeerd"))
        assert server.logins == [("OAUTHBEARER", True), ("OAUTHBEARER", False)]


def test_of_exchange_nothing_is_used_that_it_does_badly() -> None:
    with ExchangeLike() as server:
        server.deliver(MAIL)
        mailbox = connected(server.mailbox())
        mailbox.glance(mailbox.uids())
        assert len(list(mailbox.fetch([1]))) == 1
        mailbox.move([1], mailbox.archive_folder(2026))
        mailbox.junk(0)
        mailbox.close()
        said = " ".join(server.heard).upper()
    for word in ("ENABLE", "IMAP4REV2", "CONDSTORE", "MODSEQ", "KEYWORD", "RETURN", "STORE"):
        assert word not in said.replace("UID STORE", "")


def test_a_capability_that_is_never_used_is_not_even_seen() -> None:
    ways = replace(WAYS[Provider.MICROSOFT365], never_used=frozenset({"MOVE", "UIDPLUS"}))
    with ExchangeLike() as server:
        mailbox = connected(replace(server.mailbox(), ways=ways))
        client = mailbox._line._client
        assert client is not None
        assert client.has_capability("IDLE")
        assert not client.has_capability("MOVE")
        mailbox.close()


def test_an_idle_that_hangs_ends_in_a_new_session_and_the_poll_goes_on() -> None:
    with ExchangeLike() as server:
        mailbox = connected(server.mailbox(timeout=0.3))
        server.once("IDLE", hangs)
        started = SystemClock().now()
        with pytest.raises(SessionEnded):
            mailbox.wait_for_hint(600)
        assert SystemClock().now() - started < timedelta(seconds=20)
        server.deliver(MAIL)
        mailbox.connect()
        assert mailbox.uids() == [1]
        mailbox.close()


def test_idle_lasts_no_longer_than_the_provider_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    with ExchangeLike() as server:
        mailbox = connected(server.mailbox())
        monkeypatch.setattr(
            "bot.post.imap.idle.IdleClient.wait_for_hint",
            lambda _, seconds: asked.append(seconds),
        )
        mailbox.wait_for_hint(3600)
        mailbox.wait_for_hint(60)
        mailbox.close()
    assert asked == [4 * 60, 60]


def test_a_session_is_left_before_gmail_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    with GmailLike() as server:
        monkeypatch.setattr("bot.post.imap.line.monotonic", lambda: 1000.0)
        mailbox = connected(server.mailbox())
        monkeypatch.setattr(
            "bot.post.imap.idle.IdleClient.wait_for_hint",
            lambda _, seconds: asked.append(seconds),
        )
        monkeypatch.setattr("bot.post.imap.line.monotonic", lambda: 1000.0 + 49 * 60)
        mailbox.wait_for_hint(600)
        monkeypatch.setattr("bot.post.imap.line.monotonic", lambda: 1000.0 + 50 * 60)
        with pytest.raises(SessionEnded, match="lasted 50 minutes"):
            mailbox.wait_for_hint(600)
        assert server.heard[-1] == "LOGOUT"
    assert asked == [60]


@pytest.mark.parametrize("no", [THROTTLED, OVER_QUOTA], ids=["microsoft", "google"])
def test_a_mail_that_is_not_handed_over_for_we_asked_too_much_waits_whole(
    server: LittleImap, no: str
) -> None:
    """Not as one that the server cannot hand over: of that only the header would be taken."""
    server.deliver(MAIL, MAIL)
    mailbox = connected(server.mailbox())
    server.once(r"UID FETCH .*BODY\.PEEK\[\]", says(no))
    with pytest.raises(MailboxUnusable) as caught:
        list(mailbox.fetch([1, 2]))
    assert not isinstance(caught.value, CommandRefused | SessionEnded)
    assert 299 <= caught.value.pause <= 300
    mailbox.connect()
    assert len(list(mailbox.fetch([1, 2]))) == 2
    mailbox.close()


def test_nobody_stays_away_for_ever_because_of_words() -> None:
    assert (
        pause_after("Request is throttled. Suggested Backoff Time: 999999999 milliseconds") == 900
    )
    assert pause_after("the archive is full") == 0


def test_a_mailbox_without_room_for_one_more_connection_names_the_remedy() -> None:
    with ExchangeLike(most=1) as server:
        outlook = connected(server.mailbox())
        with pytest.raises(SessionEnded, match="authenticated but not connected"):
            connected(server.mailbox())
        outlook.close()


def test_one_connection_at_a_time_is_enough() -> None:
    with ExchangeLike(most=1) as server:
        mailbox = connected(server.mailbox())
        for _ in range(3):
            server.once("NOOP", says(NOT_CONNECTED))
            with pytest.raises(SessionEnded):
                mailbox.uids()
            mailbox.connect()
            assert mailbox.uids() == []
        mailbox.close()


def test_gmail_names_a_mail_the_same_under_every_label() -> None:
    with GmailLike() as server:
        server.deliver(MAIL)
        mail = server.folders["INBOX"].mails[1]
        server.label(mail, "INBOX")
        mailbox = connected(server.mailbox())
        first, again = mailbox.glance(mailbox.uids()).values()
        assert first.one_id == again.one_id == str(mail.one_id)
        mailbox.close()


def test_nobody_else_is_asked_for_a_name_of_googles() -> None:
    with ExchangeLike() as server:
        server.deliver(MAIL)
        mailbox = connected(server.mailbox())
        (glance,) = mailbox.glance([1]).values()
        assert glance.one_id == ""
        mailbox.close()
        assert "X-GM" not in " ".join(server.heard)
