from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import pytest

from bot.core.happening import TrustProbed
from bot.office.access import ProvenPolicy, at_risk, told
from bot.post.oauth.source import TokenState
from bot.post.oauth.trouble import TroubleCode
from bot.post.oauth.troubles import TROUBLES
from tests.builders import NOON
from tests.collecting import CollectingPostman
from tests.offices import ANN, GUST, NewOffice, Office

BOX = "klachten@schoolbestuur-demerland.example"


@dataclass
class Tokens:
    """The tokens of a mailbox, as a test wants them to stand."""

    ends_on: date | None = None
    code: TroubleCode | None = None
    words: str = ""

    def state(self) -> TokenState:
        return TokenState(
            ok=not self.words,
            expires_at=NOON,
            secret_ends_on=self.ends_on,
            trouble=next((row for row in TROUBLES if row.code is self.code), None),
            words=self.words or (self.code.value if self.code else ""),
        )


def watching(office: Office, tokens: Tokens) -> Office:
    watch = office.bot.rounds.watch
    watch.access = partial(at_risk, {BOX: tokens}, {}, office.clock, office.policy)
    return office


def test_the_end_of_a_secret_is_told_fourteen_days_ahead_and_thrice_more(office: Office) -> None:
    today = office.clock.now().date()
    watching(office, Tokens(ends_on=today + timedelta(days=15)))
    office.round()
    assert office.told("access_ends", to=GUST) == 0
    heard = []
    for _ in range(17):
        office.round(days=1)
        office.round(minutes=5)
        heard.append(office.told("access_ends", to=GUST))
    assert heard == [1] * 7 + [2] * 6 + [3] + [4] * 3
    assert office.told("access_ends", to=ANN) == 0  # it is the administrator's to mend


def test_the_letter_names_the_day_and_the_mailbox(office: Office) -> None:
    watching(office, Tokens(ends_on=date(2026, 11, 30)))
    office.round()
    (letter,) = [x for x in office.letters("attention", to=GUST) if "verloopt op" in x.text]
    assert "30/11/2026" in letter.text
    assert BOX in letter.text


def test_a_secret_that_lasts_longer_is_no_matter(office: Office) -> None:
    watching(office, Tokens(ends_on=date(2027, 11, 30)))
    office.round()
    assert office.log("access_ends") == []


def test_tokens_that_cannot_be_renewed_are_told_at_once_and_then_daily(office: Office) -> None:
    watching(office, Tokens(code=TroubleCode.SECRET_EXPIRED))
    office.round()
    office.round(minutes=10)
    (letter,) = office.letters("mailbox_unreachable", to=GUST)
    assert letter.subject == "Geen toegang meer tot de klachtenmailbox"
    assert BOX in letter.text
    assert "Certificaten en geheimen" in letter.text
    assert "(secret_expired)" in letter.text
    assert office.letters("mailbox_unreachable", to=ANN) == []
    office.round(days=1)
    assert len(office.letters("mailbox_unreachable", to=GUST)) == 2
    assert len(office.log("access_lost")) == 2


def test_a_bot_that_is_shut_out_says_so_by_the_second_way(office: Office) -> None:
    watching(office, Tokens(code=TroubleCode.SECRET_EXPIRED))
    second = CollectingPostman()
    office.rounds.dispatch = replace(office.rounds.dispatch, second=second)
    office.postman.unusable = "127.0.0.1:14025: no access token"
    office.round()
    assert [letter.recipient for letter in second.letters] == [GUST]
    assert b"Certificaten en geheimen" in second.letters[0].content
    assert {letter["status"] for letter in office.outbox("mailbox_unreachable")} == {"sent"}


def test_a_token_that_cannot_be_stored_is_told_while_all_goes_on(office: Office) -> None:
    watching(office, Tokens(code=TroubleCode.NOT_STORED))
    second = CollectingPostman()
    office.rounds.dispatch = replace(office.rounds.dispatch, second=second)
    office.round()
    office.round(minutes=10)
    assert office.told("access_not_kept", to=GUST) == 1
    (letter,) = [x for x in office.letters("attention", to=GUST) if "niet bewaren" in x.text]
    assert "Maak schijfruimte vrij" in letter.text
    assert "(not_stored)" in letter.text
    assert office.letters("mailbox_unreachable") == []
    assert second.letters == []
    office.round(days=1)
    assert office.told("access_not_kept", to=GUST) == 2


@pytest.mark.parametrize("code", [TroubleCode.SERVICE_DOWN, TroubleCode.THROTTLED])
def test_what_goes_by_itself_worries_nobody(office: Office, code: TroubleCode) -> None:
    watching(office, Tokens(code=code))
    office.round()
    assert office.log("access_lost") == []


def test_what_nobody_knows_is_told_in_its_own_words(office: Office) -> None:
    watching(office, Tokens(words="AADSTS999999: something new"))
    office.round()
    (letter,) = office.letters("mailbox_unreachable", to=GUST)
    assert "AADSTS999999" in letter.text


def test_the_heartbeat_tells_it_without_a_token() -> None:
    state = told(BOX, Tokens(code=TroubleCode.REVOKED, ends_on=date(2027, 1, 2)).state())
    assert state["address"] == BOX
    assert (state["trouble"], state["secret_ends_on"]) == ("revoked", "2027-01-02")
    assert set(state["remedy"]) == {"nl", "en"}
    assert set(told(BOX, Tokens().state())) == set(state)


def test_while_a_forgery_is_believed_nobodys_sender_is_proven(new_office: NewOffice) -> None:
    office = new_office()
    proven = ProvenPolicy(agreed=office.policy, ledger=office.bot.ledger)
    assert proven().mailboxes[0].trust is not None
    for believed in (True, False, True):
        office.clock.forward(minutes=1)
        office.bot.casework.happen(TrustProbed(BOX, believed))
        box = proven.look().mailboxes[0]
        assert (box.trust is None, box.proves_staff) == (believed, not believed)
        assert proven() is proven()
    assert len(office.log("trust_probed")) == 3
