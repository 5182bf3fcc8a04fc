"""A made-up county that stands on the small pack: rules of its own, and what it adds to
those beneath.
"""

from huiyin.law import packs
from huiyin.law.rules.pack import Pack

HEAD = """
id = "aa-county"
version = "2022-03-01"
in_force = 2022-03-01
stands_on = "aa-grievance/2020-01-01"
source = "made up"
title = { zh = "县规定", en = "County Rules" }
instrument = { zh = "县规定", en = "County Rules" }
"""
RULES = """
in_force = 2022-03-01
checked = 2026-11-22
"""
OWN = """
[[duty]]
id = "confirm"
title = { zh = "确认", en = "Confirm" }
article = "9"
owner = "office"
from = "received"
days = 2
unit = "working"

[[change]]
rule = "step:complain"
id = "confirmed"
article = "9"
plain = { zh = "收到后确认", en = "It is confirmed" }

[[change.open]]
duty = "confirm"

[[change]]
rule = "step:reply"
id = "reasoned"
article = "10"
plain = { zh = "说明理由", en = "Reasons are given" }
discharges = ["confirm"]

[[change.arg]]
name = "reasons"
title = { zh = "理由", en = "reasons" }
kind = "text"

[[change.require]]
id = "reasons"
that = [{ fact = "args.reasons", present = true }]
refuse = { zh = "请说明理由", en = "Give reasons." }
remedy = { zh = "请补写", en = "Write them." }
"""


def county(rules: str, head: str = HEAD) -> Pack:
    """The county with these rules. Raises PackError."""
    return packs.parse({"pack.toml": head, "rules.toml": RULES + rules})
