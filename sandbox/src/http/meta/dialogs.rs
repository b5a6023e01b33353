//! Sets how the next signup dialogs behave. Without it, a dialog waits for a person. All fields are optional:
//!
//! | field | effect |
//! |---|---|
//! | `times` | for so many dialogs, 1 by default |
//! | `auto` | `{business?, number?, finish?, step?}`: chooses by itself. `business` is a name or an id, `number` an id or digits; by default the first ones. `finish` is the event of the message, any text; `CANCEL` (at `step`) and `ERROR` end without a code |
//! | `order` | `messageFirst` (default), `codeFirst`, `messageOnly`, `codeOnly`, `neither` |
//! | `messageTimes`, `messageDelayMs`, `codeDelayMs` | how often the message is sent, and the pauses before each message and before the code |
//! | `messageOrigin` | the dialog is moved to this origin, such as `https://web.facebook.com`, and posts from there |
//! | `message` | posted instead of the message: text as it is, other JSON as JSON text |
//! | `data` | these fields of the message's `data` are replaced; `null` removes a field |
//! | `asObject` | the message is posted as an object instead of JSON text |
//! | `closeAt` | the window closes by itself at this step, without a message: `BUSINESS_ACCOUNT_SELECTION`, `WABA_PHONE_PROFILE_PICKER`, `PHONE_NUMBER_SETUP`, `PHONE_NUMBER_VERIFICATION` or `PERMISSIONS` |
//! | `coop` | the header `Cross-Origin-Opener-Policy` of the dialog |
//! | `grant` | the WABAs that the token really covers |
//! | `error` | an error page with this text, from which nothing reaches the opener |
//! | `partnerAdded` | when the webhook is sent: `before`, `between`, `after` (default), `never` |

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::super::input::Body;
use super::super::reply::{ApiError, Data, data};
use super::no_account;
use crate::meta::{Meta, Scenario};

pub(super) async fn add(
    State(meta): State<Arc<Meta>>,
    Body(scenario): Body<Scenario>,
) -> Result<Json<Data<Value>>, ApiError> {
    let state = meta.store.read();
    let mut granted = scenario.grant.iter().flatten();
    if granted.any(|id| !state.accounts.contains_key(id)) {
        return Err(no_account());
    }
    if scenario.times == Some(0) {
        let error = "times is at least 1";
        return Err(ApiError::bad_request("invalid_times", error));
    }
    let times = scenario.times.unwrap_or(1);
    meta.scenarios.add(scenario);
    Ok(data(json!({ "times": times })))
}

pub(super) async fn clear(State(meta): State<Arc<Meta>>) -> Json<Data<Value>> {
    meta.scenarios.clear();
    data(json!({}))
}
