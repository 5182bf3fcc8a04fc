"""Addresses of the public pages. None of them names a matter or a person."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.kit import converters  # noqa: F401  # makes <id:…> and <number:…> known
from huiyin.web.public import (
    acting,
    agents,
    any_step,
    erasing,
    filing,
    receipts,
    remedies,
    renewing,
    results,
    retaliation,
    signatories,
    single_page_form,
    start,
    tracking,
)

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("rights", start.your_rights, name="rights"),
    path("procedure", start.procedure, name="procedure"),
    path("results", results.listing, name="results"),
    path("file", filing.begin, name="file"),
    path("file/all", single_page_form.everything, name="everything"),
    path("file/check", filing.check, name="check"),
    path("file/discard", filing.discard, name="discard"),
    path("file/<slug:name>", filing.question, name="question"),
    path("receipt", receipts.receipt, name="receipt"),
    path("receipt/save", receipts.save, name="receipt_save"),
    path("receipt/follow", receipts.follow, name="receipt_follow"),
    path("receipt/close", receipts.close, name="receipt_close"),
    path("follow", tracking.follow, name="follow"),
    path("follow/leave", tracking.leave, name="leave"),
    path("follow/matter", tracking.matter, name="matter"),
    path(
        "follow/matter/files/<id:attachment_id>",
        tracking.attachment,
        name="attachment",
    ),
    path("follow/matter/supplement", acting.supplement, name="supplement"),
    path("follow/matter/contact", acting.contact, name="contact"),
    path("follow/matter/withdraw", acting.withdraw, name="withdraw"),
    path("follow/matter/signatories", signatories.add, name="signatories"),
    path("follow/matter/agents/new", agents.appoint, name="appoint_agent"),
    path(
        "follow/matter/agents/<number:position>/end",
        agents.end,
        name="end_agent",
    ),
    path("follow/matter/new-facts", renewing.begin, name="renew"),
    path("follow/matter/retaliation", retaliation.report, name="retaliation"),
    path("follow/matter/erasing", erasing.ask, name="erasing"),
    path("follow/matter/act/<slug:step>", any_step.page, name="act"),
    path("follow/matter/ways", remedies.own_choose, name="own_ways"),
    path("follow/matter/ways/<slug:claim>", remedies.own, name="own_ways_for"),
    path("ways", remedies.choose, name="ways"),
    path("ways/<slug:claim>", remedies.guide, name="ways_for"),
    path("follow/matter/rate", acting.rate, name="rate"),
]
