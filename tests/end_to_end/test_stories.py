"""Ten complaints from the first mail to the last, by e-mail alone: each a story in tests/golden.

The books are read by people: `GEHOOR_UPDATE_GOLDEN=1` writes them anew, the diff is reviewed.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from tests.mailservers import Dovecot
from tests.schoolhouse import open_school
from tests.smtpservers import SmtpSink
from tests.storybook import BRUSSELS, Story

pytestmark = [pytest.mark.needs_dovecot, pytest.mark.needs_faketime]

BOOKS = Path(__file__).parents[1] / "golden" / "stories"
REWRITE = bool(os.environ.get("GEHOOR_UPDATE_GOLDEN"))
BUS = (
    "Beste,\n\nMijn zoon Wout uit 3B stond maandag 28 september een half uur alleen aan de"
    " bushalte, want de begeleider was er niet. Ik vind dat niet kunnen en verwacht dat dit wordt"
    " opgelost.\n\n"
    "Ilse Vandenbroucke"
)
PUNISHED = (
    "Beste,\n\nMijn dochter Noor uit 5A moest donderdag 24 september twee uur nablijven omdat ze"
    " haar turnzak vergat. Niemand heeft ons gebeld. Ik dien hierover een klacht in.\n\n"
    "Ilse Vandenbroucke"
)


@pytest.fixture
def story(tmp_path: Path, dovecot: Dovecot, sink: SmtpSink, somebody: str) -> Story:
    school = open_school(tmp_path, dovecot.mailbox(somebody), sink)
    school.env |= {"PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    now = datetime(2026, 9, 29, 7, 40, tzinfo=BRUSSELS)
    return Story(school=school, dovecot=dovecot, user=somebody, sink=sink, now=now)


def closes_the_book(story: Story, name: str) -> None:
    story.told_in(BOOKS / f"{name}.txt", rewrite=REWRITE)
    accounts = story.school.account()
    assert accounts["closes"]


def a_complaint(
    story: Story, text: str = BUS, subject: str = "Klacht over de busbegeleiding"
) -> None:
    story.on("2026-09-29 07:40").parent(text, subject=subject)
    story.on("2026-09-29 08:05").round()


def sent_after_its_ten_minutes(story: Story, letter: str) -> None:
    """What was approved waits ten minutes, and then comes to the parent."""
    story.round()
    minutes = story.now.minute + 11
    story.now = story.now.replace(minute=minutes % 60, hour=story.now.hour + minutes // 60)
    assert ("ilse", letter) in [(one.person, one.letter) for one in story.round()]


def test_a_simple_complaint_is_put_right_and_its_survey_answered(story: Story) -> None:
    a_complaint(story)
    story.on("2026-09-29 09:00").tap("ann", "Eenvoudig")
    story.round()
    assert story.case()["class"] == "simple"
    story.on("2026-09-30 10:00").tap(
        "ann", "Opgelost", more="De begeleider is weer elke dag aan de halte, ook als hij ziek is."
    )
    story.round()
    assert story.case()["status"] == "handling"
    story.on("2026-09-30 10:10").tap("ann", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "solved_without_talk")
    assert (story.case()["status"], story.case()["outcome"]) == ("answered", "solved_informally")
    story.on("2026-10-14 08:30").round()
    story.on("2026-10-15 12:00").parent("4 5 3 4\n\nBedankt.", to=story.letter("ilse", "survey"))
    story.round()
    assert story.case()["survey_score"] == 4.0
    story.on("2026-11-16 08:30").round()
    assert story.case()["status"] == "closed"
    closes_the_book(story, "a-simple-and-put-right")


def test_a_complex_complaint_is_clarified_extended_and_partly_upheld(story: Story) -> None:
    a_complaint(story, "Er is gepest. Doe daar iets aan.", "Klacht")
    story.on("2026-09-29 09:00").tap("ann", "Complex")
    story.round()
    story.on("2026-09-29 09:30").tap("ann", "Vraag uitleg")
    story.round()
    story.on("2026-09-29 09:40").tap("ann", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "clarification_request")
    assert story.case()["status"] == "clarifying"
    story.on("2026-10-05 19:00").parent(
        "Het gaat over Lotte uit 4C. Op 21 en 22 september werd ze op de speelplaats uitgelachen.",
        to=story.letter("ilse", "clarification_request"),
    )
    story.on("2026-10-06 08:30").round()
    assert story.case()["status"] == "handling"
    story.on("2026-11-05 09:00").tap(
        "ann", "Meer tijd", more="20 dagen\nREDEN: we praten nog met de klas"
    )
    story.round()
    story.on("2026-11-05 09:10").tap("ann", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "extension")
    story.on("2026-11-24 09:00").staff(
        "ann",
        "DEELS GEGROND\n"
        "GELIJK: het toezicht op de speelplaats was op 21 september te klein\n"
        "NIET GELIJK: de klasleerkracht heeft er wel over gesproken\n"
        "UITLEG: We spraken met de toezichters, met de klas en met de leerkracht.\n"
        "FEITEN: De toezichtslijst van 21 en 22 september.\n"
        "EXCUSES: Het spijt ons dat Lotte dit meemaakte.\n"
        "MAATREGEL: een tweede toezichter op de speelplaats, Carla, 7/12\n"
        "STRUCTUREEL: we herzien de toezichtslijst\n"
        "GELEERD: We kijken vroeger naar de drukke hoeken.",
        to=story.letter("ann", "command_result"),
    )
    story.round()
    assert story.case()["status"] == "handling"
    story.on("2026-11-24 10:30").tap("ann", "Verstuur", letter="preview")
    story.round()
    story.on("2026-11-24 11:00").tap("carla", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "outcome_upheld")
    assert (story.case()["status"], story.case()["outcome"]) == ("remedying", "partly_upheld")
    story.on("2026-12-07 10:00").staff(
        "carla", "K-2026-0001 KLAAR 1", to=story.letter("carla", "preview")
    )
    story.round()
    for day in ("2026-12-08", "2026-12-21", "2027-01-04"):
        story.on(f"{day} 09:00").round()
    assert ("ilse", "survey_reminder") in [(one.person, one.letter) for one in story.came]
    closes_the_book(story, "b-complex-and-partly-upheld")


def test_what_is_not_admissible_is_told_with_what_can_be_done_instead(story: Story) -> None:
    a_complaint(
        story, "In 2023 gaf de school mijn zoon Wout geen rapport mee. Klacht!", "Oude klacht"
    )
    story.on("2026-09-29 09:00").staff(
        "ann",
        "NIET ONTVANKELIJK: te oud\n"
        "TEKST: Het gebeurde in het schooljaar 2023. We kunnen het niet meer goed nagaan.\n"
        "KAN WEL: een kopie van het rapport vragen aan het secretariaat",
        to=story.letter("ann", "new_complaint"),
    )
    story.round()
    story.on("2026-09-29 10:30").tap("ann", "Verstuur", letter="preview")
    story.round()
    story.on("2026-09-29 11:00").tap("carla", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "not_admissible")
    assert (story.case()["status"], story.case()["outcome"]) == ("not_admissible", "inadmissible")
    story.on("2026-11-16 08:30").round()
    assert story.case()["status"] == "closed"
    closes_the_book(story, "c-not-admissible")


@pytest.mark.parametrize(
    ("word", "letter", "outcome", "book"),
    [
        ("ONGEGROND", "outcome_not_upheld", "not_upheld", "d-not-upheld"),
        ("ONDUIDELIJK", "outcome_undetermined", "undetermined", "e-undetermined"),
    ],
)
def test_an_answer_rests_on_facts_that_the_parent_reads(
    story: Story, word: str, letter: str, outcome: str, book: str
) -> None:
    a_complaint(story, PUNISHED, "Klacht over een straf")
    story.on("2026-09-29 09:00").tap("ann", "Complex")
    story.round()
    story.on("2026-10-12 09:00").staff("ann", word, to=story.letter("ann", "command_result"))
    story.round()
    story.on("2026-10-12 09:10").staff(
        "ann",
        f"{word}\nUITLEG: Noor kreeg drie keer een waarschuwing. De afspraak staat in de agenda.\n"
        "FEITEN: De agenda van september en het gesprek met de turnleerkracht.\n"
        "GELEERD: We bellen voortaan bij elke strafstudie.",
        to=story.letter("ann", "command_error"),
    )
    story.round()
    story.on("2026-10-12 13:30").tap("ann", "Verstuur", letter="preview")
    story.round()
    story.on("2026-10-12 14:00").tap("carla", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, letter)
    assert (story.case()["status"], story.case()["outcome"]) == ("answered", outcome)
    closes_the_book(story, book)


def test_what_is_withdrawn_can_be_taken_up_again(story: Story) -> None:
    a_complaint(story)
    story.on("2026-09-29 09:00").tap("ann", "Eenvoudig")
    story.round()
    story.on("2026-10-01 18:00").parent(
        "Ik trek mijn klacht in. Het is opgelost met de busmaatschappij.",
        to=story.letter("ilse", "acknowledgment"),
    )
    story.on("2026-10-05 08:30").round()
    story.on("2026-10-05 09:00").tap("ann", "Klopt: ingetrokken")
    story.round()
    story.on("2026-10-05 09:10").tap("ann", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "withdrawal_confirmed")
    assert (story.case()["status"], story.case()["outcome"]) == ("withdrawn", "withdrawn")
    story.on("2026-10-12 18:00").parent(
        "Het is toch weer gebeurd. Kunnen jullie het opnieuw bekijken?",
        to=story.letter("ilse", "withdrawal_confirmed"),
    )
    story.on("2026-10-13 08:30").round()
    story.on("2026-10-13 09:00").staff(
        "ann", "HEROPEN\nREDEN: het gebeurde opnieuw", to=story.letter("ann", "parent_replied")
    )
    story.round()
    story.on("2026-10-13 09:10").tap("ann", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "reopened")
    assert (story.case()["status"], story.case()["outcome"]) == ("handling", None)
    closes_the_book(story, "f-withdrawn-and-reopened")


def test_what_is_told_at_the_gate_is_registered_by_mail(story: Story) -> None:
    story.on("2026-09-29 08:00").staff(
        "katrien",
        "NIEUW\nNAAM: Ilse Vandenbroucke\nMAIL: ilse.vdb@postvak.example\nVIA: mondeling\n"
        "LEERLING: Wout\nKLAS: 3B\n"
        "TEKST: De mama van Wout zei aan de poort dat hij alleen aan de bushalte stond.",
        subject="NIEUW",
    )
    story.on("2026-09-29 08:05").round()
    story.on("2026-09-29 08:20").tap("katrien", "Ja, dat was ik")
    story.round()
    assert (story.case()["via"], story.case()["ack"]) == ("oral", "sent")
    closes_the_book(story, "g-told-at-the-gate")


def test_a_letter_by_post_is_answered_on_paper(story: Story) -> None:
    story.on("2026-09-29 08:00").staff(
        "ann",
        "NIEUW\nNAAM: Jozefa Wijnants\nPOSTADRES: Kerkstraat 4, 3500 Demerland\nVIA: brief\n"
        "ONTVANGEN: 28/9\nTEKST: Mijn kleinzoon durft niet meer naar de speelplaats.",
        subject="NIEUW",
    )
    story.on("2026-09-29 08:05").round()
    story.on("2026-09-29 08:20").tap("ann", "Ja, dat was ik")
    story.round()
    posted = story.letter("ann", "letter_to_post").message
    (pdf,) = list(posted.iter_attachments())
    assert pdf.get_content_type() == "application/pdf"
    assert bytes(pdf.get_payload(decode=True)).startswith(b"%PDF")
    story.on("2026-09-29 09:00").tap("ann", "Gepost")
    story.round()
    assert (story.case()["via"], story.case()["ack"]) == ("letter", "waived")
    closes_the_book(story, "h-a-letter-by-post")


def test_a_suggestion_was_a_complaint_after_all(story: Story) -> None:
    a_complaint(
        story,
        "Misschien kunnen jullie een afdak aan de fietsenstalling zetten? Het is maar een idee.",
        "Een suggestie",
    )
    story.on("2026-09-29 09:00").staff(
        "ann", "GEEN KLACHT suggestie", to=story.letter("ann", "new_complaint")
    )
    story.round()
    story.on("2026-09-29 09:10").tap("ann", "Verstuur", letter="preview")
    sent_after_its_ten_minutes(story, "other_receipt")
    assert story.case()["status"] == "rerouted"
    story.on("2026-10-01 18:00").parent("klacht", to=story.letter("ilse", "other_receipt"))
    story.on("2026-10-05 08:30").round()
    assert story.case()["status"] == "intake"
    closes_the_book(story, "i-a-suggestion-that-was-a-complaint")


def test_the_work_goes_on_when_the_handler_is_ill(story: Story) -> None:
    a_complaint(story)
    story.on("2026-09-29 09:00").staff(
        "ann", "AFWEZIG tot 16/10", to=story.letter("ann", "new_complaint")
    )
    story.round()
    story.on("2026-10-01 18:00").parent(
        "Het is vandaag weer gebeurd.", to=story.letter("ilse", "acknowledgment")
    )
    story.on("2026-10-05 08:30").round()
    story.on("2026-10-05 09:00").staff(
        "bert", "EENVOUDIG", to=story.letter("bert", "parent_replied")
    )
    story.round()
    assert story.case()["handler"] == "bert"
    story.on("2026-10-14 09:00").staff("ann", "TERUG", to=story.letter("ann", "command_result"))
    story.round()
    closes_the_book(story, "j-the-handler-is-ill")
