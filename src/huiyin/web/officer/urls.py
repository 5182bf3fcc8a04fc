"""Addresses of the officer pages. Every view here has passed the gate; a test walks them all."""

from django.urls import URLPattern, URLResolver, path

from huiyin.web.kit import converters  # noqa: F401  # makes <id:…> and <number:…> known
from huiyin.web.officer.pages import (
    access_log,
    act,
    agents,
    case,
    charge,
    closing_remedies,
    counter,
    dissolved_organs,
    duties,
    erasing,
    files,
    handover,
    heads,
    identity,
    load,
    mistaken,
    readers,
    receipt,
    registers,
    repeat_contact,
    term_over,
    window,
)

app_name = "officer"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", duties.page, name="duties"),
    path("handover", handover.page, name="handover"),
    path("charge", charge.many, name="charge_many"),
    path("load", load.page, name="load"),
    path("register", window.page, name="window"),
    path("register/<id:case_id>/receipt", receipt.page, name="receipt"),
    path("contact", repeat_contact.find, name="again"),
    path("files/<slug:register>", registers.page, name="register"),
    path("files/<slug:register>/new", registers.write, name="new_file"),
    path("readers", readers.page, name="readers"),
    path("organs", dissolved_organs.page, name="ended"),
    path("lapses", closing_remedies.page, name="lapses"),
    path("erasures", erasing.waiting, name="erasures"),
    path("openings", access_log.page, name="openings"),
    path("openings/table", access_log.take_out, name="openings_out"),
    path("heads", heads.page, name="heads"),
    path("heads/<size:size>.json", heads.download, name="head_file"),
    path("number", case.by_number, name="number"),
    path("case/<id:case_id>", case.page, name="case"),
    path(
        "case/<id:case_id>/file/<id:attachment_id>", files.download, name="file"
    ),
    path(
        "case/<id:case_id>/file/<id:attachment_id>/view",
        files.view,
        name="view",
    ),
    path(
        "case/<id:case_id>/file/<id:attachment_id>/picture",
        files.picture,
        name="picture",
    ),
    path(
        "case/<id:case_id>/identity/<contact:contact_id>",
        identity.reveal,
        name="identity",
    ),
    path(
        "case/<id:case_id>/identity/<contact:contact_id>/correct",
        counter.correct,
        name="correct",
    ),
    path(
        "case/<id:case_id>/signatory/<number:position>",
        identity.signatory,
        name="signatory",
    ),
    path(
        "case/<id:case_id>/signatory/<number:position>/correct",
        counter.correct_signatory,
        name="correct_signatory",
    ),
    path("case/<id:case_id>/charge", charge.page, name="charge"),
    path("case/<id:case_id>/code", counter.renew_code, name="renew_code"),
    path("case/<id:case_id>/erasure", erasing.ask, name="erasure_ask"),
    path(
        "case/<id:case_id>/erasure/<number:asked>",
        erasing.answer,
        name="erasure",
    ),
    path("case/<id:case_id>/erasure/term", term_over.page, name="erasure_term"),
    path(
        "case/<id:case_id>/erasure/mistake",
        mistaken.page,
        name="erasure_mistake",
    ),
    path(
        "case/<id:case_id>/successor", dissolved_organs.name, name="successor"
    ),
    path(
        "case/<id:case_id>/agent/<number:position>",
        identity.agent,
        name="agent",
    ),
    path(
        "case/<id:case_id>/act/appoint_agent",
        agents.appoint,
        name="appoint_agent",
    ),
    path(
        "case/<id:case_id>/act/contact", repeat_contact.contact, name="contact"
    ),
    path(
        "case/<id:case_id>/act/supplement",
        repeat_contact.supplement,
        name="supplement",
    ),
    path("case/<id:case_id>/act/<slug:step>", act.page, name="act"),
]
