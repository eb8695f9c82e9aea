"""What is held, as two files: one for programs, one for people."""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from data.belongings import Belongings, Section
from data.sites import Site
from routes.web import clock, french
from routes.web.page import View, render


@dataclass(frozen=True, kw_only=True)
class ReadableView(View):
    """What is held, to be read at home: a page of its own, without the portal."""

    template: ClassVar[str] = "my_data/readable.html"

    owner: str
    made_at: str
    address: str
    sections: list[tuple[str, list[list[tuple[str, str]]]]]
    kept: list[tuple[str, str]]


def pages_of(site: Site, held: Belongings, address: str) -> list[tuple[str, str]]:
    """The same twice: for programs, and for people."""
    rows = {each.name: each.rows for each in held.sections}
    facts = {"conservatoire": site.owner, "etabli_le": french.moment(clock.now()), "reference": held.reference, **rows}
    view = ReadableView(
        heading="Mes données",
        owner=site.owner,
        made_at=french.moment(clock.now()),
        address=address,
        sections=[(each.title, _shown(each)) for each in held.sections],
        kept=kept_words(site),
    )
    return [
        ("mes-donnees.json", json.dumps(facts, ensure_ascii=False, indent=1, default=str)),
        ("mes-donnees.html", render(view, "", {})),
    ]


def kept_words(site: Site) -> list[tuple[str, str]]:
    """Each kind of thing, and how long it is kept by the settings of the site."""
    months, days = site.families_kept, site.documents_kept
    records = (
        f"{french.plural(months, 'mois', 'mois')} après la dernière année scolaire, opération ou demande de la famille"
        if months
        else "tant que le conservatoire les garde dans son logiciel administratif, ou jusqu’à leur effacement"
    )
    return [
        (
            "Identité, élèves, cours, suivi, évaluations, absences, répertoire, facturation",
            records,
        ),
        ("Demandes de modification et réinscriptions", "aussi longtemps que la fiche de la famille"),
        (
            "Pièces fournies",
            f"{french.plural(days, 'jour', 'jours')} après la décision, un an si la réinscription n’est pas envoyée",
        ),
        ("Courriels que le portail vous envoie", french.plural(site.mails_kept, "jour", "jours")),
        ("Journal de ce qui est fait sur le portail", french.plural(site.journal_kept, "jour", "jours")),
        ("Connexions", "12 heures au plus, et leur trace un jour de plus"),
        ("Saisie d’une session expirée", "une heure"),
    ]


def _shown(section: Section) -> list[list[tuple[str, str]]]:
    """In words; what says nothing is left out."""
    return [[(label, _words(value)) for label, value in row.items() if value not in ("", None)] for row in section.rows]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return french.moment(int(value.timestamp()))
    if isinstance(value, datetime.date):
        return french.day(value)
    return french.euros(int(value * 100)) if isinstance(value, Decimal) else str(value)
