"""Elève, Réinscription: the tab, its documents, the summary before « Valider », and the receipt after it."""
