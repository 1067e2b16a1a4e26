from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.store.accounts import Accounts
from tests.builders import raw_mail
from tests.mailservers import Pymap
from tests.schoolhouse import School, open_school
from tests.smtpservers import SmtpSink

# The real program, with one mail that its reader cannot survive.
PROGRAM = """
import os, sys
from bot import wiring
read_mail = wiring.read_mail

def read(raw, *, truncated=False):
    if b"DODELIJK" in raw:
        {end}
    return read_mail(raw, truncated=truncated)

wiring.read_mail = read
from bot.__main__ import main
main()
"""
ENDS = {"kills": "os._exit(66)", "raises": "raise RecursionError"}
BEFORE, AFTER = 3, 4  # mails that came before the deadly one, and after it
KILLED = 66


def raw_mails() -> list[bytes]:
    """Some of parents, and the deadly one among them."""
    return [
        raw_mail(
            "DODELIJK" if n == BEFORE else "Mijn zoon moest twee uur nablijven.",
            sender=f"ouder{n}@postvak.example",
            subject=f"Klacht {n}",
            message_id=f"<{n}@postvak.example>",
        )
        for n in range(BEFORE + 1 + AFTER)
    ]


def run_once(school: School, end: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(end=ENDS[end]), "run", "--once"],
        cwd=school.folder,
        env=school.env,
        capture_output=True,
        check=False,
        timeout=60,
    ).returncode


def check_that_only_the_deadly_one_lies_apart(school: School, sink: SmtpSink) -> None:
    account = school.account()
    assert account["closes"]
    apart = [mail for mail in account["mails"] if mail["place"] == "set_aside"]
    assert [mail["id"] for mail in apart] == [BEFORE + 1]
    assert apart[0]["rule"] == "three_tries"
    assert apart[0]["owed"]
    others = [f"ouder{n}@postvak.example" for n in range(BEFORE + 1 + AFTER) if n != BEFORE]
    went = [letter.recipients[0] for letter in sink.letters]
    assert sorted(to for to in went if to.startswith("ouder")) == others
    year = SystemClock().now().year
    numbers = [case["number"] for case in school.cases()]
    assert numbers == [f"K-{year}-{n + 1:04d}" for n in range(BEFORE + AFTER)]
    told = [letter for letter in school.letters() if letter["letter"] == "attention"]
    assert [letter["status"] for letter in told] == ["sent"]
    assert school._look(Accounts.verify) is None


def test_a_mail_that_kills_the_process_lies_apart_after_three_lives(tmp_path: Path) -> None:
    with Pymap() as pymap, SmtpSink() as sink:
        for raw in raw_mails():
            pymap.deliver(raw)
        school = open_school(tmp_path / "school", pymap.mailbox(), sink)
        ends = [run_once(school, "kills") for _ in range(4)]
        assert ends == [KILLED, KILLED, KILLED, 0]
        check_that_only_the_deadly_one_lies_apart(school, sink)


def test_a_mail_that_raises_each_time_lies_apart_in_the_same_round(tmp_path: Path) -> None:
    with Pymap() as pymap, SmtpSink() as sink:
        for raw in raw_mails():
            pymap.deliver(raw)
        school = open_school(tmp_path / "school", pymap.mailbox(), sink)
        assert run_once(school, "raises") == 0
        check_that_only_the_deadly_one_lies_apart(school, sink)
