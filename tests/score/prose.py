"""What invented mails prove: alarms that stay silent, kind, language, and danger that is found.

`ordinary.jsonl` (a line a mail: id, from, subject, body, language, kind, urgency, also_ok) and
`tongues.jsonl` (id, subject, body, language or "unsure") were written before and apart from the
word lists. `mails.jsonl` is older and better known.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeAlias

from bot.core.facts import Link, Thread
from bot.core.triage import Finding, triage
from bot.core.triage.numbers import case_numbers_in
from bot.core.verdict import Verdict
from bot.post.parser import read_mail
from tests.builders import a_case
from tests.score.agreement import Point
from tests.wording import a_reading_policy, the_facts

Sample: TypeAlias = Mapping[str, Any]

_UNSURE = "unsure"
_POLICY = a_reading_policy()
_REPORT = (  # what Postfix sends back: a text, then a part for machines (RFC 3464)
    "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
)
_VERDICTS = {
    "autoreply": {Verdict.AUTO_REPLY},
    "bounce": {Verdict.BOUNCE},
    "spam": {Verdict.SPAM, Verdict.LIST, Verdict.DOUBTFUL},
}


def points(ordinary: Path, tongues: Path) -> Iterator[Point]:
    """What ordinary mail and mail in eleven languages ask of a reading."""
    yield from ordinary_mail(ordinary)
    yield from of_tongues(tongues)


def ordinary_mail(path: Path, name: str = "ordinary mail") -> Iterator[Point]:
    """Alarms that stay silent, the kind and the language of mail as a school gets it."""
    for sample in _samples(path):
        yield from _of_ordinary(sample, name)


def of_tongues(path: Path) -> Iterator[Point]:
    """The language of mail in eleven languages; and of mail that nobody can tell it of."""
    for sample in _samples(path):
        told = language_told(sample)
        yield Point(f"language: {sample['language']}", sample["id"], told == sample["language"])
        yield Point("language: none wrong", sample["id"], told in {sample["language"], _UNSURE})


def mails_jsonl(path: Path) -> Iterator[Point]:
    """Kind, urgency, language and case of the twenty sample mails; danger that is found."""
    for sample in _samples(path):
        wanted, finding = sample["expect"], read_sample(sample)
        reading = finding.reading
        urgency = reading.urgency.value if reading else "none"
        if wanted["kind"] in _VERDICTS and urgency == "normal":
            urgency = "none"  # nobody works on a machine's mail, whatever its words
        yield Point("mails.jsonl: kind", sample["id"], _kind_agrees(sample, finding))
        yield Point("mails.jsonl: urgency", sample["id"], _agrees(wanted, "urgency", urgency))
        if reading is not None:
            heard = reading.heard == wanted["language"]
            yield Point("mails.jsonl: language", sample["id"], heard)
        named = set(case_numbers_in(_text(sample), _POLICY.numbering))
        yield Point("mails.jsonl: case", sample["id"], named == {wanted["reply_to_case"]} - {None})
        if wanted["urgency"] == "critical":
            yield Point("mails.jsonl: critical found", sample["id"], urgency == "critical")


def language_told(sample: Sample) -> str:
    """The language in which a mail is said to be written, or "unsure"."""
    reading = read_sample(sample).reading
    return (reading.heard if reading else None) or _UNSURE


def read_sample(sample: Sample) -> Finding:
    """How the bot reads a sample; a case that its subject names is the sender's own."""
    mail = read_mail(raw(sample))
    sender = mail.sender.key if mail.sender else ""
    numbers = case_numbers_in(mail.subject, _POLICY.numbering)
    threads = tuple(Thread(Link.NUMBER, a_case(each, parties=(sender,))) for each in numbers)
    return triage(mail, the_facts(threads=threads), _POLICY)


def raw(sample: Sample) -> bytes:
    """The sample as it would lie on the server."""
    mail = EmailMessage()
    mail["From"] = sample.get("from", "Iemand <iemand@postvak.example>")
    mail["To"] = sample.get("to", "klachten@schoolbestuur-demerland.example")
    mail["Subject"] = sample["subject"]
    if sample.get("cc"):
        mail["Cc"] = ", ".join(sample["cc"])
    if "date" in sample:
        mail["Date"] = format_datetime(datetime.fromisoformat(sample["date"]))
    mail["Message-ID"] = f"<{sample['id'].lower()}@postvak.example>"
    headers = dict(sample.get("headers", {}))
    report = headers.pop("Content-Type", None)
    for name, value in headers.items():
        mail[name] = value
    if report is None:
        mail.set_content(sample["body"])
        return mail.as_bytes()
    mail["Content-Type"] = f'{report}; boundary="b"'
    return mail.as_bytes() + _REPORT.format(text=sample["body"]).encode()


def _of_ordinary(sample: Sample, name: str) -> Iterator[Point]:
    reading = read_sample(sample).reading
    alarms = {signal.level for signal in reading.signals} if reading else set()
    yield Point(f"{name}: no critical alarm", sample["id"], "critical" not in alarms)
    yield Point(f"{name}: no high alarm", sample["id"], "high" not in alarms)
    kind = reading.kind.value if reading else "none"
    yield Point(f"{name}: kind", sample["id"], kind in {sample["kind"], *sample["also_ok"]})
    if sample["kind"] == "complaint":
        yield Point(f"{name}: no complaint taken for praise", sample["id"], kind != "praise")
    told = (reading.heard if reading else None) or _UNSURE
    yield Point(f"language: {sample['language']}", sample["id"], told == sample["language"])
    yield Point("language: none wrong", sample["id"], told in {sample["language"], _UNSURE})


def _kind_agrees(sample: Sample, finding: Finding) -> bool:
    wanted = sample["expect"]
    if wanted["kind"] in _VERDICTS:
        return finding.verdict in _VERDICTS[wanted["kind"]]
    if finding.verdict is Verdict.STAFF_FORWARD:
        return finding.reading is not None and _agrees(wanted, "kind", finding.reading.kind.value)
    return _agrees(wanted, "kind", finding.verdict.value)


def _agrees(wanted: Mapping[str, str], field: str, said: str) -> bool:
    return said == wanted[field] or f"{field}={said}" in wanted["notes"].partition("also_ok:")[2]


def _text(sample: Sample) -> str:
    return f"{sample['subject']}\n{sample['body']}"


def _samples(path: Path) -> Iterator[Sample]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
