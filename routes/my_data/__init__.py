"""Mes données: what is kept and how long, and all of it as one ZIP."""

from routes.my_data import page

PAGES = [page.show_my_data, page.take_my_data]
