"""What the random acts of ``test_machine`` try: who does them, in which organs, and every step by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from huiyin.casework import acts

ORGANS = ("office", "housing", "environment", "discipline", "xinan", "dadu")
STAFF = ("clerk", "dispatcher", "chief", "builder", "builder_head", "green", "green_head", "inspector", "townsman",
         "dadu_officer", "governor", "mayor", "supervisor", "auditor")  # fmt: skip
CATEGORIES = ("appeal", "suggestion", "accusation")

PLAIN: dict[str, Callable[..., Any]] = {
    "agree_return": partial(acts.take, "agree_return"),
    "accept_handover": partial(acts.take, "accept_handover"),
    "withdraw_handover": partial(acts.take, "withdraw_handover"),
    "accept": partial(acts.take, "accept"),
    "withdraw": partial(acts.take, "withdraw"),
}
REASONED: dict[str, Callable[..., Any]] = {
    "object": partial(acts.take, "object"),
    "decline_return": partial(acts.take, "decline_return"),
    "decline_handover": partial(acts.take, "decline_handover"),
    "refer_competence": partial(acts.take, "refer_competence"),
}
OTHERS = ("answer_simply", "conclude", "contact", "decide", "decide_competence", "divert", "extend", "forward",
          "notify", "offer_handover", "rate", "refuse", "register", "report", "serve", "supplement")  # fmt: skip
# What discharges a duty, and who stands for the organ that owes it.
DISCHARGED_BY = {
    "register": "register", "route": "forward", "route_again": "forward", "notify": "notify",
    "notify_own_rules": "notify", "dispose": "notify", "accept": "accept",
    "handle": "decide", "answer_suggestion": "decide", "handle_accusation": "decide", "serve": "serve",
    "tell_result": "serve",
    "close": "conclude", "report": "report", "answer_objection": "agree_return",
    "decide_competence": "decide_competence", "review": "decide_review", "serve_review": "serve_review",
    "rereview": "decide_rereview", "serve_rereview": "serve_rereview", "execute": "execute",
    "hold_hearing": "hold_hearing", "answer_supervision": "answer_supervision", "examine_answer": "accept_answer",
    "answer_escalation": "answer_escalation", "joint_opinion": "give_joint_opinion", "forward_simply": "forward",
    "accept_simply": "accept_simplified", "answer_simply": "answer_simply", "paper_answer": "give_paper",
    "copy_on_paper": "give_copy",
    "decide_recusal": "decide_recusal", "act_or_answer": "answer_led_in", "answer_complaint": "answer_complaint",
    "report_urgent": "report_urgent", "report_urgent_above": "report_urgent_above",
}  # fmt: skip
HEADS = {"office": "dispatcher", "housing": "builder_head", "environment": "green_head", "discipline": "inspector",
         "xinan": "townsman", "dadu": "dadu_officer", "district": "governor", "city": "mayor"}  # fmt: skip
# Steps without an act of their own: whatever the pack asks is what they are told.
GENERAL = ("ask_identity", "approve_identity", "decline_identity", "open_identity",
           "ask_review", "decide_review", "serve_review", "ask_rereview", "decide_rereview", "serve_rereview",
           "execute", "request_hearing", "decline_hearing", "order_hearing", "order_rereview_hearing", "move_hearing",
           "replace_members", "hold_hearing", "sort_by_law", "state_circumstances", "step_back",
           "lead_in", "answer_led_in", "complain", "answer_complaint", "take_up_again", "carry_out_again")  # fmt: skip
SIMPLIFIED = ("propose_simplified", "accept_simplified", "prefer_paper", "ask_paper", "give_paper",
              "give_paper_in_review", "to_ordinary", "ask_ordinary")  # fmt: skip
SUPERVISION = ("supervise", "answer_supervision", "accept_answer", "not_satisfied", "escalate", "answer_escalation",
               "withdraw_supervision")  # fmt: skip
TOGETHER = ("add_signatories", "agree_withdrawal", "leave", "serve_one", "serve_review_one",
            "serve_rereview_one")  # fmt: skip
AGENTS = ("appoint_agent", "end_agent")
JOINT = ("refer_conference", "ask_joint", "give_joint_opinion", "ask_joint_time", "move_joint_date", "release_joint")
RECUSAL = ("ask_recusal", "declare_recusal", "refer_recusal", "decide_recusal")
ONLINE = ("agree_online", "revoke_online", "ask_copy", "give_copy")
URGENT = ("mark_urgent", "report_urgent", "report_urgent_above", "direct_urgent", "unmark_urgent")
TELLING = ("guide_visit", "inform_personnel", "tell_leaders", "publish_result", "withdraw_result")
AHEAD = ("on", "answer_by", "act_by", "redo_by", "execute_by")  # days that lie ahead of the day on which they are named
ASKED = frozenset((*GENERAL, *SUPERVISION, *SIMPLIFIED, *JOINT, *RECUSAL, *ONLINE, *URGENT, *TELLING, "mark_crossing"))
STEPS = sorted((*PLAIN, *REASONED, *OTHERS, *TOGETHER, *AGENTS, *ASKED))
INNER = ("change_charge", "change_helpers")  # no steps of the law: who is in charge
