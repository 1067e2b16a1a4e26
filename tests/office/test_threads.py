from __future__ import annotations

from typing import Any

import pytest

from tests.builders import MAILBOX, raw_mail
from tests.offices import ANN, OTHER, PARENT, Office

SIGNED, KNOWN, PLUS, NUMBER = "signed id", "known id", "plus-address", "number in the subject"
LINKS = [SIGNED, KNOWN, PLUS, NUMBER]
LATER = {"text": "Het gebeurde vandaag opnieuw.", "message_id": "<later@postvak.example>"}


@pytest.fixture
def asked(office: Office) -> Office:
    """A case that was opened and acknowledged an hour ago."""
    office.deliver(raw_mail(message_id="<first@postvak.example>"))
    office.round()
    office.clock.forward(hours=1)
    return office


def reply(office: Office, link: str, sender: str) -> None:
    """A mail that names the first case in one way only."""
    ours = office.letters("acknowledgment")[0].message_id
    mail: dict[str, Any] = {"subject": "Nog iets", "sender": sender, **LATER}
    if link == SIGNED:
        mail["headers"] = (f"In-Reply-To: {ours}",)
    elif link == KNOWN:
        mail["headers"] = ("References: <nobody@x.example> <first@postvak.example>",)
    elif link == PLUS:
        box, _, domain = MAILBOX.partition("@")
        mail["to"] = f"{box}+{ours.strip('<>').partition('@')[0]}@{domain}"
    else:
        mail["subject"] = "Re: k 2026 1 nog iets"
    office.write(**mail)


@pytest.mark.parametrize("link", LINKS)
def test_a_reply_of_a_party_joins_its_case_and_is_not_acknowledged_again(
    asked: Office, link: str
) -> None:
    reply(asked, link, f"Ilse <{PARENT.upper()}>")
    asked.round()
    last = asked.mail()
    assert (last["verdict"], last["place"], last["case"]) == ("case_reply", "case", "K-2026-0001")
    assert len(asked.register()) == 1
    assert len(asked.letters(to=PARENT)) == 1
    assert asked.letter("parent_replied").to == ANN


@pytest.mark.parametrize("link", LINKS)
def test_a_stranger_who_names_a_case_is_set_aside_and_learns_nothing(
    asked: Office, link: str
) -> None:
    reply(asked, link, OTHER)
    asked.round()
    last = asked.mail()
    assert (last["verdict"], last["place"]) == ("case_reply", "set_aside")
    assert last["owed"]
    assert last["set_aside"] == "possible_follow_up"
    assert asked.letters(to=OTHER) == []
    assert len(asked.letters(to=PARENT)) == 1
    assert len(asked.register()) == 1
    (notice,) = asked.letters("attention")
    assert notice.to == ANN
    assert asked.told("possible_follow_up") == 1
    assert "opnieuw" not in notice.text
    # It is no part of the case: nothing that is asked about the case shows it.
    assert [mail["id"] for mail in asked.case()["mails"]] == [1]


def test_a_reply_to_the_set_aside_mail_of_a_stranger_joins_no_case(asked: Office) -> None:
    reply(asked, NUMBER, OTHER)
    asked.round()
    asked.write(
        sender="derde@elders.example",
        subject="Re: iets",
        message_id="<third@elders.example>",
        headers=(f"In-Reply-To: {LATER['message_id']}",),
    )
    asked.round(minutes=5)
    assert asked.mail()["case"] == "K-2026-0002"


def test_the_number_of_anothers_case_does_not_open_it_for_a_party_of_ones_own(
    asked: Office,
) -> None:
    asked.write(sender=f"Jan <{OTHER}>", message_id="<second@elders.example>")
    asked.round()
    # Names case 1 by its signed id and case 2, his own, by number: it joins his own.
    ours = asked.letters("acknowledgment", to=PARENT)[0].message_id
    asked.write(
        sender=OTHER,
        subject="Re: [K-2026-0002] vraag",
        headers=(f"In-Reply-To: {ours}",),
        message_id="<third@elders.example>",
    )
    asked.round(minutes=5)
    assert (asked.mail()["verdict"], asked.mail()["case"]) == ("case_reply", "K-2026-0002")


def test_of_two_cases_of_ones_own_the_surest_link_decides(asked: Office) -> None:
    asked.write(message_id="<second@postvak.example>", subject="De refter")
    asked.round()
    ours = asked.letters("acknowledgment")[0].message_id
    links = {
        SIGNED: (f"In-Reply-To: {ours}",),
        KNOWN: ("References: <first@postvak.example>",),
    }
    for link, headers in links.items():
        asked.write(
            sender=f"Ilse <{PARENT}>",
            subject="Re: [K-2026-0002] nog iets",
            headers=headers,
            message_id=f"<{len(link)}@postvak.example>",
        )
        asked.round(minutes=5)
        assert asked.mail()["case"] == "K-2026-0001", link


def test_who_is_in_copy_or_in_reply_to_becomes_no_party(asked: Office) -> None:
    asked.write(
        subject="Re: [K-2026-0001] nog iets",
        headers=(f"Cc: {OTHER}", f"Reply-To: {OTHER}"),
        message_id="<copy@postvak.example>",
    )
    asked.round()
    assert asked.mail()["place"] == "case"
    asked.write(sender=OTHER, subject="Re: [K-2026-0001]", message_id="<other@elders.example>")
    asked.round(minutes=5)
    assert (asked.mail()["verdict"], asked.mail()["place"]) == ("case_reply", "set_aside")
    assert asked.letters(to=OTHER) == []


def test_a_stranger_under_the_name_of_a_party_is_a_stranger(asked: Office) -> None:
    asked.write(
        sender=f'"{PARENT}" <{OTHER}>',
        subject="Re: [K-2026-0001]",
        headers=(f"Sender: {PARENT}",),
        message_id="<feigned@elders.example>",
    )
    asked.round()
    assert asked.mail()["place"] == "set_aside"
    assert asked.letters(to=OTHER) == []


def test_a_forged_signature_names_no_case(asked: Office) -> None:
    forged = "<k-2026-0001.aaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbb@schoolbestuur-demerland.example>"
    asked.write(sender=f"Jan <{OTHER}>", headers=(f"In-Reply-To: {forged}",), subject="Vraag")
    asked.round()
    assert asked.mail()["case"] == "K-2026-0002"


def test_a_number_that_nobody_has_is_a_new_mail(asked: Office) -> None:
    asked.write(subject="[K-2026-0999] waar blijft mijn antwoord?")
    asked.round()
    assert asked.mail()["case"] == "K-2026-0002"
    assert len(asked.letters("acknowledgment")) == 2


def test_a_reply_in_the_same_batch_as_the_first_mail_joins_it(office: Office) -> None:
    office.deliver(raw_mail(message_id="<first@postvak.example>"))
    office.deliver(
        raw_mail(
            message_id="<second@postvak.example>",
            subject="Re: Klacht over de manier van straffen",
            headers=("In-Reply-To: <first@postvak.example>",),
        )
    )
    office.round()
    assert [mail["verdict"] for mail in office.mails()] == ["complaint", "case_reply"]
    assert len(office.letters("acknowledgment")) == 1


def test_replies_of_a_case_that_another_handles_are_told_to_that_handler(office: Office) -> None:
    # The coordinator is the subject of the complaint: she learns of no reply either.
    office.write(text="Ann Peeters luistert nooit. Onaanvaardbaar.", message_id="<1@a.example>")
    office.round()
    handler = next(p for p in office.policy.people if p.id == office.register()[0]["handler"])
    assert handler.email != ANN
    office.write(subject="K-2026-0001", text="Nog iets daarover.", message_id="<2@a.example>")
    office.round(minutes=5)
    assert office.letter("parent_replied").to == handler.email
    assert office.letters(to=ANN) == []
