//! Sets faults: `POST /sandbox/faults` takes any of these fields, together or one at a time.
//!
//! | field | effect |
//! |---|---|
//! | `latencyMs` | every stanza to a client is delayed |
//! | `dropNow` | `true` or `{phoneNumber}`: connections end without a closing message |
//! | `refuseNextLogin`, `refuseLogins` | `{reason, times?, phoneNumber?, expireSeconds?}`: logins fail |
//! | `ban` | `{phoneNumber, expireSeconds}`: banned until then, and disconnected |
//! | `throttleCodes` | `{times, retryAfterSeconds?}`: requests for phone codes are rejected |
//! | `demandPasskey` | `{times}`: a passkey is required before a link; `POST …/phones/{number}/passkey` gives it |
//! | `spoilLinks` | `{times}`: a link reaches the client with a wrong HMAC, so that the client rejects it |
//! | `ignoreSettings` | `{times}`: requests for the account's settings (app state) are not answered |
//! | `failAppState` | `retryable`, `noAnswer` or `noKey`: no client gets the account's settings, or not their key |
//! | `loseUnlinkReplies` | `{times}`: a device that removes its own link loses the connection before the reply |
//! | `loseRetries` | `{times}`: requests for another copy of a message are dropped |
//! | `holdResends` | `true`: phones do not answer devices that request a message; `false`: they answer all of them |
//! | `minimumVersion` | `{version, scansFail?}`: older clients get 405 when they register or log in; with `scansFail` they get codes that no phone accepts, and hear nothing of it |
//! | `publishedVersion` | `{version}` or `{failing}`: what `/sandbox/sw.js` names, or the status that it fails with |
//! | `phoneOff`, `phoneOn` | `{phoneNumber}`: the phone is off until it is switched on: its owner writes nothing, and it confirms no message. Its linked devices go on |
//! | `unlinkPhones` | `true` or `{phoneNumbers}`: WhatsApp removes the linked devices of all phones, or of these |
//! | `refuseMessages` | `{code, times?, phoneNumber?}`: the next messages of linked devices are refused with this code |
//! | `lateAcks` | `{times, delayMs}`: messages, or their refusals, are acknowledged late |
//! | `loseAcks` | `{times}`: messages are taken and not acknowledged |
//! | `timelock` | `{phoneNumber, until}`: the number may write only to people with whom there is a conversation, until a time in seconds since 1970; its devices are notified. A time in the past ends it |
//! | `withholdHistories` | `{times}`: newly linked devices get no history, so they have no tokens |
//! | `withholdSalts` | `{times}`: histories have tokens for existing chats, and no salt for others |
//! | `replace` | `{phoneNumber}`: another client takes over the open connections |
//! | `streamError` | `{phoneNumber, code}`: the stream ends with an error |
//!
//! The reason of a failed login is 401 unlinked, 402 banned for some time, 403 locked, 405 client too old, 409 taken
//! over by another client, 503 unavailable, or any other number from 400 to 599.
//!
//! `DELETE /sandbox/faults` ends all of them.

mod effect;
mod messages;
mod request;
mod unlink;
mod version;

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::input::Body;
use super::reply::{ApiError, Data, data};
use crate::messages::answer_held;
use crate::network::Network;
use request::FaultsRequest;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FaultsResponse {
    /// How many connections were ended.
    dropped: usize,
    latency_ms: u64,
}

impl FaultsResponse {
    fn new(network: &Network, dropped: usize) -> FaultsResponse {
        let latency_ms = network.faults.latency().as_millis();
        FaultsResponse {
            dropped,
            latency_ms: u64::try_from(latency_ms).unwrap_or(u64::MAX),
        }
    }
}

pub(super) async fn set(
    State(network): State<Arc<Network>>,
    Body(request): Body<FaultsRequest>,
) -> Result<Json<Data<FaultsResponse>>, ApiError> {
    let unlinked = request.unlinked_phones()?;
    let effects = request.check()?.into_iter();
    let dropped: usize = effects.map(|effect| effect.apply(&network)).sum();
    let removed = unlink::remove_devices(&network, &unlinked).await?;
    answer_held(&network).await?;
    Ok(data(FaultsResponse::new(&network, dropped + removed)))
}

pub(super) async fn clear(
    State(network): State<Arc<Network>>,
) -> Result<Json<Data<FaultsResponse>>, ApiError> {
    network.faults.clear();
    answer_held(&network).await?;
    Ok(data(FaultsResponse::new(&network, 0)))
}
