"""One import while it is at work, after it was interrupted, and when it is too late to decide."""

from pathlib import Path

import pytest
from sqlmodel import select

from data import database
from data.families import Guardian
from data.import_runs import FILES_KEPT, ImportRun, RunState
from data.imports import import_folder, starting
from data.imports.places import Places, Progress
from data.settings import Settings
from tests.conftest import Clock
from tests.office.imports.importing import NEW, Importer, at_once
from tests.page import Page
from tests.people import People
from tests.reader import Reader


def do_nothing(*_: object) -> None:
    """A process that has gone before it did anything."""


@pytest.fixture
def office(reader: Reader, settings: Settings, people: People) -> Importer:
    reader.enter(people.office)
    return Importer(reader, settings)


@pytest.fixture
def dead(office: Importer, monkeypatch: pytest.MonkeyPatch) -> Page:
    """An import whose process has gone."""
    monkeypatch.setattr(starting, "start", do_nothing)
    return office.send(("familles.csv", NEW))


@pytest.fixture
def alive(office: Importer, dead: Page) -> Page:
    """An import that is at work."""
    site, key = office.ask(lambda db: db.exec(select(ImportRun.site_id, ImportRun.key)).one())
    assert office.places.hold(site)
    office.places.report(key, Progress("Lecture de familles.csv", 12000, 40000))
    return office.reader.read(dead.url)


def test_a_page_says_how_far_it_is_and_comes_again_by_itself(alive: Page) -> None:
    assert "essai en cours. Lecture de familles.csv." in " ".join(alive.text.split()).replace(" .", ".")
    assert alive.find("//p[@id='avancement']").text == "12\xa0000\xa0lignes sur 40\xa0000"
    assert alive.find("//*[@id='panel']").get("hx-trigger") == "every 2s"
    assert "000" not in alive.find("//*[@role='status']").text_content()


def test_without_scripts_there_is_a_link(office: Importer, alive: Page) -> None:
    office.reader.switch_mode()
    page = office.reader.read(alive.url)
    assert page.find("//a[@id='actualiser']").get("href") == alive.url
    assert page.find("//*[@id='panel']").get("hx-trigger") is None


def test_it_stops_to_ask_once_it_is_done(office: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    page = office.send(("familles.csv", NEW))
    swapped = office.reader.swap(page.url, "panel").text
    assert "Importer pour de bon" in swapped
    assert "every 2s" not in swapped


def test_one_whose_process_has_gone_is_interrupted(office: Importer, dead: Page) -> None:
    assert "interrompu" in dead.text
    assert "rien n’a été écrit" in dead.text
    assert "interrompu" in office.reader.read("/administration/imports").text


def test_the_next_one_writes_down_that_it_was_interrupted(office: Importer, dead: Page) -> None:
    office.send(("familles.csv", NEW))
    states = office.ask(lambda db: db.exec(select(ImportRun.state)).all())
    assert states == [RunState.INTERRUPTED, RunState.SIMULATING]


def test_after_a_day_there_is_nothing_left_to_confirm(
    office: Importer, time: Clock, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    page = office.send(("familles.csv", NEW))
    time.pass_by(FILES_KEPT)
    office.reader.enter(people.office)
    late = office.reader.read(page.url)
    assert "non importé" in late.text
    assert not late.tree.xpath("//form[@id='saisie']")


def test_files_that_have_changed_meanwhile_are_not_imported(office: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    page = office.send(("familles.csv", NEW))
    for file in Places(office.settings.imports).tables(page.url.rpartition("/")[2]).iterdir():
        file.write_bytes(NEW + b"\r\nF-more;LE VAL;Guy\r\n")
    done = office.decide(page, "importer")
    assert "ne sont plus ceux de l’essai" in done.text
    assert "F-new" not in office.families()


def newest(office: Importer) -> Page:
    """An export that says something else of a family, tried."""
    return office.send(("familles.csv", NEW.replace(b"LE VAL", b"LE MONT")))


def test_of_two_that_wait_one_alone_is_imported(office: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    old, new = office.send(("familles.csv", NEW)), newest(office)
    office.decide(new, "importer")
    refused = office.decide(old, "importer", 422)
    assert "Un autre import a été fait depuis cet essai" in refused.find("//div[@class='problems']").text_content()
    assert "dépassé par un autre import" in refused.text
    assert not refused.tree.xpath("//button[@value='importer']")
    assert "LE MONT" in office.ask(lambda db: db.exec(select(Guardian.surname)).all())
    assert "abandonné" in office.decide(refused, "abandonner").text


def test_one_that_was_tried_before_an_import_of_the_console_is_too_old(
    office: Importer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    page = office.send(("familles.csv", NEW))
    (tmp_path / "familles.csv").write_bytes(NEW)
    import_folder(office.settings.database, "rive-gauche", tmp_path)
    assert "envoyez l’export de nouveau" in office.reader.read(page.url).text
    outcomes = office.reader.read("/administration/imports").tree.xpath("//td[@data-label='Résultat']")
    assert [cell.text for cell in outcomes] == ["essai dépassé par un autre import"]
    assert "dépassé" in office.reader.client.get(f"{page.url}/rapport").text
    assert "Importer pour de bon" in newest(office).text


def test_an_import_that_is_not_made_makes_no_other_too_old(office: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    page = office.send(("familles.csv", NEW))
    office.decide(newest(office), "abandonner")
    assert "importé" in office.decide(page, "importer").text


def test_a_gesture_that_there_is_not_changes_nothing(office: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", at_once)
    page = office.send(("familles.csv", NEW))
    assert "Choisissez" in office.decide(page, "danser", 422).text


def test_the_office_of_another_site_finds_nothing(office: Importer, dead: Page, people: People) -> None:
    with database.reading(office.settings.database) as db:
        key = db.exec(select(ImportRun.key)).one()
    office.reader.sign_out()
    office.reader.enter(people.far_office)
    for address in (f"/administration/imports/{key}", f"/administration/imports/{key}/rapport"):
        assert office.reader.get(address, {}).status_code == 404
