"""A family proposes, the office decides: requests, their history, and what import and export make of them."""

from data.changes.requests import (
    ApprovedValue,
    ChangeEvent,
    ChangeRequest,
    Decision,
    ProposedChange,
    State,
    Step,
)

__all__ = [
    "ApprovedValue",
    "ChangeEvent",
    "ChangeRequest",
    "Decision",
    "ProposedChange",
    "State",
    "Step",
]
