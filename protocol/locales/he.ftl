### What a person reads in the widget, in Hebrew. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = מכשירים מקושרים
-linked-devices-iphone = מכשירים מקושרים
-link-a-device-android = קישור מכשיר
-link-a-device-iphone = קישור מכשיר
-link-with-number = קישור באמצעות מספר טלפון
-settings-iphone = הגדרות
-two-step-verification = אימות דו-שלבי

## The head of the card

title = קישור WhatsApp אל { $tenant }
title_alone = קישור WhatsApp
someone = האתר הקודם

## The tabs

tabs_label = איך לקשר
tab_qr = קוד QR
tab_phone = מספר טלפון
tab_cloud = Facebook

## The QR code

qr_label = קוד QR לסריקה עם WhatsApp בטלפון שלכם
preparing = מכינים לכם קוד…
count = קוד חדש בעוד { $seconds } שנ׳
renewing = מכינים קוד חדש…
offline = אין חיבור. מנסים שוב…
said_qr = הקוד שלכם מוכן לסריקה.
said_new_qr = מוצג קוד חדש.

## The steps on the phone

guide = בטלפון שלכם
switch_label = הטלפון שלכם
android = Android
iphone = iPhone
qr_android_1 = פתחו את *WhatsApp*
qr_android_2 = הקישו על *⋮* ואז על *{ -linked-devices-android }*
qr_android_3 = הקישו על *{ -link-a-device-android }* וסרקו
qr_iphone_1 = פתחו את *WhatsApp*
qr_iphone_2 = הקישו על *{ -settings-iphone }* ואז על *{ -linked-devices-iphone }*
qr_iphone_3 = הקישו על *{ -link-a-device-iphone }* וסרקו
phone_android_1 = פתחו את *WhatsApp*, הקישו על *⋮* ואז על *{ -linked-devices-android }*
phone_android_2 = הקישו על *{ -link-a-device-android }* ואז על *{ -link-with-number }*
phone_android_3 = הזינו את הקוד
phone_iphone_1 = פתחו את *WhatsApp*, הקישו על *{ -settings-iphone }* ואז על *{ -linked-devices-iphone }*
phone_iphone_2 = הקישו על *{ -link-a-device-iphone }* ואז על *{ -link-with-number }*
phone_iphone_3 = הזינו את הקוד

## The end of the card

asked_by = הבקשה התקבלה מאת *{ $tenant }*.
asked_on = הבקשה התקבלה מאת *{ $tenant }* דרך *{ $origin }*.
framed_by = הדף הזה מוצג בתוך *{ $origin }*. אם האתר לא מוכר לכם, סגרו אותו.
allows = הקישור מאפשר לקרוא את ההודעות שלכם ולשלוח הודעות בשמכם.
undo = אפשר לבטל בכל עת דרך ״{ -linked-devices-android }״.
cancel = ביטול

## On the phone itself, and from a computer to the phone

open_whatsapp = פתיחת WhatsApp
move_to_phone = המשך בטלפון
    .why = סרקו את הקוד הזה עם מצלמת הטלפון, לא עם הסורק של WhatsApp. הדף ייפתח בטלפון ותוכלו להמשיך משם.
    .next = המשך בטלפון
move_label = קוד QR שפותח את הדף הזה בטלפון שלכם
move_back = חזרה

## For the page around the widget

frame = קישור WhatsApp
close = סגירה
close_question = להפסיק את קישור WhatsApp?

## Linking by number

phone_number = מספר ה-WhatsApp שלכם
phone_country = מדינה
phone_search = חיפוש לפי שם או קידומת
phone_nothing_found = לא נמצאה מדינה
phone_get_code = קבלת קוד
phone_asking = מכינים לכם קוד…
phone_code_label = הקוד שלכם:
phone_copy = הקישו להעתקה
phone_copied = הועתק
phone_expires = התוקף יפוג בעוד { $time }
phone_over = תוקף הקוד פג.
phone_new_code = קבלת קוד חדש
phone_code_for = עבור *{ $number }*
phone_change_number = שינוי המספר
phone_hint = ייתכן שתקבלו גם התראה מ-WhatsApp. הקישו עליה והזינו שם את הקוד.
phone_said_code = הקוד שלכם מוכן להזנה.
phone_possible = קוד חדש זמין בעוד { $time }

phone_spent = לא נשארו קודים
    .why = כדי להגן על המספר שלכם, הדף הזה מספק רק מעט קודים. לקודים נוספים, חזרו אל { $tenant } ובקשו קישור חדש.
    .next = סריקת קוד QR במקום

number_not_a_number = הזינו את המספר בספרות בלבד.
number_unknown_country = הקידומת הזאת לא קיימת. בחרו את המדינה מהרשימה.
number_too_short = חסרות כמה ספרות.
number_too_long = יש יותר מדי ספרות. בדקו גם את המדינה.
number_invalid = מספר כזה לא יכול להתקיים. בדקו את המדינה ואת הספרות.
number_wrong_number = המספר שהוגדר אצל { $tenant } הוא אחר. השתמשו בו.
number_unreachable = אין כרגע גישה ל-WhatsApp. אנחנו ממשיכים לנסות; בקשו קוד שוב בעוד רגע.
number_no_code = לא הצלחנו לקבל קוד. נסו שוב.

## Results

scanned = סיימו בטלפון שלכם…
    .why = הטלפון אישר את הקוד. השאירו את WhatsApp פתוח עוד רגע, עד שיופיע כאן שהכול מוכן.
connected = WhatsApp מקושר
leaving = מחזירים אתכם אל { $tenant }…
close_page = אפשר לסגור את הדף הזה.
go_on = המשך
go_back = חזרה אל { $tenant }
timed_out = עדיין כאן?
    .why = הקוד לא נסרק, ולכן הפסקנו להציג קודים חדשים. הכינו את הטלפון והמשיכו מתי שנוח לכם.
    .next = הצגת קוד חדש
timed_out_phone = עדיין כאן?
    .why = זמן מה לא קרה כלום, ולכן הפסקנו להמתין. המשיכו מתי שנוח לכם; המספר שלכם עדיין שמור כאן.
    .next = המשך
cancelled = דבר לא קושר
    .why = ביטלתם. ב-WhatsApp שלכם לא השתנה דבר.
expired = תוקף הקישור הזה פג
    .why = כדי לשמור על ה-WhatsApp שלכם, קישור תקף ל-15 דקות ולפעם אחת בלבד. חזרו אל { $tenant } ובקשו קישור חדש.
lost = אי אפשר להמשיך כאן
    .why = הקישור שפתח את הדף הזה כבר לא שמור בדפדפן שלכם. חזרו אל { $tenant } ופתחו את הדף משם שוב.

## Why linking failed

failure_passkey_required = WhatsApp מבקש את מפתח הגישה שלכם
    .why = המספר הזה מוגן במפתח גישה, ואי אפשר להשתמש בו בדף הזה. אם הטלפון מבקש אותו, אשרו שם והדף הזה ימשיך. אחרת השתמשו במספר אחר, או פנו אל { $tenant } לקבלת דרך אחרת.
    .next = שימוש במספר אחר
failure_coexistence = המספר הזה מקושר בדרך אחרת
    .why = הוא כבר נמצא בפלטפורמה העסקית הרשמית של WhatsApp, ושם אי אפשר לקשר עם קוד. פנו אל { $tenant } כדי לקשר אותו שם.
    .next = שימוש במספר אחר
failure_link_refused = WhatsApp לא אישר את הקישור
    .why = זה יכול לקרות אחרי כמה ניסיונות ברצף. המתינו דקה ונסו שוב עם קוד חדש.
    .next = הצגת קוד חדש
failure_wrong_number = זה היה מספר אחר
    .why = המספר שהוגדר אצל { $tenant } הוא אחר, ולכן ניתקנו את הטלפון שסרק. סרקו עם הטלפון השני.
    .next = הצגת קוד חדש
failure_banned = WhatsApp הגביל את המספר הזה
    .why = אי אפשר לקשר אותו כל עוד ההגבלה בתוקף. פתחו את WhatsApp בטלפון כדי לראות את הסיבה ולבקש בדיקה.
    .next = שימוש במספר אחר
failure_outdated = WhatsApp דורש שנעדכן את השירות
    .why = הטלפון שלכם תקין. אנחנו צריכים קודם לעדכן את השירות שלנו. חזרו מאוחר יותר.
    .next = ניסיון נוסף
failure_device_limit = יותר מדי מכשירים מקושרים
    .why = WhatsApp מאפשר רק כמה. בטלפון, פתחו את ״{ -linked-devices-android }״, הסירו מכשיר שאינו בשימוש וסרקו שוב.
    .next = הצגת קוד חדש
failure_logged_out = המכשיר המקושר הוסר
    .why = הוא הוסר דרך הטלפון. אם אתם עשיתם זאת, סיימתם. כדי לקשר שוב, סרקו קוד חדש.
    .next = הצגת קוד חדש
failure_replaced = המכשיר המקושר בשימוש במקום אחר
    .why = תוכנה אחרת השתלטה על המכשיר המקושר הזה, ולכן הוא לא יפעל גם כאן. קשרו אותו שוב כדי להחזיר אותו.
    .next = קישור מחדש
failure_throttled = WhatsApp מבקש להמתין
    .why = נתבקשו יותר מדי קודים למספר הזה, ולכן WhatsApp לא ייתן עוד לזמן מה. קוד QR עדיין עובד.
    .next = סריקת קוד QR במקום
failure_code_limit = כבר קיבלתם הרבה קודים
    .why = כדי להגן על המספר שלכם, אנחנו נותנים רק כמה קודים ברצף. כשהזמן יסתיים, תוכלו לקבל את הקוד הבא.
    .next = קבלת קוד חדש
failure_unavailable = אין גישה לשירות שלנו
    .why = יש כרגע תקלה בחיבור שלכם או בשירות שלנו. דבר לא קושר, ודבר לא אבד.
    .next = ניסיון נוסף
failure_unreachable = אין כרגע גישה ל-WhatsApp
    .why = אצלכם הכול תקין. אנחנו ממשיכים לנסות, והדף ימשיך מעצמו ברגע שזה יצליח.
    .next = לנסות עכשיו
failure_unknown = זה לא הצליח
    .why = משהו השתבש בין WhatsApp לבינינו. דבר לא קושר. נסו שוב, ואם זה חוזר על עצמו, פנו אל { $tenant }.
    .next = ניסיון נוסף

## Meta's signup: the person knows Meta as Facebook

cloud_guide = מה יקרה
cloud_step_1 = התחברו אל *Facebook*
cloud_step_2 = בחרו את העסק ואת *מספר ה-WhatsApp* שלכם
cloud_step_3 = אשרו, והדף הזה ימשיך מעצמו
cloud_undo = אפשר לבטל בכל עת בהגדרות העסק ב-Facebook.

cloud_start = חיבור מספר עסקי
    .why = לחברות בפלטפורמה העסקית של WhatsApp. מתחברים אל Facebook ובוחרים שם את המספר. אנחנו אף פעם לא רואים את הסיסמה שלכם.
    .next = המשך עם Facebook
cloud_loading = מכינים את Facebook…
cloud_waiting = סיימו בחלון של Facebook
    .why = הוא פתוח בחלון או בכרטיסייה אחרים. הדף הזה ימשיך מעצמו כשתסיימו.
    .next = להתחיל מחדש
cloud_working = מחברים את המספר שלכם…
    .why = זה ייקח כמה שניות. השאירו את הדף הזה פתוח.
cloud_choosing = בחרו את המספר שלכם
    .why = יש לכם יותר ממספר אחד. איזה מהם לחבר אל { $tenant }?
cloud_no_number = עדיין אין מספר
    .why = בחשבון העסקי שלכם אין מספר WhatsApp. הוסיפו מספר בחלון של Facebook או ב-WhatsApp Manager ואז בדקו שוב.
    .next = בדיקה חוזרת
cloud_needs_pin = למספר הזה יש קוד PIN
    .why = הוא הוגדר כהגנה נוספת. אם הוא לא ידוע לכם, פתחו את WhatsApp Manager, בחרו את המספר והגדירו קוד PIN חדש תחת ״{ -two-step-verification }״.
    .next = המשך
cloud_pin = קוד PIN, שש ספרות
cloud_blocked = החלון של Facebook לא נפתח
    .why = הדפדפן שלכם חוסם חלונות חדשים בדף הזה. אפשר להמשיך בלי חלון, או לאשר אותו ולנסות שוב.
    .next = ניסיון נוסף
cloud_no_sdk = אי אפשר לטעון כאן את Facebook
    .why = החיבור איטי, או שהדפדפן חוסם את Facebook בדף הזה. אפשר להמשיך בדרך אחרת.

cloud_new_tab = המשך בכרטיסייה חדשה
cloud_go_to = מעבר אל Facebook
cloud_close_tab = אפשר לסגור את הכרטיסייה הזאת ולחזור.
cloud_sign_up_again = לפתוח שוב את Facebook
cloud_try_again = ניסיון נוסף

cloud_left = יצאתם מהחלון של Facebook לפני הסוף. דבר לא חובר.
cloud_closed = החלון של Facebook נסגר לפני הסוף. דבר לא חובר.
cloud_incomplete = החלון של Facebook נסגר לפני שקיבלנו גישה. פתחו אותו שוב כדי לסיים.
cloud_not_sent = השירות שלנו לא היה זמין בזמן. עברו שוב על השלבים בחלון של Facebook.
cloud_not_reached = אין כרגע גישה לשירות שלנו. נסו שוב.
cloud_invalid_pin = קוד PIN הוא בן שש ספרות.
cloud_wrong_pin = קוד ה-PIN שגוי. בדקו אותו ונסו שוב.

problem_code_expired = זה לקח יותר מדי זמן
    .why = ההרשאה של Facebook תקפה לחצי דקה והגיעה אלינו מאוחר מדי. עברו שוב על השלבים בחלון של Facebook.
problem_code_used = כבר נעשה שימוש בהרשאה הזאת
    .why = Facebook נותן אותה לשימוש אחד בלבד. עברו שוב על השלבים בחלון של Facebook.
problem_interrupted = הייתה אצלנו הפסקה
    .why = השירות שלנו הופעל מחדש בדיוק אז. דבר לא חובר. עברו שוב על השלבים בחלון של Facebook.
problem_app_configuration = ההגדרה כאן עדיין לא הושלמה
    .why = Facebook לא מקבל את ההגדרות של הדף הזה. לא עשיתם שום טעות. בקשו דרך { $tenant } לבדוק את אפליקציית Facebook.
problem_not_granted = Facebook לא נתן לנו גישה
    .why = החשבון לא שותף. פתחו שוב את החלון והשאירו פעיל כל מה שמתבקש בו.
problem_permission_missing = חסרה הרשאה
    .why = משהו כובה בחלון של Facebook. פתחו אותו שוב והשאירו הכול פעיל.
problem_access_revoked = הגישה בוטלה
    .why = Facebook כבר לא מאפשר לנו להשתמש בחשבון הזה. כדי לחבר אותו, עברו שוב על השלבים בחלון של Facebook.
problem_wrong_number = זה היה מספר אחר
    .why = המספר שהוגדר אצל { $tenant } הוא אחר. פתחו שוב את Facebook ובחרו בו.
problem_number_already_connected = המספר הזה כבר מחובר
    .why = הוא בשימוש בחיבור אחר. פנו אל { $tenant } כדי להסיר קודם את החיבור ההוא.
problem_pin_locked = יותר מדי קודי PIN שגויים
    .why = WhatsApp לא יקבל קוד PIN לזמן מה. הגדירו קוד חדש ב-WhatsApp Manager תחת ״{ -two-step-verification }״, או המתינו. אחר כך נסו שוב.
problem_number_unverified = צריך לאמת שוב את המספר
    .why = Facebook רוצה לוודא שהוא עדיין שלכם. פתחו שוב את החלון שלו; יישלח אליכם קוד בהודעת טקסט או בשיחה.
problem_number_busy = המספר עדיין לא פנוי
    .why = הוא נותק לפני רגע. המתינו חמש דקות ונסו שוב.
problem_account_blocked = Facebook הגביל את החשבון הזה
    .why = אי אפשר לחבר אותו כל עוד ההגבלה בתוקף. פנו אל Meta Business Support כדי לברר את הסיבה ולבקש בדיקה.
problem_rate_limited = Facebook מבקש להמתין
    .why = היו הרבה ניסיונות בזמן קצר. המתינו קצת ונסו שוב.
problem_meta_unavailable = Facebook לא מגיב
    .why = אצלכם הכול תקין, ודבר לא אבד. נסו שוב בעוד רגע.
problem_meta_refused = Facebook לא אישר את זה
    .why = הסיבה לא ידועה לנו. נסו שוב, ואם זה חוזר על עצמו, פנו אל { $tenant }.

window_accounts = לעסק שלכם יש את מספר חשבונות ה-WhatsApp המרבי ש-Facebook מאפשר. בחרו חשבון קיים.
window_in_use = המספר הזה בשימוש ב-WhatsApp. נתקו אותו שם, המתינו 15 דקות ונסו שוב.
window_other_business = המספר הזה שייך לעסק אחר ב-Facebook. בחרו מספר אחר.
window_country = זה עדיין לא אפשרי למספרים מהמדינה שלכם. בחרו מספר אחר.
window_too_new = המספר הזה חדש מדי. השתמשו בו קודם כמה ימים באפליקציית WhatsApp Business.
window_old_app = אפליקציית WhatsApp Business שלכם ישנה מדי. עדכנו אותה בטלפון ונסו שוב.
window_shared = החשבון הזה משותף עם ספק אחר. הסירו אותו קודם בהגדרות העסק ב-Facebook.
window_code = הקוד עבור המספר שלכם לא התקבל. בקשו קוד חדש.
window_pause = Facebook מבקש להמתין אחרי כל כך הרבה ניסיונות. המתינו קצת ונסו שוב.
window_two_factor = Facebook רוצה שההתחברות שלכם תהיה בטוחה יותר. הפעילו שם אימות דו-שלבי ונסו שוב.
window_robot = Facebook רוצה לוודא שאתם לא רובוט. פתחו אותו שוב ופתרו את אתגר התמונה.
window_restricted = Facebook הגביל את החשבון הזה. פנו אל Meta Business Support כדי לברר את הסיבה.
window_other = Facebook דיווח על בעיה. פתחו אותו שוב, ואם זה חוזר על עצמו, ספרו לנו.

## Pages of links that cannot be opened

refused_missing = הקישור הזה לא שלם
    .why = הכתובת של הדף הזה לא שלמה, ולכן אי אפשר לדעת מי ביקש מכם לקשר את WhatsApp.
    .next = חזרו לאתר הקודם ופתחו משם את הדף שוב.
refused_invalid = הקישור הזה כבר לא תקף
    .why = תוקף הקישור לדף הזה פג, או שכבר נעשה בו שימוש, או שהוא שונה בדרך. דבר לא קושר.
    .next = חזרו לאתר הקודם ובקשו קישור חדש.
refused_busy = רק רגע
    .why = יש כאן עומס כרגע, ולכן לא היה אפשר לפתוח את הדף הזה. דבר לא קושר, ודבר לא אבד.
    .next = המתינו דקה ופתחו שוב את הדף.
