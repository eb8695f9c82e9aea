"""All that the portal holds, as one file: the database, the documents, the secret, what was erased."""

from data.backups.reading import BackupRefused, Contents, opened
from data.backups.restoring import Restored, restore
from data.backups.writing import back_up, last_backup

__all__ = ["BackupRefused", "Contents", "Restored", "back_up", "last_backup", "opened", "restore"]
