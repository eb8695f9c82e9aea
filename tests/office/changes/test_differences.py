"""What changes within a long value is marked word by word, and said."""

import pytest

from routes.office.changes.differences import MOST_WORDS, Piece, compare


def marked(pieces: list[Piece]) -> str:
    """Pieces as a line: what changes stands in brackets."""
    return "".join((f"[{each.words}]" if each.changed else each.words) + each.gap for each in pieces)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("14 rue du Lac", "15 rue du Lac", "[14] rue du Lac", "[15] rue du Lac"),
        ("rue du Lac", "rue du Grand Lac", "rue du Lac", "rue du [Grand] Lac"),
        ("1 rue\nBât. A\n45000", "1 rue\n45000", "1 rue\n[Bât. A]\n45000", "1 rue\n45000"),
        ("06 12 34", "06 12 35", "06 12 [34]", "06 12 [35]"),
        ("a b c d", "c d a b", "a b [c d]", "[c d] a b"),
        ("1  rue", "1 rue", "1  rue", "1 rue"),
    ],
)
def test_the_words_that_differ_are_marked_in_both(before: str, after: str, old: str, new: str) -> None:
    found = compare(before, after)
    assert (marked(found.before), marked(found.after)) == (old, new)


@pytest.mark.parametrize(("before", "after"), [("Orléans", "Olivet"), ("", "Olivet"), ("Orléans", ""), ("", "")])
def test_values_without_a_word_in_common_stand_whole(before: str, after: str) -> None:
    found = compare(before, after)
    assert (marked(found.before), marked(found.after)) == (before, after)
    assert (found.removed, found.added) == ([], [])


def test_what_differs_is_said_on_one_line() -> None:
    found = compare("1 rue\nBât. A\nétage 2", "1 rue\nBât. B\nescalier C")
    assert (found.removed, found.added) == (["A étage 2"], ["B escalier C"])


def test_nothing_is_lost_or_invented() -> None:
    before, after = "  12 rue  du Lac,\n Orléans ", "12 rue du Lac, Olivet"
    found = compare(before, after)
    assert marked(found.before).replace("[", "").replace("]", "") == before.strip()
    assert marked(found.after).replace("[", "").replace("]", "") == after


def test_a_value_that_is_too_long_to_compare_stands_whole() -> None:
    long = "mot " * (MOST_WORDS + 1)
    assert compare(long, "mot").after == [Piece("mot", False)]
