from __future__ import annotations

import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from email import message_from_bytes
from email.policy import SMTP
from fcntl import ioctl

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.tables import fitting
from bot.clock import SystemClock
from bot.store.tables import AUDIT, CASES, MAILS
from tests.builders import PARENT
from tests.offices import ROUTINE
from tests.schoolhouse import GONE, PUPIL, Ask, School

FIRST = f"K-{SystemClock().now().year}-0001"


def on_terminal(school: School, *words: str, columns: int) -> str:
    """What a command shows on a terminal of so many columns."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"this machine has no terminal to give: {error}")
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=school.folder,
        env=school.env | {"TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the terminal is gone when its last user is
        while some := os.read(ours, 65536):
            shown += some
    os.close(ours)
    assert child.wait(60) == 0, shown
    return shown.decode()


def tampered(school: School, *changes: sa.Update | sa.Delete) -> School:
    engine = sa.create_engine(f"sqlite:///{school.database}")
    with engine.begin() as connection:
        for change in changes:
            connection.execute(change)
    engine.dispose()
    return school


def test_the_register_is_one_line_a_case(filled: School, answer: Ask) -> None:
    lines = answer(filled, "register").stdout.splitlines()
    header = "number received kind status urgency from subject ack answer by"
    assert " ".join(lines[0].split()) == header
    assert len(lines) == 5
    assert lines[1].startswith(FIRST)
    assert PARENT.email in lines[1]
    assert lines[1].split()[-2] == "sent"
    assert not any(line.endswith(" ") for line in lines)


def test_the_mails_end_in_a_sum(filled: School, answer: Ask) -> None:
    lines = answer(filled, "mails").stdout.splitlines()
    assert lines[-1] == "9 ontvangen = 5 dossiers + 3 log + 1 apart"
    assert len(lines) == 11


def test_the_letters_end_in_a_sum(filled: School, answer: Ask) -> None:
    lines = answer(filled, "outbox").stdout.splitlines()
    # How much routine there is depends on the hour, but all of it was sent.
    routine = sum(letter["letter"] in ROUTINE for letter in filled.letters())
    assert lines[-1] == f"{14 + routine} letters: {11 + routine} sent, 1 refused, 2 held"
    (refused,) = (line for line in lines if GONE in line)
    assert refused.endswith("550 5.1.1 no such person")


def test_a_letter_of_a_case_is_shown_exactly_as_it_left(filled: School, answer: Ask) -> None:
    case = json.loads(answer(filled, "show", FIRST, "--json").stdout)
    letter = next(each for each in case["letters"] if each["letter"] == "acknowledgment")
    only = ("show", FIRST, "--letter", str(letter["id"]))
    shown = answer(filled, *only).stdout
    head, _, words = shown.partition("\n\n")
    assert words == letter["text"]
    assert f"subject   {letter['subject']}" in head
    assert f"template {letter['template_hash']}" in head
    mail = message_from_bytes(answer(filled, *only, "--eml").stdout_bytes, policy=SMTP)
    assert mail["Message-ID"] == letter["message_id"]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("number", ["K-1999-0001", ""])
def test_a_letter_of_another_case_is_not_shown(number: str, filled: School, answer: Ask) -> None:
    done = answer(filled, "show", number or FIRST, "--letter", "1" if number else "9999")
    assert done.exit_code == 2
    assert done.stderr.startswith("there is no letter ")


def test_a_case_is_shown_whole(filled: School, answer: Ask) -> None:
    shown = answer(filled, "show", FIRST).stdout
    parts = re.findall(r"^(?:deadlines|mails|letters|log)$", shown, re.MULTILINE)
    assert parts == ["deadlines", "mails", "letters", "log"]
    assert f"{PARENT.name} <{PARENT.email}>" in shown
    assert "ack       sent 20" in shown


def test_a_case_without_a_letter_that_left_says_what_stands_in_the_way(
    filled: School, answer: Ask
) -> None:
    number = next(
        case["number"] for case in filled.cases() if case["complainant"]["email"] == PUPIL
    )
    shown = answer(filled, "show", number).stdout
    assert "urgency critical" in shown
    assert re.search(r"acknowledgment .* held +critical", shown)


def test_what_is_not_there_is_said(filled: School, answer: Ask) -> None:
    assert answer(filled, "register", "--status", "closed").stdout == "no cases\n"
    assert answer(filled, "log", "K-1999-0001").stdout == "no entries\n"
    assert answer(filled, "mails", "--since", "2099-01-01").stdout.endswith("0 ontvangen = 0\n")


@pytest.mark.parametrize("columns", [80, 160])
def test_on_a_terminal_a_table_fits_and_no_number_or_date_is_cut(
    filled: School, columns: int
) -> None:
    shown = on_terminal(filled, "register", columns=columns)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert plain != shown, "there is colour"
    assert all(len(line) <= columns for line in plain.splitlines())
    for case in filled.cases():
        (line,) = (line for line in plain.splitlines() if case["number"] in line)
        assert case["received_on"] in line
        assert case["complainant"]["email"][:11] in line
    assert ("…" in plain) == (columns < 160)


@settings(max_examples=200)
@given(
    wide=st.dictionaries(
        st.sampled_from(
            ["number", "received", "from", "subject", "reason", "place", "uid", "rule"]
        ),
        st.integers(1, 90),
    ),
    room=st.integers(40, 250),
)
def test_a_table_is_never_wider_than_its_terminal_if_that_can_be(
    wide: dict[str, int], room: int
) -> None:
    widths = fitting(wide, room)
    used = sum(widths.values()) + 2 * len(widths)
    fixed = [width for name, width in wide.items() if name in {"number", "place"}]
    needed = sum(fixed) + 2 * len(fixed) + 2 * 26
    assert used <= max(room, needed)
    for name, width in widths.items():
        assert width <= wide[name]
        # Only what may be cut is cut, and all that fits is shown.
        assert width == wide[name] or name in {"from", "subject", "reason", "rule"}
    if sum(wide.values()) + 2 * len(wide) <= room:
        assert widths == wide


def test_there_is_no_colour_in_a_pipe(filled: School, answer: Ask) -> None:
    for command in (("register",), ("mails",), ("outbox",), ("log",), ("show", FIRST)):
        assert "\x1b" not in answer(filled, *command).output


def test_years_of_old_mail_are_one_line(copied: School, answer: Ask) -> None:
    engine = sa.create_engine(f"sqlite:///{copied.database}")
    with engine.begin() as connection:
        early = connection.execute(sa.select(MAILS).where(MAILS.c.id == 1)).mappings().one()
        rows = [{**early, "id": 100 + n, "uid": 1000 + n} for n in range(40)]
        connection.execute(sa.insert(MAILS), rows)
    engine.dispose()
    lines = answer(copied, "mails").stdout.splitlines()
    assert len(lines) == 11
    assert lines[-2].startswith("and 41 mails from before the start (2025-06-01 to 2025-06-01)")
    assert lines[-1] == "49 ontvangen = 5 dossiers + 43 log + 1 apart"


# --- books that do not close ------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            sa.update(MAILS).where(MAILS.c.id == 2).values(case_number="K-1999-0007"),
            id="a case that is not there",
        ),
        pytest.param(
            sa.update(MAILS).where(MAILS.c.id == 2).values(place="set_aside"),
            id="a complaint set aside",
        ),
        pytest.param(
            sa.update(MAILS).where(MAILS.c.id == 2).values(verdict=None),
            id="a place without a verdict",
        ),
        pytest.param(sa.delete(AUDIT).where(AUDIT.c.mail_id == 5), id="an entry that is not there"),
    ],
)
def test_a_sum_that_does_not_close_is_exit_1(
    change: sa.Update | sa.Delete, copied: School, answer: Ask
) -> None:
    _without_guards(copied)
    tampered(copied, change)
    result = answer(copied, "mails", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["closes"] is False
    result = answer(copied, "mails")
    assert result.exit_code == 1
    assert "does NOT close" in result.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (sa.update(AUDIT).where(AUDIT.c.n == 3).values(reason="niets"), "entry 3 was changed"),
        (sa.update(AUDIT).where(AUDIT.c.n == 4).values(case_number=None), "entry 4 was changed"),
        (sa.delete(AUDIT).where(AUDIT.c.n == 5), "entry 5 is missing"),
        (
            sa.update(AUDIT).where(AUDIT.c.n == 6).values(prev="0" * 64),
            "entry 6 does not follow the entry before it",
        ),
    ],
)
def test_a_log_that_was_tampered_with_names_its_first_bad_entry(
    change: sa.Update | sa.Delete, said: str, copied: School, answer: Ask
) -> None:
    assert answer(copied, "log", "--verify").stdout == "the log is whole\n"
    _without_guards(copied)
    tampered(copied, change)
    result = answer(copied, "log", "--verify")
    assert (result.exit_code, result.stderr) == (1, f"the log is broken: {said}\n")


def test_no_word_of_a_parent_steers_the_terminal(copied: School, answer: Ask) -> None:
    nasty = "\x1b]0;weg\x07\x1b[2J\x9b31m [bold]klacht[/bold] \u202e"
    change = sa.update(CASES).where(CASES.c.number == FIRST)
    tampered(copied, change.values(subject=nasty, complainant_name=nasty))
    for command in (("register",), ("show", FIRST)):
        shown = answer(copied, *command).stdout
        assert "[bold]klacht[/bold]" in shown
        assert not set(shown) & set("\x1b\x07\x9b\u202e")


def _without_guards(school: School) -> None:
    """Takes away what the database itself refuses, as somebody with the file could."""
    engine = sa.create_engine(f"sqlite:///{school.database}")
    with engine.begin() as connection:
        query = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in connection.execute(query).all():
            connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
    engine.dispose()
