"""An invitation (RFC 5545) in the few words that tell a reader what it is about."""

from __future__ import annotations

import re

_MOST = 200_000  # characters looked at
_FOLD = re.compile(r"\n[ \t]")
_PROPERTY = re.compile(
    r'^(SUMMARY|DTSTART|LOCATION|DESCRIPTION)(?:;(?:"[^"\n]{0,200}"|[^":\n]){0,500})?:(.*)$',
    re.IGNORECASE | re.MULTILINE,
)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?")
_ESCAPED = re.compile(r"\\([\\;,nN])")


def words_of_invitation(calendar: str) -> str:
    """Subject, moment and place of the first event on one line, and below it what is said of it.

    "" for a calendar without events. The moment is in the event's own zone, UTC where it says so.
    """
    _, opens, event = calendar[:_MOST].partition("BEGIN:VEVENT")
    event = event.partition("END:VEVENT")[0]
    if not opens:
        return ""
    told: dict[str, str] = {}
    for name, value in _PROPERTY.findall(_FOLD.sub("", event)):
        told.setdefault(name.upper(), _ESCAPED.sub(_meant, value).strip())
    line = (told.get("SUMMARY", ""), _moment(told.get("DTSTART", "")), told.get("LOCATION", ""))
    parts = (", ".join(filter(None, line)), told.get("DESCRIPTION", ""))
    return "\n\n".join(filter(None, parts))


def _meant(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


def _moment(written: str) -> str:
    found = _MOMENT.match(written)
    if found is None:
        return ""
    year, month, day, hour, minute, utc = found.groups()
    time = f" {hour}:{minute}{' UTC' if utc else ''}" if hour else ""
    return f"{year}-{month}-{day}{time}"
