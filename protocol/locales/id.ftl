### What a person reads in the widget, in Indonesian. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Perangkat tertaut
-linked-devices-iphone = Perangkat Tertaut
-link-a-device-android = Tautkan perangkat
-link-a-device-iphone = Tautkan Perangkat
-link-with-number = Tautkan dengan nomor telepon saja
-settings-iphone = Pengaturan
-two-step-verification = Verifikasi dua langkah

## The head of the card

title = Tautkan WhatsApp ke { $tenant }
title_alone = Tautkan WhatsApp
someone = situs yang membawa Anda ke sini

## The tabs

tabs_label = Cara menautkan
tab_qr = Kode QR
tab_phone = Nomor telepon
tab_cloud = Facebook

## The QR code

qr_label = Kode QR untuk dipindai dengan WhatsApp di telepon Anda
preparing = Menyiapkan kode…
count = Kode baru dalam { $seconds } dtk
renewing = Menyiapkan kode baru…
offline = Tidak ada koneksi. Mencoba lagi…
said_qr = Kode Anda siap dipindai.
said_new_qr = Kode baru ditampilkan.

## The steps on the phone

guide = Di telepon Anda
switch_label = Telepon Anda
android = Android
iphone = iPhone
qr_android_1 = Buka *WhatsApp*
qr_android_2 = Ketuk *⋮* lalu *{ -linked-devices-android }*
qr_android_3 = Ketuk *{ -link-a-device-android }* lalu pindai
qr_iphone_1 = Buka *WhatsApp*
qr_iphone_2 = Ketuk *{ -settings-iphone }* lalu *{ -linked-devices-iphone }*
qr_iphone_3 = Ketuk *{ -link-a-device-iphone }* lalu pindai
phone_android_1 = Buka *WhatsApp*, ketuk *⋮* lalu *{ -linked-devices-android }*
phone_android_2 = Ketuk *{ -link-a-device-android }* lalu *{ -link-with-number }*
phone_android_3 = Masukkan kode
phone_iphone_1 = Buka *WhatsApp*, ketuk *{ -settings-iphone }* lalu *{ -linked-devices-iphone }*
phone_iphone_2 = Ketuk *{ -link-a-device-iphone }* lalu *{ -link-with-number }*
phone_iphone_3 = Masukkan kode

## The end of the card

asked_by = Diminta oleh *{ $tenant }*.
asked_on = Diminta oleh *{ $tenant }* di *{ $origin }*.
framed_by = Halaman ini ditampilkan di dalam *{ $origin }*. Jika Anda tidak mengenal situs itu, tutup saja.
allows = Setelah itu, mereka dapat membaca dan mengirim pesan Anda.
undo = Batalkan kapan saja di “{ -linked-devices-android }”.
cancel = Batal

## On the phone itself, and from a computer to the phone

open_whatsapp = Buka WhatsApp
move_to_phone = Lanjutkan di telepon Anda
    .why = Pindai kode ini dengan kamera telepon Anda, bukan dengan WhatsApp. Halaman ini akan terbuka dan berlanjut di sana.
    .next = Lanjutkan di telepon
move_label = Kode QR yang membuka halaman ini di telepon Anda
move_back = Kembali

## For the page around the widget

frame = Tautkan WhatsApp
close = Tutup
close_question = Berhenti menautkan WhatsApp?

## Linking by number

phone_number = Nomor WhatsApp Anda
phone_country = Negara
phone_search = Cari nama atau kode negara
phone_nothing_found = Negara tidak ditemukan
phone_get_code = Minta kode
phone_asking = Meminta kode…
phone_code_label = Kode Anda:
phone_copy = Ketuk untuk menyalin
phone_copied = Tersalin
phone_expires = Berlaku { $time } lagi
phone_over = Kode ini sudah kedaluwarsa.
phone_new_code = Minta kode baru
phone_code_for = Untuk *{ $number }*
phone_change_number = Ganti nomor
phone_hint = WhatsApp mungkin juga mengirim notifikasi. Ketuk notifikasi itu, lalu masukkan kode di sana.
phone_said_code = Kode Anda siap dimasukkan.
phone_possible = Kode baru tersedia dalam { $time }

phone_spent = Kode sudah habis
    .why = Untuk melindungi nomor Anda, halaman ini hanya memberi beberapa kode. Jika perlu lagi, kembali ke { $tenant } dan minta tautan baru.
    .next = Pindai kode QR saja

number_not_a_number = Masukkan nomor Anda dengan angka saja.
number_unknown_country = Kode negara ini tidak ada. Pilih negara Anda dari daftar.
number_too_short = Angkanya masih kurang.
number_too_long = Angkanya terlalu banyak. Periksa juga negaranya.
number_invalid = Nomor seperti ini tidak ada. Periksa negara dan angkanya.
number_wrong_number = { $tenant } meminta nomor lain. Gunakan nomor tersebut.
number_unreachable = Kami belum bisa terhubung ke WhatsApp. Kami terus mencoba; minta lagi sebentar lagi.
number_no_code = Kami tidak mendapatkan kode. Silakan coba lagi.

## Results

scanned = Selesaikan di telepon Anda…
    .why = Telepon Anda sudah menerima kode. Biarkan WhatsApp terbuka sebentar sampai halaman ini menyatakan selesai.
connected = WhatsApp sudah tertaut
leaving = Kembali ke { $tenant }…
close_page = Anda dapat menutup halaman ini.
go_on = Lanjutkan
go_back = Kembali ke { $tenant }
timed_out = Masih di sana?
    .why = Kode belum dipindai, jadi kami berhenti menampilkan kode baru. Siapkan telepon Anda dan lanjutkan kapan saja.
    .next = Tampilkan kode baru
timed_out_phone = Masih di sana?
    .why = Tidak ada aktivitas untuk beberapa saat, jadi kami berhenti menunggu. Lanjutkan kapan saja; nomor Anda masih terisi.
    .next = Lanjutkan
cancelled = Tidak ada yang ditautkan
    .why = Anda membatalkan. WhatsApp Anda tetap seperti semula.
expired = Tautan ini sudah kedaluwarsa
    .why = Demi keamanan WhatsApp Anda, tautan hanya berlaku 15 menit dan sekali pakai. Kembali ke { $tenant } dan minta tautan baru.
lost = Tidak bisa dilanjutkan di sini
    .why = Browser Anda tidak lagi menyimpan tautan yang membuka halaman ini. Kembali ke { $tenant } dan buka lagi dari sana.

## Why linking failed

failure_passkey_required = WhatsApp meminta kunci sandi Anda
    .why = Nomor ini dilindungi kunci sandi yang tidak bisa digunakan di halaman ini. Jika ponsel Anda memintanya, konfirmasikan di sana dan halaman ini akan berlanjut. Jika tidak, gunakan nomor lain atau tanyakan cara lain kepada { $tenant }.
    .next = Gunakan nomor lain
failure_coexistence = Nomor ini tertaut dengan cara lain
    .why = Nomor ini sudah memakai platform bisnis resmi WhatsApp, yang tidak bisa ditautkan dengan kode. Minta { $tenant } menautkannya di sana.
    .next = Gunakan nomor lain
failure_link_refused = WhatsApp menolak penautan ini
    .why = Ini bisa terjadi setelah beberapa kali mencoba berturut-turut. Tunggu satu menit, lalu coba lagi dengan kode baru.
    .next = Tampilkan kode baru
failure_wrong_number = Itu nomor yang berbeda
    .why = { $tenant } meminta nomor lain, jadi kami melepas telepon yang tadi dipakai. Pindai dengan telepon yang satunya.
    .next = Tampilkan kode baru
failure_banned = WhatsApp membatasi nomor ini
    .why = Nomor ini tidak bisa ditautkan selama dibatasi. Buka WhatsApp di telepon Anda untuk melihat alasannya dan meminta peninjauan.
    .next = Gunakan nomor lain
failure_outdated = WhatsApp meminta kami memperbarui
    .why = Telepon Anda tidak bermasalah. Kami perlu memperbarui layanan kami dulu. Silakan kembali lagi nanti.
    .next = Coba lagi
failure_device_limit = Terlalu banyak perangkat tertaut
    .why = WhatsApp hanya mengizinkan beberapa. Di telepon Anda, buka “{ -linked-devices-android }”, hapus yang tidak dipakai, lalu pindai lagi.
    .next = Tampilkan kode baru
failure_logged_out = Perangkat tertaut dihapus
    .why = Ini dilakukan dari telepon. Jika itu Anda, semuanya selesai. Untuk menautkan lagi, pindai kode baru.
    .next = Tampilkan kode baru
failure_replaced = Perangkat ini dipakai di tempat lain
    .why = Program lain mengambil alih perangkat tertaut ini, jadi tidak bisa dipakai di sini juga. Tautkan lagi untuk mengembalikannya.
    .next = Tautkan lagi
failure_throttled = WhatsApp meminta jeda
    .why = Kode terlalu sering diminta untuk nomor ini, jadi WhatsApp tidak memberi kode dulu untuk sementara. Kode QR tetap bisa dipakai.
    .next = Pindai kode QR saja
failure_code_limit = Sudah banyak kode diminta
    .why = Untuk melindungi nomor Anda, kami hanya memberi beberapa kode berturut-turut. Setelah waktunya habis, Anda bisa meminta kode lagi.
    .next = Minta kode baru
failure_unavailable = Kami tidak dapat dihubungi
    .why = Koneksi Anda atau layanan kami sedang bermasalah. Tidak ada yang ditautkan dan tidak ada yang hilang.
    .next = Coba lagi
failure_unreachable = Kami belum bisa terhubung ke WhatsApp
    .why = Tidak ada masalah di pihak Anda. Kami terus mencoba, dan halaman ini berlanjut sendiri begitu berhasil.
    .next = Coba sekarang
failure_unknown = Belum berhasil
    .why = Ada masalah antara WhatsApp dan kami. Tidak ada yang ditautkan. Coba lagi, dan beri tahu { $tenant } jika masih terjadi.
    .next = Coba lagi

## Meta's signup: the person knows Meta as Facebook

cloud_guide = Langkah-langkahnya
cloud_step_1 = Masuk ke *Facebook*
cloud_step_2 = Pilih bisnis dan *nomor WhatsApp* Anda
cloud_step_3 = Konfirmasi. Halaman ini berlanjut sendiri
cloud_undo = Batalkan kapan saja di pengaturan bisnis Facebook Anda.

cloud_start = Hubungkan nomor bisnis
    .why = Untuk perusahaan di platform bisnis WhatsApp. Anda masuk ke Facebook dan memilih nomornya di sana. Kami tidak pernah melihat kata sandi Anda.
    .next = Lanjutkan dengan Facebook
cloud_loading = Menyiapkan Facebook…
cloud_waiting = Selesaikan di jendela Facebook
    .why = Facebook terbuka di jendela atau tab lain. Setelah Anda selesai, halaman ini berlanjut sendiri.
    .next = Mulai lagi
cloud_working = Menghubungkan nomor Anda…
    .why = Ini perlu beberapa detik. Biarkan halaman ini terbuka.
cloud_choosing = Pilih nomor Anda
    .why = Anda punya lebih dari satu. Mana yang ingin Anda hubungkan ke { $tenant }?
cloud_no_number = Belum ada nomor
    .why = Akun bisnis Anda belum punya nomor WhatsApp. Tambahkan di jendela Facebook atau di WhatsApp Manager, lalu periksa lagi.
    .next = Periksa lagi
cloud_needs_pin = Nomor ini memiliki PIN
    .why = Seseorang membuatnya sebagai pengaman tambahan. Jika tidak tahu PIN-nya, buka WhatsApp Manager, pilih nomornya, dan buat PIN baru di “{ -two-step-verification }”.
    .next = Lanjutkan
cloud_pin = PIN, enam angka
cloud_blocked = Jendela Facebook tidak terbuka
    .why = Browser Anda memblokir jendela baru di halaman ini. Lanjutkan tanpa jendela baru, atau izinkan lalu coba lagi.
    .next = Coba lagi
cloud_no_sdk = Facebook tidak bisa dimuat di sini
    .why = Koneksi lambat, atau browser Anda memblokir Facebook di halaman ini. Anda bisa melanjutkan dengan cara lain.

cloud_new_tab = Lanjutkan di tab baru
cloud_go_to = Buka Facebook
cloud_close_tab = Anda dapat menutup tab ini dan kembali.
cloud_sign_up_again = Buka Facebook lagi
cloud_try_again = Coba lagi

cloud_left = Anda keluar dari jendela Facebook sebelum selesai. Tidak ada yang dihubungkan.
cloud_closed = Jendela Facebook tertutup sebelum selesai. Tidak ada yang dihubungkan.
cloud_incomplete = Jendela Facebook tertutup sebelum kami mendapat akses. Buka sekali lagi untuk menyelesaikan.
cloud_not_sent = Kami tidak sempat terhubung. Silakan ikuti langkah di jendela Facebook sekali lagi.
cloud_not_reached = Kami sedang tidak dapat dihubungi. Silakan coba lagi.
cloud_invalid_pin = PIN terdiri dari enam angka.
cloud_wrong_pin = PIN ini tidak benar. Periksa dan coba lagi.

problem_code_expired = Prosesnya terlalu lama
    .why = Izin dari Facebook berlaku setengah menit dan terlambat sampai ke kami. Ikuti langkah di jendela Facebook sekali lagi.
problem_code_used = Izin ini sudah digunakan
    .why = Facebook memberikannya untuk sekali pakai. Ikuti langkah di jendela Facebook sekali lagi.
problem_interrupted = Proses kami terputus
    .why = Layanan kami baru saja dimulai ulang. Tidak ada yang dihubungkan. Ikuti langkah di jendela Facebook sekali lagi.
problem_app_configuration = Pengaturan di sini belum benar
    .why = Facebook tidak menerima pengaturan halaman ini. Ini bukan kesalahan Anda. Minta { $tenant } memeriksa aplikasi Facebook mereka.
problem_not_granted = Facebook tidak memberi kami akses
    .why = Akun tidak dibagikan. Buka jendelanya lagi dan biarkan semua yang diminta tetap aktif.
problem_permission_missing = Ada izin yang kurang
    .why = Ada yang dinonaktifkan di jendela Facebook. Buka lagi dan biarkan semuanya tetap aktif.
problem_access_revoked = Akses telah dicabut
    .why = Facebook tidak lagi mengizinkan kami memakai akun ini. Untuk menghubungkannya, ikuti lagi langkah di jendela Facebook.
problem_wrong_number = Itu nomor yang berbeda
    .why = { $tenant } meminta nomor lain. Buka Facebook lagi dan pilih nomor tersebut.
problem_number_already_connected = Nomor ini sudah terhubung
    .why = Nomor ini sedang dipakai di tempat lain. Minta { $tenant } melepasnya dari sana dulu.
problem_pin_locked = Terlalu banyak PIN salah
    .why = WhatsApp tidak menerima PIN untuk sementara. Buat PIN baru di WhatsApp Manager pada “{ -two-step-verification }”, atau tunggu. Lalu coba lagi.
problem_number_unverified = Nomor perlu dikonfirmasi lagi
    .why = Facebook ingin memastikan nomor ini masih milik Anda. Buka jendelanya lagi; kode dikirim lewat SMS atau panggilan.
problem_number_busy = Nomor ini belum bebas
    .why = Nomor ini baru saja diputuskan. Tunggu lima menit, lalu coba lagi.
problem_account_blocked = Facebook membatasi akun ini
    .why = Akun tidak bisa dihubungkan selama dibatasi. Tanyakan alasannya dan minta peninjauan kepada Meta Business Support.
problem_rate_limited = Facebook meminta jeda
    .why = Ada banyak percobaan dalam waktu singkat. Tunggu beberapa saat, lalu coba lagi.
problem_meta_unavailable = Facebook tidak merespons
    .why = Tidak ada masalah di pihak Anda dan tidak ada yang hilang. Coba lagi sebentar lagi.
problem_meta_refused = Facebook tidak menerima ini
    .why = Kami tidak tahu alasannya. Coba lagi, dan beri tahu { $tenant } jika masih terjadi.

window_accounts = Jumlah akun WhatsApp bisnis Anda sudah mencapai batas Facebook. Pilih akun yang sudah ada.
window_in_use = Nomor ini sedang dipakai di WhatsApp. Putuskan di sana, tunggu 15 menit, lalu coba lagi.
window_other_business = Nomor ini milik bisnis lain di Facebook. Pilih nomor lain.
window_country = Ini belum tersedia untuk nomor dari negara Anda. Pilih nomor lain.
window_too_new = Nomor ini terlalu baru. Gunakan dulu di aplikasi WhatsApp Business selama beberapa hari.
window_old_app = Aplikasi WhatsApp Business Anda terlalu lama. Perbarui di telepon Anda, lalu coba lagi.
window_shared = Akun ini dibagikan dengan penyedia lain. Hapus dulu penyedia itu di pengaturan bisnis Facebook Anda.
window_code = Kode untuk nomor Anda tidak diterima. Minta kode baru.
window_pause = Facebook meminta jeda setelah begitu banyak percobaan. Tunggu beberapa saat, lalu coba lagi.
window_two_factor = Facebook ingin login Anda lebih aman. Aktifkan autentikasi dua faktor di sana, lalu coba lagi.
window_robot = Facebook ingin memastikan Anda bukan robot. Buka lagi dan selesaikan soal gambarnya.
window_restricted = Facebook membatasi akun ini. Tanyakan alasannya kepada Meta Business Support.
window_other = Facebook melaporkan masalah. Buka lagi, dan beri tahu kami jika masih terjadi.

## Pages of links that cannot be opened

refused_missing = Tautan ini tidak lengkap
    .why = Alamat halaman ini tidak lengkap, jadi kami tidak tahu siapa yang meminta Anda menautkan WhatsApp.
    .next = Kembali ke situs yang membawa Anda ke sini dan buka lagi halaman ini dari sana.
refused_invalid = Tautan ini sudah tidak berlaku
    .why = Tautan ke halaman ini sudah kedaluwarsa, sudah digunakan, atau berubah di perjalanan. Tidak ada yang ditautkan.
    .next = Kembali ke situs yang membawa Anda ke sini dan minta tautan baru.
refused_busy = Mohon tunggu sebentar
    .why = Di sini sedang sangat ramai, jadi halaman ini tidak bisa dibuka. Tidak ada yang ditautkan dan tidak ada yang hilang.
    .next = Tunggu satu menit, lalu buka lagi halaman ini.
