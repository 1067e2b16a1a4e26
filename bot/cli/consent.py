"""`oauth login`: a person consents once, where no secret proves who the bot is."""

from __future__ import annotations

from pathlib import Path

from bot.cli.opening import complain, or_say_why, settings_of
from bot.clock import SystemClock

_REFUSED = 1


@or_say_why
def login(config: Path, mailbox: str) -> int:
    """0 when tokens are stored, 1 when nobody consented, 2 when there is nothing to consent to."""
    from bot.post.oauth.grant import NoToken
    from bot.post.oauth.troubles import recognise
    from bot.wiring import access_to_all, grant_of

    settings = settings_of(config, needs_secrets=True)
    known = {box.address.casefold(): box for box in settings.bot.mailbox}
    box = known.get(mailbox.strip().casefold())
    if box is None:
        complain(f"oauth login: bot.toml has no mailbox {mailbox}; it has {', '.join(known)}")
        return 2
    tokens = access_to_all(settings, SystemClock()).get(box.address)
    if tokens is None:
        complain(f"oauth login: {box.address} logs in with a password; it needs no consent")
        return 2
    if not grant_of(settings, box).needs_person:
        complain(
            f"oauth login: {box.address} has a secret, certificate or service account and needs "
            "nobody's consent; try: gehoor check --online"
        )
        return 2
    try:
        tokens.login(_show)
    except NoToken as error:
        trouble = recognise(str(error))
        complain(f"oauth login: {error}")
        if trouble is not None:
            complain(trouble.nl)
            complain(trouble.en)
        return _REFUSED
    print(f"{box.address}: gelukt, de toestemming is bewaard / done, the consent is stored")
    return 0


def _show(url: str, code: str) -> None:
    """Where to go, and what to type there; without a code the answer comes back to this machine."""
    print(f"Open in een browser, en meld aan als de mailbox / open and sign in as it:\n\n  {url}\n")
    if code:
        print(f"Typ daar deze code / type this code there:  {code}\n", flush=True)
        return
    print(
        "Staat die browser op een andere computer, dan opent de laatste pagina (http://127.0.0.1:…)"
        " niet.\nKopieer haar adres en voer op deze machine uit:  curl 'ADRES'\n"
        "When that browser is on another computer, its last page (http://127.0.0.1:…) does not"
        " open.\nCopy its address and run on this machine:  curl 'ADDRESS'\n",
        flush=True,
    )
