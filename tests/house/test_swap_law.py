"""The law of the swap: follow every enhanced link of every page; the page that results is the one a browser gets."""

import pytest
from lxml import html

from data import database
from data.reenrolments import Gesture
from data.settings import Settings
from data.store import Store
from routes.web.mode import REGIONS
from tests.conftest import Clock
from tests.house.conftest import Spoil
from tests.house.swapping import STATES, State, Walk, as_it_is, bare, refused, with_a_message
from tests.people import People, Someone
from tests.reader import Page, Reader
from tests.reenrolled import fill_list, rule
from tests.reenrolling import open_reenrolment, reenrol

RESTORE = {"HX-Request": "true", "HX-Target": "body", "HX-History-Restore-Request": "true"}


def keeps_the_law(reader: Reader, start: str, *states: State, within: str = "/") -> dict[str, int]:
    """How many enhanced links each page has in each state, all of them followed."""
    walk = Walk(reader)
    found = (each for page in walk.pages(start, within) for state in states for each in state(reader, page))
    return {f"{page.status} {page.url}": walk.follow_all(page) for page in found}


RECORDS = {  # menu, tabs, rows, arrows, « Retour »
    "200 /eleves/{student}": 12,
    "200 /eleves/{student}/cours": 14,
    "200 /eleves/{student}/historique": 14,
    "200 /eleves/{student}/cours/{course}/evaluations": 15,
    "200 /eleves/{student}/cours/{course}/evaluations/{evaluation}": 16,
    "200 /eleves/{student}/historique/{past}/fiche/{past_follow_up}": 13,
}


@pytest.fixture
def everywhere(reader: Reader, people: People, long_ledger: None) -> list[Page]:
    """Every page that the family can reach."""
    reader.enter(people.family)
    return list(Walk(reader).pages("/"))


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (as_it_is, {"200 /famille": 10, "200 /": 8, "200 /famille/cotisations?annee=2024-2025": 18, **RECORDS}),
        (
            with_a_message,
            {
                "200 /?fait=mode-inactif": 8,
                "200 /famille/cotisations?page=2&fait=mode-inactif": 45,
                **{f"{page}?fait=mode-inactif": count for page, count in RECORDS.items()},
            },
        ),
        (refused, {"422 /mot-de-passe": 6}),
    ],
)
def test_the_swaps_of_a_family_make_the_very_page(
    reader: Reader, people: People, long_ledger: None, state: State, counts: dict[str, int]
) -> None:
    reader.enter(people.family)
    followed = keeps_the_law(reader, "/", state)
    expected = {page.format(**vars(people.family.schooling)): count for page, count in counts.items()}
    assert {page: followed[page] for page in expected} == expected


def test_the_swaps_while_a_request_waits_make_the_very_page(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    reader.send(reader.read("/famille"), "/famille", ville="Olivet")
    followed = keeps_the_law(reader, "/", as_it_is, refused)
    assert followed["200 /famille"] == followed["422 /famille"] == 10
    assert followed["200 /mes-demandes"] == 7
    assert [count for page, count in followed.items() if page.startswith("200 /mes-demandes/")] == [6]


def test_the_swaps_of_a_family_without_the_rental_tab_make_the_very_page(reader: Reader, people: People) -> None:
    reader.enter(people.far_neighbour)
    assert keeps_the_law(reader, "/", *STATES)["200 /famille"] == 9


def test_the_swaps_of_the_office_make_the_very_page(reader: Reader, people: People, full_queue: str) -> None:
    reader.enter(people.office)
    followed = keeps_the_law(reader, "/administration", *STATES)
    queue = "/administration/demandes"
    counts = {"/administration": 18, queue: 46, f"{queue}?page=2": 18, f"{queue}?etat=retirees": 15, full_queue: 13}
    counts |= {"/administration/comptes": 18, "/administration/comptes/lettres": 9}
    assert {page: followed[f"200 {page}"] for page in counts} == counts
    assert (followed[f"422 {queue}/recherche"], followed[f"422 {full_queue}"]) == (9, 13)


def test_the_swaps_of_re_enrolments_make_the_very_page(
    reader: Reader, people: People, settings: Settings, time: Clock
) -> None:
    with database.transaction(settings.database) as db:
        open_reenrolment(db)
        key = reenrol(db, people.family)
        rule(db, people.office, key, Gesture.ASK, asked="Précisez le jour.")
        fill_list(db, Store(settings.documents), people.family, 32)
    reader.enter(people.office)
    followed = keeps_the_law(reader, "/administration/reinscriptions", *STATES, within="/administration/reinscriptions")
    listed, case = "/administration/reinscriptions", f"/administration/reinscriptions/{key}"
    assert [followed[f"200 {page}"] for page in (listed, f"{listed}?page=2", case)] == [49, 21, 9]
    assert [followed[f"422 {page}"] for page in (f"{listed}/recherche", case)] == [9, 9]


def test_the_swaps_with_a_temporary_password_make_the_very_page(reader: Reader, temporary: Someone) -> None:
    reader.sign_in(temporary)
    assert keeps_the_law(reader, "/mot-de-passe", *STATES)["422 /mot-de-passe"] == 2


def test_nobody_signed_in_swaps_nothing(reader: Reader, people: People) -> None:
    assert set(keeps_the_law(reader, "/connexion", *STATES).values()) == {0}


def test_the_back_of_the_browser_gets_the_whole_page(reader: Reader, everywhere: list[Page]) -> None:
    for page in everywhere:
        answer = reader.get(page.url, RESTORE)
        assert bare(html.document_fromstring(answer.text)) == bare(page.tree), page.url


def test_a_region_that_a_page_has_is_swapped_and_any_other_loads_the_page(
    reader: Reader, everywhere: list[Page]
) -> None:
    for page in everywhere:
        for region in (*REGIONS, "contenu"):
            answer = reader.swap(page.url, region)
            has_it = region in REGIONS and bool(page.tree.xpath(f"//*[@id='{region}']"))
            assert answer.headers.get("HX-Redirect") == (None if has_it else page.url)
            assert bool(answer.content) is has_it


def test_a_page_that_does_not_exist_is_loaded_whole(reader: Reader, people: People) -> None:
    reader.enter(people.family)
    answer = reader.swap("/famille/cotisations/nulle-part?page=1", "panel")
    assert answer.headers["HX-Redirect"] == "/famille/cotisations/nulle-part?page=1"


def test_a_swap_after_the_session_has_run_out_leads_to_sign_in(
    reader: Reader, everywhere: list[Page], time: Clock
) -> None:
    time.pass_by(3600)
    guarded = [page.url for page in everywhere if reader.read(page.url).url.startswith("/connexion")]
    led = {url: reader.swap(url, "screen").headers["HX-Redirect"] for url in guarded}
    assert led["/"] == "/connexion?suite=/"
    assert led["/famille/cotisations?page=2"] == "/connexion?suite=/famille/cotisations%3Fpage%3D2"
    assert len(led) > 20


def test_both_modes_say_the_same_words_with_the_same_links(reader: Reader, everywhere: list[Page]) -> None:
    reader.switch_mode()
    for page in everywhere:
        if page.url != "/accessibilite":  # it says which mode is on
            assert plain(reader.read(page.url)) == plain(page)


def plain(page: Page) -> str:
    """A page without what its mode adds."""
    for each in page.tree.iter():
        for name in [name for name in each.attrib if name.startswith("hx-")]:
            each.attrib.pop(name)
    for script in page.tree.xpath("//script"):
        script.drop_tree()
    page.tree.attrib.pop("class", None)
    return "".join(bare(page.tree).split("\n"))


TAB_BAR = '{{ tab_bar("Famille", tabs, tab, swaps("panel")) }}\n'
MUTANTS = {
    "a stale tab": ("family/record.html", f'<section id="panel">\n{TAB_BAR}', f'{TAB_BAR}<section id="panel">\n'),
    "a stale title": ("layouts/region.html", "<title>{{ self.title() }}</title>\n", ""),
    "more than a region": ("layouts/region.html", "{{ self[region]() }}", "{{ self[region]() }}<p>Fin</p>"),
    "nowhere for the focus": ("family/record.html", '{{ landing("panel") }}', ""),
    "too much to carry": ("family/identity.html", "{% block sheet %}", "{% block sheet %}{{ range(2000)|join(' ') }}"),
    "a row without its list": ("parts/ledger.html", "/{{ key }}{{ query }}", "/{{ key }}"),
    "a message that stays": ("family/ledger.html", "{% block said %}{% endblock %}", ""),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_what_breaks_the_law_is_found(
    reader: Reader, people: People, long_ledger: None, spoil: Spoil, mutant: str
) -> None:
    reader.enter(people.family)
    spoil(*MUTANTS[mutant])
    walk = Walk(reader)
    address = "/famille/cotisations?annee=2024-2025&fait=mode-inactif"
    with pytest.raises(AssertionError, match=r"swapped into|a region comes|places for the focus"):
        walk.follow_all(reader.read(address))


ARROW_BAR = '{{ arrow_bar(arrows, swaps("record")) }}\n'
OF_RECORDS = {
    "arrows that forget the tab": (
        "layouts/record.html",
        f"{ARROW_BAR}</section>\n{{% endblock %}}\n",
        f"</section>\n{{% endblock %}}\n{ARROW_BAR}",
    ),
    "words outside that depend on the row": (
        "course/notes.html",
        '{% block detail %}\n<div id="detail">\n',
        '<p>{{ "ouverte" if notes.opened }}</p>{% block detail %}\n<div id="detail">\n',
    ),
    "a record without its heading": ("layouts/record.html", 'landing("screen", "record")', 'landing("screen")'),
}


@pytest.mark.parametrize("mutant", OF_RECORDS)
def test_what_breaks_the_law_in_a_record_is_found(reader: Reader, people: People, spoil: Spoil, mutant: str) -> None:
    learnt = people.family.schooling
    reader.enter(people.family)
    address = f"/eleves/{learnt.student}/cours/{learnt.course}/evaluations"
    Walk(reader).follow_all(reader.read(address))
    spoil(*OF_RECORDS[mutant])
    with pytest.raises(AssertionError, match=r"swapped into|places for the focus"):
        Walk(reader).follow_all(reader.read(address))
