from __future__ import annotations

import pytest

from tests.offices import ANN, BERT, CARLA, FEMKE, KATRIEN, PARENT, Office

HEAD = """

---------- Doorgestuurd bericht ---------
Van: Jan Janssens <jan@postvak.example>
Datum: maandag 23 november 2026
Onderwerp: Klacht over de bus
Aan: Katrien De Smet

De bus kwam weer te laat. Ik ben het beu.
"""


@pytest.mark.parametrize("colleague", [ANN, BERT, CARLA, FEMKE, KATRIEN])
def test_a_colleague_who_names_a_case_leaves_a_note_that_no_parent_sees(
    office: Office, colleague: str
) -> None:
    office.write()
    office.round()
    office.write(sender=colleague, subject="Re: [K-2026-0001] Nieuw bericht", text="Ik bel morgen.")
    office.round(minutes=5)
    last = office.mail()
    assert (last["verdict"], last["place"], last["case"]) == (
        "staff_command",
        "case",
        "K-2026-0001",
    )
    assert len(office.letters(to=PARENT)) == 1
    assert all("Ik bel morgen" not in letter.text for letter in office.letters())
    assert office.letters("attention") == []


def test_a_colleague_who_answers_our_notice_is_in_its_case(office: Office) -> None:
    office.write()
    office.round()
    notice = office.letter("new_complaint")
    office.write(sender=ANN, subject="ok", headers=(f"In-Reply-To: {notice.message_id}",))
    office.round(minutes=5)
    assert office.mail()["case"] == "K-2026-0001"
    assert len(office.register()) == 1


def test_a_colleague_who_names_no_case_is_set_aside_with_attention(office: Office) -> None:
    office.write(sender=f"Bert Claes <{BERT}>", subject="Die klacht van gisteren", text="Klacht!")
    office.round()
    assert office.mail()["place"] == "set_aside"
    assert office.register() == []
    assert office.told("staff_without_case") == 1
    assert office.letters(to=BERT) == []


def test_danger_in_a_mail_that_a_colleague_passes_on_rings_the_alarm(office: Office) -> None:
    text = "Zie hieronder." + HEAD.replace("Ik ben het beu", "Mijn dochter wil niet meer leven")
    office.write(sender=KATRIEN, subject="FW: Klacht over de bus", text=text)
    office.round()
    assert len(office.letters("safety_alert")) == 3


def test_danger_in_a_note_of_a_colleague_rings_the_alarm_once(office: Office) -> None:
    office.write()
    office.round()
    note = {"sender": KATRIEN, "subject": "K-2026-0001", "text": "Het kind wil niet meer leven."}
    office.write(**note)
    office.round(minutes=5)
    assert len(office.letters("safety_alert")) == 3
    assert office.register()[0]["urgency"] == "critical"
    # Colleagues who write of it from then on are at work on it.
    office.write(**note)
    office.round(minutes=5)
    assert len(office.letters("safety_alert")) == 3
