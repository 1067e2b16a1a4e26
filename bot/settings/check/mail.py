"""Checks the post: mailboxes, alarms, and what `gehoor init` left to fill in."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from bot.settings.finding import Finding, Level
from bot.settings.load import Settings
from bot.settings.schema.bot import MailboxConfig

# What `gehoor init` writes where nobody answered: an address and a word that no school has.
PLACEHOLDER_DOMAIN = "invullen.example"
PLACEHOLDER_WORD = "INVULLEN"

# What each provider's tokens need, beside what the bot is installed with.
_LIBRARIES = {"microsoft": "msal", "google": "google.auth"}


def mail_to_set_up(settings: Settings) -> Iterator[Finding]:
    """What the mailboxes and alarms lack."""
    for n, box in enumerate(settings.bot.mailbox):
        if box.trust is None:
            yield _bot(
                Level.WARNING,
                f"mailbox[{n}].trust",
                "Brieven aan personeel hebben geen knoppen: niet bekend is hoe jullie mailserver "
                "bewijst wie een mail schreef.",
            )
        yield from _tokens(f"mailbox[{n}].oauth", box)
        if box.start_from is None:
            yield _bot(
                Level.OK,
                f"mailbox[{n}].start_from",
                "Geen begindag: mail van meer dan zeven dagen voor het eerste contact wordt alleen "
                "geteld.",
            )
    if settings.bot.mode == "trial":
        yield _bot(
            Level.OK,
            "mode",
            "De bot staat op proef: brieven aan ouders gaan naar de coördinator. "
            "`gehoor go-live` zet de bot aan.",
        )
    if not settings.bot.alerts.command:
        yield _bot(
            Level.WARNING,
            "alerts.command",
            "Een dringende melding gaat alleen per mail, en een mail maakt niemand wakker. "
            "Koppel een programma dat een sms stuurt, zeker voor een secundaire school of een "
            "internaat.",
        )
    if settings.bot.alerts.smtp is None:
        yield _bot(
            Level.WARNING,
            "alerts.smtp",
            "Er is geen tweede weg voor dringende meldingen als de mailserver niet werkt.",
        )


def _tokens(key: str, box: MailboxConfig) -> Iterator[Finding]:
    """What the login with a token lacks."""
    if box.oauth is None or not box.tokens:
        return
    if not _is_installed(_LIBRARIES[box.tokens]):
        text = (
            f"Een bibliotheek voor deze aanbieder ontbreekt: pip install 'gehoor[{box.tokens}]' "
            "(in de map met de bronnen: pip install '.[" + box.tokens + "]')."
        )
        yield _bot(Level.ERROR, key, text)
    if box.oauth.client_secret and box.tokens == "microsoft" and not box.oauth.secret_expires_on:
        yield _bot(
            Level.WARNING,
            f"{key}.secret_expires_on",
            "Niemand weet wanneer het geheim van de toepassing verloopt, en daarna leest en "
            "verstuurt de bot niets meer. De dag staat in Entra bij Certificaten en geheimen: met "
            "secret_expires_on wordt hij veertien dagen vooraf gemeld.",
        )


def _is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def placeholders_to_replace(settings: Settings) -> Iterator[Finding]:
    """What nobody has filled in yet."""
    for n, box in enumerate(settings.bot.mailbox):
        for key, value in {
            "address": box.address,
            "imap.host": box.imap.host,
            "imap.user": box.imap.user,
            "smtp.host": box.smtp.host,
            "smtp.user": box.smtp.user or "",
        }.items():
            if _is_placeholder(value):
                yield _to_fill_in("bot.toml", f"mailbox[{n}].{key}", value)
    if _is_placeholder(settings.bot.organisation):
        yield _to_fill_in("bot.toml", "organisation", settings.bot.organisation)
    for n, school in enumerate(settings.people.school):
        if _is_placeholder(school.name):
            yield _to_fill_in("people.toml", f"school[{n}].name", school.name)
    for n, person in enumerate(settings.people.person):
        for key, value in {
            "name": person.name,
            "email": person.email,
            "phone": person.phone or "",
        }.items():
            if _is_placeholder(value):
                yield _to_fill_in("people.toml", f"person[{n}].{key}", value)


def _is_placeholder(value: str) -> bool:
    return PLACEHOLDER_WORD in value or value.casefold().endswith(PLACEHOLDER_DOMAIN)


def _to_fill_in(file: str, key: str, value: str) -> Finding:
    return Finding(level=Level.ERROR, file=file, key=key, text=f'Nog in te vullen: "{value}".')


def _bot(level: Level, key: str, text: str) -> Finding:
    return Finding(level=level, file="bot.toml", key=key, text=text)
