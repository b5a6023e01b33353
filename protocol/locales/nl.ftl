### What a person reads in the widget, in Dutch. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Gekoppelde apparaten
-linked-devices-iphone = Gekoppelde apparaten
-link-a-device-android = Apparaat koppelen
-link-a-device-iphone = Apparaat koppelen
-link-with-number = Koppelen met telefoonnummer
-settings-iphone = Instellingen
-two-step-verification = Verificatie in twee stappen

## The head of the card

title = WhatsApp koppelen aan { $tenant }
title_alone = WhatsApp koppelen
someone = de site waar je vandaan komt

## The tabs

tabs_label = Manier van koppelen
tab_qr = QR-code
tab_phone = Nummer
tab_cloud = Facebook

## The QR code

qr_label = QR-code om te scannen met WhatsApp op je telefoon
preparing = Code ophalen…
count = Nieuwe code over { $seconds } s
renewing = Nieuwe code ophalen…
offline = Geen verbinding. Opnieuw proberen…
said_qr = Je kunt de code nu scannen.
said_new_qr = Er staat een nieuwe code klaar.

## The steps on the phone

guide = Op je telefoon
switch_label = Je telefoon
android = Android
iphone = iPhone
qr_android_1 = Open *WhatsApp*
qr_android_2 = Tik op *⋮* en dan op *{ -linked-devices-android }*
qr_android_3 = Tik op *{ -link-a-device-android }* en scan
qr_iphone_1 = Open *WhatsApp*
qr_iphone_2 = Tik op *{ -settings-iphone }* en dan op *{ -linked-devices-iphone }*
qr_iphone_3 = Tik op *{ -link-a-device-iphone }* en scan
phone_android_1 = Open *WhatsApp*, tik op *⋮* en dan op *{ -linked-devices-android }*
phone_android_2 = Tik op *{ -link-a-device-android }* en dan onderaan op *{ -link-with-number }*
phone_android_3 = Typ de code
phone_iphone_1 = Open *WhatsApp*, tik op *{ -settings-iphone }* en dan op *{ -linked-devices-iphone }*
phone_iphone_2 = Tik op *{ -link-a-device-iphone }* en dan onderaan op *{ -link-with-number }*
phone_iphone_3 = Typ de code

## The end of the card

asked_by = Aangevraagd door *{ $tenant }*.
asked_on = Aangevraagd door *{ $tenant }* op *{ $origin }*.
framed_by = Deze pagina wordt getoond binnen *{ $origin }*. Ken je die site niet? Sluit de pagina dan.
allows = Je berichten kunnen dan worden gelezen en verstuurd.
undo = Altijd ongedaan te maken bij ‘{ -linked-devices-android }’.
cancel = Annuleren

## On the phone itself, and from a computer to the phone

open_whatsapp = WhatsApp openen
move_to_phone = Ga verder op je telefoon
    .why = Scan deze code met de camera van je telefoon, niet met WhatsApp. Deze pagina gaat dan op je telefoon open en je gaat daar verder.
    .next = Ga verder op je telefoon
move_label = QR-code die deze pagina op je telefoon opent
move_back = Terug

## For the page around the widget

frame = WhatsApp koppelen
close = Sluiten
close_question = Stoppen met WhatsApp koppelen?

## Linking by number

phone_number = Je WhatsApp-nummer
phone_country = Land
phone_search = Zoek op naam of landnummer
phone_nothing_found = Geen land gevonden
phone_get_code = Code aanvragen
phone_asking = Code ophalen…
phone_code_label = Je code:
phone_copy = Tik om te kopiëren
phone_copied = Gekopieerd
phone_expires = Verloopt over { $time }
phone_over = Deze code is verlopen.
phone_new_code = Nieuwe code aanvragen
phone_code_for = Voor *{ $number }*
phone_change_number = Nummer wijzigen
phone_hint = Misschien krijg je ook een melding van WhatsApp. Tik erop en typ de code daar.
phone_said_code = Je kunt de code nu typen.
phone_possible = Nieuwe code mogelijk over { $time }

phone_spent = Geen codes meer over
    .why = Om je nummer te beschermen, geeft deze pagina maar een paar codes. Meer nodig? Ga terug naar { $tenant } en vraag een nieuwe link aan.
    .next = Liever een QR-code scannen

number_not_a_number = Typ je nummer met alleen cijfers.
number_unknown_country = Dit landnummer bestaat niet. Kies je land uit de lijst.
number_too_short = Er ontbreken nog cijfers.
number_too_long = Dit zijn te veel cijfers. Controleer ook het land.
number_invalid = Dit nummer kan niet bestaan. Controleer het land en de cijfers.
number_wrong_number = { $tenant } verwacht een ander nummer. Gebruik dat nummer.
number_unreachable = We kunnen WhatsApp nu niet bereiken. We blijven het proberen; vraag zo meteen opnieuw een code aan.
number_no_code = We konden geen code krijgen. Probeer het nog eens.

## Results

scanned = Maak het af op je telefoon…
    .why = Je telefoon heeft de code geaccepteerd. Houd WhatsApp nog even open tot hier staat dat het klaar is.
connected = WhatsApp is gekoppeld
leaving = Je gaat terug naar { $tenant }…
close_page = Je kunt deze pagina sluiten.
go_on = Doorgaan
go_back = Terug naar { $tenant }
timed_out = Ben je er nog?
    .why = Niemand heeft de code gescand, dus tonen we geen nieuwe meer. Houd je telefoon bij de hand en ga verder wanneer je wilt.
    .next = Nieuwe code tonen
timed_out_phone = Ben je er nog?
    .why = Er gebeurde een tijdje niets, dus wachten we niet langer. Ga verder wanneer je wilt; je nummer is nog ingevuld.
    .next = Doorgaan
cancelled = Er is niets gekoppeld
    .why = Je hebt geannuleerd. Aan je WhatsApp is niets veranderd.
expired = Deze link is verlopen
    .why = Om je WhatsApp veilig te houden, werkt een link maar 15 minuten en maar één keer. Ga terug naar { $tenant } en vraag een nieuwe aan.
lost = Deze pagina kan hier niet verder
    .why = Je browser heeft de link niet meer waarmee deze pagina is geopend. Ga terug naar { $tenant } en open de pagina daar opnieuw.

## Why linking failed

failure_passkey_required = WhatsApp vraagt om je passkey
    .why = Dit nummer is beveiligd met een passkey en die kun je op deze pagina niet gebruiken. Vraagt je telefoon erom, bevestig hem dan daar; deze pagina gaat dan verder. Gebruik anders een ander nummer of vraag { $tenant } om een andere manier.
    .next = Ander nummer gebruiken
failure_coexistence = Dit nummer is anders gekoppeld
    .why = Het gebruikt al het officiële zakelijke platform van WhatsApp. Daar werkt een code niet. Vraag { $tenant } om het daar te koppelen.
    .next = Ander nummer gebruiken
failure_link_refused = WhatsApp weigerde de koppeling
    .why = Dat kan gebeuren na meerdere pogingen achter elkaar. Wacht een minuut en probeer het dan met een nieuwe code.
    .next = Nieuwe code tonen
failure_wrong_number = Dat was een ander nummer
    .why = { $tenant } verwacht een ander nummer. Daarom hebben we de koppeling weer verwijderd. Scan met de andere telefoon.
    .next = Nieuwe code tonen
failure_banned = WhatsApp heeft dit nummer beperkt
    .why = Zolang dat zo is, kan het niet worden gekoppeld. Open WhatsApp op je telefoon om de reden te zien en een beoordeling aan te vragen.
    .next = Ander nummer gebruiken
failure_outdated = WhatsApp vraagt ons om een update
    .why = Met je telefoon is niets mis. Wij moeten eerst onze dienst bijwerken. Kom later terug.
    .next = Opnieuw proberen
failure_device_limit = Te veel gekoppelde apparaten
    .why = WhatsApp staat er maar een paar toe. Open op je telefoon ‘{ -linked-devices-android }’, verwijder een apparaat dat je niet gebruikt en scan opnieuw.
    .next = Nieuwe code tonen
failure_logged_out = De koppeling is verwijderd
    .why = Dat gebeurde op de telefoon. Was jij dat, dan ben je klaar. Wil je weer koppelen, scan dan een nieuwe code.
    .next = Nieuwe code tonen
failure_replaced = Deze koppeling is elders in gebruik
    .why = Een ander programma heeft dit gekoppelde apparaat overgenomen, dus hier werkt het niet meer. Koppel het opnieuw om het terug te krijgen.
    .next = Opnieuw koppelen
failure_throttled = WhatsApp wil even pauze
    .why = Voor dit nummer zijn te vaak codes aangevraagd. Daarom geeft WhatsApp er voorlopig geen meer. Een QR-code werkt nog wel.
    .next = Liever een QR-code scannen
failure_code_limit = Dat waren veel codes
    .why = Om je nummer te beschermen, geven we maar een paar codes achter elkaar. Als de tijd om is, kun je de volgende aanvragen.
    .next = Nieuwe code aanvragen
failure_unavailable = We zijn niet bereikbaar
    .why = Er is nu een probleem met je verbinding of met onze dienst. Er is niets gekoppeld en er is niets verloren gegaan.
    .next = Opnieuw proberen
failure_unreachable = We kunnen WhatsApp nu niet bereiken
    .why = Aan jouw kant is niets mis. We blijven het proberen en deze pagina gaat vanzelf verder zodra het lukt.
    .next = Nu proberen
failure_unknown = Dat is niet gelukt
    .why = Er ging iets mis tussen WhatsApp en ons. Er is niets gekoppeld. Probeer het opnieuw en laat het { $tenant } weten als het blijft gebeuren.
    .next = Opnieuw proberen

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Zo gaat het
cloud_step_1 = Log in bij *Facebook*
cloud_step_2 = Kies je bedrijf en je *WhatsApp-nummer*
cloud_step_3 = Bevestig. Deze pagina gaat vanzelf verder
cloud_undo = Altijd ongedaan te maken in je bedrijfsinstellingen op Facebook.

cloud_start = Zakelijk nummer verbinden
    .why = Voor bedrijven op het zakelijke platform van WhatsApp. Je logt in bij Facebook en kiest daar het nummer. We zien nooit je wachtwoord.
    .next = Doorgaan met Facebook
cloud_loading = Facebook voorbereiden…
cloud_waiting = Maak het af in het Facebook-venster
    .why = Facebook staat open in een ander venster of tabblad. Deze pagina gaat vanzelf verder als je klaar bent.
    .next = Opnieuw beginnen
cloud_working = Je nummer verbinden…
    .why = Dit duurt een paar seconden. Houd deze pagina open.
cloud_choosing = Kies je nummer
    .why = Je hebt er meer dan één. Welk nummer wil je met { $tenant } verbinden?
cloud_no_number = Er is nog geen nummer
    .why = Je bedrijfsaccount heeft geen WhatsApp-nummer. Voeg er een toe in het Facebook-venster of in WhatsApp Manager en kijk dan opnieuw.
    .next = Opnieuw kijken
cloud_needs_pin = Dit nummer heeft een pincode
    .why = Iemand heeft die als extra beveiliging ingesteld. Weet je hem niet, open dan WhatsApp Manager, kies het nummer en stel bij ‘{ -two-step-verification }’ een nieuwe pincode in.
    .next = Doorgaan
cloud_pin = Pincode, zes cijfers
cloud_blocked = Het Facebook-venster ging niet open
    .why = Je browser blokkeert nieuwe vensters op deze pagina. Ga verder zonder nieuw venster of sta het toe en probeer het opnieuw.
    .next = Opnieuw proberen
cloud_no_sdk = Facebook kan hier niet laden
    .why = De verbinding is traag of je browser blokkeert Facebook op deze pagina. Je kunt op een andere manier verdergaan.

cloud_new_tab = Verder in nieuw tabblad
cloud_go_to = Naar Facebook
cloud_close_tab = Je kunt dit tabblad sluiten en teruggaan.
cloud_sign_up_again = Facebook opnieuw openen
cloud_try_again = Opnieuw proberen

cloud_left = Je hebt het Facebook-venster te vroeg verlaten. Er is niets verbonden.
cloud_closed = Het Facebook-venster is te vroeg gesloten. Er is niets verbonden.
cloud_incomplete = Het Facebook-venster is gesloten voordat we toegang kregen. Open het nog eens om het af te maken.
cloud_not_sent = We waren niet op tijd bereikbaar. Doorloop het Facebook-venster nog een keer.
cloud_not_reached = We zijn nu niet bereikbaar. Probeer het nog eens.
cloud_invalid_pin = Een pincode heeft zes cijfers.
cloud_wrong_pin = Deze pincode klopt niet. Controleer hem en probeer het opnieuw.

problem_code_expired = Dat duurde te lang
    .why = De toestemming van Facebook geldt een halve minuut en kwam te laat bij ons aan. Doorloop het Facebook-venster nog een keer.
problem_code_used = Deze toestemming is al gebruikt
    .why = Bij Facebook geldt die maar één keer. Doorloop het Facebook-venster nog een keer.
problem_interrupted = We werden onderbroken
    .why = Onze dienst startte net opnieuw op. Er is niets verbonden. Doorloop het Facebook-venster nog een keer.
problem_app_configuration = Dit is nog niet goed ingesteld
    .why = Facebook accepteert de instellingen van deze pagina niet. Jij hebt niets fout gedaan. Vraag { $tenant } om de Facebook-app te controleren.
problem_not_granted = Facebook gaf ons geen toegang
    .why = Het account is niet gedeeld. Open het venster opnieuw en laat daar alles ingeschakeld.
problem_permission_missing = Er ontbreekt een toestemming
    .why = In het Facebook-venster is iets uitgezet. Open het opnieuw en laat alles ingeschakeld.
problem_access_revoked = De toegang is ingetrokken
    .why = We mogen dit account van Facebook niet meer gebruiken. Doorloop het Facebook-venster opnieuw om het te verbinden.
problem_wrong_number = Dat was een ander nummer
    .why = { $tenant } verwacht een ander nummer. Open Facebook opnieuw en kies dat nummer.
problem_number_already_connected = Dit nummer is al verbonden
    .why = Het is in gebruik in een andere verbinding. Vraag { $tenant } om die eerst te verwijderen.
problem_pin_locked = Te veel verkeerde pincodes
    .why = WhatsApp accepteert even geen pincode. Stel in WhatsApp Manager bij ‘{ -two-step-verification }’ een nieuwe in of wacht. Probeer het daarna opnieuw.
problem_number_unverified = Bevestig het nummer opnieuw
    .why = Facebook wil weten of het nog van jou is. Open het Facebook-venster opnieuw; je krijgt een code per sms of telefoon.
problem_number_busy = Het nummer is nog niet vrij
    .why = Het is net pas losgekoppeld. Wacht vijf minuten en probeer het opnieuw.
problem_account_blocked = Facebook heeft dit account beperkt
    .why = Zolang dat zo is, kan het niet worden verbonden. Vraag Meta Business Support naar de reden en om een beoordeling.
problem_rate_limited = Facebook wil even pauze
    .why = Er waren veel pogingen in korte tijd. Wacht een tijdje en probeer het opnieuw.
problem_meta_unavailable = Facebook reageert niet
    .why = Aan jouw kant is niets mis en er is niets verloren gegaan. Probeer het zo meteen opnieuw.
problem_meta_refused = Facebook accepteerde dit niet
    .why = We weten niet waarom. Probeer het opnieuw en laat het { $tenant } weten als het blijft gebeuren.

window_accounts = Je bedrijf heeft het maximale aantal WhatsApp-accounts van Facebook. Kies een bestaand account.
window_in_use = Dit nummer is in gebruik in WhatsApp. Koppel het daar los, wacht 15 minuten en probeer het opnieuw.
window_other_business = Dit nummer hoort op Facebook bij een ander bedrijf. Kies een ander nummer.
window_country = Dit kan nog niet met nummers uit jouw land. Kies een ander nummer.
window_too_new = Dit nummer is te nieuw. Gebruik het eerst een paar dagen in de WhatsApp Business-app.
window_old_app = Je WhatsApp Business-app is te oud. Werk de app bij op je telefoon en probeer het opnieuw.
window_shared = Dit account is gedeeld met een andere aanbieder. Verwijder die eerst in je bedrijfsinstellingen op Facebook.
window_code = De code voor je nummer is niet geaccepteerd. Vraag een nieuwe aan.
window_pause = Facebook wil even pauze na zoveel pogingen. Wacht een tijdje en probeer het opnieuw.
window_two_factor = Facebook wil dat je veiliger inlogt. Zet daar tweestapsverificatie aan en probeer het opnieuw.
window_robot = Facebook wil weten dat je geen robot bent. Open het opnieuw en los de puzzel met de afbeelding op.
window_restricted = Facebook heeft dit account beperkt. Vraag Meta Business Support naar de reden.
window_other = Facebook meldde een probleem. Open het opnieuw en laat het ons weten als het blijft gebeuren.

## Pages of links that cannot be opened

refused_missing = Deze link is niet compleet
    .why = Er ontbreekt iets in het adres van deze pagina. Daardoor weten we niet wie je vroeg om WhatsApp te koppelen.
    .next = Ga terug naar de site waar je vandaan komt en open de pagina daar opnieuw.
refused_invalid = Deze link is niet meer geldig
    .why = De link naar deze pagina is verlopen, al gebruikt of onderweg veranderd. Er is niets gekoppeld.
    .next = Ga terug naar de site waar je vandaan komt en vraag een nieuwe link aan.
refused_busy = Een ogenblik geduld
    .why = Het is hier nu erg druk, dus deze pagina kon niet worden geopend. Er is niets gekoppeld en er is niets verloren gegaan.
    .next = Wacht een minuut en open de pagina opnieuw.
