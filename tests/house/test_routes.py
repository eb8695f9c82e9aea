"""The routes: each has a test of its own, speaks French outside and verb_noun inside, and is GET or POST."""

import importlib
import pkgutil
import re
from inspect import iscoroutinefunction

import pytest
from litestar.handlers import HTTPRouteHandler

import routes
from app import PAGES, menu
from tests.house import sources

PATHS = sorted({path for page in PAGES for path in page.paths})
VERBS = {
    "add", "amend", "ask", "change", "close", "decide", "make", "open", "revoke", "search", "send", "show",
    "sign", "submit", "switch", "take", "withdraw",
}  # fmt: skip
WORDS = {  # the French of the URLs; from 1.0 they are a promise
    "absences", "accessibilite", "administration", "adresse", "agenda", "aide", "code", "commentaires",
    "comptes", "conges", "connexion", "cotisations", "courriels", "cours", "declaration", "demandes",
    "detachement", "double-authentification", "effacement", "eleves", "envoi", "equipe", "essai", "evaluations",
    "export", "famille", "familles", "fiche", "fin", "historique", "imports", "journal", "lettre", "lettres",
    "listes", "locations", "logo", "mentions-legales", "mes-demandes", "mes-donnees", "modele", "modeles",
    "modifications", "mot-de-passe", "mot-de-passe-perdu", "nouveau", "nouvelle", "ordre", "pieces",
    "plan-du-site", "quitter", "rappels", "rapport", "rattachement", "recapitulatif", "recherche", "recu",
    "recu.pdf", "reglages", "reinscription", "reinscriptions", "renvoi", "repertoire", "reprise", "responsables",
    "retrait", "sans-compte", "sans-reponse", "sante", "separation", "site", "suivi", "suppression", "textes",
    "vue",
}  # fmt: skip


def every_test() -> str:
    """Every test that is not of the house, as it is written."""
    files = [file for file in sources.files("tests") if not file.startswith("tests/house/")]
    return "\n".join((sources.ROOT / file).read_text("utf-8") for file in files if "/test_" in file)


def occurs(path: str, tests: str) -> bool:
    """Whether a path stands in a test, whole, with anything where the route takes an id."""
    parts = re.split(r"\{[^}]*\}", path)
    return re.search("[\"']" + r"[^\"'/\s]+".join(map(re.escape, parts)) + "[\"'?]", tests) is not None


@pytest.mark.parametrize("path", PATHS)
def test_a_route_has_a_test(path: str) -> None:
    assert occurs(path, every_test())


def test_a_route_without_a_test_is_found() -> None:
    assert not occurs("/famille/nulle-part", every_test())
    assert not occurs("/famil", every_test())
    assert not occurs("/famille/cotisations/{name:str}", 'reader.read("/famille/cotisations")')


def test_only_get_and_post_exist() -> None:
    assert {method for page in PAGES for method in page.http_methods} == {"GET", "POST"}
    assert all(len(page.http_methods) == 1 for page in PAGES)


def test_no_handler_and_no_guard_costs_every_page_a_thread() -> None:
    """Litestar runs a plain function in a thread of its own: more than a query costs."""
    asked = [page.fn for page in PAGES] + menu().guards
    assert [each for each in asked if not iscoroutinefunction(each)] == []


def test_addresses_are_french() -> None:
    parts = {part for path in PATHS for part in path.split("/") if part and "{" not in part}
    assert parts == WORDS


def test_handlers_are_a_verb_and_a_noun() -> None:
    names = [page.fn.__name__ for page in PAGES]
    assert len(set(names)) == len(names)
    assert {name.partition("_")[0] for name in names} == VERBS
    assert all(name.partition("_")[2] for name in names)


def test_every_handler_is_served_once() -> None:
    """A handler that no list of pages names would be dead; `app.py` composes the lists of the entries."""
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(routes.__path__, "routes.")]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, HTTPRouteHandler)}
    assert sorted(page.handler_name for page in PAGES) == sorted(handler.handler_name for handler in found)


HOMES = {  # the longest beginning of an address says where its handler lives
    "/famille": "routes.family.",
    "/eleves": "routes.student.",
    "/eleves/{student:str}/cours": "routes.course.",
    "/eleves/{student:str}/historique": "routes.past_course.",
    "/agenda": "routes.agenda",
    "/administration": "routes.office.",
}


def test_a_handler_lives_where_its_address_says() -> None:
    places = [(path, page.fn.__module__) for page in PAGES for path in page.paths]
    for path, module in places:
        home = max((each for each in HOMES if path.startswith(each)), key=len, default="")
        assert module.startswith(HOMES.get(home, "routes.")), path
    assert all(any(path.startswith(home) for path, _ in places) for home in HOMES)
