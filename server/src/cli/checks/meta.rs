//! Checks whether links can offer the Cloud API.

use super::addresses::is_local;
use super::{Context, Finding};
use crate::runtime::config::{META_APP_ID, PUBLIC_URL};

const META: &str = "meta";

pub(super) fn check(context: &Context) -> Finding {
    let meta = &context.config.meta;
    if !meta.missing.is_empty() {
        let says = format!(
            "the Meta app is not complete, so no link offers the Cloud API with it: {} missing",
            meta.missing.join(" and ")
        );
        let next = "set it too: the app's dashboard has the secret under App settings, Basic, and the configuration \
                    under Facebook Login for Business, Configurations";
        return Finding::fault(META, says, next);
    }
    let Some(app) = &meta.app else {
        let why = format!(
            "{META_APP_ID} is not set; links offer the Cloud API only with an app of their own"
        );
        return Finding::skipped(META, why);
    };
    let public = context.config.public_url.as_ref();
    if public.is_some_and(|url| url.scheme() != "https" && !is_local(url)) {
        let says = "Meta's signup opens only on https pages, so no link offers the Cloud API";
        let next = format!("set {PUBLIC_URL} to the https address that browsers use");
        return Finding::fault(META, says, next);
    }
    let address = public.map_or("this service's address", |url| url.as_str());
    let says = format!(
        "links offer the Cloud API with the app {}. At Meta, enter {address} as an allowed domain and a valid OAuth \
         redirect URI, and what GET /api/account/meta-apps shows as the webhook",
        app.app_id
    );
    Finding::ok(META, says)
}
