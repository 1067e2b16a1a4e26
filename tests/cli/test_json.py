from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from tests.builders import PARENT, raw_mail
from tests.offices import ROUTINE
from tests.schoolhouse import COORDINATOR, GONE, PUPIL, Ask, School
from tests.shapes import (
    Shape,
    count,
    day,
    digest,
    fields,
    instant,
    many,
    maybe,
    nothing,
    one_of,
    text,
    words,
    yes_no,
)

YEAR = SystemClock().now().year
FIRST = f"K-{YEAR}-0001"

STATUSES = (
    "intake clarifying informal handling investigating answered remedying dissatisfied mediation"
    " external not_admissible cannot_solve withdrawn closed merged rerouted anonymised"
)
OUTCOMES = (
    "upheld partly_upheld not_upheld undetermined solved_informally signal_handled cannot_solve"
    " withdrawn inadmissible referred"
)
VERDICTS = (
    "complaint question suggestion praise unclear case_reply staff_command staff_forward auto_reply"
    " bounce list spam doubtful own duplicate before_start unreadable"
)
DUTIES = (
    "ack classify admissibility handling status clarify_reply informal talk_reply talk_minutes"
    " measure review mediation_reply satisfaction survey_reply dossier_request reply_other"
    " retention dissatisfied_reply closed_reply mediation_status external_check board_reaction"
)

DEADLINE = fields(
    kind=one_of(DUTIES), due_on=day, target_on=day, met_at=maybe(instant), stage=maybe(words)
)
CASE_KEYS: dict[str, Shape] = {
    "number": words,
    "kind": one_of("complaint question suggestion praise unclear"),
    "status": one_of(STATUSES),
    "track": one_of("informal formal"),
    "class_": maybe(one_of("simple complex")),
    "admissible": maybe(one_of("yes no")),
    "urgency": one_of("none normal high critical"),
    "language": words,
    "school": words,
    "received_at": instant,
    "received_on": day,
    "via": one_of("email forwarded webform letter oral phone"),
    "subject": text,
    "complainant": maybe(fields(name=text, email=words)),
    "handler": maybe(words),
    "acknowledged_at": maybe(instant),
    "ack": one_of("none queued sent held failed waived trial"),
    "outcome": maybe(one_of(OUTCOMES)),
    "survey_score": nothing,
    "deadlines": many(DEADLINE),
}
MAIL = fields(
    id=count,
    mailbox=words,
    uidvalidity=count,
    uid=count,
    message_id=maybe(words),
    received_at=instant,
    sender=maybe(words),
    subject=maybe(text),
    verdict=maybe(one_of(VERDICTS)),
    rule=maybe(words),
    place=one_of("case other log set_aside waiting erased"),
    owed=yes_no,
    case=maybe(words),
    set_aside=maybe(words),
)
LETTER_KEYS: dict[str, Shape] = {
    "id": count,
    "message_id": words,
    "letter": words,
    "language": one_of("nl fr en de"),
    "to": words,
    "case": maybe(words),
    "status": one_of("queued sent uncertain refused held cancelled"),
    "queued_at": instant,
    "sent_at": maybe(instant),
    "attempts": count,
    "error": maybe(words),
}
ENTRY = fields(
    n=count,
    at=instant,
    event=words,
    case=maybe(words),
    mail=maybe(count),
    letter=maybe(count),
    actor=words,
    reason=text,
    prev=digest,
    hash=digest,
)


@pytest.fixture
def told(filled: School, answer: Ask) -> Any:
    """The answer of a command in JSON."""

    def ask(*command: str, code: int = 0) -> Any:
        result = answer(filled, *command, "--json")
        assert result.exit_code == code, result.stderr
        return json.loads(result.stdout)

    return ask


def test_the_register(told: Any) -> None:
    cases = told("register")
    assert many(fields(**CASE_KEYS))(cases)
    numbers = [case["number"] for case in cases]
    assert numbers == sorted(numbers)
    acks = {case["complainant"]["email"]: case["ack"] for case in cases}
    assert acks == {
        PARENT.email: "sent",
        GONE: "failed",
        PUPIL: "held",
        "oud@ouders.example": "held",
    }
    for case in cases:
        # An acknowledgment has an instant only while it is sent.
        assert (case["acknowledged_at"] is not None) == (case["ack"] == "sent")
        assert case["outcome"] is None
        assert {duty["kind"] for duty in case["deadlines"]} >= {"ack", "classify", "handling"}
        (ack,) = (duty for duty in case["deadlines"] if duty["kind"] == "ack")
        assert (ack["met_at"] is not None) == (case["ack"] == "sent")


def test_the_register_of_a_year_or_a_status(told: Any) -> None:
    everything = told("register")
    years = {case["received_on"][:4] for case in everything}
    assert sum(len(told("register", "--year", year)) for year in years) == len(everything)
    assert told("register", "--year", "1999") == []
    assert told("register", "--status", "intake") == everything
    assert told("register", "--status", "closed") == []
    assert told("register", "--all") == everything


def test_one_case_whole(told: Any) -> None:
    case = told("show", FIRST)
    assert fields(
        **CASE_KEYS,
        anonymous=one_of("none name_withheld full"),
        facts_on=maybe(day),
        closed_on=maybe(day),
        stopped_on=maybe(day),
        topic=maybe(words),
        mails=many(MAIL),
        letters=many(fields(**LETTER_KEYS, text=words, template_hash=words)),
        log=many(ENTRY),
        talks=many(nothing),
        measures=many(nothing),
        investigation=nothing,
    )(case)
    assert {key: case[key] for key in told("register")[0]} == told("register")[0]
    assert [mail["verdict"] for mail in case["mails"]] == ["complaint", "duplicate", "case_reply"]
    written = [each["letter"] for each in case["letters"] if each["letter"] not in ROUTINE]
    assert written == ["acknowledgment", "new_complaint", "parent_replied"]
    assert case["log"][0]["event"] == "case_opened"
    assert told("show", FIRST.lower()) == case


def test_what_became_of_every_mail(told: Any) -> None:
    account = told("mails")
    shape = fields(received=count, sum=fields(complaint=count), closes=yes_no, mails=many(MAIL))
    assert shape(account)
    assert account["closes"] is True
    assert account["received"] == len(account["mails"]) == sum(account["sum"].values())
    assert account["sum"] == {
        "auto_reply": 1,
        "before_start": 1,
        "case_reply": 1,
        "complaint": 4,
        "duplicate": 1,
        "staff_command": 1,
    }
    early = account["mails"][0]
    assert (early["sender"], early["subject"], early["message_id"]) == (None, None, None)
    assert [mail["owed"] for mail in account["mails"] if mail["place"] == "set_aside"] == [True]


def test_mails_since_a_day(told: Any) -> None:
    all_of_them = told("mails")
    assert told("mails", "--since", "2025-06-02")["received"] == all_of_them["received"] - 1
    none = told("mails", "--since", "2099-01-01")
    assert none == {"received": 0, "sum": {}, "closes": True, "mails": []}


def test_every_letter(told: Any) -> None:
    letters = told("outbox")
    assert many(fields(**LETTER_KEYS))(letters)
    assert [letter["id"] for letter in letters] == list(range(1, len(letters) + 1))
    for letter in letters:
        assert (letter["sent_at"] is not None) == (letter["status"] == "sent")
    (refused,) = (letter for letter in letters if letter["status"] == "refused")
    assert (refused["to"], refused["error"]) == (GONE, "550 5.1.1 no such person")
    names = {letter["letter"] for letter in letters}
    assert "config_check" in names
    assert names - ROUTINE == {
        "acknowledgment",
        "new_complaint",
        "attention",
        "safety_alert",
        "parent_replied",
        "delivery_failed",
    }
    assert all("text" not in letter for letter in letters)


def test_the_log(told: Any) -> None:
    entries = told("log")
    assert many(ENTRY)(entries)
    assert [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry["prev"] for entry in entries[1:]] == [entry["hash"] for entry in entries[:-1]]
    assert told("log", FIRST) == [entry for entry in entries if entry["case"] == FIRST]
    assert told("log", "K-1999-0001") == []


def test_nobodys_name_or_address_is_in_the_log(told: Any) -> None:
    said = json.dumps(told("log"))
    for person in (PARENT.name, PARENT.email, GONE, PUPIL, COORDINATOR, "Ann"):
        assert person not in said


def test_the_health(told: Any) -> None:
    report = told("health")
    box = fields(address=words, ok=yes_no, last_seen_at=maybe(instant), error=maybe(words))
    assert fields(
        healthy=yes_no,
        heartbeat_at=instant,
        mailboxes=many(box),
        outbox=fields(queued=count, uncertain=count, refused=count),
        oldest_owed_ack=instant,
        calendar_until=day,
    )(report)
    assert report["outbox"] == {"queued": 0, "uncertain": 0, "refused": 1}
    oldest = min(case["received_at"] for case in told("register") if case["ack"] != "sent")
    assert report["oldest_owed_ack"] == oldest


def test_the_check(told: Any) -> None:
    report = told("check", code=1)
    finding = fields(level=one_of("ok warning error"), file=words, key=text, text=words)
    assert fields(level=one_of("ok warning error"), findings=many(finding))(report)
    assert report["level"] == "warning"
    levels = [found["level"] for found in report["findings"]]
    assert levels == sorted(levels, reverse=True)


def test_how_the_bot_reads_files(filled: School, answer: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.eml").write_bytes(raw_mail())
    (folder / "deep" / "a.eml").write_bytes(b"From ouder Mon Jun  1 10:00:00 2026\r\n" + raw_mail())
    (folder / "body.txt").write_text("Wanneer begint het oudercontact?", encoding="utf-8")
    result = answer(filled, "read", str(folder), str(tmp_path / "weg.eml"), "--json")
    assert result.exit_code == 1
    read = [json.loads(line) for line in result.stdout.splitlines()]
    shape = fields(
        file=words,
        message_id=maybe(words),
        in_reply_to=maybe(words),
        references=many(words),
        sender=maybe(fields(name=text, email=words)),
        subject=maybe(text),
        sent_at=maybe(instant),
        language=maybe(words),
        text=maybe(text),
        new_text=maybe(text),
        attachments=many(fields(name=words, type=words, size=count, sha256=digest)),
        verdict=maybe(one_of(VERDICTS)),
        kind=maybe(one_of("complaint question suggestion praise unclear")),
        rule=maybe(words),
        may_acknowledge=yes_no,
        bounce=maybe(fields(recipients=many(words), permanent=yes_no)),
        signals=many(words),
        urgency=one_of("none normal high critical"),
        needs_clarification=yes_no,
        hints=many(words),
        case_numbers=many(words),
        why=many(words),
        error=maybe(words),
    )
    assert many(shape)(read)
    names = ["b.eml", "body.txt", "deep/a.eml"]
    assert [each["file"] for each in read] == [
        *(str(folder / name) for name in names),
        str(tmp_path / "weg.eml"),
    ]
    assert [each["error"] is None for each in read] == [True, True, True, False]
    assert read[0]["message_id"] == read[2]["message_id"] == "<een@postvak.example>"
    assert read[1]["sender"] is None
    assert read[1]["kind"] == "question"
