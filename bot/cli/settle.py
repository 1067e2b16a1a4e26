"""`release`, `waive`, `seen`: what only a person may settle, under their name."""

from __future__ import annotations

from pathlib import Path

from bot.cli.opening import complain, log_to_stderr, look_into, or_say_why, settings_of
from bot.core.case import Ack
from bot.core.happening import PersonDecided, PersonsWord


def release(config: Path, number: str, by: str) -> int:
    """Lets a held acknowledgment go."""
    return _settle(config, number, PersonDecided(what=PersonsWord.ACK_RELEASED, by=by))


def waive(config: Path, number: str, by: str, how: str) -> int:
    """Notes how the complainant was told instead."""
    return _settle(config, number, PersonDecided(what=PersonsWord.ACK_WAIVED, by=by, how=how))


def seen(config: Path, number: str, by: str) -> int:
    """Stops the alarm of a case."""
    return _settle(config, number, PersonDecided(what=PersonsWord.ALARM_SEEN, by=by))


@or_say_why
def _settle(config: Path, number: str, word: PersonDecided) -> int:
    from bot.core.parties import find_person
    from bot.wiring import build

    log_to_stderr()
    number = number.upper()
    settings = settings_of(config, needs_secrets=True)
    if find_person(settings.policy, word.by) is None:
        complain(f"nobody in people.toml has the id {word.by}")
        return 2
    look_into(settings).close()
    bot = build(settings)
    try:
        with bot.ledger.glance() as look:
            case = look.case(number)
            held = look.held_acknowledgment(number)
        if case is None:
            complain(f"there is no case {number}")
            return 2
        if word.what is PersonsWord.ACK_RELEASED and held is None:
            complain(f"{number}: no acknowledgment is held")
            return 2
        if word.what is PersonsWord.ACK_WAIVED and case.ack is Ack.SENT:
            complain(f"{number}: the acknowledgment was sent already")
            return 2
        if word.what is PersonsWord.ALARM_SEEN and case.alarmed_at is None:
            complain(f"{number}: no alarm rings")
            return 2
        bot.casework.person(word, number)
    finally:
        bot.database.close()
    print(f"{number}: noted")
    return 0
