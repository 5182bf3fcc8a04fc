"""The words for organs and posts: levels, kinds, posts. Stored as codes, shown in the
reader's language.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Where an organ or an area stands in the administrative order."""

    COUNTRY = "country", _("Country")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    DISTRICT = "district", _("District or county")
    DEPARTMENT = "department", _("Department")
    TOWN = "town", _("Street or town")
    COMMUNITY = "community", _("Community or village")
    GRID = "grid", _("Grid")


class Kind(TextChoices):
    """What an organ is; packs decide by it who may receive what."""

    PETITION_OFFICE = "petition_office", _("Petition office")
    GOVERNMENT = "government", _("Government")
    DEPARTMENT = "department", _("Functional department")
    TERRITORIAL = "territorial", _("Territorial organ")
    DISCIPLINE = "discipline", _("Discipline inspection and supervision")
    JUSTICE = "justice", _("Justice administration")
    COURT = "court", _("Court")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    ASSEMBLY = "assembly", _("People's congress")
    PARTY = "party", _("Party organ")
    INSTITUTION = "institution", _("Public institution")
    ENTERPRISE = "enterprise", _("State enterprise")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    OTHER = "other", _("Other")


# Organs of different lines have no superior in common: which line each kind belongs to,
# "" for those that only forward.
LINES = {
    Kind.PETITION_OFFICE: "",
    Kind.PARTY: "party",
    Kind.DISCIPLINE: "party",
    Kind.COURT: "court",
    Kind.PROCURATORATE: "procuratorate",
    Kind.ASSEMBLY: "assembly",
}


class Ending(TextChoices):
    """How an organ came to its end: who goes on exercising its powers (R22 Art 24)."""

    MERGED = "merged", _("Merged into another organ")
    DIVIDED = "divided", _("Divided among several organs")
    ABOLISHED = "abolished", _("Abolished")


class Post(TextChoices):
    """What a member of staff is appointed to do in an organ."""

    CLERK = "clerk", _("Window clerk")
    OFFICER = "officer", _("Case officer")
    HEAD = "head", _("Head of organ")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    SEALED_READER = "sealed_reader", _("Reader of sealed reports")
