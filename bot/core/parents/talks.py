"""The talk after which a complaint is solved: its day, as the order names it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core.acting import Acting
from bot.core.clause import Clause
from bot.core.duties.refusal import NotPossible
from bot.core.instructions import Field, Order
from bot.core.instructions.dates import Days, day_meant
from bot.core.parents.days import which_day

# "OPGELOST gesprek op 8/12: de jas is terug": the day, and what is said behind it.
_AT_ITS_HEAD = re.compile(
    r"(?:na\s+|after\s+)?(?:(?:het|ons|een|the|our|a)\s+)?"
    r"(?:gesprek\s+(?:op|van)|talk\s+(?:on|of))\s+(?P<day>[^:\n]{1,40}?)\s*(?::|\n|$)",
    re.IGNORECASE,
)
_NO_DAY = Clause(
    "ik lees geen dag in '{said}': schrijf de dag van het gesprek als 8/12",
    "there is no day to read in '{said}': write the day of the talk as 8 December",
)
_TO_COME = Clause("het gesprek van {day} moet nog komen", "the talk of {day} is yet to come")
_TOO_EARLY = Clause(
    "{day} is voor de klacht, die kwam op {came}", "{day} is before the complaint of {came}"
)


def with_talk(acting: Acting) -> Order:
    """The order with the local day of its talk in `on`; as it was where it tells of no talk.

    The day is settled once: "gisteren" is another day when the letter is approved tomorrow.

    Raises:
        NotPossible: the day cannot be read, may be two days, is to come, or was before the case.
    """
    order = acting.order
    if order.on is not None:
        return order
    said, text = order.one(Field.TALK_ON), order.text
    if not said and (head := _AT_ITS_HEAD.match(text)) and day_meant(head["day"], _days(acting)):
        said, text = head["day"], text[head.end() :].strip()
    if not said:
        return order
    meant = day_meant(said, _days(acting))
    if meant is None:
        raise NotPossible(_NO_DAY, said=said)
    if len(meant.dates) > 1:
        raise which_day(said, meant)
    if meant.day > acting.facts.today:
        raise NotPossible(_TO_COME, day=f"{meant.day:%d-%m-%Y}")
    if acting.case is not None and meant.day < acting.case.received_on:
        came = f"{acting.case.received_on:%d-%m-%Y}"
        raise NotPossible(_TOO_EARLY, day=f"{meant.day:%d-%m-%Y}", came=came)
    fields = {**order.fields, Field.TALK_ON: (meant.day.isoformat(),)}
    return replace(order, on=meant.day, text=text, fields=fields)


def _days(acting: Acting) -> Days:
    """A talk was; a day without its year is the last one."""
    words, english = acting.policy.words.vocabulary, acting.by.language == "en"
    return Days(acting.facts.today, words, english=english, ahead=False)
