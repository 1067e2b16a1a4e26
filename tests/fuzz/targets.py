"""What the fuzzer tries: each target is a reader of bytes, and what makes it a seed of a mail."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.cli.read import judge_by_presets
from bot.core.calendar import local_date
from bot.core.facts import Facts
from bot.core.forwarded import heads_in
from bot.core.mail import Address, IncomingMail
from bot.core.new_words import holds_forward, new_words
from bot.core.new_words.device import is_device_line
from bot.core.new_words.mailers import FIELDS, ORIGINAL, WROTE
from bot.core.policy import Policy
from bot.core.reading.days import facts_in
from bot.core.triage import triage
from bot.core.triage.numbers import case_numbers_in
from bot.core.triage.passed_on import is_passed_on_by_staff, unfold
from bot.post import parser
from bot.post.body import read_text, sorted_out, why_unreadable
from bot.post.bounces import read_bounce
from bot.post.mime.attachments import describe
from bot.post.mime.leaves import leaves_of
from bot.post.mime.markup import words_of_html
from bot.post.mime.opening import opened
from bot.post.mime.rtf import words_of_rtf
from bot.post.mime.taming import tamed
from tests.rawmails import assert_sound

_LONGEST_SEED = 20_000  # bytes
_JUDGE = judge_by_presets()
_COLLEAGUE = Address("ann@school.example", "Ann Peeters")
_POLICY = replace(_JUDGE.policy, staff_domains=("school.example",))
_TODAY = date(2026, 11, 24)


def read_unguarded(raw: bytes) -> IncomingMail:
    """Reads a mail with every inner reader bare, so that what `read_mail` forgives is seen."""
    guard = parser._or  # the only net
    parser._or = _bare  # type: ignore[assignment]
    try:
        return parser.read_mail(raw)
    finally:
        parser._or = guard


def _bare(_otherwise: Any, read: Callable[..., Any], *given: Any, **named: Any) -> Any:
    return read(*given, **named)


def _parser(raw: bytes) -> None:
    assert_sound(read_unguarded(raw))
    assert_sound(parser.read_mail(raw, truncated=True))


def _bounces(raw: bytes) -> None:
    """As a mail server sends it, whatever the mail says: else most of it would be passed over."""
    tree = leaves_of(email.message_from_bytes(tamed(raw)[0]))
    headers = dict(parser.read_mail(raw).headers)
    ranks, others = sorted_out(opened(tree))
    text = read_text(ranks)
    why_unreadable(tree, text)
    for leaf in others:
        describe(leaf)
    headers |= {"return-path": ("<>",), "from": ("MAILER-DAEMON@server.example",)}
    for subject in (headers.get("subject", ()), ("Undeliverable",)):
        report = read_bounce(tree, {**headers, "subject": subject}, text)
        assert report is None or all("@" in each for each in report.recipients)


def _words(raw: bytes) -> None:
    """The first line is a subject, all of it a text, a page and rich text."""
    text = raw.decode("utf-8", "replace")
    subject = text.partition("\n")[0]
    shorter = new_words(text, subject)
    assert shorter.strip() or not any(map(_is_said, text.splitlines()))
    holds_forward(text)
    for head in heads_in(text):
        assert len(head.below) <= len(text)
    words_of_html(text)
    words_of_rtf(raw)
    for language in (None, "nl", "fr", "en"):
        told = facts_in(text, _POLICY.words.vocabulary, language, _TODAY)
        assert told.on is None or told.on <= _TODAY


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not is_device_line(line)


def _rules(raw: bytes) -> None:
    """A mail judged as it came, and as one that a colleague passes on."""
    mail = parser.read_mail(raw)
    case_numbers_in(mail.subject, _POLICY.numbering)
    triage(mail, _facts(_POLICY), _POLICY)
    passed_on = replace(mail, sender=_COLLEAGUE, from_addresses=(_COLLEAGUE,))
    triage(passed_on, _facts(_POLICY), _POLICY)
    if is_passed_on_by_staff(passed_on, _POLICY):
        unfold(passed_on, _POLICY)


def _facts(policy: Policy) -> Facts:
    now = _JUDGE.now - timedelta(hours=1)
    day = local_date(now, policy.zone)
    return Facts(now=_JUDGE.now, today=day, received_at=now, received_on=day)


def _as_it_is(raw: bytes) -> bytes:
    return raw


def _as_text(raw: bytes) -> bytes:
    mail = parser.read_mail(raw)
    return f"{mail.subject}\n{mail.text}".encode()


TARGETS: Mapping[str, tuple[Callable[[bytes], None], Callable[[bytes], bytes]]] = {
    "parser": (_parser, _as_it_is),
    "bounces": (_bounces, _as_it_is),
    "new_words": (_words, _as_text),
    "rules": (_rules, _as_it_is),
}


def plant(folder: Path, paths: Iterable[Path], seed: Callable[[bytes], bytes]) -> None:
    """Makes a seed of each file that is not too long for it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(path for path in paths if path.is_file())):
        if path.stat().st_size <= _LONGEST_SEED:
            (folder / f"{number:04d}").write_bytes(seed(path.read_bytes()))


def words() -> str:
    """A dictionary for the fuzzer: what mail programs and mail servers write."""
    fields = (each for labels in FIELDS.values() for each in labels[:6])
    spoken = (*(f"{each}:" for each in fields), *ORIGINAL, *WROTE, *_WIRE)
    plain = (each for each in spoken if re.fullmatch(r"[ -~]+", each))
    quoted = (each.replace("\\", "\\\\").replace('"', '\\"') for each in plain)
    return "".join(f'"{each}"\n' for each in dict.fromkeys(quoted))


_WIRE = (
    "Content-Type: multipart/mixed; boundary=a",
    "Content-Type: multipart/alternative; boundary=b",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=a",
    "Content-Type: message/delivery-status",
    "Content-Type: message/rfc822",
    "Content-Type: text/html; charset=",
    "Content-Type: text/plain; format=flowed; delsp=yes",
    "Content-Type: text/calendar",
    "Content-Type: application/ms-tnef; name=winmail.dat",
    "Content-Type: application/pkcs7-mime; smime-type=signed-data",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: x-uuencode",
    "Content-Disposition: attachment; filename*0*=utf-8''a",
    "Final-Recipient: rfc822; a@b.example",
    "Diagnostic-Code: smtp; 550 5.1.1",
    "Action: failed",
    "Action: delayed",
    "Status: 4.0.0",
    "Status: 5.1.1",
    "X-Failed-Recipients: a@b.example",
    "Auto-Submitted: auto-replied",
    "Precedence: bulk",
    "List-Id: <a.b.example>",
    "X-MS-Exchange-Organization-SCL: 9",
    "X-Forefront-Antispam-Report: SCL:9",
    "Reply-To: a@b.example",
    "References: <a@b.example>",
    "begin 644 a",
    "=ybegin line=128 size=1 name=a",
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "BEGIN:VEVENT",
    "DTSTART:20261124T120000Z",
    "--a",
    "--a--",
    "=?utf-8?q?a?=",
    "=?utf-7?b?4pi5?=",
    "=?iso-2022-jp?b?GyRC?=",
    "<blockquote>",
    '<div style="display:none">',
    "{\\rtf1\\fromhtml1",
    "\\'e9",
    "\\u233?",
    "&#x110000;",
    "31/02/2026",
    "999999999999 weken geleden",
    "vrijdag 13",
    "K-2026-0001",
    "> ",
    "-- ",
)
