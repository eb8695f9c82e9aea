"""Réglages du site: its facts, texts, logo, lists and holidays."""

from routes.office.site import holidays, logo, reference_lists, settings, texts

PAGES = [
    settings.show_site_settings,
    settings.change_site_settings,
    holidays.show_holidays,
    holidays.add_holiday,
    holidays.show_holiday,
    holidays.change_holiday,
    holidays.withdraw_holiday,
    reference_lists.show_reference_lists,
    reference_lists.change_reference_lists,
    texts.show_site_texts,
    texts.show_site_text,
    texts.change_site_text,
    logo.show_site_logo,
    logo.add_site_logo,
    logo.withdraw_site_logo,
]
