"""Mails made to keep a reader busy, each of some megabytes or with some odd thing in it very often.

A careless expression needs minutes for one of these; whoever makes a new one adds what it fears.
"""

from __future__ import annotations

import base64
import struct
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.rawmails import HEADER, container, in_parts, part, raw_mail

_WORDS = Path(__file__).parents[1] / "config" / "words"
_LONG = 1_000_000  # characters
_TEXT = b"Content-Type: text/plain; charset=utf-8"
_HTML = b"Content-Type: text/html; charset=utf-8"
_GIVEN_UP = b"This is the mail system. I'm sorry: your message could not be delivered.\r\n"

# What is said again and again until there is a megabyte of it, as text and as HTML.
_REPEATED: Mapping[str, str] = {
    "quote marks": "> ",
    "quote marks on lines": "> \n",
    "quotes and answers in turn": "> a\nb\n",
    "attribution openings": "On ",
    "attributions on lines": "Op ma 23 nov. 2026 om 20:14 schreef Ilse <ilse@postvak.example>:\n",
    "attributions that never close": "Op ma 23 nov. 2026 om 20:14 heeft Ilse ",
    "attributions folded": "Op ma 23 nov. 2026\nom 20:14\nheeft Ilse\nen Jan\nen Piet\n",
    "names that wrote nothing": "Jan schreef ",
    "dates in a row": "23/11/2026 20:14 ",
    "dates that are none": "op 31 februari ",
    "days in words": "vorige week maandag ",
    "weeks ago": "drie weken geleden, ",
    "sent lines": "Verzonden: maandag 23 november 2026 20:14\n",
    "a sent line with blanks": "\nDatum" + " " * 30_000,
    "dashes": "-----",
    "original message lines": "-----Oorspronkelijk bericht-----\n",
    "forward lines": "---------- Forwarded message ---------\n",
    "from labels": "Van:",
    "from labels on lines": "Van:\n",
    "heads": "Van: a@b.example\nVerzonden: maandag\nAan: c@d.example\nOnderwerp: x\n\n",
    "heads unfinished": "Van: a@b.example\nVerzonden: maandag\n",
    "heads folded": "Aan: a@b.example;\n c@d.example;\n",
    "signature marks": "-- \n",
    "signature rules": "____ \n",
    "rules with blanks": "- ",
    "rules of stars": "* * ",
    "device lines": "Verzonden vanaf mijn iPhone\n",
    "device lines unended": "Verzonden vanaf mijn ",
    "disclaimers": "Dit bericht is vertrouwelijk. Bent u niet de geadresseerde, verwijder het.\n",
    "environment lines": "denk aan het milieu \n",
    "greetings": "Beste ",
    "line ends": "\n",
    "line ends of old": "\r",
    "blank lines with blanks": " \n",
    "blanks": " ",
    "tabs": "\t",
    "hard blanks": "\u00a0",
    "at signs": "a@",
    "at signs alone": "@",
    "addresses": "<a@b.example> ",
    "addresses that never end": "a.",
    "links": "https://",
    "links in brackets": "[https://a.example] ",
    "round brackets": "(",
    "angle brackets": "<",
    "square brackets": "[",
    "double quotes": '"',
    "apostrophes": "'",
    "backslashes": "\\",
    "full stops": ".",
    "full stops apart": ". ",
    "question marks": "?",
    "colons": ":",
    "digits": "1",
    "digits apart": "1 ",
    "numbered items": "1) een twee drie vier\n",
    "phone numbers": "0470 12 34 56 ",
    "case numbers": "K-2026-0001 ",
    "encoded words": "=?utf-8?q?a?=",
    "encoded words that never end": "=?utf-8?q?",
    "one word": "a",
    "capitals": "Aa",
    "one word with hyphens": "a-",
    "short sentences": "Ik ben boos. ",
    "questions": "Waarom? ",
    "a combining bomb": "e\u0301\u0323\u0302\u0308",
    "combining marks alone": "\u0301",
    "ligatures": "\ufdfa",
    "sharp s": "ß",
    "turkish i": "İ",
    "emoji families": "👩‍👩‍👧‍👦",
    "flags": "🇧🇪",
    "turning marks": "\u202e\u2066",
    "blanks nobody sees": "\u200b",
    "arabic": "مشكلة ",
    "chinese": "问题",
    "entities": "&amp;",
    "entities unended": "&amp",
    "entities of numbers": "&#x110000;",
    "uuencode openings": "begin 644 a\n",
    "yenc openings": "=ybegin line=128 size=1 name=a\n",
    "armour": "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "armour with blank lines": "-----BEGIN PGP SIGNED MESSAGE-----\n\n",
    "from lines of a mailbox": "From a@b.example Mon Nov 23 20:14:00 2026\n",
    "boundaries": "--grens\n",
    "content types": "Content-Type: text/plain\n\n",
    "status lines": "Final-Recipient: rfc822; a@b.example\nAction: failed\n",
    "returned heads": "Received: from a\n\n",
    "addresses on lines": "<a@b.example>: \n",
    "smtp answers": "550 5.1.1 ",
    "form labels": "Naam: Ilse\nE-mail: ilse@postvak.example\nBericht: \n",
}
_MARKED_UP: Mapping[str, str] = {
    "open boxes": "<div>",
    "closed boxes": "</div>",
    "open and closed boxes": "<div></div>",
    "quote boxes": "<blockquote>a",
    "tables": "<table><tr><td>",
    "lists": "<ul><li>",
    "numbered lists": "<ol><li>a",
    "verbatim": "<pre>\n",
    "line breaks": "<br>",
    "tags unended": "<a ",
    "tags with quotes": '<a href="',
    "tags with odd quotes": '<a href=">',
    "remarks": "<!-- ",
    "remarks ended": "<!---->",
    "doctypes": "<!",
    "instructions": "<?",
    "hidden boxes": '<div style="display:none">',
    "hidden and shown": '<p hidden>a</p><p style="color:red">b</p>',
    "styles": "<style>",
    "scripts ended": "<script></script>",
    "scripts half ended": "<script></scrip",
    "titles": "<title>",
    "styles unended": '<p style="',
    "conditions": "<![if mso]>",
    "cells": "<td>a</td>",
    "entities in tags": "<a title=&quot;>",
    "slashes": "</",
    "many styles": '<p style="mso-hide: none;' + " display :" * 50 + '">',
}
_IN_HEADERS: Mapping[str, bytes] = {
    "From": b"a@",
    "From with brackets": b"<",
    "From with round brackets": b"(",
    "From with quotes": b'"',
    "From with escapes": b'"\\',
    "From with groups": b"a:b;",
    "From with commas": b"a,",
    "From with addresses": b"a <a@b.example>, ",
    "From with words": b"=?utf-8?q?",
    "From with words ended": b"=?utf-8?q?a?= ",
    "To": b"a@b.example, ",
    "Cc": b"<<a@b.example>>",
    "Reply-To": b"a@b.example;",
    "Subject": b"=?utf-8?q?",
    "Subject with base64": b"=?utf-8?b?4pi5?= ",
    "Subject with quotes": b"Re: ",
    "Subject with brackets": b"[",
    "Subject with numbers": b"K-2026-",
    "Subject with blanks": b" \t",
    "Subject with folds": b"\r\n ",
    "Subject with openings": b"warning: your mail is ",
    "Message-ID": b"<",
    "References": b"<a@b.example> ",
    "References without brackets": b"a@b.example,",
    "In-Reply-To": b"<a@",
    "Date": b"1 ",
    "Date with brackets": b"(",
    "Auto-Submitted": b"(",
    "Auto-Submitted with brackets": b"()",
    "Return-Path": b"<",
    "Content-Type": b";a=b",
    "Content-Type with pieces": b"; a*0*=a",
    "Content-Type with quotes": b';a="\\"',
    "Content-Type with blanks": b" ;",
    "Content-Disposition": b";filename*1=a",
    "List-Id": b"<a.b>",
    "Authentication-Results": b"; dmarc=pass ",
    "X-Spam-Status": b"yes ",
    "X-Forefront-Antispam-Report": b"SCL:9;",
    "X-Failed-Recipients": b"a@b.example, ",
    "X-MS-Exchange-Organization-SCL": b"9",
}


def hard_mails(size: int = _LONG) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every hard mail by a name that says what is in it; made when asked, for they are long.

    `size` is that of what is said again and again, in bytes; the others have the size they need.
    """
    yield from _texts(size)
    yield from _pages(size)
    yield from _headers()
    yield from _trees()
    yield from _wrapped()
    yield from _reports(size)
    yield from _all_hits(size)


def _texts(size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, piece in _REPEATED.items():
        yield f"text of {name}", partial(_mail, piece, size, _TEXT)
        yield f"reply of {name}", partial(_reply, piece, size)
        yield f"page of {name}", partial(_mail, piece, size, _HTML)
    for name in ("quote marks", "one word", "attributions on lines", "line ends", "blanks"):
        piece = _REPEATED[name]
        yield f"flowed text of {name}", partial(_flowed, piece)
    yield "sentences in turn", lambda: raw_mail(_sentences(), _TEXT)
    yield "bytes of no charset", lambda: raw_mail(bytes(range(128, 256)) * 8_000, _TEXT)
    yield "half a charset", lambda: raw_mail(b"\xc3" * _LONG, _TEXT)
    yield (
        "text in utf-7",
        lambda: raw_mail(b"+AGE-" * 200_000, b"Content-Type: text/plain; charset=utf-7"),
    )
    yield "quoted-printable without end", lambda: raw_mail(b"=3D=\r\n" * 200_000, _TEXT, _QP)
    yield "base64 of no letters", lambda: raw_mail(b"====\r\n" * 200_000, _TEXT, _BASE64)
    yield "uuencode of odd lines", lambda: raw_mail(_uu(), _TEXT)
    yield (
        "a mail of 35 megabytes",
        lambda: raw_mail(b"Dit is een lange mail.\r\n" * 1_400_000, _TEXT),
    )


_FLOWED = b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"
_QP = b"Content-Transfer-Encoding: quoted-printable"
_BASE64 = b"Content-Transfer-Encoding: base64"


def _mail(piece: str, size: int, kind: bytes) -> bytes:
    return raw_mail(_much(piece, size), kind)


def _much(piece: str, size: int) -> bytes:
    """So many bytes of a piece."""
    raw = piece.encode()
    return raw * (size // len(raw))


def _reply(piece: str, size: int) -> bytes:
    """What looks like an answer takes other ways through the reader."""
    answer = HEADER.replace(b"Subject: ", b"In-Reply-To: <x@y.example>\r\nSubject: Re: ")
    return answer + _TEXT + b"\r\n\r\nDank u.\r\n\r\n" + _much(piece, size) + b"\r\n"


def _flowed(piece: str) -> bytes:
    return raw_mail(b" \r\n".join([piece.strip("\n").encode() * 4] * 100_000), _FLOWED)


def _sentences() -> bytes:
    said = (b"Ik ben boos.", b"De bus kwam niet!", b"Waarom?", b"Hij sloeg mijn zoon.", b"...")
    return b" ".join(said * 20_000)


def _uu() -> bytes:
    return b"begin 644 a\r\n" + b"M\r\n#86)C\r\n" * 100_000 + b"`\r\nend\r\n"


def _pages(size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, piece in _MARKED_UP.items():
        yield f"page of {name}", partial(_mail, piece, size, _HTML)
    yield "200,000 open boxes", lambda: raw_mail(b"<div>" * 200_000 + b"a", _HTML)
    yield "8 MB of boxes", lambda: raw_mail(b"<div>a</div>" * 700_000, _HTML)
    yield (
        "a picture in a page",
        lambda: raw_mail(
            b'<img src="data:image/png;base64,' + b"A" * 7_000_000 + b'"><p>Help</p>', _HTML
        ),
    )
    yield (
        "unseen elements that never close",
        lambda: raw_mail(
            b"".join(b"<%s>a" % each for each in (b"style", b"title", b"svg")) * 50_000, _HTML
        ),
    )
    yield (
        "a page in a short note",
        lambda: in_parts(
            part(_TEXT[14:], b"html view " * 40),
            part(_HTML[14:], b"<p>Mijn kind</p>" * 60_000),
            kind=b"alternative",
        ),
    )


def _headers() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name, piece in _IN_HEADERS.items():
        field = name.partition(" ")[0].encode()
        for size in (60_000, _LONG):
            yield (
                f"{size} bytes of {name}",
                partial(_header, field, piece, size),
            )
    yield "many fields", lambda: b"X-A: b\r\n" * 200_000 + HEADER + b"\r\nHallo\r\n"
    yield "many senders", lambda: b"From: a@b.example\r\n" * 9_000 + b"\r\nHallo\r\n"
    yield "many addressees", lambda: b"To: a@b.example\r\n" * 9_000 + HEADER + b"\r\nHallo\r\n"
    yield "odd lines in the header", lambda: b"odd\r\n" * 12_000 + HEADER + b"\r\nHallo\r\n"
    yield "colons in the header", lambda: b":" * 60_000 + b"\r\n" + HEADER + b"\r\nHallo\r\n"
    yield "a header that never ends", lambda: b"Subject: x\r\n " + b"a\r\n " * 500_000


def _header(field: bytes, piece: bytes, size: int) -> bytes:
    value = piece * (size // len(piece))
    rest = b"".join(
        line + b"\r\n" for line in HEADER.splitlines() if not line.startswith(field + b":")
    )
    return field + b": " + value + b"\r\n" + rest + b"\r\nMijn kind wordt gepest.\r\n"


def _trees() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "boxes in boxes", lambda: _nested(2_000, b"multipart/mixed")
    yield "choices in choices", lambda: _nested(400, b"multipart/alternative")
    yield (
        "mails in mails",
        lambda: raw_mail(
            b"Content-Type: message/rfc822\r\n\r\n" * 3_000, b"Content-Type: message/rfc822"
        ),
    )
    yield "many parts", lambda: in_parts(*[part(b"text/plain", b"a\r\n")] * 20_000)
    yield (
        "many choices",
        lambda: in_parts(
            *[part(b"text/plain", b"a\r\n"), part(b"text/html", b"<p>b")] * 450, kind=b"alternative"
        ),
    )
    yield (
        "many mails",
        lambda: in_parts(*[part(b"message/rfc822", raw_mail(b"Hallo " * 20_000))] * 30),
    )
    yield "many pages", lambda: in_parts(*[part(b"text/html", b"<b>a</b>" * 1_000)] * 900)
    yield "many long pages", lambda: in_parts(*[part(b"text/html", b"<b>a</b>" * 60_000)] * 20)
    yield (
        "mails of long pages",
        lambda: in_parts(*[part(b"message/rfc822", raw_mail(b"<b>a</b>" * 60_000, _HTML))] * 12),
    )
    yield (
        "boundaries that are all alike",
        lambda: raw_mail(b"--a\r\n" * 300_000, b"Content-Type: multipart/mixed; boundary=a"),
    )
    yield (
        "a boundary that never comes",
        lambda: raw_mail(
            b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 30_000,
            b"Content-Type: multipart/mixed; boundary=a",
        ),
    )
    yield (
        "attachments of no bytes",
        lambda: in_parts(*[part(b"application/pdf; name=a.pdf", b"")] * 950),
    )
    yield (
        "zip bombs",
        lambda: in_parts(
            *[part(b"application/zip; name=a.zip", b"PK\x03\x04" + b"\0" * 100_000)] * 30
        ),
    )
    yield (
        "names of a megabyte",
        lambda: in_parts(part(b'application/pdf; name="%s.pdf"' % (b"a/" * 500_000), b"%PDF-1.4")),
    )


def _nested(depth: int, kind: bytes) -> bytes:
    head = b"".join(
        b'--b%d\r\nContent-Type: %s; boundary="b%d"\r\n\r\n' % (at, kind, at + 1)
        for at in range(depth)
    )
    return raw_mail(head + b"Hallo\r\n", b'Content-Type: %s; boundary="b0"' % kind)


def _wrapped() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "rich text of braces", lambda: _winmail(rich=b"{" * _LONG)
    yield "rich text of closed braces", lambda: _winmail(rich=b"{}" * 500_000)
    yield "rich text of words", lambda: _winmail(rich=rb"{\rtf1\ansi" + rb"\par" * 250_000)
    yield (
        "rich text of fonts",
        lambda: _winmail(rich=rb"{\rtf1{\fonttbl" + rb"{\f1\fcharset204 a;}" * 40_000),
    )
    yield "rich text of letters", lambda: _winmail(rich=rb"{\rtf1" + rb"\'e9" * 250_000)
    yield "rich text of unicode", lambda: _winmail(rich=rb"{\rtf1" + rb"\u233?" * 150_000)
    yield "rich text that skips", lambda: _winmail(rich=rb"{\rtf1" + rb"\bin999999999 a" * 60_000)
    yield (
        "rich text of html",
        lambda: _winmail(rich=rb"{\rtf1\fromhtml1" + rb"{\*\htmltag <div>}a" * 50_000),
    )
    yield (
        "rich text in half a code page",
        lambda: _winmail(rich=rb"{\rtf1\ansicpg99999999 " + rb"a\f1 " * 200_000),
    )
    yield "rich text that unpacks", lambda: _winmail(packed=_packed_bomb())
    yield (
        "winmail.dat of properties",
        lambda: _tnef(
            _attribute(
                0x00069003, struct.pack("<I", 0xFFFFFFFF) + struct.pack("<HHI", 3, 1, 1) * 90_000
            )
        ),
    )
    yield (
        "winmail.dat of many values",
        lambda: _tnef(
            _attribute(
                0x00069003, struct.pack("<IHHI", 2_000, 0x1003, 1, 0xFFFFFFFF) + b"\0" * _LONG
            )
        ),
    )
    yield "winmail.dat of files", lambda: _tnef(_attribute(0x00069002, b"") * 90_000)
    yield "winmail.dat of nothing", lambda: _tnef(b"\0" * _LONG)
    yield "an invitation without end", lambda: _calendar(b"SUMMARY;" + b'X="a";' * 150_000)
    yield "an invitation of folds", lambda: _calendar(b"DESCRIPTION:a" + b"\r\n b" * 250_000)
    yield "an invitation of escapes", lambda: _calendar(b"DESCRIPTION:" + rb"\n\," * 250_000)
    yield "an invitation of parameters", lambda: _calendar(b'DTSTART;TZID="' * 70_000)
    yield (
        "signed by nobody",
        lambda: raw_mail(
            base64.encodebytes(b"\x30\x80" * 500_000),
            b'Content-Type: application/pkcs7-mime; name="smime.p7m"',
            _BASE64,
        ),
    )


def _calendar(lines: bytes) -> bytes:
    return raw_mail(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + b"\r\nEND:VEVENT\r\n",
        b"Content-Type: text/calendar; charset=utf-8",
    )


def _attribute(number: int, content: bytes) -> bytes:
    return struct.pack("<BII", 1, number, len(content)) + content + b"\0\0"


def _tnef(attributes: bytes) -> bytes:
    raw = b"\x78\x9f\x3e\x22\0\0" + attributes
    return in_parts(
        part(b"application/ms-tnef; name=winmail.dat", base64.encodebytes(raw), _BASE64)
    )


def _winmail(*, rich: bytes = b"", packed: bytes = b"") -> bytes:
    """A letter that is only rich text, stored as it is unless it is `packed` already."""
    if not packed:
        packed = struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
    value = packed + b"\0" * (-len(packed) % 4)
    listed = struct.pack("<IHHII", 1, 0x0102, 0x1009, 1, len(packed)) + value
    return _tnef(_attribute(0x00069003, listed))


def _packed_bomb() -> bytes:
    """Every token of it repeats 17 bytes."""
    content = (b"\xff" + b"\x00\x0f" * 8) * 60_000
    return struct.pack("<II4sI", len(content) + 12, 0x7FFFFFFF, b"LZFu", 0) + content


def _reports(size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    pieces = {
        **{name: _REPEATED[name] for name in _IN_REPORTS},
        "recipients": "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n",
        "recipients without blank lines": "Final-Recipient: rfc822;a@b.example\nAction: failed\n",
        "fields": "Status: 5.1.1\n",
        "delivery to": "delivery to ",
        "dots and dashes": "a.b-",
        "smtp lines": "550 <",
        "quoted blank lines": "\n> ",
        "recipients named": "recipient user to ",
    }
    yield "a report of 12 megabytes", partial(_report, "Status: 5.1.1\n\n", 4 * _LONG)
    for name, piece in pieces.items():
        yield f"report of {name}", partial(_report, piece, size)
        yield f"old report of {name}", partial(_old_report, piece, size)


_IN_REPORTS = (
    "at signs",
    "addresses",
    "addresses that never end",
    "addresses on lines",
    "smtp answers",
    "returned heads",
    "status lines",
    "heads",
    "line ends",
    "blanks",
    "one word",
    "quote marks",
    "digits apart",
    "colons",
    "round brackets",
    "angle brackets",
)


def _report(piece: str, size: int) -> bytes:
    told = _much(piece, size)
    parts = (
        part(b"text/plain", _GIVEN_UP + told),
        part(b"message/delivery-status", told),
        part(b"message/rfc822", told),
    )
    return (
        b"From: MAILER-DAEMON@server.example\r\nReturn-Path: <>\r\nSubject: Undeliverable\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=grens\r\n\r\n"
    ) + container(*parts, boundary=b"grens")


def _old_report(piece: str, size: int) -> bytes:
    return (
        b"From: MAILER-DAEMON@server.example\r\nReturn-Path: <>\r\nSubject: Returned mail\r\n\r\n"
    ) + (_GIVEN_UP + _much(piece, size))


def near_hits(size: int = _LONG) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """So many bytes of what each word list hits, and nearly hits, one list after the other."""
    for language, name, said in _said():
        near = [sentence[:-2] for sentence in said]
        for what, sentences in (("hits", said), ("near hits", near)):
            yield (
                f"{what} of {language}.{name}",
                partial(_mail, " ".join(sentences), size, _TEXT),
            )


def _all_hits(size: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The same of all lists of a language together."""
    languages: dict[str, list[str]] = {}
    for language, _, said in _said():
        languages.setdefault(language, []).extend(said)
    for language, said in languages.items():
        yield (
            f"hits in {language}",
            partial(_mail, " ".join(said), size * 3, _TEXT),
        )


def _said() -> Iterator[tuple[str, str, list[str]]]:
    """Language and name of each word list, and the sentences beside its expressions."""
    for path in sorted(_WORDS.glob("*.toml")):
        for name, lines in _lists(tomllib.loads(path.read_text(encoding="utf-8"))):
            said = [line[key] for line in lines for key in ("hit", "miss") if key in line]
            if said:
                yield path.stem, name, said


def _lists(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, list[dict[str, str]]]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{above}{name}.")
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            yield f"{above}{name}", value
