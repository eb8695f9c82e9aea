"""The machinery: the only rooms that know htmx, cookies, mail and PDF."""
