### What a person reads in the widget, in Brazilian Portuguese. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Dispositivos conectados
-linked-devices-iphone = Dispositivos conectados
-link-a-device-android = Conectar dispositivo
-link-a-device-iphone = Conectar dispositivo
-link-with-number = Conectar com número de telefone
-settings-iphone = Configurações
-two-step-verification = Confirmação em duas etapas

## The head of the card

title = Conectar o WhatsApp a { $tenant }
title_alone = Conectar o WhatsApp
someone = o site que trouxe você até aqui

## The tabs

tabs_label = Como conectar
tab_qr = QR code
tab_phone = Número
tab_cloud = Facebook

## The QR code

qr_label = QR code para escanear com o WhatsApp no celular
preparing = Preparando seu código…
count = Novo código em { $seconds } s
renewing = Preparando um novo código…
offline = Sem conexão. Tentando de novo…
said_qr = Seu código está pronto para escanear.
said_new_qr = Há um novo código na tela.

## The steps on the phone

guide = No seu celular
switch_label = Seu celular
android = Android
iphone = iPhone
qr_android_1 = Abra o *WhatsApp*
qr_android_2 = Toque em *⋮* e depois em *{ -linked-devices-android }*
qr_android_3 = Toque em *{ -link-a-device-android }* e escaneie
qr_iphone_1 = Abra o *WhatsApp*
qr_iphone_2 = Toque em *{ -settings-iphone }* e depois em *{ -linked-devices-iphone }*
qr_iphone_3 = Toque em *{ -link-a-device-iphone }* e escaneie
phone_android_1 = Abra o *WhatsApp*, toque em *⋮* e depois em *{ -linked-devices-android }*
phone_android_2 = Toque em *{ -link-a-device-android }* e depois em *{ -link-with-number }*
phone_android_3 = Digite o código
phone_iphone_1 = Abra o *WhatsApp*, toque em *{ -settings-iphone }* e depois em *{ -linked-devices-iphone }*
phone_iphone_2 = Toque em *{ -link-a-device-iphone }* e depois em *{ -link-with-number }*
phone_iphone_3 = Digite o código

## The end of the card

asked_by = Solicitado por *{ $tenant }*.
asked_on = Solicitado por *{ $tenant }* em *{ $origin }*.
framed_by = Esta página está dentro de *{ $origin }*. Se você não conhece esse site, feche-o.
allows = Quem solicitou poderá ler e enviar suas mensagens.
undo = Desconecte quando quiser em “{ -linked-devices-android }”.
cancel = Cancelar

## On the phone itself, and from a computer to the phone

open_whatsapp = Abrir o WhatsApp
move_to_phone = Continuar no celular
    .why = Aponte a câmera do celular para este código, sem usar o leitor do WhatsApp. Esta página vai abrir lá para você continuar.
    .next = Continuar no celular
move_label = QR code que abre esta página no seu celular
move_back = Voltar

## For the page around the widget

frame = Conectar o WhatsApp
close = Fechar
close_question = Sair sem conectar o WhatsApp?

## Linking by number

phone_number = Seu número do WhatsApp
phone_country = País
phone_search = Busque por nome ou código
phone_nothing_found = Nenhum país encontrado
phone_get_code = Obter código
phone_asking = Preparando seu código…
phone_code_label = Seu código:
phone_copy = Toque para copiar
phone_copied = Copiado
phone_expires = Expira em { $time }
phone_over = Este código expirou.
phone_new_code = Obter novo código
phone_code_for = Para *{ $number }*
phone_change_number = Alterar número
phone_hint = O WhatsApp também pode enviar uma notificação. Toque nela e digite o código lá.
phone_said_code = Seu código está pronto para digitar.
phone_possible = Novo código disponível em { $time }

phone_spent = Os códigos acabaram
    .why = Para proteger seu número, esta página fornece poucos códigos. Para obter mais, volte para { $tenant } e peça um novo link.
    .next = Escanear um QR code

number_not_a_number = Digite seu número usando apenas dígitos.
number_unknown_country = Este código de país não existe. Escolha seu país na lista.
number_too_short = Faltam alguns dígitos.
number_too_long = Há dígitos demais. Confira também o país.
number_invalid = Este número não existe. Confira o país e os dígitos.
number_wrong_number = O número que { $tenant } espera é outro. Use o número certo.
number_unreachable = O WhatsApp não responde no momento. Continuamos tentando; peça de novo daqui a pouco.
number_no_code = Não conseguimos obter um código. Tente de novo.

## Results

scanned = Finalize no celular…
    .why = Seu celular aceitou o código. Deixe o WhatsApp aberto até esta página avisar que terminou.
connected = WhatsApp conectado
leaving = Voltando para { $tenant }…
close_page = Você já pode fechar esta página.
go_on = Continuar
go_back = Voltar para { $tenant }
timed_out = Ainda está aí?
    .why = Ninguém escaneou o código, então paramos de mostrar novos. Pegue o celular e continue quando quiser.
    .next = Mostrar novo código
timed_out_phone = Ainda está aí?
    .why = Nada aconteceu por um tempo, então paramos de esperar. Continue quando quiser; seu número ainda está preenchido.
    .next = Continuar
cancelled = Nada foi conectado
    .why = Você cancelou. Seu WhatsApp está como antes.
expired = Este link expirou
    .why = Para proteger seu WhatsApp, um link vale por 15 minutos e só uma vez. Volte para { $tenant } e peça um novo.
lost = Não dá para continuar por aqui
    .why = Seu navegador não tem mais o link desta página. Volte para { $tenant } e abra a página de novo por lá.

## Why linking failed

failure_passkey_required = O WhatsApp pede sua chave de acesso
    .why = Este número é protegido por uma chave de acesso, que esta página não aceita. Se o celular pedir a chave, confirme nele e esta página continuará. Se não, use outro número ou veja com { $tenant } outra forma de conectar.
    .next = Usar outro número
failure_coexistence = Este número tem outro tipo de conexão
    .why = Ele já usa a plataforma oficial do WhatsApp para empresas, que não aceita conexão por código. Peça para { $tenant } conectar por lá.
    .next = Usar outro número
failure_link_refused = O WhatsApp não aceitou a conexão
    .why = Isso pode acontecer após várias tentativas seguidas. Espere um minuto e tente de novo com um novo código.
    .next = Mostrar novo código
failure_wrong_number = Era outro número
    .why = O número que { $tenant } espera é outro, então removemos a conexão do celular que escaneou. Escaneie com o outro celular.
    .next = Mostrar novo código
failure_banned = O WhatsApp restringiu este número
    .why = Ele não pode ser conectado enquanto durar a restrição. Abra o WhatsApp no celular para ver o motivo e pedir uma análise.
    .next = Usar outro número
failure_outdated = O WhatsApp exige uma atualização nossa
    .why = Não há nada de errado com seu celular. Precisamos atualizar nosso serviço primeiro. Volte mais tarde.
    .next = Tentar de novo
failure_device_limit = Limite de dispositivos atingido
    .why = O WhatsApp permite só alguns. No celular, abra “{ -linked-devices-android }”, remova um que você não usa e escaneie de novo.
    .next = Mostrar novo código
failure_logged_out = A conexão foi removida
    .why = Ela foi desfeita no celular. Se foi você, está tudo certo. Para conectar de novo, escaneie um novo código.
    .next = Mostrar novo código
failure_replaced = Conexão em uso em outro lugar
    .why = Outro programa assumiu este dispositivo conectado, e ele não pode ser usado aqui também. Conecte de novo para recuperá-lo.
    .next = Conectar de novo
failure_throttled = O WhatsApp pede uma pausa
    .why = Foram pedidos códigos demais com este número, e o WhatsApp não fornece mais por um tempo. O QR code ainda funciona.
    .next = Escanear um QR code
failure_code_limit = Já foram muitos códigos
    .why = Para proteger seu número, fornecemos poucos códigos seguidos. Quando o tempo acabar, você poderá obter o próximo.
    .next = Obter novo código
failure_unavailable = Nosso serviço não responde
    .why = Há um problema com sua conexão ou com nosso serviço. Nada foi conectado e nada se perdeu.
    .next = Tentar de novo
failure_unreachable = O WhatsApp não responde no momento
    .why = Está tudo certo do seu lado. Continuamos tentando, e esta página avança sozinha assim que funcionar.
    .next = Tentar agora
failure_unknown = Não deu certo
    .why = Algo deu errado entre o WhatsApp e nós. Nada foi conectado. Tente de novo e avise { $tenant } se continuar acontecendo.
    .next = Tentar de novo

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Como funciona
cloud_step_1 = Entre no *Facebook*
cloud_step_2 = Escolha sua empresa e seu *número do WhatsApp*
cloud_step_3 = Confirme. Esta página avança sozinha
cloud_undo = Desconecte quando quiser nas configurações da empresa no Facebook.

cloud_start = Conectar um número comercial
    .why = Para empresas na plataforma oficial do WhatsApp. Você entra no Facebook e escolhe o número lá. Nunca vemos sua senha.
    .next = Continuar com o Facebook
cloud_loading = Preparando o Facebook…
cloud_waiting = Finalize na janela do Facebook
    .why = O Facebook está aberto em outra janela ou aba. Esta página avança sozinha quando você terminar.
    .next = Começar de novo
cloud_working = Conectando seu número…
    .why = Isso leva alguns segundos. Mantenha esta página aberta.
cloud_choosing = Escolha seu número
    .why = Você tem mais de um. Qual deles quer usar com { $tenant }?
cloud_no_number = Ainda não há um número
    .why = Sua conta comercial não tem número do WhatsApp. Adicione um na janela do Facebook ou no WhatsApp Manager e verifique de novo.
    .next = Verificar de novo
cloud_needs_pin = Este número tem um PIN
    .why = Ele foi definido para a confirmação em duas etapas. Se você não sabe qual é, abra o WhatsApp Manager, escolha o número e defina um novo PIN em “{ -two-step-verification }”.
    .next = Continuar
cloud_pin = PIN de seis dígitos
cloud_blocked = A janela do Facebook não abriu
    .why = Seu navegador bloqueia novas janelas nesta página. Você pode continuar sem elas ou permitir e tentar de novo.
    .next = Tentar de novo
cloud_no_sdk = O Facebook não carrega aqui
    .why = A conexão está lenta ou seu navegador bloqueia o Facebook nesta página. Você pode continuar de outra forma.

cloud_new_tab = Continuar em nova aba
cloud_go_to = Ir para o Facebook
cloud_close_tab = Você pode fechar esta aba e voltar.
cloud_sign_up_again = Abrir o Facebook de novo
cloud_try_again = Tentar de novo

cloud_left = Você saiu da janela do Facebook antes do fim. Nada foi conectado.
cloud_closed = A janela do Facebook fechou antes do fim. Nada foi conectado.
cloud_incomplete = A janela do Facebook fechou antes de nos dar acesso. Abra-a mais uma vez para terminar.
cloud_not_sent = Nosso serviço não respondeu a tempo. Passe pela janela do Facebook mais uma vez.
cloud_not_reached = Nosso serviço não responde no momento. Tente de novo.
cloud_invalid_pin = O PIN tem seis dígitos.
cloud_wrong_pin = Este PIN não está correto. Confira e tente de novo.

problem_code_expired = Demorou demais
    .why = A permissão do Facebook vale por meio minuto e chegou tarde demais. Passe pela janela mais uma vez.
problem_code_used = Esta permissão já foi usada
    .why = O Facebook só permite um uso. Passe pela janela dele mais uma vez.
problem_interrupted = Houve uma interrupção
    .why = Nosso serviço reiniciou bem nessa hora. Nada foi conectado. Passe pela janela do Facebook mais uma vez.
problem_app_configuration = Falta configurar algo aqui
    .why = O Facebook não aceita as configurações desta página. Você não fez nada de errado. Peça para { $tenant } verificar o app no Facebook.
problem_not_granted = O Facebook não nos deu acesso
    .why = A conta não foi compartilhada. Abra a janela de novo e deixe ativado tudo o que ela pedir.
problem_permission_missing = Falta uma permissão
    .why = Algo foi desativado na janela do Facebook. Abra-a de novo e deixe tudo ativado.
problem_access_revoked = O acesso foi removido
    .why = O Facebook não nos deixa mais usar esta conta. Para conectá-la, passe pela janela do Facebook de novo.
problem_wrong_number = Era outro número
    .why = O número que { $tenant } espera é outro. Abra o Facebook de novo e escolha o número certo.
problem_number_already_connected = Este número já está conectado
    .why = Ele está em uso em outra conexão. Peça para { $tenant } remover essa outra primeiro.
problem_pin_locked = Muitas tentativas de PIN
    .why = O WhatsApp não aceita PIN por um tempo. Defina um novo no WhatsApp Manager, em “{ -two-step-verification }”, ou espere. Depois, tente de novo.
problem_number_unverified = É preciso confirmar o número de novo
    .why = O Facebook quer saber se ele ainda é seu. Abra a janela de novo; você vai receber um código por SMS ou ligação.
problem_number_busy = O número ainda não está livre
    .why = Ele foi desconectado há pouco. Espere cinco minutos e tente de novo.
problem_account_blocked = O Facebook restringiu esta conta
    .why = Ela não pode ser conectada enquanto durar a restrição. Peça ao Meta Business Support o motivo e uma análise.
problem_rate_limited = O Facebook pede uma pausa
    .why = Houve muitas tentativas em pouco tempo. Espere um pouco e tente de novo.
problem_meta_unavailable = O Facebook não responde
    .why = Está tudo certo do seu lado, e nada se perdeu. Tente de novo daqui a pouco.
problem_meta_refused = O Facebook não aceitou
    .why = Não sabemos o motivo. Tente de novo e avise { $tenant } se continuar acontecendo.

window_accounts = Sua empresa já tem o máximo de contas do WhatsApp que o Facebook permite. Escolha uma delas.
window_in_use = Este número está em uso no WhatsApp. Desconecte-o lá, espere 15 minutos e tente de novo.
window_other_business = Este número pertence a outra empresa no Facebook. Escolha outro número.
window_country = Isso ainda não é possível para números do seu país. Escolha outro número.
window_too_new = Este número é novo demais. Use-o primeiro no app WhatsApp Business por alguns dias.
window_old_app = Seu app WhatsApp Business está desatualizado. Atualize-o no celular e tente de novo.
window_shared = Esta conta é compartilhada com outro provedor. Remova-o primeiro nas configurações da empresa no Facebook.
window_code = O código do seu número não foi aceito. Peça um novo.
window_pause = O Facebook pede uma pausa após tantas tentativas. Espere um pouco e tente de novo.
window_two_factor = O Facebook pede um login mais seguro. Ative a autenticação de dois fatores por lá e tente de novo.
window_robot = O Facebook quer saber se você não é um robô. Abra-o de novo e responda ao teste com imagem.
window_restricted = O Facebook restringiu esta conta. Pergunte o motivo ao Meta Business Support.
window_other = O Facebook informou um problema. Abra-o de novo e nos avise se continuar acontecendo.

## Pages of links that cannot be opened

refused_missing = Este link está incompleto
    .why = O endereço desta página não está completo, então não sabemos quem pediu para você conectar o WhatsApp.
    .next = Volte para o site que trouxe você até aqui e abra a página de novo por lá.
refused_invalid = Este link não é mais válido
    .why = O link desta página expirou, já foi usado ou foi alterado no caminho. Nada foi conectado.
    .next = Volte para o site que trouxe você até aqui e peça um novo link.
refused_busy = Um momento, por favor
    .why = Há muito movimento por aqui agora, e não foi possível abrir esta página. Nada foi conectado e nada se perdeu.
    .next = Espere um minuto e abra a página de novo.
