//! Control calls for the stand-in for Meta, under `/sandbox/meta`:
//!
//! | call | body, and what it does |
//! |---|---|
//! | `GET /sandbox/meta` | everything that exists: apps without secrets, businesses, WABAs, numbers, subscriptions |
//! | `POST …/apps` | `{appId, appSecret, configId, webhookUrl?, verifyToken?, requireProof?, domains?, tokenDays?, permissions?, targetIds?}`: adds or replaces an app |
//! | `POST …/apps/{appId}/verify-webhook` | verifies the app's webhook address with Meta's `GET` challenge |
//! | `POST …/businesses` | `{name, numbers?}`: adds a business with a WABA |
//! | `POST …/wabas` | `{businessId, name, templates?, numbers?}` |
//! | `POST …/numbers` | `{wabaId, phoneNumber, verifiedName?, hosting?: unregistered, cloudApi or businessApp, pin?, verified?}` |
//! | `POST …/numbers/{number}/receive` | `{from, name?, text}`: a customer writes to a number, given by id or digits |
//! | `POST …/grant` | `{appId, wabaIds, redirectUri?}`: a code without a dialog |
//! | `POST …/dialogs` | how the next signup dialogs behave, see [`dialogs`]; `DELETE` ends all |
//! | `POST …/tokens` | one of `{expire: {wabaId}}`, `{revoke: {wabaId}}`, `{removePartner: {wabaId}}`, `{uninstallApp: {wabaId}}`, `{changeSecret: {appId, appSecret}}`, `{deleteApp: {appId}}` |
//! | `POST …/clock` | `{advanceSeconds}` |
//! | `POST …/faults` | `{call, kind, times?}`, see [`faults`]; `DELETE` ends all |
//! | `POST …/webhooks` | `{appId, body, sign?: right, wrong or none, times?}` or `{partnerAdded: {wabaId, appId?}}`; `GET` lists what was sent |
//! | `GET …/requests` | every Graph request in order, and how many there were of each call; `DELETE` forgets them |

mod apps;
mod businesses;
mod dialogs;
mod faults;
mod grant;
mod numbers;
mod overview;
mod requests;
mod tokens;
mod webhooks;

use axum::Router;
use axum::routing::{get, post};

use super::Context;
use super::reply::ApiError;

pub(super) fn routes() -> Router<Context> {
    let calls = Router::new()
        .route("/apps", post(apps::add))
        .route("/apps/{id}/verify-webhook", post(apps::verify_webhook))
        .route("/businesses", post(businesses::add))
        .route("/wabas", post(businesses::add_account))
        .route("/numbers", post(numbers::add))
        .route("/numbers/{number}/receive", post(numbers::receive))
        .route("/grant", post(grant::issue_code))
        .route("/dialogs", post(dialogs::add).delete(dialogs::clear))
        .route("/tokens", post(tokens::change))
        .route("/clock", post(grant::advance_clock))
        .route("/faults", post(faults::add).delete(faults::clear))
        .route("/webhooks", post(webhooks::send).get(webhooks::list))
        .route("/requests", get(requests::list).delete(requests::clear));
    Router::new()
        .route("/sandbox/meta", get(overview::show))
        .nest("/sandbox/meta", calls)
}

fn no_app() -> ApiError {
    ApiError::not_found("app_not_found", "Meta has no app with this id")
}

fn no_account() -> ApiError {
    ApiError::not_found("waba_not_found", "Meta has no WABA with this id")
}
