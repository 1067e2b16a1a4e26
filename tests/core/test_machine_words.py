"""Mail that only its words give away; and people who use the same words."""

from __future__ import annotations

import pytest

from bot.core.mail import Address, Attachment, IncomingMail
from bot.core.triage import EXPLAINED, RULES, triage
from bot.core.triage.marks import Mark, is_nobody, marks_in_words, marks_of
from bot.core.verdict import OPENS_A_CASE, Sender, Verdict
from tests.builders import a_mail
from tests.wording import a_reading_policy, the_facts

POLICY = a_reading_policy()
LIES = Address("bart@bedrijf.example", "Bart")


def said(
    subject: str, text: str, path: str | None = None, sender: Address = LIES, **headers: str
) -> IncomingMail:
    """A mail from outside with these words; `_` in the name of a header stands for `-`."""
    return a_mail(
        text,
        subject=subject,
        sender=sender,
        from_addresses=(sender,),
        return_path=path,
        headers={name.replace("_", "-").lower(): (value,) for name, value in headers.items()},
    )


def verdict_of(mail: IncomingMail) -> Verdict:
    return triage(mail, the_facts(), POLICY).verdict


def test_every_rule_is_explained_to_an_administrator_in_dutch() -> None:
    assert [rule.__name__ for rule in RULES] == list(EXPLAINED)
    assert all(len(told) < 160 and told.endswith(".") for told in EXPLAINED.values())


PROVEN = {
    "nl": said("Automatisch antwoord: Uw bericht", "Ik ben afwezig tot 12 mei."),
    "fr": said("Réponse automatique : Votre lettre", "Je suis absente du 15/11 au 25/11."),
    "de": said("Automatische Antwort: Ihr Brief", "Ich bin bis zum 12. Mai nicht im Büro."),
    "en": said("Automatic reply: your letter", "I am out of the office until Monday."),
    "en, older": said("Out of Office: your letter", "I will have limited access to email."),
    "notes": said(
        "AUTO: Bart Maes is out of the office (returning 05/12/2026)",
        "I am out of the office until 05/12/2026.",
    ),
    "vacation of old": said("Re: hallo", "I'm on vacation until Monday.", Precedence="bulk"),
    "from nobody": said("Uw bericht", "Tijdens mijn afwezigheid helpt An u.", path=""),
    "ticket system": said("Uw ticket #12345 is aangemaakt", "", X_Auto_Response_Suppress="All"),
    "filter": said(
        "Please confirm", "Click the link below to release your message.", Precedence="bulk"
    ),
}


@pytest.mark.parametrize("mail", PROVEN.values(), ids=PROVEN)
def test_words_and_a_mark_prove_a_machine_together(mail: IncomingMail) -> None:
    assert verdict_of(mail) is Verdict.AUTO_REPLY


@pytest.mark.parametrize("mail", list(PROVEN.values())[:-1], ids=list(PROVEN)[:-1])
def test_beside_a_complaint_a_person_decides(mail: IncomingMail) -> None:
    text = f"{mail.text} Ik ben zeer ontevreden: mijn zoon wordt al weken gepest."
    spoken = said(mail.subject, text, path=mail.return_path)
    finding = triage(spoken, the_facts(), POLICY)
    assert finding.verdict is not Verdict.AUTO_REPLY
    assert finding.reading is not None


def test_a_long_text_is_never_only_a_notice() -> None:
    long = "Ik ben afwezig tot 12 mei. " + "Wij gingen naar zee. " * 120
    assert verdict_of(said("Automatisch antwoord: hallo", long)) is Verdict.DOUBTFUL


DOUBTFUL = {
    "absence, and who answers": said(
        "Re: uw vraag",
        "Ik ben met verlof tot 3 mei. Voor dringende vragen kan u terecht bij het secretariaat.",
    ),
    "absence in subject and text": said("Afwezig", "Ik ben afwezig tot 3 mei."),
    "fr": said("Absence", "Je suis en congé. En cas d'urgence, veuillez contacter le secrétariat."),
    "says so": said("Bericht", "Dag.\n\nDit is een automatisch gegenereerd bericht."),
    "says so in english": said("Note", "This is an automated message."),
    "ticket system": said("INC0012345 is resolved: 5276 - overzicht", ""),
    "ticket system, in the text": said(
        "Uw vraag", "Uw melding is geregistreerd onder nummer 20260134."
    ),
    "filter": said("Bevestiging", "Klik hier om te bevestigen dat u geen robot bent."),
    "report of an unknown server": said(
        "RE: brief", "Your message could not be delivered to\nann@ouders.example"
    ),
    "other language": said("Respuesta automática: carta", ""),
    "cyrillic": said("Автоматический ответ: письмо", ""),
}


@pytest.mark.parametrize("mail", DOUBTFUL.values(), ids=DOUBTFUL)
def test_words_alone_are_for_a_person_to_judge(mail: IncomingMail) -> None:
    finding = triage(mail, the_facts(), POLICY)
    assert (finding.verdict, finding.sender) == (Verdict.DOUBTFUL, Sender.DOUBTFUL)
    assert finding.reading is not None


HUMAN = {
    "child": said("Afwezigheid van mijn kind", "Lotte is afwezig tot maandag wegens ziekte."),
    "child, one word": said("Afwezig", "Mijn dochter Lotte uit 3B is vandaag ziek."),
    "child, colon": said("Afwezig: Lotte 3B", "Ze heeft koorts."),
    "herself": said("Gesprek", "Ik ben afwezig tot 15 oktober, kan het gesprek daarna?"),
    "on leave herself": said("Vraag", "Ik ben met verlof tot maandag. Mag ik dan langskomen?"),
    "fr": said("Absence de ma fille", "Je suis en vacances, ma fille sera absente lundi."),
    "de": said("Abwesenheit", "Meine Tochter ist bis Montag abwesend."),
    "en": said("On holiday during exams", "We are away until Monday, can he sit them later?"),
    "office hours": said("Out of office hours nobody answers", "Why is that?"),
    "only automatic answers": said(
        "Automatisch antwoord, meer niet", "Ik krijg alleen een automatisch antwoord. Schandalig."
    ),
    "quotes one": said("Klacht", "Uw systeem schrijft 'dit is een automatisch bericht'."),
    "passes one on": said(
        "FW: Automatisch antwoord: vraag", "Dit kreeg ik.\n\nDit is een automatisch bericht."
    ),
    "answers one": said("RE: Uw ticket #12345 is aangemaakt", "Dat klopt niet."),
    "his mail bounced": said(
        "Mijn mail is niet bezorgd", "Mijn bericht kon niet worden bezorgd. Hoe kan dat?"
    ),
    "a number of ours": said("Klacht", "Mijn klacht is geregistreerd onder nummer K-2026-0001."),
    "asks to confirm": said("Vraag", "Kunt u bevestigen dat u mijn brief kreeg?"),
    "do not answer here": said("Vraag", "Antwoord niet op deze mail, mijn ex leest mee."),
    "car": said("Auto: schade op de parking", "Iemand reed tegen mijn auto."),
    "read": said("Gelezen: uw reglement", "Ik vind dit onaanvaardbaar."),
}


@pytest.mark.parametrize("mail", HUMAN.values(), ids=HUMAN)
def test_people_speak_of_absence_and_of_machines_too(mail: IncomingMail) -> None:
    assert verdict_of(mail) in OPENS_A_CASE


@pytest.mark.parametrize(
    ("email", "nobody"),
    [
        ("no-reply@x.example", True),
        ("noreply-klas@x.example", True),
        ("school.noreply@x.example", True),
        ("do_not_reply@x.example", True),
        ("notifications@x.example", True),
        ("wordpress@x.example", True),
        ("scanner@x.example", True),
        ("noreply.janssens@x.example", False),
        ("noor.eplyson@x.example", False),
        ("info@x.example", False),
        ("an.scanlon@x.example", False),
        ("daemon.peeters@x.example", False),
    ],
)
def test_who_is_nobody(email: str, nobody: bool) -> None:  # noqa: FBT001
    assert is_nobody(email) is nobody


def test_a_ticket_number_behind_a_plus_is_the_same_address() -> None:
    support = Address("support@bus.example")
    mail = said(
        "Aanvraag ontvangen", "Wij bekijken dit.", sender=support, Auto_Submitted="auto-generated"
    )
    for reply, verdict in (
        ("support+id88@bus.example", Verdict.AUTO_REPLY),
        ("ilse@postvak.example", Verdict.DOUBTFUL),
    ):
        changed = a_mail(
            mail.text,
            subject=mail.subject,
            sender=support,
            headers=mail.headers,
            reply_to=(Address(reply),),
        )
        assert verdict_of(changed) is verdict


def test_a_report_that_its_header_does_not_name_is_known_by_its_part() -> None:
    for kind in ("message/feedback-report", "message/disposition-notification"):
        held = Attachment(name="part-2.bin", type=kind, size=9, sha256="", part=2)
        mail = a_mail("Zie bijlage", content_type="multipart/report", attachments=(held,))
        assert verdict_of(mail) is Verdict.AUTO_REPLY
        forwarded = a_mail("Dit kreeg ik", content_type="multipart/mixed", attachments=(held,))
        assert verdict_of(forwarded) in OPENS_A_CASE


def test_words_behind_the_first_two_thousand_characters_are_not_looked_at() -> None:
    far = "a " * 1_001 + "Dit is een automatisch bericht."
    assert marks_in_words(said("x", far), POLICY) == frozenset()


def test_the_subject_of_an_absence_is_another_mark_than_its_text() -> None:
    mail = said("Afwezig", "Ik ben afwezig tot maandag.")
    assert marks_in_words(mail, POLICY) == {Mark.TOPIC, Mark.ABSENCE}
    assert marks_of(mail, POLICY) == frozenset()
