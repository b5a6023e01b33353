//! The client and this network use the same libraries, so a fault that both have would never show. These vectors were
//! made by others' implementations, or are published in standards; each file names its source. See also
//! `src/phone/signal/vectors.rs`.

#[path = "vectors/codec.rs"]
mod codec;
#[path = "vectors/noise.rs"]
mod noise;
#[path = "vectors/primitives.rs"]
mod primitives;

use serde_json::Value;

/// The bytes in a field, which has them as hexadecimal digits.
fn bytes(vector: &Value, field: &str) -> Vec<u8> {
    let digits = vector[field].as_str().unwrap_or_else(|| panic!("{field}"));
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
