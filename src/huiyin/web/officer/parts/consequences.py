"""What follows from a ruling, in words: shown before an act is done, and again after it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.casework.events import DutyState
from huiyin.casework.matter.views import CaseView
from huiyin.law.calendar import deadlines
from huiyin.law.calendar.deadlines import Standstill
from huiyin.law.rules.pack import Pack
from huiyin.law.rules.vocabularies import Term
from huiyin.law.terms.party_slots import role_of
from huiyin.law.terms.ruling import Deadline, Ground, NewDuty, Ruling
from huiyin.organisations import translated
from huiyin.web.kit import dates, labels
from huiyin.web.kit.components import Refusal
from huiyin.web.sections import receipt_days


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows: a mark for its kind, the sentence, its article, and why a
    date is that date.
    """

    kind: str  # asks | state | opens | moves | passes | closes | right | told
    text: str
    article: str = ""
    why: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """Everything that follows from an act, or why it cannot be done; ``digest`` stands
    for what was shown.
    """

    items: tuple[Consequence, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    articles: str = ""

    @property
    def digest(self) -> str:
        """Equal for equal consequences: an act is done only after this very text was on
        the page.
        """
        said = "\n".join(
            (
                *(item.text for item in self.items),
                *(reason.text for reason in self.refusals),
            )
        )
        return hashlib.sha256(said.encode()).hexdigest()[:24]


def of(view: CaseView, ruling: Ruling, *, today: date) -> Following:
    """What a ruling on this matter means for those concerned."""
    pack = view.pack
    if ruling.refused:
        return Following(refusals=tuple(labels.refusals_short(ruling.refusals)))
    duties = {duty.ref: duty for duty in view.state.open_duties}
    items = (
        *asked(pack, ruling),
        *_state(view, ruling),
        *_opened(pack, ruling, today),
        *_moved(pack, ruling, today),
        *_stopped(pack, ruling, duties),
        *_passed(pack, ruling, duties, today),
        *_closed(pack, ruling, duties),
        *_received(pack, ruling, today),
        *_rights(pack, ruling, today),
        *_told(pack, ruling),
    )
    nothing = (Consequence("state", _("No duty and no date changes")),)
    return Following(
        items=items or nothing,
        articles=labels.grounds_short(pack, ruling.grounds),
    )


def asked(pack: Pack, ruling: Ruling) -> Iterator[Consequence]:
    """What whoever acts is asked to do about it, although nothing depends on it."""
    for ground in ruling.asks:
        yield Consequence(
            "asks",
            translated.law_text(ground.text),
            article=labels.source_short(pack, ground),
        )


def tell_asked(request: HttpRequest, asks: Iterable[Ground]) -> None:
    """The same on the next page, for whoever did not look at what would follow."""
    for ground in asks:
        cited = labels.citation_short(ground.instrument, ground.article)
        messages.info(
            request,
            _("%(text)s (%(article)s)")
            % {"text": translated.law_text(ground.text), "article": cited},
        )


def _state(view: CaseView, ruling: Ruling) -> Iterator[Consequence]:
    if ruling.state != view.state.state:
        text = _("The matter will be: %(state)s") % {
            "state": translated.law_text(view.pack.state(ruling.state).title)
        }
        if ruling.final:
            text += _(" (this ends it)")
        yield Consequence("state", text)


def _owner(pack: Pack, ruling: Ruling, duty: NewDuty) -> str:
    """Who will owe it; while the organ is not chosen, the party in words."""
    step = pack.step(ruling.command)
    set_now = {role_of(place) for place in ruling.parties}
    undecided = (
        duty.owner_role in {item.name for item in step.parties}
        and duty.owner_role not in set_now
    )
    if undecided or not duty.owner:
        return translated.law_text(pack.parties[duty.owner_role].title)
    return translated.organ_name(duty.owner)


def _opened(pack: Pack, ruling: Ruling, today: date) -> Iterator[Consequence]:
    for duty in ruling.opens:
        rule = pack.duty(duty.kind)
        yield Consequence(
            "opens",
            _("%(organ)s will owe: %(duty)s, by %(date)s (%(left)s)")
            % {
                "organ": _owner(pack, ruling, duty),
                "duty": translated.law_text(rule.title),
                "date": dates.say_day(duty.deadline.due_date, today),
                "left": dates.say_left(duty.deadline.due_date, today),
            },
            article=labels.source_short(pack, duty.ground),
            why=(*why(duty.deadline), *rolled(pack, duty.deadline)),
            note=translated.law_text(rule.note) if not rule.verified else "",
        )


def why(
    deadline: Deadline, still: Sequence[Standstill] = ()
) -> tuple[str, ...]:
    """Why a date is that date, in the reader's language; ``still`` are the times for
    which its clock stood.
    """
    return tuple(deadlines.explain(deadline, translated.language(), still))


def why_due(
    pack: Pack, duty: DutyState, still: Sequence[Standstill] = ()
) -> tuple[str, ...]:
    """Why an open duty is due on its day, in the reader's language; ``still``: for what
    its clock stood still.
    """
    deadline = deadlines.compute(
        pack.calendar,
        duty.base_date,
        duty.days,
        duty.unit,
        duty.extension_days,
        stopped_days=duty.stopped_days,
    )
    return (*why(deadline, still), *rolled(pack, deadline))


def rolled(pack: Pack, deadline: Deadline) -> tuple[str, ...]:
    """What an organ should know where its last day moved off a day of rest, and the law
    does not say that it does.
    """
    moved = deadline.due_date != deadline.last_day
    return (
        (translated.law_text(pack.rolling),)
        if moved and pack.rolling is not None
        else ()
    )


def _moved(pack: Pack, ruling: Ruling, today: date) -> Iterator[Consequence]:
    for move in ruling.moves:
        yield Consequence(
            "moves",
            _("%(duty)s moves from %(old)s to %(new)s (%(left)s)")
            % {
                "duty": labels.duty_title(pack, move.kind),
                "old": dates.say_day(move.old_due_date, today),
                "new": dates.say_day(move.deadline.due_date, today),
                "left": dates.say_left(move.deadline.due_date, today),
            },
            article=labels.source_short(pack, move.ground),
            why=why(move.deadline),
        )


def _stopped(
    pack: Pack, ruling: Ruling, duties: dict[str, DutyState]
) -> Iterator[Consequence]:
    for ref, _since in ruling.stops:
        if ref in duties:
            text = _("%(duty)s: the clock stands still from today") % {
                "duty": labels.duty_title(pack, duties[ref].kind)
            }
            yield Consequence(
                "moves",
                text,
                article=labels.source_short(pack, ruling.grounds[0]),
            )


def _passed(
    pack: Pack, ruling: Ruling, duties: dict[str, DutyState], today: date
) -> Iterator[Consequence]:
    for ref, taker in ruling.reassigns:
        if ref in duties:
            duty = duties[ref]
            yield Consequence(
                "passes",
                _("%(duty)s goes over to %(organ)s, still due %(date)s")
                % {
                    "duty": labels.duty_title(pack, duty.kind),
                    "organ": translated.organ_name(taker),
                    "date": dates.say_day(duty.due_date, today),
                },
            )


def _closed(
    pack: Pack, ruling: Ruling, duties: dict[str, DutyState]
) -> Iterator[Consequence]:
    done = [
        labels.duty_title(pack, duties[ref].kind)
        for ref in ruling.discharges
        if ref in duties
    ]
    gone = [
        labels.duty_title(pack, duties[ref].kind)
        for ref in ruling.cancels
        if ref in duties
    ]
    if done:
        yield Consequence(
            "closes",
            _("Done with it: %(duties)s") % {"duties": labels.listed(done)},
        )
    if gone:
        yield Consequence(
            "closes",
            _("No longer owed: %(duties)s") % {"duties": labels.listed(gone)},
        )


def _received(pack: Pack, ruling: Ruling, today: date) -> Iterator[Consequence]:
    """From which day what is served counts as received; after a public notice that day
    lies ahead.
    """
    rights = [{"kind": right.kind} for right in ruling.rights_opened]
    text = receipt_days.said(
        pack, {"dates": ruling.dates, "rights_opened": rights}, today
    )
    if text:
        yield Consequence("told", text)


def _rights(pack: Pack, ruling: Ruling, today: date) -> Iterator[Consequence]:
    for opened in ruling.rights_opened:
        rule = pack.right(opened.kind)
        says = {"right": translated.law_text(rule.title)}
        if opened.deadline is None:
            text = _("The petitioner may: %(right)s") % says
        else:
            day = dates.say_day(opened.deadline.due_date, today)
            text = _("The petitioner may until %(date)s: %(right)s") % {
                **says,
                "date": day,
            }
        yield Consequence(
            "right",
            text,
            article=labels.source_short(pack, opened.ground),
            why=why(opened.deadline) if opened.deadline else (),
        )
    closed = [labels.right_title(pack, kind) for kind in ruling.rights_closed]
    if closed:
        yield Consequence(
            "right",
            _("Ends for the petitioner: %(rights)s")
            % {"rights": labels.listed(closed)},
        )


def _told(pack: Pack, ruling: Ruling) -> Iterator[Consequence]:
    letters = [
        translated.law_text(pack.letters[letter].title)
        for letter in ruling.letters
        if letter in pack.letters
    ]
    if letters:
        yield Consequence(
            "told",
            _("Owed in writing: %(letters)s")
            % {"letters": labels.listed(letters)},
        )


def of_term(term: Term) -> tuple[Consequence, ...]:
    """What a chosen ground or route tells the petitioner: where to go, until when, and
    the remedy.
    """
    listed = []
    if term.competent_text:
        text = _("Competent: %(organ)s") % {
            "organ": translated.law_text(term.competent_text)
        }
        listed.append(
            Consequence(
                "told", text, article=labels.article_short(term.article)
            )
        )
    if term.limit:
        text = _("Time to go there: %(limit)s") % {
            "limit": translated.law_text(term.limit.text)
        }
        listed.append(
            Consequence(
                "told", text, article=translated.law_text(term.limit.law)
            )
        )
    if term.remedy:
        listed.append(
            Consequence(
                "told",
                _("Told to the petitioner: %(remedy)s")
                % {"remedy": translated.law_text(term.remedy)},
            )
        )
    return tuple(listed)
