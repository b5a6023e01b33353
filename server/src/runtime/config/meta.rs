//! The operator's Meta app. Its id, secret and configuration belong together.

use super::{
    META_APP_ID, META_APP_SECRET, META_CONFIG_ID, META_EXTRAS, META_GRAPH_VERSION, Reader,
};
use crate::domain::meta_app::{AppSecret, DigitId, Extras, GraphVersion, MetaAppSettings};

/// What the variables say about the operator's Meta app.
#[derive(Debug, Clone, Default)]
pub struct MetaConfig {
    /// `None`: links offer the Cloud API only with an app of their own.
    pub app: Option<MetaAppSettings>,
    /// The variables that are missing beside those that are set.
    pub missing: Vec<&'static str>,
}

impl MetaConfig {
    pub(super) fn read(read: &mut Reader<'_>) -> Self {
        let app_id = read.value(META_APP_ID, "the app's id: digits", DigitId::parse);
        let secret = read.value(
            META_APP_SECRET,
            "the app's secret: 8 to 256 characters without spaces",
            AppSecret::parse,
        );
        let config_id = read.value(
            META_CONFIG_ID,
            "the id of a login configuration for Embedded Signup: digits",
            DigitId::parse,
        );
        let graph_version = read.value(
            META_GRAPH_VERSION,
            "a version of the Graph API such as v25.0",
            GraphVersion::parse,
        );
        let extras = read.value(
            META_EXTRAS,
            "a JSON object of at most 4000 characters",
            Extras::parse,
        );
        let all = [
            (META_APP_ID, app_id.is_some()),
            (META_APP_SECRET, secret.is_some()),
            (META_CONFIG_ID, config_id.is_some()),
        ];
        let missing = all.iter().filter(|variable| !variable.1);
        let missing: Vec<&str> = missing.map(|variable| variable.0).collect();
        let (Some(app_id), Some(secret), Some(config_id)) = (app_id, secret, config_id) else {
            let is_meant = missing.len() < all.len();
            return MetaConfig {
                app: None,
                missing: if is_meant { missing } else { Vec::new() },
            };
        };
        MetaConfig {
            app: Some(MetaAppSettings {
                app_id,
                config_id,
                secret,
                graph_version: graph_version.unwrap_or_default(),
                extras: extras.unwrap_or_default(),
            }),
            missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Config, ConfigError};
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<MetaConfig, ConfigError> {
        let config = Config::read(|name| {
            let pair = pairs.iter().find(|pair| pair.0 == name);
            pair.map(|pair| pair.1.to_owned())
        });
        config.map(|config| config.meta)
    }

    #[test]
    fn the_three_variables_belong_together() {
        let id = (META_APP_ID, "4711");
        let secret = (META_APP_SECRET, "0123456789abcdef");
        let config = (META_CONFIG_ID, "4712");
        for (given, is_app, missing) in [
            (vec![], false, vec![]),
            (vec![id, secret, config], true, vec![]),
            (vec![id], false, vec![META_APP_SECRET, META_CONFIG_ID]),
            (vec![id, config], false, vec![META_APP_SECRET]),
        ] {
            let read = read(&given).unwrap();
            assert_eq!(read.app.is_some(), is_app, "{given:?}");
            assert_eq!(read.missing, missing, "{given:?}");
        }
    }

    #[test]
    fn an_invalid_value_is_reported_without_the_secret() {
        let pairs = [
            (META_APP_ID, "my app"),
            (META_APP_SECRET, "hunter2"),
            (META_EXTRAS, "[]"),
        ];
        let faults = read(&pairs).unwrap_err().to_string();
        for name in [META_APP_ID, META_APP_SECRET, META_EXTRAS] {
            assert!(faults.contains(name), "{faults}");
        }
        assert!(!faults.contains("hunter2"), "{faults}");
    }
}
