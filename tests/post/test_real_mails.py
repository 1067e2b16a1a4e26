from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.post.parser import read_mail

if TYPE_CHECKING:
    from bot.core.mail import IncomingMail

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"

pytestmark = [
    pytest.mark.needs_shared,
    pytest.mark.skipif(not CORPORA.exists(), reason=f"no collection of real mails at {CORPORA}"),
]

# How many of the labels agreed when this was written; the rest is mostly a matter of taste.
FLOORS = {
    "subject": 102,  # of 104
    "from": 86,  # of 87
    "name": 83,  # of 85
    "message_id": 33,  # of 33
    "attachments": 38,  # of 43
    "thread": 112,  # of 112
    "bounce": 364,  # of 373
    "recipients": 210,  # of 222
    "permanent": 211,  # of 213
    "no bounce": 140,  # of 140 auto-replies, lists and people
}


@cache
def mail_in(file: str) -> IncomingMail:
    return read_mail((CORPORA / file).read_bytes())


def labels() -> list[dict[str, Any]]:
    lines = (CORPORA / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [label for label in map(json.loads, lines) if label["input"] == "message"]


def words(text: str | None) -> str:
    return " ".join((text or "").split())


def bare(ids: object) -> list[str]:
    several = ids.split() if isinstance(ids, str) else ids or ()
    return [str(each).strip("<>") for each in several]  # type: ignore[attr-defined]


def parse_agrees(mail: IncomingMail, expected: dict[str, Any]) -> dict[str, bool]:
    first = mail.from_addresses[0] if mail.from_addresses else None
    told = {
        "subject": words(mail.subject) == words(expected.get("subject")),
        "from": (first.key if first else "") == (expected.get("from_email") or "").casefold(),
        "name": words(first.name if first else "") == words(expected.get("from_name")),
        "message_id": bare(mail.message_id) == bare(expected.get("message_id")),
        "attachments": {each.name for each in mail.attachments}
        >= set(expected.get("attachment_names_include", ())),
    }
    keys = {"from": "from_email", "name": "from_name", "attachments": "attachment_names_include"}
    return {what: good for what, good in told.items() if keys.get(what, what) in expected}


def thread_agrees(mail: IncomingMail, expected: dict[str, Any]) -> dict[str, bool]:
    known = ("in_reply_to", "references")
    pairs = [(getattr(mail, name), expected[name]) for name in known if expected.get(name)]
    return {"thread": all(bare(read) == bare(told) for read, told in pairs)} if pairs else {}


def bounce_agrees(mail: IncomingMail, expected: dict[str, Any]) -> dict[str, bool]:
    bounce = mail.bounce
    told = {"bounce": (bounce is not None) == expected["is_bounce"]}
    if expected["is_bounce"] and "recipients" in expected:
        read = {each.casefold() for each in bounce.recipients} if bounce else set()
        told["recipients"] = read == {each.casefold() for each in expected["recipients"]}
    if expected["is_bounce"] and "permanent" in expected:
        told["permanent"] = bounce is not None and bounce.permanent == expected["permanent"]
    return told


def agreement() -> tuple[Counter[str], Counter[str]]:
    agreed: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for label in labels():
        mail, expected, told = mail_in(label["file"]), label["expected"], {}
        if label["task"] == "parse":
            told = parse_agrees(mail, expected)
        elif label["task"] == "thread":
            told = thread_agrees(mail, expected)
        elif label["task"] == "bounce":
            told = bounce_agrees(mail, expected)
        elif label["task"] == "autoreply" and (
            expected["may_ack"] or expected["kind"] in {"autoreply", "list"}
        ):
            told = {"no bounce": mail.bounce is None}
        asked.update(told.keys())
        agreed.update(what for what, good in told.items() if good)
    return agreed, asked


def test_every_real_mail_is_read() -> None:
    files = sorted(path for path in (CORPORA / "messages").rglob("*") if path.is_file())
    assert len(files) > 1_000
    for path in files:
        mail = mail_in(str(path.relative_to(CORPORA)))
        values = [value for several in mail.headers.values() for value in several]
        assert not any("\r" in value or "\n" in value for value in values), path
        "".join((mail.text, mail.new_text, *values, *(a.name for a in mail.attachments))).encode()


def test_reading_agrees_with_the_labels_as_often_as_ever() -> None:
    agreed, asked = agreement()
    lower = {
        what: f"{agreed[what]} of {asked[what]}, floor {floor}"
        for what, floor in FLOORS.items()
        if agreed[what] < floor
    }
    assert not lower
    print({what: f"{agreed[what]}/{asked[what]}" for what in FLOORS})
