from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.core.case import Urgency
from bot.core.facts import Duplicate, Link, Thread
from bot.core.mail import Address, Attachment, BounceReport, IncomingMail
from bot.core.triage import RULES, triage
from bot.core.triage.numbers import case_numbers_in
from bot.core.verdict import OPENS_A_CASE, PLACES, Sender, Verdict
from bot.post.parser import read_mail
from tests.builders import MAILBOX, a_case, a_mail
from tests.wording import COORDINATOR, FORM, a_reading_policy, the_facts

POLICY = a_reading_policy()
SHARED = Path(__file__).parents[2].parent / "shared"
OUTER = Address("stijn@bedrijf.example")


def found(mail: IncomingMail, **facts: object) -> tuple[Verdict, str]:
    finding = triage(mail, the_facts(**facts), POLICY)
    return finding.verdict, finding.rule


def headed(
    *, subject: str = "Over de bus", path: str | None = None, **headers: str
) -> IncomingMail:
    """A mail from outside with these headers; `_` in a name stands for `-`."""
    return a_mail(
        "Ik ben er tot 4 oktober niet.",
        subject=subject,
        sender=OUTER,
        from_addresses=(OUTER,),
        return_path=path,
        headers={name.replace("_", "-").lower(): (value,) for name, value in headers.items()},
    )


def test_a_plain_mail_from_a_parent_opens_a_case() -> None:
    finding = triage(a_mail(), the_facts(), POLICY)
    assert finding.verdict in OPENS_A_CASE
    assert finding.sender is Sender.HUMAN
    assert finding.rule == "anybody"
    assert finding.why[-1] == ("anybody", "hit")
    assert [name for name, _ in finding.why] == [rule.__name__ for rule in RULES]
    assert finding.reading is not None


def test_every_rule_says_why_it_is_there() -> None:
    assert all(rule.__doc__ for rule in RULES)
    assert len({rule.__name__ for rule in RULES}) == len(RULES)


def test_our_signature_makes_a_mail_our_own() -> None:
    assert found(a_mail(), own=True) == (Verdict.OWN, "our_own_letter")


def test_a_mail_that_was_here_before_is_a_duplicate() -> None:
    assert found(a_mail(), duplicate=Duplicate("raw", "K-2026-0001"))[0] is Verdict.DUPLICATE


def test_our_address_without_our_signature_is_doubtful() -> None:
    ours = Address(MAILBOX.upper())
    assert found(a_mail(sender=ours, from_addresses=(ours,))) == (
        Verdict.DOUBTFUL,
        "from_ourselves",
    )


@pytest.mark.parametrize(
    "mail",
    [
        a_mail(bounce=BounceReport(recipients=("a@b.example",), permanent=True)),
        a_mail(report_type="delivery-status"),
        headed(X_Failed_Recipients="a@b.example"),
        a_mail(sender=Address("MAILER-DAEMON@mx.example"), return_path=""),
    ],
)
def test_a_delivery_report_is_a_bounce(mail: IncomingMail) -> None:
    finding = triage(mail, the_facts(), POLICY)
    assert (finding.verdict, finding.sender) == (Verdict.BOUNCE, Sender.MACHINE)
    assert finding.reading is None


AUTOMATIC = {
    "rfc3834": headed(Auto_Submitted="auto-replied (vacation)"),
    "generated": headed(Auto_Submitted="Auto-Generated"),
    "notified": headed(Auto_Submitted='auto-notified; owner-email="a@b.example"'),
    "precedence": headed(Precedence="auto_reply"),
    "exchange": headed(
        subject="Automatisch antwoord: klacht",
        path="",
        X_Auto_Response_Suppress="DR, OOF, AutoReply",
        X_MS_Exchange_Inbox_Rules_Loop="a@b.example",
    ),
    "vacation": headed(Precedence="bulk", X_Autoreply="yes"),
    "subject and null path": headed(subject="Réponse automatique : Plainte", path=""),
    "receipt": a_mail(report_type="disposition-notification"),
    "abuse report": a_mail(report_type="feedback-report"),
}


@pytest.mark.parametrize("mail", AUTOMATIC.values(), ids=AUTOMATIC)
def test_a_proven_machine_is_logged_and_not_read(mail: IncomingMail) -> None:
    finding = triage(mail, the_facts(), POLICY)
    assert finding.verdict is Verdict.AUTO_REPLY
    assert finding.reading is None


def test_an_out_of_office_in_a_case_tells_which() -> None:
    thread = Thread(Link.SIGNED_ID, a_case())
    mail = headed(Auto_Submitted="auto-replied")
    assert triage(mail, the_facts(threads=(thread,)), POLICY).thread is thread


DOUBTFUL = {
    "null path": headed(path=""),
    "suppress": headed(X_Auto_Response_Suppress="All"),
    "unsubscribe": headed(List_Unsubscribe="<http://x.example/u>"),
    "precedence": headed(Precedence="bulk"),
    "subject": headed(subject="Automatisch antwoord: klacht"),
    "autoreply": headed(X_Autoreply="yes"),
    "loop": headed(X_Loop="yes"),
    "noreply": a_mail(sender=Address("no-reply@smartschool.example")),
    "abuse": a_mail(sender=Address("abuse@provider.example")),
    "daemon": a_mail(sender=Address("mailer-daemon@provider.example")),
}


@pytest.mark.parametrize("mail", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_single_mark_is_set_aside_for_a_person(mail: IncomingMail) -> None:
    finding = triage(mail, the_facts(), POLICY)
    assert (finding.verdict, finding.rule) == (Verdict.DOUBTFUL, "perhaps_a_machine")
    assert finding.reading is not None


HUMAN = {
    "says so": headed(Auto_Submitted="no"),
    "first class": headed(Precedence="first-class"),
    "redirected by a rule": headed(X_MS_Exchange_Inbox_Rules_Loop="info@school.example"),
    "absence of a child": a_mail(subject="Afwezigheid van mijn kind"),
    "absent": a_mail(subject="Afwezig wegens ziekte: Lotte 3B"),
    "absence": a_mail(subject="Absence de ma fille Emma"),
    "abwesenheit": a_mail(subject="Abwesenheit meiner Tochter am Montag"),
    "answers an out of office": a_mail(subject="Re: Automatisch antwoord: klacht"),
    "spam filter said no": headed(X_Spam_Status="No, score=-1.0", X_Spam_Flag="NO"),
    "trusted by microsoft": headed(X_MS_Exchange_Organization_SCL="-1"),
    "noreen": a_mail(sender=Address("noreen.plyson@postvak.example")),
    "rooth": a_mail(sender=Address("roothans@postvak.example")),
    "our own group": headed(
        List_Id=f"<{MAILBOX.replace('@', '.')}>",
        List_Post=f"<mailto:{MAILBOX}>",
        Precedence="normal",
    ),
}


@pytest.mark.parametrize("mail", HUMAN.values(), ids=HUMAN)
def test_a_person_who_only_looks_like_a_machine_is_heard(mail: IncomingMail) -> None:
    assert found(mail)[0] in OPENS_A_CASE


def test_a_machine_that_carries_a_persons_words_is_doubtful() -> None:
    form = a_mail(
        reply_to=(Address("ilse@postvak.example"),),
        sender=Address("wordpress@school.example"),
        headers={"auto-submitted": ("auto-generated",)},
    )
    assert found(form) == (Verdict.DOUBTFUL, "machine_with_a_persons_words")
    rule = a_mail(
        "Van: Ilse <i@postvak.example>\nVerzonden: maandag\nAan: Juf\n\nHij huilt.",
        subject="FW: Jef",
        headers={"auto-submitted": ("auto-generated",)},
    )
    assert found(rule)[0] is Verdict.DOUBTFUL


def test_a_list_needs_two_marks() -> None:
    both = headed(List_Id="<nieuws.uitgever.example>", List_Unsubscribe="<http://x.example>")
    assert found(both) == (Verdict.LIST, "mailing_list")
    assert found(headed(List_Id="<n.example>", Precedence="list"))[0] is Verdict.LIST
    assert found(headed(List_Id="<nieuws.uitgever.example>"))[0] is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    "mail",
    [
        headed(X_Spam_Flag="YES"),
        headed(X_Spam_Status="Yes, score=9.1"),
        headed(X_MS_Exchange_Organization_SCL="5"),
        headed(X_Forefront_Antispam_Report="CIP:1.2.3.4;CTRY:;LANG:nl;SCL:9;SRV:"),
        headed(subject="RE: [SPAM] Betaalbevestiging"),
    ],
)
def test_what_the_mail_server_took_for_spam_is_set_aside(mail: IncomingMail) -> None:
    assert found(mail) == (Verdict.SPAM, "spam_by_its_header")


def test_a_seller_is_known_by_bulk_and_words_together() -> None:
    said = "We can place you on the first page of Google. Affordable price, 100% guarantee!"
    assert found(a_mail(said))[0] in OPENS_A_CASE
    bulk = {"list-unsubscribe": ("<http://x.example>",)}
    assert found(a_mail(said, headers=bulk)) == (Verdict.SPAM, "sales_mail")


@pytest.mark.parametrize(
    "said",
    [
        "You have won a gift card. Click here to receive our offers.",
        "Klik hier voor uw cadeaubon: een tijdelijke aanbieding. Onze nieuwsbrief volgt.",
    ],
)
def test_who_sells_much_and_says_no_word_of_school_is_a_seller(said: str) -> None:
    assert found(a_mail(said, subject="Hello")) == (Verdict.SPAM, "sales_mail")
    parent = f"{said} Zulke mails kreeg mijn dochter via het schoolaccount."
    assert found(a_mail(parent, subject="Hello"))[0] is not Verdict.SPAM


@pytest.mark.parametrize("email", ["", "EMAIL_FROM", "a@b", "@x.example"])
def test_a_sender_that_cannot_be_answered_is_unreadable(email: str) -> None:
    assert found(a_mail(sender=Address(email)))[0] is Verdict.UNREADABLE
    assert found(a_mail(sender=None, from_addresses=()))[0] is Verdict.UNREADABLE


def test_staff_in_a_case_give_an_order_even_through_a_doubtful_mailer() -> None:
    thread = Thread(Link.NUMBER, a_case())
    mail = a_mail(sender=Address(COORDINATOR.email.upper()), headers={"precedence": ("bulk",)})
    finding = triage(mail, the_facts(threads=(thread,)), POLICY)
    assert (finding.verdict, finding.rule) == (Verdict.STAFF_COMMAND, "staff_in_case")
    assert finding.thread is thread


def test_staff_who_name_no_case_are_set_aside_and_not_answered() -> None:
    mail = a_mail(sender=Address(COORDINATOR.email))
    assert found(mail) == (Verdict.STAFF_COMMAND, "staff_without_case")


def test_a_colleague_who_passes_a_mail_on_forwards() -> None:
    juf = Address("katrien@devlieger-demerland.example")
    inner = "Dag\n\nVan: Hanne <h@postvak.example>\nVerzonden: woensdag\nAan: Juf\n\nHij huilt."
    assert found(a_mail(inner, sender=juf, subject="FW: vandaag"))[0] is Verdict.STAFF_FORWARD
    eml = Attachment(name="part-2.eml", type="message/rfc822", size=9, sha256="", part=2)
    assert found(a_mail(sender=juf, attachments=(eml,)))[0] is Verdict.STAFF_FORWARD
    assert found(a_mail(sender=juf))[0] in OPENS_A_CASE
    assert found(a_mail(inner, subject="FW: vandaag"))[0] in OPENS_A_CASE


def test_a_party_joins_the_case_and_a_stranger_does_not() -> None:
    mine, other = a_case(), a_case("K-2026-0002", parties=("x@postvak.example",))
    both = (Thread(Link.NUMBER, other), Thread(Link.NUMBER, mine))
    finding = triage(a_mail(), the_facts(threads=both), POLICY)
    assert (finding.verdict, finding.rule) == (Verdict.CASE_REPLY, "party_in_case")
    assert finding.thread is both[1]
    stranger = triage(a_mail(), the_facts(threads=both[:1]), POLICY)
    assert (stranger.verdict, stranger.rule) == (Verdict.CASE_REPLY, "stranger_in_case")
    assert stranger.thread is both[0]


def test_a_form_is_read_though_a_machine_sends_it() -> None:
    mail = a_mail(
        sender=Address(FORM.sender), return_path="", headers={"auto-submitted": ("auto-generated",)}
    )
    verdict, rule = found(mail)
    assert rule == "web_form"
    assert verdict in OPENS_A_CASE


def test_a_cry_for_help_is_heard_in_mail_that_is_set_aside() -> None:
    mail = a_mail("ik wil niet meer leven", headers={"x-spam-flag": ("YES",)})
    reading = triage(mail, the_facts(), POLICY).reading
    assert reading is not None
    assert reading.urgency is Urgency.CRITICAL


def test_quotes_nobody_has_read_are_scanned_and_those_of_a_case_are_not() -> None:
    mail = a_mail("Zie onder.\n> ik wil dood", new_text="Zie onder.", subject="")
    first = triage(mail, the_facts(), POLICY).reading
    again = triage(mail, the_facts(threads=(Thread(Link.NUMBER, a_case()),)), POLICY).reading
    assert first is not None
    assert again is not None
    assert first.urgency is Urgency.CRITICAL
    assert again.urgency is not Urgency.CRITICAL


def test_every_verdict_of_a_rule_has_a_place() -> None:
    for mail in (*AUTOMATIC.values(), *DOUBTFUL.values(), *HUMAN.values()):
        assert found(mail)[0] in PLACES


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: [K-2026-0017] Ons antwoord", ["K-2026-0017"]),
        ("k-2026-42", ["K-2026-0042"]),
        ("Antw: K 2026 / 0042 en K-2026-0042", ["K-2026-0042"]),
        ("K-2026-12345", ["K-2026-12345"]),
        ("BK-2026-1 K-2026-1b AK47-2026", []),
        ("", []),
    ],
)
def test_case_numbers_are_read_as_people_copy_them(subject: str, numbers: list[str]) -> None:
    assert case_numbers_in(subject, "K-{year}-{n:04d}") == numbers


def test_a_school_may_number_in_its_own_way() -> None:
    assert case_numbers_in("re: klacht 7", "KLACHT{n:03d}") == ["KLACHT007"]
    assert case_numbers_in("2026/12", "{year}/{n}") == ["2026/12"]


@pytest.mark.needs_shared
def test_none_of_the_five_shapes_of_automatic_mail_is_answered() -> None:
    lib = SHARED / "bench" / "lib"
    if not lib.exists():
        pytest.skip(f"no {lib}")
    sys.path.insert(0, str(lib))
    try:
        import gen  # type: ignore[import-not-found]  # noqa: PLC0415
    finally:
        sys.path.remove(str(lib))
    answered = Counter(
        (kind, sub, triage(read_mail(raw), the_facts(), POLICY).verdict in OPENS_A_CASE)
        for _, kind, sub, _, _, raw in gen.mails(300)
    )
    shapes = {sub for kind, sub, _ in answered if kind == "auto"}
    assert len(shapes) == 5
    assert not [key for key in answered if (key[0] == "auto") == key[2]]


@pytest.mark.needs_shared
def test_real_automatic_mail_is_not_answered_and_real_people_are() -> None:
    labels = SHARED / "corpora" / "labels.jsonl"
    if not labels.exists():
        pytest.skip(f"no {labels}")
    right: Counter[tuple[bool, bool]] = Counter()
    total: Counter[tuple[bool, bool]] = Counter()
    for line in labels.read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["task"] != "autoreply":
            continue
        raw = (labels.parent / label["file"]).read_bytes()
        may_answer = label["expected"]["may_ack"]
        key = (label["label_from"].startswith("standard header"), may_answer)
        answered = triage(read_mail(raw), the_facts(), POLICY).verdict in OPENS_A_CASE
        total[key] += 1
        right[key] += answered == may_answer
    assert right[True, False] == total[True, False]  # 114: a header of the standard says so
    assert (
        right[False, False] >= 37
    )  # of 38: one is only known by the name of its sender's own server
    assert right[False, True] >= 30  # of 31: one has no address in From
