"""Courriels: what was sent, waits or failed, sending again, and what each mail looks like."""

from routes.office.mails import mail_models, outbox, sending

PAGES = [
    outbox.show_mails,
    outbox.show_mail,
    sending.send_mail_again,
    sending.send_failed_mails,
    sending.send_test_mail,
    mail_models.show_mail_models,
    mail_models.show_mail_model,
]
