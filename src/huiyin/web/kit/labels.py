"""Names and citations in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext

from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing
from huiyin.law.terms.ruling import Ground, Text
from huiyin.organisations import reads as organs
from huiyin.reading import LARGEST, whole_number
from huiyin.web.kit.components import Refusal

_ITEM = re.compile(r"^(\w+)\((\w+)\)$")


def language() -> str:
    """The language of the page."""
    return get_language() or "zh-hans"


def say(text: Text | None) -> str:
    """A wording of the law in the reader's language, "" for none."""
    return text.in_language(language()) if text else ""


def title(text: Text | None) -> str:
    """The same with a capital, where it stands alone: terms of a vocabulary are written
    small in the packs.
    """
    return capfirst(say(text))


def organ(code: str) -> str:
    """The name of an organ, the code where nobody has it."""
    found = organs.organs([code]).get(code)
    return found.name(language()) if found else code


def topic(code: str) -> str:
    """The name of a topic, the code where it is unknown."""
    found = organs.topic(code)
    return found.name(language()) if found else code


def area(code: str) -> str:
    """The name of an area, the code where it is unknown."""
    found = organs.area(code)
    return found.name(language()) if found else code


def term(pack: Pack, vocabulary: str, code: str) -> str:
    """A term of the pack in words, the code where the pack has none."""
    found = pack.terms[vocabulary].terms.get(code) if vocabulary in pack.terms else None
    return title(found.title) if found else code


def duty(pack: Pack, kind: str) -> str:
    """The official short name of a duty."""
    return say(pack.duties[kind].title) if kind in pack.duties else kind


def right(pack: Pack, kind: str) -> str:
    """The official short name of a right."""
    return say(pack.rights[kind].title) if kind in pack.rights else kind


def article(numbers: str) -> str:
    """An article as people cite it: "22, 23" → 第22条、第23条; "31(1)" → 第31条第1项."""
    said = []
    for number in dict.fromkeys(part.strip() for part in numbers.split(",")):
        item = _ITEM.match(number)
        if item:
            said.append(
                pgettext("citation", "%(number)s (%(item)s)")
                % {"number": item[1], "item": item[2]}
            )
        elif number:
            said.append(pgettext("citation", "%(number)s") % {"number": number})
    if citing.stands_alone(numbers):
        return listed(said)
    return (
        pgettext("citation", "Art. %(numbers)s") % {"numbers": listed(said)}
        if said
        else ""
    )


def citation(instrument: Text, numbers: str) -> str:
    """Instrument and article: 信访工作条例第23条."""
    return pgettext("citation", "%(instrument)s, %(article)s") % {
        "instrument": say(instrument),
        "article": article(numbers),
    }


def citations(pack: Pack, places: Iterable[tuple[str, str]]) -> str:
    """Several citations, each as the key of the pack that it comes from and its
    articles, by instrument.
    """
    found: dict[str, list[str]] = {}
    for key, numbers in places:
        found.setdefault(key if key in pack.instruments else pack.key, []).append(
            numbers
        )
    return listed(
        citation(pack.instrument_of(key), ", ".join(numbers))
        for key, numbers in found.items()
    )


def source(pack: Pack, ground: Ground) -> str:
    """An article where one instrument governs; with its instrument where several do."""
    return (
        citation(ground.instrument, ground.article)
        if pack.cites_several
        else article(ground.article)
    )


def grounds(pack: Pack, cited: Iterable[Ground]) -> str:
    """The citations of grounds."""
    return citations(pack, ((ground.pack, ground.article) for ground in cited))


def listed(names: Iterable[str]) -> str:
    """Names one after another: 登记、转送."""
    return pgettext("list", ", ").join(names)


def refusals(grounds: Iterable[Ground]) -> list[Refusal]:
    """The law's reasons against an act, as the page shows them."""
    return [
        Refusal(
            text=say(ground.text),
            article=citation(ground.instrument, ground.article)
            if ground.article
            else "",
            remedy=say(ground.remedy),
        )
        for ground in grounds
    ]


def actor(name: str, staff: Mapping[int, str]) -> str:
    """Who acted, from the ledger's "staff:7" or "agent:1" and the names of staff."""
    kind, _colon, number = name.partition(":")
    which = whole_number(number, 0, LARGEST)
    if kind == "staff" and which is not None:
        return staff.get(which) or gettext("Staff no. %(number)s") % {"number": number}
    if kind == "agent" and which is not None:
        return gettext("Agent no. %(number)s for the petitioner") % {"number": number}
    return {"petitioner": gettext("Petitioner"), "system": gettext("System")}.get(
        kind, name
    )


def staff_ids(names: Iterable[str]) -> list[int]:
    """The ids of the staff among the ledger's names of actors."""
    ids = set()
    for name in names:
        which = (
            whole_number(name.removeprefix("staff:"), 0, LARGEST)
            if name.startswith("staff:")
            else None
        )
        if which is not None:
            ids.add(which)
    return sorted(ids)


def terms_of(pack: Pack, vocabulary: str, category: str = "") -> list[tuple[str, str]]:
    """The terms of a vocabulary as choices; those that apply to a category when one is given.

    Terms that only an old ledger may use are left out: the law would refuse them here.
    """
    if vocabulary not in pack.terms:
        return []
    terms = [
        one
        for one in pack.terms[vocabulary].terms.values()
        if not pack.legacy(vocabulary, one.id)
    ]
    return [
        (one.id, title(one.title))
        for one in terms
        if not category or not one.applies or category in one.applies
    ]
