//! An endpoint's answer as the log may keep it: short, printable, and with nothing in it that could be a secret or
//! a phone number. Many endpoints echo what they were sent.

/// Characters kept of an answer.
const LONGEST: usize = 300;

/// A run of so many letters, digits and signs of base64 may be a key, a token or a signature.
const SECRET: usize = 20;

/// A run of so many digits may be a phone number.
const NUMBER: usize = 7;

const HIDDEN: char = '…';

pub fn answer(bytes: &[u8]) -> String {
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

/// Keeps a run, or hides it.
fn flush(run: &mut String, kept: &mut String) {
    let digits = run.chars().filter(char::is_ascii_digit).count();
    if run.len() >= SECRET || digits >= NUMBER {
        kept.push(HIDDEN);
    } else {
        kept.push_str(run);
    }
    run.clear();
}

fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}{HIDDEN}", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_helps_and_hides_what_could_harm() {
        for (said, kept) in [
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
            assert_eq!(answer(said.as_bytes()), kept, "{said:?}");
        }
        let long = answer("word ".repeat(400).as_bytes());
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert_eq!(answer(&[0xff, 0xfe]), "\u{fffd}\u{fffd}");
    }
}
