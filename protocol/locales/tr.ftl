### What a person reads in the widget, in Turkish. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Bağlı cihazlar
-linked-devices-iphone = Bağlı cihazlar
-link-a-device-android = Cihaz bağla
-link-a-device-iphone = Cihaz bağla
-link-with-number = Telefon numarası kullanarak bağlayın
-settings-iphone = Ayarlar
-two-step-verification = İki adımlı doğrulama

## The head of the card

title = { $tenant } için WhatsApp’ı bağlayın
title_alone = WhatsApp’ı bağlayın
someone = sizi buraya gönderen site

## The tabs

tabs_label = Bağlama yöntemi
tab_qr = QR kodu
tab_phone = Telefon no
tab_cloud = Facebook

## The QR code

qr_label = Telefonunuzdaki WhatsApp ile taranacak QR kodu
preparing = Kodunuz hazırlanıyor…
count = { $seconds } sn sonra yeni kod
renewing = Yeni kod hazırlanıyor…
offline = İnternet yok. Yeniden deneniyor…
said_qr = Kodunuz taranmaya hazır.
said_new_qr = Yeni bir kod gösteriliyor.

## The steps on the phone

guide = Telefonunuzda
switch_label = Telefonunuz
android = Android
iphone = iPhone
qr_android_1 = *WhatsApp*’ı açın
qr_android_2 = *⋮* ve ardından *{ -linked-devices-android }* öğesine dokunun
qr_android_3 = *{ -link-a-device-android }* öğesine dokunup kodu tarayın
qr_iphone_1 = *WhatsApp*’ı açın
qr_iphone_2 = *{ -settings-iphone }* ve ardından *{ -linked-devices-iphone }* öğesine dokunun
qr_iphone_3 = *{ -link-a-device-iphone }* öğesine dokunup kodu tarayın
phone_android_1 = *WhatsApp*’ı açın, *⋮* ve ardından *{ -linked-devices-android }* öğesine dokunun
phone_android_2 = *{ -link-a-device-android }* ve ardından *{ -link-with-number }* öğesine dokunun
phone_android_3 = Kodu girin
phone_iphone_1 = *WhatsApp*’ı açın, *{ -settings-iphone }* ve ardından *{ -linked-devices-iphone }* öğesine dokunun
phone_iphone_2 = *{ -link-a-device-iphone }* ve ardından *{ -link-with-number }* öğesine dokunun
phone_iphone_3 = Kodu girin

## The end of the card

asked_by = *{ $tenant }* tarafından istendi.
asked_on = *{ $origin }* sitesinde *{ $tenant }* tarafından istendi.
framed_by = Bu sayfa *{ $origin }* içinde gösteriliyor. Bu siteyi tanımıyorsanız sayfayı kapatın.
allows = Böylece mesajlarınızı okuyabilir ve gönderebilir.
undo = “{ -linked-devices-android }” bölümünden her zaman geri alınabilir.
cancel = İptal

## On the phone itself, and from a computer to the phone

open_whatsapp = WhatsApp’ı aç
move_to_phone = Telefonunuzda devam edin
    .why = Bu kodu WhatsApp ile değil, telefonunuzun kamerasıyla tarayın. Sayfa telefonunuzda açılır ve oradan devam edersiniz.
    .next = Telefonda devam et
move_label = Bu sayfayı telefonunuzda açan QR kodu
move_back = Geri

## For the page around the widget

frame = WhatsApp’ı bağlayın
close = Kapat
close_question = Bağlamaktan vazgeçilsin mi?

## Linking by number

phone_number = WhatsApp numaranız
phone_country = Ülke
phone_search = Ülke adı veya kodu arayın
phone_nothing_found = Ülke bulunamadı
phone_get_code = Kod al
phone_asking = Kodunuz alınıyor…
phone_code_label = Kodunuz:
phone_copy = Kopyalamak için dokunun
phone_copied = Kopyalandı
phone_expires = Kalan süre: { $time }
phone_over = Bu kodun süresi doldu.
phone_new_code = Yeni kod al
phone_code_for = *{ $number }* için
phone_change_number = Numarayı değiştir
phone_hint = WhatsApp size bildirim de gönderebilir. Bildirime dokunup kodu orada girin.
phone_said_code = Kodunuz girilmeye hazır.
phone_possible = Yeni kod için kalan süre: { $time }

phone_spent = Başka kod kalmadı
    .why = Numaranızı korumak için bu sayfa yalnızca birkaç kod verir. Daha fazlası için geri dönün ve { $tenant } üzerinden yeni bir bağlantı isteyin.
    .next = QR kodu tara

number_not_a_number = Numaranızı yalnızca rakamlarla yazın.
number_unknown_country = Böyle bir ülke kodu yok. Ülkenizi listeden seçin.
number_too_short = Numarada eksik rakam var.
number_too_long = Numarada fazla rakam var. Ülkeyi de kontrol edin.
number_invalid = Böyle bir numara olamaz. Ülkeyi ve rakamları kontrol edin.
number_wrong_number = { $tenant } başka bir numara bekliyor. O numarayı kullanın.
number_unreachable = Şu anda WhatsApp’a ulaşamıyoruz. Denemeye devam ediyoruz; birazdan yeniden kod isteyin.
number_no_code = Kod alamadık. Lütfen tekrar deneyin.

## Results

scanned = Telefonunuzda tamamlayın…
    .why = Telefonunuz kodu kabul etti. Bu sayfa işlemin bittiğini gösterene kadar WhatsApp’ı biraz daha açık tutun.
connected = WhatsApp bağlandı
leaving = Geri dönülüyor: { $tenant }…
close_page = Bu sayfayı kapatabilirsiniz.
go_on = Devam et
go_back = Geri dön: { $tenant }
timed_out = Hâlâ orada mısınız?
    .why = Kod taranmadığı için yenilerini göstermeyi bıraktık. Telefonunuzu elinize alıp dilediğinizde devam edin.
    .next = Yeni kod göster
timed_out_phone = Hâlâ orada mısınız?
    .why = Bir süredir hareket olmadığı için beklemeyi bıraktık. Dilediğinizde devam edin, numaranız hâlâ yazılı.
    .next = Devam et
cancelled = Hiçbir şey bağlanmadı
    .why = İşlemi iptal ettiniz. WhatsApp’ınız eskisi gibi.
expired = Bu bağlantının süresi doldu
    .why = WhatsApp’ınızın güvenliği için bir bağlantı 15 dakika ve yalnızca bir kez geçerlidir. Geri dönün ve { $tenant } üzerinden yenisini isteyin.
lost = Bu sayfa burada devam edemiyor
    .why = Tarayıcınızda bu sayfayı açan bağlantı artık yok. Geri dönün ve sayfayı { $tenant } üzerinden yeniden açın.

## Why linking failed

failure_passkey_required = WhatsApp geçiş anahtarınızı istiyor
    .why = Bu numara, bu sayfada kullanılamayan bir geçiş anahtarıyla korunuyor. Telefonunuz anahtarı isterse orada onaylayın, bu sayfa devam eder. İstemezse başka bir numara kullanın veya başka bir yol için { $tenant } ile iletişime geçin.
    .next = Başka numara kullan
failure_coexistence = Bu numara başka bir yolla bağlı
    .why = Numara, kodla bağlanılamayan resmi WhatsApp işletme platformunu kullanıyor. Orada bağlanması için { $tenant } ile iletişime geçin.
    .next = Başka numara kullan
failure_link_refused = WhatsApp bağlamayı kabul etmedi
    .why = Bu, arka arkaya birkaç denemeden sonra olabilir. Bir dakika bekleyip yeni bir kodla tekrar deneyin.
    .next = Yeni kod göster
failure_wrong_number = Bu farklı bir numaraydı
    .why = { $tenant } başka bir numara bekliyor, bu yüzden bağlamayı geri aldık. Diğer telefonla tarayın.
    .next = Yeni kod göster
failure_banned = WhatsApp bu numarayı kısıtladı
    .why = Kısıtlama sürdükçe numara bağlanamaz. Nedenini görmek ve inceleme istemek için telefonunuzda WhatsApp’ı açın.
    .next = Başka numara kullan
failure_outdated = WhatsApp bizden güncelleme istiyor
    .why = Telefonunuzda bir sorun yok. Önce hizmetimizi güncellememiz gerekiyor. Lütfen daha sonra tekrar gelin.
    .next = Tekrar dene
failure_device_limit = Çok fazla bağlı cihaz var
    .why = WhatsApp yalnızca birkaç cihaza izin verir. Telefonunuzda “{ -linked-devices-android }” bölümünü açın, kullanmadığınız birini kaldırıp yeniden tarayın.
    .next = Yeni kod göster
failure_logged_out = Bağlı cihaz kaldırıldı
    .why = Bu, telefondan yapıldı. Yapan sizseniz işiniz bitti. Yeniden bağlamak için yeni bir kod tarayın.
    .next = Yeni kod göster
failure_replaced = Bu bağlı cihaz başka yerde kullanılıyor
    .why = Başka bir program bu bağlı cihazı devraldı, bu yüzden burada kullanılamıyor. Geri almak için yeniden bağlayın.
    .next = Yeniden bağla
failure_throttled = WhatsApp ara verilmesini istiyor
    .why = Bu numarayla çok sık kod istendiği için WhatsApp bir süre yeni kod vermeyecek. QR kodu hâlâ kullanılabilir.
    .next = QR kodu tara
failure_code_limit = Çok fazla kod istendi
    .why = Numaranızı korumak için arka arkaya yalnızca birkaç kod veriyoruz. Süre dolunca sıradaki kodu alabilirsiniz.
    .next = Yeni kod al
failure_unavailable = Bize ulaşılamıyor
    .why = Şu anda internetinizde veya hizmetimizde bir sorun var. Hiçbir şey bağlanmadı ve hiçbir şey kaybolmadı.
    .next = Tekrar dene
failure_unreachable = Şu anda WhatsApp’a ulaşamıyoruz
    .why = Sizin tarafınızda bir sorun yok. Denemeye devam ediyoruz. Ulaştığımızda bu sayfa kendiliğinden devam eder.
    .next = Şimdi dene
failure_unknown = İşlem tamamlanamadı
    .why = WhatsApp ile aramızda bir sorun oluştu. Hiçbir şey bağlanmadı. Tekrar deneyin, sürerse { $tenant } ile iletişime geçin.
    .next = Tekrar dene

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Adımlar
cloud_step_1 = *Facebook*’a giriş yapın
cloud_step_2 = İşletmenizi ve *WhatsApp numaranızı* seçin
cloud_step_3 = Onaylayın. Bu sayfa kendiliğinden devam eder
cloud_undo = Facebook işletme ayarlarınızdan her zaman geri alınabilir.

cloud_start = İşletme numarası bağlayın
    .why = WhatsApp işletme platformundaki şirketler için. Facebook’a giriş yapıp numarayı orada seçersiniz. Şifrenizi asla görmeyiz.
    .next = Facebook ile devam et
cloud_loading = Facebook hazırlanıyor…
cloud_waiting = Facebook penceresinde tamamlayın
    .why = Facebook başka bir pencerede veya sekmede açık. İşiniz bitince bu sayfa kendiliğinden devam eder.
    .next = Baştan başla
cloud_working = Numaranız bağlanıyor…
    .why = Bu birkaç saniye sürer. Bu sayfayı açık tutun.
cloud_choosing = Numaranızı seçin
    .why = Birden fazla numaranız var. { $tenant } için hangisini bağlamak istiyorsunuz?
cloud_no_number = Henüz bir numara yok
    .why = İşletme hesabınızda WhatsApp numarası yok. Facebook penceresinden veya WhatsApp Manager’dan bir numara ekleyip tekrar bakın.
    .next = Tekrar bak
cloud_needs_pin = Bu numaranın PIN’i var
    .why = Biri bunu ek güvenlik için belirlemiş. Bilmiyorsanız WhatsApp Manager’ı açın, numarayı seçin ve “{ -two-step-verification }” bölümünde yeni bir PIN belirleyin.
    .next = Devam et
cloud_pin = PIN, altı rakam
cloud_blocked = Facebook penceresi açılmadı
    .why = Tarayıcınız bu sayfada yeni pencereleri engelliyor. Pencere olmadan devam edin veya izin verip tekrar deneyin.
    .next = Tekrar dene
cloud_no_sdk = Facebook burada yüklenemiyor
    .why = İnternet yavaş veya tarayıcınız bu sayfada Facebook’u engelliyor. Başka bir yolla devam edebilirsiniz.

cloud_new_tab = Yeni sekmede devam et
cloud_go_to = Facebook’a git
cloud_close_tab = Bu sekmeyi kapatıp geri dönebilirsiniz.
cloud_sign_up_again = Facebook’u yeniden aç
cloud_try_again = Tekrar dene

cloud_left = Facebook penceresinden tamamlamadan çıktınız. Hiçbir şey bağlanmadı.
cloud_closed = Facebook penceresi tamamlanmadan kapandı. Hiçbir şey bağlanmadı.
cloud_incomplete = Facebook penceresi bize erişim vermeden kapandı. Tamamlamak için bir kez daha açın.
cloud_not_sent = Bize zamanında ulaşılamadı. Lütfen Facebook penceresindeki adımları bir kez daha tamamlayın.
cloud_not_reached = Şu anda bize ulaşılamıyor. Lütfen tekrar deneyin.
cloud_invalid_pin = PIN altı rakamdan oluşur.
cloud_wrong_pin = Bu PIN doğru değil. Kontrol edip tekrar deneyin.

problem_code_expired = Bu çok uzun sürdü
    .why = Facebook’un izni yarım dakika geçerli ve bize çok geç ulaştı. Facebook penceresindeki adımları bir kez daha tamamlayın.
problem_code_used = Bu izin daha önce kullanıldı
    .why = Facebook’ta izin tek kullanımlıktır. Facebook penceresindeki adımları bir kez daha tamamlayın.
problem_interrupted = İşlem yarıda kaldı
    .why = Hizmetimiz tam o sırada yeniden başladı. Hiçbir şey bağlanmadı. Facebook penceresindeki adımları bir kez daha tamamlayın.
problem_app_configuration = Burada bir ayar henüz eksik
    .why = Facebook bu sayfanın ayarlarını kabul etmiyor. Sizin bir hatanız yok. Facebook uygulamasının kontrol edilmesi için { $tenant } ile iletişime geçin.
problem_not_granted = Facebook bize erişim vermedi
    .why = Hesap paylaşılmadı. Pencereyi yeniden açın ve istenen her şeyi açık bırakın.
problem_permission_missing = Bir izin eksik
    .why = Facebook penceresinde bir seçenek kapatılmış. Pencereyi yeniden açın ve her şeyi açık bırakın.
problem_access_revoked = Erişim geri alındı
    .why = Facebook artık bu hesabı kullanmamıza izin vermiyor. Bağlamak için Facebook penceresindeki adımları yeniden tamamlayın.
problem_wrong_number = Bu farklı bir numaraydı
    .why = { $tenant } başka bir numara bekliyor. Facebook’u yeniden açıp o numarayı seçin.
problem_number_already_connected = Bu numara zaten bağlı
    .why = Numara başka bir yerde bağlı. Önce oradan kaldırılması için { $tenant } ile iletişime geçin.
problem_pin_locked = Çok fazla yanlış PIN girildi
    .why = WhatsApp bir süre PIN kabul etmiyor. WhatsApp Manager’da “{ -two-step-verification }” bölümünde yeni bir PIN belirleyin veya bekleyin. Sonra tekrar deneyin.
problem_number_unverified = Numara yeniden onaylanmalı
    .why = Facebook numaranın hâlâ sizin olduğundan emin olmak istiyor. Facebook penceresini yeniden açın; SMS veya aramayla kod gelir.
problem_number_busy = Numara henüz boşta değil
    .why = Bağlantısı az önce kesildi. Beş dakika bekleyip tekrar deneyin.
problem_account_blocked = Facebook bu hesabı kısıtladı
    .why = Kısıtlama sürdükçe hesap bağlanamaz. Nedenini öğrenmek ve inceleme istemek için Meta Business Support ile iletişime geçin.
problem_rate_limited = Facebook ara verilmesini istiyor
    .why = Kısa sürede çok fazla deneme yapıldı. Bir süre bekleyip tekrar deneyin.
problem_meta_unavailable = Facebook yanıt vermiyor
    .why = Sizin tarafınızda bir sorun yok ve hiçbir şey kaybolmadı. Birazdan tekrar deneyin.
problem_meta_refused = Facebook bunu kabul etmedi
    .why = Nedenini bilmiyoruz. Tekrar deneyin, sürerse { $tenant } ile iletişime geçin.

window_accounts = İşletmeniz, Facebook’un izin verdiği WhatsApp hesabı sayısına ulaştı. Var olan birini seçin.
window_in_use = Bu numara WhatsApp’ta kullanılıyor. Oradan kaldırın, 15 dakika bekleyip tekrar deneyin.
window_other_business = Bu numara Facebook’ta başka bir işletmeye ait. Başka bir numara seçin.
window_country = Ülkenizdeki numaralar için bu henüz mümkün değil. Başka bir numara seçin.
window_too_new = Bu numara çok yeni. Önce birkaç gün WhatsApp Business uygulamasında kullanın.
window_old_app = WhatsApp Business uygulamanız çok eski. Telefonunuzda güncelleyip tekrar deneyin.
window_shared = Bu hesap başka bir sağlayıcıyla paylaşılıyor. Önce Facebook işletme ayarlarınızdan onu kaldırın.
window_code = Numaranız için girilen kod kabul edilmedi. Yeni bir kod isteyin.
window_pause = Bu kadar denemeden sonra Facebook ara verilmesini istiyor. Bir süre bekleyip tekrar deneyin.
window_two_factor = Facebook girişinizin daha güvenli olmasını istiyor. Orada iki faktörlü kimlik doğrulamayı açıp tekrar deneyin.
window_robot = Facebook robot olmadığınızdan emin olmak istiyor. Yeniden açıp resimli soruyu yanıtlayın.
window_restricted = Facebook bu hesabı kısıtladı. Nedenini Meta Business Support ekibine sorun.
window_other = Facebook bir sorun bildirdi. Yeniden açın, sorun sürerse bize haber verin.

## Pages of links that cannot be opened

refused_missing = Bu bağlantı eksik
    .why = Bu sayfanın adresi tam değil. Bu yüzden WhatsApp’ı bağlamanızı kimin istediğini bilemiyoruz.
    .next = Sizi buraya gönderen siteye dönün ve sayfayı oradan yeniden açın.
refused_invalid = Bu bağlantı artık geçerli değil
    .why = Bu sayfanın bağlantısının süresi dolmuş, bağlantı daha önce kullanılmış veya yolda değişmiş. Hiçbir şey bağlanmadı.
    .next = Sizi buraya gönderen siteye dönün ve yeni bir bağlantı isteyin.
refused_busy = Lütfen biraz bekleyin
    .why = Şu anda burada yoğunluk var, bu yüzden sayfa açılamadı. Hiçbir şey bağlanmadı ve hiçbir şey kaybolmadı.
    .next = Bir dakika bekleyip sayfayı yeniden açın.
