"""A letter from the order to the parent, by mail alone: shown, answered, approved, and gone."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

from bot.core.case import Status
from tests.offices import ANN, PARENT, Office, Posted

CARLA = "carla.maes@schoolbestuur-demerland.example"
WEDNESDAY = date(2026, 11, 25)
PROVEN = (
    "Authentication-Results: mx.schoolbestuur-demerland.example; dmarc=pass (policy=reject)"
    " header.from=schoolbestuur-demerland.example"
)
WHY = (
    "De leerkracht en twee leerlingen vertellen hetzelfde, en het staat zo in het klasboek van "
    "die dag."
)


def taps(letter: Posted) -> dict[str, tuple[str, str]]:
    """The mails that the buttons of a letter make: label → subject and text."""
    found = {}
    for link, label in re.findall(r'href="(mailto:[^"]+)"[^>]*>(.*?)</a>', letter.html, re.DOTALL):
        fields = parse_qs(urlsplit(html.unescape(link)).query)
        words = " ".join(re.sub(r"<[^>]+>", " ", html.unescape(label)).split())
        found[words] = (fields["subject"][0], fields["body"][0].replace("\r\n", "\n"))
    return found


def tap(office: Office, letter: Posted, label: str, *, by: str = ANN, more: str = "") -> None:
    """The reader of a letter taps a button, types `more` and sends it."""
    (subject, text), *_ = (mail for words, mail in taps(letter).items() if words.startswith(label))
    office.forget_letters()
    office.write(more + text, subject=subject, sender=by, headers=(PROVEN,))
    office.round()


def order(office: Office, text: str, *, by: str = ANN, to: Posted) -> None:
    """Somebody answers a letter of ours with an order."""
    office.forget_letters()
    office.write(
        text,
        subject=f"Re: {to.subject}",
        sender=by,
        headers=(PROVEN, f"In-Reply-To: {to.message_id}"),
    )
    office.round()


def complained(office: Office) -> Posted:
    """The notice of a complaint that tells too little."""
    office.write("Wat er op school gebeurde is onaanvaardbaar. Ik dien klacht in.")
    office.round()
    return office.letter("new_complaint", to=ANN)


def test_two_taps_ask_the_parent_what_is_missing_and_stop_keeps_it_back(office: Office) -> None:
    notice = complained(office)
    tap(office, notice, "Verstuur deze vragen")
    assert office.case()["status"] == Status.CLARIFYING
    assert office.letters(to=PARENT) == []
    result = office.letter("command_result", to=ANN)
    assert "vertrekt over 10 minuten" in result.text
    tap(office, result, "Stop")
    assert office.case()["status"] == Status.INTAKE
    office.round(minutes=11)
    assert office.letters("clarification_request") == []


def test_the_questions_leave_after_ten_minutes_in_the_thread_of_the_complaint(
    office: Office,
) -> None:
    tap(office, complained(office), "Verstuur deze vragen")
    office.round(minutes=11)
    letter = office.letter("clarification_request", to=PARENT)
    assert "Over welk kind gaat het" in letter.text
    assert letter.mail["In-Reply-To"] == "<1@postvak.example>"
    assert letter.mail["Auto-Submitted"] is None


def test_nothing_a_person_wrote_leaves_without_a_yes_and_a_no_drops_it(office: Office) -> None:
    notice = complained(office)
    order(office, "STATUS: We spraken vandaag met de klas.", to=notice)
    preview = office.letter("preview", to=ANN)
    assert "We spraken vandaag met de klas." in preview.text
    office.round(hours=2)
    assert office.letters(to=PARENT) == []
    tap(office, preview, "Niet versturen")
    office.round(hours=2)
    assert office.letters("status_update", to=PARENT) == []
    tap(office, preview, "Verstuur")
    assert "wacht geen brief" in office.letter("command_error", to=ANN).text


def test_another_text_is_what_leaves_and_the_first_never_does(office: Office) -> None:
    notice = complained(office)
    order(office, "STATUS: Eerste tekst.", to=notice)
    first = office.letter("preview", to=ANN)
    order(office, "TEKST: Tweede tekst.", to=first)
    second = office.letter("preview", to=ANN)
    tap(office, first, "Verstuur")
    again = office.letter("preview", to=ANN)
    assert "vorige tekst" in again.text
    assert "Tweede tekst." in again.text
    assert second.subject == again.subject
    tap(office, again, "Verstuur")
    office.round(minutes=11)
    letter = office.letter("status_update", to=PARENT)
    assert "Tweede tekst." in letter.text
    assert "Eerste" not in letter.text


def test_an_answer_needs_four_eyes_and_both_see_what_leaves(office: Office) -> None:
    notice = complained(office)
    office.change(status=Status.HANDLING)
    order(office, f"GEGROND\nUITLEG: {WHY}\nFEITEN: We spraken met drie mensen.", to=notice)
    preview = office.letter("preview", to=ANN)
    tap(office, preview, "Verstuur")
    assert office.case()["status"] == Status.HANDLING
    asks = office.letter("preview", to=CARLA)
    assert "Ann Peeters schreef deze brief" in asks.text
    tap(office, asks, "Verstuur", by=CARLA)
    assert office.case()["status"] == Status.ANSWERED
    assert "Goedgekeurd door Carla Maes" in office.letter("case_shown", to=ANN).text
    office.round(minutes=11)
    assert WHY.split(",", maxsplit=1)[0] in office.letter("outcome_upheld", to=PARENT).text


def test_the_next_morning_the_letter_is_shown_again_with_the_days_of_that_day(
    office: Office,
) -> None:
    notice = complained(office)
    order(office, "VRAAG UITLEG\nWie was erbij?", to=notice)
    shown = office.letter("preview", to=ANN)
    office.forget_letters()
    office.morning(WEDNESDAY)
    again = office.letter("preview", to=ANN)
    assert "Wacht nog op" in again.subject
    assert "09-12-2026" in again.text
    tap(office, shown, "Verstuur")
    assert office.letters("clarification_request", to=PARENT) == []
    latest = office.letter("preview", to=ANN)
    tap(office, latest, "Verstuur")
    office.round(minutes=11)
    assert "9 december 2026" in office.letter("clarification_request", to=PARENT).text
