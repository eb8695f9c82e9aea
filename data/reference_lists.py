"""A site’s own lists: what may be chosen in a form, and the phrases the office refuses with."""

import enum

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, bindparam, col, select

from data.database import rows


class Listed(enum.StrEnum):
    """The lists a site has, under the names they bear in its site.toml."""

    HONORIFICS = "civilites"
    MARITAL_STATUSES = "situations"
    SCHOOL_GRADES = "niveaux"
    CONSENTS = "consentements"  # droit à l’image, autorisation de sortie
    DECLINE_REASONS = "motifs"


DEFAULTS = {
    Listed.HONORIFICS: ("Madame", "Monsieur"),
    Listed.MARITAL_STATUSES: (
        "Célibataire",
        "Marié",
        "Mariée",
        "Pacsé",
        "Pacsée",
        "En concubinage",
        "Séparé",
        "Séparée",
        "Divorcé",
        "Divorcée",
        "Veuf",
        "Veuve",
    ),
    Listed.SCHOOL_GRADES: (
        "Petite section",
        "Moyenne section",
        "Grande section",
        "CP",
        "CE1",
        "CE2",
        "CM1",
        "CM2",
        "6e",
        "5e",
        "4e",
        "3e",
        "Seconde",
        "Première",
        "Terminale",
        "Études supérieures",
    ),
    Listed.CONSENTS: ("oui", "non"),
    Listed.DECLINE_REASONS: (
        "Merci de nous envoyer un justificatif.",
        "Cette modification se fait au secrétariat, sur présentation d’une pièce d’identité.",
        "Nous n’avons pas pu lire ou comprendre cette valeur.",
    ),
}


class ReferenceValue(SQLModel, table=True):
    """One value of one list of a site."""

    __tablename__ = "reference_value"
    __table_args__ = (UniqueConstraint("site_id", "listed", "rank"),)

    id: int = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    listed: str
    rank: int
    words: str


VALUES = (
    select(ReferenceValue.listed, ReferenceValue.words)
    .where(ReferenceValue.site_id == bindparam("site"))
    .order_by(col(ReferenceValue.rank))
)
Lists = dict[str, tuple[str, ...]]


def lists_of(db: Session, site: int) -> Lists:
    """What a site has decided, list by list; the portal’s own where it has decided nothing. One statement."""
    decided: dict[str, list[str]] = {}
    for row in rows(db, VALUES, site=site):
        decided.setdefault(row.listed, []).append(row.words)
    return {listed: tuple(decided.get(listed, defaults)) for listed, defaults in DEFAULTS.items()}
