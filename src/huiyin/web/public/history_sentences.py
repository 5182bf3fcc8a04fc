"""The sentences of a matter's history, by the event that each of them tells."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from huiyin.casework.events import (
    CODE_RENEWED,
    CORRECTED,
    ERASED,
    ERASURE_ASKED,
    ERASURE_DUE,
    ERASURE_PROPOSED,
    ERASURE_REFUSED,
    ERASURE_SENT_BACK,
    ERASURE_TAKEN_BACK,
    SUCCEEDED,
    SUCCESSOR_NAMED,
)

# %(organ)s acted; %(to)s is the organ that the event names.
SENTENCES = {
    "matter.registered": gettext_lazy("%(organ)s registered the matter"),
    "matter.forwarded": gettext_lazy("%(organ)s passed the matter to %(to)s"),
    "matter.objected": gettext_lazy(
        "%(organ)s said that it is not the right organ for the matter"
    ),
    "matter.returned": gettext_lazy(
        "%(organ)s agreed and took the matter back to pass it on again"
    ),
    "matter.return_declined": gettext_lazy(
        "%(organ)s did not agree: the matter stays where it is"
    ),
    "matter.handover_offered": gettext_lazy(
        "%(organ)s asked %(to)s to take over the matter"
    ),
    "matter.handed_over": gettext_lazy(
        "%(organ)s took over the matter, with all its dates"
    ),
    "matter.handover_declined": gettext_lazy(
        "%(organ)s did not take over the matter"
    ),
    "matter.handover_withdrawn": gettext_lazy(
        "%(organ)s keeps the matter after all"
    ),
    "matter.competence_referred": gettext_lazy(
        "%(organ)s asked %(to)s to decide who is competent"
    ),
    "matter.conference_asked": gettext_lazy(
        "%(organ)s asked the joint conference, for which %(to)s acts, to decide"
    ),
    "matter.competence_decided": gettext_lazy(
        "%(organ)s decided that %(to)s is competent"
    ),
    "matter.joint_asked": gettext_lazy("%(organ)s asked %(to)s to join in"),
    "matter.joint_opinion_given": gettext_lazy(
        "%(organ)s gave its opinion to the organ that leads"
    ),
    "matter.joint_time_asked": gettext_lazy(
        "%(organ)s asked the organ that leads for more time"
    ),
    "matter.joint_date_moved": gettext_lazy(
        "%(organ)s gave an organ that joins in a later day; your date stays"
    ),
    "matter.joint_released": gettext_lazy(
        "%(organ)s no longer needs another organ to join in"
    ),
    "matter.notified": gettext_lazy(
        "%(organ)s told you that it has the matter and how it will be handled"
    ),
    "matter.accepted": gettext_lazy("%(organ)s accepted the matter"),
    "matter.refused": gettext_lazy("%(organ)s did not accept the matter"),
    "matter.diverted": gettext_lazy(
        "%(organ)s directed you to another lawful way"
    ),
    "matter.extended": gettext_lazy("%(organ)s extended the time for handling"),
    "matter.reported": gettext_lazy(
        "%(organ)s reported to the office that had passed the matter on"
    ),
    "matter.decided": gettext_lazy("%(organ)s decided"),
    "matter.served": gettext_lazy(
        "You received the written answer of %(organ)s"
    ),
    "matter.concluded": gettext_lazy("%(organ)s closed the file"),
    "matter.lapsed": gettext_lazy(
        "The time to ask for a review ended, and the matter with it"
    ),
    "matter.withdrawn": gettext_lazy("You withdrew the matter"),
    "matter.rated": gettext_lazy("You rated how the matter was handled"),
    "matter.carried_over": gettext_lazy(
        "The matter was taken over from an older register"
    ),
    "matter.supervised": gettext_lazy(
        "%(organ)s put the matter under supervision: %(to)s must answer"
    ),
    "matter.supervision_answered": gettext_lazy(
        "%(organ)s answered the supervision"
    ),
    "matter.supervision_repeated": gettext_lazy(
        "%(organ)s was not satisfied and asks for another answer"
    ),
    "matter.supervision_escalated": gettext_lazy(
        "%(organ)s asked %(to)s, the superior, to have it put right"
    ),
    "matter.escalation_answered": gettext_lazy(
        "%(organ)s answered as the superior"
    ),
    "matter.supervision_settled": gettext_lazy(
        "%(organ)s took the answer as enough: the supervision is settled"
    ),
    "matter.supervision_withdrawn": gettext_lazy(
        "%(organ)s ended the supervision"
    ),
    "matter.complained": gettext_lazy("You complained to %(to)s, the superior"),
    "matter.complaint_answered": gettext_lazy(
        "%(organ)s, as the superior, answered the complaint"
    ),
    "matter.taken_up_again": gettext_lazy(
        "%(organ)s took the matter up again: it is handled anew"
    ),
    "matter.carried_out_again": gettext_lazy(
        "%(organ)s carries out after all what was decided"
    ),
    "matter.recusal_asked": gettext_lazy(
        "You asked that an officer stands aside"
    ),
    "matter.recusal_declared": gettext_lazy(
        "An officer of %(organ)s declared an interest and stands aside"
    ),
    "matter.recusal_referred": gettext_lazy(
        "%(organ)s asked %(to)s to decide whether an officer stands aside"
    ),
    "matter.recusal_decided": gettext_lazy(
        "%(organ)s decided whether an officer stands aside"
    ),
    "matter.went_over": gettext_lazy(
        "The matter goes on under a new version of the law"
    ),
    "matter.crossing_marked": gettext_lazy(
        "%(organ)s noted that several areas or departments are concerned"
    ),
    "matter.visit_guided": gettext_lazy(
        "%(organ)s told you which organ is competent"
    ),
    "matter.personnel_informed": gettext_lazy(
        "%(organ)s informed the personnel department, and not who reported it"
    ),
    "matter.leaders_told": gettext_lazy(
        "%(organ)s reported to the leaders of the committee, and not who reported it"
    ),
    "matter.result_published": gettext_lazy(
        "%(organ)s published the result, without anything about a person"
    ),
    "matter.result_withdrawn": gettext_lazy(
        "%(organ)s took the published result down"
    ),
    "matter.urgent_marked": gettext_lazy(
        "%(organ)s found that the matter is major or urgent"
    ),
    "matter.urgent_reported": gettext_lazy(
        "%(organ)s reported the urgent matter to %(to)s"
    ),
    "matter.urgent_reported_above": gettext_lazy(
        "%(organ)s reported the urgent matter to the petition offices above"
    ),
    "matter.urgent_directed": gettext_lazy(
        "%(organ)s decided on the urgent matter"
    ),
    "matter.urgent_unmarked": gettext_lazy(
        "%(organ)s found that the matter is not urgent"
    ),
    SUCCEEDED: gettext_lazy(
        "%(old)s no longer exists: %(to)s takes its place, and every date stays as it is"
    ),
    SUCCESSOR_NAMED: gettext_lazy(
        "%(organ)s named %(to)s to take the matter over; every date stays as it is"
    ),
    "matter.identity_asked": gettext_lazy(
        "A reader at %(organ)s asked to open who you are"
    ),
    "matter.identity_approved": gettext_lazy(
        "A second reader at %(organ)s approved that it is opened"
    ),
    "matter.identity_declined": gettext_lazy(
        "A second reader at %(organ)s declined that it is opened"
    ),
    "matter.identity_opened": gettext_lazy(
        "A reader at %(organ)s opened who you are"
    ),
    CORRECTED: gettext_lazy(
        "%(organ)s corrected what is recorded of a name or of how to reach somebody"
    ),
    CODE_RENEWED: gettext_lazy(
        "%(organ)s gave out a new query code; the one before it opens nothing any more"
    ),
    ERASURE_TAKEN_BACK: gettext_lazy(
        "You took back the request to erase your name"
    ),
    ERASURE_PROPOSED: gettext_lazy(
        "%(organ)s proposed that the name is erased; a second person has to confirm it"
    ),
    ERASURE_DUE: gettext_lazy(
        "%(organ)s proposed that the names are erased, because the term of keeping them "
        "is over; a second person has to confirm it"
    ),
    ERASURE_SENT_BACK: gettext_lazy(
        "%(organ)s looks again at whether a name is erased"
    ),
    ERASURE_REFUSED: gettext_lazy("The name is not erased now"),
    ERASED: gettext_lazy("%(organ)s erased the name and how to reach somebody"),
    "matter.hearing_held": gettext_lazy("%(organ)s held the hearing"),
    "matter.executed": gettext_lazy("%(organ)s carried out what was decided"),
    "matter.signatory_left": gettext_lazy(
        "%(organ)s recorded that one of those who signed left"
    ),
    "matter.withdrawal_agreed": gettext_lazy(
        "%(organ)s recorded that one of those who signed agrees to withdraw"
    ),
    "duty.redated": gettext_lazy(
        "A date was corrected, because the official calendar changed"
    ),
}


# By the petitioner, and by an organ.
SENTENCES_OF_EITHER = {
    "matter.supplemented": (
        gettext_lazy("You added material"),
        gettext_lazy("%(organ)s added material"),
    ),
    ERASURE_ASKED: (
        gettext_lazy("You asked that your name is erased"),
        gettext_lazy(
            "%(organ)s recorded that somebody asks for their name to be erased"
        ),
    ),
}


# By the petitioner (or the agent), and by an organ for them.
SENTENCES_OF_AGENTS = {
    "matter.agent_appointed": (
        gettext_lazy("You let agent no. %(number)d act for you"),
        gettext_lazy(
            "%(organ)s recorded agent no. %(number)d, who acts for you"
        ),
    ),
    "matter.agent_ended": (
        gettext_lazy("The authority of agent no. %(number)d ended"),
        gettext_lazy(
            "%(organ)s recorded that the authority of agent no. %(number)d ended"
        ),
    ),
}


PARTY_NAMED = {
    "matter.forwarded": "handler",
    "matter.handover_offered": "offered",
    "matter.competence_referred": "superior",
    "matter.conference_asked": "superior",
    "matter.competence_decided": "handler",
    "matter.supervised": "supervised",
    "matter.supervision_escalated": "supervised_superior",
    "matter.complained": "complained_to",
    "matter.joint_asked": "joint",
    "matter.recusal_referred": "recuser",
    "matter.urgent_reported": "urgent_authority",
}


NOTE_LABELS = {
    "place": gettext_lazy("Where exactly"),
    "text": gettext_lazy("What was said"),
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
    "explanation": gettext_lazy("Explanation"),
    "competent_organ": gettext_lazy("Competent organ"),
    "comment": gettext_lazy("Your words"),
}
