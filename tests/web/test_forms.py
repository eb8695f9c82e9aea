"""Forms: bound to their session, checked as a whole."""

from pydantic import Field

from routes.web.forms import Form, check, csrf_token, is_ours, new_form_id

SECRET = b"s" * 32


class Sample(Form):
    """Two fields."""

    first: str = Field("", title="Premier", min_length=3, max_length=5, validate_default=True)
    second: str = Field("", title="Second", pattern="^[0-9]+$", min_length=1, validate_default=True)


def test_a_token_opens_its_own_session_alone() -> None:
    token = csrf_token("mine", SECRET)
    assert is_ours(token, "mine", SECRET)
    assert not is_ours(token, "yours", SECRET)
    assert not is_ours(token, "mine", b"t" * 32)


def test_a_token_never_looks_the_same_twice() -> None:
    tokens = {csrf_token("mine", SECRET) for _ in range(100)}
    assert len(tokens) == 100
    assert all(is_ours(token, "mine", SECRET) for token in tokens)


def test_a_token_that_was_touched_is_refused() -> None:
    token = csrf_token("mine", SECRET)
    for place in range(0, 40, 3):
        other = "A" if token[place] != "A" else "B"
        assert not is_ours(token[:place] + other + token[place + 1 :], "mine", SECRET)


def test_a_token_that_is_none_is_refused() -> None:
    for given in ("", "=", "A", "AAAA", "é", "A" * 24, "A" * 1000):
        assert not is_ours(given, "mine", SECRET)


def test_a_form_id_is_never_given_twice() -> None:
    assert len({new_form_id() for _ in range(1000)}) == 1000


def test_all_problems_are_said_in_the_order_of_the_fields() -> None:
    given, problems = check(Sample, {"first": "ab", "second": "x"})
    assert given is None
    assert problems.by_field == {
        "first": "« Premier » : 3 caractères au moins.",
        "second": "« Second » n’est pas valable.",
    }


def test_a_field_that_is_empty_or_missing_or_blank_is_asked_for() -> None:
    for values in ({}, {"first": "", "second": ""}, {"first": " \t", "second": "\xa0"}):
        assert check(Sample, values)[1].by_field == {
            "first": "Renseignez « Premier ».",
            "second": "Renseignez « Second ».",
        }


def test_a_good_form_is_stripped_of_spaces() -> None:
    given, problems = check(Sample, {"first": " abc ", "second": "12", "further": "x"})
    assert given is not None
    assert (given.first, given.second, bool(problems)) == ("abc", "12", False)
