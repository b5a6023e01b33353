//! The faults about the version of the web client.

use serde::Deserialize;

use super::super::reply::ApiError;
use super::effect::Effect;
use super::request::invalid;
use crate::web_version::{self, Below, Minimum, Published, Version};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MinimumVersion {
    version: String,
    #[serde(default)]
    scans_fail: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PublishedVersion {
    version: Option<String>,
    failing: Option<u16>,
}

impl MinimumVersion {
    pub(super) fn effect(self) -> Result<Effect, ApiError> {
        let below = match self.scans_fail {
            true => Below::ScansFail,
            false => Below::Refused,
        };
        let version = version(&self.version)?;
        Ok(Effect::MinimumVersion(Minimum { version, below }))
    }
}

impl PublishedVersion {
    pub(super) fn effect(self) -> Result<Effect, ApiError> {
        Ok(Effect::Publish(match (self.version, self.failing) {
            (Some(text), None) => Published::Version(version(&text)?),
            (None, Some(status @ 400..=599)) => Published::Failing(status),
            _ => {
                return Err(invalid(
                    "a published version is {version}, or {failing} with a status from 400 to 599",
                ));
            }
        }))
    }
}

fn version(text: &str) -> Result<Version, ApiError> {
    let version = web_version::parse(text);
    version.ok_or_else(|| invalid("a version is three numbers such as 2.3000.1026131876"))
}
