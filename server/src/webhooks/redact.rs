//! Redacts an endpoint's response for the delivery log: short, printable, and without anything that could be a secret
//! or a phone number, because many endpoints echo the request.

/// Characters of a response that are kept.
const MAX_LENGTH: usize = 300;

/// A run of this many base64 characters may be a key, a token or a signature.
const SECRET_LENGTH: usize = 20;

/// A run with this many digits may be a phone number.
const PHONE_DIGITS: usize = 7;

const HIDDEN: char = '…';

pub fn response(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut kept = String::new();
    let mut run = String::new();
    for character in text.chars() {
        if is_word(character) {
            run.push(character);
            continue;
        }
        flush(&mut run, &mut kept);
        kept.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    flush(&mut run, &mut kept);
    shorten(&kept)
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '+' | '/' | '=' | '-' | '_' | '@' | '.')
}

/// Appends a run, or the placeholder if it may be secret.
fn flush(run: &mut String, kept: &mut String) {
    let digits = run.chars().filter(char::is_ascii_digit).count();
    if run.len() >= SECRET_LENGTH || digits >= PHONE_DIGITS {
        kept.push(HIDDEN);
    } else {
        kept.push_str(run);
    }
    run.clear();
}

fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MAX_LENGTH) {
        Some((at, _)) => format!("{}{HIDDEN}", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_phone_numbers_are_hidden() {
        for (text, redacted) in [
            ("ok", "ok"),
            (
                " {\"error\": \"no such order\"}\n",
                "{\"error\": \"no such order\"}",
            ),
            ("call +5511999990001 now", "call … now"),
            ("55 11 99999-0001 and +55.11.99999.0001", "55 11 … and …"),
            ("key=whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "…"),
            (
                "Authorization: Bearer titan_AAAB0123456789abcdef",
                "Authorization: Bearer …",
            ),
            ("{\"qr\":\"2@AbCdEf0123456789,xyz\"}", "{\"qr\":\"…,xyz\"}"),
            ("a\u{1b}[31mred\0", "a [31mred"),
        ] {
            assert_eq!(response(text.as_bytes()), redacted, "{text:?}");
        }
        let long = response("word ".repeat(400).as_bytes());
        assert_eq!(long.chars().count(), MAX_LENGTH + 1);
        assert_eq!(response(&[0xff, 0xfe]), "\u{fffd}\u{fffd}");
    }
}
