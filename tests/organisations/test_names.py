"""Signs that turn the direction of what is written stay out of every name (U+202E and its kind)."""

from __future__ import annotations

import pytest
from tests.plugins.district import District, district, moment, petition
from tests.plugins.readers import name_reader

from huiyin.casework.basis.actors import Actor
from huiyin.casework.chapters.intake import acts as intake
from huiyin.casework.matter import reads
from huiyin.casework.models import Contact
from huiyin.casework.sealing import keyring
from huiyin.casework.upkeep import verify
from huiyin.organisations import acts, recording, staff_acts
from huiyin.organisations.models import Area, Organ, Staff, Topic
from huiyin.people import reads as vault
from huiyin.people.particulars import Particulars

__all__ = ["district"]

pytestmark = pytest.mark.django_db
AT = moment("2026-09-08")
TURNED = " 环保\u202e\u2066 分局\u200b "
WHO = Particulars(name="林\u202e知远", phone="13800000000", address="建设路\u2067 1号")


def test_organs_areas_topics_and_staff(district: District) -> None:
    acts.create_organ(code="n1", name_zh=TURNED, level="town", kind="department", parent="xinan", by="system", at=AT)
    acts.create_area(code="n2", name_zh=TURNED, level="town", by="system", at=AT)
    acts.create_topic(code="n3", name_zh=TURNED, by="system", at=AT)
    staff_acts.create_staff(username="n4", name=TURNED, by="system", at=AT)
    names = [Organ.objects.get(pk="n1").name_zh, Area.objects.get(pk="n2").name_zh, Topic.objects.get(pk="n3").name_zh]
    assert {*names, Staff.objects.get(username="n4").name} == {"环保 分局"}
    acts.rename_organ(code="n1", name_zh="\u202e分局", name_en="\u202dBranch", by="system", at=AT)
    assert (Organ.objects.get(pk="n1").name_zh, Organ.objects.get(pk="n1").name_en) == ("分局", "Branch")
    assert verify.run().problems == ()
    with pytest.raises(recording.InvalidRegister):
        acts.create_topic(code="n5", name_zh="\u202e", by="system", at=AT)


def test_titles_and_persons_also_in_a_sealed_report(district: District) -> None:
    name_reader(district)
    plain = petition(title="夜间\u202e噪声", person=WHO)
    done = intake.file_petition(petition=plain, office="office", by=Actor.petitioner(), at=AT)
    assert reads.access_case(by=district.clerk, case_id=done.case_id).title == "夜间噪声"
    report = petition(category="accusation", person=WHO)
    sealed = intake.file_petition(petition=report, office="discipline", by=Actor.petitioner(), at=AT)
    (kept,) = Contact.objects.filter(case_id=sealed.case_id)
    assert kept.identity
    opened = keyring.person_of(keyring.person_box(WHO))
    assert (opened.name, opened.address) == ("林知远", "建设路 1号")


@pytest.mark.django_db(transaction=True)
def test_a_name_comes_back_without_them(district: District) -> None:
    done = intake.file_petition(petition=petition(person=WHO), office="office", by=Actor.petitioner(), at=AT)
    identity = Contact.objects.get(case_id=done.case_id).identity
    person = vault.reveal(identity, purpose="check", by="system", at=AT)
    assert (person.name, person.address) == ("林知远", "建设路 1号")
