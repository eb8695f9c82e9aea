"""État du portail: what waits, what it weighs, when it was last backed up."""

from dataclasses import dataclass
from typing import ClassVar

from litestar import get

from data import health
from data.health import Health
from routes.web import clock, french
from routes.web.guards import administrator_of
from routes.web.page import Page, View
from routes.web.request import Asked
from routes.web.version import VERSION

LONGEST_WITHOUT_BACKUP = 7 * 86400
LITTLE = GIGABYTE = 1_000_000_000  # bytes left on the disk
MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class StateView(View):
    """Facts, and what should be done about them."""

    template: ClassVar[str] = "office/state.html"
    menu: ClassVar[str] = "administration"

    warnings: list[str]
    facts: list[tuple[str, str]]


@get("/administration/sante")
async def show_state(request: Asked) -> Page:
    """For administrators alone."""
    person = administrator_of(request)
    found = await request.database.read(health.look_at, person.site, request.settings.home)
    now = clock.now()
    return Page(StateView(heading="État du portail", warnings=_warnings(found, now), facts=_facts(found, now)))


def _warnings(found: Health, now: int) -> list[str]:
    late = found.last_backup is None or now - found.last_backup > LONGEST_WITHOUT_BACKUP
    possible = {
        "Le portail n’a pas été sauvegardé depuis plus de 7 jours : la personne qui l’exploite lance "
        "« app.py backup ».": late,
        "Il reste moins de 1 Go sur le disque : libérez de la place avant que le portail ne puisse plus écrire.": (
            found.disk_free < LITTLE
        ),
        "Des courriels n’ont pas pu partir.": found.failed > 0,
        "La base de données n’est pas à jour : la personne qui exploite le portail lance « app.py migrate ».": (
            not found.current
        ),
    }
    return [words for words, holds in possible.items() if holds]


def _facts(found: Health, now: int) -> list[tuple[str, str]]:
    waiting = french.plural(found.waiting, "courriel", "courriels")
    oldest = f", le plus ancien {_since(found.oldest, now)}" if found.oldest else ""
    sound = "" if found.sqlite_is_sound else " (avant 3.51.3 : le portail en contourne un défaut connu)"
    return [
        ("Dernière sauvegarde", french.moment(found.last_backup) if found.last_backup else "aucune"),
        ("Courriels en attente", f"{waiting}{oldest}" if found.waiting else "aucun"),
        ("Courriels en échec", french.plural(found.failed, "courriel", "courriels") if found.failed else "aucun"),
        (
            "Pièces fournies",
            f"{french.plural(found.documents, 'document', 'documents')}, {_size(found.documents_size)}",
        ),
        ("Place libre sur le disque", _size(found.disk_free)),
        ("Base de données", "à jour" if found.current else "pas à jour"),
        ("SQLite", french.typeset(found.sqlite + sound)),
        ("Portée", VERSION),
    ]


def _since(then: int, now: int) -> str:
    return f"attend {french.since(then, now)}"


def _size(count: int) -> str:
    size, unit = (count / MEGABYTE, "Mo") if count < GIGABYTE else (count / GIGABYTE, "Go")
    return f"{size:.1f}".replace(".", ",") + f"\N{NO-BREAK SPACE}{unit}"
