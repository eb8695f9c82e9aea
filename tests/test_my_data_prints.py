"""« Mes données », the printed part: every invoice and receipt as PDF, one by one, and what is missing is said."""

import datetime
from typing import Any

import anyio
import httpx
import pytest
from lxml import html
from sqlmodel import Session, select, update

from data import database, erasing
from data.families import Family
from data.ledger import Document, Entry, EntryLine, Ledger
from data.settings import Settings
from data.sites import Site
from data.store import Store
from routes.my_data import page, prints, readable
from routes.web import pdf
from routes.web.archives import ABSENT, LOST
from routes.web.door import Door
from routes.web.hashing import Busy
from routes.web.page import View
from tests import greed
from tests.costs import counted
from tests.data.households import person_of
from tests.people import People, Someone
from tests.prints import Print
from tests.reader import Reader
from tests.reenrolling import open_reenrolment, reenrol, supply_for
from tests.rush import filled_in, opened
from tests.test_my_data import ADDRESS, archive_of, facts_of

FEE, RENTAL = "factures/2026-10-12 Avis 26FC00012.pdf", "locations/2026-10-12 Avis 26FC00012.pdf"
RECEIPT = "reinscriptions/2027-2028 Reçu 2026-000001.pdf"


def enter(db: Session, who: Someone, count: int, **told: Any) -> None:
    """So many receipts more, one a day, under numbers of their own."""
    family = person_of(db, who).family
    for number in range(count):
        facts = {"number": f"{who.username}{number}", "credit": 1000 + number, "document": Document.RECEIPT, **told}
        day = datetime.date(2020, 1, 1) + datetime.timedelta(number)
        entry = Entry(site_id=1, family_id=family, reference=f"{who.username}-{number}", date=day, label="CHEQUE",
                      ledger=Ledger.FEES, **facts)  # fmt: skip
        db.add(entry)
        db.flush()
        db.add(EntryLine(entry_id=entry.id, rank=0, label="Trimestre", amount=entry.credit))


class Printer:
    """In the place of the real one: quick, and it counts."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.troubles: list[Exception | None] = []

    async def printed(self, view: View, _: bytes) -> bytes:
        self.names.append(view.heading)
        await anyio.sleep(0)
        if self.troubles and (trouble := self.troubles.pop(0)):
            raise trouble
        return b"%PDF-" + view.heading.encode()


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Printer:
    found = Printer()
    monkeypatch.setattr(pdf, "printed", found.printed)
    return found


@pytest.fixture
def sent(settings: Settings, people: People) -> None:
    """The family has sent a re-enrolment; the neighbour has receipts of its own."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        reenrol(db, people.family)
        enter(db, people.neighbour, 1)


def test_each_is_the_pdf_that_the_portal_shows(reader: Reader, people: People, sent: None) -> None:
    files = archive_of(reader, people.family)
    assert [name for name in files if name.endswith(".pdf")] == [FEE, RENTAL, RECEIPT]
    for name, address in (
        (FEE, f"/famille/cotisations/{people.family.fee}.pdf"),
        (RENTAL, f"/famille/locations/{people.family.rental}.pdf"),
        (RECEIPT, f"/eleves/{people.family.schooling.student}/reinscription/recu.pdf"),
    ):
        assert files[name] == reader.client.get(address).content
    bill, receipt = Print(files[FEE]), Print(files[RECEIPT])
    assert (bill.after("Numéro d’opération"), bill.after("Débit")) == ("26FC00012", "1 234,56 €")
    assert "Madame D’ALMEIDA Inès" in bill.lines
    assert receipt.title == "Reçu de réinscription n°\N{NO-BREAK SPACE}2026-000001"
    assert ABSENT not in files


def test_a_site_without_the_rental_tab_has_them_among_the_invoices(
    reader: Reader, people: People, settings: Settings, printer: Printer
) -> None:
    with database.transaction(settings.database) as db:
        db.exec(update(Site).values(rentals_tab=False))
    names = [name for name in archive_of(reader, people.family) if name.endswith(".pdf")]
    assert names == [FEE, FEE.replace(".pdf", " (2).pdf")]


def test_nothing_of_the_neighbour_is_printed(reader: Reader, people: People, sent: None, printer: Printer) -> None:
    assert not [name for name in archive_of(reader, people.family) if "le-goff0" in name]
    assert [name for name in archive_of(reader, people.neighbour) if "le-goff0" in name] == [
        "factures/2020-01-01 Reçu le-goff0.pdf"
    ]


def test_what_could_not_be_printed_is_listed_and_its_facts_are_there(
    reader: Reader, people: People, sent: None, printer: Printer
) -> None:
    printer.troubles = [Busy(), ValueError("a row’s value")]
    files = archive_of(reader, people.family)
    assert [name for name in files if name.endswith(".pdf")] == [RECEIPT]
    assert files[ABSENT].decode().splitlines() == [prints.LATE, FEE, "", prints.FAULTY, RENTAL]
    assert [each["Numéro"] for each in facts_of(files)["operations"]] == ["26FC00012"] * 2


def test_a_printer_that_dies_takes_nothing_else_with_it(
    reader: Reader, people: People, sent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "make_pdf", greed.die)
    files = archive_of(reader, people.family)
    assert files[ABSENT].decode().splitlines() == [prints.FAULTY, FEE, RENTAL, RECEIPT]


def test_a_family_that_is_erased_meanwhile_keeps_what_it_has_asked_for(
    reader: Reader, people: People, settings: Settings, sent: None, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, pages_of = Store(settings.documents), readable.pages_of
    with database.transaction(settings.database) as db:
        stored = supply_for(db, store, people.family).stored

    def erase_meanwhile(*given: Any) -> list[tuple[str, str]]:
        with database.transaction(settings.database) as db:
            erasing.erase(db, None, *db.exec(select(Site, Family).join(Family).where(Family.id == family)).one())
        store.drop([stored])
        return pages_of(*given)

    with database.reading(settings.database) as db:
        family = db.exec(select(Family.id).where(Family.reference == "F-dalmeida", Family.site_id == 1)).one()
    monkeypatch.setattr(page, "pages_of", erase_meanwhile)
    files = archive_of(reader, people.family)
    assert {FEE, RENTAL, RECEIPT} < {*files}
    assert files[ABSENT].decode().splitlines() == [LOST, "pieces/01 Justificatif d’adresse.pdf"]


def test_three_hundred_entries_cost_as_many_statements_as_two(
    reader: Reader, people: People, settings: Settings, sent: None, printer: Printer
) -> None:
    costs = []
    for count in (0, 300):
        with database.transaction(settings.database) as db:
            enter(db, people.family, count)
        reader.client.cookies.clear()
        reader.enter(people.family)
        form = reader.read(ADDRESS).form(ADDRESS)
        with counted() as cost:
            assert reader.client.post(ADDRESS, data=form).status_code == 200
        costs.append(len(cost.statements))
    assert costs[0] == costs[1]
    assert len(printer.names) == 3 + 303


class Hasty:
    """Before the portal: a browser that has gone after so many parts of an answer."""

    def __init__(self, door: Door, parts: int) -> None:
        self._door, self._left, self._gone, self._asked = door, parts, anyio.Event(), False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def hear() -> Any:
            if not self._asked:
                message = await receive()
                self._asked = not message.get("more_body")
                return message
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def take(message: Any) -> None:
            self._left -= 1
            if self._left == 0:
                self._gone.set()
            await send(message)

        await self._door(scope, hear, take)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@pytest.mark.anyio
async def test_whoever_breaks_off_is_printed_for_no_more(
    door: Door, settings: Settings, people: People, printer: Printer
) -> None:
    with database.transaction(settings.database) as db:
        enter(db, people.family, 30)
    async with opened(door, settings) as client:
        await client.post("/connexion", data=await filled_in(client, people.family))
        tree = html.document_fromstring((await client.get(ADDRESS)).text)
        form = {each.get("name"): each.get("value") for each in tree.xpath(f"//form[@action='{ADDRESS}']//input")}
        hasty = httpx.ASGITransport(app=Hasty(door, parts=5))
        async with httpx.AsyncClient(transport=hasty, base_url=settings.base_url, cookies=client.cookies) as leaving:
            await leaving.post(ADDRESS, data=form)
        assert 0 < len(printer.names) < 5
        assert (await client.post(ADDRESS, data=form)).status_code == 200
        assert len(printer.names) > 32
