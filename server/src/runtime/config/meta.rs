//! The operator's Meta app. Its id, secret and configuration belong together.

use super::{
    META_APP_ID, META_APP_SECRET, META_CONFIG_ID, META_EXTRAS, META_GRAPH_VERSION, Reader,
};
use crate::domain::meta_app::{AppSecret, DigitId, Extras, GraphVersion, MetaAppSettings};

/// `None` if one of the three is missing.
pub(super) fn read(read: &mut Reader<'_>) -> Option<MetaAppSettings> {
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
    Some(MetaAppSettings {
        app_id: app_id?,
        config_id: config_id?,
        secret: secret?,
        graph_version: graph_version.unwrap_or_default(),
        extras: extras.unwrap_or_default(),
    })
}
