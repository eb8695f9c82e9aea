"""What is said after a form: the URL carries a code, the words are ours."""

MESSAGES = {
    "mot-de-passe-demande": (
        "Si l’identifiant et l’adresse correspondent à un compte, le mot de passe a été envoyé par mail. "
        "Il est valable 24 heures et rend le précédent obsolète."
    ),
    "mot-de-passe-change": "Votre nouveau mot de passe est enregistré. Vos autres sessions sont fermées.",
    "agenda-adresse": "L’adresse de votre calendrier est créée. Une adresse plus ancienne ne mène plus nulle part.",
    "agenda-sans-adresse": "L’adresse de votre calendrier est supprimée.",
    "deconnecte": "Vous êtes déconnecté.",
    "mode-actif": "Le mode Accessibilité est activé.",
    "mode-inactif": "Le mode Accessibilité est désactivé.",
}
