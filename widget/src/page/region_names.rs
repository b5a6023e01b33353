//! The names of countries in the page's language, by the browser's own tables.

use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::root;
use crate::countries::{self, NamedCountry};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(language: &str, options: &Object) -> Result<DisplayNames, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(js_namespace = Intl)]
    type Collator;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(language: &str) -> Collator;

    #[wasm_bindgen(method, getter)]
    fn compare(this: &Collator) -> Function;

    #[wasm_bindgen(js_name = Array)]
    type List;

    #[wasm_bindgen(method)]
    fn sort(this: &List, compare: &Function);
}

fn names() -> Option<DisplayNames> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    DisplayNames::new(&root::language(), &options).ok()
}

/// The name of a country; its code in a browser that has no names.
pub(crate) fn of(iso: &str) -> String {
    let name = names().and_then(|names| names.of(iso).ok()?);
    name.unwrap_or_else(|| iso.into())
}

/// All countries by name, in the order of the page's language.
pub(crate) fn all() -> Vec<NamedCountry> {
    let names = names();
    // Each entry is the name, a tab and the code: the browser sorts texts.
    let list = Array::new();
    for country in countries::all() {
        let name = names.as_ref().and_then(|names| names.of(country.iso).ok()?);
        let name = name.unwrap_or_else(|| country.iso.into());
        let entry = [&name, "\t", country.iso].concat();
        list.push(&entry.into());
    }
    let compare = Collator::new(&root::language()).compare();
    list.unchecked_ref::<List>().sort(&compare);
    list.iter()
        .filter_map(|entry| named(&entry.as_string()?))
        .collect()
}

fn named(entry: &str) -> Option<NamedCountry> {
    let (name, iso) = entry.split_once('\t')?;
    Some(NamedCountry {
        country: countries::all().find(|country| country.iso == iso)?,
        name: name.into(),
        folded: folded(name),
    })
}

/// Without accents and in lower case, to compare.
pub(crate) fn folded(text: &str) -> String {
    let decomposed = JsString::from(text).to_lower_case().normalize("NFD");
    let is_accent = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let decomposed = String::from(decomposed);
    decomposed
        .chars()
        .filter(|letter| !is_accent(letter))
        .collect()
}
