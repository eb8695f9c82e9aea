"""Invoices of many lines, over several pages of paper."""

import pytest

from tests.family.conftest import FamilyFile
from tests.family.test_fee_document import printed
from tests.reader import Reader


def test_a_long_invoice_goes_on_over_several_pages(at_home: Reader, file: FamilyFile) -> None:
    lines = tuple((f"Séance {number}", "1", 100) for number in range(120))
    key = file.enter("10/03/2014", lines, debit=12000)
    pdf = printed(at_home, f"/famille/cotisations/{key}.pdf")
    assert len(pdf.reader.pages) > 2
    assert [line for line in pdf.lines if line.startswith("Séance")] == [label for label, _, _ in lines]
    assert pdf.after("Débit") == "120,00 €"


@pytest.mark.parametrize("count", [1, 5, 9, 12, 40])
def test_the_totals_stand_on_the_first_page_and_every_page_has_lines(
    at_home: Reader, file: FamilyFile, count: int
) -> None:
    lines = tuple((f"Séance {number}", "1", 100) for number in range(count))
    key = file.enter("10/03/2014", lines, debit=count * 100)
    pages = [page.extract_text() for page in printed(at_home, f"/famille/cotisations/{key}.pdf").reader.pages]
    assert [label for label in ("Débit", "Crédit") if label in pages[0]] == ["Débit", "Crédit"]
    held = [page.count("Séance") for page in pages]
    assert (sum(held), 0 in held) == (count, False)


def test_a_line_of_many_words_is_not_cut(at_home: Reader, file: FamilyFile) -> None:
    words = [f"mot{number}" for number in range(300)]
    key = file.enter("10/03/2014", ((" ".join(words), "1", 100),), debit=100)
    text = " ".join(printed(at_home, f"/famille/cotisations/{key}.pdf").lines)
    assert [word for word in text.split() if word.startswith("mot")] == words
