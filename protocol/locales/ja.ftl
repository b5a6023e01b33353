### What a person reads in the widget, in Japanese. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = リンク済みデバイス
-linked-devices-iphone = リンク済みデバイス
-link-a-device-android = デバイスをリンク
-link-a-device-iphone = デバイスをリンク
-link-with-number = 電話番号でリンク
-settings-iphone = 設定
-two-step-verification = 2段階認証

## The head of the card

title = WhatsAppを{ $tenant }にリンク
title_alone = WhatsAppをリンク
someone = 元のサイト

## The tabs

tabs_label = リンクの方法
tab_qr = QRコード
tab_phone = 電話番号
tab_cloud = Facebook

## The QR code

qr_label = スマートフォンのWhatsAppでスキャンするQRコード
preparing = コードを準備中…
count = { $seconds }秒後に新しいコード
renewing = 新しいコードを準備中…
offline = 接続がありません。再試行中…
said_qr = コードをスキャンできます。
said_new_qr = 新しいコードが表示されました。

## The steps on the phone

guide = スマートフォンで行うこと
switch_label = スマートフォンの種類
android = Android
iphone = iPhone
qr_android_1 = *WhatsApp*を開く
qr_android_2 = *⋮*をタップし、*{ -linked-devices-android }*をタップ
qr_android_3 = *{ -link-a-device-android }*をタップしてスキャン
qr_iphone_1 = *WhatsApp*を開く
qr_iphone_2 = *{ -settings-iphone }*をタップし、*{ -linked-devices-iphone }*をタップ
qr_iphone_3 = *{ -link-a-device-iphone }*をタップしてスキャン
phone_android_1 = *WhatsApp*を開き、*⋮*、*{ -linked-devices-android }*の順にタップ
phone_android_2 = *{ -link-a-device-android }*、*{ -link-with-number }*の順にタップ
phone_android_3 = コードを入力
phone_iphone_1 = *WhatsApp*を開き、*{ -settings-iphone }*、*{ -linked-devices-iphone }*の順にタップ
phone_iphone_2 = *{ -link-a-device-iphone }*、*{ -link-with-number }*の順にタップ
phone_iphone_3 = コードを入力

## The end of the card

asked_by = *{ $tenant }*からのリクエストです。
asked_on = *{ $tenant }*（*{ $origin }*）からのリクエストです。
framed_by = このページは*{ $origin }*の中に表示されています。心当たりのないサイトの場合は、閉じてください。
allows = リンク先は、メッセージの閲覧と送信ができるようになります。
undo = リンクは「{ -linked-devices-android }」でいつでも解除できます。
cancel = キャンセル

## On the phone itself, and from a computer to the phone

open_whatsapp = WhatsAppを開く
move_to_phone = スマートフォンで続ける
    .why = WhatsAppではなく、スマートフォンのカメラでこのコードを読み取ってください。このページがスマートフォンで開き、続きを行えます。
    .next = スマートフォンで続ける
move_label = このページをスマートフォンで開くQRコード
move_back = 戻る

## For the page around the widget

frame = WhatsAppをリンク
close = 閉じる
close_question = WhatsAppのリンクを中止しますか？

## Linking by number

phone_number = WhatsAppの電話番号
phone_country = 国・地域
phone_search = 国名または国番号で検索
phone_nothing_found = 国・地域が見つかりません
phone_get_code = コードを取得
phone_asking = コードを取得中…
phone_code_label = コード：
phone_copy = タップしてコピー
phone_copied = コピーしました
phone_expires = 有効期限：あと{ $time }
phone_over = このコードは期限切れです。
phone_new_code = 新しいコードを取得
phone_code_for = *{ $number }*用
phone_change_number = 番号を変更
phone_hint = WhatsAppから通知が届くこともあります。通知をタップし、そこでコードを入力してください。
phone_said_code = コードを入力できます。
phone_possible = 新しいコードまであと{ $time }

phone_spent = これ以上コードを取得できません
    .why = 番号を保護するため、このページで取得できるコードの数は限られています。さらに必要な場合は、{ $tenant }に戻って新しいURLを取得してください。
    .next = QRコードをスキャン

number_not_a_number = 番号は数字だけで入力してください。
number_unknown_country = この国番号は存在しません。一覧から国・地域を選んでください。
number_too_short = 桁数が足りません。
number_too_long = 桁数が多すぎます。国・地域も確認してください。
number_invalid = この番号は使用できません。国・地域と数字を確認してください。
number_wrong_number = { $tenant }が指定しているのは別の番号です。その番号を使ってください。
number_unreachable = 現在WhatsAppに接続できません。接続を試みていますので、少し待ってからもう一度取得してください。
number_no_code = コードを取得できませんでした。もう一度お試しください。

## Results

scanned = スマートフォンで完了してください…
    .why = スマートフォンでコードを確認できました。このページに完了と表示されるまで、WhatsAppを開いたままにしてください。
connected = WhatsAppをリンクしました
leaving = { $tenant }に戻ります…
close_page = このページは閉じてかまいません。
go_on = 続ける
go_back = { $tenant }に戻る
timed_out = 続けますか？
    .why = コードがスキャンされなかったため、更新を停止しました。スマートフォンを用意して、いつでも再開できます。
    .next = 新しいコードを表示
timed_out_phone = 続けますか？
    .why = しばらく操作がなかったため、待機を終了しました。入力した番号は残っていますので、いつでも再開できます。
    .next = 続ける
cancelled = リンクは行われませんでした
    .why = キャンセルしました。WhatsAppは元のままです。
expired = このURLは期限切れです
    .why = WhatsAppを安全に保つため、URLの有効期間は15分で、1回だけ使えます。{ $tenant }に戻って新しいURLを取得してください。
lost = ここでは続行できません
    .why = このページを開いたときのURLが、ブラウザに残っていません。{ $tenant }に戻って、もう一度開いてください。

## Why linking failed

failure_passkey_required = パスキーが必要です
    .why = この番号はパスキーで保護されていますが、このページではパスキーを使えません。スマートフォンで求められたらそこで確認すると、このページは先に進みます。求められない場合は、別の番号を使うか、{ $tenant }に別の方法を問い合わせてください。
    .next = 別の番号を使う
failure_coexistence = この番号は別の方法でリンク済みです
    .why = WhatsAppの公式ビジネスプラットフォームで使われているため、コードではリンクできません。{ $tenant }にそちらでのリンクを依頼してください。
    .next = 別の番号を使う
failure_link_refused = WhatsAppがリンクを拒否しました
    .why = 続けて何度も試すと起こることがあります。1分待ってから、新しいコードでもう一度お試しください。
    .next = 新しいコードを表示
failure_wrong_number = 別の番号でした
    .why = { $tenant }が指定しているのは別の番号のため、スキャンしたスマートフォンとのリンクを解除しました。もう一方のスマートフォンでスキャンしてください。
    .next = 新しいコードを表示
failure_banned = この番号は制限されています
    .why = WhatsAppによる制限中はリンクできません。スマートフォンでWhatsAppを開き、理由の確認と審査のリクエストを行ってください。
    .next = 別の番号を使う
failure_outdated = サービスの更新が必要です
    .why = スマートフォンに問題はありません。新しいWhatsAppに合わせて、こちらのサービスを先に更新します。後でもう一度お試しください。
    .next = もう一度試す
failure_device_limit = リンク済みデバイスが多すぎます
    .why = WhatsAppでリンクできる数は限られています。スマートフォンで「{ -linked-devices-android }」を開き、使わないものを削除してから、もう一度スキャンしてください。
    .next = 新しいコードを表示
failure_logged_out = リンクが解除されました
    .why = スマートフォンで解除されました。ご自身で行った場合は、これで完了です。もう一度リンクするには、新しいコードをスキャンしてください。
    .next = 新しいコードを表示
failure_replaced = このリンクは別の場所で使用中です
    .why = 別のアプリがこのリンク済みデバイスを引き継いだため、ここでは使えません。元に戻すには、もう一度リンクしてください。
    .next = もう一度リンク
failure_throttled = 少し時間をおいてください
    .why = この番号で何度もコードが取得されたため、WhatsAppは一時的にコードを発行していません。QRコードは使えます。
    .next = QRコードをスキャン
failure_code_limit = コードの取得が続いています
    .why = 番号を保護するため、続けて取得できるコードの数は限られています。待ち時間が終わると、次のコードを取得できます。
    .next = 新しいコードを取得
failure_unavailable = サービスに接続できません
    .why = 通信環境またはこちらのサービスに問題が発生しています。リンクは行われておらず、失われたものもありません。
    .next = もう一度試す
failure_unreachable = 現在WhatsAppに接続できません
    .why = お使いの環境に問題はありません。接続を試みていますので、つながると自動で次に進みます。
    .next = 今すぐ試す
failure_unknown = うまくいきませんでした
    .why = WhatsAppとの間で問題が発生しました。リンクは行われていません。もう一度試し、続く場合は{ $tenant }にお知らせください。
    .next = もう一度試す

## Meta's signup: the person knows Meta as Facebook

cloud_guide = 手順
cloud_step_1 = *Facebook*にログイン
cloud_step_2 = ビジネスと*WhatsAppの番号*を選択
cloud_step_3 = 確認すると、このページが自動で進みます
cloud_undo = Facebookのビジネス設定でいつでも解除できます。

cloud_start = ビジネスの番号を接続
    .why = WhatsAppのビジネスプラットフォームを利用する企業向けです。Facebookにログインし、そこで番号を選びます。パスワードがこちらに伝わることはありません。
    .next = Facebookで続ける
cloud_loading = Facebookを準備中…
cloud_waiting = Facebookの画面で完了してください
    .why = 別のウィンドウまたはタブで開いています。完了すると、このページが自動で進みます。
    .next = 最初からやり直す
cloud_working = 番号を接続中…
    .why = 数秒かかります。このページを開いたままにしてください。
cloud_choosing = 番号を選択
    .why = 番号が複数あります。{ $tenant }に接続する番号を選んでください。
cloud_no_number = 番号がまだありません
    .why = ビジネスアカウントにWhatsAppの番号がありません。Facebookの画面またはWhatsApp Managerで追加してから、もう一度確認してください。
    .next = もう一度確認
cloud_needs_pin = この番号にはPINがあります
    .why = 2段階認証のために設定されたものです。わからない場合は、WhatsApp Managerを開いて番号を選び、「{ -two-step-verification }」で新しいPINを設定してください。
    .next = 続ける
cloud_pin = PIN（6桁の数字）
cloud_blocked = Facebookの画面が開きませんでした
    .why = このページの新しいウィンドウがブラウザでブロックされています。ウィンドウなしで続けるか、許可してからもう一度お試しください。
    .next = もう一度試す
cloud_no_sdk = ここではFacebookを読み込めません
    .why = 接続が遅いか、このページのFacebookがブラウザでブロックされています。別の方法で続けられます。

cloud_new_tab = 新しいタブで続ける
cloud_go_to = Facebookに移動
cloud_close_tab = このタブを閉じて、元のタブに戻れます。
cloud_sign_up_again = Facebookをもう一度開く
cloud_try_again = もう一度試す

cloud_left = Facebookの画面が途中で終了しました。何も接続されていません。
cloud_closed = Facebookの画面が途中で閉じました。何も接続されていません。
cloud_incomplete = アクセスが許可される前にFacebookの画面が閉じました。もう一度開いて完了してください。
cloud_not_sent = サービスへの接続が間に合いませんでした。Facebookの画面でもう一度手続きしてください。
cloud_not_reached = 現在サービスに接続できません。もう一度お試しください。
cloud_invalid_pin = PINは6桁の数字です。
cloud_wrong_pin = PINが正しくありません。確認して、もう一度お試しください。

problem_code_expired = 時間がかかりすぎました
    .why = Facebookの許可は30秒間だけ有効で、届くのが間に合いませんでした。Facebookの画面でもう一度手続きしてください。
problem_code_used = この許可は使用済みです
    .why = Facebookの許可は1回だけ使えます。Facebookの画面でもう一度手続きしてください。
problem_interrupted = 処理が中断されました
    .why = サービスがちょうど再起動しました。何も接続されていません。Facebookの画面でもう一度手続きしてください。
problem_app_configuration = 設定がまだ完了していません
    .why = このページの設定がFacebookで認められていません。お客様の操作に問題はありません。{ $tenant }にFacebookアプリの確認を依頼してください。
problem_not_granted = Facebookの許可がありません
    .why = アカウントが共有されませんでした。画面をもう一度開き、求められた項目をすべてオンのままにしてください。
problem_permission_missing = 許可が足りません
    .why = Facebookの画面でオフになった項目があります。もう一度開き、すべてオンのままにしてください。
problem_access_revoked = アクセスが取り消されました
    .why = Facebookでこのアカウントを利用できなくなりました。接続するには、Facebookの画面でもう一度手続きしてください。
problem_wrong_number = 別の番号でした
    .why = { $tenant }が指定しているのは別の番号です。Facebookをもう一度開き、その番号を選んでください。
problem_number_already_connected = この番号は接続済みです
    .why = 別の接続で使用中です。先にその接続の解除を{ $tenant }に依頼してください。
problem_pin_locked = PINの入力ミスが続きました
    .why = しばらくの間、PINを入力できません。WhatsApp Managerの「{ -two-step-verification }」で新しいPINを設定するか、しばらく待ってから、もう一度お試しください。
problem_number_unverified = 番号の再確認が必要です
    .why = 番号を引き続き利用しているか、Facebookが確認します。Facebookの画面をもう一度開くと、コードがSMSまたは電話で届きます。
problem_number_busy = この番号はまだ使えません
    .why = 接続が解除されたばかりです。5分待ってから、もう一度お試しください。
problem_account_blocked = アカウントが制限されています
    .why = Facebookによる制限中は接続できません。Meta Business Supportに理由を問い合わせ、審査をリクエストしてください。
problem_rate_limited = 少し時間をおいてください
    .why = 短時間に何度も試行されたため、Facebookで一時的に制限されています。しばらく待ってから、もう一度お試しください。
problem_meta_unavailable = Facebookから応答がありません
    .why = お使いの環境に問題はなく、失われたものもありません。少し待ってから、もう一度お試しください。
problem_meta_refused = Facebookで受け付けられませんでした
    .why = 理由はわかりません。もう一度試し、続く場合は{ $tenant }にお知らせください。

window_accounts = WhatsAppアカウントの数がFacebookの上限に達しています。既存のアカウントを選んでください。
window_in_use = この番号はWhatsAppで使用中です。そちらで接続を解除し、15分待ってから、もう一度お試しください。
window_other_business = この番号はFacebookの別のビジネスのものです。別の番号を選んでください。
window_country = お住まいの国・地域の番号にはまだ対応していません。別の番号を選んでください。
window_too_new = この番号は新しすぎます。まずWhatsApp Businessアプリで数日間使ってください。
window_old_app = WhatsApp Businessアプリのバージョンが古すぎます。スマートフォンで更新してから、もう一度お試しください。
window_shared = このアカウントは別のプロバイダーと共有されています。先にFacebookのビジネス設定で削除してください。
window_code = 番号の確認コードが認められませんでした。新しいコードを取得してください。
window_pause = 何度も試行されたため、Facebookで一時的に制限されています。しばらく待ってから、もう一度お試しください。
window_two_factor = Facebookがログインの安全性の強化を求めています。Facebookで二段階認証をオンにしてから、もう一度お試しください。
window_robot = ロボットではないことをFacebookが確認します。もう一度開き、画像の問題に答えてください。
window_restricted = Facebookがこのアカウントを制限しています。Meta Business Supportに理由を問い合わせてください。
window_other = Facebookで問題が発生しました。もう一度開き、続く場合はお知らせください。

## Pages of links that cannot be opened

refused_missing = このURLは不完全です
    .why = このページのアドレスの一部が欠けているため、WhatsAppのリンクを求めた相手を確認できません。
    .next = 元のサイトに戻り、このページをもう一度開いてください。
refused_invalid = このURLは無効です
    .why = このページのURLは、期限切れか使用済み、または途中で変更されています。リンクは行われていません。
    .next = 元のサイトに戻り、新しいURLを取得してください。
refused_busy = 少しお待ちください
    .why = 現在混み合っているため、このページを開けませんでした。リンクは行われておらず、失われたものもありません。
    .next = 1分待ってから、このページをもう一度開いてください。
