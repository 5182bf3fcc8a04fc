"""Names of organs, topics and areas, and texts of the law, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from huiyin.law.terms.ruling import Text
from huiyin.organisations import reads


def language() -> str:
    """The reader's language, as Django knows it ("zh-hans", "en")."""
    return get_language() or "zh-hans"


def law_text(text: Text | None) -> str:
    """A text of the law as its pack has it; "" for none."""
    return text.in_language(language()) if text is not None else ""


def organ_name(code: str) -> str:
    """The name of an organ; its code where the register does not know it, "" for none."""
    organ = reads.organs([code]).get(code)
    return organ.name(language()) if organ else code


def topic_name(code: str) -> str:
    """The name of a topic; its code where the register does not know it, "" for none."""
    topic = reads.topic(code)
    return topic.name(language()) if topic else code


def area_name(code: str) -> str:
    """The name of an area; its code where the register does not know it, "" for none."""
    area = reads.area(code)
    return area.name(language()) if area else code
