"""The daemon while its tokens do not come: nothing is lost, and it goes on by itself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.builders import PARENT
from tests.schoolhouse import letters_to, text_of, wait_until
from tests.smtpservers import At
from tests.tokenlines import BRIEF, BY_PERSON, Line
from tests.tokenservers import Scripted

pytestmark = pytest.mark.needs_dovecot

ADMIN = "gust.hermans@schoolbestuur-demerland.example"
PORTAL = "<!DOCTYPE html><title>Aanmelden op het netwerk van de school</title>"

Outage: TypeAlias = "Callable[[Line], Callable[[], None]]"  # begins it; what it gives ends it


def is_down(line: Line) -> Callable[[], None]:
    line.tokens.stop()
    return line.tokens.start


def answers_html(line: Line) -> Callable[[], None]:
    soon = {"Retry-After": "1"}
    line.tokens.always = Scripted(status=503, body=PORTAL, content_type="text/html", headers=soon)

    def end() -> None:
        line.tokens.always = None

    return end


def nothing_is_lost(line: Line, mails: int) -> None:
    """Each mail is a case whose acknowledgment left once, and none is left behind."""
    line.school.once()
    assert line.answered() == mails
    assert line.in_inbox() == 0
    account = line.school.account()
    assert account["closes"]
    assert account["sum"] == {"complaint": mails}
    assert [case["ack"] for case in line.school.cases()] == ["sent"] * mails
    assert {letter["status"] for letter in line.school.letters()} == {"sent"}


@pytest.mark.parametrize("begin", [is_down, answers_html])
def test_a_daemon_outlives_its_token_service(line: Line, begin: Outage) -> None:
    line.tokens.lasts = 2
    with line.school.at_work():
        line.deliver()
        wait_until(lambda: line.answered() == 1)
        end = begin(line)
        line.end_the_session()
        line.deliver(2)
        wait_until(lambda: "token endpoint" in line.school.daemon_log())
        assert (line.in_inbox(), line.answered()) == (1, 1)
        line.tokens.lasts = 3600
        end()
        asked = line.tokens.renewals
        wait_until(lambda: line.tokens.renewals > asked)  # when its pauses are over
        wait_until(lambda: line.answered() == 2)
    assert "Traceback" not in line.school.daemon_log()
    nothing_is_lost(line, 2)


def test_a_daemon_waits_for_a_slow_token_service_and_asks_it_once(line: Line) -> None:
    line.tokens.lasts = 2
    with line.school.at_work():
        line.deliver()
        wait_until(lambda: line.answered() == 1)
        line.tokens.gate.clear()
        line.end_the_session()
        line.deliver(2)
        asked = len(line.tokens.asked)
        wait_until(lambda: len(line.tokens.asked) > asked)
        assert (line.in_inbox(), line.answered()) == (1, 1)
        line.tokens.lasts = 3600
        line.tokens.gate.set()
        wait_until(lambda: line.answered() == 2)
    nothing_is_lost(line, 2)


def test_a_letter_that_could_not_leave_waits_for_the_token_service(line: Line) -> None:
    line.tokens.lasts = BRIEF
    line.sink.answer(At.RCPT, "451 4.3.2 Try again later", to=PARENT.email, times=1)
    line.deliver()
    assert line.school.gehoor("run", "--once").returncode == 1
    line.end_the_token()
    line.tokens.stop()
    assert line.school.gehoor("run", "--once").returncode == 1
    assert [case["ack"] for case in line.school.cases()] == ["queued"]
    line.tokens.lasts = 3600
    line.tokens.start()
    nothing_is_lost(line, 1)


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own for this folder; gives the file that fills it once it is written."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root mounts a disk")
    try:
        yield folder / "filler"
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(file: Path) -> None:
    """Until the kernel says that no space is left."""
    with file.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"\0" * 4096):
            pass
    assert shutil.disk_usage(file.parent).free == 0


def test_a_full_disk_under_a_rotated_token_is_told_and_nothing_stops(line: Line) -> None:
    line.oauth(BY_PERSON)
    line.tokens.lasts = 2
    with a_small_disk(line.school.folder / "var" / "tokens") as filler:
        line.consented()
        (kept,) = filler.parent.glob("*.token")
        before = kept.read_bytes()
        fill(filler)
        line.end_the_token()
        line.deliver()
        line.school.once()
        report = line.school.ask("health")
        (access,) = report["access"]
        assert (access["ok"], access["trouble"]) == (True, "not_stored")
        assert any("(not_stored)" in warning for warning in report["warnings"])
        texts = [text_of(letter) for letter in letters_to(line.sink, ADMIN)]
        (told,) = [text for text in texts if "(not_stored)" in text]
        assert "Maak schijfruimte vrij" in told
        with line.school.at_work():
            line.end_the_session()
            line.deliver(2)
            wait_until(lambda: line.answered() == 2)
            assert kept.read_bytes() == before
            filler.unlink()
            line.end_the_session()
            line.deliver(3)
            wait_until(lambda: line.answered() == 3)
            assert kept.read_bytes() != before
        # A restart goes on with what was stored.
        nothing_is_lost(line, 3)
        assert line.school.ask("health")["warnings"] == []
