"""The overview of a day: what a handler or coordinator has to do, and what they must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core import offers
from bot.core.calendar import local_date
from bot.core.case import DeadlineKind
from bot.core.choices import buttons
from bot.core.clause import Clause
from bot.core.desk import Aside
from bot.core.digest import mails, notes
from bot.core.digest.duty_lines import choices, is_leaving, told
from bot.core.digest.groups import Days, Group, Placed, day_of, placed
from bot.core.digest.saying import TODAY, Voice
from bot.core.digest.timetable import is_first_school_day_of_week
from bot.core.digest.whose import Share, Sight, whose_today
from bot.core.duties.presence import acting
from bot.core.duties.words import WAITED_FOR
from bot.core.facts import Facts
from bot.core.letter import Value
from bot.core.parties import coordinator, find_person, school_name
from bot.core.policy import Person, Policy, Role

_MOST_LINES = 60
_MOST_APART = 10
_PROMISES = frozenset({DeadlineKind.HANDLING, DeadlineKind.MEASURE})
_THIS_WEEK = frozenset({Group.UNTOLD, Group.TODAY, Group.WEEK})

_NEW_SINCE = Clause("Nieuw sinds {day}.", "New since {day}.")
_NOT_DONE = Clause("Dat gebeurde al {times} keer niet.", "That was not done {times} times already.")
_SINCE = Clause("sinds {day}", "since {day}")
_UNTIL = Clause("tot {day}", "until {day}")
_NOW = Clause("nu", "now")
_PROMISED = Clause("{day}, beloofd", "{day}, promised")
_PROMISED_FOR = Clause("{day}, beloofd voor {promised}", "{day}, promised for {promised}")
_NO_CALENDAR = Clause(
    "De kalender {year} ontbreekt: zolang tellen er geen vakanties mee.",
    "The calendar {year} is missing: until it is there no vacations count.",
)
_AWAY_UNTIL = Clause(" tot {day}", " until {day}")
_DEPUTY = Clause(", vervanger {name}", ", deputy {name}")


@dataclass(frozen=True, slots=True)
class Told:
    """What an overview says (`values` of its letter) and the ids of the mails that it lists."""

    values: Mapping[str, Value]
    lists: tuple[int, ...] = ()


def daily(reader: Person, facts: Facts, policy: Policy) -> Told | None:
    """The overview of this person for today; None when there is nothing to tell."""
    desk = facts.desk
    assert desk is not None
    shares = list(whose_today(reader, facts, policy).shares_of(reader, desk))
    days = Days.around(reader, facts, policy)
    lines, further = placed(shares, days)
    schools = _coordinated(reader, facts, policy)
    known = [school for school in schools if school]
    apart = [mail for mail in desk.aside if _reader_of(mail, facts, policy) == reader.id]
    fresh = sorted((mail for mail in apart if not mail.listed), key=lambda mail: mail.received_at)
    vacation = notes.vacation_ahead(facts.today, policy.calendar)
    promises = notes.promised_in(vacation, shares) if vacation else {}
    missing = _missing_years(shares, reader, facts, policy)
    voice = days.voice
    stood_still = mails.stood_still(desk, voice)
    starts_week = is_first_school_day_of_week(facts.today, policy.calendar)
    if not (
        lines
        or fresh
        or (schools and (stood_still or desk.received.get(mails.WAITING)))
        or ((promises or missing) and starts_week)
    ):
        return None
    listed, per_group = lines[:_MOST_LINES], _counts(lines)
    sight = Sight.of(reader, policy)
    tallied = [tally for tally in desk.tallies if sight.sees(tally.not_for)
               and (tally.school in schools or tally.handler == reader.id)]  # fmt: skip
    values: dict[str, Value] = {
        "today": facts.today,
        "first_name": reader.name.split(" ")[0],
        "n_untold": per_group[Group.UNTOLD],
        "n_late": per_group[Group.LATE],
        "n_today": per_group[Group.TODAY],
        "n_week": _this_week(lines, days),
        "n_open": sum(tally.open for tally in tallied),
        "n_open_late": sum(tally.late for tally in tallied),
        "groups": _groups(listed, days),
        "n_more": len(lines) - len(listed),
        "n_further": further,
        "apart": tuple(_apart(mail, reader, facts, policy) for mail in fresh[:_MOST_APART]),
        "n_apart_more": len(fresh[_MOST_APART:]),
        "n_apart_before": len(apart) - len(fresh),
        "accounting": mails.accounting(desk, voice, policy.zone) if schools else "",
        "rising": notes.rising(desk, voice) if schools else (),
        "stood_still": stood_still,
        "calendar": (
            *([notes.before_vacation(vacation, promises, desk, voice)] if vacation else ()),
            *missing,
        ),
        "away": _away(vacation, reader, facts, policy) if vacation else (),
        "by_mail": policy.has_buttons,
        "organisation": policy.organisation,
        "school": school_name(schools[0], policy) if len(known) == 1 else "",
        "mailbox": facts.mailbox or policy.mailboxes[0].address,
    }
    return Told(values, tuple(mail.mail_id for mail in fresh[:_MOST_APART]))


def _groups(listed: Sequence[Placed], days: Days) -> tuple[Value, ...]:
    titles = days.titles()
    return tuple(
        {
            "title": titles[group],
            "urgent": group in {Group.UNTOLD, Group.LATE},
            "lines": tuple(_line(one, days) for one in some),
        }
        for group, some in groupby(listed, key=lambda one: one.group)
    )


def _line(one: Placed, days: Days) -> Value:
    row, facts, policy, reader = one.share.row, days.facts, days.policy, days.reader
    waits, voice = one.share.waits, days.voice
    said = (
        _new_since(days) if one.new else "",
        told(row, reader, facts, waits=waits),
        voice.said(_NOT_DONE, times=one.times) if one.times > 1 else "",
    )
    whose = voice.said(one.share.whose, name=one.share.name) if one.share.whose else ""
    some = choices(row, reader, facts, policy, waits=waits)
    return {
        "about": row.number,
        "school": school_name(row.school, policy) if len(policy.schools) > 1 else "",
        "when": _when(one, days),
        "what": " ".join(filter(None, said)),
        "whose": whose,
        "buttons": buttons(some, row.number, reader, facts, policy, school=row.school),
    }


def _new_since(days: Days) -> str:
    desk, policy, voice = days.facts.desk, days.policy, days.voice
    assert desk is not None
    assert desk.since is not None
    return voice.said(_NEW_SINCE, day=voice.ago(local_date(desk.since, policy.zone)))


def _when(one: Placed, days: Days) -> str:
    row, today, calendar, voice = one.share.row, days.facts.today, days.policy.calendar, days.voice
    if one.group is Group.UNTOLD:
        return voice.said(_SINCE, day=voice.ago(row.since))
    day = day_of(one.share)
    if is_leaving(row, days.facts):
        return voice.said(_NOW)
    if row.kind in WAITED_FOR and one.group is Group.WAITING:
        return voice.said(_UNTIL, day=voice.near_day(day) if day > today else voice.said(TODAY))
    said = voice.owed_on(day, calendar)
    if row.kind not in _PROMISES or row.due_on < today:
        return said
    promise = _PROMISED if row.due_on == day else _PROMISED_FOR
    return voice.said(promise, day=said, promised=voice.near_day(row.due_on))


def _counts(lines: Sequence[Placed]) -> dict[Group, int]:
    return {group: sum(one.group is group for one in lines) for group in Group}


def _this_week(lines: Sequence[Placed], days: Days) -> int:
    """How much there is to do this week, today included; what is late is counted by itself."""
    return sum(
        one.group in _THIS_WEEK or (one.group is Group.NEXT and day_of(one.share) <= days.sunday)
        for one in lines
    )


def _coordinated(reader: Person, facts: Facts, policy: Policy) -> list[str]:
    """The schools that this person coordinates today, themselves or for somebody who is away.

    The last is "": what belongs to no school that is known.
    """
    every = (*(school.id for school in policy.schools), "")
    return [school for school in every if _coordinates(reader, school, facts, policy)]


def _coordinates(reader: Person, school: str, facts: Facts, policy: Policy) -> bool:
    stand_in = acting(
        coordinator(policy, school), facts.absences, facts.today, policy, school=school
    )
    serves = not reader.schools or school in reader.schools
    own = Role.COORDINATOR in reader.roles and serves
    return own or (stand_in is not None and stand_in.id == reader.id)


def _reader_of(mail: Aside, facts: Facts, policy: Policy) -> str | None:
    usual = coordinator(policy, mail.school)
    stand_in = acting(usual, facts.absences, facts.today, policy, school=mail.school)
    return stand_in.id if stand_in else None


def _apart(mail: Aside, reader: Person, facts: Facts, policy: Policy) -> Value:
    voice = Voice(reader.language, facts.today)
    about = f"mail {mail.mail_id}"
    some = offers.choices((offers.COMPLAINT,), reader)
    return {
        "about": about,
        "when": voice.ago(mail.received_at.astimezone(policy.zone).date()),
        "what": voice.said(mails.why_apart(mail)),
        "buttons": buttons(some, about, reader, facts, policy, school=mail.school),
    }


def _missing_years(
    shares: Sequence[Share], reader: Person, facts: Facts, policy: Policy
) -> tuple[str, ...]:
    """What the coordinator must know of the calendar."""
    if Role.COORDINATOR not in reader.roles:
        return ()
    voice = Voice(reader.language, facts.today)
    years = notes.missing_years(facts.today, policy.calendar, shares)
    return tuple(voice.said(_NO_CALENDAR, year=year) for year in years)


def _away(vacation: notes.Vacation, reader: Person, facts: Facts, policy: Policy) -> Value:
    """The choice to say that one is away during a vacation."""
    voice = Voice(reader.language, facts.today)
    deputy = find_person(policy, reader.deputy) if reader.deputy else None
    until = voice.said(_AWAY_UNTIL, day=voice.day_of_month(vacation.last))
    named = voice.said(_DEPUTY, name=deputy.name.split(" ")[0]) if deputy else ""
    choice = offers.choice(offers.AWAY.with_words(f"{until}{named}"), reader)
    return buttons((choice,), "", reader, facts, policy)
