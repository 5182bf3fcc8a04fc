"""Addresses of the public pages. None of them names a matter or a person."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web import converters  # noqa: F401  # makes <id:…> and <number:…> known
from huiyin.web.public import (
    acting,
    any_step,
    erasing,
    everything,
    filing,
    following,
    receipts,
    renewing,
    represented,
    results,
    retaliating,
    start,
    together,
    ways,
)

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("rights", start.your_rights, name="rights"),
    path("procedure", start.procedure, name="procedure"),
    path("results", results.listing, name="results"),
    path("file", filing.begin, name="file"),
    path("file/all", everything.everything, name="everything"),
    path("file/check", filing.check, name="check"),
    path("file/discard", filing.discard, name="discard"),
    path("file/<slug:name>", filing.question, name="question"),
    path("receipt", receipts.receipt, name="receipt"),
    path("receipt/save", receipts.save, name="receipt_save"),
    path("receipt/follow", receipts.follow, name="receipt_follow"),
    path("receipt/close", receipts.close, name="receipt_close"),
    path("follow", following.follow, name="follow"),
    path("follow/leave", following.leave, name="leave"),
    path("follow/matter", following.matter, name="matter"),
    path("follow/matter/files/<id:attachment_id>", following.attachment, name="attachment"),
    path("follow/matter/supplement", acting.supplement, name="supplement"),
    path("follow/matter/contact", acting.contact, name="contact"),
    path("follow/matter/withdraw", acting.withdraw, name="withdraw"),
    path("follow/matter/signatories", together.add, name="signatories"),
    path("follow/matter/agents/new", represented.appoint, name="appoint_agent"),
    path("follow/matter/agents/<number:position>/end", represented.end, name="end_agent"),
    path("follow/matter/new-facts", renewing.begin, name="renew"),
    path("follow/matter/retaliation", retaliating.report, name="retaliation"),
    path("follow/matter/erasing", erasing.ask, name="erasing"),
    path("follow/matter/act/<slug:step>", any_step.page, name="act"),
    path("follow/matter/ways", ways.own_choose, name="own_ways"),
    path("follow/matter/ways/<slug:claim>", ways.own, name="own_ways_for"),
    path("ways", ways.choose, name="ways"),
    path("ways/<slug:claim>", ways.guide, name="ways_for"),
    path("follow/matter/rate", acting.rate, name="rate"),
]
