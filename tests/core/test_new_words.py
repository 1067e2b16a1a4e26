# ruff: noqa: RUF001 - names in every alphabet are the examples
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.new_words import holds_forward, is_forward, is_reply, new_words

ANSWER = "Dat klopt niet.\n\nHij stond er al om 8.15 u: de poort was nog toe.\n\nGroeten\nIlse"
OLDER = "Beste ouder\n\nWij hebben uw vraag goed ontvangen.\n\nMet vriendelijke groet\nKoen Smets"
MARKED = "\n".join(f"> {line}".rstrip() for line in OLDER.split("\n"))
PLUS = "Koen Smets <koen@school.example>"


def block(*labels: str, date: str) -> str:
    values = (PLUS, date, "Ilse Maes <ilse@post.example>", "Re: bus")
    return "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))


NL = ("Van", "Verzonden", "Aan", "Onderwerp")
NL_DATE = "maandag 23 november 2026 20:14"
FR = ("De", "Envoyé", "À", "Objet")
FR_DATE = "lundi 23 novembre 2026 20:14"
DE = ("Von", "Gesendet", "An", "Betreff")
DE_DATE = "Montag, 23. November 2026 20:14"
EN = ("From", "Sent", "To", "Subject")
EN_DATE = "Monday, November 23, 2026 8:14 PM"
LINE = "_" * 32

# What each program sets between the answer and the older mail.
MARKS_ITS_QUOTE = {
    "gmail nl": f"Op ma 23 nov 2026 om 20:14 schreef {PLUS}:",
    "gmail nl folded": "Op ma 23 nov 2026 om 20:14 schreef Klachten Sint-Jozef Sint-Pieter\n"
    "<klachten@school.example>:",
    "gmail fr": f"Le lun. 23 nov. 2026 à 20:14, {PLUS} a écrit :",
    "gmail fr folded": "Le lun. 23 nov. 2026 à 20:14, Koen Smets <koen@school.example> a\nécrit :",
    "gmail en": f"On Mon, Nov 23, 2026 at 8:14 PM {PLUS} wrote:",
    "gmail de": "Am Mo., 23. Nov. 2026 um 20:14 Uhr schrieb Koen Smets <\nkoen@school.example>:",
    "apple nl": f"Op 23 nov 2026, om 20:14 heeft {PLUS} het volgende geschreven:",
    "apple nl folded": "Op 23 nov. 2026 om 20:14 heeft Koen Smets <koen@school.example> het\n"
    "volgende geschreven:",
    "apple fr": f"Le 23 nov. 2026 à 20:14, {PLUS} a écrit :",
    "apple en": f"On 23 Nov 2026, at 20:14, {PLUS} wrote:",
    "apple de": f"Am 23.11.2026 um 20:14 schrieb {PLUS}:",
    "thunderbird nl": "Op 23-11-2026 om 20:14 schreef Koen Smets:",
    "thunderbird nl, older": "Koen Smets schreef op 23-11-2026 om 20:14:",
    "thunderbird fr": "Le 23/11/2026 à 20:14, Koen Smets a écrit :",
    "thunderbird en": "On 11/23/26 20:14, Koen Smets wrote:",
    "thunderbird de": "Am 23.11.26 um 20:14 schrieb Koen Smets:",
    "k-9 nl": f"Op 23 november 2026 20:14:07 CET schreef {PLUS}:",
    "proton nl": f"Op maandag 23 november 2026 om 20:14 schreef {PLUS}:",
    "proton en": f"On Monday, November 23rd, 2026 at 8:14 PM, {PLUS} wrote:",
    "yahoo nl": f"Op maandag 23 november 2026 om 20:14:07 CET schreef {PLUS}:",
    "gmail es": f"El lun, 23 nov 2026 a las 20:14, {PLUS} escribió:",
    "gmail it": f"Il giorno lun 23 nov 2026 alle ore 20:14 {PLUS} ha scritto:",
    "gmail pt": f"Em seg., 23 de nov. de 2026 às 20:14, {PLUS} escreveu:",
    "gmail da": f"Den man. 23. nov. 2026 kl. 20.14 skrev {PLUS}:",
    "gmail sv": f"Den mån 23 nov. 2026 kl 20:14 skrev {PLUS}:",
    "gmail no": f"man. 23. nov. 2026 kl. 20:14 skrev {PLUS}:",
    "gmail fi": f"ma 23. marrask. 2026 klo 20.14 {PLUS} kirjoitti:",
    "gmail pl": f"pon., 23 lis 2026 o 20:14 {PLUS} napisał(a):",
    "gmail cs": f"po 23. 11. 2026 v 20:14 odesílatel {PLUS} napsal:",
    "gmail ro": f"lun., 23 nov. 2026 la 20:14, {PLUS} a scris:",
    "gmail tr": f"{PLUS}, 23 Kas 2026 Pzt, 20:14 tarihinde şunu yazdı:",
    "gmail ru": f"пн, 23 нояб. 2026 г. в 20:14, {PLUS}:",
    "gmail uk": f"пн, 23 лист. 2026 р. о 20:14 {PLUS} пише:",
    "gmail ja": f"2026年11月23日(月) 20:14 {PLUS}:",
    "gmail zh": f"{PLUS} 于2026年11月23日周一 20:14写道：",
    "mail.ru": f"Понедельник, 23 ноября 2026, 20:14 +03:00 от {PLUS}:",
    "lotus": f"{PLUS} wrote on 23-11-2026 20:14:07:",
    "unknown": f"Schrabbel 23 quux {PLUS}:",
}
MARKS_NOTHING = {
    "outlook nl": block(*NL, date=NL_DATE),
    "outlook fr": block(*FR, date=FR_DATE),
    "outlook fr, blanks": block("De ", "Envoyé ", "À ", "Objet ", date=FR_DATE),
    "outlook de": block(*DE, date=DE_DATE),
    "outlook en": block(*EN, date=EN_DATE),
    "outlook on the web": f"{LINE}\n{block(*NL, date=NL_DATE)}",
    "outlook with stars": block(*(f"*{each}" for each in NL), date=NL_DATE).replace(": ", ":* "),
    "outlook on ios": f"Outlook voor iOS<https://aka.example/o0ukef> downloaden\n{LINE}\n"
    + block(*NL, date=NL_DATE),
    "outlook on android": f"Outlook voor Android downloaden\n\n{LINE}\n{block(*NL, date=NL_DATE)}",
    "outlook on mac": block("Van", "Datum", "Aan", "Onderwerp", date=NL_DATE),
    "outlook, many addressees": "Van: Koen Smets\nVerzonden: maandag 23 november 2026 20:14\n"
    "Aan: Ilse Maes; Bo Maes;\nOuders van 3B; Ouders van 3C;\nDirectie\nOnderwerp: bus",
    "outlook express": f"-----Oorspronkelijk bericht-----\n{block(*NL, date=NL_DATE)}",
    "outlook original fr": f"-----Message d'origine-----\n{block(*FR, date=FR_DATE)}",
    "outlook original de": f"-----Ursprüngliche Nachricht-----\n{block(*DE, date=DE_DATE)}",
    "samsung nl": "Verzonden vanaf mijn Galaxy\n\n\n-------- Oorspronkelijk bericht --------\n"
    f"Van: {PLUS}\nDatum: 23-11-2026 20:14 (GMT+01:00)\nAan: Ilse\nOnderwerp: bus",
    "samsung fr": "Envoyé depuis mon appareil Galaxy\n\n-------- Message d'origine --------\n"
    f"De : {PLUS}\nDate : 23/11/2026 20:14 (GMT+01:00)\nÀ : Ilse\nObjet : bus",
    "windows mail": "Verzonden vanuit Mail voor Windows\n\n" + block(*NL, date=NL_DATE),
    "hotmail": f"{LINE}\nDate: Mon, 23 Nov 2026 20:14:07 +0100\nFrom: koen@school.example\n"
    "To: ilse@post.example\nSubject: bus",
    "lotus notes": "From:\tKoen Smets/School\nTo:\tilse@post.example,\nDate:\t23-11-2026 20:14\n"
    "Subject:\tbus\n------",
    "on one line": f"Van: {PLUS} Verzonden: maandag 23 november 2026 20:14 Aan: Ilse Onderwerp: x",
    "em client": f"------ Origineel bericht ------\n{block(*NL, date=NL_DATE)}",
    "apple, blanks between": block(*NL, date=NL_DATE).replace("\n", "\n\n"),
    "yahoo": f"Op maandag 23 november 2026 om 20:14:07 CET schreef {PLUS}:",
    "yahoo fr": f"Le lundi 23 novembre 2026 à 20:14:07 UTC+1, {PLUS} a écrit :",
    "old gmail": f"2026-11-23 20:14 GMT+01:00 {PLUS}:",
    "zoho": f"---- Op ma, 23 nov. 2026 20:14:07 +0100 {PLUS} schreef ----",
    "yandex": '20:14, 23 november 2026, "Koen Smets" <koen@school.example>:',
    "desk nl": "##- Antwoord boven deze lijn -##",
    "desk en": "##- Please type your reply above this line -##",
    "desk fr": "--- Répondre au-dessus de cette ligne ---",
    "desk de": "--- Bitte antworten Sie oberhalb dieser Linie ---",
    "sv": block("Från", "Skickat", "Till", "Ämne", date="den 23 november 2026 20:14"),
    "it": block("Da", "Inviato", "A", "Oggetto", date="lunedì 23 novembre 2026 20:14"),
    "pl": block("Od", "Wysłano", "Do", "Temat", date="poniedziałek, 23 listopada 2026 20:14"),
    "tr": block("Kimden", "Gönderildi", "Kime", "Konu", date="23 Kasım 2026 Pazartesi 20:14"),
    "zh": block("发件人", "发送时间", "收件人", "主题", date="2026年11月23日 20:14"),
}


@pytest.mark.parametrize("attribution", MARKS_ITS_QUOTE.values(), ids=MARKS_ITS_QUOTE)
def test_a_marked_quote_goes_and_its_attribution_with_it(attribution: str) -> None:
    for subject in ("", "Re: bus", "bus"):
        assert new_words(f"{ANSWER}\n\n{attribution}\n\n{MARKED}\n", subject) == ANSWER
        assert new_words(f"{attribution}\n{MARKED}\n\n{ANSWER}\n", subject) == ANSWER


@pytest.mark.parametrize("attribution", MARKS_ITS_QUOTE.values(), ids=MARKS_ITS_QUOTE)
def test_answers_between_marked_lines_are_kept(attribution: str) -> None:
    text = f"{attribution}\n> Was hij er?\n\nJa.\n\n> En Jef?\n> En Bo?\nNee.\n> Groeten\n"
    assert new_words(text).split() == ["Ja.", "Nee."]


@pytest.mark.parametrize("head", MARKS_NOTHING.values(), ids=MARKS_NOTHING)
def test_below_the_head_of_an_older_mail_nothing_is_new(head: str) -> None:
    for subject in ("", "Antw: bus", "bus"):
        assert new_words(f"{ANSWER}\n\n{head}\n\n{OLDER}\n", subject) == ANSWER
        assert new_words(f"{ANSWER}\r\n\r\n{head}\r\n\r\n{OLDER}".replace("\n", "\r\n")) == ANSWER


DEVICES = (
    "Verzonden vanaf mijn iPhone",
    "Verstuurd vanaf mijn iPad",
    "Verzonden vanaf mijn Galaxy",
    "Verstuurd vanaf mijn Huawei-mobiel",
    "Verzonden vanuit Mail voor Windows 10",
    "Verzonden vanuit Outlook voor Android<https://aka.example/AAb9ysg>",
    "Verzonden met Proton Mail",
    "Verstuurd via Yahoo Mail voor iPhone",
    "Verzonden vanaf mijn Android-apparaat met K-9 Mail. Mijn excuses voor mijn beknoptheid.",
    "Outlook voor iOS downloaden",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon smartphone Samsung Galaxy.",
    "Envoyé à partir de Courrier pour Windows",
    "Télécharger Outlook pour Android",
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Outlook for iOS",
    "Get Outlook for Android<https://aka.example/x>",
    "Sent from Yahoo Mail on Android",
    "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Skickat från min iPhone",
    "Wysłane z iPhone'a",
    "Отправлено с iPhone",
)


@pytest.mark.parametrize("line", DEVICES)
def test_what_the_device_wrote_goes(line: str) -> None:
    assert new_words(f"{ANSWER}\n\n{line}\n") == ANSWER
    assert new_words(f"{ANSWER}\n{line}\n\n{MARKS_ITS_QUOTE['apple nl']}\n\n{MARKED}") == ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "Verstuurd via mail op 23 november naar de directie.",
        "Verzonden met de mail van de juf, en nooit antwoord gekregen",
        "Sent from my desk, is much easier than my mobile phone.",
        "Envoyé par mail à la direction hier soir",
        "Geschreven met veel verdriet",
        "From my phone I saw that he was crying",
    ],
)
def test_what_a_person_wrote_of_sending_stays(line: str) -> None:
    assert new_words(f"{ANSWER}\n\n{line}") == f"{ANSWER}\n\n{line}"


SIGNATURES = (
    "-- \nIlse Maes\nKerkstraat 1, 9000 Gent\n0470 00 00 01",
    "--\nIlse Maes\nilse@post.example",
    "-- \nIlse Maes\n\nVerpleegkundige | UZ Nergens\nhttps://uz.example\n\n0470 00 00 01",
    "-- \nIlse Maes\nWie goed doet, goed ontmoet op zijn weg.",
)
NOTICES = (
    (
        "Dit bericht en eventuele bijlagen zijn vertrouwelijk en uitsluitend bestemd voor de\n"
        "geadresseerde. Indien u dit bericht ten onrechte ontvangt, gelieve het te\n"
        "verwijderen en de afzender te verwittigen."
    ),
    (
        "DISCLAIMER: De informatie in deze e-mail is vertrouwelijk en enkel bestemd voor de\n"
        "geadresseerde. Openbaarmaking, vermenigvuldiging en verspreiding is niet toegestaan."
    ),
    (
        "Ce message et ses pièces jointes sont confidentiels et destinés exclusivement au\n"
        "destinataire. Si vous l'avez reçu par erreur, merci de le supprimer et d'avertir\n"
        "l'expéditeur."
    ),
    (
        "This email and any attachments are confidential and intended solely for the addressee.\n"
        "If you have received it in error, please notify the sender and delete it."
    ),
    (
        "Diese E-Mail und ihre Anhänge sind vertraulich und nur für den Empfänger bestimmt.\n"
        "Sollten Sie sie irrtümlich erhalten haben, löschen Sie sie bitte und informieren\n"
        "den Absender."
    ),
    "Denk aan het milieu voor u deze mail afdrukt.",
)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_clear_signature_goes_and_the_greeting_stays(signature: str) -> None:
    assert new_words(f"{ANSWER}\n{signature}") == ANSWER
    head = MARKS_NOTHING["outlook nl"]
    assert new_words(f"{ANSWER}\n\n{signature}\n\n{head}\n\n{OLDER}") == ANSWER


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_of_the_house_goes(notice: str) -> None:
    assert new_words(f"{ANSWER}\n\n{notice}") == ANSWER
    assert new_words(f"{ANSWER}\n\n{'*' * 40}\n{notice}\n{'*' * 40}\n") == ANSWER
    assert new_words(f"{ANSWER}\n-- \nIlse Maes\n\n{notice}\n\n{NOTICES[3]}") == ANSWER
    assert new_words(f"{ANSWER}\n\n{notice}\n\n{MARKS_NOTHING['outlook fr']}\n\nx") == ANSWER


@pytest.mark.parametrize(
    "words",
    [
        "Deze mail is vertrouwelijk: geef hem niet door aan de leerkracht.",
        "Dit bericht is vertrouwelijk en enkel bestemd voor u.",
        "--\nEn nog iets, want dat moet u weten: hij wil niet meer leven.",
        (
            "Dit bericht is vertrouwelijk en enkel bestemd voor de directie. Verspreid het niet,\n"
            "ook de bijlage niet, en verwijder het na het lezen."
        ),
        "Deze mail is vertrouwelijk en voor de geadresseerde bestemd, gebruik mijn naam niet.",
        "--\nhij wil niet meer leven",
        "-- \nIlse\n\nhij wil niet meer leven",
        "--\n0470 00 00 01\nbel mij, ik slaap toch niet",
        "-- \nPS Hij slaapt niet meer.",
        "--\nhij wil niet meer leven, hij zegt dat elke avond opnieuw tegen mij",
        "Met vriendelijke groeten\n\nIlse Maes\n0470 00 00 01",
        "Op 11 september 2026 om 10:30 schreef ik u een mail:\n\nniemand antwoordde.",
        "Op 11 september 2026 schreef de juf in de agenda:\n\nhij mag niet mee.",
        "Op 23 november om 10:30 kreeg ik dit van juf An <an@school.example>:\n\nhij mag niet mee",
        "Le 3 mai à 10:30 nous avons écrit à la direction <d@ecole.example> :\n\nrien.",
        "On 3 May 2026 at 10:30 I wrote to the head <h@school.example>:\n\nnothing.",
        "Om 8:15: niemand.\nOm 8:30: niemand.\nOm 8:45 schreeuwde iemand:",
        "> hij is bang\n> hij slaapt niet\n\nDat zijn de twee dingen die mij zorgen baren.",
        ">:( Zo boos was hij.",
        "Van: 23 november\nTot: 25 november\nAan: de directie",
        "Onderwerp: de bus\nDatum: maandag\nPlaats: Gent",
    ],
)
def test_in_doubt_the_words_are_the_writers(words: str) -> None:
    text = f"Geachte directie\n\n{words}"
    assert new_words(text, "klacht over de bus") == text


def test_a_letter_with_its_own_head_is_kept() -> None:
    letter = (
        "Ilse Maes\nKerkstraat 1\n9000 Gent\n\nVan: Ilse Maes\nAan: de directie\n"
        "Datum: 23 november 2026\nBetreft: klacht\n\nGeachte\n\nMijn zoon wordt gepest."
    )
    assert new_words(letter, "klacht") == letter


FORWARDED = (
    "---------- Forwarded message ---------\nVan: Hanne <h@post.example>\nDate: ma 23 nov 2026",
    "---------- Doorgestuurd bericht ---------\nVan: Hanne <h@post.example>",
    "Begin doorgestuurd bericht:\n\n> Van: Hanne <h@post.example>\n> Onderwerp: bus",
    "> Begin doorgestuurd bericht:\n> \n> Van: Hanne <h@post.example>",
    "-------- Doorgestuurd bericht --------\nOnderwerp: \tbus\nDatum: \tMon, 23 Nov 2026 20:14",
    "---------- Message transféré ---------\nDe : Hanne <h@post.example>",
    "Début du message réexpédié :\n\nDe: Hanne <h@post.example>",
    "Anfang der weitergeleiteten Nachricht:\n\nVon: Hanne <h@post.example>",
    "----- Doorgestuurd door K Smets/School op 23-11-2026 -----",
)


@pytest.mark.parametrize("head", FORWARDED)
def test_a_mail_passed_on_keeps_its_inner_text(head: str) -> None:
    inner = "Hij huilt.\n-- \nHanne\n\nOp 22 nov 2026 om 10:00 schreef An <a@b.example>:\n> Dag"
    kept = new_words(f"Zie onder.\n\n{head}\n\n{inner}")
    assert kept.endswith(inner)
    assert kept.startswith("Zie onder.")
    assert holds_forward(head)


@pytest.mark.parametrize("subject", ["FW: bus", "Fwd: bus", "TR: bus", "WG: bus", "Doorst: bus"])
@pytest.mark.parametrize("head", [*MARKS_NOTHING.values(), *MARKS_ITS_QUOTE.values()])
def test_a_subject_that_says_so_makes_it_a_mail_passed_on(subject: str, head: str) -> None:
    assert is_forward(subject)
    kept = new_words(f"Zie onder.\n\n{head}\n\n> Hij huilt.", subject)
    assert "Zie onder." in kept
    assert "Hij huilt." in kept


def test_an_answer_to_a_mail_that_was_passed_on_is_an_answer() -> None:
    text = f"{ANSWER}\n\n{MARKS_ITS_QUOTE['gmail nl']}\n\n> {FORWARDED[1]}\n> Hij huilt."
    assert new_words(text.replace("\nVan", "\n> Van"), "Re: Fwd: bus") == ANSWER


def test_words_before_an_attribution_on_its_line_are_kept() -> None:
    assert new_words(f"Ja. {MARKS_ITS_QUOTE['gmail nl']}\n> Kom je?") == "Ja."
    assert new_words(f"Ja.\nMorgen {MARKS_ITS_QUOTE['gmail en']}\n> Kom je?") == "Ja.\nMorgen"


def test_a_quoted_link_that_was_broken_is_no_answer() -> None:
    text = f"{ANSWER}\n\n{MARKS_ITS_QUOTE['gmail nl']}\n> zie (https://school.example/a\nbc=1)\n> x"
    assert new_words(text) == ANSWER


def test_answers_between_the_lines_below_an_outlook_head_are_kept() -> None:
    text = f"{MARKS_NOTHING['outlook express']}\n\n> Was hij er?\n\nJa.\n\n> En Jef?\nNee."
    assert new_words(text).split() == ["Ja.", "Nee."]


def test_a_mail_that_holds_nothing_new_is_kept_whole() -> None:
    for text in (MARKED, f"{MARKS_ITS_QUOTE['gmail nl']}\n{MARKED}", NOTICES[0]):
        assert new_words(text) == text


def test_where_nothing_was_typed_above_the_first_older_mail_is_what_was_sent() -> None:
    deeper = f"{MARKS_ITS_QUOTE['gmail nl']}\n{MARKED}"
    for head in (MARKS_NOTHING["pl"], MARKS_NOTHING["outlook nl"]):
        assert new_words(f"{head}\n\nHij huilt.\n\n{deeper}") == f"{head}\n\nHij huilt."
        assert new_words(f"{head}\n\nHij huilt.\n\n{head}\n\nx") == f"{head}\n\nHij huilt."
    assert new_words(f"{MARKS_NOTHING['yahoo']}\n\nHij huilt.\n\n{deeper}") == "Hij huilt."


def test_a_dated_last_line_is_no_part_of_the_attribution_below_it() -> None:
    for gap in ("\n", "\n\n"):
        text = f"Hij huilt.\nGent, 23 november 2026{gap}{MARKS_ITS_QUOTE['gmail nl']}\n{MARKED}"
        assert new_words(text) == "Hij huilt.\nGent, 23 november 2026"


def test_replies_are_known_by_their_subject() -> None:
    for subject in ("Re: bus", "RE[2]: bus", "Antw: bus", "AW: bus", "RÉP : bus", "SV: bus"):
        assert is_reply(subject)
    for subject in ("Reis: bus", "bus", "Antwoord graag", "Awel: bus"):
        assert not is_reply(subject)


QUOTES = st.sampled_from(
    [f"{each}\n\n{MARKED}" for each in MARKS_ITS_QUOTE.values()]
    + [f"{each}\n\n{OLDER}" for each in MARKS_NOTHING.values()]
    + [MARKED, *SIGNATURES, *DEVICES, *NOTICES, *FORWARDED]
)
WORDS = st.lists(
    st.sampled_from((
        "ik", "hij", "juf", "An", "poort", "bus", "23", "november", "2026", "om", "10:30", "u", ",",
        "schreef", "op", "Op", "Le", "Am", "gepest", ".", ":", "\n", "\n\n", "Ja.", "Nee!", "aan",
        "hij schreef", "Gent, 23 november 2026", "niet meer leven", "vertrouwelijk", "mail", "Van",
        "de directie <d@school.example>", "verzonden", "Sent", "p.",
    )),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(WORDS, QUOTES, st.sampled_from(["", "Re: bus", "bus"]))
def test_words_before_a_quote_are_never_lost(words: str, quote: str, subject: str) -> None:
    own = f"Geachte.\n{words}.\n\nDank u."
    kept = new_words(f"{own}\n\n{quote}", subject)
    assert kept.split()[: len(own.split())] == own.split()


@given(st.text(alphabet=st.sampled_from(list("> Op1schreef:\n@<>Van-_ja. İς")), max_size=300))
def test_only_lines_of_the_mail_are_told_and_telling_twice_changes_little(text: str) -> None:
    once = new_words(text)
    assert set(once.split()) <= set(text.split())
    assert set(new_words(once).split()) <= set(once.split())
    assert bool(once) == bool(text.strip())


@pytest.mark.parametrize(
    "piece",
    [
        "x", ">", ">\n", "On ", "On 1 mei 2026 20:14 a:\n", "On 1 mei 2026 20:14 a@b\n", "van: ",
        "Van: a@b\nAan:\n", "--\nab\n", "__", "verzonden met mijn ",
        "this e-mail is confidential\n\n", "Ab wrote:\n",
        "0470 ", "1-1-1", "heeft ", "Van: a\n\n", "> <http://a", "* ",
    ],
)  # fmt: skip
def test_a_megabyte_of_anything_is_read(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    for subject in ("", "FW: bus", "Re: bus"):
        assert new_words(text, subject)
