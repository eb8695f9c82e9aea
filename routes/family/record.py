"""What the tabs of « Famille » share: the guardian’s name above, the tab bar, and « Retour »."""

from dataclasses import dataclass
from typing import Any, ClassVar

from data.sessions import Person
from data.site_texts import Place
from routes.web.page import View
from routes.web.tabs import Tab

IDENTITY = Tab("/famille", "Identité", Place.FAMILY)
FEES = Tab("/famille/cotisations", "Facturation cotisations", Place.FEES)
RENTALS = Tab("/famille/locations", "Facturation location", Place.RENTALS)
STUDENTS = Tab("/famille/eleves", "Elèves", Place.STUDENTS)


@dataclass(frozen=True, kw_only=True)
class FamilyView(View):
    """A tab of the family."""

    menu: ClassVar[str] = "famille"
    regions: ClassVar[tuple[str, ...]] = ("screen", "panel")

    tabs: list[Tab]
    tab: Tab


def frame(person: Person, tab: Tab, part: str = "") -> dict[str, Any]:
    """What every tab says of the family; a site may do without the rental tab."""
    tabs = [IDENTITY, FEES, *([RENTALS] if person.rentals_tab else []), STUDENTS]
    return {"heading": person.name, "part": part or tab.label, "tabs": tabs, "tab": tab}
