"""Buttons as staff tap them: what is in the letter is sent back as a phone sends it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.core.case import Status
from bot.core.happening import PersonsWord
from tests.offices import ANN, BERT, OTHER, PARENT, Office, Posted

TUESDAY = date(2026, 12, 8)
PRIVATE = "ann.thuis@elders.example"
PHONE = "\n\nVerstuurd vanaf mijn iPhone"

Tapped = dict[str, str]  # subject and text of the mail that a button makes


def taps(letter: Posted) -> dict[str, Tapped]:
    """The mails that the buttons of a letter make, by the words of the order."""
    links = [html.unescape(link) for link in re.findall(r'href="(mailto:[^"]+)"', letter.html)]
    found = {}
    for link in links:
        address, fields = urlsplit(link), parse_qs(urlsplit(link).query)
        assert address.path == "klachten@schoolbestuur-demerland.example"
        (subject,), (body,) = fields["subject"], fields["body"]
        text = body.replace("\r\n", "\n")
        found[text.split("\n")[0]] = {"subject": subject, "text": text}
    return found


@pytest.fixture
def buttons(office: Office) -> dict[str, Tapped]:
    """What Ann can tap in her overview, a day after a complaint came in."""
    office.morning(TUESDAY - timedelta(days=1))
    office.write()
    office.round()
    office.morning(TUESDAY)
    (overview,) = office.letters("daily_digest", to=ANN)
    office.forget_letters()
    return taps(overview)


def told(office: Office, to: str) -> str:
    """All that attention letters said to somebody."""
    return " ".join(" ".join(letter.text.split()) for letter in office.letters("attention", to=to))


def nothing_changed(office: Office) -> bool:
    duties = office.case()["deadlines"]
    open_still = [duty["kind"] for duty in duties if duty["met_at"] is None]
    return "classify" in open_still and len(office.register()) == 1


def test_the_overview_carries_the_buttons_of_its_lines(buttons: dict[str, Tapped]) -> None:
    assert list(buttons)[:3] == ["EENVOUDIG", "COMPLEX", "TOON"]
    assert buttons["COMPLEX"]["subject"] == "[K-2026-0001] COMPLEX"


def test_a_tap_is_a_note_in_the_case_and_who_tapped_reads_what_comes_of_it(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    tapped = buttons["EENVOUDIG"]
    office.write(tapped["text"] + PHONE, sender=ANN, subject=tapped["subject"])
    office.round()
    mail = office.mail()
    assert (mail["verdict"], mail["rule"]) == ("staff_command", "order_with_our_key")
    assert (mail["place"], mail["case"]) == ("case", "K-2026-0001")
    (letter,) = office.letters()
    assert (letter.name, letter.to) == ("attention", ANN)
    assert "Uw opdracht staat als notitie in het dossier" in letter.text
    assert "gehoor say K-2026-0001 simple --by ann" in letter.text
    assert nothing_changed(office)


def test_the_command_that_the_letter_names_does_what_was_ordered(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    office.write(**buttons["EENVOUDIG"], sender=ANN)
    office.round()
    assert "simple --by ann" in told(office, ANN)
    office.says(PersonsWord.SIMPLE, "K-2026-0001", by="ann")
    assert office.case()["status"] == "handling"


def test_an_order_without_a_command_of_its_own_is_told_all_the_same(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    office.write(**buttons["TOON"], sender=ANN)
    office.round()
    assert office.told("order_noted") == 1
    assert "gehoor say" not in told(office, ANN)


def test_a_tap_joins_the_case_of_its_key_whatever_the_subject_says(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    text = buttons["COMPLEX"]["text"] + "\n\nGaat over K-2026-0001."
    office.write(text, sender=ANN, subject="Fw: overzicht")
    office.round()
    assert (office.mail()["place"], office.mail()["case"]) == ("case", "K-2026-0001")
    assert "gehoor say K-2026-0001 complex --by ann" in told(office, ANN)


def test_a_tap_from_a_private_address_does_nothing_and_asks_whose_key_it_is(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    office.write(**buttons["EENVOUDIG"], sender=PRIVATE)
    office.round()
    mail = office.mail()
    assert (mail["place"], mail["rule"]) == ("set_aside", "order_with_our_key")
    (letter,) = office.letters()
    assert (letter.name, letter.to) == ("attention", ANN)
    assert "Was u dit?" in letter.text
    assert PRIVATE in letter.text
    assert nothing_changed(office)


@pytest.mark.parametrize("sender", [PARENT, OTHER])
def test_who_is_a_party_orders_nothing_with_the_key_of_another(
    office: Office, buttons: dict[str, Tapped], sender: str
) -> None:
    office.write(**buttons["EENVOUDIG"], sender=sender)
    office.round()
    assert office.mail()["place"] == "set_aside"
    assert office.told("order_from_elsewhere") == 1
    assert office.posted_to_outsiders() == []
    assert nothing_changed(office)


def test_a_colleague_who_taps_in_anothers_letter_and_that_other_both_learn_of_it(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    office.write(**buttons["COMPLEX"], sender=BERT)
    office.round()
    assert office.told("order_noted", to=BERT) == 1
    assert "complex --by bert" in told(office, BERT)
    assert office.told("order_from_elsewhere", to=ANN) == 1
    assert nothing_changed(office)


@pytest.mark.parametrize(("sender", "place"), [(ANN, "case"), (PRIVATE, "set_aside")])
def test_a_key_of_a_case_long_closed_is_still_never_a_parents_mail(
    office: Office, buttons: dict[str, Tapped], sender: str, place: str
) -> None:
    office.change(status=Status.CLOSED, closed_on=TUESDAY)
    office.clock.forward(days=60)
    office.forget_letters()
    office.write(**buttons["EENVOUDIG"], sender=sender)
    office.round()
    assert office.mail()["place"] == place
    assert len(office.register()) == 1
    assert office.posted_to_outsiders() == []
    code = "order_noted" if sender == ANN else "order_from_elsewhere"
    assert office.told(code) == 1


def forged(text: str) -> str:
    """The same mail with a key of which one letter is another."""
    return re.sub(r"\w(?=\n*$)", lambda last: "7" if last[0] != "7" else "8", text)


def test_a_forged_key_is_as_good_as_none(office: Office, buttons: dict[str, Tapped]) -> None:
    tapped = buttons["EENVOUDIG"]
    assert forged(tapped["text"]) != tapped["text"]
    office.write(forged(tapped["text"]), sender=OTHER, subject=tapped["subject"])
    office.round()
    assert office.mail()["rule"] == "stranger_in_case"
    assert office.told("order_from_elsewhere") == 0
    assert nothing_changed(office)


def test_an_out_of_office_that_quotes_a_key_stays_a_machine(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    office.write(
        f"Ik ben afwezig tot 14 december.\n\n{buttons['EENVOUDIG']['text']}",
        sender=PRIVATE,
        subject=f"Automatisch antwoord: {buttons['EENVOUDIG']['subject']}",
        headers=("Auto-Submitted: auto-replied",),
    )
    office.round()
    assert (office.mail()["place"], office.mail()["rule"]) == ("log", "machine_says_so")
    assert office.letters() == []


def quoted(text: str) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"Op 8 december 2026 om 9:12 schreef Ann Peeters:\n\n{lines}"


def passed_on(text: str) -> str:
    return (
        "---------- Forwarded message ---------\n"
        f"From: Ann Peeters <{ANN}>\nDate: 8 december 2026\nSubject: [K-2026-0001] EENVOUDIG\n"
        f"To: <klachten@schoolbestuur-demerland.example>\n\n{text}"
    )


@pytest.mark.parametrize("shown", [quoted, passed_on])
def test_a_parent_below_whose_words_a_key_stands_is_answered(
    office: Office, buttons: dict[str, Tapped], shown: Callable[[str], str]
) -> None:
    words = "Mijn dochter werd op de speelplaats geslagen. Dat is onaanvaardbaar."
    body = f"{words}\n\n{shown(buttons['EENVOUDIG']['text'])}"
    mark = "Re" if shown is quoted else "Fwd"
    office.write(body, sender="an@ouders.example", subject=f"{mark}: over de speelplaats")
    office.round()
    assert office.mail()["case"] == "K-2026-0002"
    assert [letter.to for letter in office.letters("acknowledgment")] == ["an@ouders.example"]
    assert office.told("order_from_elsewhere") == 0


def test_saying_that_one_is_away_names_the_command_with_its_day(office: Office) -> None:
    office.morning(date(2026, 12, 14))
    office.write()
    office.round()
    office.morning(date(2026, 12, 18))
    (overview,) = office.letters("daily_digest", to=ANN)[-1:]
    (away,) = (each for order, each in taps(overview).items() if order.startswith("AFWEZIG"))
    office.forget_letters()
    office.write(**away, sender=ANN)
    office.round()
    assert office.mail()["place"] == "set_aside"
    assert "Uw opdracht is bewaard" in told(office, ANN)
    assert "gehoor away ann --until 2027-01-03" in told(office, ANN)


def test_an_order_that_is_typed_is_told_like_one_that_is_tapped(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    assert buttons
    office.write("complex", sender=BERT, subject="Re: [K-2026-0001] Nog 2 werkdagen")
    office.round()
    assert "gehoor say K-2026-0001 complex --by bert" in told(office, BERT)


def test_a_note_that_only_speaks_of_an_order_stays_a_silent_note(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    assert buttons
    office.write("Niet eenvoudig, deze zaak.", sender=ANN, subject="Re: [K-2026-0001] Nieuw")
    office.round()
    assert office.mail()["place"] == "case"
    assert office.letters() == []


def test_without_a_proof_of_who_writes_no_letter_to_staff_has_a_button(
    new_office: Callable[..., Office],
) -> None:
    office = new_office()
    text = (office.config / "bot.toml").read_text("utf-8")
    office.restart(("bot.toml", text[text.index("  [mailbox.trust]") : text.index("[limits]")], ""))
    office.morning(TUESDAY - timedelta(days=1))
    office.write()
    office.round()
    office.mornings(TUESDAY, TUESDAY + timedelta(days=14))
    letters = [*office.letters("daily_digest"), *office.letters("reminder")]
    assert letters
    assert not any("mailto:" in letter.html or "Antwoord:" in letter.text for letter in letters)
