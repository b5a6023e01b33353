//! Rows that begin with the time of writing, by which they expire.

use wacore::store::error::Result;

use super::malformed;

const LENGTH: usize = size_of::<i64>();

pub(super) fn with_timestamp(at: i64, payload: &[u8]) -> Vec<u8> {
    [&at.to_be_bytes(), payload].concat()
}

pub(super) fn timestamp(row: &[u8]) -> Result<i64> {
    Ok(split(row)?.0)
}

pub(super) fn payload(row: &[u8]) -> Result<Vec<u8>> {
    Ok(split(row)?.1.to_vec())
}

fn split(row: &[u8]) -> Result<(i64, &[u8])> {
    let (at, payload) = row
        .split_first_chunk::<LENGTH>()
        .ok_or_else(|| malformed("message"))?;
    Ok((i64::from_be_bytes(*at), payload))
}
