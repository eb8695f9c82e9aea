"""Sessions and their cookies: who is at the door, for how long, and what the browser keeps."""

import re
from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.keys import digest
from data.sessions import REMEMBERED, UserSession
from data.settings import Settings, read_settings
from routes.web.sessions import client_address
from tests.conftest import Clock
from tests.costs import counted
from tests.people import People
from tests.reader import Reader


def is_signed_in(reader: Reader) -> bool:
    return reader.client.get("/famille", follow_redirects=False).status_code == 200


def sessions_in(settings: Settings) -> list[UserSession]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(UserSession)))


def test_only_the_digest_of_a_token_is_stored(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(people.family)
    token = reader.client.cookies["portee"]
    (session,) = sessions_in(settings)
    assert session.token_digest == digest(token)
    assert token.encode() not in b"".join(file.read_bytes() for file in settings.home.glob("portee.db*"))


def test_a_token_has_256_bits(reader: Reader, people: People) -> None:
    reader.sign_in(people.family)
    assert re.fullmatch(r"[\w-]{43}", reader.client.cookies["portee"])


def test_a_token_chosen_by_the_browser_is_never_taken(reader: Reader, people: People, settings: Settings) -> None:
    reader.client.cookies.set("portee", "chosen-by-somebody-else")
    reader.sign_in(people.family)
    assert [session.token_digest for session in sessions_in(settings)] != [digest("chosen-by-somebody-else")]
    reader.client.cookies.clear()
    reader.client.cookies.set("portee", "chosen-by-somebody-else")
    assert not is_signed_in(reader)


def test_signing_in_again_gives_a_new_token_and_ends_the_former(
    reader: Reader, people: People, settings: Settings
) -> None:
    reader.sign_in(people.family)
    former = reader.client.cookies["portee"]
    reader.sign_in(people.neighbour)
    assert reader.client.cookies["portee"] != former
    assert len(sessions_in(settings)) == 1


def test_a_session_ends_after_an_hour_without_a_request(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    time.pass_by(3599)
    assert is_signed_in(reader)
    time.pass_by(3600)
    assert not is_signed_in(reader)


def test_a_session_ends_twelve_hours_after_sign_in_however_busy(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    for _ in range(23):
        time.pass_by(1800)
        assert is_signed_in(reader)
    time.pass_by(1799)
    assert is_signed_in(reader)
    time.pass_by(1)
    assert not is_signed_in(reader)


def test_a_request_within_the_minute_writes_nothing(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    time.pass_by(59)
    with counted() as costs:
        reader.read("/famille")
    assert costs.writes == []


def test_a_request_after_a_minute_writes_one_touch(reader: Reader, people: People, time: Clock) -> None:
    reader.sign_in(people.family)
    time.pass_by(60)
    with counted() as costs:
        reader.read("/famille")
        reader.read("/eleves")
    assert len(costs.writes) == 1
    assert costs.writes[0].startswith("UPDATE user_session SET touched_at=")


def test_sessions_that_ran_out_a_day_ago_are_swept_away(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    reader.sign_in(people.family)
    time.pass_by(REMEMBERED)
    reader.client.cookies.clear()
    reader.sign_in(people.neighbour)
    assert len(sessions_in(settings)) == 1


def test_an_account_may_be_signed_in_on_two_devices(reader: Reader, people: People, settings: Settings) -> None:
    reader.sign_in(people.family)
    reader.client.cookies.clear()
    reader.sign_in(people.family)
    assert len(sessions_in(settings)) == 2


def asked_from(address: str, *headers: tuple[str, str]) -> Any:
    client = (address, 1234) if address else None
    return {"client": client, "headers": [(name.encode(), value.encode()) for name, value in headers]}


@pytest.mark.parametrize(
    ("address", "forwarded", "counted_as"),
    [
        ("198.51.100.7", [], "198.51.100.7"),
        ("198.51.100.7", ["192.0.2.1"], "198.51.100.7"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["203.0.113.9, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.1", ["203.0.113.9", "192.0.2.1, 10.0.0.2"], "192.0.2.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["nonsense"], "nonsense"),
        ("::ffff:10.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("::ffff:198.51.100.7", [], "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", [], "2001:db8:1:2::/64"),
        ("", [], ""),
    ],
)
def test_tries_count_under_the_address_that_no_proxy_of_ours_vouches_for(
    settings: Settings, address: str, forwarded: list[str], counted_as: str
) -> None:
    ours = read_settings({"PORTEE_HOME": str(settings.home), "PORTEE_PROXIES": "10.0.0.0/8"})
    scope = asked_from(address, *(("x-forwarded-for", each) for each in forwarded))
    assert client_address(scope, ours.proxies) == counted_as
