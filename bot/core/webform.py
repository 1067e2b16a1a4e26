"""A form on the school's site: the mail comes from the site, its words from a parent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import accumulate

from bot.core.forwarded import addresses_in
from bot.core.mail import Address, IncomingMail, PassedOn
from bot.core.plain import plain, unaccented
from bot.core.policy import School, WebForm

_MOST_CHARACTERS = 100_000  # of a form; what stands below is kept as words
_LONGEST_LABEL = 200  # characters of a line in which a label is looked for
# What programs set around a label: bold, a bullet, a mark that the field must be filled in.
_BEFORE = r"[\s>*_\-•|]*"
_BEHIND = r"\s*[*?]*\s*[*_]*\s*"
# What parts a label from its value; nothing at all when the value stands on the next line.
_PARTS = r"(?:[:=|\t][*_\s|]*|\s-\s+|\s{2,}|$)"
# Fields of one line; what follows on the next ones belongs to no field.
_SHORT = frozenset({"name", "email", "phone", "school", "language", "relation"})
# Fields that say who or where, not what happened.
_ABOUT_THE_WRITER = frozenset({"name", "email", "phone", "school", "language"})


def form_of(mail: IncomingMail, forms: Iterable[WebForm]) -> WebForm | None:
    """The configured form that sent this mail."""
    sender = mail.sender.key if mail.sender else ""
    return next((form for form in forms if form.sender.casefold() == sender), None)


def filled_in(mail: IncomingMail, form: WebForm) -> IncomingMail:
    """The mail as the parent meant it who filled the form in; no sender without an address.

    A field that holds no address leaves the Reply-To that the form set: a form is the one sender
    whose Reply-To may be trusted.
    """
    values, words = _read(mail.text, form)
    found = addresses_in(values.get("email", ""))
    answer_to = mail.reply_to[0] if len(mail.reply_to) == 1 else None
    name = " ".join(values.get("name", "").split())[:120]
    writer = None
    if found:
        writer = Address(found[0].email, name)
    elif answer_to is not None and answer_to.key != form.sender.casefold():
        writer = Address(answer_to.email, name or answer_to.name)
    return replace(
        mail,
        sender=writer,
        from_addresses=(writer,) if writer else mail.from_addresses,
        reply_to=(),
        new_text=words or mail.new_text,
        passed_on=PassedOn(
            by=mail.sender or Address(form.sender),
            form=True,
            phone=" ".join(values.get("phone", "").split())[:40],
            school=values.get("school", ""),
            told=tuple(field for field in form.fields if values.get(field)),
            blank=tuple(field for field in form.fields if not values.get(field)),
        ),
    )


def school_in(named: str, schools: Iterable[School]) -> str | None:
    """The id of the school that a form names, as people.toml writes its name or id."""
    named = plain(named)
    return next((one.id for one in schools if named in {plain(one.name), plain(one.id)}), None)


def _read(text: str, form: WebForm) -> tuple[Mapping[str, str], str]:
    """The values by our names of the fields, and the words that tell what happened.

    `Label: value`, a table's `Label<tab>value`, or the value on the lines below its label. The
    first of two equal labels counts. Lines under no label of ours are kept with the words: a form
    may ask more than we know of.
    """
    labels = _labels(form)
    values: dict[str, list[str]] = {}
    words: list[str] = []
    field: str | None = None
    for line in text[:_MOST_CHARACTERS].split("\n"):
        begun = _field_at(line, labels)
        if begun is not None and begun[0] not in values:
            field, value = begun
            values[field] = [value] if value else []
        else:
            value = line.strip()
            if field in _SHORT and (values[field] or not value):
                field = None if values[field] else field
            if field is not None and value:
                values[field].append(value)
        if field not in _ABOUT_THE_WRITER:
            words.append(value)
    words.append(text[_MOST_CHARACTERS:])
    joined = {name: "\n".join(lines).strip() for name, lines in values.items()}
    return joined, "\n".join(words).strip()


def _labels(form: WebForm) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """An expression per field, the longest label first: "Naam leerling" before "Naam"."""
    bare = {name: plain(label).rstrip(" :?*") for name, label in form.fields.items()}
    longest_first = sorted(bare.items(), key=lambda pair: -len(pair[1]))
    return tuple(
        (name, re.compile(rf"{_BEFORE}{_spaced(label)}{_BEHIND}{_PARTS}"))
        for name, label in longest_first
        if label
    )


def _spaced(label: str) -> str:
    return r"\s+".join(map(re.escape, label.split()))


def _field_at(line: str, labels: tuple[tuple[str, re.Pattern[str]], ...]) -> tuple[str, str] | None:
    """The field whose label opens the line, with the value behind it."""
    # Folded letter by letter, to know where in the line the value begins ("œ" becomes two).
    letters = [unaccented(letter.casefold()) for letter in line[:_LONGEST_LABEL].rstrip()]
    folded = "".join(letters)
    for name, label in labels:
        found = label.match(folded)
        if found is not None:
            ends = accumulate(map(len, letters))
            past = sum(end <= found.end() for end in ends)
            return name, line[past:].strip(" \t\r*_\u00a0")
    return None
