"""Mail whose writer did not send it to us: a colleague passed it on, or a form on the site did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from bot.core.forwarded import Head, announces_forward, heads_in
from bot.core.happening import Remark
from bot.core.mail import Address, IncomingMail, PassedOn
from bot.core.new_words import holds_forward, is_forward, is_reply, new_words
from bot.core.parties import staff_by_address
from bot.core.policy import Policy
from bot.core.triage.marks import is_nobody
from bot.core.webform import filled_in, form_of

_MOST_HEADS = 20
_FORWARD_MARKS = re.compile(
    r"(?:\s*(?:fwd?|tr|wg|doorst|doorgest|doorgestuurd|re|aw|antw|antwoord)\s*:)+\s*", re.IGNORECASE
)


def parents_mail(mail: IncomingMail, policy: Policy) -> IncomingMail:
    """The mail as its writer meant it: of a form the parent's, of a forward the inner one.

    Any other mail, and one in which no writer can be found, is itself.
    """
    form = form_of(mail, policy.webforms)
    if form is not None:
        return _answerable(filled_in(mail, form), policy)
    inner = unfold(mail, policy) if is_passed_on_by_staff(mail, policy) else mail
    return inner if isinstance(inner, IncomingMail) else mail


def is_passed_on_by_staff(mail: IncomingMail, policy: Policy) -> bool:
    """Whether a colleague, known by name or by domain, passes somebody's mail on.

    The subject says so, or the text does; a reply below which an older mail is quoted does not.
    """
    if mail.sender is None or not _is_colleague(mail.sender, policy):
        return False
    if any(part.type == "message/rfc822" for part in mail.attachments) or mail.enclosed:
        return True
    # Whom we know by domain alone may complain as well, with an older mail below the own words.
    known = staff_by_address(policy, mail.sender.email) is not None
    if is_forward(mail.subject) or (known and not is_reply(mail.subject)):
        return holds_forward(mail.text) or next(heads_in(mail.text), None) is not None
    return announces_forward(mail.text)


def unfold(mail: IncomingMail, policy: Policy) -> IncomingMail | Remark:
    """The mail that a colleague passed on, from its own writer; else why it cannot be told.

    The newest head counts: whom the colleague has it from. Where that is a colleague too, the mail
    went through several hands, and the next head counts.
    """
    inline = _from_text(mail, islice(heads_in(mail.text), _MOST_HEADS), policy)
    if isinstance(inline, IncomingMail) or not mail.enclosed:
        return inline
    found = [_from_enclosed(mail, each, policy) for each in mail.enclosed]
    writers = {each.sender.key for each in found if isinstance(each, IncomingMail) and each.sender}
    if len(writers) > 1:
        return Remark.SEVERAL_SENDERS
    return next((each for each in found if isinstance(each, IncomingMail)), found[0])


def _from_text(mail: IncomingMail, heads: Iterable[Head], policy: Policy) -> IncomingMail | Remark:
    trouble = Remark.NO_INNER_SENDER
    for head in heads:
        if len(head.senders) > 1:
            return Remark.SEVERAL_SENDERS
        if not head.senders:
            return Remark.NO_INNER_SENDER
        (writer,) = head.senders
        if writer.key in policy.own_addresses:
            return Remark.INNER_OURS
        if _is_colleague(writer, policy):
            trouble = Remark.INNER_STAFF
            continue
        inner = replace(
            IncomingMail(to=mail.to),
            sender=writer,
            from_addresses=(writer,),
            subject=head.subject or _FORWARD_MARKS.sub("", mail.subject, count=1),
            text=head.below,
            new_text=new_words(head.below, head.subject),
            attachments=mail.attachments,
            unreadable=mail.unreadable,
        )
        return _proposed(inner, mail, policy, note=head.above, sent=head.sent)
    return trouble


def _from_enclosed(
    mail: IncomingMail, enclosed: IncomingMail, policy: Policy
) -> IncomingMail | Remark:
    if enclosed.sender is None:
        return Remark.NO_INNER_SENDER
    if _is_colleague(enclosed.sender, policy):
        deeper = _from_text(enclosed, islice(heads_in(enclosed.text), _MOST_HEADS), policy)
        if not isinstance(deeper, IncomingMail) or deeper.passed_on is None:
            return Remark.INNER_STAFF
        note = f"{mail.text.strip()}\n\n{deeper.passed_on.note}".strip()
        inner = replace(deeper, attachments=mail.attachments)
        return _proposed(inner, mail, policy, note=note, sent=deeper.passed_on.sent)
    sent = enclosed.sent_at.isoformat(" ", "minutes") if enclosed.sent_at else ""
    inner = replace(
        enclosed,
        to=(*mail.to, *enclosed.to),
        cc=(),
        reply_to=(),
        attachments=mail.attachments,
        enclosed=(),
    )
    return _proposed(inner, mail, policy, note=mail.text.strip(), sent=sent)


def _proposed(
    inner: IncomingMail, mail: IncomingMail, policy: Policy, *, note: str, sent: str
) -> IncomingMail | Remark:
    """The inner mail with who passed it on, if its writer can be a complainant at all."""
    assert mail.sender is not None
    form = form_of(inner, policy.webforms)
    inner = filled_in(inner, form) if form else inner
    if inner.sender is None:
        return Remark.NO_INNER_SENDER
    if inner.sender.key in policy.own_addresses:
        return Remark.INNER_OURS
    if is_nobody(inner.sender.email):
        return Remark.INNER_NOBODY
    phone = inner.passed_on.phone if inner.passed_on else ""
    passed_on = PassedOn(by=mail.sender, note=note, sent=sent[:120], phone=phone)
    return replace(inner, passed_on=passed_on)


def _answerable(mail: IncomingMail, policy: Policy) -> IncomingMail:
    """Without its sender where nobody is behind it: a form may hold anything, our address too."""
    own = mail.sender is not None and mail.sender.key in policy.own_addresses
    nobody = mail.sender is not None and is_nobody(mail.sender.email)
    return replace(mail, sender=None) if own or nobody else mail


def _is_colleague(address: Address, policy: Policy) -> bool:
    """By people.toml or by domain; the mailbox and the forms of the site are no colleagues."""
    if staff_by_address(policy, address.email) is not None:
        return True
    machines = {*policy.own_addresses, *(form.sender.casefold() for form in policy.webforms)}
    if address.key in machines:
        return False
    domain = address.key.rpartition("@")[2]
    return any(
        domain == known.casefold() or domain.endswith(f".{known.casefold()}")
        for known in policy.staff_domains
    )
