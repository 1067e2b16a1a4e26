"""Whatever arrives is read: nothing escapes, nothing hangs, and nothing is made up."""

from __future__ import annotations

import signal
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import Message
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.cli.judged import Judge
from bot.cli.read import judge_by_presets
from bot.core.facts import Facts
from bot.core.forwarded import heads_in
from bot.core.mail import Address, BounceReport, IncomingMail
from bot.core.new_words import holds_forward, is_forward, is_reply, new_words
from bot.core.new_words.device import is_device_line
from bot.core.plain import plain, sentences
from bot.core.reading.days import facts_in
from bot.core.triage import triage
from bot.core.triage.marks import auto_submitted
from bot.core.triage.numbers import case_numbers_in
from bot.post.bounces import read_bounce
from bot.post.mime.addresses import read_addresses
from bot.post.mime.attachments import safe_name, sniff
from bot.post.mime.charsets import text_of
from bot.post.mime.headers import decode_words, header_text, instant, message_ids
from bot.post.mime.inline import files_in
from bot.post.mime.invitation import words_of_invitation
from bot.post.mime.leaves import leaves_of
from bot.post.mime.markup import words_of_html
from bot.post.mime.pkcs7 import signed_content
from bot.post.mime.rtf import unpacked, words_of_rtf
from bot.post.mime.tnef import unwrapped
from bot.post.parser import read_mail
from tests.fuzz.targets import read_unguarded
from tests.hardmails import hard_mails
from tests.rawmails import HEADER, assert_sound, container

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "mails").glob("*.eml"))
TODAY = date(2026, 11, 24)
_HANGS_AFTER = 5  # seconds of work, not of waiting for a busy machine

some = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return judge_by_presets()


@contextmanager
def no_hang() -> Iterator[None]:
    """Fails where five seconds of work do not end it; says nothing of what is merely slow."""

    def told(_: int, frame: FrameType | None) -> None:
        where = f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else "?"
        pytest.fail(f"still at work in {where}")

    before = signal.signal(signal.SIGPROF, told)
    signal.setitimer(signal.ITIMER_PROF, _HANGS_AFTER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def judged(mail: IncomingMail, judge: Judge) -> None:
    """Judged as it came, and as what a colleague passes on."""
    triage(mail, facts(), judge.policy)
    ann = Address("ann@school.example", "Ann")
    colleagues = replace(judge.policy, staff_domains=("school.example",))
    triage(replace(mail, sender=ann, from_addresses=(ann,)), facts(), colleagues)


def facts() -> Facts:
    now = datetime(2026, 11, 24, 11, tzinfo=UTC)
    return Facts(now=now, today=TODAY, received_at=now, received_on=TODAY)


# What mails are made of --------------------------------------------------------------------------

ODD = (
    *("> ", "\n", "\r", "\r\n", " ", "\t", "\0", "\x1b", "-- \n", "-----", "____\n", "* * *\n"),
    *("Op ma 23 nov. 2026 om 20:14 schreef Ilse <i@b.example>:\n", "On ", " wrote:\n", "Le "),
    *("Van: Ilse <i@b.example>\n", "Verzonden: maandag 23 november 2026 20:14\n", "Aan: ", "Van:"),
    *("Onderwerp: de bus\n", "-----Oorspronkelijk bericht-----\n", "Begin doorgestuurd bericht:\n"),
    *("Verzonden vanaf mijn iPhone\n", "Disclaimer: ", "vertrouwelijk ", "a@b.example", "<", ">"),
    *("(", ")", '"', "'", "\\", "=?utf-8?q?", "=?utf-8?b?4pi5", "?=", "=?x?x?x?=", "&#x110000;"),
    *("&amp", "<div>", "<blockquote>", '<p style="display:none">', "<!--", "<style>", "<br>"),
    *("begin 644 a\n", "`\nend\n", "=ybegin line=1 name=a\n", "=yend\n", "BEGIN:VEVENT\n"),
    *("-----BEGIN PGP SIGNED MESSAGE-----\n\n", "--grens\n", "Content-Type: text/html\n\n"),
    *("Final-Recipient: rfc822; a@b.example\n", "Action: failed\n", "Status: 5.1.1\n", "550 "),
    *("hij sloeg mijn zoon. ", "ik wil dood. ", "klacht ", "afwezig ", "gisteren ", "31/02/2026 "),
    *("vrijdag 13 ", "999 weken geleden ", "0 dagen geleden ", "sinds september ", "29 februari "),
    *("K-2026-0001 ", "²", "٣", "\u0301", "\u202e", "\u200b", "İ", "ß", "\ufdfa", "👩‍👧"),
    *("1) een twee drie vier\n2) een twee drie vier\n", "a" * 300, "a-" * 200, "1 " * 200),
)  # fmt: skip
LABELS = (
    "utf-8",
    "utf-7",
    "utf-16",
    "iso-2022-jp",
    "hz",
    "idna",
    "punycode",
    "x-unknown",
    "",
    "\0",
)
ENCODINGS = (
    "7bit",
    "8bit",
    "base64",
    "quoted-printable",
    "x-uuencode",
    "binary",
    "odd",
    '"base64"',
)
TYPES = (
    *("text/plain", "text/html", "text/enriched", "text/calendar", "text/rtf", "message/rfc822"),
    *("message/delivery-status", "message/disposition-notification", "message/partial"),
    *("application/ms-tnef", "application/pkcs7-mime", "application/pgp-encrypted", "image/png"),
    *("application/octet-stream", "multipart/mixed", "message/external-body", "TEXT", "/", ""),
)
FIELDS = (
    *("From", "Sender", "Reply-To", "To", "Cc", "Return-Path", "Subject", "Date", "Message-ID"),
    *("In-Reply-To", "References", "Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe"),
    *("X-Failed-Recipients", "X-Auto-Response-Suppress", "X-Loop", "X-Spam-Flag", "X-Spam-Status"),
    *("X-MS-Exchange-Organization-SCL", "X-Forefront-Antispam-Report", "Authentication-Results"),
    *(
        "Content-Type",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "MIME-Version",
        "Received",
    ),
)
VALUES = (
    *(
        "a@b.example",
        "Ann <a@b.example>",
        "a@b.example, c@d.example",
        "<>",
        "MAILER-DAEMON@b.example",
    ),
    *("no", "auto-replied", "auto-generated (x", "bulk", "yes", "²", "--5", "SCL:²", "9" * 5_000),
    *("<a@b.example>", "Undeliverable: x", "Re: K-2026-0001", "Fwd: x", "Automatisch antwoord: x"),
    *(
        "Mon, 23 Nov 2026 20:14:00 +0100",
        "Mon, 99 Foo 99999 99:99:99 +9999",
        "0",
        "multipart/report",
    ),
    *('multipart/mixed; boundary="a"', "multipart/report; report-type=delivery-status; boundary=a"),
    *("attachment; filename*0*=utf-7'x'%41", "message/rfc822; x", "text/plain; charset=utf-7"),
)

pieces = st.one_of(st.sampled_from(ODD), st.text(max_size=30))
words = st.lists(pieces, max_size=30).map("".join)
many = st.tuples(pieces, st.integers(100, 4_000)).map(lambda each: (each[0] * each[1])[:20_000])
texts = st.one_of(words, words, many, st.tuples(words, many, words).map("".join))
raws = st.one_of(
    texts.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=400)
)
values = st.one_of(st.sampled_from(VALUES), st.sampled_from(ODD), texts).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)
fields = st.tuples(st.sampled_from(FIELDS), values).map(
    lambda each: each[0].encode() + b": " + each[1].replace(b"\n", b"\n ")
)


@st.composite
def leaf_parts(draw: st.DrawFn) -> bytes:
    """A part of any type, in any charset and encoding, said or true."""
    kind, label = draw(st.sampled_from(TYPES)), draw(st.sampled_from(LABELS))
    head = f"Content-Type: {kind}; charset={label}; name={draw(st.sampled_from(ODD))!r}\r\n"
    head += f"Content-Transfer-Encoding: {draw(st.sampled_from(ENCODINGS))}\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + draw(raws)


def in_container(parts: list[bytes]) -> bytes:
    kind = (b"mixed", b"alternative", b"related", b"report", b"signed", b"odd")[len(parts[0]) % 6]
    head = b"Content-Type: multipart/%s; boundary=b%d\r\n\r\n" % (kind, len(parts))
    return head + container(*parts, boundary=b"b%d" % len(parts))


parts = st.recursive(
    leaf_parts(),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(in_container),
    max_leaves=8,
)
mails = st.tuples(st.lists(fields, max_size=8), st.booleans(), parts).map(
    lambda made: b"\r\n".join((*made[0], *([HEADER.strip()] if made[1] else []), made[2]))
)


@st.composite
def mutants(draw: st.DrawFn) -> bytes:
    """A golden mail with bytes turned, blocks cut, doubled or swapped, and odd things put in."""
    raw = draw(st.sampled_from(GOLDEN)).read_bytes()
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 400)))
        block = raw[start:end]
        turned = bytes(255 - byte for byte in block[:2]) + block[2:]
        put = draw(st.sampled_from(ODD)).encode("utf-8", "surrogatepass")
        lines = raw.split(b"\n")
        swapped = b"\n".join(sorted(lines[:20]) + lines[20:])
        cut, doubled = raw[:start] + raw[end:], raw[:end] + block * 40 + raw[end:]
        flipped, filled = raw[:start] + turned + raw[end:], raw[:start] + put + raw[start:]
        raw = draw(st.sampled_from((cut, doubled, flipped, filled, swapped, raw[:start])))
    return raw


# A whole mail ------------------------------------------------------------------------------------


@some
@given(mails)
@example(b"")
@example(b"From: a@b.example\r\nX-MS-Exchange-Organization-SCL: \xc2\xb2\r\n\r\nHallo")
@example(b"From: a@b.example\r\nX-MS-Exchange-Organization-SCL: --5\r\n\r\nHallo")
@example(b"From: a@b.example\r\nX-MS-Exchange-Organization-SCL: " + b"9" * 5_000 + b"\r\n\r\nHallo")
@example(
    b"From: a@b.example\r\nX-Forefront-Antispam-Report: SCL:" + b"9" * 5_000 + b"\r\n\r\nHallo"
)
def test_whatever_a_mail_holds_it_is_read_and_judged(judge: Judge, raw: bytes) -> None:
    with no_hang():
        mail = read_mail(raw)
        assert_sound(mail)
        judged(mail, judge)


@some
@given(mutants())
def test_a_damaged_mail_is_read_and_judged(judge: Judge, raw: bytes) -> None:
    with no_hang():
        mail = read_mail(raw)
        assert_sound(mail)
        judged(mail, judge)


@some
@given(st.one_of(mails, mutants()))
def test_no_reader_needs_the_net_below_it(raw: bytes) -> None:
    with no_hang():
        assert_sound(read_unguarded(raw))


@some
@given(mutants())
def test_the_header_of_a_mail_alone_is_read(raw: bytes) -> None:
    mail = read_mail(raw, truncated=True)
    assert_sound(mail)
    assert (mail.truncated, mail.text, mail.attachments) == (True, "", ())


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in hard_mails(60_000)])
def test_a_mail_made_to_keep_a_reader_busy_does_not(
    judge: Judge, make: Callable[[], bytes]
) -> None:
    with no_hang():
        mail = read_mail(make())
        assert_sound(mail)
        triage(mail, facts(), judge.policy)


addresses = st.builds(Address, words, words)
incoming = st.builds(
    IncomingMail,
    message_id=st.none() | words,
    in_reply_to=st.lists(words, max_size=2).map(tuple),
    sender=st.none() | addresses,
    from_addresses=st.lists(addresses, max_size=2).map(tuple),
    reply_to=st.lists(addresses, max_size=2).map(tuple),
    cc=st.lists(addresses, max_size=3).map(tuple),
    return_path=st.none() | words,
    subject=texts,
    headers=st.dictionaries(
        st.sampled_from(FIELDS).map(str.lower),
        st.one_of(st.sampled_from(VALUES), words).map(lambda value: (value,)),
        max_size=6,
    ),
    content_type=st.sampled_from(TYPES),
    report_type=st.none() | st.sampled_from(("delivery-status", "disposition-notification")),
    text=texts,
    new_text=texts,
    bounce=st.none() | st.builds(BounceReport, recipients=st.just(()), permanent=st.booleans()),
    unreadable=st.none() | words,
    truncated=st.booleans(),
)


@some
@given(incoming)
def test_whatever_was_read_a_rule_answers(judge: Judge, mail: IncomingMail) -> None:
    with no_hang():
        judged(mail, judge)
        auto_submitted(mail)
        numbers = case_numbers_in(mail.subject, judge.policy.numbering)
        assert len(numbers) == len(set(numbers))


# Readers of a part of it -------------------------------------------------------------------------


@some
@given(texts, words)
@example("\nVerstuurd vanaf mijn iPhone", "")
def test_new_words_are_words_of_the_mail_and_never_none_of_it(text: str, subject: str) -> None:
    new = new_words(text, subject)
    lines = text.replace("\r", "\n").split("\n")
    assert new or not any(line.strip() and not is_device_line(line) for line in lines)
    assert not Counter(new.replace("\n", "")) - Counter(text)
    holds_forward(text)
    is_reply(subject)
    is_forward(subject)


@given(texts)
def test_the_heads_in_a_text_have_their_words_from_it(text: str) -> None:
    for head in heads_in(text):
        assert len(head.above) + len(head.below) <= len(text)


@given(texts, st.sampled_from((None, "nl", "fr", "en", "xx")), st.none() | st.dates())
def test_what_happened_was_never_later_than_its_mail(
    judge: Judge, text: str, language: str | None, today: date | None
) -> None:
    told = facts_in(text, judge.policy.words.vocabulary, language, today)
    assert told.on is None or (today is not None and told.on <= today)


@given(texts)
def test_a_page_is_words_without_marks_of_a_machine(markup: str) -> None:
    words_of_html(markup).encode("utf-8", "surrogatepass")


@given(texts)
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert sentences(sentences(text)) == sentences(text)


@given(raws, st.none() | st.sampled_from(LABELS), st.none() | st.sampled_from(LABELS))
def test_any_bytes_are_text_in_any_charset(
    raw: bytes, declared: str | None, spoken: str | None
) -> None:
    text_of(raw, declared, spoken=spoken).encode()


@given(st.lists(texts, max_size=3))
def test_addresses_are_read_or_left_out(written: list[str]) -> None:
    for address in read_addresses(written):
        assert address.email.count("@") == 1 or address.email.startswith('"')
        assert address.email.isprintable()
        assert len(address.email) <= 254


@given(texts)
def test_a_header_is_one_line(value: str) -> None:
    for line in (header_text(value), *message_ids((value,))):
        assert "\n" not in line
        assert "\r" not in line
    decode_words(value)
    said = instant(value)
    assert said is None or said.tzinfo is UTC


@given(texts)
def test_a_file_name_names_no_folder(written: str) -> None:
    name = safe_name(written)
    assert not set("/\\\n\0") & set(name)
    assert name not in {".", ".."}
    assert len(name) <= 121


@given(st.binary(max_size=300), words)
def test_a_type_is_sniffed_from_any_bytes(content: bytes, name: str) -> None:
    for magic in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"BM"):
        assert "/" in sniff(magic + content, "application/octet-stream", name)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), texts), max_size=6), texts)
def test_a_report_names_whom_it_did_not_reach(written: list[tuple[str, str]], text: str) -> None:
    told = Message()
    told["Content-Type"] = "message/delivery-status"
    told.set_payload(text)
    headers = {name.lower(): (header_text(value),) for name, value in written}
    headers |= {"return-path": ("<>",), "from": ("MAILER-DAEMON@server.example",)}
    for tree in (leaves_of(Message()), leaves_of(told)):
        report = read_bounce(tree, headers, text)
        assert report is None or all("@" in each for each in report.recipients)


RTF = (
    *(rb"{", rb"}", rb"\par ", rb"\'e9", rb"\'8", rb"\u233?", rb"\u-1 ?", rb"\uc9 ", rb"\f1"),
    *(rb"{\fonttbl", rb"{\f1\fcharset204 a;}", rb"\ansicpg932 ", rb"\fromhtml1", rb"{\*\htmltag "),
    *(rb"\bin9999999 ", rb"\htmlrtf", rb"\htmlrtf0", rb"\*", rb"\~", b"\\", b"a", b"\xff", b"\x81"),
    *(rb"\u999999999 ", rb"\ansicpg99999 ", rb"\uc-9 ", rb"\bin-5 ", rb"\fcharset-1"),
)
rich = st.lists(st.sampled_from(RTF), max_size=60).map(b"".join)


@given(rich, st.integers(0, 2**32 - 1), st.binary(max_size=60))
def test_rich_text_of_any_kind_is_read(content: bytes, size: int, packed: bytes) -> None:
    text, _ = words_of_rtf(rb"{\rtf1" + content)
    text.encode("utf-8", "replace")
    for name in (b"LZFu", b"MELA", b"????"):
        unpacked(struct.pack("<II4sI", size, size, name, 0) + packed + content)


attributes = st.builds(
    lambda number, length, content: (
        struct.pack("<BII", 1, number, length or len(content)) + content
    ),
    st.sampled_from((0x2800C, 0x69003, 0x69007, 0x69002, 0x18010, 0x6800F, 0x69005, 7)),
    st.sampled_from((0, 0, 0, 1, 2**32 - 1)),
    st.one_of(
        st.binary(max_size=60),
        st.lists(
            st.sampled_from(
                (0, 1, 2, 2**32 - 1, 0x10091009, 0x1009001E, 0x1000001F, 0x8000101F, 0x370100D)
            ),
            max_size=12,
        ).map(lambda numbers: b"".join(struct.pack("<I", number) for number in numbers)),
    ),
)


@given(st.lists(attributes, max_size=6), st.binary(max_size=20))
def test_a_winmail_dat_of_any_kind_is_opened_or_not(told: list[bytes], rest: bytes) -> None:
    assert unwrapped(b"\x78\x9f\x3e\x22\0\0" + b"".join(told) + rest) is not None
    assert unwrapped(rest) is None


@given(raws)
def test_what_stands_between_the_lines_is_found_or_stays(raw: bytes) -> None:
    rest, _ = files_in(raw)
    assert len(rest) <= len(raw)
    signed_content(raw)
    signed_content(b"\x30\x80\x06\x09" + bytes.fromhex("2a864886f70d010702") + raw)
    words_of_invitation(raw.decode("utf-8", "replace"))
