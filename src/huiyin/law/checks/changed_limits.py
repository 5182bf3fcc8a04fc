"""What a new version of a pack changes in duties and rights: who owes them, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.law.checks.changes import Change, role_title
from huiyin.law.checks.limit_chains import WEEK
from huiyin.law.checks.paths import PETITIONER, cite
from huiyin.law.rules.duties import Duty, Right
from huiyin.law.rules.pack import Pack
from huiyin.law.terms import wording
from huiyin.law.terms.ruling import Text


def changed_duties(old: Pack, new: Pack) -> Iterator[Change]:
    """New and dropped duties, and those with another owner or limit."""
    for name in dict.fromkeys((*old.duties, *new.duties)):
        before, after, rule = (
            old.duties.get(name),
            new.duties.get(name),
            f"duty:{name}",
        )
        if before is None and after is not None:
            text = _whole("diff_duty_new", new, after)
            yield Change(after.owner, "duty_new", rule, text)
        elif after is None and before is not None:
            text = _whole("diff_duty_gone", old, before)
            yield Change(before.owner, "duty_gone", rule, text)
        elif before is not None and after is not None:
            yield from _other_owner(old, new, before, after)
            for what, text in _timed(old, new, before, after):
                yield Change(after.owner, what, rule, text)


def _other_owner(
    old: Pack, new: Pack, before: Duty, after: Duty
) -> Iterator[Change]:
    """A duty that somebody else owes now, for both."""
    if before.owner == after.owner:
        return
    text = wording.text(
        "diff_owner",
        title=after.title,
        before=role_title(old, new, before.owner),
        after=role_title(old, new, after.owner),
    )
    for role in (before.owner, after.owner):
        yield Change(role, "owner", f"duty:{after.id}", text)


def changed_rights(old: Pack, new: Pack) -> Iterator[Change]:
    """New and dropped rights of the petitioner, and those with another limit."""
    for name in dict.fromkeys((*old.rights, *new.rights)):
        before, after = old.rights.get(name), new.rights.get(name)
        rule = f"right:{name}"
        if before is None and after is not None:
            text = _whole("diff_right_new", new, after)
            yield Change(PETITIONER, "right_new", rule, text)
        elif after is None and before is not None:
            text = _whole("diff_right_gone", old, before)
            yield Change(PETITIONER, "right_gone", rule, text)
        elif before is not None and after is not None:
            for what, text in _timed(old, new, before, after):
                yield Change(PETITIONER, what, rule, text)


def _whole(key: str, pack: Pack, rule: Duty | Right) -> Text:
    return wording.text(key, title=rule.title, limit=_limit(pack, rule))


def _timed(
    old: Pack, new: Pack, before: Duty | Right, after: Duty | Right
) -> Iterator[tuple[str, Text]]:
    """How the limit of something that both versions have differs."""
    if _counted(before) != _counted(after):
        what = _longer_or_shorter(_weight(before), _weight(after))
        yield (
            what,
            wording.text(
                f"diff_{what}",
                title=after.title,
                before=_limit(old, before),
                after=_limit(new, after),
            ),
        )
    if before.base != after.base:
        yield (
            "base",
            wording.text(
                "diff_base",
                title=after.title,
                before=_base(old, before.base),
                after=_base(new, after.base),
            ),
        )


def _longer_or_shorter(before: int | None, after: int | None) -> str:
    """How two limits compare that are counted differently; None has no number."""
    if before is None or after is None or before == after:
        return "limit_changed"
    return "shorter" if after < before else "longer"


def _limit(pack: Pack, rule: Duty | Right) -> Text:
    """The limit of a duty or right: "60 calendar days (Art. 34)"."""
    cited = cite(rule.article)
    if isinstance(rule, Duty) and rule.until:
        return wording.text(
            "limit_by", date=pack.dates[rule.until], cited=cited
        )
    if rule.days is None:
        return wording.text("limit_none", cited=cited)
    return wording.text(
        "limit_days",
        days=rule.days,
        unit=wording.text(f"unit_{rule.unit}"),
        cited=cited,
    )


def _weight(rule: Duty | Right) -> int | None:
    """How long a limit is, to compare; None where it has no number."""
    return (
        None
        if rule.days is None or (isinstance(rule, Duty) and rule.until)
        else rule.days * WEEK[rule.unit]
    )


def _counted(rule: Duty | Right) -> tuple[int | None, str, str]:
    """How the limit of a rule is counted."""
    return rule.days, rule.unit, rule.until if isinstance(rule, Duty) else ""


def _base(pack: Pack, name: str) -> Text:
    if name.startswith("rights."):
        return pack.right(name[7:]).title
    return pack.dates.get(name, Text(name, name))
