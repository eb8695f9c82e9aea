"""The cookies of a session, over http and https, as real browsers send them."""

import re
from dataclasses import replace

import pytest

from data.settings import Settings
from routes.web.sessions import read_cookies
from tests.people import People
from tests.reader import Reader
from tests.web.test_sessions import asked_from, is_signed_in


def test_cookies_over_http_are_kept_from_scripts_and_other_sites(reader: Reader, people: People) -> None:
    first = reader.client.get("/connexion")
    assert re.fullmatch(r"portee-visite=[\w-]{22}; HttpOnly; Path=/; SameSite=lax", first.headers["Set-Cookie"])
    signed_in = sign_in_answer(reader, people)
    assert re.fullmatch(r"portee=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", signed_in[0])
    assert re.fullmatch(r"portee-mode=\S+; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax", signed_in[1])


def sign_in_answer(reader: Reader, people: People) -> list[str]:
    form = reader.read("/connexion").form("/connexion")
    given = {"identifiant": people.family.username, "mot_de_passe": people.family.password}
    answer = reader.client.post("/connexion", data={**form, **given}, follow_redirects=False)
    return answer.headers.get_list("Set-Cookie")


def test_a_visit_cookie_is_set_once(reader: Reader, people: People) -> None:
    assert "Set-Cookie" in reader.client.get("/connexion").headers
    assert "Set-Cookie" not in reader.client.get("/connexion").headers
    reader.sign_in(people.family)
    assert "Set-Cookie" not in reader.client.get("/famille").headers


class TestOverHttps:
    """The same portal, reached over https."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, base_url="https://portail.example.fr")

    def test_every_cookie_is_bound_to_this_host_and_to_https(self, reader: Reader, people: People) -> None:
        cookies = [reader.client.get("/connexion").headers["Set-Cookie"], *sign_in_answer(reader, people)]
        names = [cookie.partition("=")[0] for cookie in cookies]
        assert names == ["__Host-portee-visite", "__Host-portee", "__Host-portee-mode"]
        for cookie in cookies:
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
            assert "Domain" not in cookie

    def test_a_plain_cookie_is_not_taken_for_ours(self, reader: Reader, people: People) -> None:
        reader.sign_in(people.family)
        token = reader.client.cookies["__Host-portee"]
        reader.client.cookies.clear()
        reader.client.cookies.set("portee", token)
        assert not is_signed_in(reader)

    def test_signing_in_and_out_works(self, reader: Reader, people: People) -> None:
        assert reader.sign_in(people.family).url == "/"
        assert reader.sign_out().url == "/connexion?fait=deconnecte"
        assert "__Host-portee" not in reader.client.cookies

    @pytest.mark.parametrize("path", ["/connexion", "/nulle-part", "/quitter"])
    def test_the_browser_is_told_to_come_back_over_https(self, reader: Reader, people: People, path: str) -> None:
        assert reader.client.get(path).headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/connexion", "/nulle-part", "/quitter"])
def test_over_http_nothing_is_said_of_https(reader: Reader, people: People, path: str) -> None:
    assert "Strict-Transport-Security" not in reader.client.get(path).headers


@pytest.mark.parametrize(
    "header",
    [
        "SameSite=Lax; portee={}",
        "portee={}; Path=/; HttpOnly",
        'portee="{}"',
        "  portee = {} ;",
        "=; ;;a; portee={}; b=c=d",
    ],
)
def test_cookies_are_read_as_loosely_as_real_browsers_send_them(reader: Reader, people: People, header: str) -> None:
    reader.sign_in(people.family)
    token = reader.client.cookies["portee"]
    reader.client.cookies.clear()
    answer = reader.client.get("/famille", headers={"Cookie": header.format(token)}, follow_redirects=False)
    assert answer.status_code == 200


def test_several_cookie_headers_count_as_one() -> None:
    assert read_cookies(asked_from("", ("cookie", "a=1"), ("cookie", "b=2"))) == {"a": "1", "b": "2"}
