"""What dispatch relies on, from the postman who only collects and from the real one alike."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from bot.clock import monotonic
from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome, Refused, Uncertain
from bot.post.smtp.postman import Postman, SmtpServer
from tests.collecting import CollectingPostman
from tests.smtpservers import At, SmtpSink

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

BOX = "klachten@school.example"


class World(Protocol):
    """A postman, and the mail server behind him."""

    postman: Any

    def refuse(self, to: str) -> None: ...
    def delay(self, to: str) -> None: ...
    def hang_up_after_the_text(self, to: str) -> None: ...
    def go_away(self) -> None: ...
    def kept(self) -> list[str]: ...


class Collecting:
    def __init__(self) -> None:
        self.postman = CollectingPostman()

    def refuse(self, to: str) -> None:
        self.postman.plan(to, Refused(550, "5.1.1 no such mailbox"))

    def delay(self, to: str) -> None:
        self.postman.plan(to, Delayed("450 4.2.0 try later"))

    def hang_up_after_the_text(self, to: str) -> None:
        self.postman.plan(to, Uncertain("connection lost after the text"))

    def go_away(self) -> None:
        self.postman.unusable = "127.0.0.1:25: refuses connections"

    def kept(self) -> list[str]:
        return [letter.recipient for letter in self.postman.letters]


class Real:
    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink
        server = SmtpServer(host="127.0.0.1", port=sink.port, security="none", timeout=10)
        self.postman = Postman(server, monotonic=monotonic)

    def refuse(self, to: str) -> None:
        self.sink.answer(At.RCPT, "550 5.1.1 no such mailbox", to=to)

    def delay(self, to: str) -> None:
        self.sink.answer(At.RCPT, "450 4.2.0 try later", to=to)

    def hang_up_after_the_text(self, to: str) -> None:
        self.sink.hang_up(At.TEXT, to=to)

    def go_away(self) -> None:
        self.sink.__exit__()

    def kept(self) -> list[str]:
        return [to for letter in self.sink.letters for to in letter.recipients]


@pytest.fixture(params=["collecting", "real"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "collecting":
        yield Collecting()
        return
    sink = SmtpSink().__enter__()
    yield Real(sink)
    if sink._thread.is_alive():
        sink.__exit__()
    assert sink.errors == []


def a_letter(to: str) -> Envelope:
    content = f"From: {BOX}\r\nTo: {to}\r\nSubject: x\r\n\r\nBeste ouder\r\n".encode()
    return Envelope(sender=BOX, recipient=to, content=content)


def played(world: World, play: Coroutine[Any, Any, Outcome]) -> Outcome:
    async def closing() -> Outcome:
        try:
            return await play
        finally:
            await world.postman.close()

    return asyncio.run(closing())


def delivered(world: World, *to: str, stop: threading.Event | None = None) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}

    def once(key: str, outcome: Outcome) -> None:
        assert key not in outcomes, "each letter is told once"
        outcomes[key] = outcome

    async def run() -> None:
        letters = ((one, a_letter(one)) for one in to)
        await world.postman.deliver_all(letters, once, stop=stop)
        await world.postman.close()

    asyncio.run(run())
    return outcomes


def test_a_letter_the_server_takes_is_accepted_with_its_words(world: World) -> None:
    outcome = played(world, world.postman.deliver(a_letter("an@ouder.example")))
    assert isinstance(outcome, Accepted)
    assert outcome.words.startswith("250 ")
    assert world.kept() == ["an@ouder.example"]


def test_a_recipient_nobody_has_is_refused_for_good(world: World) -> None:
    world.refuse("weg@ouder.example")
    outcome = played(world, world.postman.deliver(a_letter("weg@ouder.example")))
    assert outcome == Refused(550, "5.1.1 no such mailbox")
    assert world.kept() == []


def test_try_later_is_delayed_and_says_nothing_of_other_letters(world: World) -> None:
    world.delay("vol@ouder.example")
    outcome = played(world, world.postman.deliver(a_letter("vol@ouder.example")))
    assert outcome == Delayed("450 4.2.0 try later")
    assert world.postman.unusable is None


def test_a_connection_lost_after_the_text_leaves_it_uncertain(world: World) -> None:
    world.hang_up_after_the_text("an@ouder.example")
    outcome = played(world, world.postman.deliver(a_letter("an@ouder.example")))
    assert isinstance(outcome, Uncertain)
    assert "connection lost after the text" in outcome.words


def test_of_many_letters_each_is_told_once_and_none_spoils_the_next(world: World) -> None:
    world.refuse("weg@ouder.example")
    world.delay("vol@ouder.example")
    world.hang_up_after_the_text("half@ouder.example")
    others = [f"p{n}@ouder.example" for n in range(20)]
    outcomes = delivered(
        world, "weg@ouder.example", *others[:10], "vol@ouder.example", "half@ouder.example",
        *others[10:],
    )  # fmt: skip
    assert {to: type(outcome) for to, outcome in outcomes.items()} == {
        "weg@ouder.example": Refused,
        "vol@ouder.example": Delayed,
        "half@ouder.example": Uncertain,
        **dict.fromkeys(others, Accepted),
    }
    assert sorted(world.kept()) == sorted(others)


def test_without_a_server_every_letter_is_delayed_and_health_knows_why(world: World) -> None:
    world.go_away()
    outcomes = delivered(world, *(f"p{n}@ouder.example" for n in range(50)))
    assert len(outcomes) == 50
    assert all(isinstance(outcome, Delayed) for outcome in outcomes.values())
    assert "refuses connections" in world.postman.unusable
    assert asyncio.run(world.postman.check()) == world.postman.unusable


def test_once_stopped_no_letter_starts_and_none_is_told(world: World) -> None:
    stop = threading.Event()
    stop.set()
    assert delivered(world, "an@ouder.example", stop=stop) == {}
    assert world.kept() == []


def test_a_closed_postman_works_again_on_another_loop(world: World) -> None:
    for _ in range(2):
        outcomes = delivered(world, *(f"p{n}@ouder.example" for n in range(5)))
        assert all(isinstance(outcome, Accepted) for outcome in outcomes.values())
    assert len(world.kept()) == 10


def test_check_finds_nothing_wrong_with_a_server_that_works(world: World) -> None:
    assert asyncio.run(world.postman.check(BOX)) is None
    assert world.kept() == []
