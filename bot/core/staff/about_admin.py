"""What administrators look up of the bot itself: how it is, its config, its letters, its days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked, Done
from bot.core.asked_for import AskedFor, LetterLine, LetterShown, OtherDay
from bot.core.choices import Choice
from bot.core.clause import in_language
from bot.core.decision import Send
from bot.core.duties.words import WORDS
from bot.core.instructions import Verb
from bot.core.instructions.near import going_on
from bot.core.instructions.verbs import word_of
from bot.core.letter import LetterName, Value
from bot.core.offers import Offer
from bot.core.policy import Person
from bot.core.staff import answers
from bot.core.staff.administrators import asks, for_administrators
from bot.core.staff.letter_meant import LetterMeant, letter_meant
from bot.core.staff.names_of_letters import LETTER_NAMES, letter_name

_MOST_DAYS = 60  # duties that a letter lists
_OFFERED = (
    offers.HOW_IT_IS, offers.CHECK, offers.ALL_LETTERS, offers.TEST_LETTERS, offers.SEE_LETTER,
    offers.CHANGE_LETTER, offers.RECALCULATE,
)  # fmt: skip
_OFFER_OF = {each.verb: each for each in (*_OFFERED, offers.PAUSE, offers.RESUME)}


def what_can_be_asked(acting: Acting) -> Answer:
    """Which order is meant: the nearest to what was typed, else all there are."""
    meant = going_on(("admin",), acting.order.text)
    key = "which_near" if meant else "which"
    ready = (*_OFFERED[:3], _pause_or_end(acting), *_OFFERED[3:])
    offered = tuple(_OFFER_OF[verb] for verb in meant) or ready
    return Asked(asks(key, acting), choices=offers.choices(offered, acting.by))


def state(acting: Acting) -> Answer:
    """How the bot is doing."""
    found = _asked_for(acting).state
    if found is None:
        return _trouble(acting)
    pause, kept, zone = acting.facts.pause, acting.facts.kept_back, acting.policy.zone

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(zone) if at else None

    paused = acting.facts.paused
    values: dict[str, Value] = {
        "version": found.version,
        "heartbeat": local(found.heartbeat_at),
        "trial": found.trial,
        "boxes": tuple(
            {"address": one.address, "looked_at": local(one.looked_at), "error": one.error}
            for one in found.boxes
        ),
        "tokens": tuple(
            {
                "address": one.address,
                "expires_at": local(one.expires_at),
                "secret_ends": one.secret_ends_on,
                "trouble": _in_own_words(one.trouble, acting.by),
            }
            for one in found.tokens
        ),
        "mail_servers": found.mail_servers,
        "n_queued": found.queued,
        "n_uncertain": found.uncertain,
        "n_refused": found.refused,
        "nobody_reached": found.nobody_reached,
        "oldest_owed": local(found.oldest_owed_ack),
        "calendar_until": found.calendar_until,
        "n_open": found.open_cases,
        "paused_until": local(pause.until) if pause and paused else None,
        "n_kept_back": kept.letters if paused else 0,
    }
    offered = (offers.CHECK, _pause_or_end(acting))
    return _answered(acting, LetterName.STATE_SHOWN, values, offered)


def check(acting: Acting) -> Answer:
    """What is wrong with the config, and what is still to be agreed."""
    found = _asked_for(acting).checked
    if found is None:
        return _trouble(acting)
    values: dict[str, Value] = {
        "errors": found.errors,
        "warnings": found.warnings,
        "hints": found.hints,
        "agreements": tuple(
            {"where": one.where, "what": one.what, "sentence": one.sentence}
            for one in found.agreements
        ),
    }
    offered = (offers.TEST_LETTERS, offers.RECALCULATE)
    return _answered(acting, LetterName.CONFIG_SHOWN, values, offered)


def list_letters(acting: Acting) -> Answer:
    """All letters: whose words, and whether they work."""
    found = _asked_for(acting).letters
    if found is None:
        return _trouble(acting)
    audiences = dict.fromkeys(line.audience for line in found)
    values: dict[str, Value] = {
        "groups": tuple(
            {
                "audience": audience,
                "letters": tuple(
                    _line(line, acting.by) for line in found if line.audience == audience
                ),
            }
            for audience in audiences
        ),
        "n_own": sum(len(line.own) for line in found),
        "n_faulty": sum(len(line.faulty) for line in found),
    }
    offered = (offers.SEE_LETTER, offers.TEST_LETTERS, offers.CHANGE_LETTER)
    return _answered(acting, LetterName.LETTERS_SHOWN, values, offered)


def show_letter(acting: Acting) -> Answer:
    """One letter as it would leave, with its source and the names it may use."""
    by, text = acting.by, acting.order.text.strip()
    if not text:
        return Asked(asks("which_letter", acting), prefilled=offers.choice(offers.SEE_LETTER, by))
    meant = letter_meant(text, form=acting.policy.form)
    if meant.name is None:
        choices = tuple(_showing(name.value, meant, acting) for name in meant.near)
        choices = choices or offers.choices((offers.ALL_LETTERS,), by)
        return Asked(asks("no_such_letter", acting, said=text[:60]), choices=choices)
    found = _asked_for(acting).letter
    if found is None:
        return _trouble(acting)
    if found.name != meant.name.value or found.form != meant.form:
        return Asked(asks("one_letter", acting))
    if found.language != meant.language:
        shown = _showing(found.name, meant, acting, language=found.language)
        return Asked(asks("not_in_language", acting, letter=found.name), choices=(shown,))
    offered = (offers.ALL_LETTERS, offers.TEST_LETTERS, offers.CHANGE_LETTER)
    return _answered(acting, LetterName.LETTER_SHOWN, _values_of(found, by), offered)


def test_letters(acting: Acting) -> Answer:
    """What is found when the school's own letters are written for every case."""
    found = _asked_for(acting).tested
    if found is None:
        return _trouble(acting)
    values: dict[str, Value] = {
        "n_files": found.files,
        "errors": found.errors,
        "remarks": found.remarks,
    }
    offered = (offers.ALL_LETTERS, offers.CHANGE_LETTER)
    return _answered(acting, LetterName.LETTERS_TESTED, values, offered)


def change_letter(acting: Acting) -> Answer:
    """Not by mail; what is, the nearest to what was typed."""
    by = acting.by
    meant = going_on(("admin", "sjabloon"), acting.order.text)
    meant = meant or going_on(("admin", "template"), acting.order.text)
    if meant and Verb.LETTER_CHANGE not in meant:
        nearest = [_OFFER_OF[verb] for verb in meant]
        return Asked(asks("which_near", acting), choices=offers.choices(nearest, by))
    offered = (offers.TEST_LETTERS, offers.ALL_LETTERS, offers.SEE_LETTER)
    return Asked(asks("not_by_mail", acting), choices=offers.choices(offered, by))


def recalculate(acting: Acting) -> Answer:
    """Which days would differ now; none is changed."""
    found = _asked_for(acting).recalculated
    if found is None:
        return _trouble(acting)
    values: dict[str, Value] = {
        "n_duties": found.open_duties,
        "lines": tuple(_day(other, acting.by) for other in found.others[:_MOST_DAYS]),
        "n_more": max(len(found.others) - _MOST_DAYS, 0),
    }
    return _answered(acting, LetterName.DATES_SHOWN, values, (offers.CHECK,))


def _answered(
    acting: Acting, name: LetterName, values: Mapping[str, Value], offered: Iterable[Offer]
) -> Done:
    """A letter to who asked: nothing is changed."""
    by, facts, policy = acting.by, acting.facts, acting.policy
    rows = answers.rows(offers.choices(offered, by), "", by, facts, policy, "")
    order = answers.reply(name, by, {**values, **rows}, acting.mail, facts, policy, None)
    send = Send(order, "an administrator asked about the bot")
    return Done(effects=(send,), case=acting.case, shown=True, undoable=False)


def _pause_or_end(acting: Acting) -> Offer:
    return offers.RESUME if acting.facts.paused else offers.PAUSE


def _asked_for(acting: Acting) -> AskedFor:
    return acting.facts.asked_for or AskedFor()


def _trouble(acting: Acting) -> Asked:
    trouble = _asked_for(acting).trouble
    if not trouble:
        return Asked(asks("nothing_found", acting))
    choices = offers.choices((offers.CHECK,), acting.by)
    return Asked(asks("trouble", acting, why="; ".join(trouble)), choices=choices)


def _values_of(found: LetterShown, by: Person) -> dict[str, Value]:
    return {
        "letter_name": _called(found.name, by),
        "language": found.language,
        "address_form": found.form,
        "file": found.file,
        "whose": found.whose,
        "fault": found.fault,
        "shown_subject": found.subject,
        "shown_text": found.text,
        "source": found.source,
        "cut": found.cut,
        "names": tuple({"name": name, "meaning": meaning} for name, meaning in found.names),
    }


def _line(line: LetterLine, by: Person) -> Value:
    called = _called(line.name, by)
    return {
        "name": line.name,
        "called": "" if called == line.name else called,
        "languages": line.languages,
        "own": line.own,
        "own_parts": line.own_parts,
        "faulty": line.faulty,
    }


def _day(other: OtherDay, by: Person) -> Value:
    return {
        "number": other.case_number,
        "what": in_language(WORDS[other.kind].what, by),
        "was": other.was,
        "now": other.now,
        "aim": other.aim,
        "rule": other.rule,
        "new_rule": other.new_rule,
    }


def _called(name: str, by: Person) -> str:
    letter = LetterName(name)
    return letter_name(letter, by) if letter in LETTER_NAMES else name


def _showing(name: str, meant: LetterMeant, acting: Acting, language: str = "") -> Choice:
    word = word_of(Verb.LETTER_SHOWN, acting.by.language)
    return name, f"{word} {name} {language or meant.language} {meant.form}"


def _in_own_words(told: tuple[tuple[str, str], ...], by: Person) -> str:
    words = dict(told)
    return words.get(by.language) or words.get("nl") or next(iter(words.values()), "")


_ACTS: Mapping[Verb, Callable[[Acting], Answer]] = {
    Verb.ADMIN: what_can_be_asked,
    Verb.ADMIN_STATUS: state,
    Verb.ADMIN_CHECK: check,
    Verb.LETTER_LIST: list_letters,
    Verb.LETTER_SHOWN: show_letter,
    Verb.LETTER_TEST: test_letters,
    Verb.LETTER_CHANGE: change_letter,
    Verb.RECALCULATE: recalculate,
}
ACTS: Mapping[Verb, Act] = {verb: for_administrators(act) for verb, act in _ACTS.items()}
