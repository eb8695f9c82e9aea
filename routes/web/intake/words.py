"""Why a file is refused, and what to do instead: for parents, in the words of somebody at the counter."""

from routes.web.intake.outcome import Unfit

_NO_BREAK = "\N{NO-BREAK SPACE}"
PAGES = 500
FILES = 20


def _typeset(text: str) -> str:
    """The no-break spaces; routes.web.french knows more, but would bring the nouns into the worker."""
    for plain, better in (("« ", f"«{_NO_BREAK}"), (" »", f"{_NO_BREAK}»"), (" :", f"{_NO_BREAK}:")):
        text = text.replace(plain, better)
    return text


_PRINT = _typeset(
    "Ouvrez-le sur un ordinateur ou un téléphone, choisissez « Imprimer », puis « Enregistrer au format PDF », "
    "et envoyez le PDF obtenu."
)
_OR_PHOTOS = "Enregistrez-le de nouveau en PDF, ou envoyez une photo de chaque page."

NO_FILE = "Aucun fichier n’est arrivé. Choisissez un PDF ou des photos, puis envoyez-les."
TOO_MANY_FILES = (
    f"Un envoi compte au plus {FILES} fichiers. Envoyez-les en plusieurs fois, ou réunissez les pages dans un seul PDF."
)
EMPTY = _typeset("Ce fichier est vide : son envoi a peut-être été interrompu. Choisissez-le de nouveau et renvoyez-le.")
UNKNOWN = "Ce fichier n’est ni un PDF ni une photo. Envoyez un PDF, ou une photo au format JPEG, PNG, WebP ou HEIC."
PICTURE = (
    "Cette image est dans un format que le portail ne lit pas. "
    "Enregistrez-la au format JPEG ou PNG, ou en PDF, et renvoyez-la."
)
WRITING = (
    "Ce fichier est un document de traitement de texte ou une archive. "
    "Ouvrez le document, enregistrez-le au format PDF, et envoyez le PDF obtenu."
)
PAGE_OF_WEB = "Ce fichier est une page web, pas un PDF. Envoyez le document lui-même, en PDF ou en photo."
FILM = "Ce fichier est une vidéo ou un son. Envoyez une photo, ou un PDF."

LOCKED = _typeset(
    "Ce PDF demande un mot de passe pour s’ouvrir : personne ne pourrait le lire. "
    "Enregistrez-le sans mot de passe, ou envoyez une photo de chaque page."
)
ACTIVE = _typeset(f"Ce PDF contient un programme ou une action automatique. {_PRINT}")
FORM = _typeset(f"Ce PDF est un formulaire qui change quand on l’ouvre. {_PRINT}")
SHOW = _typeset(f"Ce PDF contient une vidéo, un son ou un objet animé. {_PRINT}")
COMPLICATED = f"Ce PDF est trop compliqué pour être vérifié. {_PRINT}"
NO_PAGE = "Ce PDF ne contient aucune page. Envoyez le document lui-même, en PDF ou en photo."
TOO_MANY_PAGES = f"Ce document compte plus de {PAGES} pages. Envoyez seulement les pages demandées."
DAMAGED = f"Ce PDF est abîmé ou incomplet. {_OR_PHOTOS}"

DAMAGED_PHOTO = "Cette photo est abîmée ou incomplète. Renvoyez-la, ou prenez-la de nouveau."
TOO_LARGE = (
    "Cette photo est trop grande pour être lue. "
    "Réduisez-la, ou prenez-la de nouveau avec une taille d’image plus petite."
)

SVG_LOGO = (
    "Un logo au format SVG peut contenir un programme : le portail ne le prend pas. "
    "Ouvrez-le, exportez-le en PNG, 600 points de large suffisent, et envoyez le PNG."
)
NO_LOGO = "Ce fichier n’est ni un PNG ni un JPEG. Enregistrez le logo au format PNG et renvoyez-le."
DAMAGED_LOGO = "Cette image est abîmée ou incomplète. Enregistrez le logo de nouveau au format PNG et renvoyez-le."
LARGEST_LOGO = 6000  # pixels of a side
LOGO_TOO_LARGE = _typeset(
    f"Ce logo est trop grand : {LARGEST_LOGO} points de côté au plus. "
    "Réduisez-le, 600 points de large suffisent, et renvoyez-le."
)

TOO_LONG = f"Ce que vous envoyez met trop longtemps à s’ouvrir. {_PRINT}"
UNREADABLE = f"Ce fichier n’a pas pu être lu. {_OR_PHOTOS}"

EMPTIED = _typeset(
    "Des fichiers étaient joints à l’intérieur du PDF : ils ont été retirés, et seules ses pages sont gardées."
)


def of_file(number: int, count: int, words: str) -> Unfit:
    """Which of several files it was: « Fichier 2 sur 3 : ce PDF… »."""
    if count == 1:
        return Unfit(words)
    return Unfit(_typeset(f"Fichier {number} sur {count} : {words[0].lower()}{words[1:]}"))
