"""Names, citations and sentences of the law as pages show them, in the reader's language.

Officers read the short way (Art. 22, 23 → 第22条、第23条), citizens the full one
(Article 22, Article 31(4) → 第22条、第31条第4项).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing
from huiyin.law.terms.ruling import Ground, Text
from huiyin.organisations.translated import law_text, organ_name
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit import dates
from huiyin.web.kit.components import Refusal

_ITEM = re.compile(r"^(\w+)\((\w+)\)$")


def law_title(text: Text | None) -> str:
    """A text of the law with a capital, where it stands alone: terms of a vocabulary are
    written small in the packs; "" for none.
    """
    return capfirst(law_text(text))


def term_title(pack: Pack, vocabulary: str, code: str) -> str:
    """The title of a term; its code where the pack does not know it."""
    terms = pack.terms[vocabulary].terms if vocabulary in pack.terms else {}
    return law_title(terms[code].title) if code in terms else code


def duty_title(pack: Pack, kind: str) -> str:
    """The official short name of a duty; its kind where the pack does not know it."""
    return law_text(pack.duties[kind].title) if kind in pack.duties else kind


def right_title(pack: Pack, kind: str) -> str:
    """The official short name of a right; its kind where the pack does not know it."""
    return law_text(pack.rights[kind].title) if kind in pack.rights else kind


def duty_sentence(
    pack: Pack, kind: str, owner: str, due: date, today: date
) -> str:
    """What an organ owes, as a sentence: 区住建局最迟应在10月15日（周四）书面告知您…

    Args:
        kind: the duty; "" is returned where the pack does not know it.
        owner: the code of the organ that owes it.
        due: the last day.
        today: the office's day, whose year is left out of dates.
    """
    rule = pack.duties.get(kind)
    if rule is None:
        return ""
    return law_text(rule.plain).format(
        organ=organ_name(owner), date=dates.say_day(due, today)
    )


def right_sentence(pack: Pack, kind: str, due: date | None, today: date) -> str:
    """What the petitioner may do, as a sentence; "" where the pack does not know it.

    Args:
        kind: the right.
        due: its last day, None where it has none.
        today: the office's day, whose year is left out of dates.
    """
    rule = pack.rights.get(kind)
    if rule is None:
        return ""
    return law_text(rule.plain).format(
        date=dates.say_day(due, today) if due else ""
    )


def time_limit(pack: Pack, rule: Duty | Right) -> str:
    """A limit in general, without dates: within 15 days of the day received
    (自收到之日起15日内); "" for none.
    """
    if not rule.days or (isinstance(rule, Duty) and rule.until):
        return ""
    return _counted(rule.unit, rule.days) % {
        "days": rule.days,
        "base": law_text(pack.dates.get(rule.base)),
    }


def _counted(unit: str, number: int) -> str:
    if unit == "working":
        return ngettext(
            "within %(days)d working day of the %(base)s",
            "within %(days)d working days of the %(base)s",
            number,
        )
    if unit == "month":
        return ngettext(
            "within %(days)d month of the %(base)s",
            "within %(days)d months of the %(base)s",
            number,
        )
    if unit == "year":
        return ngettext(
            "within %(days)d year of the %(base)s",
            "within %(days)d years of the %(base)s",
            number,
        )
    return ngettext(
        "within %(days)d day of the %(base)s",
        "within %(days)d days of the %(base)s",
        number,
    )


def article_short(numbers: str) -> str:
    """Articles as officers cite them: "22, 23" → Art. 22, 23 → 第22条、第23条; "31(1)" →
    第31条第1项; "" for none.
    """
    cited = [_item_short(part) for part in dict.fromkeys(_parts(numbers))]
    if not cited or citing.stands_alone(numbers):
        return listed(cited)
    return pgettext("citation", "Art. %(numbers)s") % {"numbers": listed(cited)}


def article_full(numbers: str) -> str:
    """Articles as citizens read them: "22, 31(4)" → Article 22, Article 31(4) →
    第22条、第31条第4项; "" for none.
    """
    return listed(_item_full(part) for part in _parts(numbers))


def _parts(numbers: str) -> list[str]:
    """The single articles of "22, 31(4)"."""
    parts = (part.strip() for part in numbers.split(","))
    return [part for part in parts if part]


def _item_short(part: str) -> str:
    item = _ITEM.match(part)
    if item:
        return pgettext("citation", "%(number)s (%(item)s)") % {
            "number": item[1],
            "item": item[2],
        }
    return pgettext("citation", "%(number)s") % {"number": part}


def _item_full(part: str) -> str:
    if citing.stands_alone(part):
        return part
    item = _ITEM.match(part)
    if item:
        return gettext("Article %(article)s(%(item)s)") % {
            "article": item[1],
            "item": item[2],
        }
    return gettext("Article %(article)s") % {"article": part}


def citation_short(instrument: Text, numbers: str) -> str:
    """Instrument and articles as officers cite them: 信访工作条例第23条."""
    return pgettext("citation", "%(instrument)s, %(article)s") % {
        "instrument": law_text(instrument),
        "article": article_short(numbers),
    }


def citation_full(instrument: Text, numbers: str) -> str:
    """Instrument and articles as citizens read them; the instrument alone where there
    are no ``numbers``.
    """
    name = law_text(instrument)
    return _citation_full(name, numbers) if numbers else name


def _citation_full(instrument: str, numbers: str) -> str:
    return pgettext("citation", "%(instrument)s, %(articles)s") % {
        "instrument": instrument,
        "articles": article_full(numbers),
    }


def citations_short(pack: Pack, places: Iterable[tuple[str, str]]) -> str:
    """Several citations as officers read them, by the pack that each comes from.

    Args:
        pack: the pack that the matter is under.
        places: the key of the pack that a citation comes from, and its articles.
    """
    articles: dict[str, list[str]] = {}
    for key, numbers in places:
        known = key if key in pack.instruments else pack.key
        articles.setdefault(known, []).append(numbers)
    return listed(
        citation_short(pack.instrument_of(key), ", ".join(numbers))
        for key, numbers in articles.items()
    )


def citations_full(pack: Pack, places: Iterable[tuple[str, str]]) -> str:
    """Several citations as citizens read them, by instrument; those without an article
    are left out.

    Args:
        pack: the pack that the matter is under.
        places: the key of the pack that a citation comes from, and its articles.
    """
    articles: dict[str, dict[str, None]] = {}
    for key, numbers in places:
        instrument = law_text(pack.instrument_of(key))
        articles.setdefault(instrument, {}).update(
            dict.fromkeys(_parts(numbers))
        )
    return listed(
        _citation_full(instrument, ", ".join(numbers))
        for instrument, numbers in articles.items()
        if numbers
    )


def source_short(pack: Pack, ground: Ground) -> str:
    """An article where one instrument governs; with its instrument where several do."""
    return (
        citation_short(ground.instrument, ground.article)
        if pack.cites_several
        else article_short(ground.article)
    )


def source_full(ground: Ground) -> str:
    """Instrument and articles of a ground as citizens read them; "" where it has no
    article.
    """
    return (
        citation_full(ground.instrument, ground.article)
        if ground.article
        else ""
    )


def grounds_short(pack: Pack, grounds: Iterable[Ground]) -> str:
    """The citations of grounds as officers read them."""
    return citations_short(
        pack, ((ground.pack, ground.article) for ground in grounds)
    )


def grounds_full(pack: Pack, grounds: Iterable[Ground]) -> str:
    """The citations of grounds as citizens read them."""
    return citations_full(
        pack, ((ground.pack, ground.article) for ground in grounds)
    )


def refusal_short(ground: Ground) -> Refusal:
    """The law's reason against an act as officers' pages show it."""
    return Refusal(
        text=law_text(ground.text),
        article=citation_short(ground.instrument, ground.article)
        if ground.article
        else "",
        remedy=law_text(ground.remedy),
    )


def refusal_full(ground: Ground) -> Refusal:
    """The law's reason against an act as citizens' pages show it: the sentence, its
    article, what can be done instead.
    """
    return Refusal(
        text=law_text(ground.text),
        article=source_full(ground),
        remedy=law_text(ground.remedy),
    )


def refusals_short(grounds: Iterable[Ground]) -> list[Refusal]:
    """The law's reasons against an act as officers' pages show them."""
    return [refusal_short(ground) for ground in grounds]


def listed(names: Iterable[str]) -> str:
    """Names one after another: 登记、转送."""
    return pgettext("list", ", ").join(names)


def actor_name(actor: str, staff: Mapping[int, str]) -> str:
    """Who acted, in words.

    Args:
        actor: as the ledger writes it, "staff:7" or "agent:1".
        staff: the names of members of staff by id.
    """
    kind, _colon, number = actor.partition(":")
    known_id = whole_number(number, 0, LARGEST)
    if kind == "staff" and known_id is not None:
        return staff.get(known_id) or gettext("Staff no. %(number)s") % {
            "number": number
        }
    if kind == "agent" and known_id is not None:
        return gettext("Agent no. %(number)s for the petitioner") % {
            "number": number
        }
    others = {"petitioner": gettext("Petitioner"), "system": gettext("System")}
    return others.get(kind, actor)


def staff_ids(actors: Iterable[str]) -> list[int]:
    """The ids of the staff among the ledger's names of actors, in order."""
    ids = set()
    for actor in actors:
        kind, _colon, number = actor.partition(":")
        staff_id = whole_number(number, 0, LARGEST) if kind == "staff" else None
        if staff_id is not None:
            ids.add(staff_id)
    return sorted(ids)


def term_choices(
    pack: Pack, vocabulary: str, category: str = ""
) -> list[tuple[str, str]]:
    """The terms of a vocabulary as choices; those that apply to a category when one is
    given; none where the pack has no such vocabulary.

    Terms that only an old ledger may use are left out: the law would refuse them here.
    """
    if vocabulary not in pack.terms:
        return []
    choices = []
    for term in pack.terms[vocabulary].terms.values():
        applies = not category or not term.applies or category in term.applies
        if applies and not pack.legacy(vocabulary, term.id):
            choices.append((term.id, law_title(term.title)))
    return choices


def all_term_choices(pack: Pack, vocabulary: str) -> list[tuple[str, str]]:
    """Every term of a vocabulary as choices, those of old ledgers too. Raises KeyError
    where the pack has no such vocabulary.
    """
    return [
        (term.id, law_title(term.title))
        for term in pack.terms[vocabulary].terms.values()
    ]
