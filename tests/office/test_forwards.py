from __future__ import annotations

from typing import Any

import pytest

from bot.core.happening import PersonsWord
from tests.builders import MAILBOX, raw_mail
from tests.forwards import HANNE, HEADS, INNER, NOTE, passed_on
from tests.offices import ANN, BERT, CARLA, KATRIEN, STAFF, NewOffice, Office
from tests.rawmails import container, part

OUTLOOK = HEADS["Outlook, Dutch"]
COLLEAGUE = "iemand@devlieger-demerland.example"  # by domain only
FORWARD_ACK = "auto_reroute  = false"


def forward(office: Office, text: str = passed_on(OUTLOOK), **mail: Any) -> None:
    office.write(text, **({"sender": KATRIEN, "subject": "FW: niet oké vandaag"} | mail))
    office.round()


def remarked(office: Office) -> str:
    (notice,) = office.letters("attention")
    return " ".join(notice.text.split())


@pytest.mark.parametrize("program", HEADS)
def test_the_writer_inside_is_proposed_and_not_answered_yet(office: Office, program: str) -> None:
    forward(office, passed_on(HEADS[program]))
    case = office.case()
    assert (office.mail()["verdict"], office.mail()["place"]) == ("staff_forward", "case")
    assert case["complainant"]["email"] == HANNE
    assert (case["via"], case["kind"], case["language"]) == ("forwarded", "complaint", "nl")
    assert case["subject"] == "niet oké vandaag"
    assert case["ack"] == "held"
    assert {letter.to for letter in office.letters()} == {ANN, KATRIEN}
    assert office.told("ack_held_forwarded") == 1


def test_whoever_handles_it_reads_the_mail_and_the_colleagues_words_apart(office: Office) -> None:
    forward(office)
    text = office.letter("new_complaint").text
    assert office.letter("new_complaint").to == ANN
    assert "Van: Hanne Smets (hanne.smets@postvak.example)" in text
    assert "Doorgestuurd door: katrien.desmet@" in text
    assert "eerst moet iemand bevestigen dat dit echt de melder is" in text
    note, _, inner = text.partition("Het bericht zelf:")
    assert NOTE in note
    assert "geen eten" in inner
    assert "Verzonden:" not in text


def test_the_colleague_reads_the_writer_back_and_nothing_of_the_mail(office: Office) -> None:
    forward(office, headers=("X-Nothing: 1",), message_id="<fw@school.example>")
    letter = office.letter("forward_received")
    assert letter.to == KATRIEN
    assert letter.subject == "[K-2026-0001] Doorgestuurd bericht geregistreerd: klopt dit?"
    assert letter.mail["In-Reply-To"] == "<fw@school.example>"
    assert letter.mail["Auto-Submitted"] == "auto-replied"
    assert "Hanne Smets" in letter.text
    assert "h…s@postvak.example" in letter.text
    assert "woensdag 25 november 2026 19:12" in letter.text
    assert HANNE not in letter.everything
    assert "eten" not in letter.everything
    assert "Antwoord op deze mail met wat er niet klopt" in letter.text


def test_once_a_person_lets_it_go_the_parent_is_acknowledged(office: Office) -> None:
    forward(office, message_id="<fw@school.example>")
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    letter = office.letter("acknowledgment")
    assert letter.to == HANNE
    assert "Een medewerker van de school gaf uw mail" in letter.text
    # The parent never saw the colleague's mail, and knows nothing of it.
    assert letter.mail["In-Reply-To"] is None
    assert letter.mail["Auto-Submitted"] == "auto-generated"
    assert KATRIEN not in letter.everything
    assert office.case()["ack"] == "sent"
    answer = (f"In-Reply-To: {letter.message_id}",)
    office.write("Dank u.", sender=HANNE, subject="Re: uw brief", headers=answer)
    office.round(minutes=5)
    assert (office.mail()["verdict"], office.mail()["case"]) == ("case_reply", "K-2026-0001")


def test_a_released_acknowledgment_is_written_anew_when_its_days_have_passed(
    office: Office,
) -> None:
    forward(office)
    office.clock.forward(days=7)
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round()
    letter = office.letter("acknowledgment")
    assert letter.to == HANNE
    assert "27 november" not in letter.text
    assert "Een medewerker van de school gaf uw mail" in letter.text


def test_who_was_told_in_another_way_gets_no_acknowledgment(office: Office) -> None:
    forward(office)
    office.says(PersonsWord.ACK_WAIVED, "K-2026-0001", how="gebeld")
    office.rounds_every(60, hours=3)
    assert office.letters("acknowledgment") == []
    assert office.case()["ack"] == "waived"


def test_a_school_may_acknowledge_at_once(new_office: NewOffice) -> None:
    at_once = f'forward_ack = "at_once"\n{FORWARD_ACK}'
    office = new_office(("triage.toml", FORWARD_ACK, at_once))
    forward(office)
    assert office.letter("acknowledgment").to == HANNE
    assert office.case()["ack"] == "sent"
    assert "kreeg nog geen ontvangstmelding" not in office.letter("forward_received").text


def test_a_school_may_never_acknowledge(new_office: NewOffice) -> None:
    never = f'forward_ack = "never"\n{FORWARD_ACK}'
    office = new_office(("triage.toml", FORWARD_ACK, never))
    forward(office)
    assert office.case()["ack"] == "none"
    assert office.outbox("acknowledgment") == []
    assert (
        "zo is afgesproken voor mail die iemand doorstuurt" in office.letter("new_complaint").text
    )


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (OUTLOOK.replace(" <hanne.smets@postvak.example>", ""), "Er staat geen mailadres in"),
        (OUTLOOK.replace("Smets", "<a@x.example>; b"), "verschillende mensen"),
        (OUTLOOK.replace(HANNE, BERT), "komt van een collega"),
        (OUTLOOK.replace(HANNE, COLLEAGUE), "komt van een collega"),
        (OUTLOOK.replace(HANNE, MAILBOX), "komt van het meldpunt zelf"),
        (OUTLOOK.replace(HANNE, "no-reply@postvak.example"), "adres dat niemand leest"),
        ("\nBegin doorgestuurd bericht:\n\n", "Er staat geen mailadres in"),
    ],
)
def test_without_one_sure_writer_it_is_set_aside_and_a_person_is_told_why(
    office: Office, head: str, why: str
) -> None:
    forward(office, passed_on(head))
    assert (office.mail()["verdict"], office.mail()["place"]) == ("staff_forward", "set_aside")
    assert office.register() == []
    assert {letter.to for letter in office.letters()} == {ANN}
    assert office.told("staff_forward") == 1
    assert why in remarked(office)


def test_a_mail_that_went_through_several_hands_is_the_parents(office: Office) -> None:
    bert = OUTLOOK.replace(HANNE, BERT).replace("Hanne Smets", "Bert Claes")
    forward(office, passed_on(bert, note="Zie Bert.", inner=passed_on(OUTLOOK, note="Zie de mama")))
    assert office.case()["complainant"]["email"] == HANNE
    note, _, inner = office.letter("new_complaint").text.partition("Het bericht zelf:")
    assert "Zie Bert." in note
    assert "Zie de mama" in note
    assert "Zie" not in inner


def test_the_newest_writer_counts_where_parent_and_teacher_wrote_to_and_fro(
    office: Office,
) -> None:
    teacher = OUTLOOK.replace(HANNE, KATRIEN).replace("Hanne Smets", "Katrien De Smet")
    forward(office, passed_on(OUTLOOK, inner=passed_on(teacher, note=INNER, inner="Ik kijk na.")))
    assert office.case()["complainant"]["email"] == HANNE


@pytest.mark.parametrize("subject", ["Doorgestuurd: x", "TR: x", "WG: x", "een mama", ""])
def test_it_is_known_by_its_subject_or_by_the_head_in_it(office: Office, subject: str) -> None:
    forward(office, subject=subject)
    assert office.case()["via"] == "forwarded"


def test_who_answers_a_parent_with_us_in_copy_passes_nothing_on(office: Office) -> None:
    forward(office, subject="Re: niet oké vandaag")
    assert office.mail()["verdict"] == "staff_command"
    assert office.register() == []


def test_a_colleague_by_domain_may_complain_with_an_older_mail_below(office: Office) -> None:
    forward(office, sender=COLLEAGUE, subject="Klacht over de directie")
    assert office.case()["complainant"]["email"] == COLLEAGUE


def test_a_colleague_by_domain_passes_on_as_well(office: Office) -> None:
    forward(office, sender=f"Iemand Anders <{COLLEAGUE}>")
    assert office.case()["complainant"]["email"] == HANNE
    assert office.letter("forward_received").to == COLLEAGUE


def test_the_colleague_whom_the_mail_is_about_learns_the_number_only(office: Office) -> None:
    about = "Juf Katrien heeft mijn zoon uitgelachen. Onaanvaardbaar."
    forward(office, passed_on(OUTLOOK, inner=about), sender=f"Katrien De Smet <{KATRIEN}>")
    letter = office.letter("forward_received")
    assert letter.subject == "[K-2026-0001] Doorgestuurd bericht geregistreerd"
    assert "Hanne" not in letter.everything
    assert "h…s" not in letter.everything
    assert "niet oké" not in letter.everything


def test_a_colleague_by_domain_whom_the_mail_is_about_learns_the_number_only(
    office: Office,
) -> None:
    forward(
        office,
        passed_on(OUTLOOK, inner="Meester Wim slaat. Onaanvaardbaar."),
        sender="wim.bos@devlieger-demerland.example",
    )
    assert "Hanne" not in office.letter("forward_received").everything


def test_to_be_greeted_is_not_to_be_complained_about(office: Office) -> None:
    text = passed_on(
        OUTLOOK, note="Zie hieronder. Ann Peeters", inner="Beste mevrouw Peeters,\nDe bus is laat!"
    )
    forward(office, text, sender=f"Ann Peeters <{ANN}>")
    assert office.case()["handler"] == "ann"
    assert "Hanne Smets" in office.letter("forward_received", to=ANN).text
    assert "De bus is laat!" in office.letter("new_complaint", to=ANN).text


def test_who_is_named_inside_does_not_read_it(office: Office) -> None:
    forward(office, passed_on(OUTLOOK, inner="Ann Peeters luistert nooit. Onaanvaardbaar."))
    assert office.case()["handler"] != "ann"
    assert all("luistert" not in letter.everything for letter in office.letters(to=ANN))


def test_the_colleagues_answer_is_a_note_and_the_handler_is_told(office: Office) -> None:
    forward(office)
    ours = office.letter("forward_received").message_id
    reply = {"subject": "Re: klopt dit?", "headers": (f"In-Reply-To: {ours}",)}
    office.write("Het is de papa, niet de mama.", sender=KATRIEN, **reply)
    office.round(minutes=5)
    last = office.mail()
    assert (last["verdict"], last["place"], last["case"]) == (
        "staff_command",
        "case",
        "K-2026-0001",
    )
    assert office.told("forwarder_answered") == 1
    assert office.case()["ack"] == "held"
    assert office.case()["complainant"]["email"] == HANNE
    assert all(letter.to in STAFF for letter in office.letters())


def test_the_handlers_own_answer_is_no_news(office: Office) -> None:
    forward(office, sender=ANN)
    ours = office.letter("forward_received").message_id
    office.write("Klopt.", sender=ANN, subject="Re", headers=(f"In-Reply-To: {ours}",))
    office.round(minutes=5)
    assert office.told("forwarder_answered") == 0


def test_danger_inside_rings_and_the_acknowledgment_still_waits(office: Office) -> None:
    forward(office, passed_on(OUTLOOK, inner="Mijn dochter wil niet meer leven."))
    assert len(office.letters("safety_alert")) == 3
    assert office.case()["urgency"] == "critical"
    office.rounds_every(30, hours=2)
    assert office.letters("acknowledgment") == []


def test_danger_in_the_colleagues_words_rings_too(office: Office) -> None:
    note = "Dag. Jef zei mij dat hij niet meer wil leven. Katrien"
    forward(office, passed_on(OUTLOOK, note=note, inner="De bus kwam te laat."))
    assert len(office.letters("safety_alert")) == 3
    assert "niet meer wil leven" in office.letter("safety_alert", to=CARLA).text
    assert office.case()["urgency"] == "critical"


@pytest.mark.parametrize(
    "inner",
    [
        "My son got no food again. This is unacceptable and we are not happy with it.",
        "Mon fils n'a pas mangé. C'est inacceptable, nous sommes déçus de l'école.",
    ],
)
def test_language_and_kind_are_those_of_the_inner_mail(office: Office, inner: str) -> None:
    forward(office, passed_on(OUTLOOK, inner=inner))
    assert office.case()["language"] == ("en" if "My son" in inner else "fr")
    assert office.case()["kind"] == "complaint"


def test_on_trial_nobody_outside_gets_anything(new_office: NewOffice) -> None:
    office = new_office(("bot.toml", 'mode         = "live"', 'mode = "trial"'))
    forward(office, sender=COLLEAGUE)
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    assert {letter.to for letter in office.letters()} == {ANN}


def test_a_mail_attached_is_read_like_one_in_the_text(office: Office) -> None:
    inner = raw_mail(
        INNER,
        sender=f"Hanne Smets <{HANNE}>",
        subject="niet oké vandaag",
        message_id="<hanne@postvak.example>",
        to=KATRIEN,
    )
    office.deliver(attached(inner))
    office.round()
    case = office.case()
    assert (case["via"], case["complainant"]["email"]) == ("forwarded", HANNE)
    assert case["subject"] == "niet oké vandaag"
    assert NOTE in office.letter("new_complaint").text
    assert "geen eten" in office.letter("new_complaint").text
    office.says(PersonsWord.ACK_RELEASED, "K-2026-0001")
    office.round(minutes=5)
    # This one the parent did write.
    assert office.letter("acknowledgment").mail["In-Reply-To"] == "<hanne@postvak.example>"


def test_several_attached_mails_of_several_people_are_set_aside(office: Office) -> None:
    mails = [raw_mail(sender=each) for each in (HANNE, "jan@postvak.example")]
    office.deliver(attached(*mails))
    office.round()
    assert office.register() == []
    assert "verschillende mensen" in remarked(office)


def attached(*mails: bytes) -> bytes:
    """A colleague's mail with these attached."""
    parts = (
        part(b"text/plain; charset=utf-8", NOTE.encode()),
        *(part(b"message/rfc822", mail) for mail in mails),
    )
    head = (
        f"From: {KATRIEN}\r\nTo: {MAILBOX}\r\nSubject: FW: niet oké\r\nMessage-ID: <fw@x.example>"
        '\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="grens"\r\n\r\n'
    )
    return head.encode() + container(*parts, boundary=b"grens")


def test_a_forward_that_names_a_case_is_a_note_of_a_colleague(office: Office) -> None:
    office.write()
    office.round()
    forward(office, subject="FW: [K-2026-0001] niet oké")
    assert (office.mail()["verdict"], office.mail()["case"]) == ("staff_command", "K-2026-0001")
    assert len(office.register()) == 1
    # It holds a parent's words, which somebody must read.
    assert office.told("parent_replied") == 1


def test_a_reply_in_a_case_that_a_colleague_got_and_passes_on_joins_it(office: Office) -> None:
    office.write()
    office.round()
    head = OUTLOOK.replace("niet oké vandaag", "RE: [K-2026-0001] Uw bericht is goed aangekomen")
    forward(office, passed_on(head), subject="FW: dit kreeg ik")
    assert (office.mail()["verdict"], office.mail()["case"]) == ("staff_command", "K-2026-0001")
    assert len(office.register()) == 1
    assert office.told("parent_replied") == 1


def test_a_mail_that_we_have_already_joins_its_case_when_it_is_passed_on(office: Office) -> None:
    first = raw_mail(message_id="<first@postvak.example>")
    office.deliver(first)
    office.deliver(attached(first))
    office.round()
    assert [mail["case"] for mail in office.mails()] == ["K-2026-0001"] * 2
    assert len(office.register()) == 1


def test_a_colleague_by_domain_who_names_a_case_is_asked_about_by_a_person(office: Office) -> None:
    office.write()
    office.round()
    forward(office, sender=COLLEAGUE, subject="FW: [K-2026-0001] niet oké")
    assert (office.mail()["verdict"], office.mail()["place"]) == ("staff_forward", "set_aside")
    assert len(office.register()) == 1
    assert "Hoort ze daar bij?" in remarked(office)


def test_a_flood_from_a_forged_colleague_is_answered_ten_times_a_day(office: Office) -> None:
    for n in range(14):
        head = OUTLOOK.replace("hanne", f"hanne{n}").replace("niet oké", f"niet oké {n}")
        office.write(passed_on(head), sender=COLLEAGUE, subject=f"FW: {n}")
        office.round(minutes=1)
    assert len(office.register()) == 14
    assert len(office.letters("forward_received")) == 10
    assert office.letters("acknowledgment") == []


def test_a_form_that_a_colleague_passes_on_speaks_for_the_parent_in_it(office: Office) -> None:
    form = "webformulier@schoolbestuur-demerland.example"
    inner = f"Naam: Hanne Smets\nE-mail: {HANNE}\nWat is er gebeurd: De bus is laat. Klacht!"
    forward(office, passed_on(OUTLOOK.replace(HANNE, form), inner=inner))
    assert office.case()["complainant"] == {"name": "Hanne Smets", "email": HANNE}
    assert office.case()["via"] == "forwarded"
