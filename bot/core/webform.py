"""A form on the school's site: the mail comes from the site, its words from a parent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.mail import Address, IncomingMail
from bot.core.plain import plain
from bot.core.policy import School, WebForm

_ADDRESS = re.compile(r"[^@\s<>,;:\"']+@[^@\s<>,;:\"']+\.[A-Za-z]{2,}")


def complainant_of(mail: IncomingMail, form: WebForm) -> Address | None:
    """The parent who filled the form in, as its fields name them; None without an address."""
    found = _ADDRESS.search(_field(mail, form, "email"))
    if found is None:
        return None
    local, _, domain = found[0].rpartition("@")
    name = " ".join(_field(mail, form, "name").split())[:120]
    return Address(f"{local}@{domain.lower()}", name)


def writer_of(mail: IncomingMail, forms: Iterable[WebForm]) -> Address | None:
    """Who wrote a mail: the parent who filled one of the forms in, else its sender."""
    sender = mail.sender.key if mail.sender else ""
    form = next((form for form in forms if form.sender.casefold() == sender), None)
    return complainant_of(mail, form) if form else mail.sender


def school_in(mail: IncomingMail, form: WebForm, schools: Iterable[School]) -> str | None:
    """The id of the school that the form names, as people.toml writes its name or id."""
    named = plain(_field(mail, form, "school"))
    return next((one.id for one in schools if named in {plain(one.name), plain(one.id)}), None)


def _field(mail: IncomingMail, form: WebForm, name: str) -> str:
    """The line behind a field's label; "" when the form has no such field."""
    label = form.fields.get(name)
    if not label:
        return ""
    found = re.search(rf"^[ \t]*{re.escape(label)}[ \t]*:[ \t]*(.*)$", mail.text, re.MULTILINE)
    return found[1].strip() if found else ""
