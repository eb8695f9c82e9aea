"""A family proposes, the office decides: requests, their history, and what import and export make of them.

`fields` says what may be proposed; `proposing` is the family’s verb,
`recording` writes it down, `deciding` is the office’s; `standing` is what a page shows of a request, `queue` many
of them; `holds` is what import and export must know.
"""

from data.changes.deciding import Case, Decided, Line, Ruling, Verdict, case_of, decide, was_told
from data.changes.fields import GUARDIAN, STUDENT, Field, Record, Texts, fields_of, same, texts_of
from data.changes.proposing import PASSWORD, Answer, Clash, Outcome, Wish, propose
from data.changes.queue import (
    Filter,
    Listing,
    events_of,
    pending_in,
    request_with,
    requests_in,
    requests_of,
    waiting_in,
)
from data.changes.recording import pending_of, withdraw
from data.changes.requests import (
    ApprovedValue,
    ChangeEvent,
    ChangeRequest,
    Decision,
    ProposedChange,
    State,
    Step,
)
from data.changes.standing import Standing, standing_of

__all__ = [
    "GUARDIAN",
    "PASSWORD",
    "STUDENT",
    "Answer",
    "ApprovedValue",
    "Case",
    "ChangeEvent",
    "ChangeRequest",
    "Clash",
    "Decided",
    "Decision",
    "Field",
    "Filter",
    "Line",
    "Listing",
    "Outcome",
    "ProposedChange",
    "Record",
    "Ruling",
    "Standing",
    "State",
    "Step",
    "Texts",
    "Verdict",
    "Wish",
    "case_of",
    "decide",
    "events_of",
    "fields_of",
    "pending_in",
    "pending_of",
    "propose",
    "request_with",
    "requests_in",
    "requests_of",
    "same",
    "standing_of",
    "texts_of",
    "waiting_in",
    "was_told",
    "withdraw",
]
