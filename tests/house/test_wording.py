"""The Chinese that people read: one word for one thing, and a day that says whether it counts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.server import messages

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "src/huiyin/law"
# What was said before, and what is said instead; each with the reason in docs/glossary.md.
INSTEAD = {
    r"未了(?!结)": "待办事项",
    r"值得督办": "可能需要督办的事项",
    r"接手": "移交、接收",
    r"登记再次来": "登记重复信访",
    r"白话": "通俗说明",
    r"账本": "办理日志",
    r"不再存在": "撤销、合并、分立",
    r"群众页面": "信访人入口",
    r"轮到": "当前办理单位",
    r"哪条途径|可以走的途径|走哪些": "通过什么途径、可以选择的途径",
    r"一句话概括(?!反映)": "标题",
    r"事情经过": "反映内容、办理过程",
    r"独自": "个人提出",
    r"打开用途|打开（留痕）": "查看事由、查看（留痕）",
    r"必填项": "请填写××",
    r"现处于": "目前",
    r"(?<![迷])你": "您",
    r"(?:\\{(?:date|day)\\}|%\\((?:date|day|until|new)\\)s)前": "最迟××",
}


def catalogues() -> Iterator[tuple[str, str]]:
    for application in messages.applications():
        for message in messages.read(application / messages.LOCALE):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for text in texts:
                yield application.name, str(text)


def packs() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKS.rglob("*.toml")):
        for text in re.findall(r'zh = "([^"]*)"', path.read_text("utf-8")):
            yield path.name, text


@pytest.mark.parametrize("source", [catalogues, packs], ids=["catalogues", "packs"])
def test_words_that_were_given_up_are_gone(source):
    found = [
        f"{where}: {text} → {better}"
        for where, text in source()
        for worse, better in INSTEAD.items()
        if re.search(worse, text)
    ]
    assert not found, "\n".join(found)


def test_the_glossary_knows_the_words_that_are_used():
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    for word in ("待办事项", "办理日志", "督办函", "送达", "移交"):
        assert word in glossary


def test_one_english_word_has_one_chinese():
    """Catalogues are read together: where two differ, one page would show the word that
    another one chose.
    """
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for application in messages.applications():
        for message in messages.read(application / messages.LOCALE):
            key = message.id if isinstance(message.id, str) else message.id[0]
            text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
            if key and text:
                found.setdefault((message.context or "", key), {}).setdefault(text, set()).add(application.name)
    differing = {key: texts for key, texts in found.items() if len(texts) > 1}
    assert differing == {}
