"""The journal of the tests, without who came and went."""

from sqlmodel import col, select

from data.audit import SIGNED_IN, SIGNED_OUT, AuditEntry

ACTS = select(AuditEntry).where(col(AuditEntry.action).not_in((SIGNED_IN, SIGNED_OUT))).order_by(col(AuditEntry.id))
