//! The fields of `PATCH` bodies, where absent, `null` and a value are three different things.
//!
//! Absent leaves a field as it is. `null` empties a field that may be empty ([`nullable`]) and is an error for one
//! that always has a value ([`value`]). Every field also needs `#[serde(default)]`.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// `None` when absent, `Some(None)` for `null`.
pub(crate) fn nullable<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(from).map(Some)
}

/// `None` when absent; `null` is an error.
pub(crate) fn value<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    match Option::deserialize(from)? {
        Some(value) => Ok(Some(value)),
        None => Err(D::Error::custom(
            "a field that always has a value cannot be null; leave it out to keep it as it is",
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Body {
        #[serde(default, deserialize_with = "nullable")]
        label: Option<Option<String>>,
        #[serde(default, deserialize_with = "value")]
        enabled: Option<bool>,
    }

    fn read(body: Value) -> Result<Body, String> {
        serde_json::from_value(body).map_err(|error| error.to_string())
    }

    #[test]
    fn absent_null_and_a_value_are_distinguished() {
        let body = |label, enabled| Ok(Body { label, enabled });
        assert_eq!(read(json!({})), body(None, None));
        assert_eq!(read(json!({"label": null})), body(Some(None), None));
        assert_eq!(
            read(json!({"label": "a", "enabled": false})),
            body(Some(Some("a".to_owned())), Some(false))
        );
        let refused = read(json!({"enabled": null})).unwrap_err();
        assert!(refused.contains("leave it out"), "{refused}");
    }
}
