//! Cleans text from outside: removes what the databases cannot store.

/// Longer than any name in WhatsApp.
const LONGEST_NAME: usize = 256;

/// Removes NUL, which Postgres rejects in text.
pub fn clean(text: &str) -> String {
    text.replace('\0', "")
}

/// A name on one line: without control characters, and shortened if it is too long.
pub fn clean_name(text: &str) -> String {
    let kept = text.chars().filter(|char| !char.is_control());
    kept.take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_loses_its_nuls() {
        assert_eq!(clean("oi\0,\n tudo\tbem? 🌷"), "oi,\n tudo\tbem? 🌷");
    }

    #[test]
    fn a_name_is_one_line_of_bounded_length() {
        assert_eq!(clean_name("A\0na\n Lima 👩‍👧"), "Ana Lima 👩‍👧");
        assert_eq!(clean_name(&"ç".repeat(300)).chars().count(), LONGEST_NAME);
    }
}
