from __future__ import annotations

from bot.core.case import Status
from tests.offices import ANN, OTHER, PARENT, Office

STORY = (
    "De schoolbus reed gisterochtend de halte aan de Molenstraat voorbij. De chauffeur keek niet"
    " eens. Onze dochter stond er met twintig andere kinderen in de regen te wachten."
)
SAME = (
    "Ook bij ons: de chauffeur van de schoolbus stopte niet aan de halte Molenstraat. Mijn zoon"
    " heeft een uur staan wachten in de regen."
)
ELSE = "Het rapport van mijn zoon vermeldt verkeerde punten voor aardrijkskunde en geschiedenis."


def likenesses(office: Office, number: str) -> list[str]:
    return [hint for hint in office.case(number)["hints"] if hint.startswith("Lijkt op")]


def test_the_same_story_of_another_parent_is_told_with_its_reason(office: Office) -> None:
    office.write(text=STORY, subject="De bus")
    office.round()
    office.write(text=SAME, subject="Alweer geen bus", sender=OTHER, message_id="<b@x.example>")
    office.round()
    (hint,) = likenesses(office, "K-2026-0002")
    assert hint.startswith("Lijkt op K-2026-0001: gelijke woorden: ")
    assert "molenstraat" in hint
    assert "Lijkt op K-2026-0001" in office.letters("new_complaint", to=ANN)[-1].text
    # What a parent gets says nothing of others.
    assert "K-2026-0001" not in office.letter("acknowledgment", to=OTHER).everything


def test_another_story_is_not(office: Office) -> None:
    office.write(text=STORY, subject="De bus")
    office.round()
    office.write(text=ELSE, subject="Rapport", sender=OTHER, message_id="<b@x.example>")
    office.round()
    assert likenesses(office, "K-2026-0002") == []


def test_an_earlier_complaint_of_the_same_parent_is_told_also_when_it_was_treated(
    office: Office,
) -> None:
    office.write(text=STORY, subject="De bus")
    office.round()
    office.change(status=Status.CLOSED)
    office.clock.forward(hours=30)
    office.write(text=ELSE, subject="Iets anders", sender=PARENT, message_id="<b@x.example>")
    office.round()
    assert likenesses(office, "K-2026-0002") == [
        "Lijkt op K-2026-0001 (eerder behandeld): zelfde afzender"
    ]


def test_two_mails_of_one_parent_in_one_group_know_of_each_other(office: Office) -> None:
    office.write(text=STORY, subject="De bus")
    office.write(text=ELSE, subject="Rapport", message_id="<b@x.example>")
    office.round()
    assert likenesses(office, "K-2026-0002") == ["Lijkt op K-2026-0001: zelfde afzender"]


def test_a_reply_in_a_case_adds_no_words_to_the_index(office: Office) -> None:
    office.write(text=STORY, subject="De bus", message_id="<a@x.example>")
    office.round()
    office.write(
        text=ELSE,
        subject="Re: De bus",
        message_id="<b@x.example>",
        headers=("In-Reply-To: <a@x.example>",),
    )
    office.round()
    office.write(text=ELSE, subject="Rapport", sender=OTHER, message_id="<c@x.example>")
    office.round()
    assert likenesses(office, "K-2026-0002") == []


def test_who_wrote_without_a_name_is_not_given_away_by_a_likeness(office: Office) -> None:
    office.write(text=STORY, subject="De bus", sender=f"Ilse Maes <{OTHER}>")
    office.round()
    hidden = f"{SAME}\n\nIk wil mijn naam niet geven. Anoniem."
    office.write(
        text=hidden, subject="bus", sender=f"anoniem <{OTHER}>", message_id="<b@x.example>"
    )
    office.round()
    assert office.case("K-2026-0002")["anonymous"] == "full"
    assert likenesses(office, "K-2026-0002") == []
    office.write(
        text=ELSE, subject="Rapport", sender=f"Ilse Maes <{OTHER}>", message_id="<c@x.example>"
    )
    office.round()
    assert not any("K-2026-0002" in told for told in likenesses(office, "K-2026-0003"))
