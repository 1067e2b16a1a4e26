"""The whole line by token: the program, Dovecot and a mail server that take none but a good one."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.builders import PARENT
from tests.jwtservers import KEY, JwtServer
from tests.mailservers import Dovecot
from tests.schoolhouse import complaints, wait_until
from tests.smtpservers import At, SmtpSink
from tests.tokenlines import BRIEF, BY_PERSON, BY_ROBOT, BY_SECRET, Line, a_line
from tests.tokenservers import ROBOT, a_robot

pytestmark = pytest.mark.needs_dovecot


# The first complaint


def test_by_microsoft_the_first_complaint_is_answered(line: Line) -> None:
    line.deliver()
    line.school.once()
    assert line.answered() == 1
    assert [case["ack"] for case in line.school.cases()] == ["sent"]
    assert line.in_inbox() == 0
    assert set(line.sink.logins) == {("XOAUTH2", line.user, True)}
    assert line.tokens.renewals == 1


def test_by_google_the_first_complaint_is_answered(line: Line) -> None:
    line.school.change("bot.toml", '"microsoft365"', '"google"')
    line.tokens.rotates = ""
    line.tokens.mailboxes = {line.user}
    line.school.env["APP_KEY"] = a_robot(line.tokens, ROBOT)
    line.oauth(BY_ROBOT)
    line.deliver()
    line.school.once()
    assert line.answered() == 1
    assert line.school.account()["sum"] == {"complaint": 1}
    assert line.tokens.renewals == 1


def test_where_only_oauthbearer_is_offered_it_does_as_well(
    somebody: str, tokens: JwtServer, tmp_path: Path
) -> None:
    with (
        Dovecot(token_key=KEY, token_methods="oauthbearer") as imap,
        SmtpSink(user=somebody, token=tokens.judge, method="OAUTHBEARER") as sink,
    ):
        line = a_line(tmp_path, imap, somebody, sink, tokens)
        line.oauth(BY_SECRET)
        line.deliver()
        line.school.once()
        assert line.answered() == 1
        assert set(sink.logins) == {("OAUTHBEARER", somebody, True)}


# Tokens end


def test_a_token_that_has_ended_is_renewed_without_a_word(line: Line) -> None:
    line.tokens.lasts = BRIEF
    line.deliver()
    line.school.once()
    line.end_the_token()
    line.tokens.lasts = 3600
    line.deliver(2)
    done = line.school.once()
    assert complaints(done) == []
    assert line.answered() == 2
    before = line.tokens.renewals
    line.school.once()
    assert line.tokens.renewals == before  # it was kept


def test_the_daemon_goes_on_when_its_sessions_end_with_their_token(line: Line) -> None:
    line.tokens.lasts = 2
    with line.school.at_work():
        line.deliver()
        wait_until(lambda: line.answered() == 1)
        line.end_the_session()
        line.deliver(2)
        wait_until(lambda: line.answered() == 2)
    log = line.school.daemon_log()
    assert "event=session_ended" in log
    assert "level=warning" not in log
    assert line.school.account()["sum"] == {"complaint": 2}


@pytest.mark.parametrize("at", [At.RCPT, At.DATA, At.TEXT])
def test_a_token_that_ends_in_the_middle_of_a_letter_loses_none(line: Line, at: At) -> None:
    line.sink.answer(at, "530 5.7.57 Client was not authenticated", to=PARENT.email, times=1)
    line.deliver()
    done = line.school.gehoor("run", "--once")
    assert done.returncode in {0, 1}
    line.school.once()
    assert line.answered() == 1
    assert [case["ack"] for case in line.school.cases()] == ["sent"]


# Consent


def test_a_consent_that_is_taken_back_is_told_and_given_anew(line: Line) -> None:
    line.oauth(BY_PERSON)
    line.tokens.lasts = BRIEF
    line.consented()
    line.deliver()
    line.school.once()
    line.tokens.revoke()
    line.end_the_token()
    line.deliver(2)
    done = line.school.gehoor("run", "--once")
    assert done.returncode == 1
    told = [each for each in complaints(done) if "mailbox[0].imap" in each]
    assert len(told) == 1
    assert "AADSTS50173" in told[0]
    assert "gehoor oauth login" in told[0]
    assert line.in_inbox() == 1
    assert line.answered() == 1
    line.tokens.lasts = 3600
    line.consented()
    line.school.once()
    assert line.in_inbox() == 0
    assert line.answered() == 2


def test_a_daemon_hears_of_a_new_consent_by_itself(line: Line) -> None:
    line.oauth(BY_PERSON)
    line.tokens.lasts = 2
    line.consented()
    line.deliver()
    with line.school.at_work():
        wait_until(lambda: line.answered() == 1)
        line.tokens.revoke()
        line.end_the_session()
        line.deliver(2)
        wait_until(lambda: "AADSTS50173" in line.school.daemon_log())
        line.tokens.lasts = 3600
        line.consented()
        wait_until(lambda: line.answered() == 2)
    assert line.school.account()["sum"] == {"complaint": 2}


# The token service


def test_a_token_service_that_is_away_delays_and_loses_nothing(line: Line) -> None:
    line.tokens.lasts = BRIEF
    line.school.once()
    line.end_the_token()
    line.tokens.stop()
    line.deliver()
    for _ in range(2):
        done = line.school.gehoor("run", "--once")
        assert done.returncode == 1
        (told,) = {each for each in complaints(done) if "mailbox[0].imap" in each}
        assert "token endpoint" in told
        assert "The login service cannot be reached" in told
    assert line.in_inbox() == 1
    line.tokens.lasts = 3600
    line.tokens.start()
    line.school.once()
    assert line.answered() == 1


def is_at_the_lock(pid: int) -> bool:
    """Whether this process is renewing a token, or waits for another that is."""
    with suppress(psutil.Error):
        return any(Path(file.path).suffix == ".lock" for file in psutil.Process(pid).open_files())
    return False


def test_two_processes_that_renew_at_once_spend_the_refresh_token_once(line: Line) -> None:
    line.oauth(BY_PERSON)
    line.tokens.rotates = "revokes"
    line.tokens.lasts = BRIEF
    line.consented()
    line.end_the_token()
    line.tokens.lasts = 3600
    line.deliver()
    before = line.tokens.renewals
    line.tokens.gate.clear()
    heard = len(line.tokens.asked)
    several = [
        subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=line.school.folder,
            env=line.school.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in (["run", "--once"], ["check", "--online", "--json"])
    ]
    wait_until(lambda: all(is_at_the_lock(one.pid) for one in several))
    wait_until(lambda: len(line.tokens.asked) > heard)
    line.tokens.gate.set()
    (_, said), (checked, _) = [each.communicate(timeout=60) for each in several]
    assert several[0].returncode == 0, said
    assert not [one for one in json.loads(checked)["findings"] if "oauth" in one["key"]]
    assert line.tokens.renewals == before + 1
    assert line.answered() == 1
