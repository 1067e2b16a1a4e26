from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.auth_results import Result, authserv_id, read_results
from bot.core.doubts import _DOUBTS
from bot.core.mail import Address, IncomingMail
from bot.core.trust import PROVING_REASONS, Proof, Trust, proof_of
from bot.core.trust_words import WHY_NOT

SCHOOL = "school.example"
MICROSOFT = Trust(kind="microsoft365", domains=(SCHOOL,))
GOOGLE = Trust(kind="google", domains=(SCHOOL,))
OWN = Trust(kind="authserv", authserv_id="mx.school.example", domains=(SCHOOL,))


def mail(*results: str, email: str = f"an@{SCHOOL}", **headers: Any) -> IncomingMail:
    fields = {
        name.replace("_", "-"): (value,) if isinstance(value, str) else value
        for name, value in headers.items()
    }
    if results:
        fields["authentication-results"] = results
    sender = Address(email)
    return IncomingMail(
        sender=sender, from_addresses=(sender,), headers={"from": (email,), **fields}
    )


def proof(*results: str, trust: Trust = OWN, email: str = f"an@{SCHOOL}") -> Proof:
    return proof_of(mail(*results, email=email), trust)


def test_the_example_with_comments_everywhere_is_read() -> None:
    """RFC 8601 appendix B.7."""
    field = (
        "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it)"
        " fail policy (A dot can go here) . (like that) expired (this surprised me) ="
        " (as I wanted to see it) 1362471462"
    )
    assert authserv_id(field) == "foo.example.net"
    assert read_results(field) == (
        Result(method="dkim", result="fail", properties={"policy.expired": "1362471462"}),
    )


@pytest.mark.parametrize(
    ("field", "said_by"),
    [
        ("mx.school.example; none", "mx.school.example"),
        ('"MX.School.example" 1; dkim=pass', "mx.school.example"),
        ("(a) mx.school.example (b); dkim=pass (never closed", "mx.school.example"),
        ("spf=pass smtp.mailfrom=a.example; dkim=none", ""),
        ("(never closed mx.school.example; dkim=pass", None),
        ("two words here; dkim=pass", None),
        ("", None),
    ],
)
def test_who_says_so_is_known_even_where_the_rest_is_broken(
    field: str, said_by: str | None
) -> None:
    assert authserv_id(field) == said_by


@pytest.mark.parametrize(
    "field",
    [
        "mx.school.example; dkim=pass header.d=school.example (open",
        "mx.school.example; dkim=pass header.d=school.example) dmarc=pass",
        'mx.school.example; dkim=pass header.d="school.example',
        "mx.school.example; dkim=pass and some more words",
        "mx.school.example; dkim=pass header.d=a.example header.d=school.example",
        "mx.school.example; dkim=pass \\; header.d=school.example",
        "mx.school.example; =pass header.d=school.example",
        f"mx.school.example; dkim=pass header.d=school.example; x-note={'n' * 9000}",
    ],
)
def test_a_field_that_breaks_the_grammar_says_nothing(field: str) -> None:
    assert read_results(field) is None
    assert not proof(field).ok


def test_a_result_of_a_later_version_of_its_method_is_passed_over() -> None:
    assert read_results("mx.school.example; dmarc/2=pass header.from=school.example") == ()


@pytest.mark.parametrize(
    ("results", "how"),
    [
        ("dmarc=pass header.from=school.example", "dmarc"),
        ("dmarc=pass (p=none dis=none) header.from=SCHOOL.example.", "dmarc"),
        ("dmarc=pass header.from=an@school.example", "dmarc"),
        ("dkim=pass header.d=school.example", "dkim"),
        ("dkim=pass header.d=mail.school.example", "dkim"),
        ("dkim=pass header.i=@school.example header.s=a", "dkim"),
        ("dkim=fail header.d=a.example; dkim=pass header.d=school.example", "dkim"),
        ("dkim=pass header.d=school.example; dmarc=none", "dkim"),
        ("dkim=pass header.d=school.example; dmarc=permerror", "dkim"),
        ("spf=pass smtp.mailfrom=an@school.example", "none"),
        ("spf=pass smtp.mailfrom=an@school.example; dmarc=bestguesspass", "none"),
        ("dmarc=pass", "none"),
        ("dmarc=pass header.from=a.school.example", "none"),
        ("dmarc=pass header.from=badschool.example", "none"),
        ("dkim=pass header.d=badschool.example", "none"),
        ("dkim=pass header.d=example", "none"),
        ("dkim=pass header.d=a.example header.i=@school.example", "none"),
        ("dkim=pass header.i=school.example@a.example", "none"),
        ("dkim=pass", "none"),
        ("dkim=policy header.d=school.example", "none"),
        ("dkim=pass header.d=school.example; dmarc=fail header.from=school.example", "none"),
        ("dkim=pass header.d=school.example; dmarc=reject", "none"),
        ("dkim=none; dkim=pass header.d=school.example", "none"),
        ("dmarc=pass header.from=school.example; dmarc=fail", "none"),
        ("arc=pass header.from=school.example; auth=pass smtp.auth=an@school.example", "none"),
        ("compauth=pass reason=115", "none"),
        ("none", "none"),
    ],
)
def test_dmarc_or_an_aligned_signature_proves_and_nothing_else(results: str, how: str) -> None:
    found = proof(f"mx.school.example; {results}")
    assert (found.ok, found.how) == (how != "none", how)


def test_a_domain_that_is_not_the_schools_own_is_aligned_only_with_itself() -> None:
    signed = "mx.school.example; dkim=pass header.d={}"
    assert proof(signed.format("clb.example"), email="f@clb.example").how == "dkim"
    assert not proof(signed.format("mail.clb.example"), email="f@clb.example").ok
    assert not proof(signed.format("clb.example"), email="f@mail.clb.example").ok
    assert proof(signed.format("school.example"), email="f@mail.school.example").how == "dkim"


@pytest.mark.parametrize("reason", [f"{n:03d}" for n in range(1000)])
def test_microsofts_composite_pass_proves_only_for_reasons_that_do(reason: str) -> None:
    said = proof(f"spf=pass smtp.mailfrom=x; compauth=pass reason={reason}", trust=MICROSOFT)
    assert said.how == ("compauth" if reason in PROVING_REASONS else "none")
    for other in ("fail", "softpass", "none"):
        assert not proof(f"spf=pass; compauth={other} reason={reason}", trust=MICROSOFT).ok


def test_the_topmost_field_of_ours_counts_and_none_below_it() -> None:
    bad = "mx.school.example; dmarc=fail header.from=school.example"
    good = "mx.school.example; dmarc=pass header.from=school.example"
    assert proof(good, bad).ok
    assert not proof(bad, good).ok
    assert proof("mx.other.example; dmarc=fail", good).ok
    assert not proof("mx.other.example; dmarc=pass header.from=school.example").ok
    assert not proof("(unreadable", good).ok
    assert not proof("dmarc=pass header.from=school.example", good).ok


@pytest.mark.parametrize(
    ("trust", "field"),
    [
        (MICROSOFT, "{}spf=pass; dmarc=pass action=none header.from=school.example"),
        (MICROSOFT, "mx.microsoft.com 1; dmarc=pass header.from=school.example"),
        (GOOGLE, "mx.google.com; dmarc=pass (p=NONE) header.from=school.example"),
    ],
)
def test_a_provider_puts_its_own_results_on_top_or_none_count(trust: Trust, field: str) -> None:
    good = field.format("")
    assert proof(good, trust=trust).how == "dmarc"
    assert not proof("mx.evil.example; dmarc=pass header.from=school.example", trust=trust).ok
    assert not proof("mx.evil.example; none", good, trust=trust).ok


def test_without_an_id_nobodys_results_are_ours() -> None:
    for field in (
        "dmarc=pass header.from=school.example",
        "mx; dmarc=pass header.from=school.example",
    ):
        assert not proof(field, trust=Trust(kind="authserv", domains=(SCHOOL,))).ok


def inside(email: str = f"an@{SCHOOL}", **headers: Any) -> Proof:
    marks: dict[str, Any] = {"x_ms_exchange_organization_authas": "Internal"}
    return proof_of(mail(email=email, **(marks | headers)), MICROSOFT)


def test_the_mark_of_exchange_proves_who_wrote_inside() -> None:
    assert inside().how == "inside"
    assert inside(f"an@kleuter.{SCHOOL}").how == "inside"
    nothing_signed = "dkim=none header.d=none;dmarc=none action=none header.from=school.example;"
    assert inside(authentication_results=nothing_signed).how == "inside"


@pytest.mark.parametrize(
    "headers",
    [
        {"x_ms_exchange_organization_authas": ("Internal", "Internal")},
        {"x_ms_exchange_organization_authas": ("Anonymous", "Internal")},
        {"x_ms_exchange_organization_authas": "internal"},
        {"x_ms_exchange_organization_authas": "INTERNAL"},
        {"x_ms_exchange_organization_authas": "Internal74"},
        {"x_ms_exchange_organization_authas": "Internal (really)"},
        {"x_ms_exchange_organization_authas": "Partner"},
        {"x_ms_exchange_inbox_rules_loop": "bert@school.example"},
        {"x_ms_exchange_generated_message_source": "Mailbox Rules Agent"},
        {"resent_from": "bert@school.example"},
        {"received_spf": "Pass"},
        {"auto_submitted": "auto-generated"},
        {"sender": "bert@school.example"},
        {"authentication_results": "spf=fail; dmarc=fail header.from=school.example"},
        {"authentication_results": "spf=pass; compauth=fail reason=601"},
        {"authentication_results": "mx.evil.example; none"},
        {"authentication_results": "(unreadable"},
    ],
)
def test_the_mark_of_exchange_proves_nothing_where_it_may_be_anothers(
    headers: dict[str, Any],
) -> None:
    assert not inside(**headers).ok


def test_the_mark_of_exchange_proves_nothing_of_an_address_outside_the_school() -> None:
    assert not inside("femke@clb.example").ok
    assert not inside(f"an@bad{SCHOOL}").ok
    marked = mail(x_ms_exchange_organization_authas="Internal")
    for trust in (OWN, GOOGLE, Trust(kind="microsoft365")):
        assert not proof_of(marked, trust).ok


GOOD = "mx.school.example; dkim=pass header.d=school.example; dmarc=pass header.from=school.example"


@pytest.mark.parametrize(
    ("headers", "ok"),
    [
        ({}, True),
        ({"sender": "AN@school.example"}, True),
        ({"sender": "An <an@school.example>"}, True),
        ({"sender": "Bert <bert@school.example>"}, False),
        ({"subject": ("a", "b")}, False),
        ({"content_type": ("text/plain", "text/html")}, False),
        ({"from": ("an@school.example", "an@school.example")}, False),
        ({"auto_submitted": "no"}, True),
        ({"auto_submitted": "auto-generated; owner-email=x"}, False),
        ({"list_id": "<zorg.school.example>"}, False),
        ({"return_path": "<an@school.example>"}, True),
        ({"return_path": "<>"}, True),
        ({"return_path": "<SRS0=x7=HH=a.example=an@b.example>"}, True),
        ({"return_path": '<"x; dmarc=pass"@evil.example>'}, False),
        ({"return_path": "<x);dmarc=pass(@evil.example>"}, False),
        ({"dkim_signature": "v=1; d=school.example; b=abc="}, True),
        ({"dkim_signature": "v=1; d=school.example; l = 12; b=abc="}, False),
    ],
)
def test_a_mail_that_is_odd_itself_proves_nothing(headers: dict[str, Any], *, ok: bool) -> None:
    assert proof_of(mail(GOOD, **headers), OWN).ok is ok


@pytest.mark.parametrize(
    "email",
    [
        "an@ſchool.example",  # noqa: RUF001 - a long s folds into an s, and Python folds it so too
        "an@\uff53chool.example",
        "\u0430n@school.example",
        "an@gro\u00df.example",
        "an@",
        "an@[192.0.2.1]",
    ],
)
def test_letters_that_fold_into_others_prove_nothing(email: str) -> None:
    domain = email.rpartition("@")[2]
    said = f"mx.school.example; dmarc=pass header.from={domain}; dkim=pass header.d={domain}"
    assert not proof(said, email=email).ok


def test_what_was_cut_out_of_a_large_header_may_have_spoken_against_it() -> None:
    read = mail(GOOD)
    assert proof_of(read, OWN).ok
    assert not proof_of(replace(read, header_cut=True), OWN).ok


def test_nobody_or_several_in_from_prove_nothing() -> None:
    one, other = Address("an@school.example"), Address("x@evil.example")
    headers = {"from": ("an@school.example",), "authentication-results": (GOOD,)}
    for several in ((), (one, other), (other, one)):
        read = IncomingMail(sender=one, from_addresses=several, headers=headers)
        assert not proof_of(read, OWN).ok
    assert not proof_of(IncomingMail(), OWN).ok


def test_every_reason_that_is_not_enough_has_its_dutch() -> None:
    assert {why for why, _ in _DOUBTS} <= WHY_NOT.keys()
    said = [
        proof(),
        proof("x"),
        proof("mx.school.example; dkim=pass ("),
        proof("dkim=pass"),
        proof("mx.school.example; none"),
        proof("mx.school.example; spf=pass"),
        proof("mx.school.example; dkim=pass header.d=a.example"),
        proof("mx.school.example; dmarc=fail"),
        proof("mx.school.example; dmarc=pass header.from=a.example"),
        proof("mx.school.example; dmarc=fail; dmarc=pass"),
        proof("spf=fail; compauth=fail", trust=MICROSOFT),
    ]
    assert {each.why for each in said} | {why for why, _ in _DOUBTS} == WHY_NOT.keys()
