### What a person reads in the widget, in English.
###
### Short, active, second person, no exclamation marks, no blame. "Session", "token" and "pairing" never reach the
### person. An error has three parts: what happened, why (`.why`), and the next step as a button (`.next`).
###
### *Asterisks* enclose what is shown in bold: words that the phone shows, and names. Placeholders: $tenant the company's
### name, $origin the address of its site, $seconds a number of seconds, $time minutes and seconds such as 2:41, $number
### a phone number.

## WhatsApp's own words, as its app shows them in this language.

-linked-devices-android = Linked devices
-linked-devices-iphone = Linked Devices
-link-a-device-android = Link a device
-link-a-device-iphone = Link Device
-link-with-number = Link with phone number instead
-settings-iphone = Settings
-two-step-verification = Two-step verification

## The head of the card

title = Link WhatsApp to { $tenant }
# While nobody's name is known.
title_alone = Link WhatsApp
# In place of the company's name while it is not known.
someone = the site that sent you here

## The tabs

# For screen readers: the name of the row of tabs.
tabs_label = How to link
# At most 12 letters or so: three tabs share 248 px.
tab_qr = QR code
tab_phone = Phone number
tab_cloud = Facebook

## The QR code

# For screen readers.
qr_label = QR code to scan with WhatsApp on your phone
preparing = Getting your code…
count = New code in { $seconds } s
renewing = Getting a new code…
offline = No connection. Trying again…
# For screen readers.
said_qr = Your code is ready to scan.
# For screen readers.
said_new_qr = A new code is shown.

## The steps on the phone

guide = On your phone
# For screen readers: the switch between Android and iPhone.
switch_label = Your phone
android = Android
iphone = iPhone
qr_android_1 = Open *WhatsApp*
qr_android_2 = Tap *⋮* and then *{ -linked-devices-android }*
qr_android_3 = Tap *{ -link-a-device-android }* and scan
qr_iphone_1 = Open *WhatsApp*
qr_iphone_2 = Tap *{ -settings-iphone }* and then *{ -linked-devices-iphone }*
qr_iphone_3 = Tap *{ -link-a-device-iphone }* and scan
phone_android_1 = Open *WhatsApp*, tap *⋮* and then *{ -linked-devices-android }*
phone_android_2 = Tap *{ -link-a-device-android }* and then *{ -link-with-number }*
phone_android_3 = Type the code
phone_iphone_1 = Open *WhatsApp*, tap *{ -settings-iphone }* and then *{ -linked-devices-iphone }*
phone_iphone_2 = Tap *{ -link-a-device-iphone }* and then *{ -link-with-number }*
phone_iphone_3 = Type the code

## The end of the card

asked_by = Requested by *{ $tenant }*.
asked_on = Requested by *{ $tenant }* on *{ $origin }*.
# The page around this one is not one that the company has named.
framed_by = This page is shown inside *{ $origin }*. If you don’t know that site, close it.
allows = They can then read and send your messages.
undo = Undo it any time in { -linked-devices-android }.
cancel = Cancel

## On the phone itself, and from a computer to the phone

# A button, while the code to type is shown on the phone.
open_whatsapp = Open WhatsApp
# The button has the same meaning as the title.
move_to_phone = Continue on your phone
    .why = Point your phone’s camera at this code, not WhatsApp’s scanner. This page then opens there and goes on.
    .next = Continue on your phone
move_label = QR code that opens this page on your phone
move_back = Back

## For the page around the widget

# The name of the frame, for screen readers.
frame = Link WhatsApp
close = Close
close_question = Stop linking WhatsApp?

## Linking by number

phone_number = Your WhatsApp number
phone_country = Country
phone_search = Search by name or code
phone_nothing_found = No country found
phone_get_code = Get a code
phone_asking = Getting your code…
# For screen readers, before the code.
phone_code_label = Your code:
phone_copy = Tap to copy
phone_copied = Copied
phone_expires = Expires in { $time }
phone_over = This code has expired.
phone_new_code = Get a new code
phone_code_for = For *{ $number }*
phone_change_number = Change number
phone_hint = WhatsApp may also notify you. Tap the notification and type the code there.
# For screen readers.
phone_said_code = Your code is ready to type.
phone_possible = New code possible in { $time }

phone_spent = No codes left
    .why = To protect your number, this page gives out only a few codes. For more, go back to { $tenant } and ask for a new link.
    .next = Scan a QR code instead

# What is wrong with the number, under its field.
number_not_a_number = Type your number with digits only.
number_unknown_country = This country code doesn’t exist. Pick your country from the list.
number_too_short = Some digits are missing.
number_too_long = There are too many digits. Check the country as well.
number_invalid = This number can’t exist. Check the country and the digits.
number_wrong_number = { $tenant } expects another number. Use that one.
number_unreachable = We can’t reach WhatsApp right now. We keep trying; ask again in a moment.
number_no_code = We couldn’t get a code. Please try again.

## Results

scanned = Finish on your phone…
    .why = Your phone has accepted the code. Keep WhatsApp open for a moment until this page says it is done.
connected = WhatsApp is linked
leaving = Taking you back to { $tenant }…
close_page = You can close this page.
# A link.
go_on = Continue
# A link.
go_back = Back to { $tenant }
timed_out = Still there?
    .why = Nobody scanned the code, so we stopped showing new ones. Have your phone ready and go on when you like.
    .next = Show a new code
timed_out_phone = Still there?
    .why = Nothing happened for a while, so we stopped waiting. Go on when you like; your number is still filled in.
    .next = Go on
cancelled = Nothing was linked
    .why = You cancelled. Your WhatsApp is as it was before.
expired = This link has expired
    .why = To keep your WhatsApp safe, a link works for 15 minutes and only once. Go back to { $tenant } and ask for a new one.
lost = This page can’t continue here
    .why = Your browser no longer has the link it was opened with. Go back to { $tenant } and open it again from there.

## Why linking failed

failure_passkey_required = WhatsApp asks for your passkey
    .why = This number is protected by a passkey, which this page can’t take. If your phone asks for it, confirm there, and this page continues. Otherwise use another number, or ask { $tenant } for another way to link.
    .next = Use another number
failure_coexistence = This number is linked in another way
    .why = It already uses WhatsApp’s official business platform, which can’t be joined by a code. Ask { $tenant } to link it there.
    .next = Use another number
failure_link_refused = WhatsApp didn’t accept the link
    .why = This can happen after several attempts in a row. Wait a minute, then try again with a new code.
    .next = Show a new code
failure_wrong_number = That was a different number
    .why = { $tenant } expects another number, so we removed the link from the phone that scanned. Scan with the other phone.
    .next = Show a new code
failure_banned = WhatsApp has restricted this number
    .why = It can’t be linked while the restriction lasts. Open WhatsApp on your phone to see the reason and ask for a review.
    .next = Use another number
failure_outdated = WhatsApp wants a newer version of us
    .why = Nothing is wrong with your phone. We need to update our service first. Please come back later.
    .next = Try again
failure_device_limit = Too many linked devices
    .why = WhatsApp allows only a few. On your phone, open { -linked-devices-android }, remove one you don’t use, then scan again.
    .next = Show a new code
failure_logged_out = The link was removed
    .why = It was taken back on the phone. If that was you, you are done. To link again, scan a new code.
    .next = Show a new code
failure_replaced = This link is used somewhere else
    .why = Another program took over this linked device, so it can’t be used here too. Link it again to bring it back.
    .next = Link again
failure_throttled = WhatsApp wants a pause
    .why = Codes were asked for too often with this number, so WhatsApp gives out no more for a while. A QR code still works.
    .next = Scan a QR code instead
failure_code_limit = That’s a lot of codes
    .why = To protect your number we give out only a few codes in a row. When the time is over, you can get the next one.
    .next = Get a new code
failure_unavailable = We can’t be reached
    .why = Your connection or our service has a problem right now. Nothing was linked, and nothing is lost.
    .next = Try again
failure_unreachable = We can’t reach WhatsApp right now
    .why = Nothing is wrong on your side. We keep trying, and this page goes on by itself as soon as it works.
    .next = Try now
failure_unknown = That didn’t work
    .why = Something went wrong between WhatsApp and us. Nothing was linked. Try again, and tell { $tenant } if it keeps happening.
    .next = Try again

## Meta's signup: the person knows Meta as Facebook

cloud_guide = What happens
cloud_step_1 = Log in to *Facebook*
cloud_step_2 = Choose your business and your *WhatsApp number*
cloud_step_3 = Confirm. This page goes on by itself
cloud_undo = Undo it any time in your Facebook business settings.

cloud_start = Connect a business number
    .why = For companies on WhatsApp’s business platform. You log in to Facebook and choose the number there. We never see your password.
    .next = Continue with Facebook
cloud_loading = Getting Facebook ready…
cloud_waiting = Finish in Facebook’s window
    .why = It is open in another window or tab. This page goes on by itself when you are done.
    .next = Start again
cloud_working = Connecting your number…
    .why = This takes a few seconds. Keep this page open.
cloud_choosing = Choose your number
    .why = You have more than one. Which one do you want to connect to { $tenant }?
cloud_no_number = There is no number yet
    .why = Your business account has no WhatsApp number. Add one in Facebook’s window or in WhatsApp Manager, then look again.
    .next = Look again
cloud_needs_pin = This number has a PIN
    .why = Somebody set it for two-step verification. If you don’t know it, open WhatsApp Manager, choose the number and set a new PIN under { -two-step-verification }.
    .next = Continue
cloud_pin = PIN, six digits
cloud_blocked = Facebook’s window didn’t open
    .why = Your browser blocks new windows on this page. You can go on without one, or allow it and try again.
    .next = Try again
cloud_no_sdk = Facebook can’t be loaded here
    .why = The connection is slow, or your browser blocks Facebook on this page. You can go on in another way.

cloud_new_tab = Go on in a new tab
cloud_go_to = Go to Facebook
cloud_close_tab = You can close this tab and go back.
cloud_sign_up_again = Open Facebook again
cloud_try_again = Try again

cloud_left = You left Facebook’s window before the end. Nothing was connected.
cloud_closed = Facebook’s window closed before the end. Nothing was connected.
cloud_incomplete = Facebook’s window closed before it gave us access. Open it once more to finish.
cloud_not_sent = We couldn’t be reached in time. Please go through Facebook’s window once more.
cloud_not_reached = We can’t be reached right now. Please try again.
cloud_invalid_pin = A PIN has six digits.
cloud_wrong_pin = This PIN isn’t right. Check it and try again.

# Why a signup stopped.
problem_code_expired = That took too long
    .why = Facebook’s permission is valid for half a minute and reached us too late. Go through its window once more.
problem_code_used = This permission was used already
    .why = Facebook gives it for one use only. Go through its window once more.
problem_interrupted = We were interrupted
    .why = Our service restarted just then. Nothing was connected. Go through Facebook’s window once more.
problem_app_configuration = This isn’t set up correctly yet
    .why = Facebook doesn’t accept the settings of this page. You did nothing wrong. Ask { $tenant } to check their Facebook app.
problem_not_granted = Facebook gave us no access
    .why = The account was not shared. Open the window again and leave everything it asks for switched on.
problem_permission_missing = A permission is missing
    .why = Something was switched off in Facebook’s window. Open it again and leave everything switched on.
problem_access_revoked = The access was taken back
    .why = Facebook no longer lets us use this account. To connect it, go through Facebook’s window again.
problem_wrong_number = That was a different number
    .why = { $tenant } expects another number. Open Facebook again and choose that one.
problem_number_already_connected = This number is connected already
    .why = It is in use in another connection. Ask { $tenant } to remove that one first.
problem_pin_locked = Too many wrong PINs
    .why = WhatsApp accepts no PIN for a while. Set a new one in WhatsApp Manager under { -two-step-verification }, or wait. Then try again.
problem_number_unverified = The number must be confirmed again
    .why = Facebook wants to know that it is still yours. Open its window again; it sends a code by text message or call.
problem_number_busy = The number isn’t free yet
    .why = It was disconnected a moment ago. Wait five minutes, then try again.
problem_account_blocked = Facebook has restricted this account
    .why = It can’t be connected while the restriction lasts. Ask Meta Business Support for the reason and a review.
problem_rate_limited = Facebook wants a pause
    .why = There were many attempts in a short time. Wait a while, then try again.
problem_meta_unavailable = Facebook doesn’t answer
    .why = Nothing is wrong on your side, and nothing is lost. Try again in a moment.
problem_meta_refused = Facebook didn’t accept this
    .why = We don’t know its reason. Try again, and tell { $tenant } if it keeps happening.

# Problems that Facebook's window reported.
window_accounts = Your business has as many WhatsApp accounts as Facebook allows. Choose one that exists.
window_in_use = This number is in use in WhatsApp. Disconnect it there, wait 15 minutes, then try again.
window_other_business = This number belongs to another business on Facebook. Choose another number.
window_country = This isn’t possible for numbers of your country yet. Choose another number.
window_too_new = This number is too new. Use it in the WhatsApp Business app for some days first.
window_old_app = Your WhatsApp Business app is too old. Update it on your phone, then try again.
window_shared = This account is shared with another provider. Remove that one in your Facebook business settings first.
window_code = The code for your number wasn’t accepted. Ask for a new one.
window_pause = Facebook wants a pause after so many attempts. Wait a while, then try again.
window_two_factor = Facebook wants your login to be safer. Switch on two-factor authentication there, then try again.
window_robot = Facebook wants to know that you are no robot. Open it again and solve its picture.
window_restricted = Facebook has restricted this account. Ask Meta Business Support for the reason.
window_other = Facebook reported a problem. Open it again, and tell us if it keeps happening.

## Pages of links that cannot be opened

refused_missing = Missing widget token
    .why = The address of this page is not complete, so we can’t tell who asked you to link WhatsApp.
    .next = Go back to the site that sent you here and open the page again from there.
refused_invalid = Invalid widget token
    .why = The link to this page has expired, was already used, or was changed on the way. Nothing was linked.
    .next = Go back to the site that sent you here and ask for a new link.
refused_busy = One moment, please
    .why = There is a lot going on here just now, so this page could not be opened. Nothing was linked, and nothing is lost.
    .next = Wait a minute and open the page again.
