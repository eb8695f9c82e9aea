"""Comptes of the families: found, made, told their identifiant by mail or by letter, locked."""

from routes.office.accounts import account, accountless, letters, mailing, search

PAGES = [
    search.show_accounts,
    search.show_account_search,
    search.search_accounts,
    accountless.show_people_without_account,
    accountless.add_account,
    mailing.show_account_mails,
    mailing.send_account_mails,
    letters.show_letters,
    letters.make_letters,
    letters.make_letter,
    account.show_account,
    account.change_account,
]
