"""Elève, Réinscription: the tab, the draft, « Valider » and what follows."""

from typing import Any

import pytest
from sqlmodel import select

from data import database
from data.reenrolments import CourseChoice, Reenrolment, State
from data.settings import Settings
from data.sites import Site
from tests.conftest import Clock
from tests.logos import give_logo, picture
from tests.mailbox import Mailbox, words_of
from tests.page import Page
from tests.people import People
from tests.prints import Place, Print
from tests.reader import Reader
from tests.reenrolling import CLOSES, DOCUMENTS, OPENS, open_reenrolment, reenrol, wish_for
from tests.schooling import School, Schooling

WAITS = "Réinscription en attente de validation"
TO_CLOSING = 13 * 86400  # seconds from the clock of the tests to the day after the last


@pytest.fixture(autouse=True)
def opened(settings: Settings) -> None:
    """The near site has opened re-enrolment."""
    with database.transaction(settings.database) as db:
        open_reenrolment(db)


@pytest.fixture
def tab(learnt: Schooling) -> str:
    """Where Adrien is re-enrolled: /eleves/ID/reinscription."""
    return f"/eleves/{learnt.student}/reinscription"


def ticked(page: Page, *titles: str) -> dict[str, Any]:
    """What ticking these courses sends."""
    rows = page.tree.xpath("//table[contains(@class, 'choices')]//tbody/tr")
    boxes = {row.xpath("string(th)").strip(): row.xpath(".//input[@type='checkbox']/@name")[0] for row in rows}
    return {boxes[title]: "oui" for title in titles}


def submit(reader: Reader, tab: str, status: int = 200, gesture: str = "valider", **values: str) -> Page:
    """The form of the tab, sent by one of its buttons."""
    return reader.send(reader.read(tab), tab, status, geste=gesture, **values)


def validated(reader: Reader, tab: str, *titles: str, **values: Any) -> Page:
    """« Valider » on the tab, then on the summary."""
    page = reader.read(tab)
    summary = reader.send(page, tab, geste="valider", **ticked(page, *titles), **values)
    return reader.send(summary, f"{tab}/recapitulatif")


def rows(settings: Settings, kind: type[Reenrolment] | type[CourseChoice] = Reenrolment) -> list[object]:
    with database.reading(settings.database) as db:
        return list(db.exec(select(kind)))


def test_the_tab_shows_the_manuals_two_tables(at_home: Reader, tab: str) -> None:
    page = at_home.read(tab)
    heads = [[each.text_content() for each in table.xpath(".//thead//th")] for table in page.tree.xpath("//table")]
    assert heads == [
        ["Cours", "Niveau", "Enseignant", "Cycle", "Actif", "Réinscription"],
        ["Nom du document", "Nom du fichier", "Date", "Heure", "Taille (Mo)", "Etat", "Consulter"],
    ]
    first = [each.text_content() for each in page.tree.xpath("//table[2]/tbody/tr[1]/*")]
    assert first == [DOCUMENTS[0], "-", "-", "-", "0,00", "A fournir", "-"]


def test_the_tab_stands_among_the_others_while_it_is_open(at_home: Reader, tab: str) -> None:
    for path in ("", "/cours", "/historique", "/repertoire"):
        tabs = at_home.read(tab.replace("/reinscription", path)).tree.xpath("//nav[@class='tabs']//a/@href")
        assert tabs[-1] == tab


@pytest.mark.parametrize(
    "decided", [{"reenrolment_opens": CLOSES, "reenrolment_closes": None}, {"reenrolment_closes": OPENS}]
)
def test_before_and_after_there_is_no_tab(at_home: Reader, tab: str, school: School, decided: dict[str, Any]) -> None:
    school.decide(**decided)
    at_home.read(tab, 404)
    assert len(at_home.read(tab.replace("/reinscription", "/cours")).tree.xpath("//nav[@class='tabs']//a")) == 4


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ({"rentals_tab": True}, "Les réinscriptions sont ouvertes jusqu’au 30/11/2026 inclus"),
        ({"reenrolment_opens": CLOSES}, "Les réinscriptions ouvrent le 30/11/2026."),
        ({"reenrolment_closes": OPENS}, "Les réinscriptions sont closes depuis le 01/11/2026 au soir."),
        ({"reenrolment_opens": None}, ""),
    ],
)
def test_accueil_says_when(at_home: Reader, school: School, decided: dict[str, Any], words: str) -> None:
    school.decide(**decided)
    said = at_home.read("/").tree.xpath("string(//p[@class='note'])")
    assert said.startswith(words) if words else not said


def test_valider_leads_to_a_summary_and_from_there_to_the_office(
    at_home: Reader, tab: str, mailbox: Mailbox, settings: Settings
) -> None:
    page = at_home.read(tab)
    summary = at_home.send(page, tab, geste="valider", **ticked(page, "Trompette"), demandes="Merci.")
    assert "Trompette\N{NO-BREAK SPACE}: continue" in summary.text
    assert "Ensemble de cuivres\N{NO-BREAK SPACE}: s’arrête" in summary.text
    sent = at_home.send(summary, f"{tab}/recapitulatif")
    assert "prise en compte" in sent.tree.xpath("string(//*[@class='message'])")
    assert DOCUMENTS[2] in sent.tree.xpath("string(//*[@class='message'])")
    assert WAITS in sent.tree.xpath("string(//*[@class='waiting'])")


def test_a_mail_acknowledges_it_under_its_number(at_home: Reader, tab: str, mailbox: Mailbox) -> None:
    validated(at_home, tab, "Trompette", demandes="Plutôt le soir.")
    (mail,) = mailbox.collect()
    assert mail["Subject"] == "Accusé de réception n°\N{NO-BREAK SPACE}2026-000001"
    text = words_of(mail, "plain")
    for words in ("Trompette", "Ensemble de cuivres", "s’arrête", "Plutôt le soir.", *DOCUMENTS):
        assert words in text


@pytest.mark.parametrize(
    ("titles", "administrative", "words"),
    [((), "", "au moins un cours"), (("Trompette",), "oui", "mais pas les deux")],
)
def test_none_or_both_brings_a_message_and_keeps_the_draft(
    at_home: Reader, tab: str, settings: Settings, titles: tuple[str, ...], administrative: str, words: str
) -> None:
    page = at_home.read(tab)
    given: dict[str, Any] = {**ticked(page, *titles), "demandes": "Merci."}
    given |= {"administrative": administrative} if administrative else {}
    wrong = at_home.send(page, tab, 422, geste="valider", **given)
    assert words in wrong.tree.xpath("string(//*[@class='problems'])")
    assert wrong.tree.xpath("//textarea")[0].text.strip() == "Merci."
    assert len(wrong.tree.xpath("//input[@type='checkbox'][@checked]")) == len(titles) + bool(administrative)


def test_a_draft_is_kept_by_the_server(at_home: Reader, tab: str) -> None:
    page = at_home.read(tab)
    at_home.send(page, tab, geste="enregistrer", **ticked(page, "Trompette"), demandes="Merci.")
    again = at_home.read(tab)
    assert len(again.tree.xpath("//input[@type='checkbox'][@checked]")) == 1
    assert again.tree.xpath("//textarea")[0].text.strip() == "Merci."


def test_two_tabs_lose_nothing_of_each_other(at_home: Reader, tab: str) -> None:
    one, other = at_home.read(tab), at_home.read(tab)
    at_home.send(one, tab, geste="enregistrer", **ticked(one, "Trompette"))
    at_home.send(other, tab, geste="enregistrer", **ticked(other, "Ensemble de cuivres"), demandes="Merci.")
    assert len(at_home.read(tab).tree.xpath("//input[@type='checkbox'][@checked]")) == 2


def test_two_texts_at_once_are_both_shown(at_home: Reader, tab: str) -> None:
    one, other = at_home.read(tab), at_home.read(tab)
    at_home.send(one, tab, geste="enregistrer", demandes="Le lundi.")
    clash = at_home.send(other, tab, 409, geste="enregistrer", demandes="Le mardi.")
    assert clash.tree.xpath("//textarea")[0].text.strip() == "Le mardi."
    assert "Le lundi." in clash.tree.xpath("string(//p[@class='changed'])")
    at_home.send(clash, tab, geste="enregistrer", demandes="Le lundi ou le mardi.")
    assert at_home.read(tab).tree.xpath("//textarea")[0].text.strip() == "Le lundi ou le mardi."


def test_valider_twice_sends_once(at_home: Reader, tab: str, settings: Settings, mailbox: Mailbox) -> None:
    page = at_home.read(tab)
    summary = at_home.send(page, tab, geste="valider", **ticked(page, "Trompette"))
    other = at_home.read(f"{tab}/recapitulatif")
    for each in (summary, summary, other):
        at_home.send(each, f"{tab}/recapitulatif")
    assert [row.number for row in rows(settings) if isinstance(row, Reenrolment)] == ["2026-000001"]
    assert len(mailbox.collect()) == 1


def test_one_minute_after_closing_nothing_is_sent_and_nothing_is_lost(
    at_home: Reader, tab: str, time: Clock, settings: Settings
) -> None:
    page = at_home.read(tab)
    with database.transaction(settings.database) as db:
        for site in db.exec(select(Site)):
            site.reenrolment_closes = OPENS
    late = at_home.send(page, tab, geste="valider", **ticked(page, "Trompette"))
    assert "closes" in late.tree.xpath("string(//*[@class='message'])")
    (row,) = rows(settings)
    assert isinstance(row, Reenrolment)
    assert (row.state, row.number) == (State.DRAFT, "")
    assert "Continue" in at_home.read(tab).tree.xpath("string(//table[1])")


def test_a_request_keeps_the_tab_after_closing(
    at_home: Reader, tab: str, settings: Settings, people: People, school: School
) -> None:
    with database.transaction(settings.database) as db:
        reenrol(db, people.family)
    school.decide(reenrolment_closes=OPENS)
    page = at_home.read(tab)
    assert len(page.tree.xpath("//input[@type='file']")) == len(DOCUMENTS)
    assert not page.tree.xpath("//input[@type='checkbox']")
    assert not page.tree.xpath(f"//form[@action='{tab}/reprise']")


def test_a_request_is_taken_back_and_sent_again(
    at_home: Reader, tab: str, learnt: Schooling, settings: Settings
) -> None:
    sent = validated(at_home, tab, "Trompette")
    draft = at_home.send(sent, f"/eleves/{learnt.student}/reinscription/reprise")
    assert WAITS not in draft.text
    validated(at_home, tab, "Ensemble de cuivres")
    assert [row.number for row in rows(settings) if isinstance(row, Reenrolment)] == ["2026-000001"]


def test_a_form_that_comes_late_does_not_send_what_was_taken_back(
    at_home: Reader, tab: str, settings: Settings, mailbox: Mailbox
) -> None:
    page = at_home.read(tab)
    summary = at_home.send(page, tab, geste="valider", **ticked(page, "Trompette"))
    at_home.send(at_home.send(summary, f"{tab}/recapitulatif"), f"{tab}/reprise")
    late = at_home.send(summary, f"{tab}/recapitulatif")
    assert WAITS not in late.text
    assert [row.state for row in rows(settings) if isinstance(row, Reenrolment)] == [State.DRAFT]
    assert len(mailbox.collect()) == 1


def test_the_receipt_is_a_page_and_a_pdf_with_the_logo_of_the_site(
    at_home: Reader, people: People, tab: str, settings: Settings
) -> None:
    at_home.read(f"{tab}/recu", 404)
    validated(at_home, tab, "Trompette")
    assert "2026-000001" in at_home.read(f"{tab}/recu").text
    give_logo(settings, people.office, picture())
    printed = at_home.get(f"{tab}/recu.pdf", {})
    assert Print(printed.content).pictures() == [Place(0, 136, 15, 190, 33)]
    assert "2026-000001" in printed.headers["Content-Disposition"]


def test_the_draft_of_a_neighbour_is_nobody_elses(reader: Reader, people: People, tab: str, settings: Settings) -> None:
    with database.transaction(settings.database) as db:
        wish_for(db, people.family, "Adrien", "Trompette")
    reader.enter(people.neighbour)
    reader.read(tab, 404)
    reader.read(f"/eleves/{people.family.schooling.student}/reinscription/recapitulatif", 404)
    reader.read(f"/eleves/{people.family.schooling.student}/reinscription/recu", 404)
    reader.read(f"/eleves/{people.family.schooling.student}/reinscription/recu.pdf", 404)


def test_what_was_typed_when_the_session_ran_out_is_taken_up(
    at_home: Reader, tab: str, people: People, time: Clock
) -> None:
    page = at_home.read(tab)
    page = at_home.send(page, tab, geste="enregistrer", **ticked(page, "Trompette"))
    form = {**page.form(tab), "geste": "enregistrer", "demandes": "Merci."}
    for name in ticked(page, "Trompette"):
        del form[name]
    time.pass_by(3601)
    at_home.client.post(tab, data=form, files={"piece-x": ("", b"")})
    at_home.sign_in(people.family, following=tab)
    again = at_home.read(tab)
    assert again.tree.xpath("//textarea")[0].text.strip() == "Merci."
    assert not again.tree.xpath("//input[@type='checkbox'][@checked]")
    assert "Ce que vous aviez saisi est repris" in again.text


def test_a_text_that_is_too_long_is_kept_on_the_page(at_home: Reader, tab: str, settings: Settings) -> None:
    page = at_home.read(tab)
    wrong = at_home.send(page, tab, 422, demandes="é" * 2001, **ticked(page, "Trompette"))
    assert "2\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}caractères au plus" in wrong.tree.xpath(
        "string(//*[@class='problems'])"
    )
    assert wrong.tree.xpath("//textarea")[0].text.strip() == "é" * 2001
    assert len(wrong.tree.xpath("//input[@type='checkbox'][@checked]")) == 1
    assert not rows(settings)


def test_a_form_of_an_earlier_session_comes_back_filled_in(at_home: Reader, tab: str, people: People) -> None:
    page = at_home.read(tab)
    at_home.sign_out()
    at_home.enter(people.family)
    old = at_home.send(page, tab, 422, demandes="Merci.", **ticked(page, "Trompette"))
    assert "trop ancien" in old.tree.xpath("string(//*[@class='problems'])")
    assert old.tree.xpath("//textarea")[0].text.strip() == "Merci."
    assert len(old.tree.xpath("//input[@type='checkbox'][@checked]")) == 1


def test_the_office_asks_and_the_family_completes(
    at_home: Reader, tab: str, settings: Settings, people: People
) -> None:
    with database.transaction(settings.database) as db:
        reenrol(db, people.family)
        for each in db.exec(select(Reenrolment)):
            each.state, each.asked = State.INCOMPLETE, "Précisez le jour."
    page = at_home.read(tab)
    assert "Précisez le jour." in page.tree.xpath("string(//*[@class='waiting'])")
    done = at_home.send(page, tab, geste="valider", demandes="Le mardi.")
    assert "complété" in done.tree.xpath("string(//*[@class='message'])")
    (row,) = rows(settings)
    assert isinstance(row, Reenrolment)
    assert (row.state, row.remarks, row.asked) == (State.PENDING, "Le mardi.", "")


def test_what_was_decided_is_said_and_the_pending_message_is_gone(
    at_home: Reader, tab: str, settings: Settings, people: People, time: Clock
) -> None:
    with database.transaction(settings.database) as db:
        reenrol(db, people.family)
        for each in db.exec(select(Reenrolment)):
            each.state, each.decided_at = State.APPROVED, time.now
    page = at_home.read(tab)
    assert WAITS not in page.text
    assert "Le secrétariat a validé la réinscription le 18/11/2026" in page.text
    assert not page.tree.xpath("//input[@type='file' or @type='checkbox']")


def test_the_page_costs_six_statements_also_when_closed(
    at_home: Reader, tab: str, settings: Settings, people: People, school: School
) -> None:
    with database.transaction(settings.database) as db:
        wish_for(db, people.family, "Adrien", "Trompette")
    school.decide(reenrolment_closes=OPENS)
    for path in ("", "/cours", "/historique", "/repertoire", "/reinscription"):
        assert at_home.read(tab.replace("/reinscription", path)).tree.xpath("//nav[@class='tabs']//a/@href")[-1] == tab
