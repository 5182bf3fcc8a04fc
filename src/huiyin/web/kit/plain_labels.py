"""From the law's words to the page's: texts in the reader's language, citations,
limits, organs' names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext

from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing
from huiyin.law.terms.ruling import Ground, Text
from huiyin.organisations import reads as organs
from huiyin.web.kit import dates
from huiyin.web.kit.components import Refusal

_PARAGRAPH = re.compile(r"^(\w+)\((\w+)\)$")


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def say(text: Text | None) -> str:
    """A text of the law in the reader's language; "" for none."""
    return text.in_language(language()) if text is not None else ""


def organ_name(code: str) -> str:
    """An organ as the reader calls it; its code where the tree no longer knows it, "" for none."""
    found = organs.organs([code]).get(code) if code else None
    return found.name(language()) if found else code


def article(number: str) -> str:
    """Articles of an instrument as people cite them: "22, 31(4)" → Article 22, Article
    31(4) → 第22条、第31条第4项.
    """
    cited = [_one(part.strip()) for part in number.split(",") if part.strip()]
    return pgettext("list", ", ").join(cited)


def _one(part: str) -> str:
    if citing.stands_alone(part):
        return part
    paragraph = _PARAGRAPH.match(part)
    if paragraph:
        return gettext("Article %(article)s(%(item)s)") % {
            "article": paragraph[1],
            "item": paragraph[2],
        }
    return gettext("Article %(article)s") % {"article": part}


def cite(instrument: Text, number: str) -> str:
    """An instrument with its articles: 信访工作条例第23条."""
    if not number:
        return say(instrument)
    return pgettext("citation", "%(instrument)s, %(articles)s") % {
        "instrument": say(instrument),
        "articles": article(number),
    }


def cite_all(pack: Pack, places: Iterable[tuple[str, str]]) -> str:
    """Several citations, each as the key of the pack that it comes from and its
    articles, by instrument.
    """
    found: dict[str, dict[str, None]] = {}
    for key, articles in places:
        found.setdefault(say(pack.instrument_of(key)), {}).update(
            dict.fromkeys(part.strip() for part in articles.split(",") if part.strip())
        )
    cited = [
        pgettext("citation", "%(instrument)s, %(articles)s")
        % {"instrument": name, "articles": article(", ".join(articles))}
        for name, articles in found.items()
        if articles
    ]
    return pgettext("list", ", ").join(cited)


def cite_grounds(pack: Pack, grounds: Iterable[Ground]) -> str:
    """The citations of grounds."""
    return cite_all(pack, ((ground.pack, ground.article) for ground in grounds))


def refusal(ground: Ground) -> Refusal:
    """A ground of refusal as the pages show it: the sentence, its article, what can be
    done instead.
    """
    cited = cite(ground.instrument, ground.article) if ground.article else ""
    return Refusal(text=say(ground.text), article=cited, remedy=say(ground.remedy))


def within(pack: Pack, rule: Duty | Right) -> str:
    """A limit in general, without dates: within 15 days of the day received
    (自收到之日起15日内); "" for none.
    """
    if not rule.days or (isinstance(rule, Duty) and rule.until):
        return ""
    named = pack.dates.get(rule.base)
    words = {"days": rule.days, "base": say(named)}
    if rule.unit == "working":
        return (
            ngettext(
                "within %(days)d working day of the %(base)s",
                "within %(days)d working days of the %(base)s",
                rule.days,
            )
            % words
        )
    if rule.unit == "month":
        said = ngettext(
            "within %(days)d month of the %(base)s",
            "within %(days)d months of the %(base)s",
            rule.days,
        )
        return said % words
    if rule.unit == "year":
        return (
            ngettext(
                "within %(days)d year of the %(base)s",
                "within %(days)d years of the %(base)s",
                rule.days,
            )
            % words
        )
    return (
        ngettext(
            "within %(days)d day of the %(base)s",
            "within %(days)d days of the %(base)s",
            rule.days,
        )
        % words
    )


def duty_sentence(pack: Pack, kind: str, owner: str, due: date, today: date) -> str:
    """What an organ owes, as a sentence: 区住建局最迟应在10月15日（周四）书面告知您…"""
    rule = pack.duties.get(kind)
    if rule is None:
        return ""
    return say(rule.plain).format(
        organ=organ_name(owner), date=dates.say_day(due, today)
    )


def right_sentence(pack: Pack, kind: str, due: date | None, today: date) -> str:
    """What the petitioner may do, as a sentence."""
    rule = pack.rights.get(kind)
    if rule is None:
        return ""
    return say(rule.plain).format(date=dates.say_day(due, today) if due else "")


def term_choices(pack: Pack, vocabulary: str) -> list[tuple[str, str]]:
    """The terms of a vocabulary as choices of a form."""
    return [
        (term.id, capfirst(say(term.title)))
        for term in pack.terms[vocabulary].terms.values()
    ]


def term_title(pack: Pack, vocabulary: str, term: str) -> str:
    """The title of a term with a capital letter where there are any; its id where the
    pack does not know it.
    """
    found = pack.terms[vocabulary].terms.get(term) if vocabulary in pack.terms else None
    return capfirst(say(found.title)) if found else term
