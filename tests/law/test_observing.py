"""What still matters of a situation: only what some step still to come can see."""

from datetime import date

from tests.law import minimal
from tests.law.minimal import HEAD, RULES, STEPS, put

from huiyin.law.checks import explorer
from huiyin.law.checks.transitions import Key
from huiyin.law.rules.pack import Pack
from huiyin.law.terms.facts import Facts, OpenDuty

HEAVY = 'cancels = ["*"]\n'
ASKS = """
[[step.require]]
id = "asked"
that = [{ %s }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }
"""

VISITS = """
[[step]]
id = "plan"
title = { zh = "约定", en = "Plan a visit" }
article = "4"
event = "grievance.visit_planned"
from = ["open"]
by = ["office"]
cancels = ["visit"]
set.dates = { visit_on = "$args.on" }

[[step.arg]]
name = "on"
title = { zh = "日期", en = "day" }
kind = "date"
required = true

[[step.open]]
duty = "visit"

[[step]]
id = "visit"
title = { zh = "走访", en = "Visit" }
article = "4"
event = "grievance.visited"
from = ["open"]
by = ["office"]
discharges = ["visit"]

[[step.require]]
id = "planned"
that = [{ duty = "visit", open = true }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }

[[step.require]]
id = "on_the_day"
that = [{ fact = "today", not_before = "$dates.visit_on" }]
refuse = { zh = "x", en = "x" }
remedy = { zh = "x", en = "x" }
"""
VISIT_DUTY = """
[[duty]]
id = "visit"
title = { zh = "走访", en = "Visit" }
article = "4"
owner = "office"
from = "received"
until = "visit_on"
"""
VISIT_DATE = """
[[date]]
id = "visit_on"
title = { zh = "走访之日", en = "day of the visit" }
"""


def asking(condition: str, *, more: str = "", wanted: str = "") -> Pack:
    """The small pack, whose reply asks for one thing more."""
    steps = put(STEPS, HEAVY, HEAVY + wanted + ASKS % condition)
    return minimal.parse(steps=steps + more)


def key(
    pack: Pack, *, duties: tuple[OpenDuty, ...] = (), dates: dict[str, date] | None = None, **values: object
) -> Key:
    facts = Facts(state="open", values=values, dates=dates or {}, duties=duties)  # type: ignore[arg-type]
    return explorer.Explorer(pack).key(facts)


def test_what_nobody_asks_about_is_not_seen() -> None:
    pack = minimal.parse()
    assert key(pack, weight=1) == key(pack, weight=5) == key(pack)


def test_a_number_is_seen_by_the_bound_it_is_compared_with() -> None:
    pack = asking('fact = "values.weight", at_least = 5')
    assert key(pack, weight=5) == key(pack, weight=900)
    assert key(pack, weight=4) == key(pack, weight=1) == key(pack)
    assert key(pack, weight=4) != key(pack, weight=5)


def test_a_number_that_is_compared_with_another_fact_is_seen_as_it_is() -> None:
    pack = asking('fact = "values.weight", same_as = "$values.times"')
    assert len({key(pack, weight=number) for number in (1, 2, 3)}) == 3


def test_a_word_is_seen_by_the_words_it_is_compared_with() -> None:
    pack = asking('fact = "values.weight", is_not = "heavy"')
    assert key(pack, weight="light") == key(pack, weight="middling") == key(pack)
    assert key(pack, weight="light") != key(pack, weight="heavy")
    several = asking('fact = "values.weight", in = ["heavy", "huge"]')
    assert key(several, weight="heavy") == key(several, weight="huge") != key(several, weight="light")


def test_a_term_is_seen_by_its_marks() -> None:
    pack = asking('fact = "values.weight", has = { vocabulary = "answers", mark = "final" }')
    assert key(pack, weight="no") != key(pack, weight="yes")
    assert key(pack, weight="yes") == key(pack)


def test_what_a_step_sets_before_it_looks_need_not_be_known() -> None:
    asked = '[[step.open]]\nduty = "answer"\nwhen = [{ fact = "values.weight", is = "heavy" }]\n'
    note = put(STEPS, 'from = ["@any"]\nby = ["office"]\n', 'from = ["open"]\nto = "closed"\nby = ["office"]\n%s')
    looks = minimal.parse(steps=note % asked)
    assert key(looks, weight="heavy") != key(looks, weight="light")
    sets = minimal.parse(steps=note % ('set.values = { weight = "heavy" }\n' + asked))
    assert key(sets, weight="heavy") == key(sets, weight="light")


def test_what_is_copied_is_seen_as_its_copy_will_be() -> None:
    copies = put(STEPS, 'from = ["@any"]\nby = ["office"]\n', 'from = ["open"]\nby = ["office"]\n%s')
    pack = minimal.parse(
        steps=put(copies, HEAVY, HEAVY + ASKS % 'fact = "values.weight", is = "heavy"')
        % 'set.values = { weight = "$values.sort" }\n'
    )
    assert key(pack, sort="heavy") != key(pack, sort="light")
    assert key(pack, sort="light") == key(pack, sort="middling")


def test_a_day_is_seen_only_while_the_duty_stands_without_which_nobody_looks() -> None:
    pack = minimal.parse(pack=HEAD + VISIT_DATE, rules=RULES + VISIT_DUTY, steps=STEPS + VISITS)
    day = date(2026, 3, 2)
    owed = OpenDuty(id="d1", kind="visit", owner="office", base_date=day, last_day=day, due_date=day)
    assert key(pack, dates={"visit_on": day}) == key(pack)
    assert key(pack, duties=(owed,), dates={"visit_on": day}) != key(pack, duties=(owed,))


def test_a_day_is_seen_always_where_its_duty_can_be_opened_without_it() -> None:
    without = put(VISITS, "required = true\n", "")
    pack = minimal.parse(pack=HEAD + VISIT_DATE, rules=RULES + VISIT_DUTY, steps=STEPS + without)
    assert key(pack, dates={"visit_on": date(2026, 3, 2)}) != key(pack)
