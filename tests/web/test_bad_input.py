"""Bad input: each kind has a clear French page with the right status, and never a 500."""

import pytest
from httpx import Response

from tests.people import People
from tests.reader import Page, Reader, proof_read

FORM = "application/x-www-form-urlencoded"


def post(reader: Reader, path: str, **values: bytes) -> Response:
    """Send a form whose values are percent-encoded bytes."""
    form = reader.read(path).form(path)
    given = {**{name: value.encode() for name, value in form.items()}, **values}
    body = b"&".join(name.encode() + b"=" + quoted(value) for name, value in given.items())
    return reader.client.post(path, content=body, headers={"Content-Type": FORM})


def quoted(value: bytes) -> bytes:
    return b"".join(b"%%%02X" % each for each in value)


@pytest.mark.parametrize("path", ["/connexion", "/mot-de-passe-perdu"])
@pytest.mark.parametrize(
    ("identifiant", "status"),
    [
        (b"x" * 10_000, 422),
        ("é".encode() * 10_000, 422),
        (b"a\0b", 400),
        (b"\x1b[31m", 400),
        (b"\xff\xfe", 400),
        (b"\xed\xa0\x80", 400),
        (b"\xef\xbf\xbf", 400),
        ("\N{RIGHT-TO-LEFT OVERRIDE}evil".encode(), 422),
        (b"' OR 1=1 --", 422),
        (b"<script>alert(1)</script>", 422),
        (b"{{ 7*7 }}{% raise %}", 422),
        (b"a\r\nSet-Cookie: x=y", 422),
        ("🎻".encode(), 422),
        (b"%s%n", 422),
    ],
)
def test_an_odd_identifiant_is_refused(
    reader: Reader, people: People, path: str, identifiant: bytes, status: int
) -> None:
    others = {"mot_de_passe": b"x"} if path == "/connexion" else {"email": b""}
    page = proof_read(post(reader, path, identifiant=identifiant, **others), status)
    assert page.find("//h1").text_content() in ("Accès Usager", "Mot de passe perdu", "Demande illisible")
    assert "49" not in page.find("//main").text_content()


def test_a_long_identifiant_is_named_and_not_sent_back_whole(reader: Reader, people: People) -> None:
    page = proof_read(post(reader, "/connexion", identifiant=b"x" * 10_000, mot_de_passe=b"x"), 422)
    assert problems(page) == ["«\xa0Identifiant\xa0»\xa0: 200 caractères au plus."]
    assert len(page.form("/connexion")["identifiant"]) <= 200


def problems(page: Page) -> list[str]:
    return [each.text_content() for each in page.tree.xpath("//*[@role='alert']//li/a")]


@pytest.mark.parametrize("password", [b"\0" * 12, b"\xff" * 12])
def test_an_unreadable_password_is_a_bad_request(reader: Reader, people: People, password: bytes) -> None:
    answer = post(reader, "/connexion", identifiant=b"dalmeida", mot_de_passe=password)
    assert proof_read(answer, 400).find("//h1").text_content() == "Demande illisible"


def test_a_password_of_ten_kilobytes_is_refused_without_hashing_it(reader: Reader, people: People) -> None:
    answer = post(reader, "/connexion", identifiant=b"dalmeida", mot_de_passe=b"x" * 10_000)
    assert problems(proof_read(answer, 422)) == ["«\xa0Mot de passe\xa0»\xa0: 1 000 caractères au plus."]


def test_a_body_of_more_than_64_kilobytes_is_refused(reader: Reader, people: People) -> None:
    page = proof_read(reader.client.post("/connexion", content=b"a=" + b"x" * 65_535), 413)
    assert page.find("//h1").text_content() == "Envoi trop volumineux"
    proof_read(reader.client.post("/connexion", content=b"a=" + b"x" * 65_534), 403)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_body_of_another_kind_is_refused(reader: Reader, people: People, kind: str) -> None:
    answer = reader.client.post("/connexion", content=b'--x\r\n{"a": 1}', headers={"Content-Type": kind})
    assert answer.status_code in (400, 403)
    proof_read(answer, answer.status_code)


def test_a_field_sent_twice_counts_once(reader: Reader, people: People) -> None:
    form = reader.read("/connexion").form("/connexion")
    pairs = [*form.items(), ("identifiant", "dalmeida"), ("identifiant", "dalmeida"), ("mot_de_passe", "x")]
    body = "&".join(f"{name}={value}" for name, value in pairs)
    assert reader.client.post("/connexion", content=body.encode()).status_code == 422


@pytest.mark.parametrize("path", ["/mot-de-passe", "/accessibilite", "/quitter", "/mot-de-passe-perdu", "/connexion"])
def test_a_form_with_a_stale_token_changes_nothing(reader: Reader, people: People, path: str) -> None:
    reader.enter(people.family)
    page = proof_read(reader.client.post(path, data={"jeton": "AAAA", "mode": "actif"}), 403)
    assert page.find("//h1").text_content() == "Formulaire expiré"
    assert "Rien n’a été enregistré." in page.text
    assert reader.read(page.links()["Réessayer"]).status == 200
    assert reader.read("/famille").tree.get("class") != "accessible"
