"""What administrators ask and order by mail about the bot itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.mail import IncomingMail
from tests.office.test_taps import PROVEN, taps
from tests.offices import ANN, BERT, GUST, OTHER, PARENT, SECRETS, Office, Posted

TUESDAY = date(2026, 12, 8)
COMPLAINT = "Mijn dochter Noor uit 3B moest op 3 december twee uur nablijven. Onaanvaardbaar."
BROKEN = "Subject: [{{ case_no }}] Uw bericht\n\nBeste {{ shcool }}\n"


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The config is read anew with what the process knows."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def quiet(office: Office) -> Office:
    """An office on a Tuesday morning, with nothing going on."""
    office.morning(TUESDAY)
    office.forget_letters()
    return office


def asked(office: Office, text: str, *, by: str = GUST, answers: Posted | None = None) -> Posted:
    """Somebody writes this, answering a letter or out of the blue; what came back to them."""
    office.forget_letters()
    thread = (f"In-Reply-To: {answers.message_id}",) if answers else ()
    subject = f"Re: {answers.subject}" if answers else ""
    office.write(text, sender=by, subject=subject, headers=(PROVEN, *thread))
    office.round(minutes=1)
    return office.letters(to=by)[-1]


def paused(office: Office, text: str = "ADMIN PAUZE") -> Posted:
    """Gust pauses the letters, in answer to how it is going."""
    return asked(office, text, answers=asked(office, "ADMIN STATUS"))


def words_of(letter: Posted) -> str:
    return " ".join(letter.text.split())


def own_letter(office: Office, text: str, path: str = "nl/parent/acknowledgment.md") -> Path:
    file = office.config / "templates" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


# --- looking up


def test_admin_alone_is_answered_with_what_can_be_asked_as_buttons(quiet: Office) -> None:
    letter = asked(quiet, "ADMIN")
    assert letter.name == "command_error"
    assert {"ADMIN STATUS", "ADMIN CHECK", "ADMIN PAUZE", "ADMIN HERBEREKEN"} <= set(taps(letter))


def test_a_misspelt_word_is_asked_back_with_the_nearest(quiet: Office) -> None:
    assert list(taps(asked(quiet, "ADMIN STATSU"))) == ["ADMIN STATUS"]
    assert "ADMIN SJABLOON LIJST" in taps(asked(quiet, "admin sjabloon lijts"))


def test_a_button_of_an_answer_asks_the_next_thing(quiet: Office) -> None:
    tapped = taps(asked(quiet, "ADMIN STATUS"))["ADMIN CHECK"]
    quiet.forget_letters()
    quiet.write(tapped["text"], sender=GUST, subject=tapped["subject"], headers=(PROVEN,))
    quiet.round()
    assert quiet.letter(to=GUST).name == "config_shown"


def test_how_it_is_doing_is_what_health_knows(quiet: Office) -> None:
    quiet.write(COMPLAINT)
    quiet.round()
    told = words_of(asked(quiet, "ADMIN STATUS"))
    assert "klachten@schoolbestuur-demerland.example: bekeken op dinsdag 8 december" in told
    assert "Open dossiers: 1" in told
    assert "iedereen die schreef, kreeg een ontvangstmelding" in told
    assert "Versie 0.1.0" in told


def test_the_check_tells_findings_and_what_is_to_be_agreed_with_a_sentence(quiet: Office) -> None:
    own_letter(quiet, BROKEN)
    letter = asked(quiet, "ADMIN CHECK")
    told = words_of(letter)
    assert 'onbekende naam "shcool"' in told
    assert "Nog af te spreken (" in told
    assert "procedure.toml:" in told


def test_a_config_that_is_broken_at_that_moment_is_reported_as_such(quiet: Office) -> None:
    (quiet.config / "people.toml").write_text("[[person]\n", encoding="utf-8")
    letter = asked(quiet, "ADMIN CHECK")
    assert letter.name == "config_shown"
    assert "Dit moet eerst." in letter.text
    assert "people.toml" in letter.text
    refused = asked(quiet, "ADMIN HERBEREKEN")
    assert refused.name == "command_error"
    assert "people.toml" in refused.text
    assert asked(quiet, "ADMIN SJABLOON TEST").name == "letters_tested"


def test_nothing_of_what_goes_wrong_inside_reaches_an_administrator(
    quiet: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr("bot.office.administration.findings", fails)
    letter = asked(quiet, "ADMIN CHECK")
    assert letter.name == "command_error"
    assert "kon niet opgezocht worden" in words_of(letter)
    assert "inside" not in letter.everything


def test_a_mail_that_cannot_be_looked_up_stops_no_other(quiet: Office) -> None:
    def stumbles(mail: IncomingMail, *_: object) -> None:
        if "struikel" in mail.new_text:
            raise RuntimeError("whatever a mail can do")

    object.__setattr__(quiet.bot.casework, "look_up", stumbles)
    quiet.write("Hier struikel je over. Ik dien klacht in.", sender=OTHER)
    quiet.write(COMPLAINT, sender=PARENT)
    quiet.rounds_every(30, hours=1)
    places = {mail["place"]: mail["set_aside"] or "" for mail in quiet.mails()}
    assert set(places) == {"set_aside", "case"}
    assert places["set_aside"].startswith("three tries")
    assert len(quiet.letters("acknowledgment")) == 1


def test_all_letters_are_listed_with_whose_words_they_have(quiet: Office) -> None:
    own_letter(quiet, BROKEN)
    told = words_of(asked(quiet, "ADMIN SJABLOON LIJST"))
    assert (
        "acknowledgment (ontvangstmelding): nl, fr, en, de; van jullie: nl; werkt niet: nl" in told
    )
    assert "anonymous_reply: nl, fr, en, de -" in told


def test_a_letter_is_shown_as_it_would_leave_with_its_source_and_names(quiet: Office) -> None:
    letter = asked(quiet, "ADMIN SJABLOON TOON ontvangstmelding fr")
    assert letter.name == "letter_shown"
    assert "Dit is de meegeleverde brief." in letter.text
    assert "fr/parent/acknowledgment.md" in letter.text
    assert "{{ case_no }}" in letter.text  # the source, as it is
    assert "received_date: dag waarop de mail binnenkwam" in words_of(letter)


def test_a_letter_that_does_not_work_is_shown_with_what_is_wrong(quiet: Office) -> None:
    own_letter(quiet, BROKEN)
    told = words_of(asked(quiet, "ADMIN SJABLOON TOON acknowledgment"))
    assert "Jullie tekst werkt niet: nl/parent/acknowledgment.md, regel 3" in told
    assert "Beste {{ shcool }}" in told


def test_of_a_letter_that_nobody_knows_the_nearest_are_asked(quiet: Office) -> None:
    letter = asked(quiet, "ADMIN SJABLOON TOON aknowledgement en u")
    assert letter.name == "command_error"
    assert next(iter(taps(letter))) == "ADMIN SJABLOON TOON acknowledgment en u"


def test_a_letter_cannot_be_changed_by_mail_and_the_answer_says_how_it_is(quiet: Office) -> None:
    told = words_of(asked(quiet, "ADMIN SJABLOON ZET acknowledgment"))
    assert "kan niet per mail" in told
    assert "config/templates/" in told


def test_own_letters_are_tried_as_the_terminal_does(quiet: Office) -> None:
    assert "Er zijn geen eigen brieven" in words_of(asked(quiet, "ADMIN SJABLOON TEST"))
    own_letter(quiet, BROKEN)
    letter = asked(quiet, "ADMIN SJABLOON TEST")
    assert letter.subject == "Gehoor: een brief werkt niet"
    assert "nl/parent/acknowledgment.md: regel 3" in words_of(letter)


def test_recalculation_tells_that_nothing_differs(quiet: Office) -> None:
    quiet.write(COMPLAINT)
    quiet.round()
    letter = asked(quiet, "ADMIN HERBEREKEN")
    assert letter.subject == "Gehoor: alle dagen blijven dezelfde"


def test_recalculation_shows_other_days_and_changes_none(quiet: Office) -> None:
    quiet.write(COMPLAINT)
    quiet.round()
    before = quiet.case()["deadlines"]
    procedure = quiet.config / "procedure.toml"
    text = procedure.read_text(encoding="utf-8")
    procedure.write_text(text.replace('"45cd"', '"30cd"'), encoding="utf-8")
    told = words_of(asked(quiet, "ADMIN HERBEREKEN"))
    assert "Er is niets veranderd." in told
    assert "De termijn was 45cd, nu 30cd." in told
    assert quiet.case()["deadlines"] == before


# --- whose orders they are


@pytest.mark.parametrize("order", ["ADMIN STATUS", "ADMIN CHECK", "ADMIN PAUZE", "ADMIN"])
def test_who_is_no_administrator_is_answered_as_for_any_order_that_is_not_theirs(
    office: Office, order: str
) -> None:
    office.morning(TUESDAY)
    office.write(COMPLAINT)
    office.round()
    letter = asked(office, order, by=ANN, answers=office.letters("new_complaint", to=ANN)[-1])
    assert letter.name == "command_error"
    assert "Dat kan hier alleen de beheerder." in letter.text
    assert office.log("pause_began") == []


def test_a_forged_administrator_gets_nothing_done_and_nothing_told(quiet: Office) -> None:
    for order in ("ADMIN PAUZE", "ADMIN CHECK", "ADMIN STATUS", "ADMIN SJABLOON LIJST"):
        quiet.write(order, sender=GUST, subject="")
    quiet.round()
    assert quiet.log("pause_began") == []
    assert {letter.name for letter in quiet.letters()} <= {"was_it_you", "attention"}
    assert {letter.to for letter in quiet.letters()} == {GUST}


def test_the_key_of_an_administrator_from_a_private_account_does_nothing(quiet: Office) -> None:
    tapped = taps(asked(quiet, "ADMIN STATUS"))["ADMIN PAUZE"]
    quiet.forget_letters()
    quiet.write(tapped["text"], sender=OTHER, subject=tapped["subject"])
    quiet.round()
    assert quiet.log("pause_began") == []
    assert {letter.to for letter in quiet.letters()} == {GUST}
    assert quiet.letters()[-1].name == "was_it_you"


def test_the_key_of_an_administrator_in_the_hands_of_a_colleague_does_nothing(
    quiet: Office,
) -> None:
    tapped = taps(asked(quiet, "ADMIN STATUS"))["ADMIN PAUZE"]
    quiet.write(tapped["text"], sender=BERT, subject=tapped["subject"], headers=(PROVEN,))
    quiet.round()
    assert quiet.log("pause_began") == []


def test_a_proven_mail_out_of_the_blue_may_ask_but_not_pause(quiet: Office) -> None:
    letter = asked(quiet, "ADMIN PAUZE")
    assert letter.name == "was_it_you"
    assert quiet.log("pause_began") == []


def test_nobody_makes_the_bot_read_its_config_who_may_not_ask(
    quiet: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(
        "bot.office.administration.Administration._with", lambda *asked: read.append(asked)
    )
    quiet.write("ADMIN CHECK", sender=GUST, subject="")
    quiet.write("ADMIN CHECK", sender=ANN, subject="", headers=(PROVEN,))
    quiet.write("ADMIN CHECK", sender=PARENT, subject="ADMIN CHECK")
    quiet.round()
    assert len(quiet.mails()) == 3
    assert read == []
