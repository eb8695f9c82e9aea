"""Re-enrolment: a family wishes, supplies documents and sends; the office decides.

`opening` says when; `folder` is all that one page shows of a student; `saving`, `supplying` and `sending` are the
family’s verbs. `queue` and `cases` are what the office sees of it, `deciding` and `reopening` are its verbs.
`keeping` says how long documents stay; of what a family has sent, `overview` is its list and `receipts` what each
receipt says.
"""

from data.reenrolments.cases import WHOLE, Case, Exhibit, case_of, is_taken_back, shown_document
from data.reenrolments.deciding import Gesture, Ruled, Ruling, Verdict, Word, decide, open_documents
from data.reenrolments.folder import Asked, Folder, Line, folder_of
from data.reenrolments.opening import Opening, Phase, has_tab, is_open, opening_of, phase_of
from data.reenrolments.overview import Overview, sent_by
from data.reenrolments.queue import Listed, counts_in, round_of, sent_in, sought_in, waiting_in
from data.reenrolments.receipts import Sent, all_sent, sent_of
from data.reenrolments.reopening import Aftermath, Reopened, aftermath_of, reopen
from data.reenrolments.saving import merge, problems_with, save, texts_of
from data.reenrolments.sending import Answer, Outcome, problems_of, send, take_back
from data.reenrolments.supplying import (
    Arrived,
    Overtaken,
    document_of,
    fits,
    is_overtaken,
    remove,
    stored_names,
    stored_of,
    supply,
)
from data.reenrolments.tables import DECIDED, WAITING, CourseChoice, Reenrolment, ReenrolmentEvent, State, Step

__all__ = [
    "DECIDED",
    "WAITING",
    "WHOLE",
    "Aftermath",
    "Answer",
    "Arrived",
    "Asked",
    "Case",
    "CourseChoice",
    "Exhibit",
    "Folder",
    "Gesture",
    "Line",
    "Listed",
    "Opening",
    "Outcome",
    "Overtaken",
    "Overview",
    "Phase",
    "Reenrolment",
    "ReenrolmentEvent",
    "Reopened",
    "Ruled",
    "Ruling",
    "Sent",
    "State",
    "Step",
    "Verdict",
    "Word",
    "aftermath_of",
    "all_sent",
    "case_of",
    "counts_in",
    "decide",
    "document_of",
    "fits",
    "folder_of",
    "has_tab",
    "is_open",
    "is_overtaken",
    "is_taken_back",
    "merge",
    "open_documents",
    "opening_of",
    "phase_of",
    "problems_of",
    "problems_with",
    "remove",
    "reopen",
    "round_of",
    "save",
    "send",
    "sent_by",
    "sent_in",
    "sent_of",
    "shown_document",
    "sought_in",
    "stored_names",
    "stored_of",
    "supply",
    "take_back",
    "texts_of",
    "waiting_in",
]
