"""Whole replies in HTML as mail programs write them: what is new in them?"""

from __future__ import annotations

import pytest

from bot.core.new_words import new_words
from bot.post.mime.markup import words_of_html

ANSWER = "Dat klopt niet.\n\nGroeten\nIlse"
TYPED = "<div>Dat klopt niet.</div><div><br></div><div>Groeten</div><div>Ilse</div>"
OLDER = "<p>Beste ouder</p><p>Wij hebben uw vraag ontvangen.</p>"
PLUS = 'Koen Smets &lt;<a href="mailto:koen@school.example">koen@school.example</a>&gt;'


def fields(*labels: str, bold: str = "<b>{}:</b>") -> str:
    values = (PLUS, "maandag 23 november 2026 20:14", "Ilse Maes", "Re: bus")
    pairs = zip(labels, values, strict=True)
    return "<br>".join(f"{bold.format(label)} {value}" for label, value in pairs)


NL = fields("Van", "Verzonden", "Aan", "Onderwerp")
GMAIL = (
    '<div dir="ltr">{}</div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">{}<br></div><blockquote class="gmail_quote" '
    'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{}'
    "</blockquote></div>"
)
OUTLOOK = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=NL link=blue><div '
    "class=WordSection1>{}<p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;"
    "border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{}<o:p></o:p></p>"
    "</div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>{}</div></body></html>"
)
WEB = (
    '<body dir="ltr"><div class="elementToProof">{}</div><div id="appendonsend"></div>'
    '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
    '<font face="Calibri, sans-serif" style="font-size:11pt">{}</font><div>&nbsp;</div></div>{}'
)
APPLE = (
    '<html><body style="overflow-wrap: break-word;">{}<br><div><br><blockquote type="cite">'
    '<div>{}</div><br class="Apple-interchange-newline"><div>{}</div></blockquote></div><br></body>'
)
IPHONE = (
    '<html><body dir="auto">{}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Verstuurd '
    'vanaf mijn iPhone</div><div dir="ltr"><br><blockquote type="cite">{}<br><br></blockquote>'
    '</div><blockquote type="cite"><div dir="ltr">{}</div></blockquote></body></html>'
)
THUNDERBIRD = (
    '<body>{}<br><div class="moz-cite-prefix">{}<br></div><blockquote type="cite" '
    'cite="mid:abc@school.example">{}</blockquote></body>'
)
YAHOO = (
    '<div class="ydp1yahoo-style-wrap"><div dir="ltr">{}</div></div><div id="yahoo_quoted_1" '
    'class="yahoo_quoted"><div style="font-family:sans-serif"><div>{}</div><div><br></div>'
    "<div>{}</div></div></div>"
)
PROTON = (
    '<div style="font-family: Arial">{}</div><div class="protonmail_quote"> {}<br><br>'
    '<blockquote class="protonmail_quote" type="cite">{}</blockquote><br></div>'
)
SAMSUNG = (
    '<body>{}<div><br></div><div id="composer_signature">Verzonden vanaf mijn Galaxy</div><div><br>'
    "</div><div>-------- Oorspronkelijk bericht --------</div><div>{}</div><div><br></div>{}</body>"
)
HOTMAIL = '<div dir="ltr">{}<br><hr id="stopSpelling">{}<br><br>{}</div>'
ON_MAC = (
    '<body>{}<div><br></div><span id="OLK_SRC_BODY_SECTION"><div style="border-top: #b5c4df 1pt '
    'solid; padding-top: 3pt">{}</div><div><br></div>{}</span></body>'
)
ON_PHONE = (
    '<body>{}<div id="ms-outlook-mobile-signature">Outlook voor <a href="https://aka.example/x">iOS'
    '</a> downloaden</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg">{}'
    "</div>{}</body>"
)
ZIMBRA = '<div>{}</div><hr id="zwchr"><div><blockquote style="border-left:2px solid">{}<br>{}</div>'
LIST = "<p>{}</p><table><tr><td>{}</td></tr></table>{}"

WHOLE = {
    "gmail nl": (GMAIL, f"Op ma 23 nov 2026 om 20:14 schreef {PLUS}:"),
    "gmail fr": (GMAIL, f"Le&nbsp;lun. 23 nov. 2026 à&nbsp;20:14, {PLUS} a écrit&nbsp;:"),
    "gmail en": (GMAIL, f"On Mon, Nov 23, 2026 at 8:14\u202fPM {PLUS} wrote:"),
    "gmail de": (GMAIL, f"Am Mo., 23. Nov. 2026 um 20:14&nbsp;Uhr schrieb {PLUS}:"),
    "outlook nl": (OUTLOOK, NL),
    "outlook fr": (OUTLOOK, fields("De", "Envoyé", "À", "Objet", bold="<b>{}&nbsp;:</b>")),
    "outlook en": (OUTLOOK, fields("From", "Sent", "To", "Subject")),
    "outlook de": (OUTLOOK, fields("Von", "Gesendet", "An", "Betreff")),
    "outlook on the web nl": (WEB, NL),
    "outlook on the web fr": (WEB, fields("De", "Envoyé", "À", "Objet", bold="<b>{} :</b>")),
    "outlook on the web pl": (WEB, fields("Od", "Wysłane", "Do", "Temat")),
    "outlook on mac": (
        ON_MAC,
        fields("Van", "Datum", "Aan", "Onderwerp", bold="<i>{}: </i>"),
    ),
    "outlook on a phone": (ON_PHONE, NL),
    "apple nl": (APPLE, f"Op 23 nov 2026, om 20:14 heeft {PLUS} het volgende geschreven:"),
    "apple fr": (APPLE, f"Le 23 nov. 2026 à 20:14, {PLUS} a écrit :"),
    "iphone nl": (IPHONE, f"Op 23 nov 2026 om 20:14 heeft {PLUS} het volgende geschreven:"),
    "iphone de": (IPHONE, f"Am 23.11.2026 um 20:14 schrieb {PLUS}:"),
    "thunderbird nl": (THUNDERBIRD, "Op 23-11-2026 om 20:14 schreef Koen Smets:"),
    "thunderbird en": (THUNDERBIRD, "On 11/23/26 20:14, Koen Smets wrote:"),
    "yahoo nl": (YAHOO, f"Op maandag 23 november 2026 om 20:14:07 CET schreef {PLUS}:"),
    "yahoo fr": (YAHOO, f"Le lundi 23 novembre 2026 à 20:14:07 UTC+1, {PLUS} a écrit :"),
    "proton nl": (PROTON, f"Op maandag 23 november 2026 om 20:14 schreef {PLUS}:"),
    "samsung nl": (SAMSUNG, NL),
    "hotmail nl": (HOTMAIL, NL),
    "hotmail en": (HOTMAIL, fields("From", "Date", "To", "Subject", bold="{}:")),
    "zimbra fr": (ZIMBRA, fields("De", "Envoyé", "À", "Objet", bold="<b>{}: </b>")),
}


@pytest.mark.parametrize(("whole", "head"), WHOLE.values(), ids=WHOLE)
def test_what_is_new_in_an_html_reply_is_what_was_typed(whole: str, head: str) -> None:
    text = words_of_html(whole.format(TYPED, head, OLDER))
    assert "Wij hebben uw vraag ontvangen." in text
    for subject in ("", "Re: bus", "bus"):
        kept = new_words(text, subject)
        assert kept.split() == ANSWER.split(), subject


@pytest.mark.parametrize(("whole", "head"), WHOLE.values(), ids=WHOLE)
def test_an_html_mail_that_was_passed_on_is_whole(whole: str, head: str) -> None:
    kept = new_words(words_of_html(whole.format(TYPED, head, OLDER)), "Fwd: bus")
    assert "Dat klopt niet." in kept
    assert "Wij hebben uw vraag ontvangen." in kept


def test_answers_between_quotes_in_html_are_kept() -> None:
    quote = '<blockquote type="cite"><div>{}</div></blockquote>'
    head = quote.format(f"Op 23 nov 2026 om 20:14 heeft {PLUS} het volgende geschreven:")
    asked = [quote.format(each) for each in ("Was hij er?", "En Jef?")]
    text = words_of_html(f"{head}{asked[0]}<div>Ja.</div>{asked[1]}<div>Nee.</div>")
    assert new_words(text).split() == ["Ja.", "Nee."]


@pytest.mark.parametrize(
    "opening",
    [
        '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">',
        '<blockquote class="webkit-indent-blockquote" style="margin: 0 0 0 40px; border: none;">',
        "<blockquote dir='ltr' style='margin-right: 0px; border-left-width: 0'>",
    ],
)
def test_an_indent_is_no_quote(opening: str) -> None:
    text = words_of_html(f"<p>Hij zei:</p>{opening}<div>ik ben bang</div></blockquote><p>Ilse</p>")
    assert text.split() == ["Hij", "zei:", "ik", "ben", "bang", "Ilse"]
    assert "ik ben bang" in new_words(text, "Re: bus")


def test_a_quote_stays_a_quote_within_an_indent() -> None:
    markup = (
        '<blockquote style="margin:0 0 0 40px;border:none">een<blockquote class="gmail_quote" '
        'style="border:none">twee</blockquote>drie</blockquote></blockquote>vier'
    )
    assert words_of_html(markup) == "een\n> twee\ndrie\nvier"
