"""Templates: nothing inline that the content security policy would stop, nothing in a
language of its own.
"""

import re

import pytest
from django.template.loader import get_template

from huiyin.server.environment import package_dir

TEMPLATES = sorted(package_dir().rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son\w+=\"|<style|javascript:|hx-on|hx-vals='js:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_can_be_read(path):
    name = str(path).split("/templates/", 1)[1]
    get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_forms_that_change_something_carry_a_token(path):
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), flags=re.DOTALL):
        assert "csrf_token" in form
