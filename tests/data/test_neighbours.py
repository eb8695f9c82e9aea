"""Arrows and names: one function for all four sets of arrows, one for all names that must differ."""

import pytest

from data.neighbours import Neighbours, neighbours, told_apart


@pytest.mark.parametrize(
    ("items", "current", "expected"),
    [
        ("a", "a", (None, None, None, None)),
        ("ab", "a", (None, None, "b", "b")),
        ("ab", "b", ("a", "a", None, None)),
        ("abc", "b", ("a", "a", "c", "c")),
        ("abcde", "c", ("a", "b", "d", "e")),
        ("abcde", "e", ("a", "d", None, None)),
    ],
)
def test_an_arrow_that_would_lead_nowhere_else_is_none(
    items: str, current: str, expected: tuple[str | None, ...]
) -> None:
    assert neighbours(items, current) == Neighbours(*expected)


def test_what_is_not_in_the_list_has_no_neighbours() -> None:
    with pytest.raises(ValueError, match="not in"):
        neighbours([1, 2], 3)


PIANOS = [("Piano", "A", "lundi"), ("Piano", "B", "mardi"), ("Piano", "B", "jeudi"), ("Orgue", "A", "lundi")]


def test_a_name_says_no_more_than_it_must() -> None:
    names = told_apart(PIANOS, lambda each: each[0], lambda each: " ".join(each[:2]), " ".join)
    assert names == ["Piano A", "Piano B mardi", "Piano B jeudi", "Orgue"]


def test_what_nothing_tells_apart_is_numbered() -> None:
    assert told_apart(["x", "y", "x", "x"], str) == ["x", "y", "x (2)", "x (3)"]


@pytest.mark.parametrize("names", [["x", "x (2)", "x"], ["x (2)", "x", "x"], ["x", "x", "x (2)", "x (2)"], ["", ""]])
def test_a_number_never_makes_the_name_of_another(names: list[str]) -> None:
    told = told_apart(names, str)
    assert len(set(told)) == len(names)
    assert told[0] == names[0]


def test_nothing_has_no_names() -> None:
    assert told_apart([], str) == []
