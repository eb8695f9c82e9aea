"""Accounts: who may sign in to a site, and the passwords that let them (identifiant, mot de passe)."""

from data.accounts.account import (
    Account,
    account_called,
    address_of,
    addresses_of_family,
    create,
    fold,
    keep_mode,
    new_username,
    note_sign_in,
    username_of,
)
from data.accounts.filing import refile
from data.accounts.lost import (
    LETTER_LIFE,
    keep_letter_passwords,
    make_temporary_password,
    request_password,
    send_password,
)
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
    "LETTER_LIFE",
    "LONGEST_PASSWORD",
    "SHORTEST_PASSWORD",
    "Account",
    "Lock",
    "account_called",
    "address_of",
    "addresses_of_family",
    "choose_password",
    "create",
    "fold",
    "give_password",
    "hash_password",
    "keep_letter_passwords",
    "keep_mode",
    "lock_of",
    "lock_of_account",
    "make_temporary_password",
    "new_username",
    "note_sign_in",
    "refile",
    "refuse_weak",
    "request_password",
    "retire_password",
    "send_password",
    "username_of",
]
