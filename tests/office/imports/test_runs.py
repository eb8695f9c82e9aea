"""Imports: an export is sent, tried, and imported once it is confirmed; nothing is written before."""

import pytest
from sqlmodel import select

from data import audit
from data.audit import AuditEntry
from data.import_runs import ImportRun
from data.imports import starting
from data.settings import Settings
from routes.office.imports import runs
from tests.noting import ACTS
from tests.office.imports.importing import ELSEWHERE, FAULTY, IMPORTS, NEW, Importer, at_once, zipped
from tests.people import People
from tests.proof_reading import proof_read
from tests.reader import Reader

RUN = "/administration/imports/"


@pytest.fixture
def office(reader: Reader, settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch) -> Importer:
    """The secretariat, signed in."""
    monkeypatch.setattr(starting, "start", at_once)
    reader.enter(people.clerk)
    return Importer(reader, settings)


@pytest.mark.parametrize("file", [("familles.csv", NEW), ("export.zip", zipped(familles=NEW))])
def test_an_export_is_tried_and_then_imported(office: Importer, file: tuple[str, bytes]) -> None:
    page = office.send(file)
    assert "essai terminé, à décider" in page.text
    assert "F-new" not in office.families()
    done = office.decide(page, "importer")
    assert "importé" in done.text
    assert "F-new" in office.families()
    assert not list(office.settings.imports.glob("*/*"))


def test_the_report_counts_what_would_change(office: Importer) -> None:
    page = office.send(("familles.csv", NEW))
    row = page.find("//th[text()='familles']/..")
    assert [cell.text for cell in row.findall("td")] == ["1", "0", "1", "1", "0"]


def test_what_is_gone_is_removed_only_when_it_was_ticked(office: Importer, people: People) -> None:
    office.reader.enter(people.office)
    office.decide(office.send(("familles.csv", NEW)), "importer")
    assert "F-le-goff" in office.families()
    page = office.send(("familles.csv", NEW), absents="oui")
    assert "sera supprimé" in page.text
    office.decide(page, "importer")
    assert "F-le-goff" not in office.families()


def test_the_clerk_removes_nothing_that_is_gone_from_an_export(office: Importer, people: People) -> None:
    assert not office.reader.read(IMPORTS).tree.xpath("//input[@id='absents']")
    assert "Seul un compte du rôle" in proof_read(office.post(("familles.csv", NEW), absents="oui"), 422).text
    office.reader.enter(people.office)
    page = office.send(("familles.csv", NEW), absents="oui")
    office.reader.enter(people.clerk)
    page = office.reader.read(page.url)
    assert [each.get("value") for each in page.tree.xpath("//p[@id='decision']/button")] == ["abandonner"]
    assert "Seul un compte du rôle" in office.decide(page, "importer", 422).text
    assert "F-le-goff" in office.families()


def test_every_error_is_told_with_its_line(office: Importer) -> None:
    page = office.send(("familles.csv", FAULTY))
    assert "refusé" in page.text
    assert "familles.csv, ligne 2" in page.text
    report = office.reader.client.get(f"{page.url}/rapport")
    assert "familles.csv, ligne 3" in report.text
    assert report.headers["Content-Disposition"].startswith("attachment;")
    assert not list(office.settings.imports.glob("*/*"))


def test_an_abandoned_import_leaves_nothing(office: Importer) -> None:
    page = office.decide(office.send(("familles.csv", NEW)), "abandonner")
    assert "abandonné" in page.text
    assert not list(office.settings.imports.glob("*/*"))
    assert "F-new" not in office.families()


def test_the_export_of_another_site_must_be_ticked(office: Importer) -> None:
    page = office.send(("familles.csv", ELSEWHERE))
    assert "peut-être l’export d’un autre site" in page.text
    again = office.decide(page, "importer", 422)
    assert again.find("//div[@class='problems']//li/a").get("href") == "#autre"
    assert "X-1" not in office.families()
    office.decide(again, "importer", autre="oui")
    assert "X-1" in office.families()


def test_a_site_toml_is_left_aside(office: Importer) -> None:
    page = office.send(("familles.csv", NEW), ("site.toml", b'nom = "Ailleurs"'))
    assert "site.toml : laissé de côté" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_list_says_who_imported_and_what_came_of_it(office: Importer) -> None:
    office.send(("familles.csv", FAULTY))
    page = office.send(("familles.csv", NEW))
    listed = office.reader.read(IMPORTS)
    assert page.url in listed.links().values()
    outcomes = [cell.text for cell in listed.tree.xpath("//td[@data-label='Résultat']")]
    assert outcomes == ["essai terminé, à décider", "refusé"]
    assert {cell.text for cell in listed.tree.xpath("//td[@data-label='Par']")} == {"accueil"}


def test_who_tries_and_who_imports_are_both_said(office: Importer, people: People) -> None:
    page = office.send(("familles.csv", NEW))
    assert "Par accueil : essai terminé" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    office.reader.sign_out()
    office.reader.enter(people.office)
    done = office.decide(office.reader.read(page.url), "importer")
    both = "Essayé par accueil, importé par secretariat : importé"
    assert both in done.text.replace("\N{NO-BREAK SPACE}", " ")
    assert both in office.reader.client.get(f"{page.url}/rapport").text.replace("\N{NO-BREAK SPACE}", " ")
    listed = office.reader.read(IMPORTS).find("//td[@data-label='Par']").text
    assert listed == "accueil, puis secretariat"
    noted = office.ask(lambda db: db.exec(ACTS).all())
    assert [each.who for each in noted] == ["accueil", "secretariat"]
    assert len({each.account_id for each in noted} - {None}) == 2


def test_the_journal_counts_and_names_nobody(office: Importer) -> None:
    office.decide(office.send(("familles.csv", NEW)), "importer")
    office.decide(office.send(("familles.csv", NEW)), "abandonner")
    office.send(("familles.csv", FAULTY))
    noted = office.ask(lambda db: db.exec(ACTS).all())
    acts = [audit.IMPORT_SIMULATED, audit.IMPORT_DONE, audit.IMPORT_SIMULATED, audit.IMPORT_ABANDONED]
    assert [each.action for each in noted] == [*acts, audit.IMPORT_REFUSED]
    assert noted[1].facts["created"] > 0
    assert all(isinstance(value, int) for each in noted for value in each.facts.values())


def test_the_same_form_twice_is_one_import(office: Importer) -> None:
    form = office.reader.read(IMPORTS).form(IMPORTS)
    first, second = (office.post(("familles.csv", NEW), form=dict(form)) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(office.ask(lambda db: db.exec(select(ImportRun)).all())) == 1


def test_a_confirmation_sent_twice_imports_once(office: Importer) -> None:
    page = office.send(("familles.csv", NEW))
    for _ in range(2):
        assert "importé" in office.decide(page, "importer").text
    done = select(AuditEntry).where(AuditEntry.action == audit.IMPORT_DONE)
    assert len(office.ask(lambda db: db.exec(done).all())) == 1


def test_two_imports_at_once_are_one_too_many(office: Importer) -> None:
    page = office.send(("familles.csv", NEW))
    site = office.ask(lambda db: db.exec(select(ImportRun.site_id)).one())
    assert office.places.hold(site)
    assert "déjà en cours" in proof(office, 422)
    assert "déjà en cours" in office.decide(page, "importer", 422).text


def proof(office: Importer, status: int) -> str:
    answer = office.post(("familles.csv", NEW))
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], runs.NO_FILE),
        ([("lisez-moi.txt", b"x")], "n’est ni une archive ZIP ni un fichier de l’export"),
        ([("familles.csv", NEW), ("familles.csv", NEW)], "est choisi deux fois"),
        ([("a.zip", b"x"), ("familles.csv", NEW)], runs.ONE_ZIP),
    ],
)
def test_what_is_no_export_is_refused_at_once(office: Importer, files: list[tuple[str, bytes]], words: str) -> None:
    assert words in office.refused(*files)


def test_a_file_that_is_too_large_is_refused(office: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LARGEST_FILE", 20)
    assert "dépasse 60" in office.refused(("familles.csv", NEW))


def test_a_body_that_is_too_large_is_refused_before_it_is_read(office: Importer) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(runs.LARGEST_BODY + 1)}
    assert office.reader.client.post(IMPORTS, content=b"", headers=headers).status_code == 413


@pytest.mark.parametrize("content", [b"x", zipped(), zipped(**{"../familles": NEW})])
def test_a_bad_zip_is_refused_with_its_reason(office: Importer, content: bytes) -> None:
    page = office.send(("export.zip", content))
    assert "refusé" in page.text
    assert "export.zip" in page.text
    assert not list(office.settings.imports.glob("*/*"))
