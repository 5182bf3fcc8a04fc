"""The small pack with a step for each kind of consequence, for the tests of what follows from a step."""

MORE = """
in_force = 2020-01-01
checked = 2026-11-22

[[date]]
id = "asked"
title = { zh = "请求", en = "asked" }

[[date]]
id = "named"
title = { zh = "约定之日", en = "named" }

[[duty]]
id = "visit"
title = { zh = "走访", en = "Visit" }
article = "7"
owner = "office"
from = "received"
days = 20
unit = "calendar"

[[duty]]
id = "report"
title = { zh = "报告", en = "Report" }
article = "8"
owner = "office"
from = "asked"
days = 30
unit = "calendar"

[[vocabulary]]
id = "stops"
title = { zh = "停止", en = "stops" }

[[vocabulary.term]]
id = "looking"
title = { zh = "勘验", en = "looking at it" }
article = "7"

[[step]]
id = "plan"
title = { zh = "安排", en = "Plan a visit" }
article = "7"
event = "grievance.planned"
from = ["open"]
by = ["office"]

[[step.open]]
duty = "visit"

[[step]]
id = "ask"
title = { zh = "请求报告", en = "Ask for a report" }
article = "8"
event = "grievance.report_asked"
from = ["open"]
by = ["office"]
set.dates = { asked = "$today" }

[[step.open]]
duty = "report"
within = ["answer", "visit"]

[[step]]
id = "pause"
title = { zh = "停止计算", en = "Pause" }
article = "9"
event = "grievance.paused"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "why"
title = { zh = "理由", en = "why" }
kind = "text"
required = true

[[step.stop]]
duty = "answer"
category = "looking"
reason = "why"
evidence = "why"

[[step]]
id = "resume"
title = { zh = "恢复计算", en = "Resume" }
article = "10"
event = "grievance.resumed"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "bounded"
title = { zh = "有上限", en = "bounded" }
kind = "bool"
default = false

[[step.resume]]
duty = "answer"
when = [{ fact = "args.bounded", is = false }]

[[step.resume]]
duty = "answer"
at_most = 3
when = [{ fact = "args.bounded", is = true }]

[[step]]
id = "prolong"
title = { zh = "延长", en = "Prolong" }
article = "11"
event = "grievance.prolonged"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "days"
title = { zh = "天数", en = "days" }
kind = "int"
required = true

[[step.extend]]
duty = "answer"
by = "$args.days"

[[step]]
id = "put_off"
title = { zh = "推迟", en = "Put off" }
article = "11"
event = "grievance.put_off"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "until"
title = { zh = "日期", en = "day" }
kind = "date"
required = true

[[step.extend]]
duty = "answer"
until = "$args.until"

[[step]]
id = "set_day"
title = { zh = "约定", en = "Set a day" }
article = "8"
event = "grievance.day_set"
from = ["open"]
by = ["office"]
set.dates = { asked = "$today", named = "$args.until" }

[[step.arg]]
name = "until"
title = { zh = "日期", en = "day" }
kind = "date"

[[step.open]]
duty = "report"
until = "named"

[[step]]
id = "hand_over"
title = { zh = "移交", en = "Hand over" }
article = "12"
event = "grievance.handed_over"
from = ["open"]
by = ["office"]
set.parties = { office = "$args.to" }

[[step.arg]]
name = "to"
title = { zh = "单位", en = "organ" }
kind = "organ"
required = true

[[step.reassign]]
owned_by = "office"
to = "$args.to"

[[step]]
id = "judge"
title = { zh = "判断", en = "Judge" }
article = "13"
event = "grievance.judged"
from = ["open"]
by = ["office"]

[[step.arg]]
name = "end"
title = { zh = "结束", en = "end" }
kind = "bool"
required = true

[[step.turn]]
to = "closed"
when = [{ fact = "args.end", is = true }]

[[step.cancel]]
duty = "*"
when = [{ fact = "args.end", is = true }]

[[step.discharge]]
duty = "answer"
when = [{ fact = "args.end", is = true }]

[[step.close]]
right = "*"
when = [{ fact = "args.end", is = true }]
"""
