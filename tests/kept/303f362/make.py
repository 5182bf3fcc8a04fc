"""Makes the kept ledger. It runs in a checkout of 303f362, on that commit's own acts and made-up lives; README.md says how.

Nothing of today's code is used, so that what today's code makes of the ledger can be held against what that commit said.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path.cwd()))
django.setup()

from django.test import override_settings
from huiyin.casework.advice.acts import Suggestion, send
from huiyin.casework.cases.actors import Actor
from huiyin.casework.handling import acts as handling
from huiyin.casework.handling.acts import Decision
from huiyin.casework.intake import acts as intake
from huiyin.casework.intake.agents import appoint_agent
from huiyin.casework.intake.retaliation import Retaliation, report_retaliation
from huiyin.casework.sealed import acts as sealed
from huiyin.casework.sealed.identity import open_identity
from tests.casework import test_earlier_rules as earlier_rules
from tests.casework import test_local_rules as local_rules
from tests.casework import test_other_packs as other_packs
from tests.casework import test_walk as walk
from tests.plugins import elsewhere
from tests.plugins import readers as naming
from tests.plugins.district import District, build, moment, petition
from tests.plugins.earlier import accepted as accepted_in_2021
from tests.plugins.matters import Life, paper
from tests.plugins.readers import name_reader, staff

from huiyin.casework.events import CaseState, fold
from huiyin.casework.models import Case, Contact
from huiyin.ledger import reads as ledger
from huiyin.ledger.models import LedgerEvent
from huiyin.organisations import acts as organisations
from huiyin.organisations import readers
from huiyin.people import acts as people
from huiyin.people import reads as names
from huiyin.people.particulars import Particulars

WALK_FROM = "2023-06-05"
ORGANS_END = moment("2026-11-21", 18)
REPORT = {"category": "accusation", "title": "反映工程招标弄虚作假", "claims": ("查处有关人员",)}


def take(step: str, case_id: str, by: Actor, day: str, **args: Any) -> CaseState:
    """A step by its arguments."""
    return handling.take(case_id=case_id, step=step, args=args, by=by, at=moment(day))


def under_the_regulations_of_2005(district: District) -> None:
    """One matter of 2021 that is still open, one in which an officer stands aside."""
    accepted_in_2021(district)
    earlier_rules.test_an_officer_is_asked_to_stand_aside_and_does(accepted_in_2021(district).case_id, district)


def reported_and_sealed(district: District) -> None:
    """Two reports of wrongdoing with readers: one goes up to the opening of a name, one waits to be registered."""
    first = name_reader(district)
    naming.NAMED_ON = "2026-01-07"
    second = name_reader(district, "colleague", second="inspector")
    third = readers.propose(
        staff=staff(district, "secretary").id, by=staff(district, "secretary"), at=moment("2026-01-08")
    )
    sealed.answer_proposal(
        proposal=third, approve=False, by=staff(district, "inspector"), at=moment("2026-01-09")
    )  # fmt: skip
    asked = petition(**REPORT)
    at = moment("2026-09-08")
    case_id = intake.file_petition(
        petition=asked, office="discipline", by=Actor.petitioner(), at=at, token="t" * 32, draft=paper(at)
    ).case_id
    intake.register(case_id=case_id, category="accusation", topic="", area="", by=first, at=moment("2026-09-09"))
    take("ask_identity", case_id, first, "2026-09-10", reason="需要当面核实线索")
    take("approve_identity", case_id, second, "2026-09-11")
    open_identity(case_id=case_id, contact_id=f"{case_id}.1", by=first, at=moment("2026-09-18"))
    intake.file_petition(petition=asked, office="office", by=Actor.petitioner(), at=moment("2026-11-18"))
    sealed.end_reader(staff=staff(district, "colleague").id, by=staff(district, "secretary"), at=moment("2026-10-30"))


def at_each_stage(district: District) -> None:
    """A matter that stands still at each of the ordinary stages; some have two who signed, or somebody who acts."""
    for stage in ("registered", "forwarded", "notified", "accepted", "extended", "decided", "served"):
        Life.begin(district).until(stage)
    two = Life.begin(district, persons=2, signatories=(Particulars(name="周文海"),)).until("accepted")
    take("ask_joint", two.filed.case_id, district.green, "2026-10-09", to="xinan", question="请协助核实")
    life = Life.begin(district).until("forwarded")
    at = moment("2026-09-16")
    appoint_agent(
        case_id=life.filed.case_id, person=Particulars(name="沈若兰"), kind="lawyer", scope="special", since=at.date(),
        until=date(2027, 3, 1), by=district.clerk, at=at, draft=paper(at),
    )  # fmt: skip
    refused = Life.begin(district).until("accepted").filed.case_id
    handling.decide(
        case_id=refused, outcome="not_supported", by=district.green, at=moment("2026-11-17"),
        decisions=[Decision(1, "not_supported", "经实测未超标。", "噪声污染防治法第43条")],
    )  # fmt: skip
    received = date(2026, 11, 18)
    handling.serve(case_id=refused, method="online", received_on=received, by=district.green, at=moment("2026-11-18"))
    take("ask_review", refused, Actor.petitioner(refused), "2026-11-19", reason="没有实测")
    offered = Life.begin(district).until("notified")
    handling.offer_handover(
        case_id=offered.filed.case_id, to="xinan", reason="属地管理", by=district.green, at=moment("2026-09-21")
    )  # fmt: skip


def suggested(district: District) -> None:
    """One suggestion that is answered and carried out, one reminded of, one that waits."""
    for number, day in enumerate(("2026-08-03", "2026-08-04", "2026-11-09")):
        sent = send(
            suggestion=Suggestion(
                kind="improve_work", to="environment", title="告知书应按期送达", text="建议建立到期提醒。"
            ),
            by=district.supervisor, at=moment(day),
        )  # fmt: skip
        if number == 0:
            adopted = {"adoption": "adopted", "text": "采纳。", "result_by": date(2026, 9, 30)}
            take("answer", sent.case_id, district.green, "2026-08-17", **adopted)
            take("report_adoption", sent.case_id, district.green, "2026-09-21", text="提醒已上线。")
            take("close", sent.case_id, district.supervisor, "2026-09-22")
        elif number == 1:
            take("remind", sent.case_id, district.supervisor, "2026-09-10", text="请反馈")
            take("report_up", sent.case_id, district.supervisor, "2026-09-14", text="仍未反馈")
            take("press", sent.case_id, district.governor, "2026-09-16", text="限期反馈")
            take("answer", sent.case_id, district.green, "2026-09-18", adoption="adopted", text="采纳。")
    recalled = send(
        suggestion=Suggestion(kind="improve_work", to="xinan", title="重复", text="误发。"), by=district.supervisor,
        at=moment("2026-10-12"),
    )  # fmt: skip
    take("recall", recalled.case_id, district.supervisor, "2026-10-13", reason="误发")


def retaliated_against(district: District) -> None:
    """A report of retaliation that waits for its answer."""
    about = Life.begin(district).until("forwarded").filed.case_id
    report_retaliation(
        report=Retaliation(about=about, unit="housing", text="投诉后被停职", wish="恢复工作"),
        by=Actor.petitioner(about), at=moment("2026-11-16"),
    )  # fmt: skip


def names_opened_amended_and_erased(district: District) -> None:
    """The access log: a name looked up, opened, corrected and erased."""
    reader = staff(district, "clerk")
    kept = [Life.begin(district).until("registered").filed.case_id for _ in range(2)]
    first, second = (Contact.objects.get(case_id=case_id).identity for case_id in kept)
    at = moment("2026-09-10")
    names.lookup_phone(
        office="office", phone="13800000000", by=reader, organ="office", at=at, request_recorded=True
    )  # fmt: skip
    names.reveal(first, purpose="contact", by=reader, at=at, case_id=kept[0])
    people.amend(identity_id=first, by=f"staff:{reader.id}", at=at, organ="office", address="新安镇建设路2号")
    people.erase(identity_id=second, by=f"staff:{reader.id}", at=at, organ="office", reason="requested")


def under_other_laws() -> None:
    """The other packs that the commit knew: a province over the nation, a project, a council."""
    with override_settings(HUIYIN_PACK="ifc-grm", TIME_ZONE="UTC"):
        project = elsewhere.build(elsewhere.PROJECT, elsewhere.PROJECT_STAFF)
        other_packs.test_a_grievance_goes_all_the_way_to_its_closing_with_consent(project)
        other_packs.test_an_appeal_is_heard_by_somebody_else_and_answered_anew(project)
        other_packs.test_a_reprisal_keeps_a_grievance_open(project)
    with override_settings(HUIYIN_PACK="uk-lgsco", TIME_ZONE="Europe/London"):
        council = elsewhere.build(
            elsewhere.COUNCIL, tuple(row for row in elsewhere.COUNCIL_STAFF if row[0] != "director")
        )
        other_packs.test_a_complaint_goes_through_both_stages(council)
        other_packs.test_a_complaint_that_is_not_taken_further_closes_by_time_once_it_is_put_right(council)


def under_a_provinces_law(district: District) -> None:
    """A matter under the regulations of a province laid over those of the nation."""
    with override_settings(HUIYIN_PACK="cn-shandong"):
        life = Life.begin(district).until("accepted")
        local_rules.decide(life, "2026-11-10", "not_supported", **local_rules.STATED)
        local_rules.serve(life, "2026-11-11")
        who = Actor.petitioner(life.filed.case_id)
        local_rules.step(life, "ask_review", who, "2026-11-16", reason="没有实地检测")
        local_rules.step(life, "admit_review", district.governor, "2026-11-18")


def walked(district: District) -> None:
    """The walk of the tests through every step of the regulations of 2022; at its end organs end under all that is open."""
    walk.build = lambda: district
    walk.moment = lambda _day: moment(WALK_FROM)
    organs_end = walk.endings.organs_end

    def end(machine: Any) -> None:
        assert machine.at < ORGANS_END, machine.at
        machine.at = ORGANS_END
        organs_end(machine)

    walk.endings.organs_end = end
    walk.ALL_EVENTS |= set(LedgerEvent.objects.filter(stream__startswith="case:").values_list("type", flat=True))
    walk.test_a_long_walk_through_every_step_keeps_the_invariants(None)


def staff_and_organs_change(district: District) -> None:
    """What streams of organs and staff know besides."""
    at = moment("2026-11-22")
    organisations.rename_organ(code="discipline", name_zh="区纪委监委机关", by="system", at=at)
    organisations.set_competence(topic="noise", organ="xinan", area="xinan", by="system", at=at)
    organisations.remove_competence(topic="noise", organ="xinan", area="xinan", by="system", at=at)
    organisations.close_staff(staff=staff(district, "dadu_officer").id, by="system", at=at)


def said(state: CaseState) -> dict[str, Any]:
    """A matter as 303f362 folds it: what today's code must say too."""

    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    return {
        "number": state.number,
        "pack": state.pack,
        "state": state.state,
        "final": state.final,
        "handler": state.parties["handler"],
        "outcome": state.values.get("outcome", ""),
        "events": state.event_seq,
        "contacts": state.contacts,
        "received": day(state.received_date),
        "resolved": day(state.resolved_date),
        "closed": day(state.closed_date),
        "open": sorted(
            [duty.kind, duty.owner, duty.article, day(duty.due_date)] for duty in state.duties if duty.status == "open"
        ),
        "past": dict(sorted(Counter(duty.status for duty in state.duties if duty.status != "open").items())),
        "rights": sorted([right.kind, right.article, day(right.due_date)] for right in state.rights),
        "remedies": sorted([remedy.route, day(remedy.last_day)] for remedy in state.remedies),
    }


def tell(path: Path) -> None:
    """Write down how every matter stands, by its number, one on a line; and how many events of each kind there are."""
    ids = Case.objects.values_list("pk", flat=True)
    matters = [said(fold(case_id, ledger.events(f"case:{case_id}"))) for case_id in ids]
    matters.sort(key=lambda matter: matter["number"])
    kinds = Counter(LedgerEvent.objects.values_list("type", flat=True))
    lines = ",\n".join(json.dumps(matter, ensure_ascii=False) for matter in matters)
    events = json.dumps(dict(sorted(kinds.items())))
    path.write_text(f'{{"events": {events},\n"matters": [\n{lines}\n]}}\n', encoding="utf-8")


def main() -> None:
    """Everything, or (``tell FILE``) only the account of it."""
    if sys.argv[1] == "tell":
        tell(Path(sys.argv[2]))
        return
    district = build()
    under_the_regulations_of_2005(district)
    reported_and_sealed(district)
    at_each_stage(district)
    suggested(district)
    retaliated_against(district)
    names_opened_amended_and_erased(district)
    under_a_provinces_law(district)
    walked(district)
    under_other_laws()
    staff_and_organs_change(district)


main()
