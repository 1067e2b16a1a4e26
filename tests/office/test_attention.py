from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.core.happening import AttentionCode, AttentionDue, AttentionItem
from bot.core.telling import on_attention
from bot.post.smtp.envelope import Accepted, Delayed, Refused
from tests.builders import raw_mail
from tests.offices import ANN, BERT, ELS, GUST, INGRID, PARENT, Office
from tests.wording import a_reading_policy

DOUBTFUL: dict[str, Any] = {"headers": ("Precedence: bulk",)}
NO = Refused(550, "5.1.1 no such mailbox")


def test_a_person_is_told_at_once(office: Office) -> None:
    office.write(**DOUBTFUL)
    office.round()
    notice = office.letter("attention")
    assert notice.to == ANN
    assert office.told("doubtful") == 1
    # Where the mail lies and who sent it, never what it says.
    assert "Gehoor/2026" in notice.text
    assert PARENT in notice.text
    assert "nablijven" not in notice.text


def test_after_five_letters_in_an_hour_they_are_gathered_one_an_hour(office: Office) -> None:
    for _ in range(30):
        office.write(**DOUBTFUL)
        office.round(minutes=1)
    assert len(office.letters("attention")) == 5
    assert office.told("doubtful") == 5
    office.round(minutes=36)  # an hour after the fifth
    assert len(office.letters("attention")) == 6
    assert office.told("doubtful") == 30
    for _ in range(30):
        office.write(**DOUBTFUL)
        office.round(minutes=1)
    assert len(office.letters("attention")) == 6
    office.round(minutes=30)
    assert len(office.letters("attention")) == 7
    assert office.told("doubtful") == 60


def test_after_a_quiet_time_matters_are_told_at_once_again(office: Office) -> None:
    for _ in range(6):
        office.write(**DOUBTFUL)
        office.round(minutes=1)
    office.round(hours=1)
    office.write(**DOUBTFUL)
    office.round(hours=3)
    assert office.told("doubtful") == 7


def test_what_comes_together_is_told_in_one_letter(office: Office) -> None:
    for _ in range(12):
        office.write(**DOUBTFUL)
    office.round()
    assert len(office.letters("attention")) == 1
    assert office.told("doubtful") == 12


def test_a_notice_that_is_refused_goes_to_the_deputy(office: Office) -> None:
    office.postman.plan(ANN, NO)
    office.write()
    office.round()
    assert [x.to for x in office.letters("new_complaint")] == [BERT]
    assert office.health()["nobody_reached"] == 0


def test_attention_that_is_refused_goes_down_the_line_with_all_it_has_to_tell(
    office: Office,
) -> None:
    office.postman.plan(ANN, NO)
    office.postman.plan(BERT, NO)
    office.postman.plan(ELS, NO)
    office.write(**DOUBTFUL)
    office.write(**DOUBTFUL)
    office.round()
    assert [x.to for x in office.letters("attention")] == [INGRID]
    assert office.told("doubtful", to=INGRID) == 2
    assert office.health()["nobody_reached"] == 0


def test_when_nobody_takes_a_staff_letter_health_says_so(office: Office) -> None:
    for person in office.policy.people:
        office.postman.plan(person.email, *[NO] * 5)
    office.write(**DOUBTFUL)
    assert office.round() != []
    line = [letter["to"] for letter in office.outbox("attention")]
    assert line[:5] == [ANN, BERT, ELS, INGRID, GUST]
    assert office.log("nobody_reached")
    assert office.health()["nobody_reached"] >= 1
    for person in office.policy.people:
        office.postman.outcomes[person.email].clear()
    office.write()
    office.round(hours=1)
    assert office.health()["nobody_reached"] == 0


def test_who_was_once_out_of_reach_is_not_passed_over_for_ever(office: Office) -> None:
    office.postman.plan(ANN, NO)
    office.postman.plan(BERT, NO)
    office.write(**DOUBTFUL)
    office.round()
    office.postman.plan(ANN, NO)
    office.write(**DOUBTFUL)
    office.round(days=30)
    assert [x.to for x in office.letters("attention")] == [ELS, BERT]


def test_an_acknowledgment_that_is_refused_is_told(office: Office) -> None:
    office.postman.plan(PARENT, Refused(550, "5.7.1 refused by policy"))
    office.write()
    assert office.round() != []
    assert office.case()["ack"] == "failed"
    assert office.told("ack_refused") == 1
    assert "5.7.1 refused by policy" in office.letter("attention").text
    assert office.outbox("acknowledgment")[0]["status"] == "refused"


def test_an_acknowledgment_that_waits_four_hours_on_the_server_is_told_once(
    office: Office,
) -> None:
    office.postman.plan(PARENT, *[Delayed("451 4.7.1 come back later")] * 60)
    office.write()
    office.round()
    office.rounds_every(30, hours=3.5)
    assert office.told("ack_late") == 0
    office.rounds_every(30, hours=3)
    assert office.told("ack_late") == 1
    assert office.case()["ack"] == "queued"


def test_junk_is_told_once_a_day_with_senders_and_count(office: Office) -> None:
    office.box.junk_folder = {1: raw_mail(), 2: raw_mail(sender="jan@postvak.example")}
    office.round()
    assert office.told("junk") == 1
    assert PARENT in office.letter("attention").text
    assert "2 nieuwe mails" in office.letter("attention").text
    office.box.junk_folder[3] = raw_mail(sender="els@postvak.example")
    office.round(hours=2)
    assert office.told("junk") == 1
    office.round(days=1)
    assert office.told("junk") == 2
    assert len(office.box.junk_folder) == 3
    assert office.register() == []


def test_a_mail_that_cannot_be_worked_on_is_set_aside_and_stops_nobody(office: Office) -> None:
    read = office.bot.casework.read_mail

    def stumbles(raw: bytes, *, truncated: bool = False) -> object:
        mail = read(raw, truncated=truncated)
        if "struikel" in mail.subject:
            raise_in_decide = {"sender": None, "headers": None}
            return type(mail)(**{f: getattr(mail, f) for f in mail.__slots__} | raise_in_decide)
        return mail

    object.__setattr__(office.bot.casework, "read_mail", stumbles)
    office.write(subject="struikel")
    office.write(sender="Jan <jan@postvak.example>")
    office.round()
    assert [mail["place"] for mail in office.mails()] == ["set_aside", "case"]
    assert office.mails()[0]["set_aside"].startswith("three tries")
    assert office.told("unreadable") == 1
    assert [x.to for x in office.letters("acknowledgment")] == ["jan@postvak.example"]


def test_letters_that_were_accepted_are_kept_in_the_archive(office: Office) -> None:
    office.round()
    first_day = len(office.letters("first_tap"))
    office.write(at=office.clock.at - timedelta(days=1))
    office.postman.plan(PARENT, Accepted("250 ok"))
    office.round()
    # The mail itself and the two letters about it.
    assert len(office.box.folders["Gehoor/2026"]) == first_day + 3


def test_a_flood_of_one_sender_is_a_few_lines_with_a_count() -> None:
    policy = a_reading_policy()
    flood = tuple(
        AttentionItem(code=AttentionCode.DOUBTFUL, sender="robot@x.example", case_number=None)
        for _ in range(300)
    )
    others = tuple(
        AttentionItem(code=AttentionCode.DOUBTFUL, sender=f"p{n}@x.example") for n in range(150)
    )
    (send,) = on_attention(AttentionDue((*flood, *others)), policy).orders()
    items = send.order.values["items"]
    assert isinstance(items, tuple)
    assert len(items) == 100
    assert send.order.values["n"] == 450
    assert send.order.values["rest"] == 5 + 150 - 100
    assert [item["more"] for item in items[:6]] == [0, 0, 0, 0, 295, 0]  # type: ignore[call-overload, index]
