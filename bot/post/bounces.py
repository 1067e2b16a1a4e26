"""Delivery reports: who was not reached by a letter of ours (RFC 3464, and what came before it)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.core.mail import BounceReport
from bot.post.addresses import read_addresses
from bot.post.headers import message_ids
from bot.post.leaves import Leaf, Tree

Headers = Mapping[str, tuple[str, ...]]

_LONGEST_REPORT = 100_000  # characters of a report that are looked at
_LONGEST_NOTE = 10_000  # characters before the letter that came back
_MOST_RECIPIENTS = 100
_RETURNED = frozenset(
    ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/partial")
    + ("text/rfc822", "message/global", "message/global-headers")
)
_STATUS_PARTS = frozenset(("message/delivery-status", "message/global-delivery-status"))

_DAEMON = re.compile(
    r"mailer[-_ ]?daemon|post_?master|mail[ .]?delivery|mdaemon|mail[- ]?admin|delivery subsystem"
    r"|system administrator|microsoftexchange|smtp[-_]|bounce",
    re.IGNORECASE,
)
_FAILURE_SUBJECT = re.compile(
    r"undeliver|non-?deliver|not (?:be )?deliver|failure notice|returned mail|returned to sender"
    r"|returning message to sender|mail (?:delivery|failure|system error)|delivery (?:status|fail)"
    r"|failed (?:delivery|mail)|user unknown|message (?:delayed|status)|delivery has failed"
    r"|onbestelbaar|niet (?:bezorgd|afgeleverd|besteld)|kon niet worden (?:bezorgd|afgeleverd)"
    r"|retour afzender|non remis|non distribu|échec de (?:la )?(?:remise|distribution)"
    r"|retour à l'expéditeur|unzustellbar|nicht zugestellt|zustellung fehlgeschlagen",
    re.IGNORECASE,
)
_FAILURE_TEXT = re.compile(
    r"\b(?:undeliver(?:able|ed)|(?:not|unable to|cannot|failed to|fails? to) (?:be )?deliver(?:ed)?"
    r"|delivery (?:to .{1,80} )?(?:has )?fail(?:ed|ure)|(?:could not|couldn't|can't) (?:be )?deliver"
    r"|permanent(?:ly)? (?:fatal )?(?:error|failure)|returned (?:mail|to sender)"
    r"|(?:unknown|no such) (?:user|recipient|address|mailbox)|(?:user|recipient|address) unknown"
    r"|mailbox (?:is )?(?:full|unavailable|not found|disabled|over)|over ?quota"
    r"|onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd)|kan niet worden bezorgd"
    r"|n'a pas pu être (?:remis|distribué)|non remis|unzustellbar|nicht zugestellt)"
    r"|\b(?:5\d\d[ -]#?)?5\.\d{1,3}\.\d{1,3}\b|\bsaid: 5\d\d\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\bdelayed\b|\bwill (?:be retried|(?:continue|keep)\b)|\bstill being (?:re)?tried|\bdeferred\b"
    r"|not yet (?:been )?delivered|no action is required|do not need to resend|\b(?:delay)\b"
    r"|vertraagd|nogmaals geprobeerd|retardé|verzögert",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"\bpermanent|\bfatal\b|giving up|given up|gave up|has failed|will not be retried|returned to"
    r"|user unknown|opgegeven|endgültig",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^[ \t>|]*(final-recipient|original-recipient|action|status)[ \t]*:[ \t]*(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_TYPED = re.compile(r"\s*[\w-]{1,20}\s*;\s*(.*)")
_RETURNED_LETTER = re.compile(
    r"^[ \t>|]*(?:received|return-path|delivered-to|message-id|mime-version|dkim-signature|from|to"
    r"|subject|date)[ \t]*:.*\n(?:[ \t].*\n)*[ \t>|]*[\w-]{2,40}[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE_ID = re.compile(r"^[ \t>|]*message-id[ \t]*:\s*(<[^<>\s]{3,990}>)", re.I | re.MULTILINE)
_ADDRESS = r"[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
_NAMED = (
    # An address that opens a line, as qmail, Postfix, Exim and Exchange set it.
    re.compile(rf"^[ \t>*-]*<?\"?({_ADDRESS})\"?>?[ \t]*(?::|$|\(|\.\.\.|[ \t]-)", re.MULTILINE),
    # The dialogue with the server that refused.
    re.compile(rf"\brcpt to:[ \t]*<?({_ADDRESS})>?", re.IGNORECASE),
    re.compile(rf"\b5\d\d\b[^\n]{{0,80}}?<({_ADDRESS})>"),
    re.compile(rf"\b(?:recipient|user|address|addressee|mailbox|to)\b[^\n@]{{0,30}}?<?({_ADDRESS})>?", re.I),
    re.compile(rf"({_ADDRESS})"),
)


def read_bounce(tree: Tree, headers: Headers, text: str) -> BounceReport | None:
    """The delivery report in a mail, None when it is none.

    Reports of success, read receipts (RFC 8098) and abuse reports (RFC 5965) are none, and a
    person who sends us what came back to him has not become a mail server: only what comes from
    one, or from nobody (the null path), is looked into.
    """
    kind = _report_type(headers)
    if kind in {"disposition-notification", "feedback-report"} or not _from_a_server(headers, kind):
        return None
    statuses = [leaf for leaf in tree.leaves if leaf.type in _STATUS_PARTS]
    fields = "\n\n".join(_text_of(leaf) for leaf in statuses) or text[:_LONGEST_REPORT]
    told = _by_fields(fields)
    if told is not None:
        recipients, permanent = told
        if not recipients and permanent is None:
            return None  # it tells of success
    elif _tells_of_failure(headers, text, kind):
        recipients, permanent = _by_words(headers, text)
    else:
        return None
    return BounceReport(
        recipients=tuple(recipients[:_MOST_RECIPIENTS]),
        permanent=bool(permanent),
        original_message_id=_original(tree, headers, text),
    )


def _report_type(headers: Headers) -> str:
    declared = next(iter(headers.get("content-type", ())), "").lower()
    if "multipart/report" not in declared:
        return ""
    named = re.search(r"report-type\s*=\s*\"?([\w-]+)", declared)
    return named[1] if named else "delivery-status"


def _from_a_server(headers: Headers, kind: str) -> bool:
    if kind or "x-failed-recipients" in headers:
        return True
    path = next(iter(headers.get("return-path", ())), "-").strip()
    if path in {"", "<>"} or path.strip("<>").lower().startswith("mailer-daemon"):
        return True
    sender = next(iter(headers.get("from", ())), "")
    return not sender.strip() or sender.strip() == "<>" or _DAEMON.search(sender) is not None


def _tells_of_failure(headers: Headers, text: str, kind: str) -> bool:
    if kind == "delivery-status" or "x-failed-recipients" in headers:
        return True
    subject = next(iter(headers.get("subject", ())), "")
    note = _note(text)
    return _FAILURE_SUBJECT.search(subject) is not None or _FAILURE_TEXT.search(note) is not None


def _by_fields(report: str) -> tuple[list[str], bool | None] | None:
    """Recipients and permanence by the fields of RFC 3464 §2.3; None when there are none.

    `Action` decides, not the class of `Status`: a mailbox that is full may be final. Permanence is
    None when nobody missed the letter.
    """
    failed: dict[str, None] = {}
    delayed: dict[str, None] = {}
    seen = False
    for block in _blocks(report):
        recipient = block.get("final-recipient") or block.get("original-recipient")
        if recipient is None:
            continue
        action = block.get("action", "").split(" ")[0].strip("();,").lower()
        status = block.get("status", "").strip()
        if not action and not status:
            continue
        seen = True
        address = _recipient(recipient) or _recipient(block.get("original-recipient", ""))
        if action == "delayed" or (not action and status.startswith("4")):
            delayed.update({address: None} if address else {"": None})
        elif action.startswith("fail") or (not action and status.startswith("5")):
            failed.update({address: None} if address else {"": None})
    if not seen:
        return None
    missed = failed or delayed
    return [address for address in missed if address], bool(failed) if missed else None


def _blocks(report: str) -> Iterable[Mapping[str, str]]:
    """The fields about each recipient; a field that comes again begins the next."""
    block: dict[str, str] = {}
    for field in _FIELD.finditer(report):
        name = field[1].lower()
        if name in block and name != "original-recipient":
            yield block
            block = {}
        block.setdefault(name, field[2].strip())
    if block:
        yield block


def _recipient(value: str) -> str:
    typed = _TYPED.fullmatch(value)
    found = read_addresses([typed[1] if typed else value])
    return found[0].email if found else ""


def _by_words(headers: Headers, text: str) -> tuple[list[str], bool]:
    """Recipients and permanence of a report that only people were meant to read."""
    subject = next(iter(headers.get("subject", ())), "")
    note = _note(text)
    known = read_addresses(headers.get("x-failed-recipients", ()))
    recipients = [address.email for address in known] or _named_in(note, headers)
    waiting = _NOT_YET.search(subject) or _NOT_YET.search(note)
    return recipients, not waiting or _GIVEN_UP.search(f"{subject}\n{note}") is not None


def _note(text: str) -> str:
    """What stands before the letter that came back."""
    note = text[:_LONGEST_NOTE]
    letter = _RETURNED_LETTER.search(note)
    return note[: letter.start()] if letter is not None and letter.start() else note


def _named_in(note: str, headers: Headers) -> list[str]:
    strangers = {
        address.key for name in ("from", "to", "cc") for address in read_addresses(headers.get(name, ()))
    }
    for shape in _NAMED:
        named = dict.fromkeys(found.rstrip(".") for found in shape.findall(note))
        recipients = [
            address.email for address in read_addresses(named) if _is_reader(address.key, strangers)
        ]
        if recipients:
            return recipients
    return []


def _is_reader(address: str, strangers: set[str]) -> bool:
    return address not in strangers and _DAEMON.search(address) is None


def _original(tree: Tree, headers: Headers, text: str) -> str | None:
    """The Message-ID of the letter that did not arrive, as far as the report holds it."""
    returned = (_text_of(leaf) for leaf in tree.leaves if leaf.type in _RETURNED)
    for source in (*returned, text[:_LONGEST_REPORT]):
        found = _MESSAGE_ID.search(source)
        if found is not None:
            return found[1]
    answered = message_ids((*headers.get("in-reply-to", ()), *headers.get("references", ())))
    return answered[-1] if answered else None


def _text_of(leaf: Leaf) -> str:
    raw = leaf.content()[:_LONGEST_REPORT]
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
