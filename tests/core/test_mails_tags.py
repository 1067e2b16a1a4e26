"""The twenty invented mails again: what staff should know of them, as their notes have it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.core.calendar import Term
from bot.core.case import Anonymous
from bot.core.facts import Link, Thread
from bot.core.policy import Admissibility, WebForm
from bot.core.reading import Intent, Reading
from bot.core.triage import triage
from bot.core.triage.numbers import case_numbers_in
from bot.core.verdict import OPENS_A_CASE
from bot.post.parser import read_mail
from tests.builders import a_case
from tests.wording import a_reading_policy, the_facts

FORM = WebForm(
    sender="webformulier@schoolbestuur-demerland.example",
    fields={
        "name": "Naam",
        "email": "E-mail",
        "pupil": "Leerling en klas",
        "facts_on": "Wanneer gebeurde het",
        "text": "Wat is er gebeurd",
        "wish": "Wat verwacht u van ons",
    },
)
POLICY = replace(
    a_reading_policy(),
    webforms=(FORM,),
    admissibility=Admissibility(facts_age=Term.parse("6mo")),
)
SAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "mails.jsonl").read_text("utf-8").splitlines()
]
_FACTS = re.compile(r"facts_(?:date|from)=(\d{4}-\d\d-\d\d)|newest fact (\d{4}-\d\d-\d\d)")


def read_sample(sample: dict[str, Any]) -> tuple[Reading | None, bool]:
    mail = EmailMessage()
    for name in ("from", "to", "subject"):
        mail[name] = sample[name]
    if sample["cc"]:
        mail["Cc"] = ", ".join(sample["cc"])
    sent_at = datetime.fromisoformat(sample["date"])
    mail["Date"] = format_datetime(sent_at)
    mail.set_content(sample["body"])
    for name, value in sample.get("headers", {}).items():
        if name != "Content-Type":
            mail[name] = value
    parsed = read_mail(mail.as_bytes())
    numbers = case_numbers_in(parsed.subject, POLICY.numbering)
    party = parsed.sender.key if parsed.sender else ""
    threads = tuple(Thread(Link.NUMBER, a_case(one, parties=(party,))) for one in numbers)
    finding = triage(parsed, the_facts(threads=threads, received_on=sent_at.date()), POLICY)
    return finding.reading, finding.verdict in OPENS_A_CASE


FOUND = {sample["id"]: read_sample(sample) for sample in SAMPLES}
READ = {key: reading for key, (reading, _) in FOUND.items() if reading is not None}


def hints(key: str) -> set[str]:
    return {hint.code for hint in READ[key].hints}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_the_day_of_the_facts_is_read(sample: dict[str, Any]) -> None:
    told = _FACTS.search(sample["expect"]["notes"])
    if told is not None:
        wanted = date.fromisoformat(told[1] or told[2])
        assert READ[sample["id"]].facts_on == wanted


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_only_what_is_too_little_is_sent_back(sample: dict[str, Any]) -> None:
    reading, opens = FOUND[sample["id"]]
    asked = opens and reading is not None and bool(reading.missing)
    assert asked is sample["expect"]["needs_clarification"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_what_the_notes_tell_is_hinted_at(sample: dict[str, Any]) -> None:
    notes = sample["expect"]["notes"]
    for tag, code in {
        "multiple=": "multiple",
        "hint too_old": "too_old",
        "cc_many": "cc_others",
        "interpreter wanted": "interpreter",
        "no_pupil": "no_concrete_pupil",
        "anonymous=full": "anonymous",
    }.items():
        if tag in notes:
            assert code in hints(sample["id"]), tag
    if "concrete_pupil" in notes:
        assert "no_concrete_pupil" not in hints(sample["id"])


def test_who_threatens_with_a_court_is_not_before_one() -> None:
    assert "in_court" not in hints("D03")


def test_who_asks_for_the_rules_in_a_case_of_his_own_gets_no_hint_of_policy() -> None:
    assert "policy" not in hints("D01")


def test_the_one_who_hides_is_anonymous_and_nobody_else() -> None:
    hiding = {key for key, reading in READ.items() if reading.anonymous is not Anonymous.NONE}
    assert hiding == {"D16"}


def test_the_reply_is_read_as_dissatisfied_and_as_no_more() -> None:
    assert READ["D11"].intents == (Intent.DISSATISFIED,)
