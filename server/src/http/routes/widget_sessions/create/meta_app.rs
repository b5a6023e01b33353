//! The Meta app of a link, and whether the link can offer the Cloud API.

use protocol::api::MetaApp;

use crate::domain::meta_app::{AppSecret, DigitId, Extras, GraphVersion, MetaAppSettings};
use crate::domain::mode::Mode;
use crate::http::error::{ApiError, ErrorCode};
use crate::sessions::methods::AvailableMethods;

pub(super) fn settings(body: MetaApp) -> Result<MetaAppSettings, ApiError> {
    let graph_version = match body.graph_version.as_deref() {
        None => GraphVersion::default(),
        Some(text) => GraphVersion::parse(text).ok_or_else(|| {
            invalid("`graphVersion` is a version of the Graph API such as v25.0.")
        })?,
    };
    let extras = match body.extras {
        None => Extras::default(),
        Some(value) => Extras::of(value)
            .ok_or_else(|| invalid("`extras` is a JSON object with at most 4,000 characters."))?,
    };
    Ok(MetaAppSettings {
        app_id: DigitId::parse(&body.app_id)
            .ok_or_else(|| invalid("`appId` is the app's id in Meta's dashboard: digits."))?,
        config_id: DigitId::parse(&body.config_id).ok_or_else(|| {
            invalid("`configId` is the id of a login configuration for Embedded Signup: digits.")
        })?,
        secret: AppSecret::parse(&body.app_secret).ok_or_else(|| {
            invalid("`appSecret` is the app's secret in Meta's dashboard: 8 to 256 characters.")
        })?,
        graph_version,
        extras,
    })
}

fn invalid(sentence: &str) -> ApiError {
    ApiError::with(
        ErrorCode::InvalidMetaApp,
        format!("In `metaApp`, {sentence}"),
    )
}

/// A link that could not offer what was asked for is not made.
pub(super) fn check(
    methods: &AvailableMethods,
    mode: Mode,
    has_own_app: bool,
) -> Result<(), ApiError> {
    if has_own_app && !methods.serves_meta() {
        return Err(ApiError::with(
            ErrorCode::NotConfigured,
            "Meta's signup opens only on https pages, and this service's PUBLIC_URL is not one. \
             Leave `metaApp` out, or ask whoever runs this service to set an https PUBLIC_URL.",
        ));
    }
    if mode == Mode::CloudApi && !has_own_app && !methods.has_cloud_api() {
        return Err(ApiError::with(
            ErrorCode::NotConfigured,
            "This service has no Meta app configured, so it cannot offer the Cloud API by itself. \
             Give your own app as `metaApp`, or use mode qr.",
        ));
    }
    Ok(())
}
