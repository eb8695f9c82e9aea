"""`demo`: one command, and a family signed in before its bills."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pikepdf
import pytest
from lxml import html

from tests.console.conftest import ROOT, Running, running, wait_until

PASSWORD = "portee-demonstration"
FAMILY, ADMINISTRATION, CLERK = "famille", "administration", "secrétariat"
SIGN_INS = [
    ("Conservatoire 1", "abolant", FAMILY),
    ("Conservatoire 1", "bernier", FAMILY),
    ("Conservatoire 1", "secretariat", ADMINISTRATION),
    ("Conservatoire 1", "accueil", CLERK),
    ("Conservatoire 2", "abolant", FAMILY),
    ("Conservatoire 2", "secretariat", ADMINISTRATION),
    ("Conservatoire 2", "accueil", CLERK),
]
ADDRESS = "SELECT guardian.email FROM account JOIN guardian ON guardian.id = guardian_id WHERE username = 'bernier'"
MANUAL = ["10/03/2014", "28/02/2014", "12/01/2014", "02/01/2014", "19/12/2013"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new PORTEE_HOME."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(home: Path) -> Iterator[Running]:
    """The demonstration, open."""
    with running(home, "demo") as portal:
        yield portal


@contextmanager
def signed_in(demo: Running, site: str, username: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=demo.address, follow_redirects=True, timeout=60) as client:
        tree = html.document_fromstring(client.get("/connexion").text)
        hidden = {each.get("name"): each.get("value", "") for each in tree.xpath("//main//input[@type='hidden']")}
        (slug,) = tree.xpath(f"//option[.='{site}']/@value")
        given = {"site": slug, "identifiant": username, "mot_de_passe": PASSWORD}
        assert client.post("/connexion", data={**hidden, **given}).status_code == 200
        yield client


@pytest.mark.parametrize(("site", "username", "role"), SIGN_INS)
def test_every_sign_in_of_the_demonstration_works(demo: Running, site: str, username: str, role: str) -> None:
    with signed_in(demo, site, username) as client:
        path = "/famille" if role == FAMILY else "/administration"
        assert client.get(path).url.path == path
        assert client.get("/administration/site").status_code == (200 if role == ADMINISTRATION else 404)


def test_the_console_says_where_it_is_and_how_to_come_in(demo: Running, home: Path) -> None:
    assert demo.process.stdout
    said = ""
    while "Ctrl+C" not in said:
        said += demo.process.stdout.readline()
    assert demo.address in said
    rows = [re.split(r"\s*[│┃]\s*", line)[1:5] for line in said.splitlines() if "│" in line]
    assert rows == [[*sign_in, PASSWORD] for sign_in in SIGN_INS]


def test_the_manuals_family_is_in_it_exactly(demo: Running) -> None:
    with signed_in(demo, "Conservatoire 1", "abolant") as client:
        identity = client.get("/famille").text
        students = client.get("/eleves").text
    assert '<h1 tabindex="-1">ABOLANT Jocelyne</h1>' in identity
    assert "CADRE DE LA FONCTION PUBLIQUE" in identity
    assert "ABOLANT Adrien</a>, né le 14/09/1995" in students
    assert students.count("ABOLANT ") >= 2


def test_the_manuals_five_operations_are_in_it_and_open_as_pdf(demo: Running) -> None:
    with signed_in(demo, "Conservatoire 1", "abolant") as client:
        tree = html.document_fromstring(client.get("/famille/cotisations?annee=2013-2014").text)
        rows = tree.xpath("//table[@class='ledger']/tbody/tr")
        assert [row.xpath("string(th)").strip()[-10:] for row in rows] == MANUAL
        assert {row.xpath("string(td[@data-label='Débit'])") for row in rows} == {"93,24\xa0€"}
        for address in tree.xpath("//tbody//a[@data-opens]/@href"):
            assert client.get(address).content.startswith(b"%PDF-")


def test_the_other_abolant_is_another_family(demo: Running) -> None:
    with signed_in(demo, "Conservatoire 2", "abolant") as client:
        assert "Jocelyne" not in client.get("/famille").text
        assert client.get("/famille/locations").status_code == 404


def test_it_is_large_enough_to_look_at(demo: Running, home: Path) -> None:
    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

    with sqlite3.connect(home / "demo" / "portee.db") as connection:
        counts = {table: count(table) for table in ("family", "student", "site")}
        years = connection.execute("SELECT count(DISTINCT school_year) FROM course").fetchone()[0]
    connection.close()
    assert (counts["family"] >= 60, counts["student"] >= 100, counts["site"], years >= 3) == (True, True, 2, True)


MORNING = {
    "SELECT state, count(*) FROM change_request GROUP BY state": [("decidee", 3), ("en-attente", 12)],
    "SELECT state, count(*) FROM reenrolment GROUP BY state": [("en-attente", 5)],
    "SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL": [(1,)],
}


@pytest.mark.parametrize("asked", MORNING)
def test_the_office_has_a_morning_of_work(demo: Running, home: Path, asked: str) -> None:
    with sqlite3.connect(home / "demo" / "portee.db") as connection:
        assert connection.execute(asked).fetchall() == MORNING[asked]
    connection.close()


def test_each_document_of_the_demonstration_opens(demo: Running, home: Path) -> None:
    files = list((home / "demo" / "pieces").glob("??/*"))
    for file in files:
        with pikepdf.open(file, attempt_recovery=False) as paper:
            assert len(paper.pages) == 1
    assert len(files) == 5


def test_its_exports_are_small() -> None:
    files = [file for file in (ROOT / "data" / "demo").rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 1_000_000


def test_its_mails_are_files(demo: Running, home: Path) -> None:
    with httpx.Client(base_url=demo.address, follow_redirects=True, timeout=60) as client:
        tree = html.document_fromstring(client.get("/mot-de-passe-perdu").text)
        hidden = {each.get("name"): each.get("value", "") for each in tree.xpath("//main//input[@type='hidden']")}
        with sqlite3.connect(home / "demo" / "portee.db") as connection:
            found = connection.execute(ADDRESS).fetchone()
        connection.close()
        client.post("/mot-de-passe-perdu", data={**hidden, "identifiant": "bernier", "email": found[0]})
    wait_until(lambda: any((home / "mails").glob("*.eml")))
    (mail,) = (home / "mails").glob("*.eml")
    assert f"To: {found[0]}" in mail.read_text("utf-8")
