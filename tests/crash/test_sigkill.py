from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import partial
from pathlib import Path

import pytest

from bot.clock import SystemClock, monotonic, pause
from tests.bench.mails import backlog
from tests.mailservers import Dovecot
from tests.schoolhouse import School, open_school, wait_until
from tests.smtpservers import Kept, SmtpSink

pytestmark = pytest.mark.needs_dovecot

KILLS = 10
MAILS_A_LIFE = 30
OPENS_A_CASE = {"complaint", "copied", "without id", "borrowed id"}
MARK = "X-Number"


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A mail as it was posted; a copied one is delivered a second time, to an alias."""

    number: int
    kind: str
    sender: str
    raw: bytes


def the_post(count: int, dice: random.Random) -> list[Posted]:
    """Complaints, replies and machines; some complaints copied, without id, or with another's."""
    made = list(backlog(count, seed=dice.randrange(10**6)))
    answered = {
        int(found[1]) for mail in made if (found := re.search(rb"In-Reply-To: <m(\d+)@", mail.raw))
    }
    first = next(number for number, mail in enumerate(made) if mail.kind == "complaint")
    post = []
    for number, mail in enumerate(made):
        kind, raw = mail.kind, mail.raw
        if kind == "complaint" and number not in answered | {first}:
            kind = dice.choice(["complaint"] * 3 + ["copied", "without id", "borrowed id"])
        own_id = b"Message-ID: <m%d@prov.example>\r\n" % number
        if kind == "without id":
            raw = raw.replace(own_id, b"")
        if kind == "borrowed id":
            raw = raw.replace(own_id, b"Message-ID: <m%d@prov.example>\r\n" % first)
        raw = f"{MARK}: {number}\r\n".encode() + raw
        post.append(Posted(number=number, kind=kind, sender=mail.sender, raw=raw))
    return post


def deliver(dovecot: Dovecot, user: str, post: list[Posted]) -> None:
    for mail in post:
        dovecot.deliver(mail.raw, user)
        if mail.kind == "copied":
            dovecot.deliver(mail.raw, f"{user}+klacht")


@dataclass(frozen=True)
class Daemon:
    """The real daemon, life after life; its log is that of all of them."""

    school: School

    @property
    def lock(self) -> Path:
        return self.school.database.with_name("gehoor.db.lock")

    def log(self, since: int = 0) -> bytes:
        """What it said, from this octet on."""
        path = self.school.folder / "daemon.log"
        return path.read_bytes()[since:] if path.exists() else b""

    @contextmanager
    def alive(self) -> Iterator[subprocess.Popen[bytes]]:
        """It works, until SIGKILL at the end of the block."""
        with (self.school.folder / "daemon.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.school.folder,
                env=self.school.env,
                stderr=log,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def until(process: subprocess.Popen[bytes], is_so: Callable[[], object]) -> None:
    """Looks as often as it can: the right moment for a kill is over in milliseconds."""
    deadline = monotonic() + 60
    while not is_so():
        assert process.poll() is None, "it ended by itself"
        assert monotonic() < deadline
        pause(0.001)


def die_at_the_start(daemon: Daemon, dice: random.Random) -> None:
    """Somewhere between the lock and the first look at the mailbox."""
    with daemon.alive() as process:
        pid = str(process.pid)
        until(process, lambda: daemon.lock.exists() and daemon.lock.read_text() == pid)
        pause(dice.uniform(0, 0.3))


def die_at_work(
    daemon: Daemon, sink: SmtpSink, dice: random.Random, more_mail: Callable[[], None]
) -> None:
    """After so many letters, or lines of the log, but later than the second mail was decided.

    A mail that three lives in a row ended on would rightly be set aside as the one that kills.
    """
    said, letters = len(daemon.log()), len(sink.letters)
    so_many = dice.randint(1, 40)
    with daemon.alive() as process:
        more_mail()
        until(process, lambda: len(re.findall(rb" mail=\d", daemon.log(said))) >= 2)
        if dice.random() < 0.5:
            until(process, lambda: len(sink.letters) >= letters + so_many)
        else:
            until(process, lambda: daemon.log(said).count(b"\n") >= so_many)


@dataclass
class Watcher:
    """Looks after each life at what the mail server got in it."""

    school: School
    sink: SmtpSink
    marked: set[str] = field(default_factory=set)
    seen: int = 0
    copies: list[int] = field(default_factory=list)

    def check_the_letters_of_this_life(self) -> None:
        """Each went once, and none of which the outbox knew that it had gone before."""
        self.sink.wait_until(lambda: self.sink.open_connections == 0)
        earlier = {message_id_of(letter) for letter in self.sink.letters[: self.seen]}
        now = [message_id_of(letter) for letter in self.sink.letters[self.seen :]]
        assert len(set(now)) == len(now)
        assert self.marked.isdisjoint(now)
        self.copies.append(len(earlier.intersection(now)))
        self.seen = len(self.sink.letters)
        if self.school.database.exists():
            letters = self.school.letters()
            self.marked = {one["message_id"] for one in letters if one["status"] == "sent"}


def message_id_of(letter: Kept) -> str:
    return str(message_from_bytes(letter.content)["Message-ID"])


def is_all_done(school: School, mails: int) -> bool:
    """Every mail decided, every letter accepted, heard of and kept."""
    account = school.account()
    return (
        account["received"] == mails
        and "waiting" not in account["sum"]
        and {letter["status"] for letter in school.letters()} == {"sent"}
        and {case["ack"] for case in school.cases()} == {"sent"}
    )


def undone(school: School) -> str:
    """What is not done, for the message of a failure."""
    letters = [
        (one["id"], one["letter"], one["status"], one["attempts"], one["error"])
        for one in school.letters()
        if one["status"] != "sent"
    ]
    return f"{school.account()['sum']} {letters}"


def test_a_daemon_killed_again_and_again_loses_nothing_and_says_nothing_twice(
    dovecot: Dovecot, somebody: str, tmp_path: Path
) -> None:
    dice = random.Random(20261122)
    post = the_post(MAILS_A_LIFE * (KILLS + 1), dice)
    parts = [post[n : n + MAILS_A_LIFE] for n in range(0, len(post), MAILS_A_LIFE)]
    with SmtpSink() as sink:
        school = open_school(tmp_path / "school", dovecot.mailbox(somebody), sink)
        school.change("bot.toml", "breaker_per_10min         = 60", "breaker_per_10min = 0")
        daemon, watcher = Daemon(school), Watcher(school, sink)
        die_at_the_start(daemon, dice)
        for life, part in enumerate(parts[:-1]):
            half = MAILS_A_LIFE // 2
            deliver(dovecot, somebody, part[:half])
            if life == KILLS // 2:
                die_at_the_start(daemon, dice)
                watcher.check_the_letters_of_this_life()
            die_at_work(daemon, sink, dice, partial(deliver, dovecot, somebody, part[half:]))
            watcher.check_the_letters_of_this_life()
        with daemon.alive() as process:
            deliver(dovecot, somebody, parts[-1])
            delivered = times_delivered(post)
            wait_until(
                lambda: is_all_done(school, delivered.total()),
                lambda: f"{undone(school)}\n{daemon.log()[-4000:].decode()}",
            )
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        watcher.check_the_letters_of_this_life()
    assert any(watcher.copies), "no kill came between acceptance and mark"
    assert b"level=error" not in daemon.log()
    check_the_books(school, post)
    check_the_letters(school, sink, post)
    check_the_mailbox(dovecot, somebody, delivered)


def times_delivered(post: list[Posted]) -> Counter[int]:
    twice = (mail.number for mail in post if mail.kind == "copied")
    return Counter(mail.number for mail in post) + Counter(twice)


def check_the_books(school: School, post: list[Posted]) -> None:
    account = school.ask("mails")
    assert account["closes"]
    assert account["received"] == times_delivered(post).total()
    assert account["sum"]["duplicate"] == sum(mail.kind == "copied" for mail in post)
    assert not [mail for mail in account["mails"] if mail["place"] == "set_aside"]
    assert account["sum"]["case_reply"] == sum(mail.kind == "reply" for mail in post)
    opening = [mail for mail in post if mail.kind in OPENS_A_CASE]
    cases, year = school.ask("register"), SystemClock().now().year
    assert [case["number"] for case in cases] == [
        f"K-{year}-{n + 1:04d}" for n in range(len(opening))
    ]
    # In the order they came: no kill let a later mail by.
    assert [case["complainant"]["email"] for case in cases] == [mail.sender for mail in opening]
    assert school.gehoor("log", "--verify").returncode == 0


def check_the_letters(school: School, sink: SmtpSink, post: list[Posted]) -> None:
    """One letter a matter, none to a machine; a copy is word for word what went before."""
    letters = school.ask("outbox")
    acknowledged = [letter["to"] for letter in letters if letter["letter"] == "acknowledgment"]
    assert acknowledged == [mail.sender for mail in post if mail.kind in OPENS_A_CASE]
    assert {one["message_id"] for one in letters} == {message_id_of(one) for one in sink.letters}
    different = {(letter.recipients, letter.content) for letter in sink.letters}
    assert len(different) == len(letters)
    machines = {mail.sender for mail in post if mail.kind == "automatic"}
    assert machines.isdisjoint(to for letter in sink.letters for to in letter.recipients)


def check_the_mailbox(dovecot: Dovecot, user: str, delivered: Counter[int]) -> None:
    """Nothing in the inbox; in the archive each mail once."""
    with dovecot.client(user) as client:
        assert client.search() == []
        client.select_folder(f"Gehoor/{SystemClock().now().year}", readonly=True)
        fetched = client.fetch(client.search(), [f"BODY.PEEK[HEADER.FIELDS ({MARK})]"])
    numbers = [re.search(rb"\d+", b"".join(map(bytes, mail.values()))) for mail in fetched.values()]
    assert Counter(int(number[0]) for number in numbers if number) == delivered
