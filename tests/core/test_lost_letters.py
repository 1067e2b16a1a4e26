from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Ack
from bot.core.decide import decide
from bot.core.decision import Decision, Tell
from bot.core.facts import Facts
from bot.core.happening import Failure, LetterFailed, MailArrived, SentLetter
from bot.core.letter import LetterName, LetterOrder
from bot.core.lost_letters import code_in, meaning_of
from bot.core.mail import Address, BounceReport, PassedOn
from tests.builders import NOON, PARENT, TODAY, a_case, a_mail, a_policy

POLICY = a_policy()
GUST = "gust.hermans@schoolbestuur-demerland.example"
ACK = SentLetter(
    id=7,
    name=LetterName.ACKNOWLEDGMENT,
    to=PARENT.email,
    case_number="K-2026-0001",
    message_id="<k-2026-0001.a.b@schoolbestuur-demerland.example>",
    queued_at=NOON - timedelta(days=1),
    sent_at=NOON - timedelta(days=1),
)
REPORT = (
    "The mail could not be delivered. Host mx.postvak.example[192.0.2.5] said: "
    "550 5.1.1 <ilse.vdb@postvak.example>: user unknown"
)


def refused(error: str, letter: SentLetter = ACK, **facts: object) -> Decision:
    known = Facts(now=NOON, today=TODAY, case=a_case())
    known = replace(known, **facts)  # type: ignore[arg-type]
    return decide(LetterFailed(letter, Failure.REFUSED, error), known, POLICY)


def bounced(*, permanent: bool, text: str = REPORT, letter: SentLetter = ACK) -> Decision:
    mail = a_mail(
        text,
        sender=Address("mailer-daemon@postvak.example"),
        bounce=BounceReport(recipients=(letter.to,), permanent=permanent),
    )
    facts = Facts(now=NOON, today=TODAY, case=a_case(ack=Ack.SENT), bounced=letter)
    return decide(MailArrived(mail), facts, POLICY)


def lost(decision: Decision) -> list[LetterOrder]:
    return [
        send.order for send in decision.orders() if send.order.name is LetterName.DELIVERY_FAILED
    ]


def test_every_administrator_hears_of_a_refused_acknowledgment_beside_the_handler() -> None:
    decision = refused("550 5.1.1 user unknown")
    (order,) = lost(decision)
    assert order.to == GUST
    assert order.case_number == "K-2026-0001"
    assert order.values["masked"] == "i…b@postvak.example"
    assert order.values["code"] == "5.1.1"
    assert "bestaat niet" in str(order.values["meaning"])
    assert order.values["permanent"] is True
    assert order.values["owed"] is True
    assert order.values["letter_name"] == "ontvangstmelding"
    assert any(isinstance(effect, Tell) for effect in decision.effects)


def test_a_bounce_for_good_is_told_with_the_code_in_the_report() -> None:
    decision = bounced(permanent=True)
    (order,) = lost(decision)
    assert (order.to, order.values["code"]) == (GUST, "5.1.1")
    assert order.values["sent_on"] == date(2026, 11, 23)
    assert any(isinstance(effect, Tell) for effect in decision.effects)


def test_a_bounce_not_for_good_is_told_as_waiting_and_asks_nobody_for_anything() -> None:
    decision = bounced(permanent=False, text="451 4.2.2 mailbox full, will be tried again")
    (order,) = lost(decision)
    assert order.values["permanent"] is False
    assert order.values["meaning"] == "De mailbox van de ontvanger is vol."
    assert not any(isinstance(effect, Tell) for effect in decision.effects)


def test_the_address_is_nowhere_whole() -> None:
    for decision in (refused(f"550 5.1.1 <{PARENT.email}> unknown"), bounced(permanent=True)):
        (order,) = lost(decision)
        assert PARENT.email not in repr(order)


def test_a_letter_to_staff_that_is_lost_is_another_matter() -> None:
    to_staff = replace(
        ACK, name=LetterName.NEW_COMPLAINT, to="ann.peeters@schoolbestuur-demerland.example"
    )
    assert lost(refused("550 5.1.1 unknown", to_staff)) == []
    assert lost(bounced(permanent=True, letter=to_staff)) == []


def test_another_letter_to_a_parent_is_told_too_but_owes_nothing() -> None:
    (order,) = lost(refused("550 no", replace(ACK, name=LetterName.STATUS_UPDATE)))
    assert order.values["letter_name"] == "stand van zaken"
    assert order.values["owed"] is False


def test_an_administrator_of_whom_the_case_speaks_is_not_told() -> None:
    assert lost(refused("550 no", case=a_case(not_for=("gust",)))) == []


def test_a_number_to_call_is_mentioned_and_not_written() -> None:
    form = PassedOn(by=Address("site@demerland.example"), form=True, phone="0470 00 00 00")
    (order,) = lost(refused("550 no", mail=a_mail(passed_on=form)))
    assert order.values["phone_known"] is True
    assert "0470" not in repr(order)


def test_an_uncertain_or_late_letter_is_not_lost() -> None:
    for failure in (Failure.UNCERTAIN, Failure.LATE):
        facts = Facts(now=NOON, today=TODAY, case=a_case())
        assert lost(decide(LetterFailed(ACK, failure, "450 busy"), facts, POLICY)) == []


@pytest.mark.parametrize(
    ("said", "permanent", "code"),
    [
        ("550 5.1.1 user unknown", True, "5.1.1"),
        ("550 no such user", True, "550"),
        ("gave up after 5 days: 451 4.4.1 no answer", True, "4.4.1"),
        ("gave up after 5 days: connection refused", True, ""),
        ("host mx[192.0.5.1] said: 552-5.2.2 over quota", True, "5.2.2"),
        ("Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 rejected", True, "5.7.1"),
        ("<<< 553 sorry, no", True, "553"),
        ("451 4.7.1 try later; before: 550 5.1.1", False, "4.7.1"),
        ("sent 2.0.0 ok, then nothing", True, ""),
        ("version 4.10.2.1, 5.1.1.7", True, ""),
        ("bel 550 keer", True, ""),
        ("", True, ""),
    ],
)
def test_the_code_that_tells_most_is_found(said: str, *, permanent: bool, code: str) -> None:
    assert code_in(said, permanent=permanent) == code


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("5.1.1", "Dit adres bestaat niet bij de ontvanger. Misschien staat er een tikfout in."),
        ("5.1.9", "Er is iets mis met het adres."),
        ("4.2.2", "De mailbox van de ontvanger is vol."),
        ("5.4.4", "De mailserver van de ontvanger is niet bereikbaar."),
        (
            "5.7.26",
            "De ontvanger kan niet nagaan dat de brief echt van ons komt (SPF, DKIM of DMARC).",
        ),
        ("5.7.1", "De mailserver van de ontvanger weigert brieven van ons adres."),
        ("5.0.0", "De mailserver van de ontvanger weigert de brief."),
        ("4.0.0", "De mailserver van de ontvanger kan de brief nu niet aannemen."),
        ("552", "De mailbox van de ontvanger is vol."),
        ("559", "De mailserver van de ontvanger weigert de brief."),
        ("", ""),
    ],
)
def test_a_code_has_a_meaning_in_plain_dutch(code: str, meaning: str) -> None:
    assert meaning_of(code) == meaning


def test_a_letter_given_up_says_so() -> None:
    (order,) = lost(refused("gave up after 5 days: connection refused"))
    assert order.values["meaning"] == "De mailserver nam de brief vijf dagen lang niet aan."


@given(said=st.text(max_size=300), permanent=st.booleans())
def test_whatever_a_server_says_is_read(said: str, *, permanent: bool) -> None:
    meaning_of(code_in(said, permanent=permanent))
