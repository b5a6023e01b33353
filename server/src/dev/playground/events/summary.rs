//! A summary of a payload for a screen that others may see: without full phone numbers and QR codes.

use serde_json::Value;

/// The fields shown of each event, in this order. Other events show all fields.
const SHOWN: [(&str, &[&str]); 13] = [
    ("session.qr", &["qr", "expiresAt"]),
    ("session.status", &["status", "statusReason", "failure"]),
    (
        "session.connected",
        &[
            "phoneNumber",
            "pushName",
            "businessName",
            "platform",
            "method",
        ],
    ),
    ("session.logged_out", &["phoneNumber", "reason"]),
    ("session.restricted", &["until"]),
    ("widget.completed", &["method", "phoneNumber", "state"]),
    ("widget.failed", &["reason", "state"]),
    ("message.received", &["from", "pushName", "type", "text"]),
    ("message.status", &["status"]),
    ("message.failed", &["code", "reason"]),
    ("webhook.test", &["message"]),
    ("webhook.disabled", &["label", "host", "reason"]),
    ("webhook.stalled", &["label", "host", "failingSince"]),
];

/// Fields with times, whose digits are not phone numbers.
const TIMES: [&str; 6] = [
    "expiresAt",
    "failingSince",
    "lastSeenAt",
    "unlinksAt",
    "since",
    "until",
];

const LONGEST: usize = 80;

/// A word of this length may be a code or a key.
const SECRET: usize = 32;

/// This many digits may be a phone number.
const NUMBER: usize = 7;

/// Fields and values, in the order to show them.
pub(super) fn of(event: &str, payload: &Value) -> Vec<(String, String)> {
    let Some(fields) = payload.as_object() else {
        return Vec::new();
    };
    let known = SHOWN.iter().find(|(name, _)| *name == event);
    let names: Vec<&str> = match known {
        Some((_, names)) => names.to_vec(),
        None => fields.keys().map(String::as_str).collect(),
    };
    names
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), shown(name, fields.get(name)?)?)))
        .collect()
}

fn shown(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if TIMES.contains(&name) => Some(text.clone()),
        Value::String(text) => Some(masked(text)),
        // A person or a group.
        Value::Object(who) => ["phoneNumber", "lid", "id"]
            .iter()
            .find_map(|key| who.get(*key)?.as_str())
            .map(masked),
        other => Some(masked(&other.to_string())),
    }
}

fn masked(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(mask_secret).collect();
    shorten(&mask_numbers(&words.join(" ")))
}

fn mask_secret(word: &str) -> String {
    let length = word.chars().count();
    if length < SECRET {
        return word.to_owned();
    }
    middle_hidden(word, 4)
}

/// A text without its middle; `keep` characters stay at each end.
fn middle_hidden(text: &str, keep: usize) -> String {
    let head: String = text.chars().take(keep).collect();
    let tail: String = text
        .chars()
        .skip(text.chars().count().saturating_sub(keep))
        .collect();
    format!("{head}…{tail}")
}

/// Hides the middle of anything that could be a phone number, also if it contains spaces.
fn mask_numbers(text: &str) -> String {
    let (mut kept, mut run) = (String::new(), String::new());
    for character in text.chars() {
        let gap = matches!(character, ' ' | '-' | '.' | '(' | ')' | '/') && !run.is_empty();
        if character.is_numeric() || gap {
            run.push(character);
            continue;
        }
        flush(&mut run, &mut kept);
        kept.push(character);
    }
    flush(&mut run, &mut kept);
    kept
}

fn flush(run: &mut String, kept: &mut String) {
    let number = run.trim_end_matches(|c: char| !c.is_numeric());
    let digits: String = number.chars().filter(|c| c.is_numeric()).collect();
    let count = digits.chars().count();
    if count < NUMBER {
        kept.push_str(run);
    } else {
        kept.push_str(&middle_hidden(&digits, (count / 4).min(4)));
        kept.push_str(&run[number.len()..]);
    }
    run.clear();
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn shows_known_fields_and_hides_the_middle_of_secrets() {
        let qr = "2@AbCdEfGh0123456789,xyzxyzxyzxyz,abcabcabcabc=";
        for (event, payload, expected) in [
            (
                "session.qr",
                json!({"qr": qr, "expiresAt": "2026-01-15T10:30:00.000Z"}),
                vec![
                    ("qr", "2@Ab…abc="),
                    ("expiresAt", "2026-01-15T10:30:00.000Z"),
                ],
            ),
            (
                "session.connected",
                json!({"method": "qr", "phoneNumber": "+5511999990001", "lid": "1@lid", "businessName": null}),
                vec![("phoneNumber", "+551…001"), ("method", "qr")],
            ),
            (
                "message.received",
                json!({"from": {"phoneNumber": null, "lid": "123456789012345@lid"}, "text": "call \
                    +55 (11) 99999-0001 at 10", "type": "text"}),
                vec![
                    ("from", "123…345@lid"),
                    ("type", "text"),
                    ("text", "call +551…001 at 10"),
                ],
            ),
            (
                "call.received",
                json!({"a": 12, "b": {"id": "7"}, "c": null, "d": 5_511_999_990_001_i64}),
                vec![("a", "12"), ("b", "7"), ("d", "551…001")],
            ),
        ] {
            let shown = of(event, &payload);
            let shown: Vec<_> = shown
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .collect();
            assert_eq!(shown, expected, "{event}");
        }
        assert!(of("session.qr", &json!(qr)).is_empty());
    }

    #[test]
    fn a_number_is_never_whole_however_it_is_written() {
        for text in [
            "+5511999990001",
            "55 11 99999 0001",
            "(11) 99999.0001",
            "99990001",
            "9999000",
            "٠١٢٣٤٥٦٧٨٩",
            "5511999990001@s.whatsapp.net",
        ] {
            let shown = masked(text);
            let left = shown.chars().filter(|c| c.is_numeric()).count();
            let had = text.chars().filter(|c| c.is_numeric()).count();
            assert!(
                shown.contains('…') && left <= had / 2 + 1,
                "{text}: {shown}"
            );
        }
        assert_eq!(
            masked("see you at 10:30, room 204"),
            "see you at 10:30, room 204"
        );
        assert_eq!(masked(&"word ".repeat(40)).chars().count(), LONGEST + 1);
    }
}
