"""Against guessing: failures slow an account down, and an address, and nobody else."""

from dataclasses import replace
from ipaddress import ip_network

import pytest
from httpx import AsyncClient

import app
from data.settings import Settings
from routes.web.door import Door
from tests.conftest import Clock
from tests.costs import counted
from tests.people import People
from tests.reader import Page, Reader
from tests.rush import at_once, filled_in, opened

WRONG = "une phrase qui ne convient pas"


def fail(reader: Reader, people: People, times: int) -> None:
    for _ in range(times):
        reader.sign_in(people.family, WRONG, status=422)


def wait_of(page: Page) -> int:
    return int(page.answer.headers["Retry-After"])


def test_four_failures_delay_nobody(reader: Reader, people: People) -> None:
    fail(reader, people, 4)
    assert reader.sign_in(people.family).url == "/"


def test_the_fifth_failure_delays_the_account_by_half_a_minute(reader: Reader, people: People, time: Clock) -> None:
    fail(reader, people, 5)
    assert wait_of(reader.sign_in(people.family, status=429)) == 30
    time.pass_by(29)
    assert wait_of(reader.sign_in(people.family, status=429)) == 1
    time.pass_by(1)
    assert reader.sign_in(people.family).url == "/"


def test_the_delay_doubles_up_to_a_quarter_of_an_hour(reader: Reader, people: People, time: Clock) -> None:
    fail(reader, people, 5)
    waits = []
    for _ in range(7):
        waits.append(wait_of(reader.sign_in(people.family, status=429)))
        time.pass_by(waits[-1])
        fail(reader, people, 1)
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_the_right_password_works_as_soon_as_the_delay_is_over(reader: Reader, people: People, time: Clock) -> None:
    fail(reader, people, 5)
    time.pass_by(30)
    assert reader.sign_in(people.family).url == "/"


def test_a_try_during_the_delay_is_not_counted_and_not_hashed(reader: Reader, people: People, time: Clock) -> None:
    fail(reader, people, 5)
    with counted() as costs:
        for _ in range(10):
            reader.sign_in(people.family, status=429)
    assert costs.hashes == 0
    time.pass_by(30)
    assert reader.sign_in(people.family).url == "/"


def test_a_success_clears_what_was_counted(reader: Reader, people: People) -> None:
    fail(reader, people, 4)
    reader.sign_in(people.family)
    reader.client.cookies.clear()
    fail(reader, people, 4)
    assert reader.sign_in(people.family).url == "/"


def test_other_accounts_are_not_delayed(reader: Reader, people: People) -> None:
    fail(reader, people, 5)
    for other in people.strangers:
        assert reader.sign_in(other).status == 200
        reader.client.cookies.clear()


def test_writing_the_identifiant_otherwise_is_the_same_account(reader: Reader, people: People) -> None:
    for written in ("dalmeida", "DALMEIDA", " dalmeida ", "Dalmeida", "dAlmeida"):
        reader.sign_in(replace(people.family, username=written), WRONG, status=422)
    reader.sign_in(people.family, status=429)


def test_an_account_that_does_not_exist_is_delayed_alike(reader: Reader, people: People) -> None:
    nobody = replace(people.family, username="personne")
    for _ in range(5):
        reader.sign_in(nobody, WRONG, status=422)
    assert wait_of(reader.sign_in(nobody, status=429)) == 30


def test_an_address_fails_thirty_times_in_ten_minutes(reader: Reader, people: People, time: Clock) -> None:
    fail_as(reader, people, range(30))
    time.pass_by(100)
    page = reader.sign_in(people.neighbour, status=429)
    assert wait_of(page) == 500
    time.pass_by(501)
    assert reader.sign_in(people.neighbour).url == "/"


def fail_as(reader: Reader, people: People, numbers: range, **headers: str) -> None:
    page = reader.read("/connexion")
    for number in numbers:
        values = {**page.form("/connexion"), "identifiant": f"personne-{number}", "mot_de_passe": WRONG}
        assert reader.client.post("/connexion", data=values, headers=headers).status_code == 422


def test_successes_never_count_against_an_address(reader: Reader, people: People) -> None:
    for _ in range(31):
        reader.client.cookies.clear()
        assert reader.sign_in(people.family).status == 200
    fail_as(reader, people, range(29))
    assert reader.sign_in(people.neighbour).status == 200


def test_a_forwarded_address_counts_for_nothing_without_a_proxy_of_ours(reader: Reader, people: People) -> None:
    for number in range(30):
        fail_as(reader, people, range(number, number + 1), **{"X-Forwarded-For": f"192.0.2.{number}"})
    reader.sign_in(people.neighbour, status=429)


@pytest.mark.anyio
async def test_behind_a_proxy_of_ours_each_forwarded_address_is_counted_on_its_own(
    settings: Settings, people: People, time: Clock
) -> None:
    ours = replace(settings, proxies=(ip_network("127.0.0.0/8"),))
    async with opened(app.portal(ours, with_postman=False), ours) as client:
        form = await filled_in(client, people.family, WRONG)
        statuses = [
            await status_of(client, form, number, f"198.51.100.{number}, 192.0.2.{number // 30}")
            for number in range(31)
        ]
        blocked = await status_of(client, form, 99, "203.0.113.5, 192.0.2.0")
    assert (set(statuses), blocked) == ({422}, 429)


async def status_of(client: AsyncClient, form: dict[str, str], number: int, forwarded: str) -> int:
    headers = {"X-Forwarded-For": forwarded}
    answer = await client.post("/connexion", data={**form, "identifiant": f"personne-{number}"}, headers=headers)
    return answer.status_code


def test_the_page_says_how_long_and_how_to_try_again(reader: Reader, people: People, time: Clock) -> None:
    fail(reader, people, 5)
    page = reader.sign_in(people.family, status=429)
    assert page.find("//h1").text_content() == "Trop d’essais"
    assert "patientez 30\xa0secondes" in page.text
    assert "Le compte n’est pas bloqué" in page.text
    assert page.links()["Réessayer"] == "/connexion"
    assert not page.tree.xpath("//meta[@http-equiv]")


def test_minutes_and_one_second_are_said_in_good_french(reader: Reader, people: People, time: Clock) -> None:
    fail(reader, people, 5)
    time.pass_by(29)
    assert "patientez 1\xa0seconde avant" in reader.sign_in(people.family, status=429).text
    time.pass_by(1)
    fail(reader, people, 1)
    assert "patientez 1\xa0minute avant" in reader.sign_in(people.family, status=429).text
    time.pass_by(60)
    fail(reader, people, 1)
    assert "patientez 2\xa0minutes avant" in reader.sign_in(people.family, status=429).text


@pytest.mark.anyio
async def test_a_hundred_guesses_at_once_do_not_slip_through(door: Door, settings: Settings, people: People) -> None:
    async with opened(door, settings) as client:
        form = await filled_in(client, people.family, WRONG)
        with counted() as costs:
            answers = await at_once(100, lambda _: client.post("/connexion", data=form))
    statuses = [answer.status_code for answer in answers]
    assert costs.hashes == 5
    assert (statuses.count(422), statuses.count(429) + statuses.count(503)) == (5, 95)


@pytest.mark.anyio
async def test_a_hundred_accounts_guessed_at_once_from_one_address(
    door: Door, settings: Settings, people: People
) -> None:
    async with opened(door, settings) as client:
        form = await filled_in(client, people.family, WRONG)
        with counted() as costs:
            await at_once(100, lambda number: client.post("/connexion", data={**form, "identifiant": f"n{number}"}))
    assert costs.hashes <= 30
