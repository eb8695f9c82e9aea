"""What the system or SQLite refuses, in French: for the operator, who reads it inside of a French sentence."""

import errno
import socket

SYSTEM = {
    errno.EACCES: "permission refusée",
    errno.EPERM: "opération non permise",
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EDQUOT: "plus de place pour ce compte",
    errno.EROFS: "disque en lecture seule",
    errno.EIO: "le disque ne répond pas bien",
    errno.EBUSY: "déjà utilisé par un autre programme",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ELOOP: "trop de liens symboliques",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.EXDEV: "sur un autre disque",
    errno.EADDRINUSE: "adresse déjà utilisée",
    errno.EADDRNOTAVAIL: "adresse qui n’est pas celle de cette machine",
    socket.EAI_NONAME: "nom de machine inconnu",
    socket.EAI_AGAIN: "nom de machine introuvable en ce moment",
}
SQLITE = {
    "attempt to write a readonly database": "elle est en lecture seule",
    "database disk image is malformed": "elle est endommagée",
    "database is locked": "elle est occupée par un autre programme",
    "database or disk is full": "plus de place sur le disque",
    "disk I/O error": "le disque ne répond pas bien",
    "file is not a database": "ce fichier n’en est pas une",
    "unable to open database file": "elle ne peut pas être ouverte",
}


def words_of(fault: Exception) -> str:
    """What is wrong; never the statement, which holds a row. What SQLite says seldom stays in its own words."""
    if isinstance(fault, OSError):
        number = fault.errno or 0
        return SYSTEM.get(number, f"erreur {number} du système")
    said = str(getattr(fault, "orig", fault))
    return SQLITE.get(said, said)
