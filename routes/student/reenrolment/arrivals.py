"""Files that have arrived become documents: checked and made by the worker, one for each that was asked for."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from data import reenrolments
from data.documents import LARGEST_FILE, LARGEST_FOLDER
from data.reenrolments import Arrived, Asked, Folder
from data.store import Store
from routes.student.reenrolment.form import DOCUMENT
from routes.web.intake import Unfit, make_document
from routes.web.uploads import Upload

TOO_LARGE = f"Ce fichier dépasse {LARGEST_FILE // 10**6} Mo. Envoyez-le en plus petit, ou en plusieurs fois."
FOLDER_FULL = (
    f"Avec ce fichier, les pièces de cet élève dépasseraient {LARGEST_FOLDER // 10**6} Mo. "
    "Supprimez une pièce, ou envoyez ce fichier en plus petit."
)
NOT_WANTED = "Cette pièce ne peut plus être changée."


class Delivery(NamedTuple):
    """What became of the files: documents in the arrivals, and what is wrong, in French, by field."""

    arrived: list[Arrived]
    problems: dict[str, str]

    def clear_away(self) -> None:
        """Remove the documents that the store has not kept."""
        for each in self.arrived:
            each.path.unlink(missing_ok=True)


NOTHING = Delivery([], {})


async def make_documents(store: Store, folder: Folder, uploads: Sequence[Upload]) -> Delivery:
    """One document of all files of a field, behind the pages that are there already."""
    delivery = Delivery([], {})
    for field, files in groupby(sorted(uploads, key=lambda each: each.field), lambda each: each.field):
        asked = folder.document(field.removeprefix(DOCUMENT))
        if asked is not None:
            await _make_one(store, folder, asked, list(files), delivery)
    return delivery


async def _make_one(store: Store, folder: Folder, asked: Asked, files: Sequence[Upload], delivery: Delivery) -> None:
    field = DOCUMENT + asked.required.key
    if asked.is_settled or not folder.may_supply:
        delivery.problems[field] = NOT_WANTED
    elif not all(each.fits for each in files):
        delivery.problems[field] = TOO_LARGE
    else:
        try:
            arrived = await _made(store, asked, files)
        except Unfit as unfit:
            delivery.problems[field] = unfit.words
            return
        if reenrolments.fits(folder, asked, arrived.size + sum(each.size for each in delivery.arrived)):
            delivery.arrived.append(arrived)
        else:
            arrived.path.unlink()
            delivery.problems[field] = FOLDER_FULL


async def _made(store: Store, asked: Asked, files: Sequence[Upload]) -> Arrived:
    before, target = reenrolments.stored_of(asked), store.arrival()
    former = store.path(before) if before else None
    made = await make_document([each.path for each in files], target, former)
    name = files[0].name if not before or asked.supplied is None else asked.supplied.file_name
    return Arrived(asked.required.key, name, target, made.size, made.pages, " ".join(made.remarks), before)
