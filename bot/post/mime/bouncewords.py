"""What mail servers write when a letter does not arrive, as far as it is not a standard."""

from __future__ import annotations

import re

FROM_A_SERVER = re.compile(
    r"mailer[-_. ]?daemon|post[-_]?master|mail[-_. ]?deliver|mdaemon|mail[-_ ]?admin"
    r"|mail[- ]?router|deliver\w* (?:sub)?system|\bndr\b|sys(?:tem)?[-_. ]?admin"
    r"|microsoftexchange|smtp[-_]|bounce|interscan|mail-?marshal|mime-?sweeper"
    r"|content[- ]filter|e?-?mail (?:system|gateway|server)\b",
    re.IGNORECASE,
)
_FAILURE = (
    r"undeliver|non-?deliver|not (?:be )?deliver|failure notice|returned mail|returned to sender"
    r"|returning (?:message )?to sender|mail (?:delivery|failure|system error)"
    r"|delivery (?:notification|status|fail|has (?:been )?(?:fail|delay)|report|problem|error)"
    r"|failed (?:delivery|mail)|(?:user|recipient|address) unknown|bounced (?:mail|message)"
    r"|(?:mail|message) (?:delayed|status|blocked|rejected|you sent blocked)|could not send"
    r"|\bdelayed \d{1,3} (?:hours|minutes|days)"
    r"|unable to deliver|rejected (?:mail|message)|blocked by our|not (?:a )?(?:list )?member"
    r"|loop alert|mail loop"
    r"|onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd|besteld)|retour afzender"
    r"|(?:bezorging|aflevering|levering) (?:mislukt|vertraagd)|bezorgstatus|status van bezorging"
    r"|non (?:remis|distribu|délivr)|échec de (?:la )?(?:remise|distribution|livraison)"
    r"|retour à l'expéditeur|(?:état|statut) de (?:la )?(?:remise|distribution)"
    r"|unzustellbar|nicht (?:zu|aus)(?:gestellt|zustellen|geliefert)|nicht zustellbar"
    r"|zustellung fehlgeschlagen|übermittlungsstatus|zustellstatus"
    r"|no se (?:puede|pudo) entregar|non (?:è stato )?recapita|não (?:foi )?entreg"
    r"|niedostarcz|teslim edilemedi"
)
FAILURE_SUBJECT = re.compile(_FAILURE, re.IGNORECASE)
# A person says "mijn mail is niet bezorgd"; a program begins with the thing itself.
OPENS_SUBJECT = re.compile(
    rf"(?:\W*(?:automatic(?:ally)?|warning|your|uw|the|het|message|mail|e-mail|bericht|is|was|kan"
    rf"|kon|could|can|permanent)\b){{0,5}}\W*(?:{_FAILURE})",
    re.IGNORECASE,
)
FAILURE_NOTE = re.compile(
    r"\b(?:undeliver(?:able|ed)|(?:not|unable to|cannot|failed to|fails? to) (?:be )?deliver"
    r"|delivery (?:to .{1,80} )?(?:has )?fail|(?:could not|couldn't|can't) (?:be )?deliver"
    r"|permanent(?:ly)? (?:fatal )?(?:error|failure)|returned (?:mail|to sender)"
    r"|(?:unknown|no such) (?:user|recipient|address|mailbox)|(?:user|recipient|address) unknown"
    r"|mailbox (?:is )?(?:full|unavailable|not found|disabled|over)|over ?quota|unknown host"
    r"|error sending your|trouble delivering|rejected recipient|not reach the following"
    r"|no valid recipients|failed addresses|automatically rejected|not yet (?:been )?delivered"
    r"|onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd|besteld)"
    r"|n'a pas pu être (?:remis|distribué)|non remis|unzustellbar|nicht zugestellt)"
    r"|(?:\b5\d\d[ -]|#|status: ?)5\.\d{1,3}\.\d{1,3}\b|\bsaid: 5\d\d\b|^<[^<>\s@]+@[^<>\s@]+>:\s",
    re.IGNORECASE | re.MULTILINE,
)
REFUSED = re.compile(
    r"\(rejected\)|\b(?:automatically rejected|(?:was|is|been) (?:refused|rejected)"
    r"|quota exceeded|geweigerd|refusé|abgelehnt)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"\bdelay(?:ed)?\b|\bwill (?:be retried|(?:continue|keep)\b)|\bstill being (?:re)?tried"
    r"|\bdeferred\b|not yet (?:been )?delivered|no action is required|do not need to resend"
    r"|could not send message for|non-?fatal errors|warning message only"
    r"|vertraagd|nogmaals geprobeerd|nog niet (?:bezorgd|afgeleverd)|retardé|différée?\b"
    r"|pas encore (?:été )?(?:remis|distribué)|verzögert|noch nicht zugestellt",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"\bpermanent|(?<!non-)\bfatal\b|giving up|given up|gave up|has failed|will not be retried"
    r"|returned (?:to|mail)|user unknown|opgegeven|endgültig|définitive",
    re.IGNORECASE,
)
RETURNED_LETTER = re.compile(
    r"^[ \t>|]*(?:received|return-path|delivered-to|message-id|mime-version|dkim-signature|from|to"
    r"|subject|date)[ \t]*:.*\n(?:[ \t].*\n)*[ \t>|]*[\w-]{2,40}[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
MESSAGE_ID = re.compile(
    r"^[ \t>|]*message-id[ \t]*:\s*(<[^<>\s]{3,990}>)", re.IGNORECASE | re.MULTILINE
)

_ADDRESS = r"[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}"
OPENS_A_LINE = re.compile(  # as qmail, Postfix, Exim and Exchange set the addresses that failed
    rf"^[ \t>*-]*<?\"?({_ADDRESS})\"?>?[ \t]*(?::|$|\(|\.\.\.|- |on \w{{3}},)", re.MULTILINE
)
ANYWHERE = re.compile(rf"({_ADDRESS})")
NAMED = (  # the surest first
    OPENS_A_LINE,
    re.compile(rf"\brcpt to:[ \t]*<?({_ADDRESS})>?", re.IGNORECASE),
    re.compile(rf"\b5\d\d\b[^\n]{{0,80}}?<({_ADDRESS})>"),
    re.compile(
        rf"\b(?:recipient|user|address|addressee|mailbox|to|aan|naar|ontvanger|geadresseerde"
        rf"|à|destinataire|an|empfänger|adresse)\b[^\n@]{{0,30}}?<?({_ADDRESS})>?",
        re.IGNORECASE,
    ),
    ANYWHERE,
)
