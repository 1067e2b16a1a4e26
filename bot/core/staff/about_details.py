"""Orders that fill in what a case is about: its details, and whom it speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from bot.core import offers
from bot.core.acting import Act, Acting, Answer, Asked
from bot.core.case import Detail, Via
from bot.core.choices import Choice
from bot.core.clause import in_language
from bot.core.decision import Save
from bot.core.empty_details import KEPT, to_fill_in
from bot.core.instructions import Field, Verb
from bot.core.instructions.dates import Days, day_meant
from bot.core.instructions.fields import name_of
from bot.core.mail import Address
from bot.core.parties import board, find_person, named_people, school_name
from bot.core.plain import plain
from bot.core.policy import Person, Role
from bot.core.staff.about_address import known_address, new_address
from bot.core.staff.filled import Filled, case_of
from bot.core.staff.handing_over import without
from bot.core.staff.words import said, why
from bot.core.webform import school_in
from bot.core.whom import people_meant
from bot.core.words_of_notices import LANGUAGES

_LONGEST = 1_000  # characters of a detail
_OTHER_TOPIC = "andere"
_FORMS: Mapping[str, str] = {
    "u": "u",
    "uw": "u",
    "formeel": "u",
    "je": "je",
    "jij": "je",
    "jou": "je",
}
_VIAS: Mapping[str, Via] = {
    "mail": Via.EMAIL, "e-mail": Via.EMAIL, "brief": Via.LETTER, "post": Via.LETTER,
    "letter": Via.LETTER, "mondeling": Via.ORAL, "gesprek": Via.ORAL, "oral": Via.ORAL,
    "telefoon": Via.PHONE, "telefonisch": Via.PHONE, "telephone": Via.PHONE, "phone": Via.PHONE,
}  # fmt: skip


def details(acting: Acting) -> Answer:
    """What a person knows of the case besides the mail, each field checked; all or nothing."""
    if not acting.order.fields:
        return Asked(why("fields", acting.by), prefilled=to_fill_in(case_of(acting)))
    filled = Filled(case_of(acting))
    for name, values in acting.order.fields.items():
        value = "\n".join(values).strip()[:_LONGEST]
        asked = _fill(name, value, filled, acting)
        if asked is not None:
            return asked
    return filled.done()


def about(acting: Acting) -> Answer:
    """Whom the complaint speaks of: who is named gets nothing more of it."""
    text = acting.order.text.strip() or acting.order.one(Field.ABOUT)
    if not text:
        return Asked(
            why("about_whom", acting.by), prefilled=offers.to_fill_in(offers.ABOUT, acting.by)
        )
    filled = Filled(case_of(acting))
    _about(text, filled, acting)
    case, policy = filled.case, acting.policy
    heads = [one for one in policy.people if Role.DIRECTOR in one.roles]
    of_a_head = any(one.id in case.not_for for one in heads)
    chair = next((one for one in board(policy) if one.id not in case.not_for), None)
    done = filled.done()
    if of_a_head and chair is not None and case.handler != chair.id:
        # Who stands above a head of school may rather treat what is said of one.
        board_too = offers.GIVE.labelled("Geef aan het bestuur", "Give to the board")
        to_chair = board_too.with_words(f" {chair.id}")
        return replace(done, next_choices=(offers.choice(to_chair, acting.by),))
    return done


def address(acting: Acting) -> Answer:
    """The complainant's address: another one once it is confirmed, else the one that is known."""
    order = acting.order
    new = (order.one(Field.MAIL) or order.text or order.whom).strip().strip("<>")
    fields: dict[Field, tuple[str, ...]] = dict(order.fields)
    if new:
        fields[Field.MAIL] = (new.removeprefix("mailto:"),)
    if not fields:
        return known_address(acting)
    return details(replace(acting, order=replace(order, fields=fields)))


def _fill(name: Field, value: str, filled: Filled, acting: Acting) -> Asked | None:
    """One field in the case; why not, when it does not fit."""
    detail = KEPT.get(name)
    if detail is not None:
        _keep(name, detail, value, filled, acting)
        return None
    fill = _OTHERS.get(name)
    if fill is None:
        how = f"{name_of(name)}: vraag het de beheerder"
        return Asked(why("elsewhere", acting.by, how=how))
    return fill(value, filled, acting)


def _keep(name: Field, detail: Detail, value: str, filled: Filled, acting: Acting) -> None:
    known = {each: text for each, text in filled.case.details.items() if each is not detail}
    filled.case = replace(filled.case, details=known | ({detail: value} if value else {}))
    _say(name, value, filled, acting)


def _say(name: Field, value: str, filled: Filled, acting: Acting) -> None:
    key = "detail" if value else "detail_empty"
    field_name = name_of(name, acting.by.language).lower()
    filled.said.append(said(key, acting.by, field=field_name, value=" ".join(value.split())))


def _topic(value: str, filled: Filled, acting: Acting) -> Asked | None:
    known = sorted({one.code for one in acting.policy.words.topics} | {_OTHER_TOPIC})
    meant = _one_of(value, known)
    if meant is None:
        return _does_not_fit(Field.TOPIC, value, known, acting)
    filled.case = replace(filled.case, topic=meant)
    _say(Field.TOPIC, meant.replace("_", " "), filled, acting)
    return None


def _school(value: str, filled: Filled, acting: Acting) -> Asked | None:
    meant = school_in(value, acting.policy.schools)
    if meant is None:
        names = [school.name for school in acting.policy.schools]
        return _does_not_fit(Field.SCHOOL, value, names, acting)
    filled.case = replace(filled.case, school=meant)
    _say(Field.SCHOOL, school_name(meant, acting.policy), filled, acting)
    return None


def _facts_on(value: str, filled: Filled, acting: Acting) -> Asked | None:
    meant = _past_day(value, acting)
    if meant is None:
        again = _again(Field.FACTS_ON, acting.by)
        return Asked(why("bad_day", acting.by, value=value), prefilled=again)
    filled.case = replace(filled.case, facts_on=meant)
    _say(Field.FACTS_ON, f"{meant:%d/%m/%Y}", filled, acting)
    return None


def _language(value: str, filled: Filled, acting: Acting) -> Asked | None:
    names = {plain(name): code for code, some in LANGUAGES.items() for name in some}
    said_plain = plain(value)
    meant = names.get(said_plain) or (said_plain if said_plain in LANGUAGES else None)
    if meant is None:
        return _does_not_fit(
            Field.LANGUAGE,
            value,
            [in_language(each, acting.by) for each in LANGUAGES.values()],
            acting,
        )
    filled.case = replace(filled.case, language=meant)
    _say(Field.LANGUAGE, in_language(LANGUAGES[meant], acting.by), filled, acting)
    return None


def _form(value: str, filled: Filled, acting: Acting) -> Asked | None:
    meant = _FORMS.get(plain(value))
    if meant is None:
        return _does_not_fit(Field.FORM, value, ["u", "je"], acting)
    filled.case = replace(filled.case, form=meant)
    _say(Field.FORM, meant, filled, acting)
    return None


def _via(value: str, filled: Filled, acting: Acting) -> Asked | None:
    meant = _VIAS.get(plain(value))
    if meant is None:
        return _does_not_fit(Field.VIA, value, ["mail", "brief", "mondeling", "telefoon"], acting)
    filled.case = replace(filled.case, via=meant)
    _say(Field.VIA, value, filled, acting)
    return None


def _name(value: str, filled: Filled, acting: Acting) -> Asked | None:
    known = filled.case.complainant
    name = " ".join(value.split())[:120]
    filled.case = replace(filled.case, complainant=Address(known.email if known else "", name))
    _say(Field.NAME, name, filled, acting)
    return None


def _about_field(value: str, filled: Filled, acting: Acting) -> Asked | None:
    if not value:
        _keep(Field.ABOUT, Detail.ABOUT, value, filled, acting)
    else:
        _about(value, filled, acting)
    return None


def _about(text: str, filled: Filled, acting: Acting) -> None:
    """The words are kept, and everybody of whom they may speak is left out of the case."""
    policy, case = acting.policy, filled.case
    case = replace(case, details={**case.details, Detail.ABOUT: text})
    parts = re.split(r"[,;\n]|\ben\b|\band\b", text)
    meant = [one.id for part in parts for one in people_meant(part, acting.by, policy)]
    named = dict.fromkeys((*named_people(plain(text), None, policy), *meant))
    filled.case, effects = without(case, tuple(named), acting)
    filled.effects += [effect for effect in effects if not isinstance(effect, Save)]
    filled.said.append(said("about", acting.by, value=" ".join(text.split())))
    people = [find_person(policy, one) for one in named]
    names = ", ".join(one.name for one in people if one is not None)
    if names:
        filled.said.append(said("not_for", acting.by, names=names))


def _past_day(value: str, acting: Acting) -> date | None:
    days = Days(acting.facts.today, acting.policy.words.vocabulary, ahead=False)
    meant = day_meant(value, days)
    sure = meant is not None and meant.why is None and meant.day <= acting.facts.today
    return meant.day if meant is not None and sure else None


def _one_of(value: str, known: Iterable[str]) -> str | None:
    """The code that is meant: whole, or the only one that begins so or holds the word."""
    typed = plain(value).replace(" ", "_").strip("_.")
    codes = list(known)
    if typed in codes:
        return typed
    near = [
        code for code in codes if typed and (code.startswith(typed) or typed in code.split("_"))
    ]
    return near[0] if len(near) == 1 else None


def _does_not_fit(name: Field, value: str, known: Iterable[str], acting: Acting) -> Asked:
    listed = ", ".join(one.replace("_", " ") for one in known)
    text = why("bad_value", acting.by, value=value, field=name_of(name), known=listed)
    return Asked(text, prefilled=_again(name, acting.by))


def _again(name: Field, reader: Person) -> Choice:
    fields = (f"\n{name_of(name, language)}: " for language in ("nl", "en"))
    return offers.choice(offers.DETAILS.labelled("Vul aan", "Fill in").with_words(*fields), reader)


_OTHERS: Mapping[Field, Callable[[str, Filled, Acting], Asked | None]] = {
    Field.TOPIC: _topic,
    Field.SCHOOL: _school,
    Field.FACTS_ON: _facts_on,
    Field.LANGUAGE: _language,
    Field.FORM: _form,
    Field.VIA: _via,
    Field.NAME: _name,
    Field.MAIL: new_address,
    Field.ABOUT: _about_field,
}
ACTS: Mapping[Verb, Act] = {
    Verb.DETAILS: details,
    Verb.ABOUT: about,
    Verb.ADDRESS: address,
}
