### What a person reads in the widget, in Arabic. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = الأجهزة المرتبطة
-linked-devices-iphone = الأجهزة المرتبطة
-link-a-device-android = ربط جهاز
-link-a-device-iphone = ربط جهاز
-link-with-number = الربط برقم الهاتف بدلاً من ذلك
-settings-iphone = الإعدادات
-two-step-verification = التحقق بخطوتين

## The head of the card

title = ربط WhatsApp مع { $tenant }
title_alone = ربط WhatsApp
someone = الموقع السابق

## The tabs

tabs_label = طريقة الربط
tab_qr = كود QR
tab_phone = رقم الهاتف
tab_cloud = Facebook

## The QR code

qr_label = كود QR لمسحه ضوئيًا بواسطة WhatsApp على هاتفك
preparing = جارٍ إحضار الكود…
count = كود جديد خلال { $seconds } ث
renewing = جارٍ إحضار كود جديد…
offline = لا يوجد اتصال. جارٍ إعادة المحاولة…
said_qr = الكود جاهز للمسح الضوئي.
said_new_qr = ظهر كود جديد.

## The steps on the phone

guide = على هاتفك
switch_label = هاتفك
android = Android
iphone = iPhone
qr_android_1 = افتح *WhatsApp*
qr_android_2 = اضغط على *⋮*، ثم على *{ -linked-devices-android }*
qr_android_3 = اضغط على *{ -link-a-device-android }*، ثم امسح الكود ضوئيًا
qr_iphone_1 = افتح *WhatsApp*
qr_iphone_2 = اضغط على *{ -settings-iphone }*، ثم على *{ -linked-devices-iphone }*
qr_iphone_3 = اضغط على *{ -link-a-device-iphone }*، ثم امسح الكود ضوئيًا
phone_android_1 = افتح *WhatsApp*، واضغط على *⋮*، ثم على *{ -linked-devices-android }*
phone_android_2 = اضغط على *{ -link-a-device-android }*، ثم على *{ -link-with-number }*
phone_android_3 = أدخل الكود
phone_iphone_1 = افتح *WhatsApp*، واضغط على *{ -settings-iphone }*، ثم على *{ -linked-devices-iphone }*
phone_iphone_2 = اضغط على *{ -link-a-device-iphone }*، ثم على *{ -link-with-number }*
phone_iphone_3 = أدخل الكود

## The end of the card

asked_by = طلب من *{ $tenant }*.
asked_on = طلب من *{ $tenant }* على *{ $origin }*.
framed_by = تظهر هذه الصفحة داخل *{ $origin }*. إذا كان هذا الموقع غير معروف لديك، فأغلقها.
allows = يتيح الربط قراءة رسائلك وإرسال رسائل باسمك.
undo = يمكنك إلغاء ذلك في أي وقت من «{ -linked-devices-android }».
cancel = إلغاء

## On the phone itself, and from a computer to the phone

open_whatsapp = فتح WhatsApp
move_to_phone = المتابعة على هاتفك
    .why = وجّه كاميرا هاتفك إلى هذا الكود، وليس الماسح الضوئي في WhatsApp. ستُفتح هذه الصفحة هناك لتكمل منها.
    .next = المتابعة على هاتفك
move_label = كود QR لفتح هذه الصفحة على هاتفك
move_back = رجوع

## For the page around the widget

frame = ربط WhatsApp
close = إغلاق
close_question = هل تريد إيقاف ربط WhatsApp؟

## Linking by number

phone_number = رقم WhatsApp الخاص بك
phone_country = البلد
phone_search = البحث بالاسم أو رمز البلد
phone_nothing_found = لم يُعثر على أي بلد
phone_get_code = الحصول على كود
phone_asking = جارٍ إحضار الكود…
phone_code_label = الكود:
phone_copy = اضغط للنسخ
phone_copied = تم النسخ
phone_expires = ينتهي خلال { $time }
phone_over = انتهت صلاحية هذا الكود.
phone_new_code = الحصول على كود جديد
phone_code_for = للرقم *{ $number }*
phone_change_number = تغيير الرقم
phone_hint = قد يرسل إليك WhatsApp إشعارًا أيضًا. اضغط على الإشعار وأدخل الكود هناك.
phone_said_code = الكود جاهز للإدخال.
phone_possible = كود جديد متاح خلال { $time }

phone_spent = لم تتبقَّ أكواد
    .why = لحماية رقمك، تقدّم هذه الصفحة عددًا محدودًا من الأكواد. للحصول على المزيد، ارجع إلى { $tenant } واطلب رابطًا جديدًا.
    .next = مسح كود QR بدلاً من ذلك

number_not_a_number = اكتب رقمك بالأرقام فقط.
number_unknown_country = رمز البلد هذا غير موجود. اختر بلدك من القائمة.
number_too_short = تنقص الرقم بعض الخانات.
number_too_long = خانات الرقم أكثر من اللازم. تحقق من البلد أيضًا.
number_invalid = لا يمكن أن يكون هذا الرقم صحيحًا. تحقق من البلد والرقم.
number_wrong_number = الرقم المطلوب لدى { $tenant } مختلف. استخدم ذلك الرقم.
number_unreachable = يتعذر الوصول إلى WhatsApp حاليًا. نواصل المحاولة؛ اطلب الكود مجددًا بعد قليل.
number_no_code = تعذر الحصول على كود. يُرجى إعادة المحاولة.

## Results

scanned = أكمل على هاتفك…
    .why = قبِل هاتفك الكود. أبقِ WhatsApp مفتوحًا للحظات حتى يظهر هنا أن الربط قد اكتمل.
connected = تم ربط WhatsApp
leaving = جارٍ إعادتك إلى { $tenant }…
close_page = يمكنك إغلاق هذه الصفحة.
go_on = متابعة
go_back = العودة إلى { $tenant }
timed_out = هل ما زلت هنا؟
    .why = لم يُمسح الكود ضوئيًا، لذا توقفنا عن عرض أكواد جديدة. جهّز هاتفك وتابع متى شئت.
    .next = عرض كود جديد
timed_out_phone = هل ما زلت هنا؟
    .why = لم يحدث شيء منذ فترة، لذا توقفنا عن الانتظار. تابع متى شئت، فرقمك ما زال مكتوبًا.
    .next = متابعة
cancelled = لم يتم ربط أي شيء
    .why = تم الإلغاء بطلب منك. بقي WhatsApp لديك كما كان.
expired = انتهت صلاحية هذا الرابط
    .why = لحماية WhatsApp لديك، يعمل الرابط لمدة 15 دقيقة ولمرة واحدة فقط. ارجع إلى { $tenant } واطلب رابطًا جديدًا.
lost = لا يمكن المتابعة هنا
    .why = لم يعد لدى متصفحك الرابط الذي فُتحت به هذه الصفحة. ارجع إلى { $tenant } وافتحها مجددًا من هناك.

## Why linking failed

failure_passkey_required = يطلب WhatsApp مفتاح المرور
    .why = هذا الرقم محمي بمفتاح مرور لا يمكن استخدامه في هذه الصفحة. إذا طلبه هاتفك فأكّده هناك، وستتابع هذه الصفحة. وإلا فاستخدم رقمًا آخر، أو اطلب من { $tenant } طريقة أخرى للربط.
    .next = استخدام رقم آخر
failure_coexistence = هذا الرقم مرتبط بطريقة أخرى
    .why = يستخدم هذا الرقم منصة WhatsApp الرسمية للأعمال، ولا يمكن ربطه هناك بكود. اطلب من { $tenant } ربطه عبر المنصة.
    .next = استخدام رقم آخر
failure_link_refused = لم يقبل WhatsApp الربط
    .why = قد يحدث هذا بعد عدة محاولات متتالية. انتظر دقيقة، ثم حاول مجددًا بكود جديد.
    .next = عرض كود جديد
failure_wrong_number = كان هذا رقمًا مختلفًا
    .why = الرقم المطلوب لدى { $tenant } مختلف، لذا ألغينا ربط الهاتف الذي مسح الكود. امسح الكود بالهاتف الآخر.
    .next = عرض كود جديد
failure_banned = قيّد WhatsApp هذا الرقم
    .why = لا يمكن ربطه ما دام مقيّدًا. افتح WhatsApp على هاتفك لمعرفة السبب وطلب المراجعة.
    .next = استخدام رقم آخر
failure_outdated = يطلب WhatsApp تحديث خدمتنا
    .why = لا توجد مشكلة في هاتفك. علينا تحديث خدمتنا أولًا. يُرجى العودة لاحقًا.
    .next = إعادة المحاولة
failure_device_limit = عدد الأجهزة المرتبطة كبير جدًا
    .why = يسمح WhatsApp بعدد محدود. على هاتفك، افتح «{ -linked-devices-android }»، وأزل جهازًا لا تستخدمه، ثم امسح الكود مجددًا.
    .next = عرض كود جديد
failure_logged_out = تم إلغاء الربط
    .why = أُلغي الربط من الهاتف. إذا كان ذلك منك، فلا يلزم شيء آخر. للربط من جديد، امسح كودًا جديدًا ضوئيًا.
    .next = عرض كود جديد
failure_replaced = هذا الربط مستخدم في مكان آخر
    .why = سيطر برنامج آخر على هذا الجهاز المرتبط، فلا يمكن استخدامه هنا أيضًا. اربطه مجددًا لاستعادته.
    .next = الربط مجددًا
failure_throttled = يطلب WhatsApp التوقف قليلًا
    .why = تكرر طلب الأكواد لهذا الرقم، لذا لن يرسل WhatsApp المزيد لبعض الوقت. لكن كود QR ما زال يعمل.
    .next = مسح كود QR بدلاً من ذلك
failure_code_limit = تم طلب أكواد كثيرة
    .why = لحماية رقمك، نقدّم عددًا محدودًا من الأكواد المتتالية. عند انتهاء الوقت، يمكنك الحصول على الكود التالي.
    .next = الحصول على كود جديد
failure_unavailable = يتعذر الوصول إلى خدمتنا
    .why = توجد مشكلة في اتصالك أو في خدمتنا حاليًا. لم يتم ربط أي شيء، ولم يُفقد أي شيء.
    .next = إعادة المحاولة
failure_unreachable = يتعذر الوصول إلى WhatsApp حاليًا
    .why = لا توجد مشكلة لديك. نواصل المحاولة، وستتابع هذه الصفحة تلقائيًا عند نجاح الاتصال.
    .next = المحاولة الآن
failure_unknown = لم ينجح ذلك
    .why = حدث خطأ بين WhatsApp وخدمتنا. لم يتم ربط أي شيء. حاول مجددًا، وأخبر { $tenant } إذا تكرر ذلك.
    .next = إعادة المحاولة

## Meta's signup: the person knows Meta as Facebook

cloud_guide = ما الذي سيحدث
cloud_step_1 = سجّل الدخول إلى *Facebook*
cloud_step_2 = اختر نشاطك التجاري و*رقم WhatsApp*
cloud_step_3 = أكّد، وستتابع هذه الصفحة تلقائيًا
cloud_undo = يمكنك إلغاء ذلك في أي وقت من إعدادات نشاطك التجاري على Facebook.

cloud_start = ربط رقم نشاط تجاري
    .why = للشركات التي تستخدم منصة WhatsApp للأعمال. سجّل الدخول إلى Facebook واختر الرقم هناك. لن نرى كلمة مرورك أبدًا.
    .next = المتابعة عبر Facebook
cloud_loading = جارٍ تجهيز Facebook…
cloud_waiting = أكمل في نافذة Facebook
    .why = النافذة مفتوحة في نافذة أو علامة تبويب أخرى. ستتابع هذه الصفحة تلقائيًا عند الانتهاء.
    .next = البدء من جديد
cloud_working = جارٍ ربط رقمك…
    .why = يستغرق هذا بضع ثوانٍ. أبقِ هذه الصفحة مفتوحة.
cloud_choosing = اختر رقمك
    .why = لديك أكثر من رقم. ما الرقم الذي تريد ربطه مع { $tenant }؟
cloud_no_number = لا يوجد رقم بعد
    .why = لا يحتوي حساب نشاطك التجاري على رقم WhatsApp. أضف رقمًا في نافذة Facebook أو في WhatsApp Manager، ثم تحقق مجددًا.
    .next = التحقق مجددًا
cloud_needs_pin = هذا الرقم محمي برقم PIN
    .why = تم تعيينه لحماية إضافية. إذا لم تكن تعرفه، فافتح WhatsApp Manager، واختر الرقم، وعيّن رقم PIN جديدًا ضمن «{ -two-step-verification }».
    .next = متابعة
cloud_pin = رقم PIN من ستة أرقام
cloud_blocked = لم تُفتح نافذة Facebook
    .why = يحظر متصفحك النوافذ الجديدة في هذه الصفحة. يمكنك المتابعة بدون نافذة، أو السماح بها ثم إعادة المحاولة.
    .next = إعادة المحاولة
cloud_no_sdk = يتعذر تحميل Facebook هنا
    .why = الاتصال بطيء، أو يحظر متصفحك Facebook في هذه الصفحة. يمكنك المتابعة بطريقة أخرى.

cloud_new_tab = المتابعة في علامة تبويب جديدة
cloud_go_to = الانتقال إلى Facebook
cloud_close_tab = يمكنك إغلاق علامة التبويب هذه والعودة.
cloud_sign_up_again = فتح Facebook مجددًا
cloud_try_again = إعادة المحاولة

cloud_left = تم الخروج من نافذة Facebook قبل الانتهاء. لم يتم ربط أي شيء.
cloud_closed = أُغلقت نافذة Facebook قبل الانتهاء. لم يتم ربط أي شيء.
cloud_incomplete = أُغلقت نافذة Facebook قبل منحنا الوصول. افتحها مرة أخرى لإكمال الربط.
cloud_not_sent = تعذر الوصول إلينا في الوقت المناسب. يُرجى إكمال خطوات نافذة Facebook مرة أخرى.
cloud_not_reached = يتعذر الوصول إلينا حاليًا. يُرجى إعادة المحاولة.
cloud_invalid_pin = يتكون رقم PIN من ستة أرقام.
cloud_wrong_pin = رقم PIN هذا غير صحيح. تحقق منه وحاول مجددًا.

problem_code_expired = استغرق ذلك وقتًا طويلًا
    .why = إذن Facebook صالح لنصف دقيقة، وقد وصلنا متأخرًا. أكمل خطوات نافذة Facebook مرة أخرى.
problem_code_used = سبق استخدام هذا الإذن
    .why = يمنح Facebook الإذن لاستخدام واحد فقط. أكمل خطوات نافذة Facebook مرة أخرى.
problem_interrupted = حدث انقطاع لدينا
    .why = أُعيد تشغيل خدمتنا للتو. لم يتم ربط أي شيء. أكمل خطوات نافذة Facebook مرة أخرى.
problem_app_configuration = لم يكتمل الإعداد هنا بعد
    .why = لا يقبل Facebook إعدادات هذه الصفحة. لم يحدث أي خطأ منك. اطلب من { $tenant } التحقق من تطبيق Facebook.
problem_not_granted = لم يمنحنا Facebook الوصول
    .why = لم تتم مشاركة الحساب. افتح النافذة مجددًا واترك كل ما تطلبه مفعّلًا.
problem_permission_missing = أحد الأذونات ناقص
    .why = تم إيقاف خيار ما في نافذة Facebook. افتحها مجددًا واترك كل شيء مفعّلًا.
problem_access_revoked = تم سحب إذن الوصول
    .why = لم يعد Facebook يسمح لنا باستخدام هذا الحساب. لربطه، أكمل خطوات نافذة Facebook مرة أخرى.
problem_wrong_number = كان هذا رقمًا مختلفًا
    .why = الرقم المطلوب لدى { $tenant } مختلف. افتح Facebook مجددًا واختر ذلك الرقم.
problem_number_already_connected = هذا الرقم مرتبط بالفعل
    .why = الرقم مستخدم في ربط آخر. اطلب من { $tenant } إزالة ذلك الربط أولًا.
problem_pin_locked = تكرر إدخال رقم PIN خاطئ
    .why = لن يقبل WhatsApp أي رقم PIN لبعض الوقت. عيّن رقمًا جديدًا في WhatsApp Manager ضمن «{ -two-step-verification }»، أو انتظر، ثم حاول مجددًا.
problem_number_unverified = يجب تأكيد الرقم مجددًا
    .why = يريد Facebook التأكد من أنه ما زال لك. افتح نافذة Facebook مجددًا ليصلك كود في رسالة نصية أو مكالمة.
problem_number_busy = الرقم غير متاح بعد
    .why = أُلغي ربطه قبل لحظات. انتظر خمس دقائق، ثم حاول مجددًا.
problem_account_blocked = قيّد Facebook هذا الحساب
    .why = لا يمكن ربطه ما دام مقيّدًا. تواصل مع Meta Business Support لمعرفة السبب وطلب المراجعة.
problem_rate_limited = يطلب Facebook التوقف قليلًا
    .why = حدثت محاولات كثيرة في وقت قصير. انتظر قليلًا، ثم حاول مجددًا.
problem_meta_unavailable = لا يستجيب Facebook
    .why = لا توجد مشكلة لديك، ولم يُفقد أي شيء. حاول مجددًا بعد قليل.
problem_meta_refused = لم يقبل Facebook هذا الطلب
    .why = لا نعرف السبب. حاول مجددًا، وأخبر { $tenant } إذا تكرر ذلك.

window_accounts = بلغ عدد حسابات WhatsApp لنشاطك التجاري الحد الذي يسمح به Facebook. اختر حسابًا موجودًا.
window_in_use = هذا الرقم مستخدم في WhatsApp. ألغِ ربطه هناك، وانتظر 15 دقيقة، ثم حاول مجددًا.
window_other_business = هذا الرقم تابع لنشاط تجاري آخر على Facebook. اختر رقمًا آخر.
window_country = هذا غير متاح بعد لأرقام بلدك. اختر رقمًا آخر.
window_too_new = هذا الرقم جديد جدًا. استخدمه أولًا في تطبيق WhatsApp Business لبضعة أيام.
window_old_app = تطبيق WhatsApp Business لديك قديم جدًا. حدّثه على هاتفك، ثم حاول مجددًا.
window_shared = تتم مشاركة هذا الحساب مع مزوّد آخر. أزله أولًا من إعدادات نشاطك التجاري على Facebook.
window_code = لم يُقبل كود رقمك. اطلب كودًا جديدًا.
window_pause = يطلب Facebook التوقف قليلًا بعد محاولات كثيرة. انتظر قليلًا، ثم حاول مجددًا.
window_two_factor = يريد Facebook أن يكون تسجيل دخولك أكثر أمانًا. فعّل المصادقة الثنائية هناك، ثم حاول مجددًا.
window_robot = يريد Facebook التأكد من أنك لست روبوتًا. افتحه مجددًا وأجب عن اختبار الصورة.
window_restricted = قيّد Facebook هذا الحساب. تواصل مع Meta Business Support لمعرفة السبب.
window_other = أبلغ Facebook عن مشكلة. افتحه مجددًا، وأخبرنا إذا تكرر ذلك.

## Pages of links that cannot be opened

refused_missing = هذا الرابط غير مكتمل
    .why = عنوان هذه الصفحة غير مكتمل، لذا لا نعرف من طلب منك ربط WhatsApp.
    .next = ارجع إلى الموقع السابق وافتح الصفحة مجددًا من هناك.
refused_invalid = لم يعد هذا الرابط صالحًا
    .why = انتهت صلاحية رابط هذه الصفحة، أو سبق استخدامه، أو تغيّر في الطريق. لم يتم ربط أي شيء.
    .next = ارجع إلى الموقع السابق واطلب رابطًا جديدًا.
refused_busy = لحظة من فضلك
    .why = يوجد ضغط كبير هنا الآن، لذا تعذر فتح هذه الصفحة. لم يتم ربط أي شيء، ولم يُفقد أي شيء.
    .next = انتظر دقيقة وافتح الصفحة مجددًا.
