"""`say`, `away`, `back`: what a person says of a case or of being away, under their name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bot.cli.opening import complain, log_to_stderr, look_into, or_say_why, settings_of
from bot.cli.tables import clean
from bot.core.happening import PersonDecided, PersonsWord


class Saying(NamedTuple):
    """One word for the terminal: what it means, and which options it cannot do without."""

    word: PersonsWord
    means: str
    needs: tuple[str, ...] = ()


SAYINGS: Mapping[str, Saying] = {
    "take": Saying(PersonsWord.CASE_TAKEN, "the case is yours, or --whom's"),
    "simple": Saying(PersonsWord.SIMPLE, "can be solved soon: staff aim at an earlier day"),
    "complex": Saying(PersonsWord.COMPLEX, "needs research or consultation"),
    "met": Saying(PersonsWord.DUTY_MET, "--duty is done; --how is the proof", ("duty", "how")),
    "extend": Saying(PersonsWord.TERM_EXTENDED, "more time for the answer, once", ("how",)),
    "stop": Saying(PersonsWord.CLOCK_STOPPED, "the complainant owes an answer", ("how",)),
    "resume": Saying(PersonsWord.CLOCK_RUNS, "the complainant answered", ("how",)),
    "promise": Saying(
        PersonsWord.MEASURE_PROMISED, "--how is promised, by --whom, --until a day", ("how", "whom")
    ),
}


def _spoken() -> str:
    """All words with what they mean."""
    return "; ".join(f"{word}: {saying.means}" for word, saying in SAYINGS.items())


@or_say_why
def say(config: Path, number: str, word: str, given: Mapping[str, str]) -> int:
    """Notes what a person said of a case; 2 when it cannot be done, and why."""
    from bot.core.case import DeadlineKind

    saying = SAYINGS.get(word)
    if saying is None:
        complain(f"say: there is no word {clean(word)}. {_spoken()}")
        return 2
    lacking = [f"--{name}" for name in saying.needs if not given[name].strip()]
    if lacking:
        complain(f"say {word}: missing: {', '.join(lacking)}")
        return 2
    kinds = {kind.value for kind in DeadlineKind}
    if given["duty"] and given["duty"] not in kinds:
        complain(f"say: there is no duty {given['duty']}; one of {', '.join(sorted(kinds))}")
        return 2
    on = _day("say", given["until"]) if given["until"] else None
    if given["until"] and on is None:
        return 2
    decided = PersonDecided(
        what=saying.word,
        by=given["by"],
        how=given["how"],
        duty=DeadlineKind(given["duty"]) if given["duty"] else None,
        n=int(given["n"]),
        whom=given["whom"],
        on=on,
    )
    return _tell(config, decided, number.upper())


@or_say_why
def away(config: Path, person: str, until: str, deputy: str) -> int:
    """Notes that a person is away up to and including a day."""
    on = _day("away", until)
    if on is None:
        return 2
    return _tell(config, PersonDecided(what=PersonsWord.AWAY, by=person, whom=deputy, on=on), None)


@or_say_why
def back(config: Path, person: str) -> int:
    """Notes that a person is here again."""
    return _tell(config, PersonDecided(what=PersonsWord.BACK, by=person), None)


def _tell(config: Path, word: PersonDecided, number: str | None) -> int:
    from bot.core.duties.said import NotPossible
    from bot.core.parties import find_person
    from bot.wiring import build

    log_to_stderr()
    settings = settings_of(config, needs_secrets=True)
    for named in filter(None, (word.by, word.whom)):
        if find_person(settings.policy, named) is None:
            complain(f"nobody in people.toml has the id {named}")
            return 2
    look_into(settings).close()
    bot = build(settings)
    try:
        with bot.ledger.glance() as look:
            if number is not None and look.case(number) is None:
                complain(f"there is no case {number}")
                return 2
        bot.casework.person(word, number)
    except NotPossible as error:
        complain(f"{number or word.by}: {error}")
        return 2
    finally:
        bot.database.close()
    print(f"{number or word.by}: noted")
    return 0


def _day(command: str, text: str) -> date | None:
    """A day; None when it is none, which was then said."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        complain(f"{command}: '{text}' is no day like 2027-01-04")
        return None
