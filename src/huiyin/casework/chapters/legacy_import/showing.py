"""What of a cell may stand in a message: never what is about a person, also where it
stands in the wrong column.
"""

from __future__ import annotations

import re

from huiyin.casework.chapters.legacy_import.cells import label_of
from huiyin.casework.chapters.legacy_import.mapping import PERSONAL
from huiyin.casework.chapters.legacy_import.sheets import Cell
from huiyin.people.particulars import COMPOUND_FAMILY_NAMES

SHOWN = 60
HIDDEN = "…"
MAIL = re.compile(r"\S@\S")
LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}[\dXx]")
DAY_LIKE = re.compile(r"(?:19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}")
HAN_WORD = re.compile(r"[\u4e00-\u9fff·]{2,8}")
# The hundred family names of most people in China (Ministry of Public Security, 2020),
# as far as one sign.
FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严欧莫孔向常"
)
FREE = frozenset(
    {
        "received_on",
        "answered_on",
        "persons",
        "number",
        "repeat_of",
        "reply_days",
    }
)
"""Fields that hold no words: a word of two to four signs that stands there may be the
name of a person.
"""


def shown(name: str, value: Cell, personal: tuple[str, ...] = ()) -> str:
    """A value of the field ``name`` as a message may show it; ``personal`` are the
    words of the row about a person.
    """
    if name in PERSONAL:
        return ""
    text = label_of(value).removesuffix(" 00:00:00")
    repeated = any(len(word) > 1 and word in text for word in personal)
    if (
        repeated
        or MAIL.search(text)
        or _may_be_a_telephone(name, text)
        or _may_be_a_name(name, text)
    ):
        return HIDDEN
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + HIDDEN


def _may_be_a_telephone(name: str, text: str) -> bool:
    return (
        name not in {"number", "repeat_of"}
        and LONG_NUMBER.search(DAY_LIKE.sub("", text)) is not None
    )


def _may_be_a_name(name: str, text: str) -> bool:
    if name not in FREE or HAN_WORD.fullmatch(text) is None:
        return False
    return (
        "·" in text
        or text[:2] in COMPOUND_FAMILY_NAMES
        or (len(text) <= 4 and text[0] in FAMILY_NAMES)
    )
