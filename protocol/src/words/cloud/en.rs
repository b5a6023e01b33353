//! English.

use super::{Advice, CloudWords};

pub(in crate::words) const EN: CloudWords = CloudWords {
    guide: "What happens",
    steps: [
        &[("Log in to ", "Facebook")],
        &[("Choose your business and your ", "WhatsApp number")],
        &[("Confirm. This page goes on by itself", "")],
    ],
    undo: "Undo it any time in your Facebook business settings.",

    start: Advice {
        title: "Connect a business number",
        why: "For companies on WhatsApp’s business platform. You log in to Facebook and choose the number there. We never see your password.",
        next: "Continue with Facebook",
    },
    loading: "Getting Facebook ready…",
    waiting: Advice {
        title: "Finish in Facebook’s window",
        why: "It is open in another window or tab. This page goes on by itself when you are done.",
        next: "Start again",
    },
    working: Advice {
        title: "Connecting your number…",
        why: "This takes a few seconds. Keep this page open.",
        next: "",
    },
    choosing: Advice {
        title: "Choose your number",
        why: "You have more than one. Which one do you want to connect to {tenant}?",
        next: "",
    },
    no_number: Advice {
        title: "There is no number yet",
        why: "Your business account has no WhatsApp number. Add one in Facebook’s window or in WhatsApp Manager, then look again.",
        next: "Look again",
    },
    needs_pin: Advice {
        title: "This number has a PIN",
        why: "Somebody set it for two-step verification. If you don’t know it, open WhatsApp Manager, choose the number and set a new PIN under Two-step verification.",
        next: "Continue",
    },
    pin: "PIN, six digits",

    blocked: Advice {
        title: "Facebook’s window didn’t open",
        why: "Your browser blocks new windows on this page. You can go on without one, or allow it and try again.",
        next: "Try again",
    },
    no_sdk: Advice {
        title: "Facebook can’t be loaded here",
        why: "The connection is slow, or your browser blocks Facebook on this page. You can go on in another way.",
        next: "",
    },
    new_tab: "Go on in a new tab",
    go_to: "Go to Facebook",
    close_tab: "You can close this tab and go back.",

    sign_up_again: "Open Facebook again",
    try_again: "Try again",

    left: "You left Facebook’s window before the end. Nothing was connected.",
    closed: "Facebook’s window closed before the end. Nothing was connected.",
    incomplete: "Facebook’s window closed before it gave us access. Open it once more to finish.",
    not_sent: "We couldn’t be reached in time. Please go through Facebook’s window once more.",
    not_reached: "We can’t be reached right now. Please try again.",
    invalid_pin: "A PIN has six digits.",
    wrong_pin: "This PIN isn’t right. Check it and try again.",

    problems: &[
        (
            "code_expired",
            told(
                "That took too long",
                "Facebook’s permission is valid for half a minute and reached us too late. Go through its window once more.",
            ),
        ),
        (
            "code_used",
            told(
                "This permission was used already",
                "Facebook gives it for one use only. Go through its window once more.",
            ),
        ),
        (
            "interrupted",
            told(
                "We were interrupted",
                "Our service restarted just then. Nothing was connected. Go through Facebook’s window once more.",
            ),
        ),
        (
            "app_configuration",
            told(
                "This isn’t set up correctly yet",
                "Facebook doesn’t accept the settings of this page. You did nothing wrong. Ask {tenant} to check their Facebook app.",
            ),
        ),
        (
            "not_granted",
            told(
                "Facebook gave us no access",
                "The account was not shared. Open the window again and leave everything it asks for switched on.",
            ),
        ),
        (
            "permission_missing",
            told(
                "A permission is missing",
                "Something was switched off in Facebook’s window. Open it again and leave everything switched on.",
            ),
        ),
        (
            "access_revoked",
            told(
                "The access was taken back",
                "Facebook no longer lets us use this account. To connect it, go through Facebook’s window again.",
            ),
        ),
        (
            "wrong_number",
            told(
                "That was a different number",
                "{tenant} expects another number. Open Facebook again and choose that one.",
            ),
        ),
        (
            "number_already_connected",
            told(
                "This number is connected already",
                "It is in use in another connection. Ask {tenant} to remove that one first.",
            ),
        ),
        (
            "pin_locked",
            told(
                "Too many wrong PINs",
                "WhatsApp accepts no PIN for a while. Set a new one in WhatsApp Manager under Two-step verification, or wait. Then try again.",
            ),
        ),
        (
            "number_unverified",
            told(
                "The number must be confirmed again",
                "Facebook wants to know that it is still yours. Open its window again; it sends a code by text message or call.",
            ),
        ),
        (
            "number_busy",
            told(
                "The number isn’t free yet",
                "It was disconnected a moment ago. Wait five minutes, then try again.",
            ),
        ),
        (
            "account_blocked",
            told(
                "Facebook has restricted this account",
                "It can’t be connected while the restriction lasts. Ask Meta Business Support for the reason and a review.",
            ),
        ),
        (
            "rate_limited",
            told(
                "Facebook wants a pause",
                "There were many attempts in a short time. Wait a while, then try again.",
            ),
        ),
        (
            "meta_unavailable",
            told(
                "Facebook doesn’t answer",
                "Nothing is wrong on your side, and nothing is lost. Try again in a moment.",
            ),
        ),
        (
            "meta_refused",
            told(
                "Facebook didn’t accept this",
                "We don’t know its reason. Try again, and tell {tenant} if it keeps happening.",
            ),
        ),
    ],
    errors: &[
        (
            "2388098 2494067",
            "Your business has as many WhatsApp accounts as Facebook allows. Choose one that exists.",
        ),
        (
            "3441030 3441049",
            "This number is in use in WhatsApp. Disconnect it there, wait 15 minutes, then try again.",
        ),
        (
            "3441041",
            "This number belongs to another business on Facebook. Choose another number.",
        ),
        (
            "3441042",
            "This isn’t possible for numbers of your country yet. Choose another number.",
        ),
        (
            "3441045",
            "This number is too new. Use it in the WhatsApp Business app for some days first.",
        ),
        (
            "4563015",
            "Your WhatsApp Business app is too old. Update it on your phone, then try again.",
        ),
        (
            "2655093 2655094 2655049 2494028",
            "This account is shared with another provider. Remove that one in your Facebook business settings first.",
        ),
        (
            "2593037 2593039",
            "The code for your number wasn’t accepted. Ask for a new one.",
        ),
        (
            "3441033 3441046 1390008 1675004",
            "Facebook wants a pause after so many attempts. Wait a while, then try again.",
        ),
        (
            "2859009 4612001",
            "Facebook wants your login to be safer. Switch on two-factor authentication there, then try again.",
        ),
        (
            "2655091",
            "Facebook wants to know that you are no robot. Open it again and solve its picture.",
        ),
        (
            "2655089 3441040",
            "Facebook has restricted this account. Ask Meta Business Support for the reason.",
        ),
        (
            "",
            "Facebook reported a problem. Open it again, and tell us if it keeps happening.",
        ),
    ],
};

/// What happened, and why with the next step. The button depends on the remedy.
const fn told(title: &'static str, why: &'static str) -> Advice {
    Advice {
        title,
        why,
        next: "",
    }
}
