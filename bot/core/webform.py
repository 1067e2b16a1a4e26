"""A form on the school's site: the mail comes from the site, its words from a parent."""

from __future__ import annotations

import re

from bot.core.mail import Address, IncomingMail
from bot.core.policy import WebForm

_ADDRESS = re.compile(r"[^@\s<>,;:\"']+@[^@\s<>,;:\"']+\.[A-Za-z]{2,}")


def complainant_of(mail: IncomingMail, form: WebForm) -> Address | None:
    """The parent who filled the form in, as its fields name them; None without an address."""
    found = _ADDRESS.search(_field(mail, form, "email"))
    if found is None:
        return None
    local, _, domain = found[0].rpartition("@")
    name = " ".join(_field(mail, form, "name").split())[:120]
    return Address(f"{local}@{domain.lower()}", name)


def _field(mail: IncomingMail, form: WebForm, name: str) -> str:
    """The line behind a field's label; "" when the form has no such field."""
    label = form.fields.get(name)
    if not label:
        return ""
    found = re.search(rf"^[ \t]*{re.escape(label)}[ \t]*:[ \t]*(.*)$", mail.text, re.MULTILINE)
    return found[1].strip() if found else ""
