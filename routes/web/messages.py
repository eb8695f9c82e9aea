"""What is said after a form: the URL carries a code, the words are ours."""

MESSAGES = {
    "mot-de-passe-demande": (
        "Si l’identifiant et l’adresse correspondent à un compte, le mot de passe a été envoyé par mail. "
        "Il est valable 24 heures et rend le précédent obsolète."
    ),
    "mot-de-passe-change": "Votre nouveau mot de passe est enregistré. Vos autres sessions sont fermées.",
    "agenda-adresse": "L’adresse de votre calendrier est créée. Une adresse plus ancienne ne mène plus nulle part.",
    "agenda-sans-adresse": "L’adresse de votre calendrier est supprimée.",
    "demande-envoyee": (
        "La fiche d’identité est mise à jour. Un accusé de réception électronique a été envoyé "
        "pour indiquer que la demande de modification a été prise en compte."
    ),
    "demande-envoyee-sans-courriel": (
        "La fiche d’identité est mise à jour et la demande de modification a été prise en compte. Aucun accusé de "
        "réception n’a pu être envoyé : le conservatoire n’a pas d’adresse électronique pour vous écrire."
    ),
    "demande-sans-objet": "Tout est de nouveau comme le conservatoire l’a enregistré : la demande est retirée.",
    "demande-retiree": "Votre demande est retirée : le secrétariat ne la verra plus parmi celles à traiter.",
    "demande-close": "Cette demande n’attend plus : elle ne peut plus être retirée.",
    "rien-a-changer": "Rien n’a changé : aucune demande n’a été envoyée.",
    "saisie-gardee": (
        "Votre session s’était terminée. Ce que vous avez saisi est gardé une heure : connectez-vous pour le retrouver."
    ),
    "session-terminee": (
        "Votre session s’était terminée : rien de votre envoi n’a été enregistré. Connectez-vous, puis recommencez."
    ),
    "envoi-a-refaire": (
        "Votre session s’était terminée avant votre envoi : rien n’a été enregistré. Recommencez ici ; "
        "un fichier est à choisir de nouveau."
    ),
    "reinscription-enregistree": "Le brouillon est enregistré. Il n’est pas encore envoyé : « Valider » l’envoie.",
    "piece-importee": "La pièce est importée, et toute votre saisie est enregistrée.",
    "piece-supprimee": "La pièce est supprimée, et toute votre saisie est enregistrée.",
    "reinscription-envoyee": (
        "La demande de réinscription est prise en compte. Elle sera confirmée par courriel : "
        "un accusé de réception part à votre adresse."
    ),
    "reinscription-envoyee-sans-courriel": (
        "La demande de réinscription est prise en compte. Aucun accusé de réception n’a pu être envoyé : "
        "le conservatoire n’a pas d’adresse électronique pour vous écrire. Gardez le reçu ci-dessous."
    ),
    "reinscription-deja-envoyee": "Cette demande était déjà envoyée : elle n’a pas été envoyée une seconde fois.",
    "reinscription-close": (
        "Les réinscriptions sont closes. Votre saisie est gardée comme brouillon, mais elle n’a pas été envoyée."
    ),
    "reinscription-a-revoir": (
        "La demande n’a pas été envoyée : elle a changé entre-temps. "
        "Vérifiez les cours cochés, puis validez de nouveau."
    ),
    "reinscription-completee": "Le secrétariat est prévenu : votre dossier est complété.",
    "reinscription-reprise": (
        "La demande est redevenue un brouillon : le secrétariat ne la voit plus tant que vous ne la validez pas "
        "de nouveau."
    ),
    "reinscription-trop-tard": "Cette demande ne peut plus être reprise.",
    "vue-fermee": "Vous avez quitté la vue de la famille. Le portail est de nouveau celui du secrétariat.",
    "vue-deja-ouverte": "Vous voyez encore le portail comme cette famille. Quittez d’abord cette vue.",
    "decision-enregistree": "La décision est enregistrée et la famille est prévenue par courriel.",
    "decision-sans-courriel": (
        "La décision est enregistrée. La famille n’a pas d’adresse électronique : aucun courriel n’est parti, "
        "elle lira la décision sur le portail."
    ),
    "decision-trop-tard": (
        "Cette demande était déjà décidée quand votre saisie est arrivée : voyez ci-dessous par qui et quand. "
        "Votre saisie n’a rien changé."
    ),
    "decision-demande-retiree": (
        "La famille avait déjà retiré cette demande quand votre saisie est arrivée. Votre saisie n’a rien changé."
    ),
    "rien-de-nouveau": "Rien n’a changé : tout était déjà ainsi.",
    "reglages-enregistres": "Les réglages de la réinscription sont enregistrés.",
    "cours-enregistres": "Les cours proposés sont enregistrés.",
    "piece-ajoutee": "La pièce est ajoutée à la fin de la liste.",
    "piece-enregistree": "La pièce est enregistrée.",
    "piece-deplacee": "L’ordre des pièces est enregistré.",
    "piece-retiree": "La pièce n’est plus demandée. Ce que les familles ont donné reste dans leurs dossiers.",
    "modele-enregistre": "Le modèle est enregistré : les familles peuvent le télécharger.",
    "modele-retire": "Le modèle est retiré.",
    "rappels-envoyes": "Les rappels sont enregistrés et partent maintenant, l’un après l’autre.",
    "rappels-aucun": "Aucun rappel n’est parti : il n’y avait personne à prévenir en ce moment.",
    "reinscription-rouverte": (
        "Le dossier est rouvert : il est de nouveau parmi ceux à valider. La famille est prévenue par courriel."
    ),
    "reinscription-rouverte-sans-courriel": (
        "Le dossier est rouvert : il est de nouveau parmi ceux à valider. La famille n’a pas d’adresse électronique : "
        "aucun courriel n’est parti, elle lira votre motif sur le portail."
    ),
    "reouverture-trop-tard": (
        "Le dossier a changé pendant que vous lisiez : rien n’a été enregistré. Voyez ci-dessous où il en est."
    ),
    "reouverture-annee-close": "Ce dossier est d’une autre année scolaire : il ne peut plus être rouvert.",
    "pieces-validees": "Votre décision sur les pièces est enregistrée.",
    "reinscription-reprise-entre-temps": (
        "La famille avait déjà repris cette réinscription pour la corriger quand votre saisie est arrivée. "
        "Votre saisie n’a rien changé."
    ),
    "courriel-renvoye": "Le courriel repart maintenant : « En attente » dit s’il est pris.",
    "courriel-essaye": "Le courriel est essayé maintenant.",
    "courriel-parti": "Ce courriel est déjà parti : il n’a pas été envoyé de nouveau.",
    "courriel-adresse": (
        "Ce courriel porte un mot de passe et n’a pas été renvoyé : le compte est bloqué, ou n’a plus cette adresse. "
        "La famille peut redemander un mot de passe à la page « Mot de passe perdu »."
    ),
    "courriels-renvoyes": "Les courriels repartent maintenant, l’un après l’autre.",
    "courriels-aucun": "Aucun courriel n’est reparti : plus rien de cette sorte n’avait échoué, ou l’adresse a changé.",
    "essai-envoye": "Le courriel d’essai part à l’adresse de votre compte. Son résultat paraît dans ces listes.",
    "essai-sans-adresse": "Votre compte n’a pas d’adresse électronique : aucun courriel d’essai n’est parti.",
    "famille-effacee": "La famille est effacée du portail.",
    "compte-cree": "Le compte est créé, sans mot de passe. Envoyez maintenant l’identifiant, ou imprimez sa lettre.",
    "compte-verrouille": "Le compte est verrouillé et ses sessions sont fermées : plus personne n’entre par ce compte.",
    "compte-deverrouille": "Le compte est déverrouillé : il s’ouvre de nouveau avec le mot de passe qu’il avait.",
    "compte-est-verrouille": "Rien n’est parti : ce compte est verrouillé. Déverrouillez-le d’abord.",
    "compte-sans-email": "Rien n’est parti : ce compte n’a pas d’adresse électronique. Imprimez sa lettre.",
    "sessions-fermees": "Les sessions de ce compte sont fermées.",
    "identifiant-envoye": "Le courriel avec l’identifiant est enregistré et part maintenant.",
    "identifiants-envoyes": "Les courriels avec les identifiants sont enregistrés et partent maintenant.",
    "identifiants-aucun": "Aucun courriel n’est parti : il n’y avait plus personne à prévenir dans cette liste.",
    "mot-de-passe-envoye": (
        "Un mot de passe provisoire part par courriel à l’adresse du compte. Il est valable 24 heures ; "
        "le portail ne le montre à personne."
    ),
    "mot-de-passe-trop-souvent": (
        "Aucun mot de passe n’est parti : ce compte en a déjà reçu trois dans l’heure ou six dans la journée. "
        "Le dernier envoyé reste valable."
    ),
    "lettres-deja-imprimees": (
        "Ces lettres ont déjà été imprimées par ce même formulaire. Leur PDF n’est pas gardé : s’il est perdu, "
        "imprimez-les de nouveau ci-dessous."
    ),
    "lettres-aucune": "Aucune lettre n’a été imprimée : il n’y avait plus personne dans cette liste.",
    "double-authentification-deja": (
        "La double authentification est déjà active : ses codes de secours ont été montrés une fois."
    ),
    "double-authentification-retiree": "La double authentification est désactivée : le mot de passe suffit de nouveau.",
    "equipe-ajoute": (
        "Le compte est créé, sans mot de passe. Donnez son identifiant à cette personne : elle demande son premier mot "
        "de passe sur la page « Mot de passe perdu », avec cet identifiant et cette adresse."
    ),
    "equipe-modifie": "Le compte est enregistré.",
    "equipe-supprime": "Le compte, qui n’avait jamais servi, est supprimé.",
    "equipe-verrouille": "Le compte est verrouillé : personne ne peut plus s’en servir, et ses sessions sont fermées.",
    "equipe-deverrouille": "Le compte est déverrouillé.",
    "equipe-sessions-fermees": "Les sessions de ce compte sont fermées.",
    "equipe-code-retire": (
        "La double authentification de ce compte est retirée et ses sessions sont fermées. Un courriel l’en avertit."
    ),
    "equipe-exigee": "Le réglage est enregistré.",
    "site-enregistre": "Les réglages du site sont enregistrés.",
    "conges-ajoutes": "La période est ajoutée : l’agenda des familles en tient compte.",
    "conges-enregistres": "La période est enregistrée : l’agenda des familles en tient compte.",
    "conges-retires": "La période est retirée : l’agenda des familles en tient compte.",
    "conges-disparus": "Cette période avait déjà été modifiée ou retirée entre-temps. Voyez la liste ci-dessous.",
    "listes-enregistrees": "Les listes sont enregistrées. Ce qui se trouve déjà dans les fiches y reste tel quel.",
    "texte-enregistre": "Le texte est enregistré : les familles le voient dès maintenant.",
    "logo-enregistre": "Le logo est enregistré.",
    "logo-retire": "Le logo est retiré : le portail montre de nouveau le sien.",
    "fiche-corrigee": "La fiche est corrigée. Cette valeur reste, même si le prochain export a encore l’ancienne.",
    "famille-ajoutee": "La famille est ajoutée. Aucun import ne la retire tant que l’export ne la connaît pas.",
    "responsable-ajoute": "Le responsable est ajouté.",
    "eleve-ajoute": "L’élève est ajouté.",
    "eleve-rattache": "L’élève est rattaché à cette famille, et le reste quoi que dise le prochain export.",
    "eleve-detache": "L’élève n’est plus rattaché à cette famille, quoi que dise le prochain export.",
    "eleve-seule-famille": "C’est la seule famille de l’élève : rattachez-le d’abord à une autre.",
    "responsable-separe": (
        "Ce responsable a maintenant sa propre famille, avec les mêmes élèves. L’ancienne adresse secrète du "
        "calendrier ne mène plus nulle part : chaque famille peut en créer une à elle."
    ),
    "deconnecte": "Vous êtes déconnecté.",
    "mode-actif": "Le mode Accessibilité est activé.",
    "mode-inactif": "Le mode Accessibilité est désactivé.",
}
