"""The provider's rate, on a clock that is set by hand."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.post.smtp.envelope import Accepted, Envelope, Outcome
from bot.post.smtp.pace import Pace
from bot.post.smtp.postman import Postman, SmtpServer
from tests.smtpservers import SmtpSink


class HandClock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


def a_pace(per_minute: int, clock: HandClock) -> Pace:
    return Pace(per_minute, monotonic=clock.monotonic, sleep=clock.sleep)


def test_without_a_rate_there_is_always_room() -> None:
    clock = HandClock()
    pace = a_pace(0, clock)
    assert pace.room() is None
    asyncio.run(pace.take_turn())
    assert (pace.room(), clock.slept) == (None, [])


def test_room_shrinks_with_each_letter_and_comes_back_after_a_minute() -> None:
    clock = HandClock()
    pace = a_pace(3, clock)
    for left in (2, 1, 0):
        asyncio.run(pace.take_turn())
        assert pace.room() == left
        clock.seconds += 10
    clock.seconds = 1059.9
    assert pace.room() == 0
    clock.seconds = 1060.0
    assert pace.room() == 1


@given(st.integers(1, 40), st.lists(st.floats(0, 90), max_size=80))
def test_never_more_than_agreed_in_any_minute(per_minute: int, pauses: list[float]) -> None:
    clock = HandClock()
    pace = a_pace(per_minute, clock)
    gone = []
    for pause in pauses:
        clock.seconds += pause
        asyncio.run(pace.take_turn())
        gone.append(clock.seconds)
    for first, last in zip(gone, gone[per_minute:], strict=False):
        assert last - first >= 59.999


def test_a_cancelled_wait_takes_no_turn() -> None:
    clock = HandClock()

    async def forever(_: float) -> None:
        await asyncio.Event().wait()

    pace = Pace(1, monotonic=clock.monotonic, sleep=forever)

    async def act() -> None:
        await pace.take_turn()
        waiting = asyncio.create_task(pace.take_turn())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(act())
    assert pace.room() == 0
    clock.seconds += 60
    assert pace.room() == 1


def test_the_postman_lets_letters_wait_for_their_turn_and_alarms_nobody() -> None:
    clock = HandClock()
    outcomes: list[Outcome] = []

    async def act() -> None:
        server = SmtpServer(host="127.0.0.1", port=sink.port, security="none", per_minute=10)
        postman = Postman(server, monotonic=clock.monotonic, sleep=clock.sleep)
        assert postman.room() == 10
        letters = (
            (n, Envelope(sender="a@b.example", recipient=f"p{n}@x.example", content=b"Hoi\r\n"))
            for n in range(25)
        )
        await postman.deliver_all(letters, lambda _, outcome: outcomes.append(outcome))
        assert postman.room() == 5
        assert postman.unusable is None
        await postman.close()

    with SmtpSink() as sink:
        asyncio.run(act())
    assert [type(outcome) for outcome in outcomes] == [Accepted] * 25
    assert sum(clock.slept) >= 120
