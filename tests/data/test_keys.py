"""Random words: ids, tokens, temporary passwords."""

import math

from data.keys import READABLE, digest, new_key, new_temporary_password, new_token, plain


def test_a_key_is_short_readable_and_not_a_number() -> None:
    keys = [new_key() for _ in range(2000)]
    assert len(set(keys)) == 2000
    assert all(len(key) == 8 and set(key) <= set(READABLE) for key in keys)


def test_no_letter_is_taken_for_another() -> None:
    assert not set(READABLE) & set("01oil")
    assert len(set(READABLE)) == len(READABLE)


def test_a_token_has_256_bits() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)


def test_a_temporary_password_has_80_bits_at_least() -> None:
    passwords = [new_temporary_password() for _ in range(100)]
    assert len(set(passwords)) == 100
    assert all(len(plain(each)) * math.log2(len(READABLE)) >= 80 for each in passwords)


def test_what_counts_in_a_temporary_password_is_its_letters() -> None:
    password = new_temporary_password()
    for typed in (password.upper(), password.replace("-", ""), f" {password} ", password.replace("-", " – ")):
        assert plain(typed) == plain(password)
    assert plain(password) != plain(password[1:])


def test_a_digest_does_not_hold_its_secret() -> None:
    assert digest("secret") == digest("secret") != digest("Secret")
    assert len(digest("secret")) == 64
