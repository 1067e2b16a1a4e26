"""`gehoor due`: when does a term end, and which days did not count?"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.cli.counted import ending, length, not_counted, spoken
from bot.core.almanac import Region, get_region
from bot.core.calendar import Calendar, Due, Roll, Term, Unit, Vacation, local_date

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OwnDays:
    """What the files of config/calendar/ add to the region's days."""

    closed_days: list[date] = field(default_factory=list)
    extra_holidays: list[date] = field(default_factory=list)
    vacations: list[tuple[str, date, date]] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


def due_command(  # noqa: PLR0913, PLR0917 - one for each option of the command
    when: str,
    term: str,
    region: str,
    roll: str,
    vacation: str,
    config: Path | None,
    as_json: bool,
) -> int:
    """Print when a term ends. Exit code 0, or 2 with one line on stderr for bad input.

    `when` is an instant with `Z` or an offset, or a local date; its zone is that of the region.
    """
    try:
        length = Term.parse(term)
        place = get_region(region)
        received_on = _read_when(when, place)
        own = _read_own_days(config) if config else _OwnDays()
        calendar = Calendar.of(
            place.name,
            closed_days=own.closed_days,
            vacations=own.vacations,
            extra_holidays=own.extra_holidays,
        )
        pausing = _choose(Vacation, vacation, "vacation")
        rolling = _choose(Roll, roll, "roll")
        due = calendar.due(received_on, length, roll=rolling, vacation=pausing)
    except ValueError as error:
        return _refuse(str(error))
    _remark_on_region(calendar, own)
    if length.unit is Unit.SCHOOL_DAYS or pausing is not Vacation.RUN:
        _remark_on_coverage(calendar, due)
    if as_json:
        print(json.dumps(_as_json(due), ensure_ascii=False))
    else:
        print("\n".join(_as_text(calendar, length, due)))
    return 0


def _refuse(why: str) -> int:
    sys.stderr.write(f"gehoor due: {' '.join(why.split())}\n")
    return 2


def _remark_on_region(calendar: Calendar, own: _OwnDays) -> None:
    other = {name for name in own.regions if get_region(name) != calendar.region}
    if other:
        sys.stderr.write(
            f"note: the config is for {', '.join(sorted(other))}, this counts for"
            f" {calendar.region}; --region changes that\n"
        )


def _remark_on_coverage(calendar: Calendar, due: Due) -> None:
    if not calendar.covers(due.due_on):
        sys.stderr.write(
            f"note: the school vacations of {calendar.region} are known until"
            f" {calendar.calendar_until}; after that none are assumed\n"
        )


def _read_when(when: str, region: Region) -> date:
    text = when.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return local_date(datetime.fromisoformat(text), ZoneInfo(region.zone))
    except (ValueError, OverflowError):
        raise ValueError(
            f"'{when}' is no moment: write a local date (2026-11-23), or an instant with Z or an"
            " offset (2026-11-23T22:59:00Z, 2026-11-23T23:59:00+01:00)"
        ) from None


def _choose(choices: type[_Choice], text: str, option: str) -> _Choice:
    try:
        return choices(text)
    except ValueError:
        allowed = ", ".join(choices)
        raise ValueError(f"--{option} '{text}' does not exist: use one of {allowed}") from None


def _read_own_days(config: Path) -> _OwnDays:
    """The calendar files of a config folder, all years together.

    Raises:
        ValueError: the folder or a file cannot be read, or a value in it is not what it must be.
    """
    if not config.is_dir():
        raise ValueError(f"--config {config} is no folder")
    own = _OwnDays()
    for path in sorted((config / "calendar").glob("*.toml")):
        name = f"calendar/{path.name}"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ValueError(f"{name}: {error}") from None
        if "region" in table:
            try:
                own.regions.append(get_region(str(table["region"])).name)
            except ValueError as error:
                raise ValueError(f"{name}: region: {error}") from None
        own.closed_days.extend(_dates(name, "closed_day", table.get("closed_day", [])))
        own.extra_holidays.extend(_dates(name, "extra_holiday", table.get("extra_holiday", [])))
        own.vacations.extend(_vacations(name, table.get("vacation", [])))
    return own


def _vacations(file: str, tables: object) -> Iterator[tuple[str, date, date]]:
    if not isinstance(tables, list):
        raise ValueError(f"{file}: vacation must be tables [[vacation]]")  # noqa: TRY004 - of TOML
    for n, table in enumerate(tables):
        key = f"vacation[{n}]"
        if not isinstance(table, dict) or not {"name", "first", "last"} <= table.keys():
            raise ValueError(f"{file}: {key} needs name, first and last")
        first, last = _dates(file, key, [table["first"], table["last"]])
        yield str(table["name"]), first, last


def _dates(file: str, key: str, values: object) -> list[date]:
    if not isinstance(values, list):
        raise ValueError(f"{file}: {key} must be a list of dates")  # noqa: TRY004 - of TOML
    for value in values:
        if type(value) is not date:
            raise ValueError(f"{file}: {key}: {value!r} is no date (write 2026-10-02, no quotes)")
    return values


def _as_json(due: Due) -> dict[str, object]:
    return {
        "received_on": due.received_on.isoformat(),
        "due_on": due.due_on.isoformat(),
        "target_on": due.target_on.isoformat(),
        "skipped": [{"date": day.date.isoformat(), "reason": day.reason} for day in due.skipped],
        "rolled_from": due.rolled_from.isoformat() if due.rolled_from else None,
    }


def _as_text(calendar: Calendar, term: Term, due: Due) -> Iterator[str]:
    region = calendar.region
    lines = (
        ("ontvangen", f"{spoken(due.received_on)} ({region}, {region.zone}); de dag erna is dag 1"),
        ("termijn", length(term)),
        *ending(due),
    )
    for label, words in lines:
        yield f"{label:<12} {words}".rstrip()
    if due.skipped:
        yield ""
        yield from not_counted(due.skipped)
