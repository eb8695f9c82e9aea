"""Each View, and each Letter, declares exactly the variables that its template uses."""

from dataclasses import make_dataclass
from typing import Any

import jinja2
import pytest

from routes.legal import HelpView
from routes.web.mail import Letter
from routes.web.page import View
from tests.house.templates import LETTERS, VIEWS, asked_for, chain_of, declared, tree_of, used_by
from tests.people import People
from tests.reader import Reader

GIVEN = {
    *("accessible", "csrf", "form_id", "here", "introduction", "landing", "layout"),
    *("menu", "message", "person", "polls", "region", "swaps"),
}


def own(kind: type[Any], base: type[Any]) -> set[str]:
    return declared(kind) - declared(base)


def is_exact(view: type[View]) -> None:
    """A field that the template does not use fails, and so does a variable that is no field."""
    used = used_by(view.template) - GIVEN
    assert used - declared(view) == set(), "not declared"
    assert own(view, View) - used == set(), "not used"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_view_declares_exactly_what_its_template_uses(view: type[View]) -> None:
    is_exact(view)


def test_a_field_too_many_is_found() -> None:
    view = make_dataclass("Wordy", [("forgotten", str)], bases=(HelpView,), frozen=True, kw_only=True)
    with pytest.raises(AssertionError, match="not used"):
        is_exact(view)


def test_a_field_too_few_is_found() -> None:
    view = make_dataclass("Silent", [], bases=(View,), frozen=True, kw_only=True, namespace={"template": "home.html"})
    with pytest.raises(AssertionError, match="not declared"):
        is_exact(view)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.__name__)
def test_a_letter_declares_exactly_what_both_its_parts_use(letter: type[Letter]) -> None:
    text, page = used_by(f"mails/{letter.template}.txt"), used_by(f"mails/{letter.template}.html")
    assert text == page - {"subject"}, "the two parts say the same"
    assert text - declared(letter) == set(), "not declared"
    assert own(letter, Letter) - text == set(), "not used"


def test_there_are_views_and_letters_to_look_at() -> None:
    assert {"SignInView", "LedgerView", "PrintedEntry", "ErrorView"} <= {view.__name__ for view in VIEWS}
    assert {"TemporaryPasswordLetter", "PasswordChangedLetter"} <= {letter.__name__ for letter in LETTERS}


def test_each_view_has_a_template_and_a_heading_of_its_own() -> None:
    assert len({view.template for view in VIEWS}) == len(VIEWS)
    assert all("heading" in used_by(view.template) for view in VIEWS)


def test_what_the_layout_is_given_is_what_page_py_gives(
    reader: Reader, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[set[str]] = []
    real = jinja2.Template.render

    def note(template: jinja2.Template, values: dict[str, Any], **surroundings: Any) -> str:
        given.append(set(surroundings))
        return real(template, values, **surroundings)

    monkeypatch.setattr(jinja2.Template, "render", note)
    reader.read("/connexion")
    assert given == [GIVEN]


def test_what_the_layout_is_given_is_used_somewhere() -> None:
    used = {name for view in VIEWS for name in used_by(view.template)}
    assert GIVEN - used == set()


def test_a_macro_knows_only_what_it_is_handed() -> None:
    """Imported without context: a variable it asks for would be undefined."""
    imported = {name for view in VIEWS for name in set(chain_of(view.template)) - set(chain_of(view.template, False))}
    assert len(imported) >= 6
    assert {name: asked_for(tree_of(name)) for name in imported} == {name: set() for name in imported}
