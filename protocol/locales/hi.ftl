### What a person reads in the widget, in Hindi. The notes are in en.ftl.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = लिंक किए गए डिवाइस
-linked-devices-iphone = लिंक किए गए डिवाइस
-link-a-device-android = डिवाइस लिंक करें
-link-a-device-iphone = डिवाइस लिंक करें
-link-with-number = या फ़ोन नंबर से लिंक करें
-settings-iphone = सेटिंग्स
-two-step-verification = टू-स्टेप वेरिफ़िकेशन

## The head of the card

title = WhatsApp को { $tenant } से लिंक करें
title_alone = WhatsApp लिंक करें
someone = पिछली साइट

## The tabs

tabs_label = लिंक करने का तरीका
tab_qr = QR कोड
tab_phone = फ़ोन नंबर
tab_cloud = Facebook

## The QR code

qr_label = अपने फ़ोन पर WhatsApp से स्कैन करने के लिए QR कोड
preparing = आपका कोड आ रहा है…
count = नया कोड { $seconds } सेकंड में
renewing = नया कोड आ रहा है…
offline = कनेक्शन नहीं है. फिर से कोशिश जारी है…
said_qr = आपका कोड स्कैन के लिए तैयार है.
said_new_qr = नया कोड दिख रहा है.

## The steps on the phone

guide = आपके फ़ोन पर
switch_label = आपका फ़ोन
android = Android
iphone = iPhone
qr_android_1 = *WhatsApp* खोलें
qr_android_2 = *⋮* और फिर *{ -linked-devices-android }* पर टैप करें
qr_android_3 = *{ -link-a-device-android }* पर टैप करके स्कैन करें
qr_iphone_1 = *WhatsApp* खोलें
qr_iphone_2 = *{ -settings-iphone }* और फिर *{ -linked-devices-iphone }* पर टैप करें
qr_iphone_3 = *{ -link-a-device-iphone }* पर टैप करके स्कैन करें
phone_android_1 = *WhatsApp* खोलें, *⋮* और फिर *{ -linked-devices-android }* पर टैप करें
phone_android_2 = *{ -link-a-device-android }* और फिर *{ -link-with-number }* पर टैप करें
phone_android_3 = कोड डालें
phone_iphone_1 = *WhatsApp* खोलें, *{ -settings-iphone }* और फिर *{ -linked-devices-iphone }* पर टैप करें
phone_iphone_2 = *{ -link-a-device-iphone }* और फिर *{ -link-with-number }* पर टैप करें
phone_iphone_3 = कोड डालें

## The end of the card

asked_by = *{ $tenant }* की ओर से अनुरोध.
asked_on = *{ $origin }* पर *{ $tenant }* की ओर से अनुरोध.
framed_by = यह पेज *{ $origin }* के अंदर दिख रहा है. अगर आप उस साइट को नहीं जानते, तो इसे बंद कर दें.
allows = लिंक होने पर आपके मैसेज पढ़े और आपकी ओर से भेजे जा सकेंगे.
undo = इसे कभी भी “{ -linked-devices-android }” में जाकर हटाएँ.
cancel = रद्द करें

## On the phone itself, and from a computer to the phone

open_whatsapp = WhatsApp खोलें
move_to_phone = अपने फ़ोन पर जारी रखें
    .why = इस कोड को WhatsApp के स्कैनर से नहीं, फ़ोन के कैमरे से स्कैन करें. यह पेज फ़ोन पर खुलेगा और आगे का काम वहीं होगा.
    .next = अपने फ़ोन पर जारी रखें
move_label = इस पेज को आपके फ़ोन पर खोलने वाला QR कोड
move_back = वापस जाएँ

## For the page around the widget

frame = WhatsApp लिंक करें
close = बंद करें
close_question = WhatsApp लिंक करना बंद करें?

## Linking by number

phone_number = आपका WhatsApp नंबर
phone_country = देश
phone_search = नाम या कोड से खोजें
phone_nothing_found = कोई देश नहीं मिला
phone_get_code = कोड पाएँ
phone_asking = आपका कोड आ रहा है…
phone_code_label = आपका कोड:
phone_copy = कॉपी करने के लिए टैप करें
phone_copied = कॉपी हो गया
phone_expires = { $time } में खत्म होगा
phone_over = इस कोड का समय खत्म हो गया है.
phone_new_code = नया कोड पाएँ
phone_code_for = *{ $number }* के लिए
phone_change_number = नंबर बदलें
phone_hint = WhatsApp आपको नोटिफ़िकेशन भी भेज सकता है. उस पर टैप करें और कोड वहाँ डालें.
phone_said_code = आपका कोड डालने के लिए तैयार है.
phone_possible = नया कोड { $time } में मिल सकेगा

phone_spent = अब और कोड नहीं बचे
    .why = आपके नंबर की सुरक्षा के लिए इस पेज पर गिने-चुने कोड ही मिलते हैं. और कोड चाहिए, तो { $tenant } पर वापस जाकर नया लिंक लें.
    .next = QR कोड स्कैन करें

number_not_a_number = अपना नंबर सिर्फ़ अंकों में लिखें.
number_unknown_country = यह देश का कोड मौजूद नहीं है. लिस्ट से अपना देश चुनें.
number_too_short = कुछ अंक कम हैं.
number_too_long = अंक ज़्यादा हैं. देश भी जाँच लें.
number_invalid = ऐसा नंबर नहीं हो सकता. देश और अंक जाँच लें.
number_wrong_number = { $tenant } के लिए दूसरा नंबर तय है. वही नंबर डालें.
number_unreachable = अभी WhatsApp से संपर्क नहीं हो पा रहा. हमारी कोशिश जारी है; थोड़ी देर में फिर से कोड लें.
number_no_code = हमें कोड नहीं मिल पाया. कृपया फिर से कोशिश करें.

## Results

scanned = अपने फ़ोन पर पूरा करें…
    .why = आपके फ़ोन ने कोड स्वीकार कर लिया है. जब तक यहाँ काम पूरा होने का मैसेज न दिखे, WhatsApp खुला रखें.
connected = WhatsApp लिंक हो गया है
leaving = { $tenant } पर वापस ले जा रहे हैं…
close_page = अब यह पेज बंद किया जा सकता है.
go_on = जारी रखें
go_back = { $tenant } पर वापस जाएँ
timed_out = क्या आप यहीं हैं?
    .why = कोड स्कैन नहीं हुआ, इसलिए हमने नए कोड दिखाना रोक दिया है. अपना फ़ोन पास रखें और जब चाहें, जारी रखें.
    .next = नया कोड दिखाएँ
timed_out_phone = क्या आप यहीं हैं?
    .why = कुछ देर से कोई गतिविधि नहीं हुई, इसलिए हम रुक गए. जब चाहें, जारी रखें; आपका नंबर अब भी भरा हुआ है.
    .next = जारी रखें
cancelled = कुछ भी लिंक नहीं हुआ
    .why = आपने रद्द कर दिया. आपका WhatsApp पहले जैसा ही है.
expired = इस लिंक का समय खत्म हो गया है
    .why = आपके WhatsApp की सुरक्षा के लिए लिंक 15 मिनट तक और सिर्फ़ एक बार काम करता है. { $tenant } पर वापस जाकर नया लिंक लें.
lost = यह पेज यहाँ आगे नहीं बढ़ सकता
    .why = जिस लिंक से यह पेज खुला था, वह अब आपके ब्राउज़र में नहीं है. { $tenant } पर वापस जाकर इसे फिर से खोलें.

## Why linking failed

failure_passkey_required = WhatsApp को आपकी पासकी चाहिए
    .why = यह नंबर पासकी से सुरक्षित है और इस पेज पर पासकी काम नहीं करती. अगर आपका फ़ोन पासकी मांगे, तो वहीं पुष्टि करें, यह पेज आगे बढ़ जाएगा. नहीं तो दूसरा नंबर इस्तेमाल करें या { $tenant } से लिंक करने का दूसरा तरीका पूछें.
    .next = दूसरा नंबर इस्तेमाल करें
failure_coexistence = यह नंबर दूसरे तरीके से लिंक है
    .why = यह WhatsApp के आधिकारिक बिज़नेस प्लेटफ़ॉर्म पर है, जहाँ कोड से लिंक नहीं होता. { $tenant } से कहें कि इसे वहीं लिंक करें.
    .next = दूसरा नंबर इस्तेमाल करें
failure_link_refused = WhatsApp ने लिंक स्वीकार नहीं किया
    .why = लगातार कई बार कोशिश करने पर ऐसा हो सकता है. एक मिनट रुकें, फिर नए कोड से कोशिश करें.
    .next = नया कोड दिखाएँ
failure_wrong_number = वह दूसरा नंबर था
    .why = { $tenant } के लिए दूसरा नंबर तय है, इसलिए हमने स्कैन करने वाले फ़ोन से लिंक हटा दिया. दूसरे फ़ोन से स्कैन करें.
    .next = नया कोड दिखाएँ
failure_banned = WhatsApp ने इस नंबर पर रोक लगाई है
    .why = रोक रहने तक इसे लिंक नहीं किया जा सकता. कारण देखने और समीक्षा का अनुरोध करने के लिए फ़ोन पर WhatsApp खोलें.
    .next = दूसरा नंबर इस्तेमाल करें
failure_outdated = हमारी सेवा को अपडेट चाहिए
    .why = आपके फ़ोन में कोई खराबी नहीं है. WhatsApp के लिए हमें पहले अपनी सेवा अपडेट करनी होगी. कृपया बाद में आएँ.
    .next = फिर से कोशिश करें
failure_device_limit = बहुत ज़्यादा डिवाइस लिंक हैं
    .why = WhatsApp कुछ ही डिवाइस की अनुमति देता है. फ़ोन पर “{ -linked-devices-android }” खोलें, जो काम का न हो उसे हटाएँ, फिर दोबारा स्कैन करें.
    .next = नया कोड दिखाएँ
failure_logged_out = लिंक हटा दिया गया
    .why = इसे फ़ोन से हटाया गया. अगर यह आपने किया था, तो और कुछ नहीं करना है. दोबारा लिंक करने के लिए नया कोड स्कैन करें.
    .next = नया कोड दिखाएँ
failure_replaced = यह लिंक कहीं और इस्तेमाल हो रहा है
    .why = लिंक किया गया यह डिवाइस अब किसी दूसरे प्रोग्राम के पास है, इसलिए यहाँ काम नहीं करेगा. वापस लाने के लिए दोबारा लिंक करें.
    .next = दोबारा लिंक करें
failure_throttled = WhatsApp ने थोड़ा रुकने को कहा है
    .why = इस नंबर से बहुत बार कोड माँगे गए, इसलिए WhatsApp कुछ देर तक और कोड नहीं देगा. QR कोड अब भी काम करता है.
    .next = QR कोड स्कैन करें
failure_code_limit = आप कई कोड ले चुके हैं
    .why = आपके नंबर की सुरक्षा के लिए हम लगातार कुछ ही कोड देते हैं. समय पूरा होने पर आपको अगला कोड मिल सकेगा.
    .next = नया कोड पाएँ
failure_unavailable = हमसे संपर्क नहीं हो पा रहा
    .why = अभी आपके कनेक्शन या हमारी सेवा में कोई समस्या है. न कुछ लिंक हुआ है, न कुछ खोया है.
    .next = फिर से कोशिश करें
failure_unreachable = WhatsApp से संपर्क नहीं हो पा रहा
    .why = आपकी ओर से सब ठीक है. हमारी कोशिश जारी है और संपर्क होते ही यह पेज अपने आप आगे बढ़ेगा.
    .next = अभी कोशिश करें
failure_unknown = काम नहीं बना
    .why = WhatsApp और हमारे बीच कोई गड़बड़ी हुई. कुछ भी लिंक नहीं हुआ. फिर से कोशिश करें और बार-बार ऐसा हो, तो { $tenant } को बताएँ.
    .next = फिर से कोशिश करें

## Meta's signup: the person knows Meta as Facebook

cloud_guide = आगे क्या होगा
cloud_step_1 = *Facebook* में लॉग इन करें
cloud_step_2 = अपना बिज़नेस और *WhatsApp नंबर* चुनें
cloud_step_3 = कन्फ़र्म करें. यह पेज अपने आप आगे बढ़ेगा
cloud_undo = इसे कभी भी अपनी Facebook बिज़नेस सेटिंग्स में हटाएँ.

cloud_start = बिज़नेस नंबर कनेक्ट करें
    .why = WhatsApp के बिज़नेस प्लेटफ़ॉर्म वाली कंपनियों के लिए. आप Facebook में लॉग इन करके वहीं नंबर चुनें. हमें आपका पासवर्ड कभी नहीं दिखता.
    .next = Facebook से जारी रखें
cloud_loading = Facebook तैयार हो रहा है…
cloud_waiting = Facebook की विंडो में पूरा करें
    .why = वह दूसरी विंडो या टैब में खुली है. वहाँ काम पूरा होने पर यह पेज अपने आप आगे बढ़ेगा.
    .next = फिर से शुरू करें
cloud_working = आपका नंबर कनेक्ट हो रहा है…
    .why = इसमें कुछ सेकंड लगेंगे. यह पेज खुला रखें.
cloud_choosing = अपना नंबर चुनें
    .why = आपके एक से ज़्यादा नंबर हैं. { $tenant } से कौन सा कनेक्ट करना है?
cloud_no_number = अभी कोई नंबर नहीं है
    .why = आपके बिज़नेस अकाउंट में कोई WhatsApp नंबर नहीं है. Facebook की विंडो या WhatsApp Manager में नंबर जोड़ें, फिर दोबारा देखें.
    .next = दोबारा देखें
cloud_needs_pin = इस नंबर पर पिन लगा है
    .why = इसे अतिरिक्त सुरक्षा के लिए लगाया गया था. पिन पता न हो, तो WhatsApp Manager खोलें, नंबर चुनें और “{ -two-step-verification }” में नया पिन सेट करें.
    .next = जारी रखें
cloud_pin = छह अंकों का पिन
cloud_blocked = Facebook की विंडो नहीं खुली
    .why = आपका ब्राउज़र इस पेज पर नई विंडो ब्लॉक करता है. नई विंडो के बिना जारी रखें या अनुमति देकर फिर से कोशिश करें.
    .next = फिर से कोशिश करें
cloud_no_sdk = Facebook यहाँ लोड नहीं हो पा रहा
    .why = कनेक्शन धीमा है या आपका ब्राउज़र इस पेज पर Facebook को ब्लॉक करता है. किसी दूसरे तरीके से जारी रखें.

cloud_new_tab = नए टैब में जारी रखें
cloud_go_to = Facebook पर जाएँ
cloud_close_tab = यह टैब बंद करके वापस जाएँ.
cloud_sign_up_again = Facebook फिर से खोलें
cloud_try_again = फिर से कोशिश करें

cloud_left = Facebook की विंडो पूरा होने से पहले छोड़ दी गई. कुछ भी कनेक्ट नहीं हुआ.
cloud_closed = Facebook की विंडो पूरा होने से पहले बंद हो गई. कुछ भी कनेक्ट नहीं हुआ.
cloud_incomplete = ऐक्सेस मिलने से पहले Facebook की विंडो बंद हो गई. पूरा करने के लिए उसे एक बार फिर खोलें.
cloud_not_sent = समय रहते हमसे संपर्क नहीं हो पाया. कृपया Facebook की विंडो में एक बार फिर सभी चरण पूरे करें.
cloud_not_reached = अभी हमसे संपर्क नहीं हो पा रहा. कृपया फिर से कोशिश करें.
cloud_invalid_pin = पिन में छह अंक होते हैं.
cloud_wrong_pin = यह पिन सही नहीं है. जाँचकर फिर से कोशिश करें.

problem_code_expired = इसमें ज़्यादा समय लग गया
    .why = Facebook की अनुमति आधे मिनट तक ही मान्य होती है और हमें देर से मिली. Facebook की विंडो में एक बार फिर सभी चरण पूरे करें.
problem_code_used = यह अनुमति इस्तेमाल हो चुकी है
    .why = Facebook की अनुमति एक बार ही काम आती है. Facebook की विंडो में एक बार फिर सभी चरण पूरे करें.
problem_interrupted = बीच में रुकावट आ गई
    .why = हमारी सेवा उसी समय दोबारा शुरू हुई. कुछ भी कनेक्ट नहीं हुआ. Facebook की विंडो में एक बार फिर सभी चरण पूरे करें.
problem_app_configuration = इसका सेटअप अभी पूरा नहीं है
    .why = Facebook इस पेज की सेटिंग्स स्वीकार नहीं करता. आपसे कोई गलती नहीं हुई. { $tenant } से अपना Facebook ऐप जाँचने को कहें.
problem_not_granted = Facebook से ऐक्सेस नहीं मिला
    .why = अकाउंट शेयर नहीं किया गया. विंडो फिर से खोलें और उसमें माँगी गई सभी चीज़ें चालू रखें.
problem_permission_missing = एक अनुमति नहीं मिली
    .why = Facebook की विंडो में कुछ बंद कर दिया गया था. उसे फिर से खोलें और सब कुछ चालू रखें.
problem_access_revoked = ऐक्सेस वापस ले लिया गया
    .why = Facebook अब हमें यह अकाउंट इस्तेमाल नहीं करने देता. इसे कनेक्ट करने के लिए Facebook की विंडो में फिर से सभी चरण पूरे करें.
problem_wrong_number = वह दूसरा नंबर था
    .why = { $tenant } के लिए दूसरा नंबर तय है. Facebook फिर से खोलें और वही नंबर चुनें.
problem_number_already_connected = यह नंबर पहले से कनेक्ट है
    .why = यह किसी दूसरे कनेक्शन में इस्तेमाल हो रहा है. { $tenant } से कहें कि पहले उसे हटाएँ.
problem_pin_locked = कई बार गलत पिन डाला गया
    .why = WhatsApp कुछ देर तक कोई पिन नहीं लेगा. WhatsApp Manager में “{ -two-step-verification }” पर नया पिन सेट करें या रुकें. फिर दोबारा कोशिश करें.
problem_number_unverified = नंबर फिर से कन्फ़र्म करना होगा
    .why = Facebook जानना चाहता है कि यह अब भी आपका है. उसकी विंडो फिर से खोलें; आपको SMS या कॉल से कोड मिलेगा.
problem_number_busy = नंबर अभी खाली नहीं हुआ है
    .why = यह अभी-अभी डिसकनेक्ट हुआ है. पाँच मिनट रुककर फिर से कोशिश करें.
problem_account_blocked = Facebook ने अकाउंट पर रोक लगाई है
    .why = रोक रहने तक इसे कनेक्ट नहीं किया जा सकता. कारण जानने और समीक्षा के लिए Meta Business Support से संपर्क करें.
problem_rate_limited = Facebook ने थोड़ा रुकने को कहा है
    .why = कम समय में कई बार कोशिश हुई. थोड़ी देर रुककर फिर से कोशिश करें.
problem_meta_unavailable = Facebook से जवाब नहीं मिल रहा
    .why = आपकी ओर से सब ठीक है और कुछ भी खोया नहीं है. थोड़ी देर में फिर से कोशिश करें.
problem_meta_refused = Facebook ने इसे स्वीकार नहीं किया
    .why = हमें इसका कारण नहीं पता. फिर से कोशिश करें और बार-बार ऐसा हो, तो { $tenant } को बताएँ.

window_accounts = आपके बिज़नेस के WhatsApp अकाउंट Facebook की सीमा तक पहुँच गए हैं. मौजूदा अकाउंट में से चुनें.
window_in_use = यह नंबर WhatsApp में इस्तेमाल हो रहा है. इसे वहाँ डिसकनेक्ट करें, 15 मिनट रुकें, फिर कोशिश करें.
window_other_business = यह नंबर Facebook पर किसी दूसरे बिज़नेस का है. दूसरा नंबर चुनें.
window_country = आपके देश के नंबरों के लिए यह अभी उपलब्ध नहीं है. दूसरा नंबर चुनें.
window_too_new = यह नंबर बहुत नया है. पहले इसे कुछ दिन WhatsApp Business ऐप में इस्तेमाल करें.
window_old_app = आपका WhatsApp Business ऐप बहुत पुराना है. फ़ोन पर इसे अपडेट करके फिर से कोशिश करें.
window_shared = यह अकाउंट किसी दूसरे प्रोवाइडर के साथ शेयर है. पहले उसे अपनी Facebook बिज़नेस सेटिंग्स में हटाएँ.
window_code = आपके नंबर का कोड स्वीकार नहीं हुआ. नया कोड लें.
window_pause = इतनी कोशिशों के बाद Facebook ने थोड़ा रुकने को कहा है. थोड़ी देर रुककर फिर से कोशिश करें.
window_two_factor = Facebook आपके लॉग इन को ज़्यादा सुरक्षित बनाना चाहता है. वहाँ टू-फ़ैक्टर ऑथेंटिकेशन चालू करके फिर से कोशिश करें.
window_robot = Facebook जानना चाहता है कि आप रोबोट नहीं हैं. उसे फिर से खोलें और तस्वीर वाली पहेली हल करें.
window_restricted = Facebook ने इस अकाउंट पर रोक लगाई है. कारण जानने के लिए Meta Business Support से संपर्क करें.
window_other = Facebook ने कोई समस्या बताई है. उसे फिर से खोलें और बार-बार ऐसा हो, तो हमें बताएँ.

## Pages of links that cannot be opened

refused_missing = यह लिंक अधूरा है
    .why = इस पेज का पता पूरा नहीं है, इसलिए हम नहीं बता सकते कि WhatsApp लिंक करने का अनुरोध किसने किया.
    .next = पिछली साइट पर वापस जाएँ और वहाँ से यह पेज फिर से खोलें.
refused_invalid = यह लिंक अब मान्य नहीं है
    .why = इस पेज के लिंक का समय खत्म हो गया, वह पहले इस्तेमाल हो चुका या बीच में बदल गया. कुछ भी लिंक नहीं हुआ.
    .next = पिछली साइट पर वापस जाएँ और नया लिंक लें.
refused_busy = कृपया थोड़ा रुकें
    .why = यहाँ अभी बहुत भीड़ है, इसलिए यह पेज नहीं खुल सका. न कुछ लिंक हुआ है, न कुछ खोया है.
    .next = एक मिनट रुकें और पेज फिर से खोलें.
