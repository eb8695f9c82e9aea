"""Elève, Réinscription: the tab, its documents, the summary before « Valider », and the receipt after it."""

from routes.student.reenrolment import documents, receipt, summary, tab

PAGES = [
    tab.show_reenrolment,
    tab.submit_reenrolment,
    summary.show_recapitulation,
    summary.send_reenrolment,
    summary.take_back_reenrolment,
    receipt.show_receipt,
    receipt.show_printed_receipt,
    documents.show_supplied_document,
    documents.show_model,
]
