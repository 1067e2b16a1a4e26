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

PROVEN = (
    "Authentication-Results: mx.schoolbestuur-demerland.example; dmarc=pass (policy=reject)"
    " header.from=schoolbestuur-demerland.example"
)

Tapped = dict[str, str]  # subject and text of the mail that a button makes


def taps(letter: Posted) -> dict[str, Tapped]:
    """The mails that the buttons of a letter make, by the words of the order."""
    links = [html.unescape(link) for link in re.findall(r'href="(mailto:[^"]+)"', letter.html)]
    found = {}
    for link in links:
        address = urlsplit(link)
        fields = parse_qs(address.query, keep_blank_values=True)
        assert address.path == "klachten@schoolbestuur-demerland.example"
        (subject,), (body,) = fields["subject"], fields["body"]
        text = body.replace("\r\n", "\n")
        found[text.split("\n")[0]] = {"subject": subject, "text": text}
    return found


def undo_of(letter: Posted) -> Tapped:
    """The mail of the button that takes back what a letter tells of."""
    return next(tap for word, tap in taps(letter).items() if word.startswith("ONGEDAAN"))


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


def order(office: Office, tapped: Tapped, *, proven: bool = True, **mail: str) -> None:
    """A button is tapped: its mail leaves from Ann's own account, unless told otherwise."""
    headers = (PROVEN,) if proven else ()
    office.write(**({"sender": ANN} | tapped | mail), headers=headers)
    office.round()


def test_a_tap_does_what_it_says_and_who_tapped_reads_what_comes_next(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    tapped = buttons["EENVOUDIG"]
    order(office, tapped, text=tapped["text"] + PHONE)
    mail = office.mail()
    assert (mail["verdict"], mail["rule"]) == ("staff_command", "order_with_our_key")
    assert (mail["place"], mail["case"]) == ("case", "K-2026-0001")
    assert office.case()["status"] == "handling"
    (letter,) = office.letters()
    assert (letter.name, letter.to) == ("command_result", ANN)
    assert "Gedaan: de klacht is eenvoudig" in letter.text
    assert "Volgende stap" in letter.text
    assert list(taps(letter))[:3] == ["ANTWOORDBRIEF", "STATUS: ", "VERLENG: "]
    assert undo_of(letter)


def test_what_was_done_is_taken_back_with_the_button_below_it(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    before = office.case()
    order(office, buttons["EENVOUDIG"])
    (result,) = office.letters()
    office.clock.forward(minutes=20)
    order(office, undo_of(result))
    after = office.case()
    assert after["status"] == "intake"
    assert after["deadlines"] == before["deadlines"]
    assert "teruggenomen" in office.letters()[-1].text
    order(office, undo_of(result), text=undo_of(result)["text"] + "\n")
    assert "geen opdracht van het laatste half uur" in office.letters()[-1].text


def test_after_half_an_hour_it_is_not_taken_back(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    order(office, buttons["EENVOUDIG"])
    (result,) = office.letters()
    office.clock.forward(minutes=31)
    order(office, undo_of(result))
    assert office.case()["status"] == "handling"
    assert office.letters()[-1].name == "command_error"


def test_the_same_tap_twice_is_one_order(office: Office, buttons: dict[str, Tapped]) -> None:
    order(office, buttons["COMPLEX"])
    before = office.case()
    order(office, buttons["COMPLEX"])
    assert office.case()["deadlines"] == before["deadlines"]
    assert "al gebeurd" in office.letters(to=ANN)[-1].text


def test_a_tap_acts_in_the_case_of_its_key_whatever_the_subject_says(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    text = buttons["COMPLEX"]["text"] + "\n\nGaat over K-2026-0001."
    order(office, buttons["COMPLEX"], text=text, subject="overzicht")
    assert (office.mail()["place"], office.mail()["case"]) == ("case", "K-2026-0001")
    assert office.case()["status"] == "handling"


def test_a_tap_from_a_private_address_does_nothing_and_asks_whose_it_was(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    order(office, buttons["EENVOUDIG"], sender=PRIVATE, proven=False)
    mail = office.mail()
    assert (mail["place"], mail["rule"]) == ("set_aside", "order_with_our_key")
    (letter,) = office.letters()
    assert (letter.name, letter.to) == ("was_it_you", ANN)
    assert PRIVATE not in letter.everything
    assert nothing_changed(office)
    # The one button asks for exactly what came; from the right address it is done.
    order(office, taps(letter)["EENVOUDIG"])
    assert office.case()["status"] == "handling"


@pytest.mark.parametrize("sender", [PARENT, OTHER])
def test_who_is_a_party_orders_nothing_with_the_key_of_another(
    office: Office, buttons: dict[str, Tapped], sender: str
) -> None:
    order(office, buttons["EENVOUDIG"], sender=sender, proven=False)
    assert office.mail()["place"] == "set_aside"
    assert [(letter.name, letter.to) for letter in office.letters()] == [("was_it_you", ANN)]
    assert office.posted_to_outsiders() == []
    assert nothing_changed(office)


def test_a_colleague_who_taps_in_anothers_letter_does_nothing_and_that_other_is_asked(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    order(office, buttons["COMPLEX"], sender=BERT)
    assert [(letter.name, letter.to) for letter in office.letters()] == [("was_it_you", ANN)]
    assert nothing_changed(office)


def test_a_tap_that_is_not_proven_does_nothing_and_is_asked_at_the_registered_address(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    order(office, buttons["COMPLEX"], proven=False)
    assert [(letter.name, letter.to) for letter in office.letters()] == [("was_it_you", ANN)]
    assert nothing_changed(office)


@pytest.mark.parametrize(("sender", "place"), [(ANN, "case"), (PRIVATE, "set_aside")])
def test_a_key_of_a_case_long_closed_is_still_never_a_parents_mail(
    office: Office, buttons: dict[str, Tapped], sender: str, place: str
) -> None:
    office.change(status=Status.CLOSED, closed_on=TUESDAY)
    office.clock.forward(days=60)
    office.forget_letters()
    order(office, buttons["EENVOUDIG"], sender=sender)
    assert office.mail()["place"] == place
    assert len(office.register()) == 1
    assert office.posted_to_outsiders() == []
    (letter,) = office.letters("was_it_you")
    assert letter.to == ANN
    assert office.case()["status"] == "closed"


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


def test_saying_that_one_is_away_is_done_and_the_deputy_gets_what_comes(office: Office) -> None:
    office.morning(date(2026, 12, 14))
    office.write()
    office.round()
    office.morning(date(2026, 12, 18))
    (overview,) = office.letters("daily_digest", to=ANN)[-1:]
    (away,) = (each for said, each in taps(overview).items() if said.startswith("AFWEZIG"))
    office.forget_letters()
    order(office, away)
    assert (office.mail()["place"], office.mail()["owed"]) == ("set_aside", False)
    assert "afwezig tot en met 03/01/2027; Bert Claes neemt waar" in office.letter().text
    office.forget_letters()
    office.write()
    office.round()
    assert [letter.to for letter in office.letters("new_complaint")] == [BERT]


def test_an_order_that_is_typed_without_a_key_is_asked_for_and_in_a_reply_is_done(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    assert buttons
    typed = {"text": "complex", "subject": "Re: [K-2026-0001] Nog 2 werkdagen"}
    order(office, typed)
    (asked,) = office.letters()
    assert (asked.name, asked.to) == ("was_it_you", ANN)
    assert nothing_changed(office)
    office.write(
        "complex", sender=ANN, subject=f"Re: {asked.subject}",
        headers=(PROVEN, f"In-Reply-To: {asked.message_id}"),
    )  # fmt: skip
    office.round()
    assert office.case()["status"] == "handling"


def test_a_line_that_says_not_is_asked_back(office: Office, buttons: dict[str, Tapped]) -> None:
    tapped = buttons["EENVOUDIG"]
    key = tapped["text"].split("\n", 1)[1]
    order(office, {"text": f"Niet eenvoudig\n{key}", "subject": "[K-2026-0001]"})
    (letter,) = office.letters()
    assert (letter.name, letter.to) == ("command_error", ANN)
    assert "ontkenning" in letter.text
    assert nothing_changed(office)


def test_a_note_without_an_order_stays_a_silent_note(
    office: Office, buttons: dict[str, Tapped]
) -> None:
    assert buttons
    note = {"text": "Gisteren gebeld, morgen meer.", "subject": "Re: [K-2026-0001] Nieuw"}
    order(office, note)
    assert office.mail()["place"] == "case"
    assert office.letters() == []


def test_where_nobody_proves_who_writes_an_order_names_its_command_at_the_terminal(
    new_office: Callable[..., Office],
) -> None:
    office = new_office()
    text = (office.config / "bot.toml").read_text("utf-8")
    office.restart(("bot.toml", text[text.index("  [mailbox.trust]") : text.index("[limits]")], ""))
    office.write()
    office.round()
    office.forget_letters()
    order(office, {"text": "COMPLEX", "subject": "Re: [K-2026-0001] Nieuw"}, sender=BERT)
    assert office.told("order_noted", to=BERT) == 1
    assert "gehoor say K-2026-0001 complex --by bert" in told(office, BERT)
    assert nothing_changed(office)
    office.says(PersonsWord.COMPLEX, "K-2026-0001", by="bert")
    assert office.case()["status"] == "handling"


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
