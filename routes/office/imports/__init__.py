"""Imports: the export folder of the administrative software in, after a dry run."""

from routes.office.imports import run, runs

PAGES = [
    runs.show_imports,
    runs.add_import,
    run.show_import,
    run.decide_import,
    run.show_import_report,
]
