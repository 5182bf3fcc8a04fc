"""Huiyin manages matters and duties, never persons. These tests are the wall."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.apps import apps
from django.db.models import Field

import huiyin
from huiyin.people import reads
from huiyin.people.models import Identity

FORBIDDEN_WORDS = frozenset(
    [
        "score",
        "risk",
        "label",
        "labels",
        "watch",
        "watchlist",
        "blacklist",
        "whitelist",
        "danger",
        "dangerous",
        "suspect",
        "control",
        "honesty",
        "motive",
        "mood",
        "sentiment",
        "attitude",
        "latitude",
        "longitude",
        "gps",
        "geolocation",
        "whereabouts",
        "tracking",
        "surveillance",
        "intercept",
        "persona",
        "profile",
        "troublemaker",
        "abnormal",
        "extremist",
        "keyperson",
    ]
)

PERSONAL_WORDS = frozenset(
    ["name", "phone", "telephone", "mobile", "address", "email", "id_number", "idcard", "birthday", "gender"]
)


def our_fields() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        if model.__module__.startswith("huiyin."):
            for field in model._meta.get_fields():
                if isinstance(field, Field):
                    yield model._meta.label, field.name


def test_no_table_has_a_place_for_judging_or_tracing_persons() -> None:
    found = [
        f"{table}.{name}" for table, name in our_fields() if FORBIDDEN_WORDS & set(re.split(r"[_\d]+", name.lower()))
    ]
    assert found == []


def test_the_table_of_identities_holds_ciphertext_and_nothing_more() -> None:
    """A new field here is a decision about people: change this list only together with
    docs/topics/identity.md.
    """
    assert [field.name for field in Identity._meta.get_fields()] == [
        "id",
        "office",
        "wrapped_key",
        "ciphertext",
        "phone_hash",
        "second_phone_hash",
        "created_at",
        "erased_at",
        "sealed",
    ]


def test_no_table_keeps_a_petitioners_particulars_readable() -> None:
    found = {f"{table}.{name}" for table, name in our_fields() if name in PERSONAL_WORDS}
    assert found <= {
        "organisations.Staff.name",  # officials answer by name
        "organisations.Staff.email",
        "casework.Attachment.name",  # of a file
        "casework.Series.name",  # of a series of numbers
        "ledger.FollowerCursor.name",  # of a reader of the ledger
    }


def test_identities_are_linked_to_nothing_and_each_other() -> None:
    assert [field for field in Identity._meta.get_fields() if field.is_relation] == []


def modules_that_read() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(huiyin.__path__, "huiyin."):
        if found.name.rsplit(".", 1)[-1] in {"reads", "lookup", "worklist", "search", "statistics"}:
            yield importlib.import_module(found.name)


def test_no_read_takes_a_person_and_lists_matters() -> None:
    """The one way from a person to matters is the exact number they give themselves, at
    their recorded request.
    """
    person = re.compile(r"identity|identities|petitioner|person|name|phone")
    asked_for: set[str] = set()
    for module in modules_that_read():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            parameters = inspect.signature(function).parameters
            if any(person.search(parameter) and "username" not in parameter for parameter in parameters):
                asked_for.add(f"{module.__name__}.{name}")
                if any("phone" in parameter for parameter in parameters):
                    assert parameters["request_recorded"].default is inspect.Parameter.empty
    assert asked_for <= {
        "huiyin.people.reads.reveal",  # one identity, for a purpose, on the record
        "huiyin.people.reads.lookup_phone",
        "huiyin.people.reads.erased",  # whether some are gone, and nothing of whose they were
        "huiyin.casework.chapters.intake.lookup.by_phone",
    }


@pytest.mark.parametrize("name", [name for name in reads.__all__ if inspect.isfunction(getattr(reads, name))])
def test_whoever_reads_identities_is_named(name: str) -> None:
    if name in {"openings", "mask", "may_open"}:
        # One reads the log itself, one works on text, one asks for a permission and
        # opens nothing
        return
    parameters = inspect.signature(getattr(reads, name)).parameters
    assert {"by", "at"} <= set(parameters)
    assert all(parameters[needed].default is inspect.Parameter.empty for needed in ("by", "at"))
