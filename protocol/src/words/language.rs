//! One constant per language.

use super::{Advice, PhoneWords, Words, cloud};

/// English, the language of last resort.
pub const EN: Words = Words {
    lang: "en",

    title_before: "Link WhatsApp to ",
    title_alone: "Link WhatsApp",

    tabs_label: "How to link",
    tab_qr: "QR code",
    tab_phone: "Phone number",
    tab_cloud: "Facebook",

    qr_label: "QR code to scan with WhatsApp on your phone",
    preparing: "Getting your code…",
    count_before: "New code in ",
    count_after: " s",
    renewing: "Getting a new code…",
    offline: "No connection. Trying again…",

    phone: PhoneWords {
        number: "Your WhatsApp number",
        country: "Country",
        search: "Search by name or code",
        nothing_found: "No country found",
        get_code: "Get a code",
        asking: "Getting your code…",
        code_label: "Your code:",
        copy: "Tap to copy",
        copied: "Copied",
        expires: "Expires in ",
        over: "This code has expired.",
        new_code: "Get a new code",
        code_for: "For ",
        change_number: "Change number",
        hint: "WhatsApp may also notify you. Tap the notification and type the code there.",
        steps_android: [
            &[
                ("Open ", "WhatsApp"),
                (", tap ", "⋮"),
                (" and then ", "Linked devices"),
            ],
            &[
                ("Tap ", "Link a device"),
                (" and then ", "Link with phone number instead"),
            ],
            &[("Type the code", "")],
        ],
        steps_iphone: [
            &[
                ("Open ", "WhatsApp"),
                (", tap ", "Settings"),
                (" and then ", "Linked Devices"),
            ],
            &[
                ("Tap ", "Link Device"),
                (" and then ", "Link with phone number instead"),
            ],
            &[("Type the code", "")],
        ],
        said_code: "Your code is ready to type.",
        possible: "New code possible in ",
        spent: Advice {
            title: "No codes left",
            why: "To protect your number, this page gives out only a few codes. For more, go back to {tenant} and ask for a new link.",
            next: "Scan a QR code instead",
        },
        not_a_number: "Type your number with digits only.",
        unknown_country: "This country code doesn’t exist. Pick your country from the list.",
        too_short: "Some digits are missing.",
        too_long: "There are too many digits. Check the country as well.",
        invalid: "This number can’t exist. Check the country and the digits.",
        wrong_number: "{tenant} expects another number. Use that one.",
        no_code: "We couldn’t get a code. Please try again.",
        unreachable: "We can’t reach WhatsApp right now. We keep trying; ask again in a moment.",
    },

    cloud: cloud::EN,

    guide: "On your phone",
    switch_label: "Your phone",
    android: "Android",
    iphone: "iPhone",
    steps_android: [
        &[("Open ", "WhatsApp")],
        &[("Tap ", "⋮"), (" and then ", "Linked devices")],
        &[("Tap ", "Link a device"), (" and scan", "")],
    ],
    steps_iphone: [
        &[("Open ", "WhatsApp")],
        &[("Tap ", "Settings"), (" and then ", "Linked Devices")],
        &[("Tap ", "Link Device"), (" and scan", "")],
    ],

    asks_before: "Requested by ",
    asks_on: " on ",
    allows: "They can then read and send your messages.",
    undo: "Undo it any time in Linked devices.",
    cancel: "Cancel",

    scanned: Advice {
        title: "Finish on your phone…",
        why: "Your phone has accepted the code. Keep WhatsApp open for a moment until this page says it is done.",
        next: "",
    },
    connected: Advice {
        title: "WhatsApp is linked",
        why: "",
        next: "",
    },
    leaving: "Taking you back to {tenant}…",
    close_page: "You can close this page.",
    go_on: "Continue",
    go_back: "Back to {tenant}",
    timed_out: Advice {
        title: "Still there?",
        why: "Nobody scanned the code, so we stopped showing new ones. Have your phone ready and go on when you like.",
        next: "Show a new code",
    },
    timed_out_phone: Advice {
        title: "Still there?",
        why: "Nothing happened for a while, so we stopped waiting. Go on when you like; your number is still filled in.",
        next: "Go on",
    },
    cancelled: Advice {
        title: "Nothing was linked",
        why: "You cancelled. Your WhatsApp is as it was before.",
        next: "",
    },
    unavailable: Advice {
        title: "We can’t be reached",
        why: "Your connection or our service has a problem right now. Nothing was linked, and nothing is lost.",
        next: "Try again",
    },
    unreachable: Advice {
        title: "We can’t reach WhatsApp right now",
        why: "Nothing is wrong on your side. We keep trying, and this page goes on by itself as soon as it works.",
        next: "Try now",
    },

    expired: Advice {
        title: "This link has expired",
        why: "To keep your WhatsApp safe, a link works for 15 minutes and only once. Go back to {tenant} and ask for a new one.",
        next: "",
    },
    lost: Advice {
        title: "This page can’t continue here",
        why: "Your browser no longer has the link it was opened with. Go back to {tenant} and open it again from there.",
        next: "",
    },

    passkey_required: Advice {
        title: "WhatsApp asks for your passkey",
        why: "This number is protected by a passkey, and it can’t be given on this page yet. Ask {tenant} for another way to link, or use another number.",
        next: "Use another number",
    },
    coexistence: Advice {
        title: "This number is linked in another way",
        why: "It already uses WhatsApp’s official business platform, which can’t be joined by a code. Ask {tenant} to link it there.",
        next: "Use another number",
    },
    link_refused: Advice {
        title: "WhatsApp didn’t accept the link",
        why: "This can happen after several attempts in a row. Wait a minute, then try again with a new code.",
        next: "Show a new code",
    },
    wrong_number: Advice {
        title: "That was a different number",
        why: "{tenant} expects another number, so we removed the link from the phone that scanned. Scan with the other phone.",
        next: "Show a new code",
    },
    banned: Advice {
        title: "WhatsApp has restricted this number",
        why: "It can’t be linked while the restriction lasts. Open WhatsApp on your phone to see the reason and ask for a review.",
        next: "Use another number",
    },
    outdated: Advice {
        title: "WhatsApp wants a newer version of us",
        why: "Nothing is wrong with your phone. We need to update our service first. Please come back later.",
        next: "Try again",
    },
    device_limit: Advice {
        title: "Too many linked devices",
        why: "WhatsApp allows only a few. On your phone, open Linked devices, remove one you don’t use, then scan again.",
        next: "Show a new code",
    },
    logged_out: Advice {
        title: "The link was removed",
        why: "It was taken back on the phone. If that was you, you are done. To link again, scan a new code.",
        next: "Show a new code",
    },
    replaced: Advice {
        title: "This link is used somewhere else",
        why: "Another program took over this linked device, so it can’t be used here too. Link it again to bring it back.",
        next: "Link again",
    },
    throttled: Advice {
        title: "WhatsApp wants a pause",
        why: "Codes were asked for too often with this number, so WhatsApp gives out no more for a while. A QR code still works.",
        next: "Scan a QR code instead",
    },
    code_limit: Advice {
        title: "That’s a lot of codes",
        why: "To protect your number we give out only a few codes in a row. When the time is over, you can get the next one.",
        next: "Get a new code",
    },
    unknown: Advice {
        title: "That didn’t work",
        why: "Something went wrong between WhatsApp and us. Nothing was linked. Try again, and tell {tenant} if it keeps happening.",
        next: "Try again",
    },

    said_qr: "Your code is ready to scan.",
    said_new_qr: "A new code is shown.",

    refused_missing: Advice {
        title: "Missing widget token",
        why: "The address of this page is not complete, so we can’t tell who asked you to link WhatsApp.",
        next: "Go back to the site that sent you here and open the page again from there.",
    },
    refused_invalid: Advice {
        title: "Invalid widget token",
        why: "The link to this page has expired, was already used, or was changed on the way. Nothing was linked.",
        next: "Go back to the site that sent you here and ask for a new link.",
    },
    refused_busy: Advice {
        title: "One moment, please",
        why: "There is a lot going on here just now, so this page could not be opened. Nothing was linked, and nothing is lost.",
        next: "Wait a minute and open the page again.",
    },

    someone: "the site that sent you here",
};
