### What a person reads in the widget, in French. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Appareils connectés
-linked-devices-iphone = Appareils connectés
-link-a-device-android = Connecter un appareil
-link-a-device-iphone = Connecter un appareil
-link-with-number = Connecter plutôt avec un numéro de téléphone
-settings-iphone = Paramètres
-two-step-verification = Vérification en deux étapes

## The head of the card

title = Connecter WhatsApp à { $tenant }
title_alone = Connecter WhatsApp
someone = la page d’où vous venez

## The tabs

tabs_label = Mode de connexion
tab_qr = Code QR
tab_phone = Numéro
tab_cloud = Facebook

## The QR code

qr_label = Code QR à scanner avec WhatsApp sur votre téléphone
preparing = Préparation de votre code…
count = Nouveau code dans { $seconds } s
renewing = Préparation d’un nouveau code…
offline = Pas de connexion. Nouvel essai…
said_qr = Votre code est prêt à être scanné.
said_new_qr = Un nouveau code est affiché.

## The steps on the phone

guide = Sur votre téléphone
switch_label = Votre téléphone
android = Android
iphone = iPhone
qr_android_1 = Ouvrez *WhatsApp*
qr_android_2 = Appuyez sur *⋮*, puis sur *{ -linked-devices-android }*
qr_android_3 = Appuyez sur *{ -link-a-device-android }* et scannez
qr_iphone_1 = Ouvrez *WhatsApp*
qr_iphone_2 = Appuyez sur *{ -settings-iphone }*, puis sur *{ -linked-devices-iphone }*
qr_iphone_3 = Appuyez sur *{ -link-a-device-iphone }* et scannez
phone_android_1 = Ouvrez *WhatsApp*, appuyez sur *⋮*, puis sur *{ -linked-devices-android }*
phone_android_2 = Appuyez sur *{ -link-a-device-android }*, puis sur *{ -link-with-number }*
phone_android_3 = Saisissez le code
phone_iphone_1 = Ouvrez *WhatsApp*, appuyez sur *{ -settings-iphone }*, puis sur *{ -linked-devices-iphone }*
phone_iphone_2 = Appuyez sur *{ -link-a-device-iphone }*, puis sur *{ -link-with-number }*
phone_iphone_3 = Saisissez le code

## The end of the card

asked_by = Demandé par *{ $tenant }*.
asked_on = Demandé par *{ $tenant }* sur *{ $origin }*.
framed_by = Cette page s’affiche dans *{ $origin }*. Si vous ne connaissez pas ce site, fermez-le.
allows = Cela lui permettra de lire et d’envoyer vos messages.
undo = Déconnexion à tout moment dans « { -linked-devices-android } ».
cancel = Annuler

## On the phone itself, and from a computer to the phone

open_whatsapp = Ouvrir WhatsApp
move_to_phone = Continuer sur le téléphone
    .why = Scannez ce code avec l’appareil photo du téléphone, et non avec WhatsApp. Cette page s’y ouvrira pour continuer.
    .next = Continuer sur le téléphone
move_label = Code QR qui ouvre cette page sur votre téléphone
move_back = Retour

## For the page around the widget

frame = Connecter WhatsApp
close = Fermer
close_question = Quitter sans connecter WhatsApp ?

## Linking by number

phone_number = Votre numéro WhatsApp
phone_country = Pays
phone_search = Recherchez par nom ou indicatif
phone_nothing_found = Aucun pays trouvé
phone_get_code = Obtenir un code
phone_asking = Préparation de votre code…
phone_code_label = Votre code :
phone_copy = Appuyez pour copier
phone_copied = Copié
phone_expires = Expire dans { $time }
phone_over = Ce code a expiré.
phone_new_code = Obtenir un nouveau code
phone_code_for = Pour le *{ $number }*
phone_change_number = Changer de numéro
phone_hint = WhatsApp peut aussi vous envoyer une notification. Appuyez dessus et saisissez-y le code.
phone_said_code = Votre code est prêt à être saisi.
phone_possible = Nouveau code possible dans { $time }

phone_spent = Plus de codes disponibles
    .why = Pour protéger votre numéro, cette page ne donne que quelques codes. Pour en avoir d’autres, retournez à { $tenant } et demandez un nouveau lien.
    .next = Scanner un code QR

number_not_a_number = Saisissez uniquement des chiffres.
number_unknown_country = Cet indicatif n’existe pas. Choisissez votre pays dans la liste.
number_too_short = Il manque des chiffres.
number_too_long = Il y a trop de chiffres. Vérifiez aussi le pays.
number_invalid = Ce numéro n’existe pas. Vérifiez le pays et les chiffres.
number_wrong_number = Le numéro attendu par { $tenant } est différent. Utilisez celui-là.
number_unreachable = WhatsApp est injoignable pour le moment. Nous réessayons ; redemandez un code dans un instant.
number_no_code = Impossible d’obtenir un code. Veuillez réessayer.

## Results

scanned = Terminez sur votre téléphone…
    .why = Votre téléphone a accepté le code. Gardez WhatsApp ouvert jusqu’à ce que cette page indique que c’est terminé.
connected = WhatsApp est connecté
leaving = Retour à { $tenant }…
close_page = Vous pouvez fermer cette page.
go_on = Continuer
go_back = Retour à { $tenant }
timed_out = Vous êtes toujours là ?
    .why = Personne n’a scanné le code, nous n’en affichons donc plus. Prenez votre téléphone et continuez quand vous voulez.
    .next = Afficher un nouveau code
timed_out_phone = Vous êtes toujours là ?
    .why = Il ne se passait plus rien, nous avons donc arrêté d’attendre. Continuez quand vous voulez ; votre numéro est toujours là.
    .next = Continuer
cancelled = Rien n’a été connecté
    .why = Vous avez annulé. Rien n’a changé dans votre WhatsApp.
expired = Ce lien a expiré
    .why = Pour protéger votre WhatsApp, un lien ne marche que 15 minutes et une seule fois. Retournez à { $tenant } et demandez-en un nouveau.
lost = Impossible de continuer ici
    .why = Votre navigateur n’a plus le lien de cette page. Retournez à { $tenant } et rouvrez le lien à partir de là.

## Why linking failed

failure_passkey_required = WhatsApp demande votre clé d’accès
    .why = Ce numéro est protégé par une clé d’accès, que cette page n’accepte pas. Si votre téléphone la demande, confirmez-la sur celui-ci et cette page continuera. Sinon, utilisez un autre numéro ou demandez à { $tenant } une autre solution.
    .next = Utiliser un autre numéro
failure_coexistence = Ce numéro est connecté autrement
    .why = Il utilise déjà la plateforme officielle de WhatsApp pour les entreprises, où un code ne suffit pas. Demandez à { $tenant } de l’y connecter.
    .next = Utiliser un autre numéro
failure_link_refused = WhatsApp n’a pas accepté la connexion
    .why = Cela peut arriver après plusieurs essais de suite. Attendez une minute, puis réessayez avec un nouveau code.
    .next = Afficher un nouveau code
failure_wrong_number = C’était un autre numéro
    .why = Le numéro attendu par { $tenant } est différent. Nous avons donc déconnecté le téléphone utilisé. Scannez avec l’autre téléphone.
    .next = Afficher un nouveau code
failure_banned = WhatsApp a restreint ce numéro
    .why = Impossible de le connecter tant que dure la restriction. Ouvrez WhatsApp sur votre téléphone pour voir la raison et demander un examen.
    .next = Utiliser un autre numéro
failure_outdated = Nous devons faire une mise à jour
    .why = Votre téléphone n’y est pour rien. WhatsApp exige une version plus récente de notre service. Revenez plus tard.
    .next = Réessayer
failure_device_limit = Trop d’appareils connectés
    .why = WhatsApp en limite le nombre. Sur votre téléphone, ouvrez « { -linked-devices-android } », retirez-en un qui ne vous sert plus, puis scannez à nouveau.
    .next = Afficher un nouveau code
failure_logged_out = La connexion a été supprimée
    .why = Cela vient du téléphone. Si c’était vous, tout est en ordre. Pour reconnecter WhatsApp, scannez un nouveau code.
    .next = Afficher un nouveau code
failure_replaced = Cette connexion est utilisée ailleurs
    .why = Un autre programme utilise désormais cet appareil connecté, il ne peut donc plus servir ici. Reconnectez-le pour le récupérer.
    .next = Reconnecter
failure_throttled = WhatsApp demande une pause
    .why = Trop de codes ont été demandés avec ce numéro, WhatsApp n’en donne plus pour l’instant. Le code QR fonctionne toujours.
    .next = Scanner un code QR
failure_code_limit = Cela fait beaucoup de codes
    .why = Pour protéger votre numéro, nous donnons peu de codes d’affilée. Une fois le temps écoulé, vous pourrez obtenir le suivant.
    .next = Obtenir un nouveau code
failure_unavailable = Notre service est injoignable
    .why = Votre connexion ou notre service a un problème en ce moment. Rien n’a été connecté, et rien n’est perdu.
    .next = Réessayer
failure_unreachable = WhatsApp est injoignable
    .why = Tout va bien de votre côté. Nous réessayons sans cesse, et cette page continuera d’elle-même dès que possible.
    .next = Essayer maintenant
failure_unknown = Cela n’a pas fonctionné
    .why = Un problème est survenu entre WhatsApp et nous. Rien n’a été connecté. Réessayez et prévenez { $tenant } si cela se répète.
    .next = Réessayer

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Comment ça se passe
cloud_step_1 = Connectez-vous à *Facebook*
cloud_step_2 = Choisissez votre entreprise et votre *numéro WhatsApp*
cloud_step_3 = Confirmez. Cette page continue d’elle-même
cloud_undo = Déconnexion à tout moment dans vos paramètres d’entreprise Facebook.

cloud_start = Connecter un numéro professionnel
    .why = Pour les entreprises sur la plateforme officielle de WhatsApp. Vous choisissez le numéro sur Facebook, après connexion. Nous ne voyons jamais votre mot de passe.
    .next = Continuer avec Facebook
cloud_loading = Préparation de Facebook…
cloud_waiting = Terminez dans la fenêtre de Facebook
    .why = Facebook est ouvert dans une autre fenêtre ou un autre onglet. Cette page continuera d’elle-même ensuite.
    .next = Recommencer
cloud_working = Connexion de votre numéro…
    .why = Cela prend quelques secondes. Gardez cette page ouverte.
cloud_choosing = Choisissez votre numéro
    .why = Vous en avez plusieurs. Lequel voulez-vous connecter à { $tenant } ?
cloud_no_number = Il n’y a pas encore de numéro
    .why = Votre compte professionnel n’a pas de numéro WhatsApp. Ajoutez-en un dans la fenêtre de Facebook ou dans WhatsApp Manager, puis vérifiez à nouveau.
    .next = Vérifier à nouveau
cloud_needs_pin = Ce numéro a un code PIN
    .why = Il a été défini pour la vérification en deux étapes. Si vous ne le connaissez pas, ouvrez WhatsApp Manager, choisissez le numéro et définissez un nouveau code PIN sous « { -two-step-verification } ».
    .next = Continuer
cloud_pin = Code PIN à six chiffres
cloud_blocked = La fenêtre de Facebook est bloquée
    .why = Votre navigateur bloque les nouvelles fenêtres sur cette page. Continuez sans elles, ou autorisez-les et réessayez.
    .next = Réessayer
cloud_no_sdk = Facebook ne se charge pas ici
    .why = La connexion est lente, ou votre navigateur bloque Facebook sur cette page. Vous pouvez continuer autrement.

cloud_new_tab = Ouvrir un nouvel onglet
cloud_go_to = Aller sur Facebook
cloud_close_tab = Vous pouvez fermer cet onglet et revenir.
cloud_sign_up_again = Rouvrir Facebook
cloud_try_again = Réessayer

cloud_left = Vous avez quitté la fenêtre de Facebook avant la fin. Rien n’a été connecté.
cloud_closed = La fenêtre de Facebook s’est fermée avant la fin. Rien n’a été connecté.
cloud_incomplete = La fenêtre de Facebook s’est fermée avant de nous donner accès. Rouvrez-la pour terminer.
cloud_not_sent = Notre service n’a pas répondu à temps. Repassez par la fenêtre de Facebook.
cloud_not_reached = Notre service est injoignable pour le moment. Veuillez réessayer.
cloud_invalid_pin = Un code PIN a six chiffres.
cloud_wrong_pin = Ce code PIN est incorrect. Vérifiez-le et réessayez.

problem_code_expired = Cela a pris trop de temps
    .why = L’autorisation de Facebook est valable 30 secondes et nous est parvenue trop tard. Repassez par sa fenêtre.
problem_code_used = Cette autorisation a déjà servi
    .why = Facebook ne la donne que pour une seule fois. Repassez par sa fenêtre.
problem_interrupted = Il y a eu une interruption
    .why = Notre service a redémarré juste à ce moment. Rien n’a été connecté. Repassez par la fenêtre de Facebook.
problem_app_configuration = Un réglage manque encore ici
    .why = Facebook n’accepte pas les réglages de cette page. Vous n’y êtes pour rien. Demandez à { $tenant } de vérifier son app Facebook.
problem_not_granted = Facebook ne nous a pas donné accès
    .why = Le compte n’a pas été partagé. Rouvrez la fenêtre et laissez activé tout ce qu’elle demande.
problem_permission_missing = Il manque une autorisation
    .why = Quelque chose a été désactivé dans la fenêtre de Facebook. Rouvrez-la et laissez tout activé.
problem_access_revoked = L’accès a été retiré
    .why = Facebook ne nous laisse plus utiliser ce compte. Pour le connecter, repassez par la fenêtre de Facebook.
problem_wrong_number = C’était un autre numéro
    .why = Le numéro attendu par { $tenant } est différent. Rouvrez Facebook et choisissez celui-là.
problem_number_already_connected = Ce numéro est déjà connecté
    .why = Il sert déjà dans une autre connexion. Demandez à { $tenant } de la supprimer d’abord.
problem_pin_locked = Trop d’essais de code PIN
    .why = WhatsApp n’accepte plus de code PIN pour l’instant. Définissez-en un nouveau dans WhatsApp Manager, sous « { -two-step-verification } », ou attendez. Puis réessayez.
problem_number_unverified = Numéro à confirmer à nouveau
    .why = Facebook veut savoir s’il est toujours à vous. Rouvrez sa fenêtre ; vous recevrez un code par SMS ou par appel.
problem_number_busy = Le numéro n’est pas encore libre
    .why = Il vient d’être déconnecté. Attendez cinq minutes, puis réessayez.
problem_account_blocked = Facebook a restreint ce compte
    .why = Impossible de le connecter tant que dure la restriction. Demandez la raison et un examen à Meta Business Support.
problem_rate_limited = Facebook demande une pause
    .why = Il y a eu beaucoup d’essais en peu de temps. Attendez un peu, puis réessayez.
problem_meta_unavailable = Facebook ne répond pas
    .why = Tout va bien de votre côté, et rien n’est perdu. Réessayez dans un instant.
problem_meta_refused = Facebook a refusé la demande
    .why = Nous ne savons pas pourquoi. Réessayez et prévenez { $tenant } si cela se répète.

window_accounts = Votre entreprise a déjà tous les comptes WhatsApp que Facebook autorise. Choisissez l’un d’eux.
window_in_use = Ce numéro est utilisé dans WhatsApp. Déconnectez-le là-bas, attendez 15 minutes, puis réessayez.
window_other_business = Ce numéro appartient à une autre entreprise sur Facebook. Choisissez un autre numéro.
window_country = Ce n’est pas encore possible pour les numéros de votre pays. Choisissez un autre numéro.
window_too_new = Ce numéro est trop récent. Utilisez-le d’abord quelques jours dans l’app WhatsApp Business.
window_old_app = Votre app WhatsApp Business est trop ancienne. Mettez-la à jour sur votre téléphone, puis réessayez.
window_shared = Ce compte est partagé avec un autre prestataire. Retirez-le d’abord dans vos paramètres d’entreprise Facebook.
window_code = Le code pour votre numéro n’a pas été accepté. Demandez-en un nouveau.
window_pause = Facebook demande une pause après autant d’essais. Attendez un peu, puis réessayez.
window_two_factor = Facebook veut mieux protéger votre compte. Activez-y l’authentification à deux facteurs, puis réessayez.
window_robot = Facebook veut s’assurer que vous n’êtes pas un robot. Rouvrez-le et répondez au test en image.
window_restricted = Facebook a restreint ce compte. Demandez la raison à Meta Business Support.
window_other = Facebook a signalé un problème. Rouvrez-le et prévenez-nous si cela se répète.

## Pages of links that cannot be opened

refused_missing = Ce lien est incomplet
    .why = L’adresse de cette page n’est pas complète, nous ne savons donc pas qui vous a demandé de connecter WhatsApp.
    .next = Retournez à la page d’où vous venez et rouvrez le lien à partir de là.
refused_invalid = Ce lien n’est plus valable
    .why = Le lien vers cette page a expiré, a déjà servi ou a été modifié en chemin. Rien n’a été connecté.
    .next = Retournez à la page d’où vous venez et demandez un nouveau lien.
refused_busy = Un instant, s’il vous plaît
    .why = Il y a beaucoup de monde en ce moment, cette page n’a donc pas pu s’ouvrir. Rien n’a été connecté, et rien n’est perdu.
    .next = Attendez une minute, puis rouvrez la page.
