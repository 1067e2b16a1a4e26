from __future__ import annotations

import json
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.core.facts import Link, Thread
from bot.core.triage import triage
from bot.core.triage.finding import Finding
from bot.core.triage.numbers import case_numbers_in
from bot.core.verdict import OPENS_A_CASE, Verdict
from bot.post.parser import read_mail
from tests.builders import a_case
from tests.wording import a_reading_policy, the_facts

POLICY = a_reading_policy()
SAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "mails.jsonl").read_text("utf-8").splitlines()
]
MACHINES = ("D08", "D09", "D10")
READ = {
    "autoreply": {Verdict.AUTO_REPLY},
    "bounce": {Verdict.BOUNCE},
    "spam": {Verdict.SPAM, Verdict.LIST, Verdict.DOUBTFUL},
}


def raw(sample: dict[str, Any]) -> bytes:
    """The sample as it would lie on the server."""
    mail = EmailMessage()
    for name, key in (("From", "from"), ("To", "to"), ("Subject", "subject")):
        mail[name] = sample[key]
    if sample["cc"]:
        mail["Cc"] = ", ".join(sample["cc"])
    mail["Date"] = format_datetime(datetime.fromisoformat(sample["date"]))
    mail["Message-ID"] = f"<{sample['id'].lower()}@postvak.example>"
    mail.set_content(sample["body"])
    for name, value in sample.get("headers", {}).items():
        if name != "Content-Type":
            mail[name] = value
    whole = mail.as_bytes()
    if form := sample.get("headers", {}).get("Content-Type"):
        line = next(part for part in whole.split(b"\n") if part.startswith(b"Content-Type"))
        body = whole.split(b"\n\n", 1)[1]
        whole = whole.split(b"\n\n", 1)[0].replace(
            line, f'Content-Type: {form}; boundary="b"'.encode()
        )
        parts = b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n" + body
        status = b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
        whole += parts + b"\n--b\nContent-Type: message/delivery-status\n\n" + status + b"\n--b--\n"
    return whole


def read_sample(sample: dict[str, Any]) -> Finding:
    mail = read_mail(raw(sample))
    threads = tuple(
        Thread(Link.NUMBER, a_case(number, parties=("sofie.maes@postvak.example",)))
        for number in case_numbers_in(mail.subject, POLICY.numbering)
    )
    return triage(mail, the_facts(threads=threads), POLICY)


FOUND = {sample["id"]: read_sample(sample) for sample in SAMPLES}


def also_ok(sample: dict[str, Any], field: str, said: str) -> bool:
    wanted = sample["expect"]
    return said == wanted[field] or f"{field}={said}" in wanted["notes"].partition("also_ok:")[2]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_only_machines_are_left_without_an_answer(sample: dict[str, Any]) -> None:
    verdict = FOUND[sample["id"]].verdict
    if sample["id"] in MACHINES:
        assert verdict not in OPENS_A_CASE
    elif sample["id"] == "D11":
        assert verdict is Verdict.CASE_REPLY
    elif sample["id"] == "D12":
        assert verdict is Verdict.STAFF_FORWARD
    else:
        assert verdict in OPENS_A_CASE


def test_all_in_danger_are_found_and_hardly_anybody_else() -> None:
    critical = {
        key for key, found in FOUND.items() if found.reading and found.reading.urgency == "critical"
    }
    wanted = {sample["id"] for sample in SAMPLES if sample["expect"]["urgency"] == "critical"}
    assert wanted <= critical
    assert len(critical - wanted) <= 2
    assert "D18" not in critical


def test_the_kind_is_right_in_eighteen_of_twenty() -> None:
    wrong = []
    for sample in SAMPLES:
        found, kind = FOUND[sample["id"]], sample["expect"]["kind"]
        if kind in READ:
            right = found.verdict in READ[kind]
        elif found.verdict is Verdict.STAFF_FORWARD:
            right = found.reading is not None and also_ok(sample, "kind", found.reading.kind.value)
        else:
            right = also_ok(sample, "kind", found.verdict.value)
        if not right:
            wrong.append((sample["id"], kind, found.verdict))
    assert len(wrong) <= 2, wrong


def test_the_urgency_is_right_in_eighteen_of_twenty() -> None:
    wrong = []
    for sample in SAMPLES:
        reading = FOUND[sample["id"]].reading
        said = reading.urgency.value if reading else "none"
        if sample["expect"]["kind"] in READ:
            said = "none" if said == "normal" else said
        if not also_ok(sample, "urgency", said):
            wrong.append((sample["id"], sample["expect"]["urgency"], said))
    assert len(wrong) <= 2, wrong


def test_the_language_is_right_in_all() -> None:
    wrong = [
        (sample["id"], found.reading.heard)
        for sample in SAMPLES
        if (found := FOUND[sample["id"]]).reading
        and found.reading.heard != sample["expect"]["language"]
    ]
    assert not wrong


def test_a_pupil_in_need_is_known_as_a_pupil() -> None:
    reading = FOUND["D17"].reading
    assert reading is not None
    assert reading.pupil_writes
    assert "self_harm" in reading.codes


def test_the_case_a_mail_names_is_found() -> None:
    for sample in SAMPLES:
        thread = FOUND[sample["id"]].thread
        named = sample["expect"]["reply_to_case"]
        if named and sample["id"] != "D09":  # a bounce names its letter by Message-ID
            assert thread is not None
            assert thread.case.number == named
