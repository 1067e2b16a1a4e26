"""How a mail was read, in Dutch words for an administrator."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from bot.cli.tables import clean
from bot.core.triage import EXPLAINED
from bot.core.trust_words import WHY_NOT
from bot.core.words_of_notices import LANGUAGES, MISSING, SIGNALS

_VERDICTS: Mapping[str, str] = {
    "complaint": "klacht",
    "question": "vraag",
    "suggestion": "suggestie",
    "praise": "lof",
    "unclear": "onduidelijk wat voor bericht: behandeld als klacht",
    "case_reply": "antwoord in een dossier",
    "staff_command": "bericht van personeel",
    "staff_forward": "doorgestuurd door personeel",
    "auto_reply": "automatisch antwoord",
    "bounce": "niet bezorgd: een brief kwam terug",
    "list": "mailinglijst of nieuwsbrief",
    "spam": "misschien spam",
    "doubtful": "twijfel: mens of machine",
    "own": "onze eigen brief",
    "duplicate": "hetzelfde bericht nog eens",
    "before_start": "van voor de start",
    "unreadable": "onleesbaar of zonder afzender",
}
_URGENCIES: Mapping[str, str] = {
    "none": "niet dringend",
    "normal": "gewoon",
    "high": "hoog: vandaag bekijken",
    "critical": "KRITIEK: nu bekijken",
}
_TONGUES = {code: names.nl for code, names in LANGUAGES.items()}
_SIGNALS = {code: label.nl for code, label in SIGNALS.items()}
_INTENTS: Mapping[str, str] = {
    "withdrawal": "intrekken",
    "dissatisfied": "niet tevreden",
    "dossier_request": "vraagt het dossier",
    "formal": "wil de formele procedure",
    "complaint_after_all": "toch een klacht",
    "stop": "wil geen vragen meer",
    "status": "vraagt hoe ver het staat",
    "talk_decline": "wil geen gesprek",
    "yes": "ja",
    "no": "nee",
    "new_complaint": "misschien een nieuwe klacht",
    "addition": "aanvulling",
}
_ANONYMOUS: Mapping[str, str] = {
    "full": "schrijft zonder naam",
    "name_withheld": "wil dat anderen de naam niet kennen",
}


_PROOFS: Mapping[str, str] = {
    "inside": "bewezen: binnen Microsoft 365 van de school geschreven",
    "dmarc": "bewezen: DMARC klopt",
    "dkim": "bewezen: ondertekend door het domein (DKIM)",
    "compauth": "bewezen: Microsoft kent de afzender",
}
_LEVELS: Mapping[str | None, str] = {"critical": "kritiek", "high": "hoog", None: "teken"}
_PLACES: Mapping[str, str] = {"subject": "in het onderwerp", "text": "in de tekst"}
_WIDTH = 100  # characters of a line
_LABEL = 16
_SHOWN = 5  # words that led to one thing: more tell nobody more


def in_words(account: Mapping[str, Any]) -> str:
    """An account of `read` as a page for people: what was seen, which words, which rule."""
    if account["error"]:
        return f"{account['file']}\n  kan niet geopend worden: {account['error']}\n"
    rows = [_row(label, clean(told)) for label, told in _rows(account) if told]
    text = [f"  | {clean(line)}".rstrip() for line in account["new_text"].strip().splitlines()]
    return "\n".join([clean(account["file"]), *rows, *text, ""])


def proven(proof: Mapping[str, Any] | None) -> str:
    """Whether a colleague's mail is proven to be theirs, in words; "" where that is not asked."""
    if proof is None:
        return ""
    how, why = str(proof["how"]), str(proof["why"])
    return f"NIET bewezen: {WHY_NOT.get(why, why)}" if how == "none" else _PROOFS.get(how, how)


def _row(label: str, told: str) -> str:
    return textwrap.fill(
        told,
        width=_WIDTH,
        initial_indent=f"  {label:<{_LABEL}}",
        subsequent_indent=" " * (_LABEL + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _rows(account: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    sender, bounce = account["sender"], account["bounce"]
    yield "Van", f"{sender['name']} <{sender['email']}>".strip() if sender else "niemand"
    yield "Afzender", proven(account["proof"])
    yield "Onderwerp", account["subject"]
    yield "Oordeel", _VERDICTS[account["verdict"]]
    yield "Omdat", f"{EXPLAINED[account['rule']]} (regel {account['rule']})"
    if bounce:
        how = "voorgoed" if bounce["permanent"] else "voorlopig"
        yield "Niet bereikt", f"{how}: {', '.join(bounce['recipients']) or 'niet genoemd'}"
    yield "Bevestiging", "gaat vanzelf" if account["may_acknowledge"] else "niet vanzelf"
    yield "Dossiers", ", ".join(account["case_numbers"])
    yield "Onleesbaar", account["unreadable"] or ""
    if account["kind"]:
        yield from _what_was_read(account)
    attached = (f"{part['name']} ({part['type']})" for part in account["attachments"])
    yield "Bijlagen", ", ".join(attached)
    asked = (row["rule"] for row in account["rules"] if row["outcome"] == "miss")
    yield "Regels ervoor", ", ".join(asked)


def _what_was_read(account: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    heard = account["heard"]
    answered = _TONGUES.get(account["language"], account["language"])
    unsure = f"niet zeker; antwoord in het {answered}"
    yield "Taal", _TONGUES.get(heard, heard) if heard else unsure
    yield "Soort", _VERDICTS[account["kind"]]
    yield from (("", line) for line in _because(account, "cue", _VERDICTS))
    yield "Dringend", _URGENCIES[account["urgency"]]
    yield from (("", line) for line in _because(account, "signal", _SIGNALS))
    yield "", "een leerling schrijft" if account["pupil_writes"] else ""
    yield "Naam", _ANONYMOUS.get(account["anonymous"], "")
    yield "Feiten tot", account["facts_on"] or ""
    yield "Wil", ", ".join(_INTENTS[intent] for intent in account["intents"])
    yield "Nog te vragen", ", ".join(MISSING[what].nl for what in account["missing"])
    for found in account["evidence"]:
        if found["what"] == "hint":
            where = _where(found)
            yield "Let op", found["says"] + (f" ({where})" if where else "")


def _because(account: Mapping[str, Any], what: str, labels: Mapping[str, str]) -> Iterator[str]:
    """What led to a kind or an alarm: its name, its level, and the words with their place."""
    for found in account["evidence"]:
        if found["what"] == what:
            level = f" ({_LEVELS.get(found['says'], found['says'])})" if what == "signal" else ""
            yield f"{labels.get(found['code'], found['code'])}{level}: {_where(found)}"


def _where(found: Mapping[str, Any]) -> str:
    """The words that led here, each with its place."""
    return "; ".join(
        f'"{each["words"].strip()}" {_PLACES[each["in"]]}'
        + (f", regel {each['line']}" if each["line"] else "")
        for each in found["words"][:_SHOWN]
    )
