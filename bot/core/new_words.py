"""The new words of a reply: without what it quotes, and without the signature."""

from __future__ import annotations

import re

_FORWARD = re.compile(r"\s*(?:fwd?|tr|wg|doorst|doorgest|doorgestuurd)\s*:", re.IGNORECASE)
_REPLY = re.compile(r"\s*(?:re|aw|antw|antwoord|rép|rep|sv)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_FORWARD_LINE = re.compile(
    r"[\s>*_-]*(?:begin (?:van )?doorgestuurd bericht|doorgestuurd bericht"
    r"|(?:begin )?forwarded message|message transféré|début du message (?:réexpédié|transféré)"
    r"|(?:anfang der )?weitergeleitete[n]? (?:nachricht|e-mail))\b",
    re.IGNORECASE,
)
_ORIGINAL_LINE = re.compile(
    r"[\s>*_]*-{2,}\s*(?:oorspronkelijk(?:e)? bericht|origineel bericht|original message"
    r"|original appointment|message d.origine|courriel original"
    r"|ursprüngliche (?:nachricht|mail))\s*-{2,}",
    re.IGNORECASE,
)
_OPENS_ATTRIBUTION = re.compile(r"\s*(?:op|on|le|am|in|den|el|il|em)\s\S", re.IGNORECASE)
_CLOSES_ATTRIBUTION = re.compile(
    r"(?:\bschreef\b|\bwrote\b|\ba écrit\b|\bschrieb\b|\bhet volgende geschreven\b"
    r"|\bescribió\b|\bha scritto\b|\bheeft\b.{0,120}\bgeschreven\b)[^\n]{0,200}:\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d|\b(?:moment|gisteren|vandaag|yesterday|hier|gestern)\b", re.IGNORECASE)
_NAMED_ATTRIBUTION = re.compile(
    r"\s*\S.{0,120}(?:<[^<>\s]+@[^<>\s]+>|\d{4}).{0,60}"
    r"(?:schreef|wrote|a écrit|schrieb)\b[^:]{0,80}:\s*$",
    re.IGNORECASE,
)
_BLOCK_LINE = re.compile(
    r"[\s>*]*(?:van|verzonden|verstuurd|datum|aan|onderwerp|from|sent|date|to|subject|cc"
    r"|de|envoyé|à|objet|von|gesendet|datum|an|betreff)\s*\**\s*:\**\s*\S",
    re.IGNORECASE,
)
_BLOCK_OPENS = re.compile(r"[\s>*]*(?:van|from|de|von)\s*\**\s*:", re.IGNORECASE)
_BLOCK_LINES = 3  # of the header lines above: two may be chance ("Van: … tot: …")
_PHONE_LINE = re.compile(
    r"\s*(?:(?:verzonden|verstuurd|gestuurd) (?:vanaf|met|via|van|vanuit) (?:mijn|outlook|mail"
    r"|yahoo|proton)\b"
    r"|sent (?:from|with|via) (?:my|outlook|mail|yahoo|proton)\b"
    r"|envoyé (?:de|depuis|à partir d)\S*\s?(?:mon|outlook|mail|yahoo)\b"
    r"|von meinem \S+.* gesendet|gesendet (?:von|mit) (?:meinem|outlook)\b"
    r"|(?:get|download|télécharge[rz]|obtenir) outlook (?:for|voor|pour|für)\b"
    r"|outlook (?:voor|for|pour|für) \w+ (?:downloaden|ophalen)).{0,80}$",
    re.IGNORECASE,
)
_SIGNATURE_LINES = 12  # longer than that below "--" it is no signature, but the letter itself
_ATTRIBUTION_LINES = 3  # mailers fold "Op … schreef …:" over as many


def is_forward(subject: str) -> bool:
    """Whether the subject says that somebody passes a mail on (FW, TR, WG, Doorgestuurd)."""
    return _FORWARD.match(subject) is not None


def is_reply(subject: str) -> bool:
    """Whether the subject says that it answers a mail (Re, Antw, AW, RÉP)."""
    return _REPLY.match(subject) is not None


def holds_forward(text: str) -> bool:
    """Whether the text shows the head of a mail that was passed on, or says that it does."""
    lines = text.split("\n")
    return any(
        _FORWARD_LINE.match(line) or _is_header_block(lines, at) for at, line in enumerate(lines)
    )


def new_words(text: str, subject: str = "") -> str:
    """The words that are new in a mail: no quoted mail, no signature, no "Sent from my iPhone".

    Answers between quoted lines are kept, and so is the inner text of a forwarded mail, which is
    what it was sent for. When nothing would remain, the whole text is kept: better too much than
    an empty complaint.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    kept = _without_signature(_unquoted(lines, forwarded=is_forward(subject)))
    fresh = "\n".join(line for line in kept if not _PHONE_LINE.match(line)).strip()
    return fresh or text.strip()


def _unquoted(lines: list[str], *, forwarded: bool) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _FORWARD_LINE.match(line):
            return [*kept, *lines[at:]]
        if _ORIGINAL_LINE.match(line) or _is_header_block(lines, at):
            return [*kept, *lines[at:]] if forwarded else kept
        if folded := _attribution_lines(lines, at):
            at += folded
            if not _is_quoted_next(lines, at):
                return kept  # the mailer sets no ">": all that follows is the older mail
            continue
        if not line.lstrip().startswith(">"):
            kept.append(line)
        at += 1
    return kept


def _attribution_lines(lines: list[str], at: int) -> int:
    """How many lines "Op … schreef …:" takes from here; 0 when it is none."""
    if _NAMED_ATTRIBUTION.match(lines[at][:400]):
        return 1
    if not _OPENS_ATTRIBUTION.match(lines[at]):
        return 0
    joined = ""
    for count, line in enumerate(lines[at : at + _ATTRIBUTION_LINES], start=1):
        joined = f"{joined} {line[:300]}"
        if _CLOSES_ATTRIBUTION.search(joined):
            return count if _DATED.search(joined) else 0
    return 0


def _is_quoted_next(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return following.lstrip().startswith(">")


def _is_header_block(lines: list[str], at: int) -> bool:
    if not _BLOCK_OPENS.match(lines[at]):
        return False
    block = [line for line in lines[at : at + 6] if line.strip()]
    return sum(_BLOCK_LINE.match(line) is not None for line in block) >= _BLOCK_LINES


def _without_signature(lines: list[str]) -> list[str]:
    marks = [at for at, line in enumerate(lines) if line.rstrip() == "--"]
    last = marks[-1] if marks else 0
    below = sum(bool(line.strip()) for line in lines[last + 1 :])
    return lines[:last] if last and below <= _SIGNATURE_LINES else lines
