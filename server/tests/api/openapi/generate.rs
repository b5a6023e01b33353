//! Generates valid and invalid bodies from schemas. The same seed gives the same bodies on every machine.

use serde_json::{Map, Value, json};

use super::Document;

/// SplitMix64.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// Words that are valid somewhere, and some that often cause errors.
const WORDS: [&str; 16] = [
    "support",
    "sales",
    "a",
    "",
    " ",
    "+55 11 99999-0001",
    "+5521988880002",
    "5521988880002@s.whatsapp.net",
    "https://app.acme.example/done?tab=2",
    "https://app.acme.example",
    "http://proxy.example:3128",
    "#2a4fb0",
    "pt-BR",
    "\u{0}\u{1f}\u{202e}",
    "'; DROP TABLE sessions; --",
    "🦀 ação 日本",
];

/// A value that the schema allows.
pub fn fitting(document: &Document, schema: &Value, dice: &mut Dice) -> Value {
    let schema = document.resolved(schema);
    if let Some(words) = schema["enum"].as_array() {
        return dice.pick(words).clone();
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        return fitting(document, dice.pick(choices), dice);
    }
    match kind(schema, dice).as_str() {
        "object" => object(document, schema, dice),
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            let count = least + dice.below(3) as u64;
            (0..count)
                .map(|_| fitting(document, &schema["items"], dice))
                .collect()
        }
        "integer" => {
            let bound = |name: &str, otherwise: i64| schema[name].as_i64().unwrap_or(otherwise);
            let (least, most) = (bound("minimum", -1000), bound("maximum", 1_000_000));
            json!(
                least
                    + i64::try_from(dice.below(usize::try_from(most - least + 1).unwrap()))
                        .unwrap()
            )
        }
        "boolean" => json!(dice.one_in(2)),
        "null" => Value::Null,
        _ => text(schema, dice),
    }
}

fn kind(schema: &Value, dice: &mut Dice) -> String {
    match &schema["type"] {
        Value::Array(kinds) => dice.pick(kinds).as_str().unwrap().to_owned(),
        kind => kind.as_str().unwrap_or("string").to_owned(),
    }
}

fn object(document: &Document, schema: &Value, dice: &mut Dice) -> Value {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut made = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&json!(name)) || dice.one_in(2) {
            made.insert(name.clone(), fitting(document, field, dice));
        }
    }
    Value::Object(made)
}

fn text(schema: &Value, dice: &mut Dice) -> Value {
    let word = match schema["pattern"].as_str() {
        None => (*dice.pick(&WORDS)).to_owned(),
        Some(pattern) if pattern.starts_with("^#") => "#2a4fb0".to_owned(),
        Some(_) => format!("session-{}", dice.below(4)),
    };
    let long_enough = word.chars().count() as u64 >= schema["minLength"].as_u64().unwrap_or(0);
    json!(if long_enough { word } else { "x".to_owned() })
}

/// A valid body with one invalid value.
pub fn broken(document: &Document, schema: &Value, dice: &mut Dice) -> String {
    const RAW: [&str; 8] = [
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "[{}]",
        "{\"a\":1,}",
        "\u{feff}{}",
    ];
    if dice.one_in(4) {
        return (*dice.pick(&RAW)).to_owned();
    }
    let mut body = fitting(document, schema, dice);
    let fields = document.resolved(schema)["properties"].as_object().unwrap();
    let names: Vec<&String> = fields.keys().collect();
    let name = *dice.pick(&names);
    let odd = [
        json!({"not": "this"}),
        json!([[]]),
        json!(-1),
        json!(1e300),
        json!(true),
        json!("x".repeat(70)),
        json!(null),
    ];
    match dice.below(3) {
        0 => body["unheardOf"] = json!(1),
        1 => drop(body.as_object_mut().unwrap().remove(name)),
        _ => body[name] = dice.pick(&odd).clone(),
    }
    body.to_string()
}
