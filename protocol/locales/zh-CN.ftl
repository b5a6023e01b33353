### What a person reads in the widget, in Chinese (simplified). The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = 已关联的设备
-linked-devices-iphone = 已关联的设备
-link-a-device-android = 关联设备
-link-a-device-iphone = 关联设备
-link-with-number = 改用电话号码关联
-settings-iphone = 设置
-two-step-verification = 两步验证

## The head of the card

title = 将 WhatsApp 关联到{ $tenant }
title_alone = 关联 WhatsApp
someone = 刚才的网站

## The tabs

tabs_label = 关联方式
tab_qr = 二维码
tab_phone = 电话号码
tab_cloud = Facebook

## The QR code

qr_label = 请用手机上的 WhatsApp 扫描此二维码
preparing = 正在获取二维码…
count = { $seconds } 秒后更新二维码
renewing = 正在获取新的二维码…
offline = 无网络连接，正在重试…
said_qr = 二维码已准备好，可以扫描了。
said_new_qr = 已显示新的二维码。

## The steps on the phone

guide = 在你的手机上
switch_label = 你的手机
android = Android
iphone = iPhone
qr_android_1 = 打开 *WhatsApp*
qr_android_2 = 轻触 *⋮*，再轻触*{ -linked-devices-android }*
qr_android_3 = 轻触*{ -link-a-device-android }*，然后扫描
qr_iphone_1 = 打开 *WhatsApp*
qr_iphone_2 = 轻触*{ -settings-iphone }*，再轻触*{ -linked-devices-iphone }*
qr_iphone_3 = 轻触*{ -link-a-device-iphone }*，然后扫描
phone_android_1 = 打开 *WhatsApp*，轻触 *⋮*，再轻触*{ -linked-devices-android }*
phone_android_2 = 轻触*{ -link-a-device-android }*，再轻触*{ -link-with-number }*
phone_android_3 = 输入代码
phone_iphone_1 = 打开 *WhatsApp*，轻触*{ -settings-iphone }*，再轻触*{ -linked-devices-iphone }*
phone_iphone_2 = 轻触*{ -link-a-device-iphone }*，再轻触*{ -link-with-number }*
phone_iphone_3 = 输入代码

## The end of the card

asked_by = 请求来自：*{ $tenant }*。
asked_on = 请求来自：*{ $tenant }*（*{ $origin }*）。
framed_by = 此页面显示在 *{ $origin }* 中。如果你不认识该网站，请关闭此页面。
allows = 关联后，对方可以读取你的消息，并以你的身份发送消息。
undo = 你可以随时在“{ -linked-devices-android }”中取消关联。
cancel = 取消

## On the phone itself, and from a computer to the phone

open_whatsapp = 打开 WhatsApp
move_to_phone = 在手机上继续
    .why = 请用手机的相机扫描此二维码，不要用 WhatsApp 扫描。此页面会在手机上打开并继续。
    .next = 在手机上继续
move_label = 在手机上打开此页面的二维码
move_back = 返回

## For the page around the widget

frame = 关联 WhatsApp
close = 关闭
close_question = 要停止关联 WhatsApp 吗？

## Linking by number

phone_number = 你的 WhatsApp 号码
phone_country = 国家/地区
phone_search = 按名称或区号搜索
phone_nothing_found = 未找到国家/地区
phone_get_code = 获取代码
phone_asking = 正在获取代码…
phone_code_label = 你的代码：
phone_copy = 轻触即可复制
phone_copied = 已复制
phone_expires = { $time } 后过期
phone_over = 此代码已过期。
phone_new_code = 获取新代码
phone_code_for = 用于 *{ $number }*
phone_change_number = 更改号码
phone_hint = WhatsApp 也可能会向你发送通知。轻触通知，然后在打开的页面中输入代码。
phone_said_code = 代码已准备好，可以输入了。
phone_possible = { $time } 后可获取新代码

phone_spent = 代码已用完
    .why = 为保护你的号码，此页面只提供少量代码。如需更多，请返回{ $tenant }获取新链接。
    .next = 改为扫描二维码

number_not_a_number = 号码只能包含数字。
number_unknown_country = 此区号不存在。请从列表中选择国家/地区。
number_too_short = 号码位数不够。
number_too_long = 号码位数过多。请一并检查国家/地区。
number_invalid = 此号码无效。请检查国家/地区和数字。
number_wrong_number = { $tenant }指定了另一个号码，请使用该号码。
number_unreachable = 暂时无法连接 WhatsApp。我们会继续尝试，请稍后再获取代码。
number_no_code = 未能获取代码，请重试。

## Results

scanned = 请在手机上完成操作…
    .why = 手机已确认。请先不要关闭 WhatsApp，直到此页面显示已完成。
connected = WhatsApp 已关联
leaving = 正在返回{ $tenant }…
close_page = 你可以关闭此页面了。
go_on = 继续
go_back = 返回{ $tenant }
timed_out = 还在吗？
    .why = 一直没有人扫描，所以我们不再显示新的二维码。请准备好手机，随时可以继续。
    .next = 显示新的二维码
timed_out_phone = 还在吗？
    .why = 有一段时间没有操作，所以我们停止了等待。你可以随时继续，填写的号码还在。
    .next = 继续
cancelled = 未进行关联
    .why = 你已取消。你的 WhatsApp 没有任何变化。
expired = 此链接已过期
    .why = 为保护你的 WhatsApp 安全，链接仅在 15 分钟内有效，且只能使用一次。请返回{ $tenant }获取新链接。
lost = 无法在这里继续
    .why = 浏览器中已没有打开此页面时的链接。请返回{ $tenant }，重新打开此页面。

## Why linking failed

failure_passkey_required = WhatsApp 要求使用通行密钥
    .why = 此号码受通行密钥保护，而此页面不支持通行密钥。如果手机要求验证通行密钥，请在手机上确认，此页面会自动继续。否则请使用其他号码，或向{ $tenant }咨询其他关联方式。
    .next = 使用其他号码
failure_coexistence = 此号码已用其他方式关联
    .why = 它已在使用 WhatsApp 官方商业平台，无法通过扫码或代码关联。请联系{ $tenant }，在该平台上关联。
    .next = 使用其他号码
failure_link_refused = WhatsApp 未接受关联
    .why = 连续尝试多次后可能会这样。请等一分钟，再用新码重试。
    .next = 显示新码
failure_wrong_number = 不是指定的号码
    .why = { $tenant }指定了另一个号码，所以我们已取消与刚才那部手机的关联。请用另一部手机扫描。
    .next = 显示新的二维码
failure_banned = WhatsApp 限制了此号码
    .why = 限制期间无法关联。请在手机上打开 WhatsApp，查看原因并申请审核。
    .next = 使用其他号码
failure_outdated = WhatsApp 要求我们更新版本
    .why = 你的手机没有问题。我们需要先更新服务，请稍后再来。
    .next = 重试
failure_device_limit = 关联的设备过多
    .why = WhatsApp 只允许关联几台设备。请在手机上打开“{ -linked-devices-android }”，移除一台不用的设备，然后重新扫描。
    .next = 显示新的二维码
failure_logged_out = 关联已取消
    .why = 关联是在手机上取消的。如果是你本人操作，就不用再做什么了。要重新关联，请扫描新的二维码。
    .next = 显示新的二维码
failure_replaced = 此关联正在别处使用
    .why = 另一个程序接管了这台关联设备，所以无法同时在这里使用。重新关联即可恢复。
    .next = 重新关联
failure_throttled = WhatsApp 要求稍等一会儿
    .why = 此号码获取代码过于频繁，WhatsApp 暂时不再提供代码。你仍可以使用二维码。
    .next = 改为扫描二维码
failure_code_limit = 已获取多个代码
    .why = 为保护你的号码，我们只会连续提供少量代码。倒计时结束后，你可以获取下一个。
    .next = 获取新代码
failure_unavailable = 无法连接到我们的服务
    .why = 你的网络或我们的服务暂时有问题。未进行关联，也没有丢失任何内容。
    .next = 重试
failure_unreachable = 暂时无法连接 WhatsApp
    .why = 你这边没有问题。我们会继续尝试，恢复后此页面会自动继续。
    .next = 立即重试
failure_unknown = 未能成功
    .why = WhatsApp 与我们的服务之间出了问题。未进行关联。请重试，如果仍不成功，请告知{ $tenant }。
    .next = 重试

## Meta's signup: the person knows Meta as Facebook

cloud_guide = 操作步骤
cloud_step_1 = 登录 *Facebook*
cloud_step_2 = 选择你的商家和 *WhatsApp 号码*
cloud_step_3 = 确认后，此页面会自动继续
cloud_undo = 你可以随时在 Facebook 商家设置中撤销。

cloud_start = 连接商家号码
    .why = 适用于使用 WhatsApp 商业平台的商家。你登录 Facebook，并在那里选择号码。我们不会看到你的密码。
    .next = 使用 Facebook 继续
cloud_loading = 正在准备 Facebook…
cloud_waiting = 请在 Facebook 窗口中完成操作
    .why = 它已在另一个窗口或标签页中打开。完成后，此页面会自动继续。
    .next = 重新开始
cloud_working = 正在连接你的号码…
    .why = 只需几秒钟，请勿关闭此页面。
cloud_choosing = 选择你的号码
    .why = 你有多个号码。要将哪一个连接到{ $tenant }？
cloud_no_number = 还没有号码
    .why = 你的商家账户还没有 WhatsApp 号码。请在 Facebook 窗口或 WhatsApp Manager 中添加，然后重新查看。
    .next = 重新查看
cloud_needs_pin = 此号码设有 PIN 码
    .why = 有人为两步验证设置了 PIN 码。如果你不知道，请打开 WhatsApp Manager，选择该号码，在“{ -two-step-verification }”中设置新的 PIN 码。
    .next = 继续
cloud_pin = 六位数 PIN 码
cloud_blocked = Facebook 窗口未能打开
    .why = 浏览器阻止了此页面打开新窗口。你可以不用新窗口继续，也可以允许打开后重试。
    .next = 重试
cloud_no_sdk = 无法在这里加载 Facebook
    .why = 网络较慢，或浏览器在此页面上阻止了 Facebook。你可以换一种方式继续。

cloud_new_tab = 在新标签页中继续
cloud_go_to = 前往 Facebook
cloud_close_tab = 你可以关闭此标签页并返回。
cloud_sign_up_again = 重新打开 Facebook
cloud_try_again = 重试

cloud_left = 你中途离开了 Facebook 窗口。未连接任何号码。
cloud_closed = Facebook 窗口中途关闭了。未连接任何号码。
cloud_incomplete = Facebook 窗口在授权完成前关闭了。请再次打开以完成操作。
cloud_not_sent = 未能及时连接到我们的服务。请重新完成 Facebook 窗口中的步骤。
cloud_not_reached = 暂时无法连接到我们的服务，请重试。
cloud_invalid_pin = PIN 码为六位数字。
cloud_wrong_pin = PIN 码不正确。请检查后重试。

problem_code_expired = 用时过长
    .why = Facebook 的授权有效期只有半分钟，我们收到时已过期。请重新完成 Facebook 窗口中的步骤。
problem_code_used = 此授权已使用过
    .why = Facebook 的授权只能使用一次。请重新完成 Facebook 窗口中的步骤。
problem_interrupted = 操作中断了
    .why = 我们的服务刚才重新启动了。未连接任何号码。请重新完成 Facebook 窗口中的步骤。
problem_app_configuration = 这里尚未设置好
    .why = Facebook 不接受此页面的设置，不是你的问题。请联系{ $tenant }检查其 Facebook 应用。
problem_not_granted = Facebook 未授权我们访问
    .why = 账户未共享。请再次打开窗口，并保持其中的所有选项开启。
problem_permission_missing = 缺少一项权限
    .why = Facebook 窗口中有选项被关闭了。请再次打开窗口，并保持所有选项开启。
problem_access_revoked = 访问权限已被撤销
    .why = Facebook 不再允许我们使用此账户。要连接该账户，请重新完成 Facebook 窗口中的步骤。
problem_wrong_number = 不是指定的号码
    .why = { $tenant }指定了另一个号码。请重新打开 Facebook 并选择该号码。
problem_number_already_connected = 此号码已连接
    .why = 它正在另一个连接中使用。请联系{ $tenant }先移除该连接。
problem_pin_locked = PIN 码错误次数过多
    .why = WhatsApp 暂时不接受 PIN 码。请在 WhatsApp Manager 的“{ -two-step-verification }”中设置新的 PIN 码，或稍等一段时间，然后重试。
problem_number_unverified = 需要重新验证号码
    .why = Facebook 需要确认此号码仍属于你。请再次打开 Facebook 窗口，你会通过短信或来电收到验证码。
problem_number_busy = 此号码尚不可用
    .why = 它刚刚断开连接。请等五分钟，然后重试。
problem_account_blocked = Facebook 限制了此账户
    .why = 限制期间无法连接。请联系 Meta Business Support 了解原因并申请审核。
problem_rate_limited = Facebook 要求稍等一会儿
    .why = 短时间内尝试次数过多。请稍等一段时间，然后重试。
problem_meta_unavailable = Facebook 没有响应
    .why = 你这边没有问题，也没有丢失任何内容。请稍后重试。
problem_meta_refused = Facebook 未接受此操作
    .why = 我们不清楚原因。请重试，如果仍不成功，请告知{ $tenant }。

window_accounts = 你的商家拥有的 WhatsApp 账户数已达 Facebook 上限。请选择一个现有账户。
window_in_use = 此号码正在 WhatsApp 中使用。请先在那里断开连接，等待 15 分钟后重试。
window_other_business = 此号码属于 Facebook 上的另一个商家。请选择其他号码。
window_country = 暂不支持你所在国家/地区的号码。请选择其他号码。
window_too_new = 此号码太新。请先在 WhatsApp Business 应用中使用几天。
window_old_app = 你的 WhatsApp Business 应用版本过旧。请在手机上更新，然后重试。
window_shared = 此账户已与另一家服务商共享。请先在 Facebook 商家设置中将其移除。
window_code = 你号码的验证码未通过。请获取新的验证码。
window_pause = 尝试次数过多，Facebook 要求稍等一会儿。请稍等一段时间，然后重试。
window_two_factor = Facebook 希望你的登录更安全。请先在 Facebook 开启双重验证，然后重试。
window_robot = Facebook 需要确认你不是机器人。请再次打开 Facebook，完成图片验证。
window_restricted = Facebook 限制了此账户。请联系 Meta Business Support 了解原因。
window_other = Facebook 报告了一个问题。请再次打开 Facebook，如果问题仍然存在，请告诉我们。

## Pages of links that cannot be opened

refused_missing = 此链接不完整
    .why = 此页面的地址不完整，所以我们不知道是谁请你关联 WhatsApp。
    .next = 请返回刚才的网站，重新打开此页面。
refused_invalid = 此链接已失效
    .why = 打开此页面的链接已过期、已使用过，或在传送途中被更改。未进行关联。
    .next = 请返回刚才的网站，获取新链接。
refused_busy = 请稍等
    .why = 目前访问人数较多，所以未能打开此页面。未进行关联，也没有丢失任何内容。
    .next = 请等一分钟，再重新打开此页面。
