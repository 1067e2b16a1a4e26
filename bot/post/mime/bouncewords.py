"""What mail servers write when a letter does not arrive, as far as it is not a standard."""

from __future__ import annotations

import re

FROM_A_SERVER = re.compile(
    r"mailer[-_ ]?daemon|post_?master|mail[ .]?delivery|mdaemon|mail[- ]?admin|delivery subsystem"
    r"|system administrator|microsoftexchange|smtp[-_]|bounce",
    re.IGNORECASE,
)
FAILURE_SUBJECT = re.compile(
    r"undeliver|non-?deliver|not (?:be )?deliver|failure notice|returned mail|returned to sender"
    r"|returning (?:message )?to sender|mail (?:delivery|failure|system error)"
    r"|delivery (?:status|fail|has failed)|failed (?:delivery|mail)|user unknown"
    r"|message (?:delayed|status)"
    r"|onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd|besteld)|retour afzender"
    r"|non remis|non distribu|échec de (?:la )?(?:remise|distribution)|retour à l'expéditeur"
    r"|unzustellbar|nicht zugestellt|zustellung fehlgeschlagen",
    re.IGNORECASE,
)
FAILURE_NOTE = re.compile(
    r"\b(?:undeliver(?:able|ed)|(?:not|unable to|cannot|failed to|fails? to) (?:be )?deliver"
    r"|delivery (?:to .{1,80} )?(?:has )?fail|(?:could not|couldn't|can't) (?:be )?deliver"
    r"|permanent(?:ly)? (?:fatal )?(?:error|failure)|returned (?:mail|to sender)"
    r"|(?:unknown|no such) (?:user|recipient|address|mailbox)|(?:user|recipient|address) unknown"
    r"|mailbox (?:is )?(?:full|unavailable|not found|disabled|over)|over ?quota|unknown host"
    r"|error sending your|trouble delivering|rejected recipient|not reach the following"
    r"|no valid recipients|failed addresses|automatically rejected"
    r"|onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd|besteld)"
    r"|n'a pas pu être (?:remis|distribué)|non remis|unzustellbar|nicht zugestellt)"
    r"|(?:\b5\d\d[ -]|#|status: ?)5\.\d{1,3}\.\d{1,3}\b|\bsaid: 5\d\d\b|^<[^<>\s@]+@[^<>\s@]+>:\s",
    re.IGNORECASE | re.MULTILINE,
)
NOT_YET = re.compile(
    r"\bdelay(?:ed)?\b|\bwill (?:be retried|(?:continue|keep)\b)|\bstill being (?:re)?tried"
    r"|\bdeferred\b|not yet (?:been )?delivered|no action is required|do not need to resend"
    r"|vertraagd|nogmaals geprobeerd|retardé|verzögert",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"\bpermanent|\bfatal\b|giving up|given up|gave up|has failed|will not be retried|returned to"
    r"|user unknown|opgegeven|endgültig",
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
        rf"\b(?:recipient|user|address|addressee|mailbox|to)\b[^\n@]{{0,30}}?<?({_ADDRESS})>?",
        re.IGNORECASE,
    ),
    ANYWHERE,
)
