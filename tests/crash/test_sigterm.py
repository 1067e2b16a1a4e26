from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bot.clock import SystemClock
from bot.store.accounts import Accounts
from tests.bench.mails import backlog
from tests.mailservers import Dovecot
from tests.schoolhouse import School, open_school, wait_until
from tests.smtpservers import At, SmtpSink

pytestmark = pytest.mark.needs_dovecot

# Complaints only: each is answered once, to a sender of its own.
POST = [mail for mail in backlog(300) if mail.kind == "complaint"]
PARENTS = [mail.sender for mail in POST]


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def school(dovecot: Dovecot, somebody: str, sink: SmtpSink, tmp_path: Path) -> School:
    return open_school(tmp_path / "school", dovecot.mailbox(somebody), sink)


def end_in_time(daemon: subprocess.Popen[bytes]) -> None:
    """What is promised to systemd: SIGTERM ends it well within ten seconds."""
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(10) == 0


def check_that_everybody_is_answered_once(
    school: School, sink: SmtpSink, parents: list[str]
) -> None:
    account = school.account()
    assert account["closes"]
    assert account["received"] == len(parents)
    # Dovecot itself may give two mails that come close together their UIDs the other way round.
    assert sorted(case["complainant"]["email"] for case in school.cases()) == sorted(parents)
    letters = school.letters()
    assert {letter["status"] for letter in letters} == {"sent"}
    answers = [letter["to"] for letter in letters if letter["letter"] == "acknowledgment"]
    assert sorted(answers) == sorted(parents)
    went = Counter(letter.recipients[0] for letter in sink.letters)
    assert {parent: went[parent] for parent in parents} == dict.fromkeys(parents, 1)
    assert school._look(Accounts.verify) is None


def test_the_daemon_ends_in_the_middle_of_a_backlog(
    dovecot: Dovecot, somebody: str, school: School, sink: SmtpSink
) -> None:
    at = SystemClock().now()
    dovecot.fill(somebody, ((mail.raw, at) for mail in POST))
    with school.at_work() as daemon:
        school.wait_for_letters(sink, 3)
        end_in_time(daemon)
    assert "hung=[]" in school.daemon_log()
    assert len(school.cases()) < len(POST)
    school.once()
    check_that_everybody_is_answered_once(school, sink, PARENTS)


def test_the_daemon_ends_while_mail_comes_in(
    dovecot: Dovecot, somebody: str, school: School, sink: SmtpSink
) -> None:
    delivered: list[str] = []

    def deliver() -> None:
        for mail in POST[:60]:
            dovecot.deliver(mail.raw, somebody)
            delivered.append(mail.sender)

    with school.at_work() as daemon:
        postwoman = threading.Thread(target=deliver)
        postwoman.start()
        school.wait_for_letters(sink, 1)
        end_in_time(daemon)
        postwoman.join()
    school.once()
    check_that_everybody_is_answered_once(school, sink, delivered)


def test_the_daemon_ends_while_the_mail_server_says_nothing(
    dovecot: Dovecot, somebody: str, school: School, sink: SmtpSink
) -> None:
    end_while_it_stalls(dovecot, somebody, school, sink, At.RCPT)
    school.once()
    check_that_everybody_is_answered_once(school, sink, PARENTS[:5])


def test_a_letter_in_doubt_at_the_end_goes_once_more_after_its_pause(
    dovecot: Dovecot, somebody: str, school: School, sink: SmtpSink
) -> None:
    end_while_it_stalls(dovecot, somebody, school, sink, At.TEXT)
    school.once()
    doubtful = [letter for letter in school.letters() if letter["status"] == "uncertain"]
    assert {letter["attempts"] for letter in doubtful} == {1}
    assert len(doubtful) + len(sink.letters) == len(school.letters())
    with sqlite3.connect(school.database) as database:  # a quarter of an hour goes by
        database.execute("UPDATE outbox SET not_before = queued_at WHERE status = 'uncertain'")
    database.close()
    school.once()
    check_that_everybody_is_answered_once(school, sink, PARENTS[:5])


def end_while_it_stalls(
    dovecot: Dovecot, user: str, school: School, sink: SmtpSink, at: At
) -> None:
    # What is routine at this hour goes first, so that it is a parent's letter that stalls.
    school.once()
    sink.stall(at)
    with school.at_work() as daemon:
        for mail in POST[:5]:
            dovecot.deliver(mail.raw, user)
        wait_until(lambda: sink.stalled, school.daemon_log)
        end_in_time(daemon)
    assert "hung=[]" in school.daemon_log()
    sink.behave()
    assert not school.called_for(sink)


def test_a_second_worker_is_turned_away_and_told_who_works_here(school: School) -> None:
    with school.at_work() as daemon:
        second = school.gehoor("run")
        assert second.returncode == 2
        assert f"pid {daemon.pid}" in second.stderr
        round_of_cron = school.gehoor("run", "--once")
        assert round_of_cron.returncode == 1
        assert f"pid {daemon.pid}" in round_of_cron.stderr


def test_a_round_waits_for_the_daemon_that_is_about_to_end(school: School) -> None:
    with school.at_work() as daemon:
        waiting = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--once"], cwd=school.folder, env=school.env
        )
        wait_until(lambda: asks_for_the_lock(waiting, school))
        end_in_time(daemon)
    assert waiting.wait(60) == 0
    assert school.gehoor("run", "--once").returncode == 0


def asks_for_the_lock(process: subprocess.Popen[bytes], school: School) -> bool:
    """Whether it has the lock file open."""
    lock = school.database.with_name(f"{school.database.name}.lock")
    return any(Path(file.path) == lock for file in psutil.Process(process.pid).open_files())
