### What a person reads in the widget, in German. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Verknüpfte Geräte
-linked-devices-iphone = Verknüpfte Geräte
-link-a-device-android = Gerät hinzufügen
-link-a-device-iphone = Gerät hinzufügen
-link-with-number = Gerät stattdessen via Telefonnummer verknüpfen
-settings-iphone = Einstellungen
-two-step-verification = Verifizierung in zwei Schritten

## The head of the card

title = WhatsApp mit { $tenant } verknüpfen
title_alone = WhatsApp verknüpfen
someone = der vorherigen Website

## The tabs

tabs_label = So verknüpfst du
tab_qr = QR-Code
tab_phone = Nummer
tab_cloud = Facebook

## The QR code

qr_label = QR-Code zum Scannen mit WhatsApp auf deinem Telefon
preparing = Code wird geladen …
count = Neuer Code in { $seconds } s
renewing = Neuer Code wird geladen …
offline = Keine Verbindung. Neuer Versuch …
said_qr = Dein Code kann jetzt gescannt werden.
said_new_qr = Ein neuer Code wird angezeigt.

## The steps on the phone

guide = Auf deinem Telefon
switch_label = Dein Telefon
android = Android
iphone = iPhone
qr_android_1 = Öffne *WhatsApp*
qr_android_2 = Tippe auf *⋮* und dann auf *{ -linked-devices-android }*
qr_android_3 = Tippe auf *{ -link-a-device-android }* und scanne
qr_iphone_1 = Öffne *WhatsApp*
qr_iphone_2 = Tippe auf *{ -settings-iphone }* und dann auf *{ -linked-devices-iphone }*
qr_iphone_3 = Tippe auf *{ -link-a-device-iphone }* und scanne
phone_android_1 = Öffne *WhatsApp*, tippe auf *⋮* und dann auf *{ -linked-devices-android }*
phone_android_2 = Tippe auf *{ -link-a-device-android }* und dann auf *{ -link-with-number }*
phone_android_3 = Gib den Code ein
phone_iphone_1 = Öffne *WhatsApp*, tippe auf *{ -settings-iphone }* und dann auf *{ -linked-devices-iphone }*
phone_iphone_2 = Tippe auf *{ -link-a-device-iphone }* und dann auf *{ -link-with-number }*
phone_iphone_3 = Gib den Code ein

## The end of the card

asked_by = Angefragt von *{ $tenant }*.
asked_on = Angefragt von *{ $tenant }* auf *{ $origin }*.
framed_by = Diese Seite wird auf *{ $origin }* angezeigt. Wenn du diese Website nicht kennst, schließ sie.
allows = Das erlaubt, deine Nachrichten zu lesen und zu senden.
undo = Jederzeit aufhebbar unter „{ -linked-devices-android }“.
cancel = Abbrechen

## On the phone itself, and from a computer to the phone

open_whatsapp = WhatsApp öffnen
move_to_phone = Weiter auf deinem Telefon
    .why = Scanne diesen Code mit der Kamera deines Telefons, nicht mit WhatsApp. Diese Seite öffnet sich dann dort und es geht weiter.
    .next = Weiter auf deinem Telefon
move_label = QR-Code, der diese Seite auf deinem Telefon öffnet
move_back = Zurück

## For the page around the widget

frame = WhatsApp verknüpfen
close = Schließen
close_question = WhatsApp doch nicht verknüpfen?

## Linking by number

phone_number = Deine WhatsApp-Nummer
phone_country = Land
phone_search = Name oder Vorwahl suchen
phone_nothing_found = Kein Land gefunden
phone_get_code = Code anfordern
phone_asking = Code wird angefordert …
phone_code_label = Dein Code:
phone_copy = Zum Kopieren tippen
phone_copied = Kopiert
phone_expires = Läuft ab in { $time }
phone_over = Dieser Code ist abgelaufen.
phone_new_code = Neuen Code anfordern
phone_code_for = Für *{ $number }*
phone_change_number = Nummer ändern
phone_hint = Vielleicht schickt dir WhatsApp auch eine Benachrichtigung. Tippe darauf und gib den Code dort ein.
phone_said_code = Dein Code kann jetzt eingegeben werden.
phone_possible = Neuer Code möglich in { $time }

phone_spent = Keine Codes mehr übrig
    .why = Zum Schutz deiner Nummer gibt es auf dieser Seite nur wenige Codes. Wenn du mehr brauchst, geh zurück zu { $tenant } und fordere einen neuen Link an.
    .next = QR-Code scannen

number_not_a_number = Gib deine Nummer nur mit Ziffern ein.
number_unknown_country = Diese Ländervorwahl gibt es nicht. Wähle dein Land aus der Liste.
number_too_short = Es fehlen noch Ziffern.
number_too_long = Das sind zu viele Ziffern. Prüfe auch das Land.
number_invalid = Diese Nummer kann es nicht geben. Prüfe das Land und die Ziffern.
number_wrong_number = Gib die Nummer ein, die bei { $tenant } hinterlegt ist.
number_unreachable = Wir erreichen WhatsApp gerade nicht, bleiben aber dran. Fordere den Code gleich noch einmal an.
number_no_code = Wir haben keinen Code bekommen. Versuch es bitte erneut.

## Results

scanned = Auf dem Telefon abschließen …
    .why = Dein Telefon hat den Code akzeptiert. Lass WhatsApp noch kurz geöffnet, bis hier steht, dass alles fertig ist.
connected = WhatsApp ist verknüpft
leaving = Es geht zurück zu { $tenant } …
close_page = Du kannst diese Seite schließen.
go_on = Weiter
go_back = Zurück zu { $tenant }
timed_out = Bist du noch da?
    .why = Der Code wurde nicht gescannt, deshalb zeigen wir keine neuen mehr an. Nimm dein Telefon zur Hand und mach weiter, wann du möchtest.
    .next = Neuen Code anzeigen
timed_out_phone = Bist du noch da?
    .why = Eine Weile ist nichts passiert, deshalb warten wir nicht länger. Mach weiter, wann du möchtest. Deine Nummer ist noch eingetragen.
    .next = Weiter
cancelled = Es wurde nichts verknüpft
    .why = Du hast abgebrochen. An deinem WhatsApp hat sich nichts geändert.
expired = Dieser Link ist abgelaufen
    .why = Zum Schutz deines WhatsApp gilt ein Link nur 15 Minuten und nur einmal. Geh zurück zu { $tenant } und fordere einen neuen an.
lost = Hier geht es leider nicht weiter
    .why = Dein Browser hat den Link nicht mehr, mit dem diese Seite geöffnet wurde. Geh zurück zu { $tenant } und öffne sie dort noch einmal.

## Why linking failed

failure_passkey_required = WhatsApp fragt nach deinem Passkey
    .why = Diese Nummer ist mit einem Passkey geschützt, den du hier nicht verwenden kannst. Wenn dein Telefon danach fragt, bestätige ihn dort, dann geht es hier weiter. Sonst nimm eine andere Nummer oder frag bei { $tenant } nach einem anderen Weg.
    .next = Andere Nummer verwenden
failure_coexistence = Diese Nummer ist anders verknüpft
    .why = Sie nutzt bereits die offizielle Business-Plattform von WhatsApp. Dort reicht ein Code nicht. Melde dich bei { $tenant }, um sie dort zu verknüpfen.
    .next = Andere Nummer verwenden
failure_link_refused = WhatsApp hat die Verknüpfung abgelehnt
    .why = Das kann nach mehreren Versuchen hintereinander passieren. Warte eine Minute und versuch es dann mit einem neuen Code.
    .next = Neuen Code anzeigen
failure_wrong_number = Das war eine andere Nummer
    .why = Bei { $tenant } ist eine andere Nummer hinterlegt, deshalb haben wir die Verknüpfung wieder entfernt. Scanne mit dem anderen Telefon.
    .next = Neuen Code anzeigen
failure_banned = WhatsApp hat diese Nummer eingeschränkt
    .why = Solange das so ist, kann sie nicht verknüpft werden. Öffne WhatsApp auf deinem Telefon, um den Grund zu sehen und eine Überprüfung anzufordern.
    .next = Andere Nummer verwenden
failure_outdated = WhatsApp verlangt ein Update von uns
    .why = Mit deinem Telefon ist alles in Ordnung. Wir müssen erst unseren Dienst aktualisieren. Bitte komm später wieder.
    .next = Erneut versuchen
failure_device_limit = Zu viele verknüpfte Geräte
    .why = WhatsApp erlaubt nur einige. Öffne auf deinem Telefon „{ -linked-devices-android }“, entferne ein Gerät, das du nicht nutzt, und scanne dann noch einmal.
    .next = Neuen Code anzeigen
failure_logged_out = Die Verknüpfung wurde entfernt
    .why = Das ist auf dem Telefon passiert. Wenn du das warst, ist alles erledigt. Um wieder zu verknüpfen, scanne einen neuen Code.
    .next = Neuen Code anzeigen
failure_replaced = Die Verknüpfung wird woanders genutzt
    .why = Ein anderes Programm hat dieses verknüpfte Gerät übernommen, hier geht es deshalb nicht mehr. Verknüpfe es neu, um es zurückzuholen.
    .next = Erneut verknüpfen
failure_throttled = WhatsApp verlangt eine Pause
    .why = Für diese Nummer wurden zu oft Codes angefordert, deshalb gibt WhatsApp vorerst keine mehr aus. Ein QR-Code funktioniert weiterhin.
    .next = QR-Code scannen
failure_code_limit = Das waren viele Codes
    .why = Zum Schutz deiner Nummer geben wir nur wenige Codes nacheinander aus. Wenn die Zeit um ist, kannst du den nächsten anfordern.
    .next = Neuen Code anfordern
failure_unavailable = Wir sind nicht erreichbar
    .why = Deine Verbindung oder unser Dienst hat gerade ein Problem. Es wurde nichts verknüpft und nichts ist verloren gegangen.
    .next = Erneut versuchen
failure_unreachable = Wir erreichen WhatsApp gerade nicht
    .why = Bei dir ist alles in Ordnung. Wir versuchen es weiter, und sobald es klappt, geht es hier von selbst weiter.
    .next = Jetzt versuchen
failure_unknown = Das hat nicht geklappt
    .why = Zwischen WhatsApp und uns ist etwas schiefgegangen. Es wurde nichts verknüpft. Versuch es erneut und melde dich bei { $tenant }, wenn es wieder passiert.
    .next = Erneut versuchen

## Meta's signup: the person knows Meta as Facebook

cloud_guide = So läuft es ab
cloud_step_1 = Melde dich bei *Facebook* an
cloud_step_2 = Wähle dein Unternehmen und deine *WhatsApp-Nummer*
cloud_step_3 = Bestätige. Hier geht es dann von selbst weiter
cloud_undo = Jederzeit aufhebbar in deinen Facebook-Unternehmenseinstellungen.

cloud_start = Firmennummer verbinden
    .why = Für Unternehmen auf der Business-Plattform von WhatsApp. Du meldest dich bei Facebook an und wählst dort die Nummer. Dein Passwort sehen wir nie.
    .next = Weiter mit Facebook
cloud_loading = Facebook wird vorbereitet …
cloud_waiting = Im Facebook-Fenster abschließen
    .why = Facebook ist in einem anderen Fenster oder Tab geöffnet. Wenn du fertig bist, geht es hier von selbst weiter.
    .next = Von vorn beginnen
cloud_working = Deine Nummer wird verbunden …
    .why = Das dauert ein paar Sekunden. Lass diese Seite geöffnet.
cloud_choosing = Wähle deine Nummer
    .why = Du hast mehrere. Welche möchtest du mit { $tenant } verbinden?
cloud_no_number = Es gibt noch keine Nummer
    .why = Dein Unternehmenskonto hat keine WhatsApp-Nummer. Füge im Facebook-Fenster oder im WhatsApp Manager eine hinzu und sieh dann noch einmal nach.
    .next = Noch einmal nachsehen
cloud_needs_pin = Diese Nummer hat eine PIN
    .why = Jemand hat sie als zusätzlichen Schutz festgelegt. Kennst du sie nicht, öffne den WhatsApp Manager, wähle die Nummer und lege unter „{ -two-step-verification }“ eine neue PIN fest.
    .next = Weiter
cloud_pin = PIN, sechs Ziffern
cloud_blocked = Das Facebook-Fenster ging nicht auf
    .why = Dein Browser blockiert neue Fenster auf dieser Seite. Mach ohne neues Fenster weiter oder erlaube es und versuch es erneut.
    .next = Erneut versuchen
cloud_no_sdk = Facebook lässt sich hier nicht laden
    .why = Die Verbindung ist langsam oder dein Browser blockiert Facebook auf dieser Seite. Du kannst auf einem anderen Weg weitermachen.

cloud_new_tab = Weiter in neuem Tab
cloud_go_to = Zu Facebook
cloud_close_tab = Du kannst diesen Tab schließen und zurückgehen.
cloud_sign_up_again = Facebook erneut öffnen
cloud_try_again = Erneut versuchen

cloud_left = Du hast das Facebook-Fenster vorzeitig verlassen. Es wurde nichts verbunden.
cloud_closed = Das Facebook-Fenster wurde vorzeitig geschlossen. Es wurde nichts verbunden.
cloud_incomplete = Das Facebook-Fenster wurde geschlossen, bevor wir Zugriff hatten. Öffne es noch einmal, um abzuschließen.
cloud_not_sent = Wir waren nicht rechtzeitig erreichbar. Bitte geh das Facebook-Fenster noch einmal durch.
cloud_not_reached = Wir sind gerade nicht erreichbar. Bitte versuch es noch einmal.
cloud_invalid_pin = Eine PIN hat sechs Ziffern.
cloud_wrong_pin = Diese PIN stimmt nicht. Prüfe sie und versuch es noch einmal.

problem_code_expired = Das hat zu lange gedauert
    .why = Die Freigabe von Facebook gilt nur eine halbe Minute und kam zu spät bei uns an. Geh das Facebook-Fenster noch einmal durch.
problem_code_used = Diese Freigabe wurde schon genutzt
    .why = Bei Facebook gilt sie nur einmal. Geh das Facebook-Fenster noch einmal durch.
problem_interrupted = Wir wurden unterbrochen
    .why = Unser Dienst wurde gerade neu gestartet. Es wurde nichts verbunden. Geh das Facebook-Fenster noch einmal durch.
problem_app_configuration = Hier ist etwas noch nicht eingerichtet
    .why = Facebook akzeptiert die Einstellungen dieser Seite nicht. Du hast nichts falsch gemacht. Melde dich bei { $tenant }, damit die Facebook-App geprüft wird.
problem_not_granted = Facebook gab uns keinen Zugriff
    .why = Das Konto wurde nicht freigegeben. Öffne das Fenster noch einmal und lass dort alles eingeschaltet.
problem_permission_missing = Eine Berechtigung fehlt
    .why = Im Facebook-Fenster wurde etwas ausgeschaltet. Öffne es noch einmal und lass alles eingeschaltet.
problem_access_revoked = Der Zugriff wurde entzogen
    .why = Facebook lässt uns dieses Konto nicht mehr nutzen. Um es zu verbinden, geh das Facebook-Fenster noch einmal durch.
problem_wrong_number = Das war eine andere Nummer
    .why = Öffne Facebook erneut und wähle die Nummer, die bei { $tenant } hinterlegt ist.
problem_number_already_connected = Diese Nummer ist schon verbunden
    .why = Sie wird schon woanders genutzt. Melde dich bei { $tenant }, damit sie dort zuerst entfernt wird.
problem_pin_locked = Zu viele falsche PINs
    .why = WhatsApp nimmt vorerst keine PIN an. Lege im WhatsApp Manager unter „{ -two-step-verification }“ eine neue fest oder warte. Versuch es dann noch einmal.
problem_number_unverified = Bestätige die Nummer noch einmal
    .why = Facebook möchte wissen, ob sie noch dir gehört. Öffne das Facebook-Fenster noch einmal; du bekommst einen Code per SMS oder Anruf.
problem_number_busy = Die Nummer ist noch nicht frei
    .why = Sie wurde eben erst getrennt. Warte fünf Minuten und versuch es dann noch einmal.
problem_account_blocked = Facebook hat dieses Konto eingeschränkt
    .why = Solange das so ist, kann es nicht verbunden werden. Frag den Meta Business Support nach dem Grund und einer Überprüfung.
problem_rate_limited = Facebook verlangt eine Pause
    .why = Es gab viele Versuche in kurzer Zeit. Warte eine Weile und versuch es dann noch einmal.
problem_meta_unavailable = Facebook antwortet nicht
    .why = Bei dir ist alles in Ordnung und nichts ist verloren gegangen. Versuch es gleich noch einmal.
problem_meta_refused = Facebook hat das abgelehnt
    .why = Den Grund kennen wir nicht. Versuch es erneut und melde dich bei { $tenant }, wenn es wieder passiert.

window_accounts = Dein Unternehmen hat so viele WhatsApp-Konten, wie Facebook erlaubt. Wähle ein vorhandenes aus.
window_in_use = Diese Nummer wird in WhatsApp genutzt. Trenne sie dort, warte 15 Minuten und versuch es dann noch einmal.
window_other_business = Diese Nummer gehört bei Facebook zu einem anderen Unternehmen. Wähle eine andere Nummer.
window_country = Für Nummern aus deinem Land ist das noch nicht möglich. Wähle eine andere Nummer.
window_too_new = Diese Nummer ist zu neu. Nutze sie erst ein paar Tage in der App WhatsApp Business.
window_old_app = Deine App WhatsApp Business ist zu alt. Aktualisiere sie auf deinem Telefon und versuch es dann noch einmal.
window_shared = Dieses Konto ist für einen anderen Anbieter freigegeben. Entferne ihn zuerst in deinen Facebook-Unternehmenseinstellungen.
window_code = Der Code für deine Nummer wurde nicht akzeptiert. Fordere einen neuen an.
window_pause = Nach so vielen Versuchen verlangt Facebook eine Pause. Warte eine Weile und versuch es dann noch einmal.
window_two_factor = Facebook möchte deine Anmeldung besser schützen. Schalte dort die zweistufige Authentifizierung ein und versuch es dann noch einmal.
window_robot = Facebook möchte sichergehen, dass du kein Roboter bist. Öffne es noch einmal und löse die Bildaufgabe.
window_restricted = Facebook hat dieses Konto eingeschränkt. Frag den Meta Business Support nach dem Grund.
window_other = Facebook hat ein Problem gemeldet. Öffne es noch einmal und sag uns Bescheid, wenn es wieder passiert.

## Pages of links that cannot be opened

refused_missing = Dieser Link ist unvollständig
    .why = In der Adresse dieser Seite fehlt etwas. Deshalb wissen wir nicht, für wen du WhatsApp verknüpfen sollst.
    .next = Geh zurück zur vorherigen Website und öffne die Seite dort noch einmal.
refused_invalid = Dieser Link gilt nicht mehr
    .why = Der Link zu dieser Seite ist abgelaufen, wurde schon genutzt oder unterwegs verändert. Es wurde nichts verknüpft.
    .next = Geh zurück zur vorherigen Website und fordere einen neuen Link an.
refused_busy = Einen Moment bitte
    .why = Hier ist gerade viel los, deshalb konnte diese Seite nicht geöffnet werden. Es wurde nichts verknüpft und nichts ist verloren gegangen.
    .next = Warte eine Minute und öffne die Seite noch einmal.
