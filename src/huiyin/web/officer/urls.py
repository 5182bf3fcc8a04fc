"""Addresses of the officer pages. Every view here has passed the gate; a test walks them all."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.officer import (
    acting,
    again,
    agents,
    case,
    duties,
    ended,
    files,
    handover,
    identity,
    lapses,
    openings,
    readers,
    receipt,
    window,
)

app_name = "officer"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", duties.page, name="duties"),
    path("handover", handover.page, name="handover"),
    path("register", window.page, name="window"),
    path("register/<str:case_id>/receipt", receipt.page, name="receipt"),
    path("contact", again.find, name="again"),
    path("readers", readers.page, name="readers"),
    path("organs", ended.page, name="ended"),
    path("lapses", lapses.page, name="lapses"),
    path("openings", openings.page, name="openings"),
    path("number", case.by_number, name="number"),
    path("case/<str:case_id>", case.page, name="case"),
    path("case/<str:case_id>/file/<str:attachment_id>", files.download, name="file"),
    path("case/<str:case_id>/identity/<str:contact_id>", identity.reveal, name="identity"),
    path("case/<str:case_id>/signatory/<str:position>", identity.signatory, name="signatory"),
    path("case/<str:case_id>/successor", ended.name, name="successor"),
    path("case/<str:case_id>/agent/<str:position>", identity.agent, name="agent"),
    path("case/<str:case_id>/act/appoint_agent", agents.appoint, name="appoint_agent"),
    path("case/<str:case_id>/act/contact", again.contact, name="contact"),
    path("case/<str:case_id>/act/supplement", again.supplement, name="supplement"),
    path("case/<str:case_id>/act/<str:step>", acting.page, name="act"),
]
