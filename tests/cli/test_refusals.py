"""What cannot be done is one line that names file, key and remedy, and the exit code says why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.builders import raw_mail
from tests.mailservers import Pymap, free_ports
from tests.offices import ROUTINE
from tests.schoolhouse import Ask, School, complaints, open_school
from tests.smtpservers import At, SmtpSink

FIRST = f"K-{SystemClock().now().year}-0001"
LOOKS = (("register",), ("show", FIRST), ("mails",), ("outbox",), ("log",))


def said(school: School, *words: str, code: int) -> str:
    """The one line for the operator of a command that ends with this exit code; no results."""
    done = school.gehoor(*words)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (line,) = complaints(done)
    return line


# --- it did not start: 2 ----------------------------------------------------------------------


def _misspelled(school: School) -> None:
    school.change("bot.toml", "aliases", "alliases")


def _misspelled_person(school: School) -> None:
    school.change("people.toml", "email   =", "emial   =")


def _no_secret(school: School) -> None:
    del school.env["GEHOOR_SIGNING_KEY"]


def _short_key(school: School) -> None:
    school.env["GEHOOR_SIGNING_KEY"] = "é" * 15 + "x"


def _no_password(school: School) -> None:
    del school.env["GEHOOR_IMAP_PASSWORD"]


def _no_toml(school: School) -> None:
    (school.config / "people.toml").write_text("[[person]\nid = 3\n", encoding="utf-8")


def _no_people(school: School) -> None:
    (school.config / "people.toml").unlink()


def _nowhere_to_write(school: School) -> None:
    school.change("bot.toml", "sqlite:///var/gehoor.db", "sqlite:////proc/gehoor/gehoor.db")


def _file_in_the_way(school: School) -> None:
    (school.folder / "var").write_text("in de weg", encoding="utf-8")


def _no_database(school: School) -> None:
    (school.folder / "var").mkdir()
    school.database.write_text("geen database maar een brief, en wel een lange " * 30)


def _later_release(school: School) -> None:
    (school.folder / "var").mkdir()
    with sqlite3.connect(school.database) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (_misspelled, "bot.toml: mailbox[0].alliases: unknown key; did you mean `aliases`? (line "),
        (_misspelled_person, "people.toml: person[0].emial: unknown key; did you mean `email`?"),
        (_no_secret, "bot.toml: signing_keys[0]: the environment variable GEHOOR_SIGNING_KEY is"),
        (_short_key, "bot.toml: signing_keys[0]: the key has 31 bytes and needs 32; make one with"),
        (_no_password, "bot.toml: mailbox[0].imap.password: the environment variable GEHOOR_IMAP_"),
        (_no_toml, "people.toml: "),
        (_no_people, "people.toml: "),
        (_nowhere_to_write, "bot.toml: database: /proc/gehoor: No such file or directory; is the"),
        (
            _file_in_the_way,
            "bot.toml: database: var: File exists; is the folder there and writable",
        ),
        (_no_database, "bot.toml: database: file is not a database; "),
        (_later_release, "the database has schema 9999, this release knows "),
    ],
)
def test_what_cannot_start_says_why_in_one_line(
    spoil: Callable[[School], None], line: str, empty_school: School, answer: Ask
) -> None:
    spoil(empty_school)
    result = answer(empty_school, "run", "--once")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(line)


def test_a_config_folder_that_is_not_there_is_named_with_its_remedy(empty_school: School) -> None:
    line = said(empty_school, "run", "--config", "nergens", code=2)
    assert line == "nergens: there is no such folder; make one with: gehoor init nergens"


def test_every_problem_of_a_config_is_told_at_once(empty_school: School, answer: Ask) -> None:
    _misspelled(empty_school)
    _misspelled_person(empty_school)
    result = answer(empty_school, "run")
    assert result.exit_code == 2
    files = [line.partition(":")[0] for line in result.stderr.splitlines()]
    assert {"bot.toml", "people.toml"} <= set(files)


@pytest.mark.parametrize("words", LOOKS)
def test_looking_before_the_first_run_says_what_makes_the_database(
    words: tuple[str, ...], empty_school: School, answer: Ask
) -> None:
    result = answer(empty_school, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "bot.toml: database: var/gehoor.db is not there yet; `gehoor run` makes it\n"
    )
    assert not empty_school.database.exists()


@pytest.mark.parametrize("words", LOOKS)
def test_looking_needs_a_config_that_loads_but_no_secret(
    words: tuple[str, ...], copied: School, answer: Ask
) -> None:
    copied.env.clear()
    assert answer(copied, *words).exit_code == 0
    _misspelled(copied)
    result = answer(copied, *words)
    assert result.exit_code == 2
    assert "did you mean `aliases`?" in result.stderr


# --- it ran, but could not use something: 1 ---------------------------------------------------


@pytest.fixture
def played(tmp_path: Path, imap: Pymap, sink: SmtpSink) -> School:
    """A school on servers that work."""
    return open_school(tmp_path, imap.mailbox(), sink)


def test_a_wrong_password(played: School) -> None:
    played.env["GEHOOR_IMAP_PASSWORD"] = "verkeerd"
    line = said(played, "run", "--once", code=1)
    assert line.startswith("bot.toml: mailbox[0].imap: 127.0.0.1:")
    assert "login as klachten refused" in line
    assert line.endswith("; check user and password of imap")
    assert "verkeerd" not in line
    report = played.ask("health", code=1)
    (box,) = report["mailboxes"]
    assert (box["ok"], box["last_seen_at"], box["error"]) == (False, None, line)


def test_an_unknown_host(played: School) -> None:
    played.change("bot.toml", 'host     = "127.0.0.1"', 'host     = "imap.nergens.invalid"')
    played.change("bot.toml", 'security = "none"', 'security = "tls"')
    line = said(played, "run", "--once", code=1)
    assert line.startswith("bot.toml: mailbox[0].imap: imap.nergens.invalid:")
    assert "unknown host" in line
    assert line.endswith("; check host of imap, or the DNS")


def test_a_server_that_is_not_there(played: School, imap: Pymap) -> None:
    (port,) = free_ports(1)
    played.change("bot.toml", str(imap.mailbox().port), str(port))
    line = said(played, "run", "--once", code=1)
    assert line.startswith(f"bot.toml: mailbox[0].imap: 127.0.0.1:{port}: refuses connections; ")


def test_a_missing_inbox_is_never_made(played: School, imap: Pymap) -> None:
    played.change("bot.toml", '"INBOX"', '"Klachten"')
    line = said(played, "run", "--once", code=1)
    assert line.startswith("bot.toml: mailbox[0].imap: 127.0.0.1:")
    assert "no inbox Klachten for klachten" in line
    assert "check inbox of imap. There is: " in line
    with imap.client() as client:
        assert not client.folder_exists("Klachten")


def test_a_missing_archive_is_made(played: School, imap: Pymap, sink: SmtpSink) -> None:
    imap.deliver(raw_mail())
    played.once()
    assert len(played.called_for(sink)) == 2
    with imap.client() as client:
        (year,) = (case["received_on"][:4] for case in played.cases())
        assert client.folder_exists(f"Gehoor/{year}")


def test_a_mail_server_that_turns_us_away(played: School, imap: Pymap, sink: SmtpSink) -> None:
    imap.deliver(raw_mail())
    sink.answer(At.CONNECT, "554 5.7.1 niet welkom")
    done = played.gehoor("run", "--once")
    assert done.returncode == 1
    why, see = complaints(done)
    assert why.startswith(f"bot.toml: mailbox[0].smtp: 127.0.0.1:{sink.port}: ")
    assert see == "a letter that was to go now did not leave; see `gehoor outbox`"
    # Nothing is lost: the mail is registered, its letters wait.
    (case,) = played.cases()
    assert (case["ack"], case["acknowledged_at"]) == ("queued", None)
    waiting = [letter for letter in played.letters() if letter["letter"] not in ROUTINE]
    assert [(letter["status"], letter["attempts"]) for letter in waiting] == [("queued", 1)] * 2
    # The next round tries whatever the pause, with the same Message-ID.
    sink.behave()
    played.once()
    assert [case["ack"] for case in played.cases()] == ["sent"]
    for letter, kept in zip(waiting, played.called_for(sink), strict=True):
        assert f"Message-ID: {letter['message_id']}\r\n".encode() in kept.content


def test_a_refused_letter_is_exit_1_and_a_held_one_is_not(
    played: School, imap: Pymap, sink: SmtpSink
) -> None:
    # After the first acknowledgment the second with the same subject is held.
    imap.deliver(raw_mail())
    imap.deliver(raw_mail("En nog een klacht.", message_id="<twee@postvak.example>"))
    played.once()
    assert sorted(case["ack"] for case in played.cases()) == ["held", "sent"]
    sink.answer(At.RCPT, "550 5.1.1 no such person", to="weg@elders.example")
    imap.deliver(raw_mail(sender="weg@elders.example", message_id="<drie@postvak.example>"))
    assert played.gehoor("run", "--once").returncode == 1
    played.once()


# --- slips of the finger ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("register", "--status", "intakee"), "does not exist; did you mean intake?"),
        (("register", "--status", "nonsense"), "does not exist; it is one of intake, clarifying"),
        (("show", "K-1999-0001"), "there is no case K-1999-0001"),
        (("show", "klacht"), "there is no case klacht"),
        (("mails", "--since", "gisteren"), "mails: --since gisteren is no day like 2026-11-22"),
        (("due", "gisteren", "10cd"), "gehoor due: 'gisteren' is no moment"),
        (("due", "2026-11-23", "tien"), "gehoor due: 'tien' is no term"),
        (("init", "nieuw", "--preset", "wallonie"), "init: --preset wallonie: it is vlaanderen or"),
        (("adopt",), "adopt: give UIDs (see `gehoor mails`) or --since, one of the two"),
        (("adopt", "3", "--since", "2026-01-01"), "adopt: give UIDs (see `gehoor mails`) or"),
        (("adopt", "--since", "ooit"), "adopt: --since ooit is no day like 2026-11-22"),
    ],
)
def test_a_slip_of_the_finger_is_one_line_and_exit_2(
    words: tuple[str, ...], line: str, filled: School, answer: Ask
) -> None:
    result = answer(filled, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert line in result.stderr


@pytest.mark.parametrize("words", [("nonsense",), ("register", "--jsno"), ("show",), ("due", "x")])
def test_what_is_no_command_is_exit_2(words: tuple[str, ...], filled: School, answer: Ask) -> None:
    result = answer(filled, *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
