//! The API document, OpenAPI 3.1. `utoipa` collects the attributes of the handlers. This module adds the errors that
//! many operations share (`errors.rs`), the examples from a JSON file, and the webhooks.
//!
//! The widget's own routes (`/widget/…`) are internal and not documented.

mod errors;
mod examples;
mod webhooks;

use protocol::api::ErrorBody;
use protocol::events;
use serde_json::{Value, json};
use utoipa::Modify;
use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};

const ABOUT: &str = "Connect your customers' WhatsApp numbers. A success is `{\"data\": …}`; an \
                     error has a sentence to act on, a stable `code` and the `requestId` that our \
                     log has too.";

#[derive(OpenApi)]
#[openapi(
    info(title = "Titan Connect", description = ABOUT, license(name = "MIT OR Apache-2.0")),
    tags(
        (name = "Sessions", description = "One WhatsApp number's connection, by name."),
        (name = "Pairing", description = "Codes that link a number to a session."),
        (name = "Widget sessions", description = "Links to the widget, 15 minutes long."),
        (name = "Messages", description = "Sending. Receiving is the webhook `message.received`."),
        (name = "Webhooks", description = "Where events are delivered to, and what became of each \
            delivery."),
        (name = "Account", description = "The tenant itself, and its API keys."),
        (name = "Operator", description = "Tenants and anybody's keys, with the master key."),
        (name = "Health", description = "For load balancers."),
        (name = "Events", description = "What your endpoint receives: POST, signed, at least once; \
            answer 2xx."),
    ),
    components(schemas(
        ErrorBody,
        events::SessionQr,
        events::SessionStatus,
        events::WidgetCompleted,
        events::WidgetFailed,
        events::SessionConnected,
        events::SessionLoggedOut,
        events::SessionPhoneOffline,
        events::SessionRisk,
        events::SessionsUnlinkWave,
        events::SessionRestricted,
        events::SessionRestrictionEnded,
        events::MessageReceived,
        events::MessageStatusChanged,
        events::MessageFailed,
        events::WebhookDisabled,
        events::WebhookStalled,
        events::WebhookTest,
        protocol::webhooks::DeliveryState,
        protocol::api::known::StatsOutcome,
    )),
    modifiers(&Credentials),
)]
struct Base;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let bearer = |about: &str| {
            let mut http = Http::new(HttpAuthScheme::Bearer);
            http.description = Some(about.to_owned());
            SecurityScheme::Http(http)
        };
        let components = api.components.get_or_insert_default();
        components.add_security_scheme(
            "apiKey",
            bearer(
                "An API key, `titan_…`. The scopes beside an operation are those the key needs; \
                    `*` has all.",
            ),
        );
        components.add_security_scheme(
            "masterKey",
            bearer("The master key of whoever runs the service."),
        );
    }
}

/// The general part of the document, to which the routes are added.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// Completes the document of these routes.
pub(super) fn finished(routes: &utoipa::openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(routes).expect("a document is plain data");
    name_data(&mut document);
    errors::add(&mut document);
    webhooks::add(&mut document);
    examples::add(&mut document);
    document
}

/// Replaces the schema in an envelope with a reference, because `utoipa` inlines it.
fn name_data(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for (name, envelope) in schemas.into_iter().flatten() {
        let Some((kind, inside)) = name.split_once('_') else {
            continue;
        };
        let named = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        envelope["properties"]["data"] = match kind {
            "Page" => json!({"type": "array", "items": named(inside)}),
            _ => named(inside),
        };
    }
}

/// The operations of a document.
fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(_, path)| path.as_object_mut().into_iter().flatten().map(|one| one.1))
}
