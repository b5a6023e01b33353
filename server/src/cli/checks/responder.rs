//! Finds out which program responds at an address.
//!
//! Sends an API key without scopes that is valid for a minute, signed with this installation's secret. Only a service
//! with the same secret accepts it, and nobody can use it for anything else.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use protocol::api::ErrorBody;
use reqwest::Response;
use reqwest::header::{DATE, SERVER};
use ulid::Ulid;

use super::Context;
use crate::cli::client;
use crate::domain::id::TenantId;
use crate::domain::scope::Scopes;
use crate::domain::time::Timestamp;
use crate::security::api_key::TenantRef;

const TIMEOUT: Duration = Duration::from_secs(10);

/// Any key may call this route; one without scopes gets an empty list.
const PATH: &str = "/api/account/keys";

/// The program that responds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Responder {
    /// This installation.
    ThisInstallation,
    /// A service with other secrets.
    OtherInstallation,
    /// Titan Connect, but a proxy removed the header `Authorization`.
    WithoutAuthorization,
    /// Another program; its description.
    OtherProgram(String),
    /// No program responds; the reason.
    Unreachable(String),
}

pub(super) struct Identified {
    pub responder: Responder,
    /// The time of the program that responds: the service or a proxy.
    pub date: Option<Timestamp>,
    /// The time of the service.
    pub service_time: Option<Timestamp>,
}

pub(super) async fn identify(context: &Context, address: &str) -> Identified {
    let tenant =
        TenantRef::parse(TenantId::DEFAULT).expect("the default tenant has a place in a key");
    let key = context.keys.as_ref().map_or_else(
        // Titan Connect reports an invalid key, by which it is recognised.
        || "titan_none".to_owned(),
        |keys| client::short_lived_key(keys, tenant, Scopes::from_bits(0), context.clock.now()),
    );
    let request = client::http(TIMEOUT).get(format!("{address}{PATH}"));
    match request.bearer_auth(key).send().await {
        Ok(answer) => {
            let (date, service_time) = (date(&answer), service_time(&answer));
            let responder = responder(answer, service_time.is_some()).await;
            Identified {
                responder,
                date,
                service_time,
            }
        }
        Err(error) => Identified {
            responder: Responder::Unreachable(client::cause(&error)),
            date: None,
            service_time: None,
        },
    }
}

async fn responder(answer: Response, has_id: bool) -> Responder {
    let status = answer.status();
    let server = answer
        .headers()
        .get(SERVER)
        .and_then(|name| name.to_str().ok());
    let other = match server {
        Some(name) => format!("{name} (HTTP {})", status.as_u16()),
        None => format!("something else (HTTP {})", status.as_u16()),
    };
    if !has_id {
        return Responder::OtherProgram(other);
    }
    if status.is_success() {
        return Responder::ThisInstallation;
    }
    let code = answer.json::<ErrorBody>().await.map(|error| error.code);
    match code.as_deref() {
        // The signature is checked before the expiry.
        Ok("expired_api_key") => Responder::ThisInstallation,
        Ok("missing_api_key") => Responder::WithoutAuthorization,
        Ok("invalid_api_key") => Responder::OtherInstallation,
        _ => Responder::OtherProgram(other),
    }
}

fn date(answer: &Response) -> Option<Timestamp> {
    let text = answer.headers().get(DATE)?.to_str().ok()?;
    let date = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Timestamp::from_millis(date.as_millisecond()))
}

/// The id in every response of the service contains the time.
fn service_time(answer: &Response) -> Option<Timestamp> {
    let id = answer.headers().get("x-request-id")?.to_str().ok()?;
    let ulid = Ulid::from_string(&id.strip_prefix("req_")?.to_uppercase()).ok()?;
    Some(Timestamp::from_millis(
        i64::try_from(ulid.timestamp_ms()).ok()?,
    ))
}
