"""What the tab had shown travels with its form in few bytes, and comes back whole."""

from data.reenrolments import merge
from routes.student.reenrolment.form import packed, shown_of


def test_what_was_shown_comes_back_but_for_what_was_empty() -> None:
    texts = {
        "remarks": "Merci.",
        "administrative": "oui",
        "course-a": "oui",
        "course-b": "",
        "wish-a": "",
        "wish-b": "x",
    }
    assert shown_of({"avant": packed(texts)}) == {name: text for name, text in texts.items() if text}


def test_what_no_page_of_ours_wrote_is_nothing() -> None:
    for text in ("", "no json", "[]", '{"oui": 1, "remarks": 2}'):
        assert shown_of({"avant": text}) == {}


def test_a_page_that_did_not_show_a_box_does_not_untick_it() -> None:
    assert merge({"course-a": "oui"}, {}, {}) == ({"course-a": "oui"}, [])
