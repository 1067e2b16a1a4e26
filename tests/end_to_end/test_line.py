from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from bot.clock import SystemClock
from tests.builders import PARENT, raw_mail
from tests.mailservers import Dovecot
from tests.offices import ROUTINE
from tests.schoolhouse import BOX, COORDINATOR, School, open_school, parsed, text_of
from tests.smtpservers import SmtpSink

pytestmark = pytest.mark.needs_dovecot

USER = "line"
STRANGER = "iemand@elders.example"
YEAR = SystemClock().now().year
NUMBER = f"K-{YEAR}-0001"
TEXT = "Mijn zoon moest twee uur nablijven. Ik vind dat onaanvaardbaar."
COMPLAINT = raw_mail(TEXT)
FOREIGN = {
    "fr": "Bonjour, mon fils a été puni sans raison et personne ne nous a prévenus. Je trouve cela"
    " inacceptable et je demande une explication.",
    "en": "Hello, my son was punished without any reason and nobody told us about it. I think this"
    " is not acceptable and I would like an explanation.",
    "de": "Guten Tag, mein Sohn wurde ohne Grund bestraft und niemand hat uns etwas gesagt. Das"
    " finde ich nicht in Ordnung und ich bitte um eine Erklärung.",
}
GREETINGS = {"fr": "Bonjour,", "en": "Hello,", "de": "Guten Tag,"}
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


@dataclass(frozen=True, kw_only=True)
class Round:
    """What stood where after a round: `letters` and `log` without what is routine."""

    cases: list[dict[str, Any]]
    account: dict[str, Any]
    log: list[dict[str, Any]]
    letters: dict[str, list[EmailMessage]]
    folders: dict[str, list[bytes]]
    envelopes: set[str]

    @property
    def acknowledgment(self) -> EmailMessage:
        """The first letter to the parent."""
        return self.letters[PARENT.email][0]

    @property
    def notice(self) -> EmailMessage:
        """The coordinator's notice of that case."""
        return next(
            letter for letter in self.letters[COORDINATOR] if letter["X-Gehoor-Case"] == NUMBER
        )


def made(school: School, sink: SmtpSink, dovecot: Dovecot) -> Round:
    """One round by `run --once`."""
    school.once()
    letters: dict[str, list[EmailMessage]] = {}
    for kept in school.called_for(sink):
        letters.setdefault(kept.recipients[0], []).append(parsed(kept))
    routine = {letter["id"] for letter in school.letters() if letter["letter"] in ROUTINE}
    return Round(
        cases=school.cases(),
        account=school.account(),
        log=[entry for entry in school.log() if entry["letter"] not in routine],
        letters=letters,
        folders=folders(dovecot, USER),
        envelopes={kept.sender for kept in sink.letters},
    )


def folders(dovecot: Dovecot, user: str) -> dict[str, list[bytes]]:
    """Every folder of a mailbox with its mails, raw."""
    found = {}
    with dovecot.client(user) as client:
        for _, _, name in client.list_folders():
            client.select_folder(name, readonly=True)
            mails = client.fetch(client.search(), ["BODY.PEEK[]"])
            found[name] = [mails[uid][b"BODY[]"] for uid in sorted(mails)]
    return found


@pytest.fixture(scope="module")
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, sink: SmtpSink) -> School:
    return open_school(tmp_path_factory.mktemp("line"), dovecot.mailbox(USER), sink)


@pytest.fixture(scope="module")
def first(school: School, sink: SmtpSink, dovecot: Dovecot) -> Round:
    """A complaint, the same by another way, and three that were not written in Dutch."""
    dovecot.deliver(COMPLAINT, USER)
    dovecot.deliver(b"Received: from lijst.example by mx.example; today\r\n" + COMPLAINT, USER)
    for language, text in FOREIGN.items():
        sender, message_id = f"{language}@ouders.example", f"<{language}@ouders.example>"
        dovecot.deliver(raw_mail(text, sender=sender, subject="4B", message_id=message_id), USER)
    return made(school, sink, dovecot)


@pytest.fixture(scope="module")
def second(school: School, sink: SmtpSink, dovecot: Dovecot, first: Round) -> Round:
    """The parent's answer, a stranger's, and the first mail again in a renumbered mailbox."""
    answered = f"In-Reply-To: {first.acknowledgment['Message-ID']}"
    dovecot.deliver(
        raw_mail(
            "Ik wil er nog bij zeggen dat dit de derde keer is.",
            subject="Mijn aanvulling",
            message_id="<twee@postvak.example>",
            headers=(answered,),
        ),
        USER,
    )
    dovecot.deliver(
        raw_mail(
            "Wat is hiervan geworden?",
            sender=f"Iemand <{STRANGER}>",
            subject="Re: vraag",
            message_id="<drie@elders.example>",
            headers=(answered,),
        ),
        USER,
    )
    (mail, *_) = first.folders[f"Gehoor/{YEAR}"]
    dovecot.append(mail, USER)
    dovecot.renumber(USER, 4242)
    return made(school, sink, dovecot)


def test_a_complaint_is_registered_with_its_duties(first: Round) -> None:
    case = first.cases[0]
    assert case["number"] == NUMBER
    assert case["complainant"] == {"name": PARENT.name, "email": PARENT.email}
    assert (case["status"], case["kind"], case["ack"]) == ("intake", "complaint", "sent")
    duties = {duty["kind"]: duty for duty in case["deadlines"]}
    assert set(duties) == {"ack", "classify", "admissibility", "handling", "status"}
    assert duties["ack"]["met_at"] == case["acknowledged_at"] is not None
    received_on = date.fromisoformat(case["received_on"])
    promised = date.fromisoformat(duties["handling"]["due_on"])
    assert promised == received_on + timedelta(days=45)


def test_the_parent_holds_number_and_promised_date(first: Round) -> None:
    (acknowledgment,) = first.letters[PARENT.email]
    handling = next(duty for duty in first.cases[0]["deadlines"] if duty["kind"] == "handling")
    promised = date.fromisoformat(handling["due_on"])
    spoken = f"{promised.day} {MONTHS.split()[promised.month - 1]} {promised.year}"
    for kind in ("plain", "html"):
        assert NUMBER in text_of(acknowledgment, kind)
        assert spoken in text_of(acknowledgment, kind)


def test_the_coordinator_holds_the_text(first: Round) -> None:
    assert TEXT in text_of(first.notice)
    assert TEXT in text_of(first.notice, "html")
    assert PARENT.email in text_of(first.notice)


def test_everything_is_in_the_log(first: Round, school: School) -> None:
    events = [entry["event"] for entry in first.log if entry["case"] == NUMBER]
    assert events[0] == "case_opened"
    assert events.count("letter_queued") == events.count("letter_sent") == 2
    assert events.count("ack_met") == 1
    assert school.gehoor("log", "--verify").returncode == 0


def test_the_archive_of_the_year_holds_the_mails_and_the_letters(first: Round) -> None:
    assert first.folders["INBOX"] == []
    filed = first.folders[f"Gehoor/{YEAR}"]
    assert len([raw for raw in filed if TEXT.encode() in raw and b"Delivered-To" in raw]) == 2
    sent = {str(letter["Message-ID"]) for some in first.letters.values() for letter in some}
    assert len(sent) == 8
    assert sent <= {_id(raw) for raw in filed}


def test_an_automatic_answer_says_that_it_is_one(first: Round) -> None:
    acknowledgment = first.acknowledgment
    assert acknowledgment["Auto-Submitted"] == "auto-replied"
    assert acknowledgment["X-Auto-Response-Suppress"] == "DR, RN, OOF, AutoReply"
    assert acknowledgment["In-Reply-To"] == "<een@postvak.example>"
    assert acknowledgment["References"] == "<een@postvak.example>"


def test_a_letter_to_staff_may_be_answered_by_their_absence(first: Round) -> None:
    assert first.notice["Auto-Submitted"] == "auto-generated"
    assert first.notice["X-Auto-Response-Suppress"] == "DR, RN, AutoReply"
    assert first.notice["In-Reply-To"] is None


def test_every_letter_carries_what_mail_programs_rely_on(first: Round, sink: SmtpSink) -> None:
    # Bounces must come back to the mailbox.
    assert first.envelopes == {BOX}
    of_a_case = [letter for some in first.letters.values() for letter in some]
    for letter in of_a_case:
        assert letter["Subject"].startswith(f"[{letter['X-Gehoor-Case']}] ")
    letters = [parsed(kept) for kept in sink.letters]
    assert len(letters) > len(of_a_case)  # and what is routine: at least the check of the config
    for letter in letters:
        assert letter["Reply-To"] == BOX
        assert letter["From"].addresses[0].addr_spec == BOX
        assert letter["From"].addresses[0].display_name == "Schoolbestuur Demerland"
        assert re.fullmatch(r"<[^<>\s]+@schoolbestuur-demerland\.example>", letter["Message-ID"])
        assert letter["Date"].datetime.tzinfo is not None
        for unwanted in ("Precedence", "List-Id", "List-Unsubscribe", "Bcc", "Cc"):
            assert letter[unwanted] is None
        assert letter.get_content_type() == "multipart/alternative"
        kinds = [part.get_content_type() for part in letter.iter_parts()]
        assert kinds == ["text/plain", "text/html"]
        assert f'<html lang="{letter["Content-Language"]}" dir="ltr">' in text_of(letter, "html")
        assert not letter.defects
    assert len({letter["Message-ID"] for letter in letters}) == len(letters)
    for kept in sink.letters:
        lines = kept.content.split(b"\n")
        assert all(line.endswith(b"\r") for line in lines[:-1])
        assert max(map(len, lines)) <= 999  # RFC 5322 §2.1.1, and the CR


@pytest.mark.parametrize("language", FOREIGN)
def test_a_parent_is_answered_in_the_language_of_the_mail(first: Round, language: str) -> None:
    address = f"{language}@ouders.example"
    (case,) = (case for case in first.cases if case["complainant"]["email"] == address)
    assert case["language"] == language
    (acknowledgment,) = first.letters[address]
    assert acknowledgment["Content-Language"] == language
    assert text_of(acknowledgment).startswith(GREETINGS[language])


def test_the_coordinator_reads_dutch_whatever_a_parent_writes(first: Round) -> None:
    assert {letter["Content-Language"] for letter in first.letters[COORDINATOR]} == {"nl"}


def test_the_same_mail_by_two_ways_is_one_case(first: Round) -> None:
    assert first.account["closes"] is True
    assert first.account["sum"] == {"complaint": 4, "duplicate": 1}
    mail, copy = first.account["mails"][:2]
    assert (copy["verdict"], copy["case"]) == ("duplicate", mail["case"])
    assert len(first.letters[PARENT.email]) == 1


def test_the_answer_of_the_parent_joins_the_case_and_is_not_acknowledged_again(
    second: Round,
) -> None:
    (answer,) = (m for m in second.account["mails"] if m["message_id"] == "<twee@postvak.example>")
    assert (answer["verdict"], answer["place"], answer["case"]) == ("case_reply", "case", NUMBER)
    assert len(second.letters[PARENT.email]) == 1
    assert second.cases[0]["ack"] == "sent"


def test_a_stranger_who_answers_our_letter_learns_nothing(second: Round) -> None:
    (mail,) = (mail for mail in second.account["mails"] if mail["sender"] == STRANGER)
    assert (mail["place"], mail["owed"], mail["case"]) == ("set_aside", True, None)
    assert STRANGER not in second.letters
    assert len(second.cases) == 4


def test_a_changed_uidvalidity_doubles_nothing(first: Round, second: Round) -> None:
    assert second.account["closes"] is True
    assert second.account["sum"]["duplicate"] == 2
    assert second.account["mails"][-1]["uidvalidity"] == 4242
    assert second.cases == first.cases
    assert second.folders["INBOX"] == []


def _id(raw: bytes) -> str:
    found = re.search(rb"^Message-ID: (\S+)", raw, re.MULTILINE | re.IGNORECASE)
    assert found is not None
    return found[1].decode()
