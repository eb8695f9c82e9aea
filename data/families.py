"""Families and their guardians (famille, responsable)."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, func, select

from data.keys import new_key
from data.later import since_then


class Family(SQLModel, table=True):
    """A household as the administrative software knows it."""

    __table_args__ = (
        UniqueConstraint("site_id", "reference"),
        sa.Index("ix_family_site_id_sorted_as", "site_id", "sorted_as"),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    site_id: int = Field(foreign_key="site.id")
    reference: str
    sorted_as: str = Field(
        default="", sa_column_kwargs=since_then("")
    )  # its responsable’s name, as directory.py folds it
    by_hand: bool = Field(default=False, sa_column_kwargs=since_then(False))  # no export has brought it so far


class Guardian(SQLModel, table=True):
    """An adult of a family; the one of rank 0 is its responsable."""

    __table_args__ = (UniqueConstraint("family_id", "rank"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True)
    family_id: int = Field(foreign_key="family.id")
    rank: int = 0
    surname: str
    given_name: str
    honorific: str = ""
    marital_status: str = ""
    profession: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    home_phone: str = ""
    work_phone: str = ""
    fax: str = ""
    other_phone: str = ""
    mobile: str = ""
    email: str = ""
    by_hand: bool = Field(default=False, sa_column_kwargs=since_then(False))  # no export has brought it so far
    split_from: str = Field(default="", sa_column_kwargs=since_then(""))  # the family that the export still has it in

    @property
    def name(self) -> str:
        """« ABOLANT Jocelyne », as every heading of the manual has it."""
        return f"{self.surname} {self.given_name}"


def guardian_of(db: Session, family: int) -> Guardian:
    """The responsable of a family: whom its bills are addressed to."""
    return db.exec(select(Guardian).where(Guardian.family_id == family, Guardian.rank == 0)).one()


def guardian_with(db: Session, family: int, guardian: int) -> Guardian:
    """One of the guardians of a family."""
    return db.exec(select(Guardian).where(Guardian.family_id == family, Guardian.id == guardian)).one()


def responsable_with(db: Session, site: int, key: str) -> int | None:
    """The responsable of the family of a site that has this key."""
    of_site = select(Guardian.id).join(Family).where(Family.site_id == site, Family.key == key)
    return db.exec(of_site.where(Guardian.rank == 0)).first()


def family_with(db: Session, site: int, key: str) -> Family | None:
    """The family of a site that has this key."""
    return db.exec(select(Family).where(Family.site_id == site, Family.key == key)).first()


class Named(NamedTuple):
    """A family as the office speaks of it: its key, and the surname of its responsable."""

    key: str
    surname: str


def count_in(db: Session, site: int) -> int:
    """How many families a site has."""
    return db.exec(select(func.count()).where(Family.site_id == site)).one()
