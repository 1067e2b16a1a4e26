"""The office on the servers of Microsoft and Google: each mail once, no mail less."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.core.providers import WAYS
from bot.office.rounds import Watched
from bot.post.imap.mailbox import ImapMailbox
from bot.post.oauth.grant import NoToken
from tests.builders import raw_mail
from tests.exchangelike import THROTTLED, TOKEN_EXPIRED, ExchangeLike
from tests.gmaillike import ALL_MAIL, GmailLike
from tests.littleimap import TOKEN, Action, LittleImap, breaks_off_after, hangs, hangs_up, says
from tests.offices import Office
from tests.schoolhouse import wait_until

ARCHIVE = "Gehoor/2026"
BODY = r"UID FETCH .*BODY\.PEEK\[\]"


def moved_to(server: LittleImap, office: Office, *, timeout: float = 10.0) -> Office:
    """The office, its mailbox on this server with the ways of its provider."""
    ways = WAYS[server.provider]
    (watched,) = office.rounds.watched
    (agreed,) = office.policy.mailboxes
    policy = replace(office.policy, mailboxes=(replace(agreed, changes_mail=ways.changes_mail),))
    intake = replace(
        watched.intake,
        keeps_sent_copy=ways.keeps_sent_copy,
        download_mb_a_day=ways.download_mb_a_day,
    )
    box = ImapMailbox(server.mailbox(timeout=timeout), clock=office.clock)
    office.rounds = replace(
        office.rounds,
        watched=[Watched(intake=intake, box=box, poll=watched.poll)],
        casework=replace(office.rounds.casework, policy=lambda: policy),
    )
    return office


def deliver(server: LittleImap, office: Office, *raws: bytes) -> None:
    server.deliver(*(raws or (raw_mail(),)), when=office.clock.at)


@pytest.fixture(params=[ExchangeLike, GmailLike])
def server(request: pytest.FixtureRequest) -> Iterator[LittleImap]:
    with request.param() as like:
        yield like


@pytest.fixture
def office(tmp_path: Path, server: LittleImap) -> Iterator[Office]:
    office = moved_to(server, Office(tmp_path))
    yield office
    office.close()


@contextmanager
def listening(office: Office) -> Iterator[None]:
    """The thread that listens, as in the daemon."""
    (watched,) = office.rounds.watched
    thread = threading.Thread(target=office.rounds._listen, args=[watched])
    thread.start()
    try:
        yield
    finally:
        office.rounds.stop.set()
        watched.box.interrupt()
        thread.join(20)
        assert not thread.is_alive()


def stored(office: Office) -> int:
    return len(office.mails())


def header_alone(server: LittleImap) -> bool:
    """Whether a mail was given up, and taken by its header."""
    return any("BODY.PEEK[HEADER]" in said for said in server.heard)


def test_a_complaint_is_registered_answered_and_filed(office: Office, server: LittleImap) -> None:
    deliver(server, office)
    assert office.round() == []
    assert office.case()["ack"] == "sent"
    assert len(server.folders[ARCHIVE].mails) == 1
    # The provider keeps what was sent itself: nothing is appended.
    assert not [said for said in server.heard if said.startswith("APPEND")]
    assert server.most_at_once == 1


@pytest.mark.parametrize(
    "end", [hangs_up(TOKEN_EXPIRED), breaks_off_after(900)], ids=["before", "in the middle"]
)
def test_a_round_goes_on_when_the_token_ends_in_a_fetch(
    office: Office, server: LittleImap, end: Action
) -> None:
    mails = [raw_mail(message_id=f"<{n}@postvak>", sender=f"o{n}@postvak.example") for n in "abc"]
    deliver(server, office, *mails)
    server.once(BODY, end)
    assert office.round() == []
    assert [mail["verdict"] for mail in office.mails()] == ["complaint"] * 3
    assert {case["ack"] for case in office.register()} == {"sent"}


def test_a_session_that_ends_twice_in_a_round_is_told(office: Office, server: LittleImap) -> None:
    deliver(server, office)
    for _ in range(2):
        server.once(BODY, hangs_up(TOKEN_EXPIRED))
    (told,) = office.round()
    assert "AccessTokenExpired" in told
    assert office.round() == []
    assert stored(office) == 1


def test_a_token_that_ends_in_idle_is_no_trouble(office: Office, server: LittleImap) -> None:
    with structlog.testing.capture_logs() as log, listening(office):
        wait_until(lambda: any(visit.idles for visit in server.visits))
        server.end_sessions(TOKEN_EXPIRED)
        wait_until(lambda: any(visit.idles for visit in server.visits))
        deliver(server, office)
        wait_until(lambda: stored(office) == 1)
    assert [entry["event"] for entry in log if entry["event"] != "uidvalidity"] == ["session_ended"]
    assert office.health()["mailboxes"][0]["error"] is None


def test_sessions_that_end_all_the_time_are_trouble(office: Office, server: LittleImap) -> None:
    for _ in range(3):
        server.once("IDLE", hangs_up(TOKEN_EXPIRED))
    with structlog.testing.capture_logs() as log, listening(office):
        wait_until(lambda: any(entry["event"] == "mailbox" for entry in log))
    assert [entry["event"] for entry in log].count("session_ended") == 1


def test_a_token_service_that_is_away_for_an_hour_is_waited_for(
    tmp_path: Path, server: LittleImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = moved_to(server, Office(tmp_path))
    waited: list[float] = []

    def token() -> str:
        if sum(waited) < 3600:
            raise NoToken("token endpoint login.example: does not answer")
        return TOKEN

    (watched,) = office.rounds.watched
    there = replace(server.mailbox(), token=token)
    box = ImapMailbox(there, clock=office.clock)
    office.rounds = replace(office.rounds, watched=[replace(watched, box=box)])
    monkeypatch.setattr(office.rounds.stop, "wait", waited.append)
    deliver(server, office)
    with listening(office):
        wait_until(lambda: stored(office) == 1)
    assert len(waited) < 70
    office.close()


def test_idle_that_hangs_loses_no_mail(tmp_path: Path) -> None:
    with ExchangeLike() as server:
        office = moved_to(server, Office(tmp_path), timeout=0.2)
        server.once("IDLE", hangs)
        with listening(office):
            wait_until(lambda: "IDLE" in server.heard)
            deliver(server, office)
            wait_until(lambda: stored(office) == 1)
        office.close()


def test_a_throttled_server_is_left_alone_for_as_long_as_it_asks(
    office: Office, server: LittleImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(server, office)
    server.once(BODY, says(THROTTLED))
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) > 1:
            office.rounds.stop.set()

    monkeypatch.setattr(office.rounds.stop, "wait", wait)
    with listening(office):
        wait_until(lambda: stored(office) == 1)
    assert waited[0] == pytest.approx(299.961)
    assert not header_alone(server)


def test_exchange_may_change_a_stored_mail_and_it_stays_the_one_that_was_stored_first(
    tmp_path: Path,
) -> None:
    with ExchangeLike(reads_differently=True) as server:
        office = moved_to(server, Office(tmp_path))
        deliver(server, office)
        server.once("UID MOVE", says("%t NO Server Unavailable. 15"))
        office.round()
        assert len(server.folders["INBOX"].mails) == 1
        moved_to(server, office.restart())
        office.round()
        assert [mail["verdict"] for mail in office.mails()] == ["complaint"]
        assert server.folders[ARCHIVE].mails[1].fetched == 1
        office.close()


@pytest.mark.parametrize("how", ["put back by somebody", "renumbered by the server"])
def test_a_mail_that_exchange_shows_anew_and_changed_is_the_one_that_was_stored(
    tmp_path: Path, how: str
) -> None:
    with ExchangeLike(reads_differently=True) as server:
        office = moved_to(server, Office(tmp_path))
        deliver(server, office)
        if how == "renumbered by the server":
            server.once("UID MOVE", says("%t NO Server Unavailable. 15"))
        office.round()
        if how == "put back by somebody":
            server.moved(server.folders[ARCHIVE].mails[1], ARCHIVE, 1, "INBOX")
        else:
            server.folders["INBOX"].uidvalidity += 1
            moved_to(server, office.restart())
        office.round(minutes=10)
        assert [mail["verdict"] for mail in office.mails()] == ["complaint", "duplicate"]
        assert server.folders["INBOX"].mails == {}
        assert len(office.register()) == 1
        assert len(office.letters("acknowledgment")) == 1
        assert office.told("same_id") == 0
        office.close()


def test_another_mail_with_the_same_message_id_is_one_of_its_own_at_exchange_too(
    tmp_path: Path,
) -> None:
    with ExchangeLike() as server:
        office = moved_to(server, Office(tmp_path))
        deliver(server, office)
        office.round()
        office.clock.forward(minutes=10)
        deliver(server, office, raw_mail("Het is intussen erger geworden, en niemand doet iets."))
        office.round()
        assert [mail["verdict"] for mail in office.mails()].count("duplicate") == 0
        assert office.told("same_id") == 1
        office.close()


def test_a_mail_under_several_labels_is_fetched_and_stored_once(tmp_path: Path) -> None:
    with GmailLike() as server:
        office = moved_to(server, Office(tmp_path))
        deliver(server, office)
        mail = server.folders["INBOX"].mails[1]
        for label in ("Directie", "INBOX", "Belangrijk"):
            server.label(mail, label)
        office.round()
        office.round()
        assert (stored(office), mail.fetched) == (1, 1)
        # Filing it is a change of label; All Mail shows it all the same.
        assert server.folders["INBOX"].mails == {}
        assert mail in server.folders[ARCHIVE].mails.values()
        assert list(server.folders[ALL_MAIL].mails.values()) == [mail]
        assert mail in server.folders["Directie"].mails.values()


@pytest.mark.parametrize("again", ["another day", "after a restart", "renumbered"])
def test_a_mail_that_somebody_puts_back_is_filed_again_and_not_fetched(
    tmp_path: Path, again: str
) -> None:
    with GmailLike() as server:
        office = moved_to(server, Office(tmp_path))
        deliver(server, office)
        office.round()
        (mail,) = server.folders[ARCHIVE].mails.values()
        server.moved(mail, ARCHIVE, 1, "INBOX")
        if again == "after a restart":
            moved_to(server, office.restart())
        if again == "renumbered":
            server.folders["INBOX"].uidvalidity += 1
        office.round(days=1)
        assert (stored(office), mail.fetched) == (1, 1)
        assert server.folders["INBOX"].mails == {}
        assert list(server.folders[ARCHIVE].mails.values()) == [mail]
        office.close()


def test_a_new_mail_with_the_same_words_is_a_mail_of_its_own(tmp_path: Path) -> None:
    with GmailLike() as server:
        office = moved_to(server, Office(tmp_path))
        deliver(server, office)
        deliver(server, office, raw_mail(message_id="<twee@postvak.example>"))
        office.round()
        assert stored(office) == 2
        office.close()


def test_no_more_is_fetched_in_a_day_than_google_lets(tmp_path: Path) -> None:
    with GmailLike() as server:
        office = moved_to(server, Office(tmp_path))
        office.rounds.watched[0].intake.download_mb_a_day = 1
        text = ("Mijn zoon moest nablijven. Dat is onaanvaardbaar. " * 4 + "\n") * 1500
        for n in range(7):
            sender, message_id = f"ouder{n}@postvak.example", f"<{n}@postvak.example>"
            raw = raw_mail(text, sender=sender, message_id=message_id)
            deliver(server, office, raw)
        (told,) = office.round()
        assert told.startswith("bot.toml: mailbox[0].imap: 5 mails wait on the server")
        assert server.downloaded < 800_000
        assert office.health()["mailboxes"][0]["error"] is not None
        # A restart forgets nothing of it.
        office = moved_to(server, office.restart())
        office.rounds.watched[0].intake.download_mb_a_day = 1
        office.round(hours=12)
        assert stored(office) == 2
        for day in range(1, 4):
            office.round(hours=25)
            assert stored(office) == min(2 + 2 * day, 7)
        assert office.round() == []
        assert office.health()["mailboxes"][0]["error"] is None
        assert not header_alone(server)
        office.close()


def test_old_mail_that_is_adopted_counts_for_the_day_and_leaves_room_for_new(
    tmp_path: Path,
) -> None:
    with GmailLike() as server:
        office = moved_to(server, Office(tmp_path))
        text = ("Mijn zoon moest nablijven. Dat is onaanvaardbaar. " * 4 + "\n") * 1000

        def a_mail(n: int) -> bytes:
            return raw_mail(
                text, sender=f"ouder{n}@postvak.example", message_id=f"<{n}@postvak.example>"
            )

        early = office.clock.at - timedelta(days=400)
        server.deliver(*(a_mail(n) for n in range(4)), when=early)
        assert office.round() == []
        uids = office.bot.inbox.before_start(office.policy.mailboxes[0].address, early.date())
        assert len(uids) == 4
        (watched,) = office.rounds.watched
        watched.intake.download_mb_a_day = 1
        # 200 kB each: half a megabyte is for old mail, eight tenths for all.
        assert office.adopt(*uids, acknowledge=False) == 2
        assert watched.intake.postponed.startswith("2 mails wait on the server until tomorrow")
        assert server.downloaded < 500_000
        assert office.adopt(*uids, acknowledge=False) == 0
        deliver(server, office, a_mail(4), a_mail(5))
        (told,) = office.round()
        assert "1 mails wait on the server" in told
        office.clock.forward(hours=25)
        assert office.adopt(*uids, acknowledge=False) == 2
        assert watched.intake.postponed == ""
        office.close()
