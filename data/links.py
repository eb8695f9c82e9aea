"""What the office has said of who belongs to which family: it stands whatever the next export says."""

from sqlmodel import Field, SQLModel, UniqueConstraint


class LinkDecision(SQLModel, table=True):
    """A student whom the office has linked to a family, or unlinked from it."""

    __tablename__ = "link_decision"
    __table_args__ = (UniqueConstraint("family_id", "student_id"),)

    id: int = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id")
    student_id: int = Field(foreign_key="student.id", index=True)
    linked: bool  # else unlinked
