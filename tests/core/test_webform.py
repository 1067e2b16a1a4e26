from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.mail import Address, IncomingMail
from bot.core.policy import School, WebForm
from bot.core.webform import filled_in, form_of, school_in
from tests.builders import a_mail

SENDER = Address("webformulier@school.example", "Website")
FORM = WebForm(
    sender="Webformulier@school.example",
    fields={
        "name": "Naam",
        "email": "E-mail",
        "phone": "Telefoon",
        "school": "School",
        "pupil": "Leerling en klas",
        "text": "Wat is er gebeurd",
        "wish": "Wat verwacht u van ons",
    },
)
WRITER = Address("fatima@postvak.example", "Fatima El Amrani")

# One form, as programs print it.
PRINTED = {
    "label: value": """
Naam: Fatima El Amrani
E-mail: fatima@postvak.example
Telefoon: 0470 00 00 00
School: Kapelhof
Leerling en klas: Jef, 3A
Wat is er gebeurd: De bus kwam te laat.
Dat is al de derde keer.
Wat verwacht u van ons: Een antwoord.
""",
    "a table": """
Naam\tFatima El Amrani
E-mail\tfatima@postvak.example
Telefoon\t0470 00 00 00
School\tKapelhof
Leerling en klas\tJef, 3A
Wat is er gebeurd\tDe bus kwam te laat.
Dat is al de derde keer.
Wat verwacht u van ons\tEen antwoord.
""",
    "value below its label": """
Naam
Fatima El Amrani

E-mail
fatima@postvak.example

Telefoon
0470 00 00 00

School
Kapelhof

Leerling en klas
Jef, 3A

Wat is er gebeurd?
De bus kwam te laat.
Dat is al de derde keer.

Wat verwacht u van ons?
Een antwoord.
""",
    "bold, with stars for what is required": """
*Naam:* Fatima El Amrani
**E-mail\u00a0:** fatima@postvak.example <mailto:fatima@postvak.example>
*Telefoon*: 0470 00 00 00
School *: Kapelhof
- Leerling en klas: Jef, 3A
Wat is er gebeurd * :
De bus kwam te laat.
Dat is al de derde keer.
WAT VERWACHT U VAN ONS: Een antwoord.
""",
    "with fields we do not know": """
Formulier: klachten
Ingezonden op: 24/11/2026
Naam: Fatima El Amrani
Voornaam kind: Jef
E-mail: fatima@postvak.example
Telefoon: 0470 00 00 00
IP-adres: 10.0.0.1
School: Kapelhof
Leerling en klas: Jef, 3A
Wat is er gebeurd: De bus kwam te laat.
Dat is al de derde keer.
Wat verwacht u van ons: Een antwoord.
Naam ouder twee: Karim
""",
}


def a_form(text: str, **changes: object) -> IncomingMail:
    values: dict[str, object] = {"sender": SENDER, "from_addresses": (SENDER,)}
    return a_mail(text, **(values | changes))


@pytest.mark.parametrize("program", PRINTED)
def test_a_form_is_read_as_programs_print_it(program: str) -> None:
    mail = filled_in(a_form(PRINTED[program]), FORM)
    assert mail.sender == WRITER
    assert mail.passed_on is not None
    assert mail.passed_on.form
    assert mail.passed_on.by == SENDER
    assert (mail.passed_on.phone, mail.passed_on.school) == ("0470 00 00 00", "Kapelhof")
    assert mail.text == PRINTED[program]


@pytest.mark.parametrize("program", PRINTED)
def test_what_happened_is_told_without_labels_and_without_who_wrote_it(program: str) -> None:
    words = filled_in(a_form(PRINTED[program]), FORM).new_text
    for said in ("Jef, 3A", "De bus kwam te laat.", "derde keer", "Een antwoord."):
        assert said in words
    for kept_out in ("Fatima", "0470", "Kapelhof", "Wat is er", "verwacht"):
        assert kept_out not in words


def test_what_fields_hold_that_we_do_not_know_is_kept() -> None:
    words = filled_in(a_form(PRINTED["with fields we do not know"]), FORM).new_text
    assert "Voornaam kind: Jef" in words
    assert "Naam ouder twee: Karim" in words


@pytest.mark.parametrize("address", ["", "weet ik niet", "fatima(at)postvak", "@", "a@b"])
def test_a_form_without_an_address_has_no_writer(address: str) -> None:
    mail = filled_in(a_form(f"Naam: Fatima\nE-mail: {address}\nWat is er gebeurd: x"), FORM)
    assert mail.sender is None


def test_an_empty_field_takes_nothing_from_the_next() -> None:
    mail = filled_in(a_form("Naam:\nE-mail: f@postvak.example\nTelefoon:\nSchool: X"), FORM)
    assert mail.sender == Address("f@postvak.example", "")
    assert mail.passed_on is not None
    assert mail.passed_on.phone == ""


def test_the_first_of_two_equal_labels_counts() -> None:
    text = "E-mail: f@postvak.example\nWat is er gebeurd: Niets.\nE-mail: x@elders.example"
    assert filled_in(a_form(text), FORM).sender == Address("f@postvak.example")


def test_a_form_without_an_address_field_is_answered_where_it_says() -> None:
    nameless = WebForm(sender=FORM.sender, fields={"name": "Naam", "text": "Wat is er gebeurd"})
    mail = a_form("Naam: Fatima\nWat is er gebeurd: x", reply_to=(Address("f@postvak.example"),))
    assert filled_in(mail, nameless).sender == Address("f@postvak.example", "Fatima")
    itself = a_form("Naam: Fatima\nWat is er gebeurd: x", reply_to=(SENDER,))
    assert filled_in(itself, nameless).sender is None


def test_a_form_is_known_by_its_sender_alone() -> None:
    assert form_of(a_form("x"), [FORM]) is FORM
    assert form_of(a_mail("x"), [FORM]) is None


def test_a_school_is_known_by_its_name_or_id() -> None:
    schools = (School(id="kapelhof", name="Secundaire school Kapelhof"),)
    assert school_in("secundaire  School kapelhof", schools) == "kapelhof"
    assert school_in("KAPELHOF", schools) == "kapelhof"
    assert school_in("", schools) is None


@given(
    st.text(st.sampled_from("Naam: E-mail\t\n*œ\u2019@.example Wat is er gebeurd?"), max_size=300)
)
def test_no_form_defies_reading(text: str) -> None:
    mail = filled_in(a_form(text), FORM)
    assert mail.text == text
    assert mail.sender is None or "@" in mail.sender.email
