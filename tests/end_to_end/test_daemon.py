from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from imapclient import IMAPClient

from bot.clock import SystemClock
from tests.builders import raw_mail
from tests.mailservers import Dovecot
from tests.schoolhouse import School, open_school, wait_until
from tests.smtpservers import SmtpSink

pytestmark = pytest.mark.needs_dovecot

YEAR = SystemClock().now().year
ARCHIVE = f"Gehoor/{YEAR}"


def test_the_daemon_answers_by_idle_and_lets_nobody_else_work_meanwhile(
    school: School, sink: SmtpSink, deliver: Callable[[bytes], None]
) -> None:
    # Only IDLE can make it answer before the next poll.
    school.change("bot.toml", 'poll     = "60s"', 'poll     = "600s"')
    with school.at_work() as daemon:
        second = school.gehoor("run")
        assert second.returncode == 2
        assert second.stderr.splitlines() == [
            f"another gehoor works on this database (pid {daemon.pid})"
        ]
        once = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--once"],
            cwd=school.folder,
            env=school.env,
            stderr=subprocess.PIPE,
            text=True,
        )
        deliver(raw_mail())
        school.wait_for_letters(sink, 2)
        wait_until(lambda: [case["ack"] for case in school.cases()] == ["sent"])
        assert school.gehoor("health").returncode == 0
        _, said = once.communicate(timeout=60)
        assert (once.returncode, said.count("\n")) == (1, 1)
    assert school.account()["closes"] is True


def filed_by(client: IMAPClient) -> int:
    """How many mails and letters lie in the archive of the year."""
    return int(client.folder_status(ARCHIVE, ["MESSAGES"])[b"MESSAGES"])


def test_people_may_open_flag_and_move_mail_meanwhile(
    school: School, sink: SmtpSink, dovecot: Dovecot, somebody: str
) -> None:
    # Accepted letters are filed when the bot next looks.
    school.change("bot.toml", 'poll     = "60s"', 'poll     = "1s"')
    with dovecot.client(somebody) as outlook, school.at_work():
        outlook.create_folder("Te bekijken")
        for n in range(6):
            sender, message_id = f"ouder{n}@postvak.example", f"<{n}@postvak.example>"
            raw = raw_mail(sender=sender, message_id=message_id)
            # Some were opened and flagged before the bot could see them, some are opened now.
            outlook.append("INBOX", raw, flags=[rb"\Seen", rb"\Flagged"] if n % 2 else [])
            outlook.add_flags(outlook.search(["UNSEEN"]), [rb"\Seen", rb"\Answered"])
        school.wait_for_letters(sink, 12)
        wait_until(lambda: filed_by(outlook) == 6 + len(sink.letters))
        # Whatever people do with it once it is stored is their own business.
        outlook.select_folder(ARCHIVE)
        outlook.move(outlook.search()[:3], "Te bekijken")
        outlook.delete_messages(outlook.search()[:1])
        outlook.expunge()
    school.once()
    account = school.account()
    assert account["closes"] is True
    assert account["sum"] == {"complaint": 6}
    assert len(school.called_for(sink)) == 12
    numbers = [f"K-{YEAR}-{n:04d}" for n in range(1, 7)]
    assert [case["number"] for case in school.cases()] == numbers


def test_the_daemon_waits_for_a_server_that_is_away_and_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, sink: SmtpSink
) -> None:
    with Dovecot() as server:
        school = open_school(tmp_path_factory.mktemp("away"), server.mailbox("weg"), sink)
        server.deliver(raw_mail(), "weg")
        with school.at_work():
            school.wait_for_letters(sink, 2)
            server.stop()
            wait_until(lambda: "refuses connections" in school.daemon_log())
            server.start()
            server.deliver(raw_mail(sender="b@postvak.example", message_id="<b@postvak>"), "weg")
            school.wait_for_letters(sink, 4)
    assert "Traceback" not in school.daemon_log()
    assert school.account()["sum"] == {"complaint": 2}
