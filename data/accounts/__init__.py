"""Accounts: who may sign in to a site, and the passwords that let them (identifiant, mot de passe)."""

from data.accounts.account import (
    Account,
    address_of,
    addresses_of_family,
    create,
    fold,
    keep_mode,
    note_sign_in,
    username_of,
)
from data.accounts.lost import make_temporary_password, request_password
from data.accounts.passwords import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Lock,
    choose_password,
    give_password,
    hash_password,
    lock_of,
    lock_of_account,
    refuse_weak,
    retire_password,
)

__all__ = [
    "LONGEST_PASSWORD",
    "SHORTEST_PASSWORD",
    "Account",
    "Lock",
    "address_of",
    "addresses_of_family",
    "choose_password",
    "create",
    "fold",
    "give_password",
    "hash_password",
    "keep_mode",
    "lock_of",
    "lock_of_account",
    "make_temporary_password",
    "note_sign_in",
    "refuse_weak",
    "request_password",
    "retire_password",
    "username_of",
]
