"""Addresses that a browser hands back: followed only when they are ours."""

import pytest

from routes.web.addresses import ours, path_of, said


@pytest.mark.parametrize("address", ["/", "/famille", "/famille/cotisations?annee=2026-2027&page=2", "/a%20b", "/a//b"])
def test_a_path_of_the_portal_is_ours(address: str) -> None:
    assert ours(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "famille",
        "//evil",
        "/\\evil",
        "\\/evil",
        "http://evil",
        "/\tx",
        "/\nx",
        "/x\x7f",
        "/\u2028x",
        "/é",
        " /x",
        "/x y",
    ],
)
def test_anything_else_is_not(address: str) -> None:
    assert ours(address) is None


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://portail.example.fr/famille?page=2#x", "/famille?page=2"),
        ("http://127.0.0.1:8000/famille", "/famille"),
        ("https://portail.example.fr.evil.example/famille", None),
        ("https://portail.example.fr@evil.example/famille", None),
        ("https://portail.example.fr//evil.example", None),
        ("http://[", None),
        ("", None),
        ("/famille", None),
    ],
)
def test_the_page_one_came_from_is_taken_when_it_is_ours(url: str, path: str | None) -> None:
    assert path_of(url, "https://portail.example.fr", "127.0.0.1:8000") == path


def test_a_message_is_added_to_an_address() -> None:
    assert said("/famille", "fait") == "/famille?fait=fait"
    assert said("/famille?page=2", "fait") == "/famille?page=2&fait=fait"
