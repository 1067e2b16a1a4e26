from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock, monotonic
from tests.builders import raw_mail
from tests.mailservers import Dovecot
from tests.schoolhouse import BOX, School, letters_to, open_school
from tests.smtpservers import SmtpSink

pytestmark = pytest.mark.needs_dovecot

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
USER = "bad-input"
PARENT = "ouder@thuis.example"
HEAD = f"From: Ouder <{PARENT}>\r\nTo: {BOX}\r\nMessage-ID: <{{}}@thuis.example>\r\n"


def messages() -> list[bytes]:
    """Every raw mail of the collection, as a server would keep it: without an mbox line before."""
    lines = (CORPORA / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    files = {label["file"] for label in map(json.loads, lines) if label["input"] == "message"}
    raws = [(CORPORA / file).read_bytes() for file in sorted(files)]
    return [re.sub(rb"\A\s*(>?From [^\n]*\n)?", b"", raw) for raw in raws]


@pytest.mark.needs_shared
def test_every_mail_of_the_collection_ends_in_one_place_within_a_second_each(
    school: School, dovecot: Dovecot, somebody: str, record_property: Callable[[str, object], None]
) -> None:
    raws = messages()
    now = SystemClock().now()
    dovecot.fill(somebody, ((raw, now) for raw in raws))
    started = monotonic()
    school.once()
    seconds = monotonic() - started
    record_property("mails", len(raws))
    record_property("seconds", round(seconds, 1))
    account = school.ask("mails")
    assert account["received"] == len(raws) > 900
    assert account["closes"] is True
    assert "waiting" not in account["sum"]
    assert sum(account["sum"].values()) == len(raws)
    # A generous hour for a promise of a second each; figures are for `make bench`.
    assert seconds < len(raws)
    with dovecot.client(somebody) as client:
        assert client.search() == []
    assert len(school.cases()) == len({case["number"] for case in school.cases()})


# --- mail that is as bad as can be ---------------------------------------------------------------


def headed(name: str, rest: bytes) -> bytes:
    return HEAD.format(name).encode() + rest


TEXT = b"\r\nMijn zoon moest twee uur nablijven. Ik vind dat onaanvaardbaar.\r\n"
PLAIN = b"Content-Type: text/plain\r\n"
PARTS = b"".join(b"--x\r\nContent-Type: text/plain\r\n\r\ndeel %d\r\n" % n for n in range(10_000))
BAD: dict[str, bytes] = {
    "nothing": b"",
    "only a line end": b"\r\n",
    "no header": b"\r\nzomaar een tekst\r\n",
    "empty text": headed("leeg", b"Subject: leeg\r\n\r\n"),
    "no From": b"To: x@y.example\r\nSubject: klacht\r\n" + TEXT,
    "ten From": b"".join(b"From: o%d@thuis.example\r\n" % n for n in range(10)) + TEXT,
    "ten in one From": b"From: "
    + b", ".join(b"o%d@thuis.example" % n for n in range(10))
    + b"\r\n"
    + TEXT,
    "several From and a Sender": b"From: a@thuis.example, b@thuis.example\r\n"
    b"Sender: c@thuis.example\r\nSubject: klacht\r\nMessage-ID: <s@thuis.example>\r\n" + TEXT,
    "subject of 1 MB": headed("mb", b"Subject: " + b"klacht " * 150_000 + b"\r\n" + TEXT),
    "10,000 parts": headed(
        "parts",
        b'Subject: delen\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        + PARTS
        + b"--x--\r\n",
    ),
    "nested 500 deep": headed(
        "diep",
        b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
            for n in range(500)
        )
        + TEXT,
    ),
    "unknown charset": headed(
        "set",
        b"Subject: =?x-klingon?q?ta=E9l?=\r\nContent-Type: text/plain; charset=x-klingon\r\n"
        b"\r\nIk vind het onaanvaardbaar, caf\xe9.\r\n",
    ),
    "NUL": headed("nul", b"Subject: nul \x00 hier\r\n" + PLAIN + TEXT + b"\x00\x00\r\n"),
    "control characters": headed("bel", b"Subject: \x1b]0;weg\x07 klacht\r\n" + PLAIN + TEXT),
    "half a surrogate": headed("half", b"Subject: =?utf-8?q?=ED=A0=80?=\r\n" + PLAIN + TEXT),
    "header injection": headed(
        "inj", b"Subject: =?utf-8?q?x=0D=0ABcc:_kwaad@elders.example?=\r\n" + PLAIN + TEXT
    ),
    "broken base64": headed(
        "b64", b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!===\r\n"
    ),
    "Date in 1970": headed("d1970", b"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n" + TEXT),
    "Date in 2099": headed("d2099", b"Date: Thu, 31 Dec 2099 23:59:59 +0000\r\n" + TEXT),
    "no date that is one": headed("datum", b"Date: gisteren\r\n" + TEXT),
    "36 MB": headed("groot", b"Subject: Klacht met bijlage\r\n" + PLAIN + TEXT)
    + (b"x" * 998 + b"\r\n") * 36_000,
}


@pytest.fixture(scope="module")
def bad(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot
) -> Iterator[tuple[dict[str, dict[str, Any]], School, SmtpSink]]:
    """What became of every bad mail, by its name; the good one after them is "good"."""
    now = SystemClock().now()
    good = raw_mail(sender="goed@ouders.example", message_id="<goed@ouders.example>")
    raws = BAD | {"good": good}
    with SmtpSink() as sink:
        school = open_school(tmp_path_factory.mktemp("bad"), dovecot.mailbox(USER), sink)
        # One parent sends most of them: not the limits are tried here.
        school.change("bot.toml", "acks_per_sender_per_day   = 5", "acks_per_sender_per_day = 500")
        dovecot.fill(USER, [(raw, now) for raw in raws.values()])
        school.once()
        account = school.ask("mails")
        assert account["closes"] is True
        by_uid = sorted(account["mails"], key=itemgetter("uid"))
        found = dict(zip(raws, by_uid, strict=True))
        yield found, school, sink


Bad = tuple[dict[str, dict[str, Any]], School, SmtpSink]


def test_bad_mail_never_stops_the_next_one(bad: Bad, dovecot: Dovecot) -> None:
    found, _, sink = bad
    assert (found["good"]["verdict"], found["good"]["place"]) == ("complaint", "case")
    assert len(letters_to(sink, "goed@ouders.example")) == 1
    assert not [name for name, mail in found.items() if mail["place"] == "waiting"]
    with dovecot.client(USER) as client:
        assert client.search() == []


def test_what_has_no_one_sender_is_set_aside_for_a_person(bad: Bad) -> None:
    found, _, _ = bad
    for name in (
        "nothing",
        "only a line end",
        "no header",
        "no From",
        "ten From",
        "ten in one From",
    ):
        mail = found[name]
        assert (mail["verdict"], mail["place"]) == ("unreadable", "set_aside"), name
        assert mail["owed"] is True


def test_a_sender_stands_for_several_from(bad: Bad) -> None:
    found, _, sink = bad
    assert found["several From and a Sender"]["place"] == "case"
    assert len(letters_to(sink, "c@thuis.example")) == 1


@pytest.mark.parametrize(
    "name",
    [
        "empty text",
        "subject of 1 MB",
        "10,000 parts",
        "nested 500 deep",
        "unknown charset",
        "NUL",
        "control characters",
        "half a surrogate",
        "header injection",
        "broken base64",
        "Date in 1970",
        "Date in 2099",
        "no date that is one",
        "36 MB",
    ],
)
def test_however_bad_a_mail_of_a_person_is_it_is_a_case(bad: Bad, name: str) -> None:
    found, school, _ = bad
    mail = found[name]
    assert mail["place"] == "case"
    (case,) = (case for case in school.cases() if case["number"] == mail["case"])
    assert case["complainant"]["email"] == PARENT
    # The time of receipt is the server's, whatever the mail claims.
    assert case["received_at"] == mail["received_at"]
    assert case["received_at"][:4] == str(SystemClock().now().year)


def test_the_text_of_a_mail_that_is_too_large_is_left_where_it_is(bad: Bad) -> None:
    found, school, _ = bad
    whole = school.ask("show", found["36 MB"]["case"])
    assert whole["subject"] == "Klacht met bijlage"
    (notice,) = (each for each in whole["letters"] if each["letter"] == "new_complaint")
    assert "te groot" in notice["text"]
    assert school.database.stat().st_size < 20_000_000


def test_nothing_of_a_mail_becomes_a_header_of_ours(bad: Bad) -> None:
    _, _, sink = bad
    for kept in sink.letters:
        assert kept.recipients != ("kwaad@elders.example",)
        assert b"\nBcc:" not in kept.content.split(b"\r\n\r\n")[0]


def test_a_time_of_receipt_far_away_is_kept_as_it_is(
    school: School, dovecot: Dovecot, somebody: str
) -> None:
    school.change("bot.toml", "start_from = 2026-01-01", "start_from = 1970-01-01")
    long_ago, far_ahead = datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
    ahead = raw_mail(sender="b@ouders.example", message_id="<b@ouders.example>")
    dovecot.fill(somebody, [(raw_mail(), long_ago), (ahead, far_ahead)])
    school.once()
    early, late = school.cases()
    assert (early["number"], early["received_at"][:10]) == ("K-1970-0001", "1970-01-01")
    assert (late["number"], late["received_at"][:10]) == ("K-2099-0001", "2099-12-31")
    # What is old is answered when a person says so; what lies ahead of our clock is not.
    assert (early["ack"], late["ack"]) == ("held", "sent")
    assert "received_in_future" in {entry["event"] for entry in school.log()}
    assert school.account()["closes"] is True
