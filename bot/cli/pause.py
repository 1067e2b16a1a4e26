"""`pause` and `resume`: automatic letters to parents wait, for who cannot order it by mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.opening import complain, log_to_stderr, look_into, or_say_why, settings_of
from bot.cli.tables import clean
from bot.core.happening import LettersPaused, LettersResumed

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from bot.core.policy import Policy


@or_say_why
def pause(config: Path, by: str, until: str) -> int:
    """Keeps automatic letters to outsiders back; 2 when it cannot be, and why."""
    settings = settings_of(config)
    at = _moment(until, settings.policy) if until else None
    if until and at is None:
        complain(f"pause: '{clean(until)}' is no moment to come like \"morgen 9u\" or 2027-01-04")
        return 2
    return _tell(config, LettersPaused(by, at))


@or_say_why
def resume(config: Path, by: str) -> int:
    """Lets them leave again; 2 when there is no pause."""
    return _tell(config, LettersResumed(by))


def paused_line(until: datetime, zone: tzinfo) -> str:
    """What stands below figures while a pause lasts."""
    local = until.astimezone(zone)
    return f"gepauzeerd tot {local:%d/%m/%Y %H:%M}: automatische brieven aan ouders wachten"


def _moment(words: str, policy: Policy) -> datetime | None:
    from bot.clock import SystemClock
    from bot.core.staff.until import moment_meant

    return moment_meant(words, SystemClock().now(), policy).at


def _tell(config: Path, happening: LettersPaused | LettersResumed) -> int:
    from bot.core.duties.refusal import NotPossible
    from bot.store.ledger import About
    from bot.wiring import build

    log_to_stderr()
    settings = settings_of(config, needs_secrets=True)
    look_into(settings).close()
    bot = build(settings)
    try:
        bot.casework.happen(happening, about=About(actor=happening.by))
        lasting = bot.outbox.pause(bot.casework.clock.now())
    except NotPossible as error:
        complain(f"{clean(happening.by)}: {error}")
        return 2
    finally:
        bot.database.close()
    zone = settings.policy.zone
    print(paused_line(lasting.until, zone) if lasting else "automatic letters leave again")
    return 0
