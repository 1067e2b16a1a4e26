"""A mail that lies as well as it can, to see whether the provider of a mailbox lets it pass.

It is handed in where mail from outside comes in. What is then read of it says whether the marks
that prove a colleague can be written by anybody: in that case no mail may give an order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from bot.core.mail import IncomingMail
from bot.core.trust import SIGNED_BY, Trust, proof_of
from bot.core.trust_words import WHY_NOT

MARKER_HEADER: Final = "X-Gehoor-Probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of the forged mail. `believed` is bad: then commands by mail must be off.

    `words` says it in Dutch and in English ("nl", "en"), for whoever runs the check.
    """

    believed: bool
    words: Mapping[str, str]


def forged_mail(
    mailbox: str, staff_address: str, trust: Trust, *, marker: str, at: datetime
) -> bytes:
    """A mail in the name of a colleague with every mark that we would believe, as raw bytes.

    `marker` makes it findable (ASCII letters and digits), `at` is when it was written (aware).

    Raises:
        ValueError: an address or the marker could break out of its line.
    """
    given = (mailbox, staff_address, marker, trust.authserv_id)
    if not all(each.isascii() and each.isprintable() for each in given):
        raise ValueError("an address or marker with other than printable ASCII cannot be sent")
    domain = staff_address.rpartition("@")[2].lower()
    lines = (
        *_marks(staff_address, domain, trust),
        f"From: <{staff_address}>",
        f"To: <{mailbox}>",
        f"Subject: Gehoor check {marker}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{marker}@{domain}>",
        f"{MARKER_HEADER}: {marker}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "Dit is een proef van gehoor check --online: dit bericht is vervalst en mag weg.",
        "This is a test by gehoor check --online: this mail is forged and may be deleted.",
        "",
    )
    return "\r\n".join(lines).encode("ascii")


def is_forged_by_us(mail: IncomingMail, marker: str) -> bool:
    """Whether this is the mail with that marker, as it came in."""
    return mail.header(MARKER_HEADER) == marker


def judged(mail: IncomingMail | None, trust: Trust) -> Judged:
    """What it means that the forged mail reads so; None: it was refused, or did not come in."""
    if mail is None:
        return Judged(believed=False, words=_NOT_LET_IN)
    proof = proof_of(mail, trust)
    if proof.ok:
        return Judged(believed=True, words=_BELIEVED[proof.how])
    why = WHY_NOT.get(proof.why, proof.why)
    return Judged(
        believed=False,
        words={
            "nl": f"Een vervalst bericht van buiten wordt niet geloofd: {why}.",
            "en": f"A forged mail from outside is not believed: {proof.why}.",
        },
    )


def _marks(staff_address: str, domain: str, trust: Trust) -> Iterator[str]:
    results = (
        f"spf=pass smtp.mailfrom={staff_address}; dkim=pass header.d={domain};"
        f"\r\n dmarc=pass header.from={domain}"
    )
    if trust.kind == "microsoft365":
        results += "; compauth=pass reason=115"
        yield "X-MS-Exchange-Organization-AuthAs: Internal"
        yield "X-MS-Exchange-Organization-AuthMechanism: 04"
    for name in sorted(SIGNED_BY.get(trust.kind, {trust.authserv_id})):
        by = f"{name} 1;\r\n " if name else ""
        yield f"Authentication-Results: {by}{results}"


_NOT_LET_IN: Final[Mapping[str, str]] = {
    "nl": "Een vervalst bericht van buiten komt de mailbox niet binnen.",
    "en": "A forged mail from outside does not get into the mailbox.",
}
_MEND_RESULTS: Final[Mapping[str, str]] = {
    "nl": (
        "Een vervalst bericht van buiten wordt GELOOFD: de mailserver laat een oordeel staan dat "
        "de afzender zelf schreef (Authentication-Results). Knoppen en opdrachten per mail moeten "
        "uit: neem [mailbox.trust] weg uit bot.toml, tot de server zulke regels van buiten "
        "weghaalt."
    ),
    "en": (
        "A forged mail from outside is BELIEVED: the mail server keeps results that the sender "
        "wrote (Authentication-Results). Buttons and orders by mail must be off: take "
        "[mailbox.trust] out of bot.toml until the server removes such fields from outside mail."
    ),
}
_BELIEVED: Final[Mapping[str, Mapping[str, str]]] = {
    "inside": {
        "nl": (
            "Een vervalst bericht van buiten wordt GELOOFD: de kopregel "
            "X-MS-Exchange-Organization-AuthAs komt van buiten binnen, wat een connector met "
            '"als intern behandelen" doet. Knoppen en opdrachten per mail moeten uit: neem '
            "[mailbox.trust] weg uit bot.toml, tot die connector is aangepast."
        ),
        "en": (
            "A forged mail from outside is BELIEVED: X-MS-Exchange-Organization-AuthAs is let in "
            "from outside, as a connector does that treats mail as internal. Buttons and orders by "
            "mail must be off: take [mailbox.trust] out of bot.toml until that connector is mended."
        ),
    },
    "dmarc": _MEND_RESULTS,
    "dkim": _MEND_RESULTS,
    "compauth": _MEND_RESULTS,
}
