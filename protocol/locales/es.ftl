### What a person reads in the widget, in Spanish. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Dispositivos vinculados
-linked-devices-iphone = Dispositivos vinculados
-link-a-device-android = Vincular dispositivo
-link-a-device-iphone = Vincular dispositivo
-link-with-number = Vincular con el número de teléfono
-settings-iphone = Ajustes
-two-step-verification = Verificación en dos pasos

## The head of the card

title = Vincular WhatsApp con { $tenant }
title_alone = Vincular WhatsApp
someone = la página que te trajo hasta aquí

## The tabs

tabs_label = Cómo vincular
tab_qr = Código QR
tab_phone = Número
tab_cloud = Facebook

## The QR code

qr_label = Código QR para escanear con WhatsApp en tu teléfono
preparing = Preparando tu código…
count = Nuevo código en { $seconds } s
renewing = Preparando un nuevo código…
offline = Sin conexión. Intentando de nuevo…
said_qr = Ya puedes escanear tu código.
said_new_qr = Hay un nuevo código en pantalla.

## The steps on the phone

guide = En tu teléfono
switch_label = Tu teléfono
android = Android
iphone = iPhone
qr_android_1 = Abre *WhatsApp*
qr_android_2 = Toca *⋮* y luego *{ -linked-devices-android }*
qr_android_3 = Toca *{ -link-a-device-android }* y escanea
qr_iphone_1 = Abre *WhatsApp*
qr_iphone_2 = Toca *{ -settings-iphone }* y luego *{ -linked-devices-iphone }*
qr_iphone_3 = Toca *{ -link-a-device-iphone }* y escanea
phone_android_1 = Abre *WhatsApp*, toca *⋮* y luego *{ -linked-devices-android }*
phone_android_2 = Toca *{ -link-a-device-android }* y luego *{ -link-with-number }*
phone_android_3 = Escribe el código
phone_iphone_1 = Abre *WhatsApp*, toca *{ -settings-iphone }* y luego *{ -linked-devices-iphone }*
phone_iphone_2 = Toca *{ -link-a-device-iphone }* y luego *{ -link-with-number }*
phone_iphone_3 = Escribe el código

## The end of the card

asked_by = Solicitado por *{ $tenant }*.
asked_on = Solicitado por *{ $tenant }* en *{ $origin }*.
framed_by = Esta página se muestra dentro de *{ $origin }*. Si no conoces ese sitio, ciérralo.
allows = Después podrá leer y enviar tus mensajes.
undo = Desvincula cuando quieras en “{ -linked-devices-android }”.
cancel = Cancelar

## On the phone itself, and from a computer to the phone

open_whatsapp = Abrir WhatsApp
move_to_phone = Continuar en tu teléfono
    .why = Apunta a este código con la cámara del teléfono, no con el escáner de WhatsApp. Esta página se abrirá allí para continuar.
    .next = Continuar en tu teléfono
move_label = Código QR que abre esta página en tu teléfono
move_back = Volver

## For the page around the widget

frame = Vincular WhatsApp
close = Cerrar
close_question = ¿Salir sin vincular WhatsApp?

## Linking by number

phone_number = Tu número de WhatsApp
phone_country = País
phone_search = Busca por nombre o código
phone_nothing_found = No se encontró ningún país
phone_get_code = Obtener código
phone_asking = Preparando tu código…
phone_code_label = Tu código:
phone_copy = Toca para copiar
phone_copied = Copiado
phone_expires = Caduca en { $time }
phone_over = Este código ya caducó.
phone_new_code = Obtener nuevo código
phone_code_for = Para *{ $number }*
phone_change_number = Cambiar número
phone_hint = WhatsApp también puede enviarte una notificación. Tócala y escribe el código allí.
phone_said_code = Ya puedes escribir tu código.
phone_possible = Nuevo código disponible en { $time }

phone_spent = Ya no quedan códigos
    .why = Para proteger tu número, esta página da pocos códigos. Si necesitas más, vuelve a { $tenant } y pide un nuevo enlace.
    .next = Escanear un código QR

number_not_a_number = Escribe tu número solo con dígitos.
number_unknown_country = Este código de país no existe. Elige tu país en la lista.
number_too_short = Faltan algunos dígitos.
number_too_long = Hay demasiados dígitos. Revisa también el país.
number_invalid = Este número no existe. Revisa el país y los dígitos.
number_wrong_number = El número que espera { $tenant } es otro. Usa ese.
number_unreachable = WhatsApp no responde ahora. Seguimos intentándolo; vuelve a pedir el código en un momento.
number_no_code = No pudimos obtener un código. Inténtalo de nuevo.

## Results

scanned = Termina en tu teléfono…
    .why = Tu teléfono aceptó el código. Deja WhatsApp abierto un momento, hasta que esta página te avise.
connected = WhatsApp vinculado
leaving = Volviendo a { $tenant }…
close_page = Ya puedes cerrar esta página.
go_on = Continuar
go_back = Volver a { $tenant }
timed_out = ¿Sigues ahí?
    .why = Nadie escaneó el código, así que dejamos de mostrar nuevos. Ten tu teléfono a mano y continúa cuando quieras.
    .next = Mostrar nuevo código
timed_out_phone = ¿Sigues ahí?
    .why = No pasó nada durante un rato, así que dejamos de esperar. Continúa cuando quieras; tu número sigue escrito.
    .next = Continuar
cancelled = No se vinculó nada
    .why = Cancelaste el proceso. Tu WhatsApp está como antes.
expired = Este enlace ya caducó
    .why = Para proteger tu WhatsApp, un enlace funciona 15 minutos y una sola vez. Vuelve a { $tenant } y pide uno nuevo.
lost = No se puede continuar aquí
    .why = Tu navegador ya no tiene el enlace de esta página. Vuelve a { $tenant } y abre el enlace de nuevo desde allí.

## Why linking failed

failure_passkey_required = WhatsApp pide tu llave de acceso
    .why = Este número está protegido con una llave de acceso, que esta página no admite. Si tu teléfono te la pide, confírmala ahí y esta página continuará. Si no, usa otro número o pide a { $tenant } otra forma de vincular.
    .next = Usar otro número
failure_coexistence = Este número está vinculado de otra forma
    .why = Ya usa la plataforma oficial de WhatsApp para empresas, que no admite vincular con un código. Pide a { $tenant } que lo vincule allí.
    .next = Usar otro número
failure_link_refused = WhatsApp no aceptó la vinculación
    .why = Puede pasar tras varios intentos seguidos. Espera un minuto e inténtalo de nuevo con un nuevo código.
    .next = Mostrar nuevo código
failure_wrong_number = Ese era otro número
    .why = El número que espera { $tenant } es otro, así que desvinculamos el teléfono que escaneó. Escanea con el otro teléfono.
    .next = Mostrar nuevo código
failure_banned = WhatsApp restringió este número
    .why = No se puede vincular mientras dure la restricción. Abre WhatsApp en tu teléfono para ver el motivo y pedir una revisión.
    .next = Usar otro número
failure_outdated = WhatsApp nos pide actualizarnos
    .why = Tu teléfono está bien. Primero tenemos que actualizar nuestro servicio. Vuelve más tarde.
    .next = Intentar de nuevo
failure_device_limit = Demasiados dispositivos vinculados
    .why = WhatsApp solo permite unos pocos. En tu teléfono, abre “{ -linked-devices-android }”, quita uno que no uses y escanea de nuevo.
    .next = Mostrar nuevo código
failure_logged_out = WhatsApp se desvinculó
    .why = Se hizo desde el teléfono. Si fuiste tú, todo está en orden. Para vincularlo otra vez, escanea un nuevo código.
    .next = Mostrar nuevo código
failure_replaced = Esta vinculación se usa en otro lugar
    .why = Otro programa usa ahora este dispositivo vinculado, así que aquí ya no funciona. Vincúlalo de nuevo para recuperarlo.
    .next = Vincular de nuevo
failure_throttled = WhatsApp pide una pausa
    .why = Se pidieron demasiados códigos con este número y WhatsApp no dará más por un tiempo. El código QR sí funciona.
    .next = Escanear un código QR
failure_code_limit = Ya van muchos códigos
    .why = Para proteger tu número, damos pocos códigos seguidos. Cuando termine el tiempo, podrás obtener el siguiente.
    .next = Obtener nuevo código
failure_unavailable = Nuestro servicio no responde
    .why = Hay un problema con tu conexión o con nuestro servicio. No se vinculó ni se perdió nada.
    .next = Intentar de nuevo
failure_unreachable = WhatsApp no responde ahora
    .why = De tu lado todo está bien. Seguimos intentándolo, y esta página continuará sola en cuanto funcione.
    .next = Intentar ahora
failure_unknown = No funcionó
    .why = Algo falló entre WhatsApp y nosotros. No se vinculó nada. Inténtalo de nuevo y avisa a { $tenant } si sigue pasando.
    .next = Intentar de nuevo

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Cómo funciona
cloud_step_1 = Inicia sesión en *Facebook*
cloud_step_2 = Elige tu empresa y tu *número de WhatsApp*
cloud_step_3 = Confirma. Esta página continúa sola
cloud_undo = Desconecta cuando quieras en la configuración de empresa de Facebook.

cloud_start = Conectar un número de empresa
    .why = Para empresas en la plataforma oficial de WhatsApp. Inicias sesión en Facebook y eliges allí el número. Nunca vemos tu contraseña.
    .next = Continuar con Facebook
cloud_loading = Preparando Facebook…
cloud_waiting = Termina en la ventana de Facebook
    .why = Facebook está abierto en otra ventana o pestaña. Esta página continuará sola cuando termines.
    .next = Empezar de nuevo
cloud_working = Conectando tu número…
    .why = Tarda unos segundos. Deja esta página abierta.
cloud_choosing = Elige tu número
    .why = Tienes más de uno. ¿Cuál quieres conectar con { $tenant }?
cloud_no_number = Aún no hay ningún número
    .why = Tu cuenta de empresa no tiene un número de WhatsApp. Añade uno en la ventana de Facebook o en WhatsApp Manager y busca de nuevo.
    .next = Buscar de nuevo
cloud_needs_pin = Este número tiene un PIN
    .why = Se definió para la verificación en dos pasos. Si no lo sabes, abre WhatsApp Manager, elige el número y define un nuevo PIN en “{ -two-step-verification }”.
    .next = Continuar
cloud_pin = PIN de seis dígitos
cloud_blocked = La ventana de Facebook no se abrió
    .why = Tu navegador bloquea las ventanas nuevas en esta página. Puedes continuar sin ellas, o permitirlas e intentarlo de nuevo.
    .next = Intentar de nuevo
cloud_no_sdk = Facebook no se puede cargar aquí
    .why = La conexión es lenta o tu navegador bloquea Facebook en esta página. Puedes continuar de otra forma.

cloud_new_tab = Continuar en otra pestaña
cloud_go_to = Ir a Facebook
cloud_close_tab = Puedes cerrar esta pestaña y volver.
cloud_sign_up_again = Abrir Facebook de nuevo
cloud_try_again = Intentar de nuevo

cloud_left = Saliste de la ventana de Facebook antes de terminar. No se conectó nada.
cloud_closed = La ventana de Facebook se cerró antes de terminar. No se conectó nada.
cloud_incomplete = La ventana de Facebook se cerró antes de darnos acceso. Ábrela otra vez para terminar.
cloud_not_sent = Nuestro servicio no respondió a tiempo. Repite los pasos en la ventana de Facebook.
cloud_not_reached = Nuestro servicio no responde ahora. Inténtalo de nuevo.
cloud_invalid_pin = El PIN tiene seis dígitos.
cloud_wrong_pin = Este PIN no es correcto. Revísalo e inténtalo de nuevo.

problem_code_expired = Tardó demasiado
    .why = El permiso de Facebook vale medio minuto y nos llegó tarde. Repite los pasos en su ventana.
problem_code_used = Este permiso ya se usó
    .why = Facebook lo da para un solo uso. Repite los pasos en su ventana.
problem_interrupted = Hubo una interrupción
    .why = Nuestro servicio se reinició justo entonces. No se conectó nada. Repite los pasos en la ventana de Facebook.
problem_app_configuration = Aún falta configurar algo
    .why = Facebook no acepta la configuración de esta página. No hiciste nada mal. Pide a { $tenant } que revise su app de Facebook.
problem_not_granted = Facebook no nos dio acceso
    .why = No se compartió la cuenta. Abre la ventana de nuevo y deja activado todo lo que pide.
problem_permission_missing = Falta un permiso
    .why = Algo se desactivó en la ventana de Facebook. Ábrela de nuevo y deja todo activado.
problem_access_revoked = Se retiró el acceso
    .why = Facebook ya no nos deja usar esta cuenta. Para conectarla, repite los pasos en la ventana de Facebook.
problem_wrong_number = Ese era otro número
    .why = El número que espera { $tenant } es otro. Abre Facebook de nuevo y elige ese.
problem_number_already_connected = Este número ya está conectado
    .why = Se usa en otra conexión. Pide a { $tenant } que la quite primero.
problem_pin_locked = Demasiados intentos de PIN
    .why = WhatsApp no acepta ningún PIN por un tiempo. Define uno nuevo en WhatsApp Manager, en “{ -two-step-verification }”, o espera. Luego inténtalo de nuevo.
problem_number_unverified = Hay que confirmar el número otra vez
    .why = Facebook quiere saber si aún es tuyo. Abre su ventana de nuevo; te enviará un código por SMS o llamada.
problem_number_busy = El número aún no está libre
    .why = Se desconectó hace un momento. Espera cinco minutos e inténtalo de nuevo.
problem_account_blocked = Facebook restringió esta cuenta
    .why = No se puede conectar mientras dure la restricción. Pide el motivo y una revisión a Meta Business Support.
problem_rate_limited = Facebook pide una pausa
    .why = Hubo muchos intentos en poco tiempo. Espera un rato e inténtalo de nuevo.
problem_meta_unavailable = Facebook no responde
    .why = De tu lado todo está bien y no se perdió nada. Inténtalo de nuevo en un momento.
problem_meta_refused = Facebook no lo aceptó
    .why = No sabemos el motivo. Inténtalo de nuevo y avisa a { $tenant } si sigue pasando.

window_accounts = Tu empresa ya tiene todas las cuentas de WhatsApp que Facebook permite. Elige una de ellas.
window_in_use = Este número está en uso en WhatsApp. Desconéctalo allí, espera 15 minutos e inténtalo de nuevo.
window_other_business = Este número pertenece a otra empresa en Facebook. Elige otro número.
window_country = Esto aún no es posible con números de tu país. Elige otro número.
window_too_new = Este número es demasiado nuevo. Úsalo primero unos días en la app WhatsApp Business.
window_old_app = Tu app WhatsApp Business no está actualizada. Actualízala en tu teléfono e inténtalo de nuevo.
window_shared = Esta cuenta está compartida con otro proveedor. Quítalo primero en la configuración de empresa de Facebook.
window_code = No se aceptó el código de tu número. Pide uno nuevo.
window_pause = Facebook pide una pausa tras tantos intentos. Espera un rato e inténtalo de nuevo.
window_two_factor = Facebook pide un inicio de sesión más seguro. Activa allí la autenticación en dos pasos e inténtalo de nuevo.
window_robot = Facebook quiere saber que no eres un robot. Ábrelo de nuevo y resuelve la prueba con imágenes.
window_restricted = Facebook restringió esta cuenta. Pide el motivo a Meta Business Support.
window_other = Facebook informó de un problema. Ábrelo de nuevo y avísanos si sigue pasando.

## Pages of links that cannot be opened

refused_missing = Este enlace está incompleto
    .why = La dirección de esta página no está completa y no sabemos quién te pidió vincular WhatsApp.
    .next = Vuelve a la página que te trajo hasta aquí y abre el enlace de nuevo desde allí.
refused_invalid = Este enlace ya no es válido
    .why = El enlace a esta página caducó, ya se usó o cambió por el camino. No se vinculó nada.
    .next = Vuelve a la página que te trajo hasta aquí y pide un nuevo enlace.
refused_busy = Un momento, por favor
    .why = Hay mucha actividad ahora mismo y no se pudo abrir esta página. No se vinculó ni se perdió nada.
    .next = Espera un minuto y abre la página de nuevo.
