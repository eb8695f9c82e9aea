"""Journal: who did what and when, found again, and out as a file."""

from routes.office.journal import entries, exporting

PAGES = [
    entries.show_journal,
    entries.show_journal_search,
    entries.search_journal,
    exporting.make_journal_export,
]
