//! Text from outside, cleaned where it enters: what the databases cannot store is left out.

/// No name of WhatsApp's is as long.
const LONGEST_NAME: usize = 256;

/// Without NUL, which Postgres refuses in a text.
pub fn clean(text: &str) -> String {
    text.replace('\0', "")
}

/// A name on one line: without control characters, and shortened where it is absurdly long.
pub fn clean_name(text: &str) -> String {
    let kept = text.chars().filter(|char| !char.is_control());
    kept.take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_loses_its_nuls() {
        assert_eq!(clean("oi\0,\n tudo\tbem? 🌷"), "oi,\n tudo\tbem? 🌷");
    }

    #[test]
    fn a_name_is_one_line_of_bounded_length() {
        assert_eq!(clean_name("A\0na\n Lima 👩‍👧"), "Ana Lima 👩‍👧");
        assert_eq!(clean_name(&"ç".repeat(300)).chars().count(), LONGEST_NAME);
    }
}
