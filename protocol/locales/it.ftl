### What a person reads in the widget, in Italian. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Dispositivi collegati
-linked-devices-iphone = Dispositivi collegati
-link-a-device-android = Collega un dispositivo
-link-a-device-iphone = Collega dispositivo
-link-with-number = In alternativa, collega con il numero di telefono
-settings-iphone = Impostazioni
-two-step-verification = Verifica in due passaggi

## The head of the card

title = Collega WhatsApp a { $tenant }
title_alone = Collega WhatsApp
someone = chi ti ha inviato qui

## The tabs

tabs_label = Come collegare
tab_qr = Codice QR
tab_phone = Numero
tab_cloud = Facebook

## The QR code

qr_label = Codice QR da scansionare con WhatsApp sul telefono
preparing = Preparazione del codice…
count = Nuovo codice tra { $seconds } s
renewing = Preparazione del nuovo codice…
offline = Nessuna connessione. Nuovo tentativo…
said_qr = Il codice è pronto da scansionare.
said_new_qr = È apparso un nuovo codice.

## The steps on the phone

guide = Sul tuo telefono
switch_label = Il tuo telefono
android = Android
iphone = iPhone
qr_android_1 = Apri *WhatsApp*
qr_android_2 = Tocca *⋮* e poi *{ -linked-devices-android }*
qr_android_3 = Tocca *{ -link-a-device-android }* e scansiona
qr_iphone_1 = Apri *WhatsApp*
qr_iphone_2 = Tocca *{ -settings-iphone }* e poi *{ -linked-devices-iphone }*
qr_iphone_3 = Tocca *{ -link-a-device-iphone }* e scansiona
phone_android_1 = Apri *WhatsApp*, tocca *⋮* e poi *{ -linked-devices-android }*
phone_android_2 = Tocca *{ -link-a-device-android }* e poi *{ -link-with-number }*
phone_android_3 = Inserisci il codice
phone_iphone_1 = Apri *WhatsApp*, tocca *{ -settings-iphone }* e poi *{ -linked-devices-iphone }*
phone_iphone_2 = Tocca *{ -link-a-device-iphone }* e poi *{ -link-with-number }*
phone_iphone_3 = Inserisci il codice

## The end of the card

asked_by = Richiesto da *{ $tenant }*.
asked_on = Richiesto da *{ $tenant }* su *{ $origin }*.
framed_by = Questa pagina è mostrata all’interno di *{ $origin }*. Se non conosci quel sito, chiudilo.
allows = Potrà leggere e inviare i tuoi messaggi.
undo = Scollega quando vuoi da “{ -linked-devices-android }”.
cancel = Annulla

## On the phone itself, and from a computer to the phone

open_whatsapp = Apri WhatsApp
move_to_phone = Continua sul telefono
    .why = Inquadra questo codice con la fotocamera del telefono, non con lo scanner di WhatsApp. Questa pagina si aprirà lì e potrai continuare.
    .next = Continua sul telefono
move_label = Codice QR che apre questa pagina sul telefono
move_back = Indietro

## For the page around the widget

frame = Collega WhatsApp
close = Chiudi
close_question = Uscire senza collegare WhatsApp?

## Linking by number

phone_number = Il tuo numero WhatsApp
phone_country = Paese
phone_search = Cerca per nome o prefisso
phone_nothing_found = Nessun Paese trovato
phone_get_code = Ottieni un codice
phone_asking = Preparazione del codice…
phone_code_label = Il tuo codice:
phone_copy = Tocca per copiare
phone_copied = Copiato
phone_expires = Scade tra { $time }
phone_over = Questo codice è scaduto.
phone_new_code = Ottieni un nuovo codice
phone_code_for = Per *{ $number }*
phone_change_number = Cambia numero
phone_hint = WhatsApp può anche inviarti una notifica. Toccala e inserisci lì il codice.
phone_said_code = Il codice è pronto da inserire.
phone_possible = Nuovo codice possibile tra { $time }

phone_spent = Codici esauriti
    .why = Per proteggere il tuo numero, questa pagina fornisce pochi codici. Per averne altri, torna a { $tenant } e chiedi un nuovo link.
    .next = Scansiona un codice QR

number_not_a_number = Scrivi il numero usando solo cifre.
number_unknown_country = Questo prefisso non esiste. Scegli il tuo Paese dall’elenco.
number_too_short = Manca qualche cifra.
number_too_long = Ci sono troppe cifre. Controlla anche il Paese.
number_invalid = Questo numero non esiste. Controlla il Paese e le cifre.
number_wrong_number = Il numero atteso da { $tenant } è un altro. Usa quello.
number_unreachable = WhatsApp non è raggiungibile ora. Continuiamo a provare; richiedi il codice tra poco.
number_no_code = Non siamo riusciti a ottenere un codice. Riprova.

## Results

scanned = Completa sul telefono…
    .why = Il telefono ha accettato il codice. Tieni aperto WhatsApp finché questa pagina non ti avvisa.
connected = WhatsApp è collegato
leaving = Stai tornando a { $tenant }…
close_page = Ora puoi chiudere questa pagina.
go_on = Continua
go_back = Torna a { $tenant }
timed_out = Ci sei ancora?
    .why = Nessuno ha scansionato il codice, quindi non ne mostriamo altri. Prendi il telefono e continua quando vuoi.
    .next = Mostra un nuovo codice
timed_out_phone = Ci sei ancora?
    .why = Per un po’ non è successo nulla, quindi abbiamo smesso di aspettare. Continua quando vuoi; il tuo numero è ancora inserito.
    .next = Continua
cancelled = Nulla è stato collegato
    .why = Hai annullato. Il tuo WhatsApp è come prima.
expired = Questo link è scaduto
    .why = Per proteggere il tuo WhatsApp, un link vale 15 minuti e una sola volta. Torna a { $tenant } e chiedine uno nuovo.
lost = Non puoi continuare da qui
    .why = Il browser non ha più il link di questa pagina. Torna a { $tenant } e apri di nuovo il link da lì.

## Why linking failed

failure_passkey_required = WhatsApp chiede la tua passkey
    .why = Questo numero è protetto da una passkey, che questa pagina non accetta. Se il telefono la chiede, confermala lì e questa pagina continuerà. Altrimenti usa un altro numero o chiedi a { $tenant } un altro modo per collegarlo.
    .next = Usa un altro numero
failure_coexistence = Questo numero è collegato in altro modo
    .why = Usa già la piattaforma ufficiale di WhatsApp per le aziende, dove un codice non basta. Chiedi a { $tenant } di collegarlo lì.
    .next = Usa un altro numero
failure_link_refused = Collegamento non accettato da WhatsApp
    .why = Può succedere dopo vari tentativi di seguito. Aspetta un minuto, poi riprova con un nuovo codice.
    .next = Mostra un nuovo codice
failure_wrong_number = Era un altro numero
    .why = Il numero atteso da { $tenant } è un altro, quindi abbiamo scollegato il telefono usato. Scansiona con l’altro telefono.
    .next = Mostra un nuovo codice
failure_banned = WhatsApp ha limitato questo numero
    .why = Non si può collegare finché dura la limitazione. Apri WhatsApp sul telefono per vedere il motivo e chiedere una revisione.
    .next = Usa un altro numero
failure_outdated = WhatsApp ci chiede un aggiornamento
    .why = Il tuo telefono non ha problemi. Dobbiamo prima aggiornare il nostro servizio. Torna più tardi.
    .next = Riprova
failure_device_limit = Troppi dispositivi collegati
    .why = WhatsApp ne permette solo alcuni. Sul telefono apri “{ -linked-devices-android }”, rimuovine uno che non usi e scansiona di nuovo.
    .next = Mostra un nuovo codice
failure_logged_out = Il collegamento è stato rimosso
    .why = È stato rimosso dal telefono. Se l’hai fatto tu, è tutto a posto. Per ricollegare, scansiona un nuovo codice.
    .next = Mostra un nuovo codice
failure_replaced = Collegamento in uso altrove
    .why = Un altro programma usa ora questo dispositivo collegato, quindi qui non funziona più. Ricollegalo per recuperarlo.
    .next = Collega di nuovo
failure_throttled = WhatsApp chiede una pausa
    .why = Sono stati chiesti troppi codici con questo numero e per un po’ WhatsApp non ne darà altri. Il codice QR funziona ancora.
    .next = Scansiona un codice QR
failure_code_limit = Sono già molti codici
    .why = Per proteggere il tuo numero diamo pochi codici di seguito. Scaduto il tempo, potrai ottenere il prossimo.
    .next = Ottieni un nuovo codice
failure_unavailable = Il nostro servizio non risponde
    .why = C’è un problema con la tua connessione o con il nostro servizio. Nulla è stato collegato e nulla è andato perso.
    .next = Riprova
failure_unreachable = WhatsApp non è raggiungibile ora
    .why = Da parte tua è tutto a posto. Continuiamo a provare e questa pagina andrà avanti da sola appena possibile.
    .next = Prova ora
failure_unknown = Non ha funzionato
    .why = Qualcosa è andato storto tra WhatsApp e noi. Nulla è stato collegato. Riprova e avvisa { $tenant } se succede ancora.
    .next = Riprova

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Come funziona
cloud_step_1 = Accedi a *Facebook*
cloud_step_2 = Scegli la tua azienda e il tuo *numero WhatsApp*
cloud_step_3 = Conferma. Questa pagina va avanti da sola
cloud_undo = Scollega quando vuoi dalle impostazioni dell’azienda su Facebook.

cloud_start = Collega un numero aziendale
    .why = Per le aziende sulla piattaforma ufficiale di WhatsApp. Accedi a Facebook e scegli lì il numero. Non vediamo mai la tua password.
    .next = Continua con Facebook
cloud_loading = Preparazione di Facebook…
cloud_waiting = Completa nella finestra di Facebook
    .why = Facebook è aperto in un’altra finestra o scheda. Quando hai finito, questa pagina va avanti da sola.
    .next = Ricomincia
cloud_working = Collegamento del numero…
    .why = Ci vogliono pochi secondi. Tieni aperta questa pagina.
cloud_choosing = Scegli il tuo numero
    .why = Ne hai più di uno. Quale vuoi collegare a { $tenant }?
cloud_no_number = Non c’è ancora un numero
    .why = Il tuo account aziendale non ha un numero WhatsApp. Aggiungine uno nella finestra di Facebook o in WhatsApp Manager, poi controlla di nuovo.
    .next = Controlla di nuovo
cloud_needs_pin = Questo numero ha un PIN
    .why = È stato impostato per la verifica in due passaggi. Se non lo conosci, apri WhatsApp Manager, scegli il numero e imposta un nuovo PIN in “{ -two-step-verification }”.
    .next = Continua
cloud_pin = PIN di sei cifre
cloud_blocked = La finestra di Facebook non si è aperta
    .why = Il browser blocca le nuove finestre su questa pagina. Puoi continuare senza, oppure consentirle e riprovare.
    .next = Riprova
cloud_no_sdk = Facebook non si carica qui
    .why = La connessione è lenta o il browser blocca Facebook su questa pagina. Puoi continuare in un altro modo.

cloud_new_tab = Continua in nuova scheda
cloud_go_to = Vai su Facebook
cloud_close_tab = Puoi chiudere questa scheda e tornare indietro.
cloud_sign_up_again = Apri di nuovo Facebook
cloud_try_again = Riprova

cloud_left = Hai lasciato la finestra di Facebook prima della fine. Nulla è stato collegato.
cloud_closed = La finestra di Facebook si è chiusa prima della fine. Nulla è stato collegato.
cloud_incomplete = La finestra di Facebook si è chiusa prima di darci l’accesso. Aprila di nuovo per finire.
cloud_not_sent = Il nostro servizio non ha risposto in tempo. Ripeti i passaggi nella finestra di Facebook.
cloud_not_reached = Il nostro servizio non risponde ora. Riprova.
cloud_invalid_pin = Il PIN ha sei cifre.
cloud_wrong_pin = Questo PIN non è corretto. Controllalo e riprova.

problem_code_expired = Ci è voluto troppo tempo
    .why = L’autorizzazione di Facebook vale mezzo minuto e ci è arrivata tardi. Ripeti i passaggi nella sua finestra.
problem_code_used = Autorizzazione già usata
    .why = Facebook la concede per un solo uso. Ripeti i passaggi nella sua finestra.
problem_interrupted = C’è stata un’interruzione
    .why = Il nostro servizio si è riavviato proprio allora. Nulla è stato collegato. Ripeti i passaggi nella finestra di Facebook.
problem_app_configuration = Manca ancora un’impostazione
    .why = Facebook non accetta le impostazioni di questa pagina. Non hai sbagliato nulla. Chiedi a { $tenant } di controllare la sua app Facebook.
problem_not_granted = Facebook non ci ha dato accesso
    .why = L’account non è stato condiviso. Apri di nuovo la finestra e lascia attivo tutto ciò che chiede.
problem_permission_missing = Manca un’autorizzazione
    .why = Qualcosa è stato disattivato nella finestra di Facebook. Aprila di nuovo e lascia tutto attivo.
problem_access_revoked = L’accesso è stato revocato
    .why = Facebook non ci permette più di usare questo account. Per collegarlo, ripeti i passaggi nella finestra di Facebook.
problem_wrong_number = Era un altro numero
    .why = Il numero atteso da { $tenant } è un altro. Apri di nuovo Facebook e scegli quello.
problem_number_already_connected = Questo numero è già collegato
    .why = È in uso in un altro collegamento. Chiedi a { $tenant } di rimuovere prima quello.
problem_pin_locked = Troppi tentativi con il PIN
    .why = Per un po’ WhatsApp non accetta PIN. Impostane uno nuovo in WhatsApp Manager, in “{ -two-step-verification }”, o aspetta. Poi riprova.
problem_number_unverified = Il numero va confermato di nuovo
    .why = Facebook vuole sapere se è ancora tuo. Apri di nuovo la sua finestra; riceverai un codice via SMS o chiamata.
problem_number_busy = Il numero non è ancora libero
    .why = È stato scollegato poco fa. Aspetta cinque minuti, poi riprova.
problem_account_blocked = Facebook ha limitato questo account
    .why = Non si può collegare finché dura la limitazione. Chiedi il motivo e una revisione a Meta Business Support.
problem_rate_limited = Facebook chiede una pausa
    .why = Ci sono stati molti tentativi in poco tempo. Aspetta un po’, poi riprova.
problem_meta_unavailable = Facebook non risponde
    .why = Da parte tua è tutto a posto e nulla è andato perso. Riprova tra poco.
problem_meta_refused = Richiesta non accettata da Facebook
    .why = Non conosciamo il motivo. Riprova e avvisa { $tenant } se succede ancora.

window_accounts = La tua azienda ha già tutti gli account WhatsApp che Facebook permette. Scegline uno esistente.
window_in_use = Questo numero è in uso su WhatsApp. Scollegalo lì, aspetta 15 minuti e riprova.
window_other_business = Questo numero appartiene a un’altra azienda su Facebook. Scegli un altro numero.
window_country = Non è ancora possibile con i numeri del tuo Paese. Scegli un altro numero.
window_too_new = Questo numero è troppo recente. Usalo prima per qualche giorno nell’app WhatsApp Business.
window_old_app = La tua app WhatsApp Business è troppo vecchia. Aggiornala sul telefono e riprova.
window_shared = Questo account è condiviso con un altro fornitore. Rimuovilo prima dalle impostazioni dell’azienda su Facebook.
window_code = Il codice per il tuo numero non è stato accettato. Chiedine uno nuovo.
window_pause = Facebook chiede una pausa dopo tanti tentativi. Aspetta un po’, poi riprova.
window_two_factor = Facebook chiede un accesso più sicuro. Attiva lì l’autenticazione a due fattori e riprova.
window_robot = Facebook vuole sapere che non sei un robot. Aprilo di nuovo e risolvi il test con le immagini.
window_restricted = Facebook ha limitato questo account. Chiedi il motivo a Meta Business Support.
window_other = Facebook ha segnalato un problema. Aprilo di nuovo e avvisaci se succede ancora.

## Pages of links that cannot be opened

refused_missing = Questo link è incompleto
    .why = L’indirizzo di questa pagina non è completo, quindi non sappiamo chi ti ha chiesto di collegare WhatsApp.
    .next = Torna al sito da cui arrivi e apri di nuovo la pagina da lì.
refused_invalid = Questo link non è più valido
    .why = Il link a questa pagina è scaduto, è già stato usato o è stato modificato lungo il percorso. Nulla è stato collegato.
    .next = Torna al sito da cui arrivi e chiedi un nuovo link.
refused_busy = Un momento, per favore
    .why = In questo momento c’è molto traffico e non è stato possibile aprire la pagina. Nulla è stato collegato e nulla è andato perso.
    .next = Aspetta un minuto e apri di nuovo la pagina.
