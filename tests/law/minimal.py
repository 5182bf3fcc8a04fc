"""A pack as small as can be, of no country, for tests of the loader and the engine."""

from collections.abc import Mapping

from huiyin.law import packs
from huiyin.law.rules.pack import Pack

HEAD = """
id = "aa-grievance"
version = "2020-01-01"
number_prefix = "G"
in_force = 2020-01-01
source = "made up"
timezone = "Africa/Nairobi"
calendar = "CN"
title = { zh = "申诉规则", en = "Grievance Rules" }
instrument = { zh = "申诉规则", en = "Grievance Rules" }

[[party]]
id = "office"
title = { zh = "办公室", en = "office" }

[[role]]
id = "resident"
title = { zh = "居民", en = "resident" }

[[date]]
id = "received"
title = { zh = "收到", en = "received" }

[[date]]
id = "promised"
title = { zh = "承诺", en = "promised" }

[[state]]
id = "open"
title = { zh = "未结", en = "open" }

[[state]]
id = "closed"
title = { zh = "已结", en = "closed" }
final = true
ending = "resolved"
remedy = { zh = "可以再次提出", en = "You may bring it again" }
"""

RULES = """
in_force = 2020-01-01
checked = 2026-11-22

[[duty]]
id = "answer"
title = { zh = "答复", en = "Answer" }
article = "4"
owner = "office"
from = "received"
days = 10
unit = "working"

[[duty]]
id = "keep_promise"
title = { zh = "兑现承诺", en = "Keep the promise" }
article = "6"
owner = "office"
from = "received"
until = "promised"

[[right]]
id = "appeal"
title = { zh = "申诉", en = "Appeal" }
article = "5"
from = "received"
days = 30

[[vocabulary]]
id = "answers"
title = { zh = "答复", en = "answers" }

[[vocabulary.term]]
id = "yes"
title = { zh = "同意", en = "yes" }
article = "4"

[[vocabulary.term]]
id = "no"
title = { zh = "不同意", en = "no" }
article = "4"
attributes = { final = true }
"""

STEPS = """
in_force = 2020-01-01
checked = 2026-11-22

[[step]]
id = "complain"
title = { zh = "投诉", en = "Complain" }
article = "3"
event = "grievance.made"
from = [""]
to = "open"
by = ["resident"]
set.parties = { office = "$args.office" }
set.dates = { received = "$today", promised = "$args.promised" }
set.values = { times = { add = 1 }, weight = "$args.weight" }

[[step.arg]]
name = "office"
title = { zh = "办公室", en = "office" }
kind = "organ"
required = true

[[step.arg]]
name = "promised"
title = { zh = "承诺之日", en = "promised" }
kind = "date"

[[step.arg]]
name = "weight"
title = { zh = "份量", en = "weight" }
kind = "int"

[[step.open]]
duty = "answer"

[[step.open]]
duty = "keep_promise"
when = [{ fact = "dates.promised", present = true }]

[[step.grant]]
right = "appeal"

[[step]]
id = "reply"
title = { zh = "答复", en = "Reply" }
article = "4"
event = "grievance.answered"
from = ["@open"]
to = "closed"
by = ["office"]
discharges = ["answer"]
cancels = ["*"]

[[step.arg]]
name = "answer"
title = { zh = "答复", en = "answer" }
kind = "term"
vocabulary = "answers"
required = true

[[step.close]]
right = "appeal"

[[step]]
id = "note"
title = { zh = "备注", en = "Note" }
article = "4"
event = "grievance.noted"
from = ["@any"]
by = ["office"]
"""

FILES: Mapping[str, str] = {"pack.toml": HEAD, "rules.toml": RULES, "steps.toml": STEPS}


def parse(**changed: str) -> Pack:
    """The small pack with some files replaced (``rules=...``, ``steps=...``, ``pack=...``)."""
    return packs.parse({**FILES, **{f"{name}.toml": text for name, text in changed.items()}})


def put(text: str, old: str, new: str) -> str:
    """The text with one passage replaced, which must be there."""
    assert old in text, old
    return text.replace(old, new, 1)
