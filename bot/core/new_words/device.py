"""The line a device or a mail program sets below a letter: "Verzonden vanaf mijn iPhone"."""

# ruff: noqa: RUF001 - devices speak every alphabet
from __future__ import annotations

import re

_LONGEST_LINE = 300  # characters

_DEVICES = (
    "iphone", "ipad", "ipod", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "oppo",
    "oneplus", "nokia", "motorola", "htc", "sony", "xperia", "pixel", "blackberry", "windows",
    "mobile", "mobiel", "mobiele", "gsm", "smartphone", "phone", "telefoon", "tablet", "cell",
    "device", "toestel", "apparaat", "appareil", "gerät", "dispositi",
    "mobilgerät", "mobiltelefon", "handy", "téléphone",
    "portable", "mobil", "móvil", "celular", "telefon", "telefono", "mac", "outlook", "mail",
    "yahoo", "gmail", "proton", "protonmail", "airmail", "mailbox", "spark", "gmx", "web.de",
    "k-9", "thunderbird", "hotmail", "telenet", "courrier", "bluemail", "aquamail", "fairphone",
    "e-mail", "aol", "workspace", "boxer", "mymail", "typeapp", "mailspring",
    "superhuman", "correo", "posta",
    "correio", "e-post", "uređaj", "zařízení", "устройств", "пристро", "urządzeni",
)  # fmt: skip
_BESIDE = frozenset((
    "voor", "for", "für", "pour", "per", "para", "op", "on", "sur", "auf", "in", "of", "de", "d",
    "the", "der", "dem", "app", "work", "pc", "s", "met", "with", "avec", "mit", "van",
    "from", "client", "mijn", "my", "mon", "ma", "meinem", "meiner", "email",
    "beveiligde", "secure", "sécurisée", "sécurisé", "sichere", "sicherer", "segura", "sicura",
    "la", "messagerie", "application", "l'application", "l’application", "telefónu", "til", "för",
    "dla", "pro", "для", "του", "το", "μου", "của", "tôi", "saya", "שלי", "מה", "ה", "الـ", "ال",
    "mog", "mojeg", "svého", "meu", "mi", "mio", "o",
))  # fmt: skip
_SENT = (
    r"(?:verzonden|verstuurd|gestuurd|getypt) (?:vanaf|vanuit|met|via|van|op|door|per)",
    r"(?:sent|posted|typed|written) (?:from|with|via|by|using|on)",
    r"from(?= my\b)",
    r"envoyé (?:de|depuis|avec|via|par|à partir d[e'’]|à l['’]aide d[e'’])",
    r"(?:gesendet|geschrieben|verschickt) (?:von|mit|über|via|aus)",
    r"(?:enviado|enviada) (?:desde|de|do|da|con|com|por|pelo|pela)",
    r"inviato (?:da|dal|con|tramite)",
    r"(?:skickat|skickades) från",
    r"sendt (?:fra|via|med)",
    r"wysłan[eo] z",
    r"odesláno z[e]?",
    r"отправлено (?:с|из)",
    r"надіслано з",
    r"trimis de pe",
    r"lähetetty",
    r"(?:odoslané|odoslaná|poslané|odeslané) z[eo]?",
    r"poslano (?:iz|s|sa|z)",
    r"enviat (?:des de|des del|amb)",
    r"küldve",
    r"στάλθηκε (?:από|με)",
    r"изпратено (?:от|с)",
    r"послато са",
    r"dikirim dari",
    r"đã gửi từ|được gửi từ",
    r"נשלח (?:מ|באמצעות)?(?:ה-|-)?",
    r"أُ?رسلت? (?:من|عبر|بواسطة)|تم الإرسال من",
)
_MINE = (
    r"(?:(?:mijn|my|a|an|mon|ma|meinem|meiner|mi|meu|minha|il mio|mio|min|mojego|моего|мого|een"
    r"|the|de l['’]application|l['’]application)\s)?"
)
_EXCUSE = (
    r"(?:[\s.,;–—-]{0,4}(?:please|gelieve|mijn excuses|excuses|excuus|excuseer|sorry|apologies"
    r"|excuse|pardon|bitte|veuillez|mes excuses|forgive)\b.{0,120})?"
)
_DEVICE_LINE = re.compile(
    rf"(?:{'|'.join(_SENT)}) (?P<mine>{_MINE})(?P<what>[^;:!?]{{1,80}}?){_EXCUSE}[\s.!]*$",
    re.IGNORECASE,
)
# Languages that set the verb last: "Von meinem iPhone gesendet".
_SENT_LAST = re.compile(
    r"(?:(?:diese (?:nachricht|mail|e-mail) wurde )?(?:von|mit) (?P<what>.{1,70}?) gesendet"
    r"|[從从]我的(?P<zh>.{1,30})(?:傳送|发送|寄出)|(?P<ja>.{1,30})から送信"
    r"|(?P<tr>.{1,30}?) ?(?:['’]?[uüıi]m[dt][ae]n|['’]?[dt][ae]n|cihazımdan) gönderildi"
    r"|(?P<hu>.{1,30}?)-?(?:[oe]mról|omr[oó]l|ról|ről) küldve"
    r"|나의 (?P<ko>.{1,30})에서 보냄)\W*$",
    re.IGNORECASE,
)
_GET_APP = re.compile(
    r"(?:get|download|télécharge[rz]?|obtenez|obtenir|holen sie sich|laden sie|hämta|scarica"
    r"|ottieni|obtener|obtén|descargar|hent|pobierz)\s(?:outlook|yahoo|proton|bluemail)\b.{0,40}$"
    r"|outlook (?:voor|for|pour|für|para|per|för|til) \w+ (?:downloaden|ophalen|herunterladen)\W*$",
    re.IGNORECASE,
)
# The page that Outlook's own line leads to, in whatever language that line is.
_OUTLOOK_PAGE = re.compile(
    r"(?:\S{1,30}\s){0,5}\S{0,4}\boutlook\b[^<(\[]{0,30}[<(\[]+https?://aka\.ms/\w{1,20}[>)\]]+"
    r"(?:\s?\S{1,20}){0,2}$",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(
    r"(?:provenance|from|von|van) ?: (?:courrier|mail) (?:pour|for|für|voor) windows\W*(?:10|11)?$"
    r"|yahoo mail ?[:;–-] (?:\w+, ){1,3}\w+(?: \w+)?\W*$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_][\w.'’-]*")
_BRACKETS = str.maketrans("", "", "[]")
_LINK = re.compile(r"\]?\s?[<(\[]?\bhttps?://\S*|(?<=\w)https?://\S*")


def is_device_line(line: str) -> bool:
    """Whether a program wrote this line: "Verzonden vanaf mijn iPhone", "Get Outlook for iOS"."""
    if len(line) > _LONGEST_LINE:
        return False
    said = " ".join(_LINK.sub(" ", line).translate(_BRACKETS).split()).strip(" <>()*_")
    if _GET_APP.match(said) or _ADVERTISED.match(said) or _OUTLOOK_PAGE.match(line.strip()):
        return True
    if found := _SENT_LAST.match(said):
        return _is_device(next(filter(None, found.groups())), is_mine=True)
    found = _DEVICE_LINE.match(said)
    return found is not None and _is_device(found["what"], is_mine=bool(found["mine"].strip()))


def _is_device(what: str, *, is_mine: bool) -> bool:
    """Whether these words name a device or a mail program, and nothing else.

    A model nobody heard of counts after "my", by its capital or its number.
    """
    words = _WORDS.findall(what)
    known = [any(word.casefold().startswith(each) for each in _DEVICES) for word in words]
    named = [any(char.isupper() or char.isdigit() for char in word) for word in words]
    beside = [word.casefold() in _BESIDE for word in words]
    return (any(known) or (is_mine and named[:1] == [True])) and all(
        map(any, zip(known, named, beside, strict=True))
    )
