"""« Modifier »: a guardian proposes, the marks say so, a mail acknowledges it; nothing typed is ever lost."""

import pytest
from sqlmodel import select

from data import database
from data.audit import REQUEST_SENT, AuditEntry
from data.changes import ChangeRequest, ProposedChange
from data.families import Guardian
from tests.family.conftest import FamilyFile
from tests.mailbox import Mailbox, words_of
from tests.page import Page
from tests.people import PASSWORD, People
from tests.reader import Reader
from tests.records import inputs_of

SENT = "/famille?fait=demande-envoyee"


def modify(reader: Reader, status: int = 200, page: Page | None = None, **values: str) -> Page:
    """Type into the page of the guardian, and press « Modifier »."""
    given = {name.replace("_", "-") if name != "mot_de_passe" else "actuel": value for name, value in values.items()}
    return reader.send(page or reader.read("/famille"), "/famille", status, **given)


def problems_of(page: Page) -> dict[str, str]:
    """What the page says is wrong, by the id it leads to."""
    links = page.tree.xpath("//div[@class='problems']//li/a")
    return {link.get("href").removeprefix("#"): link.text_content() for link in links}


def test_a_message_says_that_the_record_is_updated(at_home: Reader) -> None:
    page = modify(at_home, ville="Olivet")
    assert page.url == SENT
    assert "La fiche d’identité est mise à jour" in page.find("//div[@role='status']").text_content()
    assert "un accusé de réception électronique a été envoyé" in page.text.lower()
    assert at_home.read(page.links()["OK"]).tree.xpath("//div[@role='status']") == []


def test_the_mark_the_legend_and_the_former_value_stay(at_home: Reader, people: People) -> None:
    modify(at_home, ville="Olivet", profession="LUTHIÈRE")
    at_home.sign_out()
    at_home.enter(people.family)
    page = at_home.read("/famille")
    marks = [each.text_content() for each in page.tree.xpath("//*[@class='field']/p[@class='changed']")]
    assert marks == [
        "Élément modifié. Valeur officielle\xa0: aucune",
        "Élément modifié. Valeur officielle\xa0: ORLEANS",
    ]
    assert inputs_of(page)["Ville"] == "Olivet"
    assert "La fiche du responsable est en attente de validation par le personnel administratif." in page.text
    assert "Éléments modifiés" in page.text


def test_the_official_value_does_not_change(at_home: Reader, file: FamilyFile) -> None:
    modify(at_home, ville="Olivet")
    with database.reading(file.settings.database) as db:
        assert file.guardian_in(db).town == "ORLEANS"
        request, change = db.exec(select(ChangeRequest, ProposedChange).join(ProposedChange)).one()
    assert (change.field, change.base, change.value) == ("town", "ORLEANS", "Olivet")
    assert (request.subject, request.number) == ("D’ALMEIDA Inès", "2026-000001")


def test_the_acknowledgement_says_what_and_when(at_home: Reader, mailbox: Mailbox, people: People) -> None:
    modify(at_home, ville="Olivet", cp="")
    (mail,) = mailbox.collect()
    assert (mail["To"], mail["Subject"]) == (people.family.email, "Accusé de réception n°\xa02026-000001")
    for kind in ("plain", "html"):
        words = words_of(mail, kind)
        assert "Ville\xa0: «\xa0Olivet\xa0» au lieu de «\xa0ORLEANS\xa0»" in words
        assert "le 18/11/2026 à" in words
        assert "2026-000001" in words


def test_the_journal_names_the_request_and_no_value(at_home: Reader, file: FamilyFile) -> None:
    modify(at_home, ville="Olivet")
    with database.reading(file.settings.database) as db:
        entry = db.exec(select(AuditEntry).where(AuditEntry.action == REQUEST_SENT)).one()
    assert (entry.who, entry.action, entry.subject) == ("dalmeida", "demande-envoyee", "2026-000001")
    assert "Olivet" not in str(entry)


def test_nothing_changed_is_said_and_nothing_is_written(at_home: Reader, file: FamilyFile, mailbox: Mailbox) -> None:
    page = modify(at_home)
    assert page.url == "/famille?fait=rien-a-changer"
    with database.reading(file.settings.database) as db:
        assert db.exec(select(ChangeRequest)).all() == []
    assert mailbox.collect() == []


def test_a_proposal_is_changed_again_under_its_number(at_home: Reader, file: FamilyFile, mailbox: Mailbox) -> None:
    modify(at_home, ville="Olivet")
    modify(at_home, ville="Saran", profession="LUTHIÈRE")
    with database.reading(file.settings.database) as db:
        assert len(db.exec(select(ChangeRequest)).all()) == 1
        assert {each.value for each in db.exec(select(ProposedChange))} == {"Saran", "LUTHIÈRE"}
    assert {mail["Subject"] for mail in mailbox.collect()} == {"Accusé de réception n°\xa02026-000001"}


def test_back_to_the_official_values_takes_the_request_back(at_home: Reader) -> None:
    modify(at_home, ville="Olivet")
    page = modify(at_home, ville="ORLEANS")
    assert page.url == "/famille?fait=demande-sans-objet"
    assert "en attente de validation" not in page.text


def test_a_double_click_writes_once(at_home: Reader, file: FamilyFile, mailbox: Mailbox) -> None:
    page = at_home.read("/famille")
    assert [modify(at_home, page=page, ville="Olivet").url for _ in range(2)] == [SENT, SENT]
    assert len(mailbox.collect()) == 1
    with database.reading(file.settings.database) as db:
        assert len(db.exec(select(AuditEntry).where(AuditEntry.action == REQUEST_SENT)).all()) == 1


def test_everything_wrong_is_said_at_once_and_nothing_is_lost(at_home: Reader) -> None:
    page = modify(at_home, 422, ville="Olivet", cp="45", tel_pro="voir mère", adresse="a" * 5000, mobile="😀")
    assert set(problems_of(page)) == {"adresse", "cp", "tel-pro", "mobile"}
    fields = inputs_of(page)
    assert (fields["Ville"], fields["CP"], fields["Tél pro"]) == ("Olivet", "45", "voir mère")
    assert fields["Adresse"] == "a" * 5000
    assert modify(at_home, page=page, cp="45160", tel_pro="", adresse="", mobile="").url == SENT


@pytest.mark.parametrize("typed", ["<b>Olivet</b>", "=1+1", "مرحبا", "{{ 7*7 }}", "O'Livet & fils"])
def test_what_is_odd_but_may_be_true_is_kept_as_typed(at_home: Reader, typed: str) -> None:
    modify(at_home, ville=typed)
    assert inputs_of(at_home.read("/famille"))["Ville"] == typed


def test_an_odd_imported_value_blocks_nothing_and_stays(at_home: Reader, file: FamilyFile) -> None:
    file.describe(postcode="1er étage", honorific="Mlle", mobile="voir mère", email="pas une adresse")
    page = modify(at_home, ville="Olivet")
    assert page.url == SENT
    assert inputs_of(page)["Civilité"] == "Mlle"


class TestTheAddressMailsGoTo:
    def test_it_cannot_be_emptied(self, at_home: Reader) -> None:
        page = modify(at_home, 422, e_mail="", mot_de_passe=PASSWORD)
        assert "gardez une adresse" in problems_of(page)["e-mail"]

    @pytest.mark.parametrize("given", ["", "ce n’est pas le bon"])
    def test_a_new_one_needs_the_current_password(self, at_home: Reader, given: str) -> None:
        page = modify(at_home, 422, e_mail="ines@example.org", mot_de_passe=given)
        assert list(problems_of(page)) == ["actuel"]
        assert inputs_of(page)["E-mail"] == "ines@example.org"
        assert inputs_of(page)["Mot de passe actuel"] == ""

    def test_both_addresses_are_told(self, at_home: Reader, mailbox: Mailbox, people: People) -> None:
        modify(at_home, e_mail="ines@example.org", mot_de_passe=PASSWORD)
        assert {mail["To"] for mail in mailbox.collect()} == {people.family.email, "ines@example.org"}

    def test_without_any_the_page_says_that_no_mail_could_go(self, at_home: Reader, file: FamilyFile) -> None:
        file.describe(email="")
        assert modify(at_home, ville="Olivet").url == "/famille?fait=demande-envoyee-sans-courriel"


def test_an_older_page_leads_to_a_comparison_first(at_home: Reader, file: FamilyFile) -> None:
    older = at_home.read("/famille")
    modify(at_home, ville="Olivet")
    page = modify(at_home, 409, page=older, ville="Saran", profession="LUTHIÈRE")
    assert list(problems_of(page)) == ["comparaison"]
    (row,) = [[cell.text_content() for cell in each.xpath("th|td")] for each in page.tree.xpath("//tbody/tr")]
    assert row == ["Ville", "ORLEANS", "Olivet", "Saran"]
    assert modify(at_home, page=page).url == SENT
    assert inputs_of(at_home.read("/famille"))["Ville"] == "Saran"


def test_fields_that_are_not_offered_change_nothing(at_home: Reader, file: FamilyFile) -> None:
    page = at_home.read("/famille")
    modify(at_home, page=page, id="1", family_id="2", rank="7", key="aaaaaaaa", identifiant="x", decision="approuvee")
    with database.reading(file.settings.database) as db:
        assert db.exec(select(ChangeRequest)).all() == []
        assert {each.rank for each in db.exec(select(Guardian))} == {0}


def test_an_imported_line_break_is_no_change(at_home: Reader, file: FamilyFile) -> None:
    file.describe(profession="CADRE\nDE LA FONCTION PUBLIQUE", address="3 impasse\nde l’Église")
    page = at_home.read("/famille")
    assert inputs_of(page)["Profession"] == "CADRE DE LA FONCTION PUBLIQUE"
    assert inputs_of(page)["Adresse"] == "3 impasse\nde l’Église"
    assert modify(at_home, page=page).url == "/famille?fait=rien-a-changer"


def test_an_address_with_accents_is_written_as_mail_servers_know_it(
    at_home: Reader, file: FamilyFile, mailbox: Mailbox
) -> None:
    file.describe(email="ines@été.example.fr")
    modify(at_home, ville="Olivet")
    (mail,) = mailbox.collect()
    assert mail["To"] == "ines@xn--t-9fab.example.fr"
