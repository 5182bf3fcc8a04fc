"""What each figure means. A figure that is shown without its definition invites
everybody to read it as they like.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its key in JSON, what it is called, and exactly what is counted."""

    key: str
    title: str | Promise
    definition: str | Promise


FIGURES: tuple[Figure, ...] = (
    Figure(
        "stock_start",
        _("Stock at the start"),
        _(
            "Matters received before the first day of the year and not dealt with before it."
        ),
    ),
    Figure(
        "new",
        _("New"),
        _("Matters received in the year. A repeat contact is no new matter."),
    ),
    Figure(
        "resolved",
        _("Resolved"),
        _(
            "Matters whose answer was served in the year, whenever they were received. "
            "What was refused, passed on or "
            "withdrawn is not among them. A matter is resolved once."
        ),
    ),
    Figure(
        "resolved_of_stock",
        _("of the stock"),
        _("Those of the resolved matters that were received in earlier years."),
    ),
    Figure(
        "resolved_of_new",
        _("of the new"),
        _("Those of the resolved matters that were received in the same year."),
    ),
    Figure(
        "refused",
        _("Refused"),
        _(
            "Matters that an organ refused in the year with an article and a "
            "remedy. They left the stock unanswered."
        ),
    ),
    Figure(
        "passed_on",
        _("Passed on"),
        _(
            "Matters directed in the year to another lawful way, such as a court or "
            "reconsideration."
        ),
    ),
    Figure(
        "withdrawn",
        _("Withdrawn"),
        _("Matters that the petitioner took back in the year."),
    ),
    Figure(
        "unresolved",
        _("Closed without a solution"),
        _(
            "Matters closed in the year without a solution, where the rules know such an end."
        ),
    ),
    Figure(
        "unrecorded",
        _("Ending not recorded"),
        _(
            "Matters of which an old ledger says that they ended in the year, and not "
            "how. They left the stock and are taken for none of the others."
        ),
    ),
    Figure(
        "stock_end",
        _("Stock at the end"),
        _(
            "Matters received up to the last day of the year and not dealt with in it or before it."
        ),
    ),
    Figure(
        "reopened",
        _("To be handled anew"),
        _(
            "Matters whose answer a review set aside in the year. They stand in the stock again."
        ),
    ),
    Figure(
        "contacts",
        _("Contacts of the year"),
        _(
            "Letters, visits, calls and online submissions of the year, the first "
            "about a matter and every further one."
        ),
    ),
    Figure(
        "contacts_repeat",
        _("Repeat contacts"),
        _("Those of the contacts that concern a matter already received."),
    ),
    Figure(
        "persons",
        _("Persons"),
        _(
            "The persons behind the contacts, as each contact counts them. Nobody "
            "is counted across contacts."
        ),
    ),
    Figure(
        "simplified",
        _("Accepted under the simplified procedure"),
        _(
            "Matters accepted under the simplified procedure in the year, also where "
            "they went on to the ordinary "
            "procedure."
        ),
    ),
    Figure(
        "age_of_stock",
        _("Age of the stock"),
        _(
            "Days from receipt to the end of the year (in the running year: to "
            "today) of the matters in stock then."
        ),
    ),
    Figure(
        "timeliness",
        _("Timeliness"),
        _(
            "Of the duties that fell due in the year and whose last day is past: done "
            "by that day, done later, still "
            "open. Duties that fell away are not counted. What an old ledger does not "
            "record is listed and is neither "
            "in time nor late."
        ),
    ),
    Figure(
        "indicators",
        _("Indicators"),
        _(
            "What the law in force measures itself by, as it defines it. Shares of "
            "ratings are not shown below five "
            "ratings."
        ),
    ),
    Figure(
        "suggestions",
        _("Suggestions"),
        _(
            "Suggestions of petition offices made to these organs in the year, by kind, "
            "and how each stands now: "
            "adopted, partly, not, or not answered yet. Those that were taken back are not counted."
        ),
    ),
    Figure(
        "by_month",
        _("By month"),
        _(
            "Matters received in each month; those answered in it, whenever they were "
            "received; and those that were "
            "refused, passed on or withdrawn in it, which are no answer; apart from these, "
            "those of which an old ledger does not say how they ended."
        ),
    ),
    Figure(
        "topic_area",
        _("By topic and area"),
        _(
            "Matters received in the year by topic and by the street or town "
            "concerned, its communities included."
        ),
    ),
    Figure(
        "by_organ",
        _("By organ"),
        _(
            "Matters by the organ that is responsible now, in the order of the organs, "
            "not of the numbers: how much an "
            "organ receives says nothing about its work. Sealed matters are in none of the figures."
        ),
    ),
)

BY_KEY = {figure.key: figure for figure in FIGURES}
