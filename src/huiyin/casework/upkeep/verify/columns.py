"""What `huiyin verify` proves of every column of every table of ours, and what it does
not, with the reason.

A test walks all models and fails where a column is not accounted for;
docs/reference/proof.md is written from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FOLDED: Final = "folded"
"""The column is what the events say; verify folds them and compares."""
COMMITTED: Final = "committed"
"""An event holds a salted commitment to it, or to something that it is part of."""
CHAINED: Final = "chained"
"""Part of the ledger itself: hashed, linked, and below the heads."""
CHECKED: Final = "checked"
"""Compared with other rows, with keys or with the files in the store."""

HOW: Final = (FOLDED, COMMITTED, CHAINED, CHECKED)
NOT: Final = "not proven: "

Columns = Mapping[str, str]


def _all(how: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), how)


SALT = CHECKED  # with another salt no commitment fits
TOKEN = (
    NOT
    + "makes a form that is handed in twice the same matter, and opens nothing"
)

FIGURES: Final = NOT + (
    "derived from rows that are, and equal to a recount of them; `huiyin follow figures "
    "--check` compares, `--rebuild` writes it anew"
)

WORDS: Final = NOT + (
    "derived from titles, numbers and duties, and only names what is then looked at; "
    "`huiyin follow words --check` compares, `--rebuild` writes it anew"
)

PROOF: Final[Mapping[str, Columns]] = {
    "ledger.LedgerEvent": _all(
        CHAINED,
        "id stream seq type at recorded_at actor organ grounds pack payload prev_hash hash",
    ),
    "ledger.StreamHead": _all(CHECKED, "stream seq hash"),
    "ledger.TreeHead": _all(CHECKED, "size last_id root")
    | {
        "peaks": NOT
        + "only there to go on from; a wrong one makes the next head differ, which is found",
        "taken_at": NOT
        + "says when a head was taken; the copy outside the machine says it too",
    },
    "ledger.FollowerCursor": _all(
        NOT
        + (
            "how far a follower has read; `huiyin follow --check` finds a wrong one, "
            "`--rebuild` begins again"
        ),
        "name position stuck_id stuck_since reason version filling_until filled",
    ),
    "oversight.EventCount": _all(
        NOT
        + (
            "derived from the ledger; `huiyin follow tally --check` compares, "
            "`--rebuild` writes it anew"
        ),
        "id organ day events",
    ),
    "oversight.TallyCell": _all(
        FIGURES, "id figure period organ what how number"
    ),
    "oversight.TallyMatter": _all(FIGURES, "id facts"),
    "correspondence.OwedLetter": _all(
        NOT
        + (
            "derived from the ledger; `huiyin follow outbox --check` compares, "
            "`--rebuild` adds what is missing"
        ),
        "id event_id stream seq pack kind addressee organ owed_at",
    ),
    "people.Identity": _all(
        CHECKED, "id wrapped_key ciphertext phone_hash second_phone_hash sealed"
    )
    | {
        "erased_at": FOLDED,
        "ciphertext": CHECKED
        + ": opens, and belongs to this id; who has the vault's key can write another",
        "office": NOT
        + "which office finds the number again; it is part of the hash where there is one",
        "created_at": NOT
        + "stands beside the event that filed the matter, which has its own time",
    },
    "organisations.Area": _all(FOLDED, "code name_zh name_en level parent_id"),
    "organisations.Topic": _all(FOLDED, "code name_zh name_en parent_id"),
    "organisations.Organ": _all(
        FOLDED,
        "code name_zh name_en level kind parent_id department_above_id area_id path "
        "active ending ended_date successors"
        " passed_on",
    ),
    "organisations.Competence": _all(FOLDED, "topic_id area_id organ_id note")
    | {"id": NOT + "a running number"},
    "organisations.Posting": _all(
        FOLDED, "staff_id organ_id post from_date to_date"
    )
    | {"id": NOT + "a running number"},
    "organisations.ReaderProposal": _all(
        FOLDED, "id organ_id staff_id proposed_by_id proposed_at answer"
    ),
    "organisations.Staff": _all(FOLDED, "id is_active")
    | _all(CHECKED, "is_superuser is_staff")
    | {
        "username": NOT + "a name is personal data, and events hold none",
        "name": NOT + "a name is personal data, and events hold none",
        "email": NOT + "personal data, and used for nothing",
        "password": NOT
        + "its owner changes it; an event for each change would tell when",
        "temporary_password": NOT
        + "ends when its owner chooses another; who gave it is in the ledger",
        "last_login": NOT + "changes with every sign-in; nothing rests on it",
        "date_joined": NOT + "the event that entered them has the time",
        "groups": NOT + "used for nothing: rights follow from postings alone",
        "user_permissions": NOT
        + "used for nothing: rights follow from postings alone",
    },
    "organisations.Revision": {
        "id": NOT + "always 1",
        "token": NOT + "tells processes that their copy of the register is old",
    },
    "casework.Case": _all(
        FOLDED,
        "id number pack state final register category channel topic area outcome rating "
        "follows sealed aside in_charge helpers receiver"
        " handler offered parties values dates rights received_date resolved_date "
        "ending closed_date reopened_date"
        " contacts_count event_seq event_hash event_at",
    )
    | _all(COMMITTED, "title query_hash")
    | {"title_salt": SALT},
    "casework.Duty": _all(
        FOLDED,
        "id case_id ref kind owner article verified base_date days unit extension_days "
        "last_day due_date provisional"
        " opened_date status closed_date event_seq stopped_days stopped_date",
    ),
    "casework.Remedy": _all(FOLDED, "id case_id route last_day provisional"),
    "casework.Contact": _all(
        FOLDED,
        "id case_id event_seq channel contact_date repeat persons representatives spoken",
    )
    | _all(COMMITTED, "text office identity external_number")
    | {"salt": SALT, "token": TOKEN},
    "casework.Participant": _all(
        FOLDED, "case_id event_seq position role ended_seq"
    )
    | {
        "id": NOT + "spelled from matter and position",
        "identity": COMMITTED,
        "salt": SALT,
    },
    "casework.Agent": _all(
        FOLDED,
        "case_id event_seq position kind scope since_date until_date paper ended_seq",
    )
    | {
        "id": NOT + "spelled from matter and position",
        "identity": COMMITTED,
        "code_hash": COMMITTED,
    }
    | {"salt": SALT, "token": TOKEN},
    "casework.ErasureWaiting": _all(
        FOLDED, "id case_id event_seq organ asked_date due_date proposed"
    ),
    "casework.Claim": _all(FOLDED, "case_id position")
    | _all(COMMITTED, "text outcome facts basis reply")
    | {"id": NOT + "spelled from matter and position", "salt": SALT},
    "casework.EarlierDecision": _all(FOLDED, "case_id event_seq position")
    | _all(COMMITTED, "outcome facts basis reply")
    | {"id": NOT + "spelled from matter, event and position"},
    "casework.Note": _all(FOLDED, "case_id event_seq key")
    | {
        "id": NOT + "spelled from matter, event and key",
        "text": COMMITTED,
        "salt": SALT,
    },
    "casework.Attachment": _all(FOLDED, "id case_id event_seq")
    | _all(COMMITTED, "name media_type key size sha256")
    | {
        "salt": SALT,
        "path": CHECKED + ": what lies there has the digest (--files)",
        "draft": CHECKED + ": empty once the file belongs to a matter",
        "uploaded_at": NOT + "the event that brought the file has its own time",
    },
    "casework.SealedHolder": _all(CHECKED, "id organ staff public proof")
    | {
        "wrapped": NOT
        + "whether a reader's key opens is asked when keys are rotated (huiyin keys)"
    },
    "casework.SealedKey": _all(CHECKED, "case_id holder")
    | {
        "id": NOT + "a running number",
        "wrapped": NOT
        + (
            "opens with the holder's key alone; a broken one opens nothing and is seen "
            "when it is used"
        ),
    },
    "server.Kept": _all(
        NOT
        + "counts of limits, which end by themselves; no matter rests on them",
        "key number text until",
    ),
    "server.KeyPrint": _all(CHECKED, "kind fingerprint retired")
    | {
        "id": NOT + "a running number",
        "since": NOT + "says when the key was first seen; nothing rests on it",
    },
    "casework.TitleTerm": _all(WORDS, "term day case_id"),
    "casework.TermedMatter": _all(WORDS, "id day terms"),
    "casework.Series": {
        "name": NOT + "the prefix of an office's numbers",
        "last": NOT
        + "may only run ahead; a number that was given is unique in the register",
    },
}

RECORDED_BEFORE: Final = (
    "Files' names, query codes, agents' codes, and whose identity a contact names are "
    "committed to since December 2026."
    " Of what was recorded before, verify says nothing on these columns."
)
