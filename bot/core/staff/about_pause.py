"""The pause of automatic letters to outsiders: begun and ended by an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.instructions import Verb
from bot.core.instructions.verbs import word_of
from bot.core.staff.administrators import asks, for_administrators
from bot.core.staff.until import Moment, Unsure, moment_meant
from bot.core.standstill import begun, ended, latest_end, usual_end


def pause(acting: Acting) -> Answer:
    """Automatic letters to outsiders wait till a moment; the letter about it goes to all."""
    by, facts, policy, text = acting.by, acting.facts, acting.policy, acting.order.text.strip()
    latest = latest_end(facts, policy)
    moment = Moment(at=usual_end(facts, policy))
    if text:
        moment = moment_meant(text, facts.now, policy, english=by.language == "en")
    if moment.at is None or moment.at > latest:
        return _asked_until(moment, latest, acting)
    effects = tuple(begun(by, moment.at, facts, policy))
    return Done(effects=effects, shown=True, undoable=False)


def resume(acting: Acting) -> Answer:
    """The pause is over, and what waited leaves; the letter about it goes to all."""
    standing = acting.facts.pause
    if standing is None or not acting.facts.paused:
        return Asked(
            asks("no_pause", acting), choices=offers.choices((offers.HOW_IT_IS,), acting.by)
        )
    effects = tuple(ended(standing, acting.by, acting.facts, acting.policy))
    return Done(effects=effects, shown=True, undoable=False)


def _asked_until(moment: Moment, latest: datetime, acting: Acting) -> Asked:
    word = word_of(Verb.ADMIN_PAUSE, acting.by.language)
    if moment.unsure is Unsure.AMBIGUOUS:
        days = tuple((f"{day:%d/%m/%Y}", f"{word} {day:%Y-%m-%d}") for day in moment.days)
        return Asked(asks("until_ambiguous", acting), choices=days)
    if moment.unsure is Unsure.UNKNOWN:
        return Asked(asks("until_unknown", acting), prefilled=(word.capitalize(), f"{word}: "))
    usual = usual_end(acting.facts, acting.policy)
    ends = {f"{end:%d/%m/%Y}": f"{word} {end:%Y-%m-%d}" for end in (usual, latest)}
    if moment.unsure is Unsure.PAST:
        return Asked(asks("until_past", acting), choices=tuple(ends.items()))
    said = asks("until_late", acting, latest=_spoken(latest, acting))
    return Asked(said, choices=tuple(ends.items())[-1:])


def _spoken(at: datetime, acting: Acting) -> str:
    local = at.astimezone(acting.policy.zone)
    between = "at" if acting.by.language == "en" else "om"
    return f"{local:%d/%m/%Y} {between} {local:%H:%M}"


ACTS: Mapping[Verb, Act] = {
    Verb.ADMIN_PAUSE: for_administrators(pause),
    Verb.ADMIN_RESUME: for_administrators(resume),
}
