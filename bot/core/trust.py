"""Whether a mail really comes from the address in From, by what the receiving provider says.

Who sends a mail writes its header; only what the provider put above it, or in names that it takes
out of mail from outside, proves anything. In doubt nothing is proven: that costs staff one tap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.core.auth_results import Result, authserv_id, read_results
from bot.core.doubts import doubt_of, from_domain
from bot.core.mail import IncomingMail

Kind: TypeAlias = Literal["authserv", "microsoft365", "google"]
How: TypeAlias = Literal["inside", "dmarc", "dkim", "compauth", "none"]

# Exchange writes it itself and takes it out of whatever comes from outside (its header firewall).
# https://learn.microsoft.com/exchange/header-firewall-exchange-2013-help
INSIDE_MARK: Final = "x-ms-exchange-organization-authas"
_INSIDE = ("Internal",)
# Fields that servers write, and that are read as they stand there: decoded, an encoded word in an
# envelope sender (RFC 2047) would become results that no server wrote.
BY_SERVERS: Final = frozenset({"authentication-results", "dkim-signature", INSIDE_MARK})

# Whose name stands above the results. Microsoft gave none until 2026, and now gives this one.
# https://learn.microsoft.com/defender-office-365/message-headers-eop-mdo
SIGNED_BY: Final[Mapping[Kind, frozenset[str]]] = {
    "microsoft365": frozenset({"", "mx.microsoft.com"}),
    "google": frozenset({"mx.google.com"}),
}

# Why Microsoft lets composite authentication pass (same page), where that proves the sender. The
# others do not: 100, 102, 109, 111, 112 (SPF alone may be enough), 103, 104, 116 (the sending
# computer is called like the domain), 108 (DKIM broke on the way), 130 (ARC, the word of others),
# 7xx (a good name), and every code that is not explained.
PROVING_REASONS: Final[Mapping[str, str]] = {
    "101": "DKIM signed with the domain of From",
    "115": "sent from the Microsoft 365 organisation that owns the domain of From",
}

# Exchange leaves these on what a rule or forwarding of a mailbox sent on, or took from outside.
# https://techcommunity.microsoft.com/blog/exchange/loop-prevention-in-exchange-online-demystified/2312258
_NOT_FROM_HERE = (
    "x-ms-exchange-inbox-rules-loop",
    "x-ms-exchange-forwardingloop",
    "x-ms-exchange-organization-autoforwarded",
    "resent-from",
    "received-spf",
)
_NO_VERDICT = frozenset({"none", "bestguesspass", "temperror", "permerror"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How the provider of a mailbox proves who wrote.

    `authserv_id` is whose Authentication-Results count (RFC 8601 §2.5), for `authserv` alone.
    `domains` are the school's own: between them and their subdomains a signature is aligned, and
    only From them can a mail come from inside.
    """

    kind: Kind
    authserv_id: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Whether the address in From is proven, by what, and why; `why` names no person."""

    ok: bool
    how: How
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the provider says of the domain in From."""

    results: tuple[Result, ...]
    domain: str
    trust: Trust

    def of(self, method: str) -> list[Result]:
        return [each for each in self.results if each.method == method]


def proof_of(mail: IncomingMail, trust: Trust) -> Proof:
    """Whether the provider proves the From of a mail: DMARC pass, or DKIM pass aligned with From.

    SPF alone is none: it speaks of the envelope. ARC is not believed: it is the word of others.
    """
    doubt = doubt_of(mail)
    if doubt:
        return _not_proven(doubt)
    results = _results(mail, trust)
    known = results if isinstance(results, tuple) else ()
    said = _Said(results=known, domain=from_domain(mail), trust=trust)
    by_exchange = isinstance(results, tuple) or "authentication-results" not in mail.headers
    if trust.kind == "microsoft365" and by_exchange and _is_inside(mail, said):
        return Proof(ok=True, how="inside", why="Exchange marks it as written inside")
    if isinstance(results, str):
        return _not_proven(results)
    answers = (rule(said) for rule in _RULES)
    return next(answer for answer in answers if answer is not None)


def _not_proven(why: str) -> Proof:
    return Proof(ok=False, how="none", why=why)


def _results(mail: IncomingMail, trust: Trust) -> tuple[Result, ...] | str:
    """The provider's own results; in words, why there are none."""
    own = frozenset({trust.authserv_id.strip().lower()} - {""})
    ours = SIGNED_BY.get(trust.kind, own)
    for value in mail.headers.get("authentication-results", ()):
        said_by = authserv_id(value)
        if said_by in ours:
            results = read_results(value)
            return "the results of the provider cannot be read" if results is None else results
        if trust.kind != "authserv" or not said_by:
            # A provider puts its own on top; below one without a name any name may be forged.
            return "the topmost results are not of the provider"
    return "there are no results of the provider"


def _is_inside(mail: IncomingMail, said: _Said) -> bool:
    """Exchange stamps who is logged in inside the tenant, where mail is neither signed nor checked.

    What a rule sent on may carry it with a From of outside; what was checked as mail from outside
    and failed is not from inside, whatever is stamped on it, nor is what somebody else checked.
    """
    failed = any(
        "fail" in each.result for name in ("dmarc", "compauth", "spf") for each in said.of(name)
    )
    return (
        mail.headers.get(INSIDE_MARK) == _INSIDE
        and any(_is_under(said.domain, own) for own in said.trust.domains)
        and not any(name in mail.headers for name in _NOT_FROM_HERE)
        and not failed
    )


# --- rules on results: the first that answers decides ------------------------------------------


def _contradiction(said: _Said) -> Proof | None:
    """Two words of one server that cannot both be its own: who sent the mail wrote one of them."""
    twice = any(len(said.of(name)) > 1 for name in ("dmarc", "compauth"))
    unsigned_and_signed = {each.result for each in said.of("dkim")} > {"none"}
    if twice or unsigned_and_signed:
        return _not_proven("the results of the provider contradict each other")
    return None


def _composite_failure(said: _Said) -> Proof | None:
    failed = any("fail" in each.result for each in said.of("compauth"))
    return _not_proven("Microsoft's composite authentication fails") if failed else None


def _dmarc(said: _Said) -> Proof | None:
    """Its pass is proof for the domain it names (RFC 7489 §6.6); its failure outdoes all others."""
    for each in said.of("dmarc"):
        if each.result == "pass":
            if _domain_in(each.properties.get("header.from", "")) != said.domain:
                return _not_proven("DMARC was asked for another domain than that of From")
            return Proof(ok=True, how="dmarc", why="DMARC passes for the domain of From")
        if each.result not in _NO_VERDICT:
            return _not_proven("DMARC fails")
    return None


def _dkim(said: _Said) -> Proof | None:
    if any(each.result == "pass" and _is_aligned(each, said) for each in said.of("dkim")):
        return Proof(ok=True, how="dkim", why="a DKIM signature of the domain of From passes")
    return None


def _compauth(said: _Said) -> Proof | None:
    for each in said.of("compauth") if said.trust.kind == "microsoft365" else ():
        because = PROVING_REASONS.get(each.properties.get("reason", ""))
        if each.result == "pass" and because:
            return Proof(ok=True, how="compauth", why=because)
    return None


def _nothing(said: _Said) -> Proof:
    passed = {each.method for each in said.results if each.result == "pass"}
    if "dkim" in passed:
        return _not_proven("the DKIM signature that passes is of another domain than From")
    if "spf" in passed:
        return _not_proven("only SPF passes, and it says nothing of From")
    return _not_proven("neither DMARC nor a DKIM signature passes")


# What speaks against it first, so that nothing that speaks for it can come before.
_RULES: Final[tuple[Callable[[_Said], Proof | None], ...]] = (
    _contradiction,
    _composite_failure,
    _dmarc,
    _dkim,
    _compauth,
    _nothing,
)


def _is_aligned(signature: Result, said: _Said) -> bool:
    """RFC 7489 §3.1.1, relaxed, where the organisational domain is one of the school's own.

    Who signed is header.d, or the domain of header.i, which lies in it (RFC 6376 §3.5).
    """
    told = signature.properties
    signer = _domain_in(told.get("header.d") or told.get("header.i", ""))
    return signer == said.domain or any(
        _is_under(signer, own) and _is_under(said.domain, own) for own in said.trust.domains
    )


def _domain_in(value: str) -> str:
    return value.rpartition("@")[2].lower().rstrip(".")


def _is_under(domain: str, own: str) -> bool:
    own = own.lower().lstrip("@.").rstrip(".")
    return own != "" and (domain == own or domain.endswith(f".{own}"))
