"""Everything that people read has its Chinese, and no Chinese is left over."""

import re

import pytest

from huiyin.server import messages

APPLICATIONS = messages.applications()


def test_extraction_finds_what_code_and_templates_ask_for(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "package_dir", lambda: tmp_path)
    (tmp_path / "apps.py").write_text("")
    (tmp_path / "a.py").write_text(
        'x = _("One")\ny = ngettext("%(n)d day", "%(n)d days", n)\n'
        'z = pgettext_lazy("month", "May")\ngettext(variable)\n'
    )
    (tmp_path / "b.html").write_text(
        '<p>\n  {% translate "Two" %}\n    {% field x hint=_("Three") %}\n'
        "{% blocktranslate %}Four {{ n }}{% endblocktranslate %}</p>"
    )
    found = {(one.context, one.text, one.plural) for one in messages.extract(tmp_path)}
    assert found == {
        ("", "One", ""),
        ("", "%(n)d day", "%(n)d days"),
        ("month", "May", ""),
        ("", "Two", ""),
        ("", "Three", ""),
        ("", "Four %(n)s", ""),
    }


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda path: path.name)
def test_everything_has_its_chinese(application):
    missing = [f"{one.place}: {one.text}" for one in messages.missing([application])]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda path: path.name)
def test_translations_keep_the_placeholders(application):
    holes = re.compile(r"%\(\w+\)[sd]|%?\{\w*\}")
    wrong = []
    for message in messages.read(application / messages.LOCALE):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        asked = set(holes.findall(ids[-1])) if ids else set()
        wrong += [one for one in strings if one and ids[0] and set(holes.findall(one)) - asked]
    assert wrong == []
