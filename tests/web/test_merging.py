"""Many tagged PDFs as one: every page and every tag is there, in order, and it is PDF/UA-1 still."""

import page as validator
import pytest

from data.sites import Site
from routes.office.accounts.printed_letters import Letter, PrintedLetters
from routes.web import printing
from routes.web.page import render
from routes.web.printing import make_pdf, merge_pdfs, unprintable
from tests.prints import Print
from tests.spoken import spoken

SITE = Site(slug="x", name="Conservatoire 1", institution="Conservatoire")


def part(*usernames: str) -> bytes:
    """A few letters, as they are printed at a time."""
    letters = [Letter(0, ["Madame X", "45000 ORLEANS"], "Madame X", name, "", f"mot-{name}") for name in usernames]
    view = PrintedLetters(
        heading="Votre accès",
        site=SITE,
        sender=["14 rue du Cheval Rouge"],
        portal="https://portail.example.fr",
        date="aujourd’hui",
        until="demain",
        letters=letters,
    )
    return make_pdf(render(view, "", {}))


@pytest.fixture(scope="module")
def merged() -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "_limit_memory", lambda: None)
        return merge_pdfs([part("un", "deux"), part("trois", "quatre"), part("cinq")], 5)


def test_each_letter_has_its_page_and_its_tags_in_order(merged: bytes) -> None:
    pages = [each.extract_text() for each in Print(merged).reader.pages]
    names = ["un", "deux", "trois", "quatre", "cinq"]
    assert all(f"mot-{name}" in text for name, text in zip(names, pages, strict=True))
    cells = [tag.text for tag in spoken(merged).all("TD")]
    assert cells[2::4] == names
    assert len(spoken(merged).all("H1")) == 5


def test_it_is_pdf_ua(merged: bytes) -> None:
    report = validator.validate_pdf_bytes(merged, profile="ua1")
    assert [failure.message for failure in report.failures] == []


def test_another_number_of_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_limit_memory", lambda: None)
    with pytest.raises(ValueError, match="1 pages in the place of 2"):
        merge_pdfs([part("un")], 2)


def test_letters_that_no_font_has_are_found() -> None:
    assert unprintable(["Łukasz Nguyễn", "漢字", "", "a\N{NARROW NO-BREAK SPACE}b", "l’Haÿ"]) == [1]
