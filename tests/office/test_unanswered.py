from __future__ import annotations

from typing import Any

import pytest

from bot.core.happening import PersonsWord
from tests.builders import MAILBOX
from tests.offices import ANN, BERT, CARLA, ELS, GUST, INGRID, PARENT, Office, Posted

NULL = "Return-Path: <>"
# From the rules that nine other systems for incoming mail keep, each shape of a program's mail.
MACHINES: dict[str, dict[str, Any]] = {
    "rfc 3834": {"headers": ("Auto-Submitted: auto-replied",)},
    "rfc 3834 with a comment": {"headers": ("Auto-Submitted: (weg) Auto-Replied; x=y",)},
    "generated": {"headers": ("Auto-Submitted: auto-generated",)},
    "notified": {"headers": ("Auto-Submitted: auto-notified",)},
    "unknown keyword": {"headers": ("Auto-Submitted: something-else",)},
    "exchange": {
        "subject": "Automatisch antwoord: Uw bericht",
        "headers": ("X-Auto-Response-Suppress: All",),
    },
    "exchange without headers": {"subject": "Automatisch antwoord: Uw bericht", "headers": (NULL,)},
    "out of office": {"subject": "Out of Office: x", "headers": ("Precedence: bulk",)},
    "réponse automatique": {"subject": "Réponse automatique : x", "headers": (NULL,)},
    "abwesenheit": {"subject": "Abwesenheitsnotiz: x", "headers": (NULL,)},
    "precedence auto_reply": {"headers": ("Precedence: auto_reply",)},
    "precedence junk": {"headers": ("Precedence: junk",)},
    "precedence list": {"headers": ("Precedence: list",)},
    "x-precedence": {"headers": ("X-Precedence: bulk",)},
    "x-autoreply": {"headers": ("X-Autoreply: yes", "Precedence: bulk")},
    "x-autorespond alone": {"headers": ("X-Autorespond: Out",)},
    "x-mail-autoreply": {"headers": ("X-Mail-Autoreply: x",)},
    "machine generated": {"headers": ("X-FC-MachineGenerated: true",)},
    "x-loop": {"headers": ("X-Loop: yes",)},
    "otrs": {"headers": ("X-OTRS-Loop: 1",)},
    "null return path": {"headers": (NULL,)},
    "list": {"headers": ("List-Id: <n.x.example>", "List-Unsubscribe: <https://x.example>")},
    "list unsubscribe alone": {"headers": ("List-Unsubscribe: <https://x.example>",)},
    "mailing list": {"headers": ("Mailing-List: list x@x.example",)},
    "read receipt": {
        "headers": (
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        )
    },
    "mailer-daemon": {"sender": "MAILER-DAEMON@postvak.example", "headers": (NULL,)},
    "postmaster": {"sender": "postmaster@postvak.example"},
    "no-reply": {"sender": "no-reply@postvak.example"},
    "noreply plus": {"sender": "noreply+12345@postvak.example"},
    "bounces": {"sender": "bounces-17@postvak.example"},
    "cron": {"sender": "root@server.postvak.example"},
    "x-failed-recipients": {"headers": ("X-Failed-Recipients: a@b.example",)},
    "spam flag": {"headers": ("X-Spam-Flag: YES",)},
    "microsoft spam": {"headers": ("X-MS-Exchange-Organization-SCL: 9",)},
}


@pytest.mark.parametrize("shape", MACHINES)
def test_what_a_machine_may_have_sent_is_never_answered(office: Office, shape: str) -> None:
    office.write(**MACHINES[shape])
    office.round()
    assert office.mail()["place"] in {"log", "set_aside"}
    assert office.posted_to_outsiders() == []
    assert office.register() == []


@pytest.mark.parametrize("shape", MACHINES)
def test_what_a_machine_answers_in_a_case_is_never_answered(office: Office, shape: str) -> None:
    office.write()
    office.round()
    number = {"subject": "Re: [K-2026-0001] Uw bericht"} if shape.startswith("x-") else {}
    ours = office.letter("acknowledgment").message_id
    mail = MACHINES[shape] | number
    headers = (*MACHINES[shape].get("headers", ()), f"In-Reply-To: {ours}")
    office.write(**mail | {"headers": headers})
    office.round(minutes=1)
    assert len(office.posted_to_outsiders()) == 1
    assert len(office.register()) == 1


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Return-Path: <ilse.vdb@postvak.example>",
        "X-Auto-Response-Suppress: OOF",
        "X-MS-Exchange-Inbox-Rules-Loop: x@y.example",
    ],
)
def test_a_parents_mail_that_only_looks_a_little_odd_is_never_lost(
    office: Office, header: str
) -> None:
    office.write(headers=(header,))
    office.round()
    if office.mail()["place"] == "case":
        assert office.letter("acknowledgment").to == PARENT
    else:
        assert office.mail()["verdict"] == "doubtful"
        assert office.told("doubtful") == 1


def report(letter: Posted, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A delivery report (RFC 3464) on a letter of ours."""
    return "\r\n".join(
        [
            "Return-Path: <>",
            "From: Mail Delivery System <MAILER-DAEMON@mx.postvak.example>",
            f"To: {MAILBOX}",
            "Subject: Undelivered Mail Returned to Sender",
            f"Message-ID: <{status}.{letter.to}@mx.postvak.example>",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
            "",
            "--b",
            "Content-Type: text/plain",
            "",
            "It did not arrive.",
            "--b",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.postvak.example",
            "",
            f"Final-Recipient: rfc822; {letter.to}",
            f"Action: {action}",
            f"Status: {status}",
            "",
            "--b",
            "Content-Type: text/rfc822-headers",
            "",
            f"Message-ID: {letter.message_id}",
            f"To: {letter.to}",
            f"Subject: {letter.subject}",
            "",
            "--b--",
            "",
        ]
    ).encode()


def ack_duty(office: Office) -> dict[str, object]:
    (duty,) = [d for d in office.case()["deadlines"] if d["kind"] == "ack"]
    assert isinstance(duty, dict)
    return duty


def test_an_acknowledgment_that_bounced_is_owed_again_and_a_person_is_told(office: Office) -> None:
    office.write()
    office.round()
    assert ack_duty(office)["met_at"] is not None
    office.deliver(report(office.letter("acknowledgment")))
    office.round(minutes=1)
    assert (office.mail()["verdict"], office.mail()["case"]) == ("bounce", "K-2026-0001")
    case = office.case()
    assert (case["ack"], case["acknowledged_at"]) == ("failed", None)
    assert ack_duty(office)["met_at"] is None
    assert office.told("ack_bounced") == 1
    assert office.log("ack_owed_again")
    # The outbox does not pretend that it arrived.
    (letter,) = office.outbox("acknowledgment")
    assert letter["status"] == "refused"
    assert "bounced" in letter["error"]
    assert len(office.letters(to=PARENT)) == 1


def test_a_report_that_a_letter_is_only_late_changes_nothing(office: Office) -> None:
    office.write()
    office.round()
    office.deliver(report(office.letter("acknowledgment"), status="4.4.1", action="delayed"))
    office.round(minutes=1)
    assert office.mail()["verdict"] == "bounce"
    assert office.case()["ack"] == "sent"
    assert office.letters("attention") == []


def test_a_report_on_a_letter_that_is_not_ours_is_only_logged(office: Office) -> None:
    office.write()
    office.round()
    raw = report(office.letter("acknowledgment")).replace(b"k-2026-0001", b"k-2026-0009")
    office.deliver(raw)
    office.round(minutes=1)
    assert (office.mail()["verdict"], office.mail()["place"]) == ("bounce", "log")
    assert office.case()["ack"] == "sent"


def test_a_bounce_after_a_person_told_the_parent_leaves_the_duty_met(office: Office) -> None:
    office.write()
    office.round()
    letter = office.letter("acknowledgment")
    office.deliver(report(letter))
    office.round(minutes=1)
    office.says(PersonsWord.ACK_WAIVED, "K-2026-0001", how="gebeld op 24 november")
    office.deliver(report(letter, status="5.2.1"))
    office.round(minutes=1)
    assert office.case()["ack"] == "waived"
    assert ack_duty(office)["met_at"] is not None


def test_a_notice_that_bounces_goes_to_the_deputy_and_on_to_every_administrator(
    office: Office,
) -> None:
    office.write(text="De bus was weer te laat. Onaanvaardbaar.")
    office.round()
    reached = [ANN]
    while reached[-1] != GUST:
        (last,) = office.letters("new_complaint", to=reached[-1])
        office.deliver(report(last))
        office.round(minutes=1)
        after = [x.to for x in office.letters("new_complaint")]
        assert len(after) == len(reached) + 1, "the line ended before an administrator was reached"
        reached = after
    assert reached[:2] == [ANN, BERT]
    assert set(reached) == {ANN, BERT, ELS, INGRID, GUST}
    assert office.health()["nobody_reached"] == 0
    office.deliver(report(office.letter("new_complaint", to=GUST)))
    office.round(minutes=1)
    assert office.health()["nobody_reached"] == 1


def test_an_alarm_that_bounces_goes_to_somebody_who_does_not_have_it(office: Office) -> None:
    office.write(text="Mijn dochter wil niet meer leven.")
    office.round()
    first = {x.to for x in office.letters("safety_alert")}
    (to_carla,) = office.letters("safety_alert", to=CARLA)
    office.deliver(report(to_carla))
    office.round(minutes=1)
    (again,) = office.letters("safety_alert")[len(first) :]
    assert again.to not in first


def test_an_answer_of_an_absent_parent_changes_nothing_in_the_case(office: Office) -> None:
    office.write()
    office.round()
    before = office.case()
    office.write(
        subject="Automatisch antwoord: [K-2026-0001] Uw bericht",
        headers=("Auto-Submitted: auto-replied",),
    )
    office.round(minutes=1)
    assert (office.mail()["verdict"], office.mail()["case"]) == ("auto_reply", "K-2026-0001")
    after = office.case()
    assert {k: v for k, v in after.items() if k not in {"mails", "log"}} == {
        k: v for k, v in before.items() if k not in {"mails", "log"}
    }
    assert office.letters("attention") == []
