"""One entry, opened: as a page and as the PDF that is printed or kept, with the same facts."""

import page as validator
import pytest
from sqlmodel import select

from data import database
from data.keys import READABLE
from data.ledger import Document, Entry
from data.settings import Settings
from tests.family.conftest import FamilyFile
from tests.logos import give_logo, picture
from tests.people import People
from tests.prints import Place, Print, plainly
from tests.reader import Page, Reader
from tests.spoken import spoken

LINES = (
    ("Droits d’inscription", "", 9000),
    ("Location d’une trompette & d’un étui <neuf>", "3 mois", 100324),
    ("Скрипка", "2", -100),
)


@pytest.fixture
def bill(file: FamilyFile) -> str:
    """The key of an invoice with three lines."""
    file.describe(honorific="Madame", address="3 impasse de l’Église", postcode="04500", town="ORLÉANS")
    return file.enter(
        "10/03/2014",
        LINES,
        number="14FC02287",
        payment_method="Prélèvement automatique",
        debit=109324,
        credit=9324,
        remitted=True,
    )


def facts_of(page: Page) -> dict[str, str]:
    return {each.findtext("dt"): each.findtext("dd") for each in page.tree.xpath("//article//dl/div")}


def lines_of(page: Page) -> list[list[str]]:
    rows = page.tree.xpath("//article//table/tbody/tr")
    return [[cell.text_content() for cell in row.xpath("th|td")] for row in rows]


def printed(reader: Reader, path: str) -> Print:
    answer = reader.client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return Print(answer.content)


def test_the_page_has_every_fact(at_home: Reader, bill: str) -> None:
    page = at_home.read(f"/famille/cotisations/{bill}")
    assert page.find("//h3").text_content() == "Avis des sommes à payer du 10/03/2014"
    assert facts_of(page) == {
        "Libellé": "AVIS DES SOMMES A PAYER",
        "Numéro d’opération": "14FC02287",
        "Mode de règlement": "Prélèvement automatique",
        "Débit": "1\xa0093,24\xa0€",
        "Crédit": "93,24\xa0€",
        "Remis au Trésor": "oui",
    }
    assert lines_of(page) == [
        ["Droits d’inscription", "1", "90,00\xa0€"],
        ["Location d’une trompette & d’un étui <neuf>", "3 mois", "1\xa0003,24\xa0€"],
        ["Скрипка", "2", "-1,00\xa0€"],
    ]


def test_the_pdf_is_the_twin_of_the_page_field_by_field(at_home: Reader, bill: str) -> None:
    page = at_home.read(f"/famille/cotisations/{bill}")
    pdf = printed(at_home, f"/famille/cotisations/{bill}.pdf")
    assert page.find("//h3").text_content() in pdf.lines
    for label, value in facts_of(page).items():
        assert pdf.after(label) == plainly(value)
    assert [plainly(cell) for row in lines_of(page) for cell in row] == within(pdf, lines_of(page))


def within(pdf: Print, rows: list[list[str]]) -> list[str]:
    """As many cells of the PDF as the page has, from the first line of the invoice on."""
    start = pdf.lines.index("Montant") + 1
    return pdf.lines[start : start + sum(map(len, rows))]


@pytest.mark.parametrize("document", list(Document))
def test_an_invoice_and_a_receipt_say_what_they_are(at_home: Reader, file: FamilyFile, document: Document) -> None:
    key = file.enter("02/01/2014", document=document, credit=9324, label="CHEQUE 123")
    name = {"payment_notice": "Avis des sommes à payer du 02/01/2014", "receipt": "Reçu du 02/01/2014"}[document]
    pdf = printed(at_home, f"/famille/cotisations/{key}.pdf")
    assert at_home.read(f"/famille/cotisations/{key}").find("//h3").text_content() == name
    assert (name in pdf.lines, pdf.title) == (True, name)


@pytest.mark.parametrize("document", list(Document))
def test_an_invoice_and_a_receipt_are_pdf_ua(at_home: Reader, file: FamilyFile, document: Document) -> None:
    lines = (*LINES, *((f"Séance {number}", "1", 100) for number in range(60)))
    key = file.enter("02/01/2014", lines, document=document, credit=9324, label="CHEQUE 123")
    pdf = printed(at_home, f"/famille/cotisations/{key}.pdf")
    report = validator.validate_pdf_bytes(pdf.content, profile="ua1")
    assert [failure.message for failure in report.failures] == []


def test_whoever_listens_to_the_pdf_hears_the_facts_of_the_page(at_home: Reader, bill: str) -> None:
    page = at_home.read(f"/famille/cotisations/{bill}")
    tree = spoken(printed(at_home, f"/famille/cotisations/{bill}.pdf").content)
    facts, lines = tree.all("Table")
    heard = {row.below[0].text: row.below[1].text for row in facts.all("TR")}
    assert heard == {label: plainly(value) for label, value in facts_of(page).items()}
    assert [[cell.text for cell in row.below] for row in lines.all("TBody")[0].all("TR")] == [
        [plainly(cell) for cell in row] for row in lines_of(page)
    ]
    assert [head.scope for head in lines.all("TH")] == ["Column"] * 3 + ["Row"] * len(LINES)
    assert tree.all("H1")[0].text == page.find("//h3").text_content()


def test_an_entry_without_lines_has_one_line_of_its_own(at_home: Reader, file: FamilyFile) -> None:
    key = file.enter("02/01/2014", label="CHEQUE 123", credit=9324, document=Document.RECEIPT)
    page = at_home.read(f"/famille/cotisations/{key}")
    assert lines_of(page) == [["CHEQUE 123", "1", "93,24\xa0€"]]
    pdf = printed(at_home, f"/famille/cotisations/{key}.pdf")
    assert within(pdf, lines_of(page)) == ["CHEQUE 123", "1", "93,24 €"]


def test_what_is_not_known_is_a_dash_in_both(at_home: Reader, file: FamilyFile) -> None:
    key = file.enter("02/01/2014", debit=100)
    facts = facts_of(at_home.read(f"/famille/cotisations/{key}"))
    pdf = printed(at_home, f"/famille/cotisations/{key}.pdf")
    for label in ("Numéro d’opération", "Mode de règlement"):
        assert (facts[label], pdf.after(label)) == ("–", "–")
    assert (facts["Remis au Trésor"], pdf.after("Remis au Trésor")) == ("non", "non")


def test_the_letter_has_its_letterhead_and_its_window_address(at_home: Reader, bill: str) -> None:
    lines = printed(at_home, f"/famille/cotisations/{bill}.pdf").lines
    head = ["Conservatoire de Musique", "14 rue du Cheval Rouge", "45000 ORLEANS", "Tél. 02 61 91 00 00"]
    assert lines[: len(head)] == head
    address = lines.index("Madame D’ALMEIDA Inès")
    assert lines[address + 1 : address + 3] == ["3 impasse de l’Église", "04500 ORLÉANS"]


def test_the_logo_of_the_site_stands_at_its_head_and_a_damaged_one_is_left_out(
    at_home: Reader, people: People, bill: str, settings: Settings
) -> None:
    address = f"/famille/cotisations/{bill}.pdf"
    plain = at_home.get(address, {}).content
    give_logo(settings, people.office, picture())
    assert Print(at_home.get(address, {}).content).pictures() == [Place(0, 136, 15, 190, 33)]
    give_logo(settings, people.office, picture()[:-40])
    assert at_home.get(address, {}).content == plain


def test_the_first_link_of_the_page_is_the_pdf(at_home: Reader, bill: str) -> None:
    page = at_home.read(f"/famille/cotisations/{bill}")
    links = page.tree.xpath("//article//a")
    assert (links[0].text_content(), links[0].get("href")) == (
        "Ouvrir ce document en PDF",
        f"/famille/cotisations/{bill}.pdf",
    )


def test_the_list_stays_below_and_the_document_closes(at_home: Reader, bill: str) -> None:
    page = at_home.read(f"/famille/cotisations/{bill}")
    assert len(page.tree.xpath("//table[@class='ledger']/tbody/tr")) == 2
    assert page.links()["Fermer ce document"] == "/famille/cotisations"
    assert page.title == "D’ALMEIDA Inès – Avis des sommes à payer du 10/03/2014 – Portée"


def test_the_pdf_is_shown_in_the_browser_under_a_name_without_a_name(at_home: Reader, bill: str) -> None:
    answer = at_home.client.get(f"/famille/cotisations/{bill}.pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="avis-2014-03-10.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("kind", ["", ".pdf"])
@pytest.mark.parametrize("tab", ["cotisations", "locations"])
def test_a_stranger_finds_nothing(reader: Reader, people: People, bill: str, tab: str, kind: str) -> None:
    for stranger in people.strangers:
        reader.enter(stranger)
        page = reader.read(f"/famille/{tab}/{bill}{kind}", 404)
        assert page.find("//h1").text_content() == "Page introuvable"


@pytest.mark.parametrize("kind", ["", ".pdf"])
def test_what_does_not_exist_looks_the_same_as_somebody_elses(
    reader: Reader, people: People, bill: str, kind: str
) -> None:
    reader.enter(people.neighbour)
    theirs, nobodys = (reader.read(f"/famille/cotisations/{key}{kind}", 404) for key in (bill, "zzzzzzzz"))
    assert theirs.text == nobodys.text


def test_nobody_is_led_to_sign_in_and_then_to_the_document(reader: Reader, people: People, bill: str) -> None:
    page = reader.sign_in(people.family, following=f"/famille/cotisations/{bill}")
    assert page.url == f"/famille/cotisations/{bill}"


@pytest.mark.parametrize(
    "name", ["{}.html", "{}.pdf.pdf", "{}.PDF", "{}.", ".pdf", "{}%00", "{}%20", "%FF", "{}/x", "'"]
)
def test_other_names_do_not_exist(at_home: Reader, bill: str, name: str) -> None:
    at_home.read(f"/famille/cotisations/{name.format(bill)}", 404)


def test_an_address_has_no_number_to_guess(bill: str, settings: Settings) -> None:
    with database.reading(settings.database) as db:
        keys = db.exec(select(Entry.key)).all()
    assert all(len(key) == 8 and set(key) <= set(READABLE) for key in keys)
    assert len(set(keys)) == len(keys)
