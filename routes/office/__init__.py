"""Administration: the office’s own place, a room for each of its works."""

from routes.office import accounts, changes, families, home, imports, journal, mails, reenrolments, site, state, team

PAGES = [
    home.show_office,
    state.show_state,
    *families.PAGES,
    *changes.PAGES,
    *reenrolments.PAGES,
    *mails.PAGES,
    *journal.PAGES,
    *accounts.PAGES,
    *team.PAGES,
    *site.PAGES,
    *imports.PAGES,
]
