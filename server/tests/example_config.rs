//! The example file documents the configuration, so it must match the code.

use std::collections::HashMap;

use titan_connect::runtime::config::{Config, NAMES};

fn example() -> HashMap<String, String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../titan-connect.example.env");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once('='))
        .filter(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn the_example_explains_every_variable_and_no_other() {
    let mut explained: Vec<String> = example().into_keys().collect();
    let mut known = NAMES.map(str::to_owned);
    explained.sort();
    known.sort();
    assert_eq!(explained, known);
}

#[test]
fn every_example_value_is_valid_and_every_variable_is_read() {
    let values = example();
    let read = std::cell::RefCell::new(Vec::new());
    let config = Config::read(|name| {
        read.borrow_mut().push(name.to_owned());
        values.get(name).cloned()
    })
    .unwrap();
    assert_eq!(config.tenant_name, "Acme Helpdesk");
    let mut read = read.into_inner();
    read.sort();
    let mut known = NAMES.map(str::to_owned);
    known.sort();
    assert_eq!(read, known);
}
