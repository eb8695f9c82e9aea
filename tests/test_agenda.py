"""Agenda: « Cette semaine », and the secret address by which a calendar program fetches the same lessons."""

from collections.abc import Callable

import icalendar
import pytest

from tests.conftest import Clock
from tests.people import People
from tests.reader import Page, Reader
from tests.records import week_of
from tests.schooling import LAST_YEAR, School, Schooling, day

MADE = "L’adresse de votre calendrier est créée."
REVOKED = "L’adresse de votre calendrier est supprimée."


@pytest.fixture(autouse=True)
def year(school: School) -> None:
    """The site’s year."""
    school.decide(first_day=day("07/09/2026"), last_day=day("03/07/2027"))


@pytest.fixture
def made(at_home: Reader) -> str:
    """The path of a feed that the family has just made."""
    return feed_of(make(at_home))


def make(reader: Reader) -> Page:
    return reader.send(reader.read("/agenda"), "/agenda/adresse")


def feed_of(page: Page) -> str:
    """The path of the address that a page shows."""
    path: str = page.find("//input[@id='adresse']").get("value").removeprefix("http://127.0.0.1:8000")
    assert path.startswith("/agenda/")
    return path


def events_of(reader: Reader, path: str) -> list[str]:
    """What each event of a feed is called."""
    answer = reader.get(path, {})
    assert answer.status_code == 200
    return sorted(str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


class TestTheWeek:
    """« Cette semaine » of the whole family, on its own page and on Accueil."""

    @pytest.mark.parametrize("path", ["/agenda", "/"])
    def test_it_names_each_students_lessons_by_day_and_hour(self, at_home: Reader, school: School, path: str) -> None:
        school.course(school.student("DURAND", "Élise"), title="Orgue", weekday="mercredi", starts="09:00", ends="")
        assert week_of(at_home.read(path)) == {
            "mercredi 18 novembre": [
                "09:00\xa0: Élise, Orgue, G. BRANTOME",
                "17:30 à 18:15\xa0: Adrien, Trompette, G. BRANTOME, Salle 8",
            ],
            "samedi 21 novembre": ["10:00\xa0: Zoé, Danse, G. BRANTOME"],
            "Sans jour fixé": ["Adrien, Ensemble de cuivres"],
        }

    def test_students_of_the_same_given_name_are_told_apart(self, at_home: Reader, school: School) -> None:
        school.empty()
        for surname in ("DURAND", "PETIT"):
            school.course(school.student(surname, "Marie"), title="Orgue", teacher="", ends="")
        assert week_of(at_home.read("/agenda"))["mercredi 18 novembre"] == [
            "17:30\xa0: DURAND Marie, Orgue",
            "17:30\xa0: PETIT Marie, Orgue",
        ]

    @pytest.mark.parametrize("path", ["/agenda", "/"])
    def test_a_family_without_lessons_is_told_so(self, at_home: Reader, school: School, path: str) -> None:
        school.empty()
        key = school.student("DURAND", "Léo")
        school.course(key, active=False)
        school.course(key, year=LAST_YEAR)
        assert "Aucun cours n’est suivi en ce moment." in at_home.read(path).text

    def test_a_day_of_holidays_says_which(self, at_home: Reader, school: School) -> None:
        school.close("Fête du conservatoire", "18/11/2026", "18/11/2026")
        week = week_of(at_home.read("/agenda"))
        assert week["mercredi 18 novembre"] == ["Pas de cours\xa0: Fête du conservatoire"]
        assert week["samedi 21 novembre"] == ["10:00\xa0: Zoé, Danse, G. BRANTOME"]

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            ("23/11/2026", "03/07/2027", "les cours n’ont pas encore commencé"),
            ("07/09/2026", "17/11/2026", "l’année est terminée"),
        ],
    )
    def test_before_and_after_the_year_it_says_so(
        self, at_home: Reader, school: School, first: str, last: str, said: str
    ) -> None:
        school.decide(first_day=day(first), last_day=day(last))
        assert week_of(at_home.read("/agenda"))["mercredi 18 novembre"] == [f"Pas de cours\xa0: {said}"]

    def test_accueil_leads_to_the_agenda_and_back(self, at_home: Reader) -> None:
        page = at_home.read(at_home.read("/").links()["Agenda de la famille"])
        assert (page.url, page.links()["Retour"]) == ("/agenda", "/")

    def test_each_family_sees_its_own(self, reader: Reader, people: People, school: School) -> None:
        school.course(school.student("DURAND", "Élise"), title="Cornemuse")
        for stranger in (people.neighbour, people.far_neighbour):
            reader.enter(stranger)
            assert "Cornemuse" not in reader.read("/agenda").text
            assert "Cornemuse" not in reader.read("/").text

    def test_the_office_finds_nothing(self, reader: Reader, people: People) -> None:
        reader.enter(people.office)
        reader.read("/agenda", 404)


class TestTheAddress:
    """Made, copied, replaced, revoked."""

    def test_there_is_none_before_it_is_made(self, at_home: Reader) -> None:
        page = at_home.read("/agenda")
        assert not page.tree.xpath("//input[@id='adresse']")
        assert [button.text_content() for button in page.tree.xpath("//main//button")] == ["Créer une adresse"]

    def test_it_is_made_and_can_be_copied(self, at_home: Reader) -> None:
        page = make(at_home)
        assert MADE in page.text
        assert len(feed_of(page)) == len("/agenda/") + 43 + len(".ics")
        buttons = [button.text_content() for button in page.tree.xpath("//main//button")]
        assert buttons == ["Changer d’adresse", "Supprimer cette adresse"]

    def test_it_stays_the_same_until_it_is_changed(self, at_home: Reader, made: str) -> None:
        assert feed_of(at_home.read("/agenda")) == made
        assert feed_of(make(at_home)) != made
        assert at_home.get(made, {}).status_code == 404

    def test_it_is_revoked(self, at_home: Reader, made: str) -> None:
        page = at_home.send(at_home.read("/agenda"), "/agenda/adresse/suppression")
        assert REVOKED in page.text
        assert not page.tree.xpath("//input[@id='adresse']")
        assert at_home.get(made, {}).status_code == 404

    def test_revoking_what_is_not_there_is_no_fault(self, at_home: Reader, made: str) -> None:
        page = at_home.read("/agenda")
        at_home.send(page, "/agenda/adresse/suppression")
        form = {**page.form("/agenda/adresse/suppression"), "envoi": "another"}
        answer = at_home.client.post("/agenda/adresse/suppression", data=form, follow_redirects=False)
        assert answer.status_code == 303

    def test_the_same_form_twice_makes_one_address(self, at_home: Reader) -> None:
        page = at_home.read("/agenda")
        first, second = (feed_of(at_home.send(page, "/agenda/adresse")) for _ in range(2))
        assert first == second

    def test_a_form_that_comes_again_does_not_revoke_what_was_made_since(self, at_home: Reader, made: str) -> None:
        page = at_home.read("/agenda")
        at_home.send(page, "/agenda/adresse/suppression")
        fresh = feed_of(make(at_home))
        at_home.send(page, "/agenda/adresse/suppression")
        assert at_home.get(fresh, {}).status_code == 200

    @pytest.mark.parametrize("action", ["/agenda/adresse", "/agenda/adresse/suppression"])
    @pytest.mark.parametrize("spoilt", ["jeton", "envoi"])
    def test_a_form_without_its_token_or_its_id_does_nothing(
        self, at_home: Reader, made: str, action: str, spoilt: str
    ) -> None:
        at_home.send(at_home.read("/agenda"), action, 403, **{spoilt: ""})
        assert at_home.get(made, {}).status_code == 200

    @pytest.mark.parametrize("action", ["/agenda/adresse", "/agenda/adresse/suppression"])
    def test_the_office_has_none_to_make(self, reader: Reader, people: People, action: str) -> None:
        reader.enter(people.office)
        token = reader.read("/mot-de-passe").form("/quitter")["jeton"]
        assert reader.client.post(action, data={"jeton": token, "envoi": "1"}).status_code == 404

    def test_each_family_has_its_own(self, reader: Reader, people: People) -> None:
        feeds = []
        for who in (people.family, people.neighbour, people.far_neighbour):
            reader.enter(who)
            feeds.append(feed_of(make(reader)))
        assert len(set(feeds)) == 3
        reader.send(reader.read("/agenda"), "/agenda/adresse/suppression")
        assert [reader.get(feed, {}).status_code for feed in feeds] == [200, 200, 404]


class TestTheFeed:
    """Whoever has the address may read the lessons, and nothing else."""

    def test_it_needs_no_session_and_sets_no_cookie(self, at_home: Reader, made: str) -> None:
        at_home.client.cookies.clear()
        answer = at_home.get(made, {})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_page_does_set_the_cookie_that_its_forms_are_bound_to(self, reader: Reader) -> None:
        assert "Set-Cookie" in reader.get("/connexion", {}).headers

    def test_head_answers_like_get(self, at_home: Reader, made: str) -> None:
        answer = at_home.client.head(made)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"

    def test_it_says_lesson_and_given_name(self, at_home: Reader, made: str) -> None:
        assert events_of(at_home, made) == ["Danse, Zoé", "Trompette, Adrien"]

    def test_it_says_nothing_else_of_the_family(self, at_home: Reader, made: str, people: People) -> None:
        text = at_home.get(made, {}).text
        unsaid = ("ALMEIDA", "Inès", "ORLEANS", people.family.email, "2012", "ABS", "Maladie", "1234", "@rive")
        assert [word for word in unsaid if word in text] == []

    @pytest.mark.parametrize("name", ["{}", "{}.ICS", "{}.ics.ics", "{}.pdf", "{}%00.ics", "{} .ics", "x.ics", ".ics"])
    def test_what_opens_nothing_is_what_does_not_exist(
        self, reader: Reader, at_home: Reader, made: str, name: str
    ) -> None:
        token = made.removeprefix("/agenda/").removesuffix(".ics")
        theirs = reader.read(f"/agenda/{name.format(token)}", 404)
        assert theirs.text == reader.read("/agenda/zzzzzzzz.ics", 404).text

    def test_a_revoked_address_is_one_that_never_was(self, at_home: Reader, made: str) -> None:
        at_home.send(at_home.read("/agenda"), "/agenda/adresse/suppression")
        at_home.sign_out()
        gone, never = (at_home.read(path, 404) for path in (made, f"/agenda/{'a' * 43}.ics"))
        assert gone.text == never.text

    def test_who_has_left_the_family_is_gone_from_it(
        self, at_home: Reader, made: str, school: School, learnt: Schooling
    ) -> None:
        school.leave(learnt.student)
        assert events_of(at_home, made) == ["Danse, Zoé"]
        school.empty()
        assert events_of(at_home, made) == []

    def test_two_families_of_one_student_have_each_its_own(
        self, reader: Reader, people: People, school: School, learnt: Schooling
    ) -> None:
        other = School(school.settings, people.neighbour.username, people.neighbour.site)
        other.empty()
        other.share(learnt.student)
        feeds = []
        for who in (people.family, people.neighbour):
            reader.enter(who)
            feeds.append(feed_of(make(reader)))
        assert [events_of(reader, feed) for feed in feeds] == [
            ["Danse, Zoé", "Trompette, Adrien"],
            ["Trompette, Adrien"],
        ]
        other.leave(learnt.student)
        assert events_of(reader, feeds[0]) == ["Danse, Zoé", "Trompette, Adrien"]
        assert events_of(reader, feeds[1]) == []

    def test_it_follows_what_changes(self, at_home: Reader, made: str, school: School, learnt: Schooling) -> None:
        school.course(learnt.student, title="Orgue")
        school.course(learnt.student, title="Luth", active=False)
        school.course(learnt.student, title="Viole", year=LAST_YEAR)
        assert events_of(at_home, made) == ["Danse, Zoé", "Orgue, Adrien", "Trompette, Adrien"]

    def test_the_same_lesson_keeps_its_identity(self, at_home: Reader, made: str, time: Clock) -> None:
        identities: Callable[[], list[str]] = lambda: [  # noqa: E731
            line for line in at_home.get(made, {}).text.splitlines() if line.startswith("UID:")
        ]
        before = identities()
        time.pass_by(86400)
        assert identities() == before
        assert len(set(before)) == 2

    def test_without_the_days_of_the_year_it_is_empty_and_the_page_says_why(
        self, at_home: Reader, made: str, school: School
    ) -> None:
        assert "ce calendrier reste vide" not in at_home.read("/agenda").text
        school.decide(first_day=None)
        assert events_of(at_home, made) == []
        assert "ce calendrier reste vide" in at_home.read("/agenda").text

    def test_it_may_be_asked_for_by_anybody(self, reader: Reader, people: People, at_home: Reader, made: str) -> None:
        for stranger in people.strangers:
            reader.enter(stranger)
            assert reader.get(made, {}).status_code == 200
