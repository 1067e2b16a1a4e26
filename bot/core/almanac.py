"""What is known of public and school holidays in Belgium and the Netherlands, year by year.

The dates come from the `holidays` data set, which follows the decrees and ministerial regulations
(Flanders: Besluiten van 17 april 1991 and 31 augustus 2001; French Community: Décret du 31 mars
2022; Netherlands: Regeling vaststelling schoolvakanties 2025-2030). Names are Dutch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

EXTRA_HOLIDAY = "vrije dag"
_SUMMER_IS_LONGER_THAN = 30  # days; only the summer vacation is
# A run of a daemon or a rehearsal looks at a handful of years; the bound is only a bound.
_CACHED_YEARS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of a country with its own school calendar; `zone` is an IANA name."""

    name: str
    country: str
    subdivision: str
    categories: tuple[str, ...]
    zone: str

    def __str__(self) -> str:
        return self.name


def _belgian(subdivision: str) -> Region:
    return Region(
        name=f"BE-{subdivision}",
        country="BE",
        subdivision=subdivision,
        categories=("public",),
        zone="Europe/Brussels",
    )


def _dutch(subdivision: str) -> Region:
    # 5 May is a public holiday every year for terms (Algemene termijnenwet art. 3), while the data
    # set calls it optional outside lustrum years.
    return Region(
        name=f"NL-{subdivision}",
        country="NL",
        subdivision=subdivision,
        categories=("public", "optional"),
        zone="Europe/Amsterdam",
    )


_FLEMISH, _NOORD, _MIDDEN, _ZUID = _belgian("Flemish"), *map(_dutch, ("Noord", "Midden", "Zuid"))

REGIONS: Mapping[str, Region] = {
    "BE": _FLEMISH,
    "BE-Flemish": _FLEMISH,
    "BE-French": _belgian("French"),
    "BE-German": _belgian("German"),
    "NL-NO": _NOORD,
    "NL-MI": _MIDDEN,
    "NL-ZU": _ZUID,
    "NL-Noord": _NOORD,
    "NL-Midden": _MIDDEN,
    "NL-Zuid": _ZUID,
}
_BY_FOLDED_NAME = {name.casefold(): region for name, region in REGIONS.items()}


def get_region(name: str) -> Region:
    """The region with this name, whatever its capitals.

    Raises:
        ValueError: there is no such region; the text lists those there are.
    """
    region = _BY_FOLDED_NAME.get(name.strip().casefold())
    if region is None:
        raise ValueError(f"'{name}' is no region: use one of {', '.join(REGIONS)}")
    return region


@lru_cache(maxsize=_CACHED_YEARS)
def public_holidays(region: Region, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their Dutch names; empty where nothing is known."""
    return _read(region, year, region.categories)


@lru_cache(maxsize=_CACHED_YEARS)
def school_holidays(region: Region, year: int) -> Mapping[date, str]:
    """The days of a year on which schools are closed by rule, weekends only where these say so."""
    named = _read(region, year, ("school",))
    return {day: _spoken(name) for day, name in named.items()}


@lru_cache(maxsize=len(REGIONS))
def known_until(region: Region) -> date:
    """The last day whose school holidays are known; `date.min` when none are."""
    import holidays  # noqa: PLC0415 - costs 0.1 s, which `gehoor --help` must not pay

    last_year = holidays.country_holidays(region.country).end_year
    for year in range(last_year, MINYEAR, -1):
        days = school_holidays(region, year)
        if any(day.month in (10, 11) for day in days):
            return date(year, 12, 31)
        # The last year of a regulation ends with its summer: autumn belongs to the next one.
        if days:
            return max(day for day in days if day.month < 10)  # noqa: PLR2004 - October
    return date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The special days of one year, ready to be looked up.

    `last_days` gives for each day of a vacation the last day of that vacation; `summer` are the
    days of vacations longer than 30 days.
    """

    holidays: Mapping[date, str]
    vacations: Mapping[date, str]
    last_days: Mapping[date, date]
    summer: frozenset[date]


def read_year(
    number: int,
    region: Region,
    *,
    vacations: Iterable[tuple[str, date, date]],
    extra_holidays: Iterable[date],
) -> Year:
    """The special days of a year: those of the region, and what a school adds to them.

    A vacation is a run of consecutive school holidays of which at least one is no public holiday:
    a public holiday that stands alone (1 May, 11 November) stops no term.
    """
    # Christmas vacations cross the year, so the years around it are read with it.
    around = range(number - 1, number + 2)
    holidays = dict.fromkeys(extra_holidays, EXTRA_HOLIDAY)
    by_rule: dict[date, str] = {}
    for year in around:
        holidays.update(public_holidays(region, year))
        by_rule.update(school_holidays(region, year))
    off = {
        day: by_rule[day]
        for run in _runs(by_rule)
        if any(day not in holidays for day in run)
        for day in run
    }
    for name, first, last in vacations:
        off.update((day, name) for day in _days(first, last) if day.year in around)
    runs = _runs(off)
    return Year(
        holidays={day: name for day, name in holidays.items() if day.year == number},
        vacations={day: name for day, name in off.items() if day.year == number},
        last_days={day: run[-1] for run in runs for day in run if day.year == number},
        summer=frozenset(day for run in runs if len(run) > _SUMMER_IS_LONGER_THAN for day in run),
    )


def _read(region: Region, year: int, categories: tuple[str, ...]) -> Mapping[date, str]:
    if not MINYEAR < year < MAXYEAR:
        return {}
    import holidays  # noqa: PLC0415 - costs 0.1 s, which `gehoor --help` must not pay

    return dict(
        holidays.country_holidays(
            region.country,
            subdiv=region.subdivision,
            years=year,
            categories=categories,
            language="nl",
        )
    )


def _spoken(name: str) -> str:
    """The name of a school holiday as it stands in a sentence: vacations in lower case."""
    names = name.split("; ")
    vacations = [one for one in names if one.endswith("vakantie")]
    return vacations[0].lower() if vacations else names[0]


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _runs(days: Iterable[date]) -> list[list[date]]:
    """Days in order, cut where one is missing."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
