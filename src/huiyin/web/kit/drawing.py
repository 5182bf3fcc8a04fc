"""How components and the controls of forms are drawn: by Jinja2, whose templates are
compiled. A select of five hundred options is one loop there, where Django's own
templates draw a template for each option; pages stay Django templates.

Templates: ``web/jinja2`` and ``web/officer/jinja2``. A name that a template is not
given is an error.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import BaseRenderer
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import (
    gettext,
    ngettext,
    npgettext,
    pgettext,
)
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import i18n

from huiyin.web.kit import inline

WEB = Path(__file__).parents[1]
FOLDERS = (
    WEB / "jinja2",
    WEB / "officer" / "jinja2",
    Path(django.forms.__file__).parent / "jinja2",
)
"""Components, parts of officers' pages, Django's own controls; ours come first."""


@cache
def environment() -> Environment:
    """The one environment: markup is escaped, words are translated while drawing."""
    made = Environment(
        loader=FileSystemLoader(FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[i18n],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: Any = made
    words.install_gettext_callables(
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.filters |= {
        "filesizeformat": filesizeformat,
        "linebreaksbr": linebreaksbr,
        "json_script": json_script,
        "isoday": date.isoformat,
    }
    made.globals |= {
        "tag": inline.tag,
        "url": url,
        "day": inline.day,
        "due": inline.due,
        "moment": inline.moment,
        "ground": inline.ground,
    }
    return made


def url(name: str, /, *args: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args)


def draw(component: str, /, **given: Any) -> SafeString:
    """A component of ``huiyin/components`` with what it is given."""
    return drawn(f"huiyin/components/{component}", **given)


def drawn(name: str, /, **given: Any) -> SafeString:
    """A template by its path in one of the folders, with what it is given."""
    template = environment().get_template(f"{name}.html")
    return mark_safe(template.render(given))  # noqa: S308 - escaped while drawing


class Controls(BaseRenderer):
    """Django's form controls, drawn by Jinja2 (``FORM_RENDERER``)."""

    def get_template(self, template_name: str) -> Template:
        """The template of a control."""
        return environment().get_template(template_name)

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: object = None,  # noqa: ARG002 - as Django calls it
    ) -> SafeString:
        """A control as markup."""
        drawn = self.get_template(template_name).render(context).strip()
        return mark_safe(drawn)  # noqa: S308 - escaped while drawing
