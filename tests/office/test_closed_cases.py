from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.core.case import Anonymous, Outcome, Status, Urgency
from bot.core.happening import PersonsWord
from bot.post.smtp.envelope import Refused
from tests.offices import ANN, OTHER, PARENT, Office

CLOSED: dict[str, Any] = {
    "status": Status.CLOSED,
    "outcome": Outcome.UPHELD,
    "closed_on": date(2026, 11, 3),
}
LATER: dict[str, Any] = {"text": "Het gebeurde vandaag opnieuw.", "subject": "Re: [K-2026-0001] x"}
P21 = "closed_case_reply"


@pytest.fixture
def closed(office: Office) -> Office:
    """A case that was opened, acknowledged and closed, the day before."""
    office.write(subject="De bus")
    office.round()
    office.change(**CLOSED)
    office.clock.forward(days=1)
    return office


def duties(office: Office, kind: str) -> list[dict[str, Any]]:
    return [duty for duty in office.case()["deadlines"] if duty["kind"] == kind]


def told(office: Office, name: str = "parent_replied") -> str:
    return " ".join(" ".join(letter.text.split()) for letter in office.letters(name))


def test_the_complainant_of_a_closed_case_learns_who_reads_it_and_by_when(closed: Office) -> None:
    closed.write(**LATER)
    closed.round()
    letter = closed.letter(P21)
    assert letter.to == PARENT
    assert letter.subject == "[K-2026-0001] We hebben uw nieuwe bericht ontvangen"
    assert "afgesloten op dinsdag 3 november 2026" in letter.text
    # Received on Wednesday 25 November; three school days.
    assert (
        "Ann Peeters leest uw bericht en antwoordt uiterlijk op maandag 30 november" in letter.text
    )
    assert letter.mail["Auto-Submitted"] == "auto-replied"
    assert [duty["due_on"] for duty in duties(closed, "closed_reply")] == ["2026-11-30"]
    assert closed.case()["status"] == "closed"
    assert closed.case()["ack"] == "sent"


def test_its_handler_is_told_that_it_is_closed_and_what_was_answered(closed: Office) -> None:
    closed.write(**LATER)
    closed.round()
    assert "Dit dossier is afgesloten." in told(closed)
    assert "De melder kreeg een automatisch antwoord" in told(closed)
    assert "kreeg er geen automatisch antwoord" not in told(closed)


def test_it_is_said_once_a_day_at_most_and_owed_once(closed: Office) -> None:
    for _ in range(3):
        closed.write(**LATER)
        closed.round(hours=2)
    assert len(closed.letters(P21)) == 1
    assert len(duties(closed, "closed_reply")) == 1
    closed.write(**LATER)
    closed.round(days=1)
    assert len(closed.letters(P21)) == 2
    # Nobody answered yet: the first promise stands.
    assert "maandag 30 november" in closed.letters(P21)[1].text
    assert len(duties(closed, "closed_reply")) == 1


@pytest.mark.parametrize("status", [Status.NOT_ADMISSIBLE, Status.WITHDRAWN, Status.CANNOT_SOLVE])
def test_a_case_that_rests_answers_as_well(closed: Office, status: Status) -> None:
    closed.change(status=status, closed_on=None)
    closed.write(**LATER)
    closed.round()
    assert "Deze klacht is afgesloten. Ann Peeters" in closed.letter(P21).text


def test_an_open_case_does_not(office: Office) -> None:
    office.write()
    office.round()
    office.write(**LATER)
    office.round(days=1)
    assert office.letters(P21) == []
    assert duties(office, "closed_reply") == []


@pytest.mark.parametrize(
    "mail",
    [
        {"headers": ("Auto-Submitted: auto-replied",)},
        {"headers": ("Precedence: bulk",)},
        {"headers": ("X-Auto-Response-Suppress: All",)},
        {"headers": ("X-Spam-Flag: YES",)},
        {"headers": ("Return-Path: <>",)},
        {"sender": OTHER},
        {"text": "Mijn dochter wil niet meer leven."},
    ],
    ids=["machine", "bulk", "suppress", "spam", "null path", "stranger", "danger"],
)
def test_who_may_be_a_machine_a_stranger_or_in_danger_gets_no_such_letter(
    closed: Office, mail: dict[str, Any]
) -> None:
    closed.write(**(LATER | mail))
    closed.round()
    assert closed.outbox(P21) == []


def test_a_case_that_was_critical_stays_a_matter_of_persons(closed: Office) -> None:
    closed.change(urgency=Urgency.CRITICAL)
    closed.write(**LATER)
    closed.round()
    assert closed.outbox(P21) == []
    assert duties(closed, "closed_reply")
    assert "kreeg er geen automatisch antwoord" in told(closed)


def test_another_party_is_no_complainant(closed: Office) -> None:
    closed.change(parties=(PARENT, OTHER))
    closed.write(**(LATER | {"sender": OTHER}))
    closed.round()
    assert closed.mail()["verdict"] == "case_reply"
    assert closed.outbox(P21) == []
    assert duties(closed, "closed_reply")


def test_who_had_ten_automatic_letters_that_day_waits_for_a_person(closed: Office) -> None:
    for n in range(12):
        # Each of them is asked for by the same person, in a case of its own.
        closed.write(subject=f"Vraag {n}")
        closed.round(hours=1)
        if closed.case(f"K-2026-{n + 2:04}")["ack"] == "held":
            closed.says(PersonsWord.ACK_RELEASED, f"K-2026-{n + 2:04}")
    closed.round()
    closed.write(**LATER)
    closed.round(minutes=5)
    (letter,) = closed.outbox(P21)
    assert letter["status"] == "held"
    assert "wacht op een mens" in told(closed)
    closed.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    closed.round(minutes=5)
    assert closed.letter(P21).to == PARENT
    assert closed.case()["ack"] == "sent"


def test_it_speaks_the_language_of_the_case(office: Office) -> None:
    office.write("Mon fils a été puni. C'est inacceptable, nous sommes déçus de l'école.")
    office.round()
    office.change(**CLOSED)
    office.write(**LATER)
    office.round(days=1)
    assert "Cette plainte a été clôturée le mardi 3 novembre 2026" in office.letter(P21).text


def test_a_contact_who_is_named_in_the_case_is_not_named(office: Office) -> None:
    office.write("Ann Peeters luistert nooit. Onaanvaardbaar.")
    office.round()
    office.change(**CLOSED)
    office.write(**LATER)
    office.round(days=1)
    assert "Een medewerker leest uw bericht" in office.letter(P21).text
    assert office.letters(to=ANN) == []


def test_a_request_for_the_own_file_is_owed_at_once_and_once(office: Office) -> None:
    office.write()
    office.round()
    ask = {"subject": "Re: [K-2026-0001] x", "text": "Ik wil graag een kopie van het dossier."}
    office.write(**ask)
    office.round(days=1)
    (duty,) = duties(office, "dossier_request")
    assert duty["due_on"] == "2026-12-24"  # a month after 24 November: GDPR art. 12(3)
    assert "De melder vraagt het eigen dossier." in told(office)
    letter = office.letter("dossier_receipt")
    assert (letter.to, letter.mail["Auto-Submitted"]) == (PARENT, "auto-replied")
    text = " ".join(letter.text.split())
    assert "een kopie van het dossier" in text
    assert "uiterlijk op donderdag 24 december 2026" in text
    office.write(**ask)
    office.round(days=1)
    assert len(duties(office, "dossier_request")) == 1
    assert len(office.letters("dossier_receipt")) == 1


def test_what_a_mail_seems_to_want_is_told_and_changes_nothing(office: Office) -> None:
    office.write()
    office.round()
    office.write("Ik trek mijn klacht in.", subject="Re: [K-2026-0001] Klacht over de bus")
    office.round(days=1)
    assert "Het lijkt op een intrekking." in told(office)
    assert office.case()["status"] == "intake"


def test_a_new_subject_in_an_old_thread_joins_and_is_pointed_out(office: Office) -> None:
    office.write(subject="Klacht over de bus")
    office.round()
    ours = office.letter("acknowledgment").message_id
    answer = (f"In-Reply-To: {ours}",)
    office.write("Een vraag.", subject="Zwemles volgende week", headers=answer)
    office.round(days=1)
    assert office.mail()["case"] == "K-2026-0001"
    assert "Het onderwerp is nieuw" in told(office)
    office.forget_letters()
    office.write("Nog iets.", subject="Re: Klacht over de bus", headers=answer)
    office.round(days=1)
    assert len(office.letters("parent_replied")) == 1
    assert "Het onderwerp is nieuw" not in told(office)


def test_an_acknowledgment_that_comes_back_names_the_number_to_call(office: Office) -> None:
    office.postman.plan("fatima@postvak.example", Refused(550, "5.1.1 no such mailbox"))
    office.write(
        "Naam: Fatima\nE-mail: fatima@postvak.example\nTelefoon: 0470 00 00 00\n"
        "Wat is er gebeurd: De bus. Onaanvaardbaar.",
        sender="webformulier@schoolbestuur-demerland.example",
    )
    office.round()
    assert "Bel 0470 00 00 00, of vraag" in told(office, "attention")


def test_a_closed_case_of_somebody_without_a_name_answers_too(closed: Office) -> None:
    closed.change(anonymous=Anonymous.FULL)
    closed.write(**LATER)
    closed.round()
    assert closed.letter(P21).to == PARENT
