"""Says days and numbers as people do, in as few words as an overview has room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.core.calendar import Calendar
from bot.core.clause import Clause
from bot.core.duties.ladder import working_days_between

_DAYS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    }.items()
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    language: tuple(names.split())
    for language, names in {
        "nl": "januari februari maart april mei juni juli augustus september oktober november "
        "december",
        "en": "January February March April May June July August September October November "
        "December",
    }.items()
}
_WEEK = 7
_FAR = 180  # days: a day so long ago or ahead is told with its year
_TWO_DAYS = 48  # hours
_SHARES_FROM = 10  # fewer are told as they are: one of three is no percentage

TODAY, YESTERDAY = Clause("vandaag", "today"), Clause("gisteren", "yesterday")
_SINCE = Clause("sinds {day}, {days}", "since {day}, {days}")
_MOMENT = Clause("{day} {hour}.{minute} uur", "{day} at {hour}:{minute}")
_AND = Clause(" en ", " and ")
_OF = Clause("{part} van {whole}", "{part} of {whole}")
_PERCENT = Clause("{n} %", "{n}%")


class Counted(NamedTuple):
    """What is counted: as one, and as many."""

    one: Clause
    many: Clause


WORKING_DAYS = Counted(Clause("werkdag", "working day"), Clause("werkdagen", "working days"))
_MINUTES = Counted(Clause("minuut", "minute"), Clause("minuten", "minutes"))
_HOURS = Counted(Clause("uur", "hour"), Clause("uur", "hours"))
_FULL_DAYS = Counted(Clause("dag", "day"), Clause("dagen", "days"))


class Voice(NamedTuple):
    """Speaks on one day to a reader of one language: Dutch, but for "en"."""

    language: str
    today: date

    def said(self, clause: Clause, **values: object) -> str:
        """The clause, filled in."""
        return clause.told(self.language).format(**values)

    def weekday(self, day: date) -> str:
        """The name of the day: "woensdag"."""
        return self._named(_DAYS)[day.weekday()]

    def month(self, day: date) -> str:
        """The month with its year: "november 2026"."""
        return f"{self._named(_MONTHS)[day.month - 1]} {day.year}"

    def day_of_month(self, day: date) -> str:
        """A day as "1 december"; with its year when that is not plain."""
        plain = f"{day.day} {self._named(_MONTHS)[day.month - 1]}"
        return plain if abs((day - self.today).days) < _FAR else f"{plain} {day.year}"

    def near_day(self, day: date) -> str:
        """A day close by: "woensdag 9", "vrijdag 1 januari"."""
        same_month = (day.year, day.month) == (self.today.year, self.today.month)
        return f"{self.weekday(day)} {day.day if same_month else self.day_of_month(day)}"

    def whole_day(self, day: date) -> str:
        """A day with its name and month: "maandag 21 december"."""
        return f"{self.weekday(day)} {self.day_of_month(day)}"

    def owed_on(self, day: date, calendar: Calendar) -> str:
        """When something is owed: "vandaag", "woensdag 9", "sinds 1 december, 5 werkdagen"."""
        if day == self.today:
            return self.said(TODAY)
        if day > self.today:
            return self.near_day(day)
        late = working_days_between(day, self.today, calendar)
        days = self.counted(late, WORKING_DAYS)
        return self.said(_SINCE, day=self.day_of_month(day), days=days)

    def moment(self, instant: datetime) -> str:
        """A local instant: "gisteren 7.30 uur", "vrijdag 4 december 7.30 uur"."""
        day = self._close_by(instant.date()) or self.whole_day(instant.date())
        return self.said(_MOMENT, day=day, hour=instant.hour, minute=f"{instant:%M}")

    def ago(self, day: date) -> str:
        """A day gone by: "vandaag", "gisteren", "vrijdag"; a week and more ago "1 december"."""
        within_a_week = (self.today - day).days < _WEEK
        return self._close_by(day) or (
            self.weekday(day) if within_a_week else self.day_of_month(day)
        )

    def counted(self, n: int, what: Counted) -> str:
        """A number with its word: "1 mail", "6 mails"."""
        return f"{n} {self.said(what.one if n == 1 else what.many)}"

    def joined(self, words: Sequence[str]) -> str:
        """Words in a row: "a", "a en b", "a, b en c"."""
        *most, last = words
        return f"{', '.join(most)}{self.said(_AND)}{last}" if most else last

    def share(self, part: int, whole: int) -> str:
        """How many of how many: "7 van 8"; from ten on as a percentage, "83 %"."""
        if whole < _SHARES_FROM:
            return self.said(_OF, part=part, whole=whole)
        return self.said(_PERCENT, n=round(100 * part / whole))

    def lasting(self, minutes: int) -> str:
        """A length of time: "38 minuten", "2 uur 5 minuten", "3 dagen"."""
        hours, rest = divmod(minutes, 60)
        if hours >= _TWO_DAYS:
            return self.counted(hours // 24, _FULL_DAYS)
        short = self.counted(rest, _MINUTES)
        if not hours:
            return short
        long = self.counted(hours, _HOURS)
        return f"{long} {short}" if rest else long

    def _close_by(self, day: date) -> str:
        """Today and yesterday; "" for other days."""
        named = {0: TODAY, 1: YESTERDAY}.get((self.today - day).days)
        return self.said(named) if named else ""

    def _named(self, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        return names.get(self.language, names["nl"])
