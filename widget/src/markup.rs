//! Markup that is written as text, which is smaller than elements for what never changes on its own.

use protocol::words::parts;

/// A sentence as markup, with its bold parts. `fill` replaces placeholders by values that may come from outside.
pub(crate) fn of<'a>(sentence: &'a str, fill: impl Fn(&'a str) -> &'a str) -> String {
    let mut html = String::new();
    for (part, is_bold) in parts(sentence) {
        let [before, after] = if is_bold { ["<b>", "</b>"] } else { ["", ""] };
        html.push_str(&[before, &escaped(fill(part)), after].concat());
    }
    html
}

/// Text as markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_markup() {
        let name = "<img src=x onerror=alert(1)> & Söhne";
        let shown = "&lt;img src=x onerror=alert(1)> &amp; Söhne";
        assert_eq!(escaped(name), shown);
        let sentence = of("Asked by *{tenant}*.", |part| match part {
            "{tenant}" => name,
            part => part,
        });
        assert_eq!(sentence, ["Asked by <b>", shown, "</b>."].concat());
    }

    #[test]
    fn a_name_with_asterisks_stays_one_part() {
        let sentence = of(
            "*{tenant}*",
            |part| if part.is_empty() { part } else { "A*B" },
        );
        assert_eq!(sentence, "<b>A*B</b>");
    }
}
