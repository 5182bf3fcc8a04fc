"""Names of organs, topics, channels and duties in the reader's language."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.casework.chapters.suggestions import reads as suggestions
from huiyin.law import packs
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import citing
from huiyin.ledger.heads import Head
from huiyin.organisations import translated
from huiyin.organisations.translated import law_text
from huiyin.oversight.annual import AgeBand
from huiyin.oversight.indicators import Measured
from huiyin.oversight.scope import Scope


def _versions() -> tuple[Pack, ...]:
    """The versions of the instrument and of what it stands on, the newest first: an old
    one may know more duties.
    """
    return packs.family(settings.HUIYIN_PACK)


def topic(code: str) -> str:
    """A topic's name; a title for matters that have none."""
    return translated.topic_name(code) if code else str(_("Without a topic"))


def area(code: str) -> str:
    """An area's name; a title for matters that have none."""
    return translated.area_name(code) if code else str(_("Without an area"))


def channel(code: str) -> str:
    """A channel's name in the newest version of the law that has it."""
    for pack in _versions():
        vocabulary = pack.terms.get("channels")
        if vocabulary and code in vocabulary.terms:
            return law_text(vocabulary.terms[code].title)
    return code


def duty(kind: str) -> str:
    """A duty's name in the newest version of the law that has it."""
    return next(
        (
            law_text(pack.duties[kind].title)
            for pack in _versions()
            if kind in pack.duties
        ),
        kind,
    )


def suggestion(kind: str) -> str:
    """What kind a suggestion of a petition office is, in the newest version of its rules."""
    known = suggestions.kinds(date.max)
    return law_text(known[kind].title) if kind in known else kind


def article(kind: str, *, start: date, last_day: date) -> str:
    """Where the duty stands in the law that was in force from ``start`` to
    ``last_day``: instrument and article.

    Where the law changed in between, all that it stood in are named, the newest first.
    Where no version of that time has the duty (an office's rules of today counted over
    older matters), the newest that has it is named.
    """
    known = [pack for pack in _versions() if kind in pack.duties]
    then = [pack for pack in known if _in_force(pack, start, last_day)]
    return str(_("; ")).join(
        dict.fromkeys(_cited(pack, kind) for pack in then or known[:1])
    )


def _in_force(pack: Pack, start: date, last_day: date) -> bool:
    began = pack.in_force <= last_day or pack.governs_earlier
    return began and (pack.until is None or pack.until > start)


def _cited(pack: Pack, kind: str) -> str:
    rule = pack.duties[kind]
    if citing.stands_alone(rule.article):
        return f"{law_text(pack.cited(rule))} {rule.article}"
    return str(_("%(instrument)s, Art. %(article)s")) % {
        "instrument": law_text(pack.cited(rule)),
        "article": rule.article,
    }


def age(band: AgeBand) -> str:
    """A band of age in words."""
    if band.to_days is None:
        return str(_("more than %(years)d years")) % {
            "years": (band.from_days - 1) // 365
        }
    if band.to_days >= 365 and band.from_days > 365:
        return str(
            ngettext(
                "1 to %(years)d year",
                "1 to %(years)d years",
                band.to_days // 365,
            )
        ) % {"years": band.to_days // 365}
    return str(_("%(first)d to %(last)d days")) % {
        "first": band.from_days,
        "last": band.to_days,
    }


def covers(scope: Scope) -> str:
    """What a report covers."""
    if not scope.organ:
        return str(_("The whole register"))
    if scope.codes is not None and len(scope.codes) == 1:
        return translated.organ_name(scope.organ)
    return str(_("%(organ)s and the organs under it")) % {
        "organ": translated.organ_name(scope.organ)
    }


def sealed() -> str:
    """What the count of sealed matters is called."""
    return str(
        _("Sealed matters received in the year, in none of the other figures")
    )


def head(kept: Head) -> str:
    """What the head over the ledger is called where it is printed with figures, and
    when it was taken.
    """
    if kept.taken_at is None:
        return str(_("Head of the ledger"))
    taken = kept.taken_at.astimezone(timezone.get_default_timezone())
    return str(_("Head of the ledger, taken on %(when)s")) % {
        "when": f"{taken:%Y-%m-%d %H:%M}"
    }


def why_head() -> str:
    """What somebody who reads a printed head can do with it."""
    return str(
        _(
            "Whoever keeps this line can have it compared at any later time: it no "
            "longer fits once an event that it"
            " covers was changed, added or taken out."
        )
    )


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` as a percentage with one place; a dash where there is
    nothing to share.
    """
    return f"{100 * part / whole:.1f}%" if whole else "—"


def share(measured: Measured) -> str:
    """An indicator as people read it: a percentage, a number, or a dash where there is
    nothing to say.
    """
    if measured.part is None:
        return "—"
    return (
        str(measured.part)
        if measured.whole is None
        else percent(measured.part, measured.whole)
    )
