"""How mail programs set an older mail apart, per language. Data alone: a language is a row."""

# ruff: noqa: RUF001 - letters of every alphabet are the data here
from __future__ import annotations

# "… wrote:". Beside each: where it stands most often.
WROTE = (
    "schreef", "schreven", r"heeft\b.{0,120}\bgeschreven", "geschreven door",  # nl
    "wrote", "writes",  # en
    "a écrit", "écrit", "a ecrit",  # fr
    "schrieb", "geschrieben", "schreibt",  # de
    "ha scritto", "scrive",  # it
    "escribió", "escribio", "escreveu", "va escriure",  # es, pt, ca
    "skrev", "skreiv", "skrifaði", "kirjoitti", "kirjutas",  # da sv no, is, fi, et
    "napisał", "napisała", r"napisał\(a\)", "napsal", "napsala", r"napsal\(a\)",  # pl, cs
    "napísal", r"napísal\(a\)", "je napisao", "je napisala", "je napisal",  # sk, hr, sl
    "pisze", "napísala", "napisao je", "napisala je",  # pl, sk, hr
    "a scris", "írta", "έγραψε", "έγραψαν", "rašė", "parašė", "rakstīja",  # ro, hu, el, lt, lv
    "написал", "написала", "пишет", "пише", "написав", r"написал\(а\)", "написа",  # ru, uk, bg
    "yazdı", "şunu yazdı", "şunları yazdı", "đã viết", "menulis", "tulis",  # tr, vi, id
    "написао је", "је написао", "је написала", "напиша",  # sr, mk
    "写道", "寫道", "のメール", "さんは書きました", "が書きました",  # zh, ja
    "님이 작성", "작성", r"이\(가\) 쓴 글", "쓴 글",  # ko
    "كتب", "كتبت", "تمت كتابة ما يلي بواسطة", "نوشت", "כתב", "כתבה", "כתב/ה",  # ar, fa, he
)  # fmt: skip
# What stands before the date; a weekday may stand between.
OPENS = (
    "op", "on", "le", "am", "den", "el", "il", "il giorno", "em", "em data", "på", "dne", "dňa",
    "dana", "dnia", "w dniu", "la", "pe", "pe data de",
    "în", "în data de", "vào", "vào lúc", "pada",
    "at", "στις", "την", "в", "на", "a", "in data", "al", "el dia", "o dia", "في", "ב-", "בתאריך",
    "在",
)  # fmt: skip
# What else stands in such a line; what is left over when all this is gone, must be a name.
BETWEEN = frozenset(each.casefold() for each in (
    "om", "op", "heeft", "het", "volgende", "uur", "u", "via", "van", "door",  # nl
    "at", "on", "from", "the", "following", "by", "user", "am", "pm",  # en
    "à", "h", "le", "les", "lignes", "suivantes", "ce", "qui", "suit", "de",  # fr
    "um", "uhr", "von", "folgendes", "folgende",  # de
    "alle", "ore", "las", "la", "a", "às", "del", "da", "em", "do", "dia",  # it es pt
    "kl", "klo", "fra", "från", "den", "følgende", "följande",  # da sv no fi
    "użytkownik", "o", "godz", "v", "ve", "odesílatel", "používateľ", "na", "je", "s",  # pl cs sk
    "в", "г", "р", "от", "від",
    "пользователь", "користувач", "о", "tarihinde", "şunu",
    "şunları", "ora", "în", "pe",  # ru uk tr ro
    "στις", "η", "ο", "χρήστης", "μ", "π",  # el
    "ezt", "időpont", "keltezéssel", "dátummal", "időpontban",  # hu
    "vào", "lúc", "thứ", "tháng", "thg", "pada", "pukul", "الساعة", "م", "ص",  # vi id ar
    "בשעה", "יום", "오후", "오전", "下午", "上午", "午後", "午前", "于", "於", "在",  # he ko zh ja
    "gmt", "utc", "cet", "cest", "bst", "est", "edt", "pst", "pdt", "met", "mest", "mez", "mesz",
))  # fmt: skip
PARTICLES = frozenset((
    "van", "de", "den", "der", "ter", "ten", "te", "het", "in", "op", "'t", "von", "zu", "la", "le",
    "du", "des", "da", "do", "dos", "di", "el", "al", "ben", "bin", "y", "e", "en", "et", "und",
    "and", "of", "via", "na", "ibn", "af", "av",
))  # fmt: skip
# A person who writes "schreef ik" or "I wrote" tells of a mail of his own: that is no quote.
MYSELF = frozenset((
    "ik", "wij", "we", "mij", "ons", "I", "we", "me", "us", "j'ai", "nous", "moi", "ich", "wir",
    "mir", "uns", "io", "yo",
))  # fmt: skip

# The lines of the head that Outlook, Apple Mail, Hotmail, Samsung and Lotus put above it.
FIELDS = {
    "from": (
        "van", "from", "de", "von", "da", "från", "fra", "lähettäjä", "od", "от", "від", "от кого",
        "feladó", "gönderen", "kimden", "remitente", "expéditeur", "expediteur", "absender",
        "afzender", "sender", "từ", "dari", "de la", "από", "发件人", "寄件者", "差出人", "寄件人",
        "送信者", "remite", "mittente", "remetente", "avsändare", "afsender", "avsender", "nadawca",
        "odesílatel", "odosielateľ", "отправитель", "відправник", "šalje", "người gửi",
        "보낸 사람", "보낸사람", "من", "מאת", "frá", "saatja", "nuo", "no",
    ),
    "sent": (
        "verzonden", "verzonden op", "verstuurd", "datum", "sent", "date", "envoyé", "envoye",
        "envoyé le", "date d'envoi", "gesendet", "gesendet am", "inviato", "data", "enviado",
        "enviado el", "enviada", "enviada em", "fecha", "skickat", "sendt", "dato", "lähetetty",
        "päivämäärä", "wysłano", "wysłane", "odesláno", "odoslané", "dátum", "elküldve", "küldve",
        "отправлено", "дата", "надіслано", "изпратено", "trimis", "gönderildi", "gönderilme",
        "tarih", "đã gửi", "ngày", "dikirim", "tanggal", "στάλθηκε", "ημερομηνία", "poslano",
        "发送时间", "日期", "傳送時間", "寄件日期", "送信日時", "日付", "보낸 날짜", "날짜",
        "תאריך",
        "נשלח", "تم الإرسال", "تاريخ الإرسال", "تاريخ", "التاريخ",
        "verzonden om", "date d’envoi", "data invio", "data de envio", "fecha de envío",
        "data wysłania", "wysłana", "wysłany", "poslané", "datum odeslání", "date sent",
        "gönderme tarihi", "gönderim tarihi", "ngày gửi", "发送日期",
        "寄件時間", "보낸 시간", "日時",
        "saadetud", "sent on",
    ),
    "to": (
        "aan", "to", "à", "a", "an", "till", "til", "vastaanottaja", "do", "komu", "pro", "para",
        "кому", "до", "címzett", "kime", "destinataire",
        "empfänger", "ontvanger", "bestemmeling", "destinatario", "destinatário",
        "mottagare", "modtager", "mottaker", "adresat", "odbiorca", "příjemce", "príjemca",
        "получатель", "одержувач", "alıcı", "người nhận", "tới", "đến",
        "kepada", "ke", "către", "προς", "za", "prima", "收件人", "收件者", "宛先", "받는 사람",
        "받는사람", "אל", "إلى", "kam", "kellele", "recipient",
    ),
    "cc": (
        "cc", "bcc", "cci", "kopie", "kopie an", "copie", "copie à", "copia", "kopia", "kopi",
        "kopio", "kopija", "másolat", "másolatot kap", "копия", "копія",
        "do wiadomości", "dw", "bilgi", "κοιν",
        "κοινοποίηση", "抄送", "副本", "참조", "نسخة", "עותק",
    ),
    "subject": (
        "onderwerp", "subject", "objet", "betreff", "betreft", "oggetto", "asunto", "assunto",
        "ämne", "emne", "aihe", "temat", "předmět", "predmet", "tárgy", "тема", "subiect",
        "konu", "chủ đề", "perihal", "subjek", "θέμα", "zadeva", "主题", "主旨", "件名", "제목",
        "נושא", "الموضوع", "موضوع", "título", "tiêu đề", "teema", "sujet", "efni",
    ),
}  # fmt: skip

# "----- Original message -----": between dashes, what follows is the older mail.
ORIGINAL = (
    "oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht",
    "oorspronkelijke afspraak", "original message", "original appointment", "original e-?mail",
    "message d.origine", "message original",
    "message initial", "courriel original", "e-?mail d.origine", "rendez-vous d.origine",
    "ursprüngliche nachricht", "ursprüngliche mail", "ursprünglicher termin",
    "originalnachricht", "original-?nachricht", "originalmail", "mensaje original",
    "messaggio originale", "mensagem original", "missatge original", "ursprungligt meddelande",
    "originalmeddelande", "original meddelelse", "oprindelig meddelelse", "opprinnelig melding",
    "original besked", "oprindelig besked", "alkuperäinen viesti", "wiadomość oryginalna",
    "oryginalna wiadomość",
    "původní zpráva", "původní e-?mail", "pôvodná správa",
    "eredeti üzenet", "mesaj original", "orijinal mesaj",
    "исходное сообщение", "оригинальное сообщение", "пересылаемое сообщение",
    "оригінальне повідомлення", "αρχικό μήνυμα", "izvorna poruka", "izvirno sporočilo",
    "oorspronkelijke e-?mail", "originele (?:e-?mail|bericht)", "(?:mail|e-?mail) originale?",
    "eredeti levél", "özgün (?:ileti|mesaj)", "orijinal (?:ileti|e-?posta)", "исходное письмо",
    "الرسالة الأصلية", "(?:ה)?הודעה (?:ה)?מקורית", "tin nhắn gốc", "thư gốc", "pesan asli",
    "元のメール", "oprindelig mail", "oryginalny e-?mail",
    "原始邮件", "原始郵件", "原始訊息", "元のメッセージ", "원본 메시지",
)  # fmt: skip

# Above a mail that is passed on; what follows is what it was sent for.
FORWARDED = (
    "doorgestuurd bericht", "doorgezonden bericht", "begin doorgestuurd bericht",
    "begin van doorgestuurd bericht", "doorgestuurd door", "forwarded message", "forwarded by",
    "begin forwarded message", "message transféré", "message réexpédié", "transféré par",
    "début du message réexpédié", "début du message transféré", "weitergeleitete nachricht",
    "weitergeleitete e-mail", "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail", "weitergeleitet von", "messaggio inoltrato",
    "inizio messaggio inoltrato", "mensaje reenviado", "inicio del mensaje reenviado",
    "mensagem encaminhada", "vidarebefordrat meddelande", "videresendt besked",
    "videresendt melding", "videresendt meddelelse", "välitetty viesti", "przekazana wiadomość",
    "wiadomość przekazana dalej", "přeposlaná zpráva", "preposlaná správa",
    "továbbított üzenet", "mesaj redirecționat", "iletilen mesaj", "yönlendirilen ileti",
    "пересылаемое письмо", "перенаправленное сообщение", "переслане повідомлення", "转发的邮件",
    "轉寄的郵件", "転送されたメッセージ", "전달된 메시지",
)  # fmt: skip

# Desks that send on ask to write above a line; below it stands what they sent.
_LINE_NL = r"(?:deze|de) (?:lijn|regel|streep)"
_LINE_FR = r"(?:au-dessus|au dessus) de (?:cette|la) ligne"
_LINE_DE = r"(?:über|oberhalb|ueber) dieser (?:zeile|linie)"
ABOVE = ("above", "before", "boven", "dessus", "über", "oberhalb", "ueber")  # one of them is there
REPLY_ABOVE = (
    (
        r"(?:reply|respond|type your (?:reply|response)|write|your (?:reply|response))(?: here)?"
        r" (?:above|before) (?:this|the) (?:dotted |dashed )?(?:line|marker)"
        r"|above this line (?:to|when) (?:reply|respond|add)"
    ),
    (
        rf"(?:antwoord|antwoorden|typ|schrijf|reageer|beantwoord)\b.{{0,40}}\bboven {_LINE_NL}"
        rf"|boven {_LINE_NL} .{{0,30}}\b(?:antwoord|antwoorden|reageren|typen)"
    ),
    rf"(?:répon\w+|écri\w+|saisi\w+|inscri\w+)\b.{{0,40}}\b{_LINE_FR}",
    (
        rf"(?:antwort\w*|schreiben|schreibe|tippen)\b.{{0,50}}\b{_LINE_DE}"
        rf"|{_LINE_DE}.{{0,40}}\bantwort\w*"
    ),
)

# What stands before the subject of a mail that is passed on, or answered.
FORWARD_PREFIXES = (
    "fwd?", "tr", "wg", "doorst", "doorgest", "doorgestuurd", "rv", "enc", "pd",
)  # fmt: skip
REPLY_PREFIXES = (
    "re", "aw", "antw", "antwoord", "rép", "rep", "sv", "odp", "res", "ynt", "vá",
)  # fmt: skip
