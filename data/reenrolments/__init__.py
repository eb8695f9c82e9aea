"""Re-enrolment: a family wishes, supplies documents and sends; the office decides.

`opening` says when; `folder` is all that one page shows of a student; `saving`, `supplying` and `sending` are the
family’s verbs.
"""

from data.reenrolments.folder import Asked, Folder, Line, folder_of
from data.reenrolments.opening import Opening, Phase, opening_of, phase_of
from data.reenrolments.saving import merge, problems_with, save, texts_of
from data.reenrolments.sending import Answer, Outcome, problems_of, send, take_back
from data.reenrolments.supplying import Arrived, Overtaken, document_of, fits, remove, stored_names, stored_of, supply
from data.reenrolments.tables import DECIDED, WAITING, CourseChoice, Reenrolment, ReenrolmentEvent, State, Step

__all__ = [
    "DECIDED",
    "WAITING",
    "Answer",
    "Arrived",
    "Asked",
    "CourseChoice",
    "Folder",
    "Line",
    "Opening",
    "Outcome",
    "Overtaken",
    "Phase",
    "Reenrolment",
    "ReenrolmentEvent",
    "State",
    "Step",
    "document_of",
    "fits",
    "folder_of",
    "merge",
    "opening_of",
    "phase_of",
    "problems_of",
    "problems_with",
    "remove",
    "save",
    "send",
    "stored_names",
    "stored_of",
    "supply",
    "take_back",
    "texts_of",
]
