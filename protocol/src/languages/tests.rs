use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{Entry, Message, Pattern, PatternElement};

use super::read::PLACEHOLDERS;
use super::*;

mod failures;
mod problems;

/// The sentences of a file by name, as they are written; attributes as `name.attribute`.
fn sentences(file: &str) -> BTreeMap<String, String> {
    let read = FluentResource::try_new(file.to_owned());
    let resource = read.unwrap_or_else(|(_, errors)| panic!("it cannot be parsed: {errors:?}"));
    let mut sentences = BTreeMap::new();
    for entry in resource.entries() {
        match entry {
            Entry::Message(message) => add(&mut sentences, message),
            Entry::Term(term) => {
                sentences.insert(format!("-{}", term.id.name), source(&term.value));
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => panic!("not a sentence: {content}"),
        }
    }
    sentences
}

fn add(sentences: &mut BTreeMap<String, String>, message: &Message<&str>) {
    let name = message.id.name;
    let value = message.value.as_ref().map(source).unwrap_or_default();
    sentences.insert(name.to_owned(), value);
    for attribute in &message.attributes {
        let name = format!("{name}.{}", attribute.id.name);
        sentences.insert(name, source(&attribute.value));
    }
}

/// A pattern with its placeholders, as `{…}` of what the parser made of them.
fn source(pattern: &Pattern<&str>) -> String {
    let element = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression } => format!("{{{expression:?}}}"),
    };
    pattern.elements.iter().map(element).collect()
}

fn variables(sentence: &str) -> BTreeSet<String> {
    PLACEHOLDERS
        .iter()
        .filter(|name| {
            sentence.contains(&format!(
                "VariableReference {{ id: Identifier {{ name: \"{name}\""
            ))
        })
        .map(|name| (*name).to_owned())
        .collect()
}

#[test]
fn every_language_has_the_same_sentences() {
    let english = sentences(FILES[0].1);
    for (tag, file) in FILES {
        let found = sentences(file);
        let names = |from: &BTreeMap<String, String>| -> BTreeSet<String> {
            from.keys().cloned().collect()
        };
        assert_eq!(names(&found), names(&english), "{tag}");
        for (name, sentence) in &found {
            let of_english = &english[name];
            assert_eq!(variables(sentence), variables(of_english), "{tag} {name}");
            let asterisks = |text: &str| text.matches('*').count();
            assert_eq!(asterisks(sentence), asterisks(of_english), "{tag} {name}");
            assert!(!sentence.trim().is_empty(), "{tag} {name} is empty");
        }
    }
}

/// A name that is missing in the file is shown in place of its sentence, and a sentence that nobody reads is noticed.
#[test]
fn every_sentence_is_used_and_every_used_one_exists() {
    let names: BTreeSet<String> = sentences(FILES[0].1).into_keys().collect();
    let is_message = |name: &&String| !name.starts_with('-') && !name.contains('.');
    let messages: BTreeSet<String> = names.iter().filter(is_message).cloned().collect();
    assert_eq!(messages, read::names());
}

#[test]
fn names_in_a_sentence_are_bold_parts_of_their_own() {
    for language in all() {
        let words = &language.words;
        for (sentence, names) in [
            (words.asked_by(), &["{tenant}"][..]),
            (words.asked_on(), &["{tenant}", "{origin}"]),
            (words.framed_by(), &["{origin}"]),
            (words.phone_code_for(), &["{number}"]),
        ] {
            for name in names {
                let is_alone = crate::words::parts(sentence).any(|part| part == (*name, true));
                assert!(is_alone, "{}: {name} in “{sentence}”", language.tag);
            }
        }
    }
}

#[test]
fn only_languages_that_are_written_so_run_from_right_to_left() {
    let is_rtl = |language: &&Language| language.words.dir() == "rtl";
    let tags: Vec<&str> = all().iter().filter(is_rtl).map(|one| one.tag).collect();
    assert_eq!(tags, ["ar", "he"]);
}

#[test]
fn a_language_names_itself() {
    for language in all() {
        assert_eq!(language.words.lang(), language.tag);
    }
}

/// Three tabs share 248 px, and a button is as wide.
#[test]
fn labels_are_short() {
    for language in all() {
        let words = &language.words;
        let tabs = [words.tab_qr(), words.tab_phone(), words.tab_cloud()];
        let letters = |text: &str| text.chars().count();
        let together: usize = tabs.into_iter().map(letters).sum();
        assert!(together <= 30, "{}: {tabs:?}", language.tag);
        for button in [words.cancel(), words.phone_get_code(), words.go_on()] {
            assert!(letters(button) <= 30, "{}: {button}", language.tag);
        }
    }
}
