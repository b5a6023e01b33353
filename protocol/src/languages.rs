//! The sentences of every language, from the files in `protocol/locales`.
//!
//! Another language is one more file and one more line in [`FILES`]; the tests then require that it is complete.

use std::sync::LazyLock;

use crate::words::{Advice, Words};

mod read;
#[cfg(test)]
mod tests;

/// The first one is the language of last resort.
const FILES: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("ar", include_str!("../locales/ar.ftl")),
    ("de", include_str!("../locales/de.ftl")),
    ("es", include_str!("../locales/es.ftl")),
    ("fr", include_str!("../locales/fr.ftl")),
    ("he", include_str!("../locales/he.ftl")),
    ("hi", include_str!("../locales/hi.ftl")),
    ("id", include_str!("../locales/id.ftl")),
    ("it", include_str!("../locales/it.ftl")),
    ("ja", include_str!("../locales/ja.ftl")),
    ("nl", include_str!("../locales/nl.ftl")),
    ("pt-BR", include_str!("../locales/pt-BR.ftl")),
    ("ru", include_str!("../locales/ru.ftl")),
    ("tr", include_str!("../locales/tr.ftl")),
    ("zh-CN", include_str!("../locales/zh-CN.ftl")),
];

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let read = |(tag, file): &(&'static str, &'static str)| {
        let (words, rejected) = read::words(tag, file);
        Language {
            tag,
            words,
            rejected,
        }
    };
    FILES.iter().map(read).collect()
});

/// A language and what is said in it.
#[derive(Debug)]
pub struct Language {
    /// A BCP 47 tag.
    pub tag: &'static str,
    pub words: Words,
    pub rejected: RejectedWords,
}

/// The texts of the pages for links that cannot be opened.
#[derive(Debug)]
pub struct RejectedWords {
    pub missing: Advice,
    pub invalid: Advice,
    pub busy: Advice,
}

pub fn all() -> &'static [Language] {
    &LANGUAGES
}

/// The language of last resort.
pub fn english() -> &'static Words {
    &LANGUAGES[0].words
}
