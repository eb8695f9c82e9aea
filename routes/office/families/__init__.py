"""Familles: found by name, a family and a student as the office sees them, added, corrected, tied, erased."""

from routes.office.families import correcting, erasure, family, newcomers, pupil, search, ties, views

PAGES = [
    erasure.show_erasure,
    erasure.make_erasure,
    views.open_view,
    views.close_view,
    search.show_families,
    search.show_family_search,
    search.search_families,
    newcomers.show_new_family,
    newcomers.add_family,
    family.show_family,
    newcomers.show_new_guardian,
    newcomers.add_guardian,
    correcting.show_guardian_form,
    correcting.change_guardian,
    ties.show_split,
    ties.open_split,
    newcomers.show_new_student,
    newcomers.add_student,
    ties.show_link,
    ties.change_link,
    ties.show_unlink,
    ties.withdraw_link,
    pupil.show_pupil,
    correcting.show_pupil_form,
    correcting.change_pupil,
]
