"""To everybody else a report of wrongdoing does not exist: not by page, number, list,
search, count, file or timing.

Each reader asks for everything twice, while the report is there and while it is not:
the answers are the same to the byte (but for the form's token and the request's id),
and cost the same queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import Any, Protocol

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.plugins.district import PASSWORD, District, moment, petition
from tests.plugins.readers import name_reader
from tests.web.officer.building import forwarded, upload

from huiyin.casework import acts
from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.chapters.intake import retaliation
from huiyin.casework.matter import reads as cases
from huiyin.ledger import reads as ledger
from huiyin.organisations import staff_acts
from huiyin.web.officer.urls import urlpatterns
from huiyin.web.supervisor.urls import urlpatterns as overviews

SignIn = Callable[[str], Client]
VARYING = {"x-request-id", "expires", "content-length"}
DRAFT = "5" * 32
TITLE = "反映住建局工程招标弄虚作假"
# The officer, the head, the organ above, the government above that, the office that
# took it in, and those who audit,
# administer or merely own the machine.
OUTSIDERS = (
    "builder",
    "builder_head",
    "governor",
    "mayor",
    "supervisor",
    "chief",
    "clerk",
    "auditor",
    "warden",
    "green_head",
    "dadu_officer",
)


@pytest.fixture
def warden(district: District) -> None:
    """The district's administrator, who is a superuser of the machine too."""
    staff = staff_acts.create_staff(
        username="warden", name="Warden", password=PASSWORD, by="system", at=moment("2026-01-05")
    )
    staff_acts.post_staff(
        staff=staff,
        organ="district",
        post="administrator",
        from_date=date(2026, 1, 5),
        by="system",
        at=moment("2026-01-05"),
    )
    get_user_model().objects.filter(pk=staff).update(is_superuser=True, is_staff=True)


class Matter(Protocol):
    """What an outsider could ask for: ids, the number, words; ``beside`` is a matter
    that they may know.
    """

    case_id: str
    number: str
    attachment: str
    title: str
    beside: str


class Report:
    """A report against the housing bureau, handed in at the petition office and passed
    to the discipline organ.
    """

    def __init__(self, district: District) -> None:
        self.attachment = upload(DRAFT)
        filed = intake.receive(
            petition=petition(category="accusation", title=TITLE, topic="housing"),
            office="office",
            by=district.dispatcher,
            at=moment("2026-11-16"),
            draft=DRAFT,
        )
        self.case_id, self.number, self.title, self.beside = (filed.case_id, filed.number, TITLE, "")
        acts.take("forward", case_id=self.case_id, to="discipline", by=district.dispatcher, at=moment("2026-11-17"))


class Retaliation:
    """Whoever brought a petition reports retaliation by the housing bureau that handles
    it, with a paper.
    """

    def __init__(self, district: District) -> None:
        self.beside = forwarded(district=district, to="housing", title="拖欠工程款", topic="housing")
        name_reader(district)
        self.attachment = upload(DRAFT)
        self.title = "投诉后被停职"
        self.district = district

    def happen(self) -> Retaliation:
        """The report is handed in, looked into, and something is done."""
        told = retaliation.Retaliation(self.beside, "housing", self.title, "恢复工作")
        filed = retaliation.report_retaliation(
            report=told, by=Actor.petitioner(self.beside), at=moment("2026-11-17"), draft=DRAFT
        )
        self.case_id, self.number = filed.case_id, filed.number
        acts.take("protect", case_id=self.case_id, text=self.title, by=self.district.inspector, at=moment("2026-11-18"))
        return self


@contextmanager
def passing() -> Iterator[None]:
    """What is done inside is undone afterwards."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def addresses(report: Matter) -> list[tuple[str, dict[str, str]]]:
    """Everything that can be asked for with what a report has: ids, number, words, dates, kinds."""
    given = {
        "case_id": report.case_id,
        "attachment_id": report.attachment,
        "contact_id": f"{report.case_id}.1",
        "step": "accept",
        "position": "1",
        "size": "1",
        "asked": "1",
    }
    found: list[tuple[str, dict[str, str]]] = []
    for door, patterns in (("officer", urlpatterns), ("supervisor", overviews)):
        for pattern in patterns:
            names = getattr(pattern.pattern, "converters", {})
            # what another feature asks for in an address is of no report; its page is
            # asked for all the same
            found.append((reverse(f"{door}:{pattern.name}", kwargs={n: given.get(n, "x") for n in names}), {}))  # type: ignore[union-attr]
    found.append((reverse("officer:number"), {"number": report.number}))
    if report.beside:
        given |= {"case_id": report.beside, "contact_id": f"{report.beside}.1"}
        for name in ("case", "act", "file"):
            pattern = next((one for one in urlpatterns if one.name == name), None)
            names = getattr(pattern.pattern, "converters", {}) if pattern else {}
            if pattern:
                found.append((reverse(f"officer:{name}", kwargs={n: given.get(n, "x") for n in names}), {}))
    duties = reverse("officer:duties")
    found += [(duties, {"text": report.number}), (duties, {"text": report.title}), (duties, {"text": report.title[:4]})]
    found += [
        (duties, {"kind": kind}) for kind in ("register", "route", "notify", "handle_accusation", "check_retaliation")
    ]
    found += [(duties, {"bucket": bucket}) for bucket in ("overdue", "today", "week")]
    codes = ("city", "district", "office", "housing", "discipline")
    found += [(duties, {"organ": code}) for code in codes]
    found += [(reverse("supervisor:overview"), {"organ": code}) for code in codes]
    found += [(reverse("supervisor:annual"), {"organ": code, "year": "2026"}) for code in codes]
    return found


def steps() -> list[str]:
    """Every step that anybody could try."""
    return [
        "register",
        "forward",
        "object",
        "agree_return",
        "notify",
        "accept",
        "decide",
        "serve",
        "conclude",
        "offer_handover",
        "accept_handover",
        "refer_competence",
        "extend",
        "supplement",
        "contact",
        "protect",
        "hand_on",
        "answer_retaliation",
    ]


def plain(response: Any) -> tuple[int, str, bytes]:
    """The answer without what differs at every request by itself."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheet" in response.get("Content-Type", ""):
        book = load_workbook(BytesIO(body))  # the file says when it was made
        body = repr([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]).encode()
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    body = re.sub(rb'value="[0-9a-f]{32}"', b"", body)  # the token of a form that nothing was handed in with
    headers = {key: value for key, value in response.items() if key.lower() not in VARYING}
    return (response.status_code, re.sub(r"csrftoken=\w+", "", str(sorted(headers.items()))), body)


def ask(client: Client, report: Matter) -> dict[str, tuple[Any, int]]:
    """Every answer that somebody gets, with the number of queries it cost."""
    client.get("/office/")  # what is kept in memory from one request to the next is there
    found: dict[str, tuple[Any, int]] = {}

    def one(name: str, do: Callable[[], Any]) -> None:
        with CaptureQueriesContext(connection) as captured:
            answer = plain(do())
        found[name] = (answer, len(captured))

    for address, query in addresses(report):
        one(f"GET {address} {query}", lambda a=address, q=query: client.get(a, q))
    for step in steps():
        address = reverse("officer:act", args=[report.case_id, step])
        one(f"POST {address}", lambda a=address: client.post(a, {"do": "confirm", "reason": "x", "text": "x"}))
    identity = reverse("officer:identity", args=[report.case_id, f"{report.case_id}.1"])
    one("POST identity", lambda: client.post(identity, {"purpose": "contact"}))
    again = reverse("officer:again")
    one("POST number", lambda: client.post(again, {"n-number": report.number}))
    one("POST other number", lambda: client.post(again, {"n-number": "XF2026-000099"}))
    follow = {"number": report.number, "code": "AAAAA-AAAAA"}
    one("POST follow", lambda: client.post(reverse("public:follow"), follow))
    one("GET start", lambda: client.get(reverse("public:start")))
    return found


@pytest.mark.parametrize("username", OUTSIDERS)
def test_with_and_without_the_report_every_answer_is_the_same(
    district: District, warden: None, sign_in: SignIn, username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The register of organs is looked at anew every few seconds, whatever is asked.
    monkeypatch.setattr("huiyin.organisations.register.TRUST_SECONDS", 3600)
    forwarded(district=district)
    forwarded(district=district, to="housing", title="电梯故障", topic="housing")
    client = sign_in(username)
    with passing():
        report = Report(district)
        there = ask(client, report)
    absent = ask(client, report)
    same(there, absent, report)


def same(there: dict[str, tuple[Any, int]], absent: dict[str, tuple[Any, int]], report: Matter) -> None:
    """Answers and their cost are the same, and say nothing of it by themselves."""
    assert there.keys() == absent.keys()
    for name, (answer, cost) in there.items():
        assert answer == absent[name][0], name
        assert cost == absent[name][1], name
        # An answer may repeat what was asked for; otherwise it must not know the report.
        if "{}" in name or "organ" in name or "kind" in name:
            assert report.number.encode() not in answer[2], name
            assert report.title.encode() not in answer[2], name


# Those for the report, and whoever handles or heads nothing in the organ that looks into it.
NOT_THEIRS = ("colleague", "secretary", "green")


@pytest.mark.parametrize("username", [*OUTSIDERS, *NOT_THEIRS])
def test_with_and_without_a_report_of_retaliation_every_answer_is_the_same(
    district: District, warden: None, sign_in: SignIn, username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also on the page of the matter for which it happened, which the accused unit works on."""
    monkeypatch.setattr("huiyin.organisations.register.TRUST_SECONDS", 3600)
    report = Retaliation(district)
    client = sign_in(username)
    with passing():
        there = ask(client, report.happen())
    absent = ask(client, report)
    same(there, absent, report)
    # Its duty is nothing that they could narrow their own list to, or that of an organ
    # which they supervise.
    for organ in ("", "discipline"):
        duties = client.get(reverse("officer:duties"), {"organ": organ})
        assert b'value="check_retaliation"' not in duties.content


def test_its_readers_know_it(district: District, sign_in: SignIn) -> None:
    report = Retaliation(district).happen()
    duties = sign_in("inspector").get(reverse("officer:duties"), {"kind": "check_retaliation"})
    assert report.number in duties.content.decode()
    assert b'<option value="check_retaliation" selected>' in duties.content
    page = sign_in("inspector").get(reverse("officer:case", args=[report.case_id]))
    assert report.title in page.content.decode()
    assert "check_retaliation" in {
        one.kind for one in cases.access_case(by=Actor.system(), case_id=report.case_id).open_duties
    }


@pytest.mark.parametrize("kind", ["report", "retaliation"])
def test_a_number_that_does_not_exist_costs_as_much_as_one_that_is_sealed(
    district: District, sign_in: SignIn, kind: str
) -> None:
    report: Matter = Report(district) if kind == "report" else Retaliation(district).happen()
    client = sign_in("builder_head")
    client.get("/office/")
    for number in (report.number, "XF2026-ABCDEFGH"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("officer:number"), {"number": number}).status_code == 404
        texts = [query["sql"].replace(number, "?") for query in captured]
        if number == report.number:
            first = [re.sub(r"0x\w+|'\d{4}-[^']+'|_x\d+", "", text) for text in texts]
    assert first == [re.sub(r"0x\w+|'\d{4}-[^']+'|_x\d+", "", text) for text in texts]


def test_the_competent_organ_reads_it(district: District, sign_in: SignIn) -> None:
    report = Report(district)
    assert sign_in("inspector").get(reverse("officer:case", args=[report.case_id])).status_code == 200


def test_numbers_of_sealed_matters_come_from_no_series(district: District) -> None:
    numbers = [Report(district).number for _ in range(3)]
    assert all(re.fullmatch(r"XF2026-[2-9A-HJKMNP-Z]{8}", number) for number in numbers)
    assert len(set(numbers)) == 3
    assert cases.find_number(by=Actor.system(), number=numbers[0])
    first = intake.file_petition(petition=petition(), office="office", by=Actor.petitioner(), at=moment("2026-11-18"))
    assert first.number == "XF2026-000001"


def test_a_gap_in_the_series_proves_nothing(district: District, settings: Any) -> None:
    settings.HUIYIN_LOOKUP_KEY = "another key"
    numbers = [
        intake.file_petition(
            petition=petition(), office="office", by=Actor.petitioner(), at=moment("2026-11-18")
        ).number
        for _ in range(60)
    ]
    assert len(set(numbers)) == 60
    assert int(numbers[-1][-6:]) > 60


def test_the_log_of_openings_names_no_sealed_matter(district: District, sign_in: SignIn) -> None:
    before = plain(sign_in("auditor").get(reverse("officer:openings")))
    Report(district)
    assert plain(sign_in("auditor").get(reverse("officer:openings"))) == before
    assert ledger.events("access:office") == ()


def test_there_is_no_door_for_whoever_owns_the_machine() -> None:
    assert not apps.is_installed("django.contrib.admin")
