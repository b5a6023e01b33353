//! The phones: who there is, one more, and what their owners do.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::input::{Body, Number, OptionalBody};
use super::reply::{ApiError, Data, data};
use crate::actions;
use crate::linking::LinkError;
use crate::network::{Network, Unlinked};
use crate::phone::{self, DeviceAddress, Hosting, NewPhone, Phone, Platform};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhoneView {
    phone_number: String,
    push_name: String,
    business_name: Option<String>,
    platform: Platform,
    coexistence: bool,
    lid: String,
    devices: Vec<DeviceView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceView {
    device: u16,
    /// Seconds since 1970.
    linked_at: u64,
    online: bool,
}

impl PhoneView {
    fn of(phone: &Phone, network: &Network) -> PhoneView {
        let devices = phone.devices.iter().map(|(&device, linked)| {
            let address = DeviceAddress {
                number: phone.number.clone(),
                device,
            };
            DeviceView {
                device,
                linked_at: linked.linked_at,
                online: network.connections.peer_of(&address).is_some(),
            }
        });
        PhoneView {
            phone_number: format!("+{}", phone.number),
            push_name: phone.push_name.clone(),
            business_name: phone.business_name.clone(),
            platform: phone.platform,
            coexistence: phone.hosting == Hosting::Coexistence,
            lid: format!("{}@lid", phone.lid),
            devices: devices.collect(),
        }
    }
}

pub(super) async fn list(State(network): State<Arc<Network>>) -> Json<Data<Vec<PhoneView>>> {
    let state = network.store.read();
    let phones = state.phones.values();
    data(phones.map(|phone| PhoneView::of(phone, &network)).collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Addition {
    phone_number: String,
    push_name: Option<String>,
    business_name: Option<String>,
    platform: Option<Platform>,
    coexistence: Option<bool>,
}

impl Addition {
    fn check(self) -> Result<NewPhone, ApiError> {
        let number = phone::digits(&self.phone_number)?;
        let business_name = named("businessName", self.business_name)?;
        let implied = match business_name {
            Some(_) => Platform::Smba,
            None => Platform::Android,
        };
        let platform = self.platform.unwrap_or(implied);
        if business_name.is_some() != (platform == Platform::Smba) {
            return Err(ApiError::bad_request(
                "invalid_platform",
                "a phone with platform smba has a businessName, and no other phone has one",
            ));
        }
        let hosting = match self.coexistence {
            Some(true) => Hosting::Coexistence,
            Some(false) | None => Hosting::Phone,
        };
        if hosting == Hosting::Coexistence && platform != Platform::Smba {
            return Err(ApiError::bad_request(
                "invalid_platform",
                "only a phone with a businessName can be in coexistence",
            ));
        }
        let push_name = named("pushName", self.push_name)?;
        Ok(NewPhone {
            push_name: push_name.unwrap_or_else(|| format!("Phone {}", last_digits(&number))),
            number,
            business_name,
            platform,
            hosting,
        })
    }
}

/// WhatsApp's own limit for a name is 25 characters; businesses have more room.
const LONGEST_NAME: usize = 60;

fn named(field: &str, name: Option<String>) -> Result<Option<String>, ApiError> {
    let fits = |name: &String| {
        let length = name.trim().chars().count();
        (1..=LONGEST_NAME).contains(&length)
    };
    match name {
        Some(name) if !fits(&name) => Err(ApiError::bad_request(
            "invalid_name",
            format!("{field} has 1 to {LONGEST_NAME} characters"),
        )),
        name => Ok(name.map(|name| name.trim().to_owned())),
    }
}

fn last_digits(number: &str) -> &str {
    &number[number.len().saturating_sub(4)..]
}

pub(super) async fn add(
    State(network): State<Arc<Network>>,
    Body(addition): Body<Addition>,
) -> Result<(StatusCode, Json<Data<PhoneView>>), ApiError> {
    let phone = network.add_phone(addition.check()?).await?;
    let view = PhoneView::of(&phone, &network);
    Ok((StatusCode::CREATED, data(view)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scan {
    qr: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    code: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Linked {
    phone_number: String,
    device: u16,
}

pub(super) async fn scan(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(Scan { qr }): Body<Scan>,
) -> Result<Json<Data<Linked>>, ApiError> {
    find(&network, &number)?;
    finish(async move { actions::scan(&network, &number, &qr).await }).await
}

pub(super) async fn enter_code(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(Entry { code }): Body<Entry>,
) -> Result<Json<Data<Linked>>, ApiError> {
    find(&network, &number)?;
    finish(async move { actions::enter_code(&network, &number, &code).await }).await
}

/// A caller that hangs up must not stop a link halfway; the phone's owner has acted already.
async fn finish(
    linking: impl Future<Output = Result<DeviceAddress, LinkError>> + Send + 'static,
) -> Result<Json<Data<Linked>>, ApiError> {
    let linked = tokio::spawn(linking)
        .await
        .map_err(|fault| ApiError::from(anyhow::Error::from(fault)))??;
    Ok(data(Linked {
        phone_number: format!("+{}", linked.number),
        device: linked.device,
    }))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unlink {
    /// All devices of the phone, where none is named.
    device: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct Removed {
    devices: Vec<u16>,
}

pub(super) async fn unlink(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    OptionalBody(Unlink { device }): OptionalBody<Unlink>,
) -> Result<Json<Data<Removed>>, ApiError> {
    let phone = find(&network, &number)?;
    let asked = match device {
        Some(device) => vec![device],
        None => phone.devices.keys().copied().collect(),
    };
    let mut devices = Vec::new();
    for device in asked {
        let number = number.clone();
        if network.unlink(&DeviceAddress { number, device }).await? == Unlinked::Removed {
            devices.push(device);
        }
    }
    if devices.is_empty() {
        return Err(ApiError::not_found(
            "device_not_found",
            "this phone has no such linked device",
        ));
    }
    Ok(data(Removed { devices }))
}

pub(super) fn find(network: &Network, number: &str) -> Result<Arc<Phone>, ApiError> {
    let state = network.store.read();
    let phone = state.phones.get(number).cloned();
    phone.ok_or_else(|| LinkError::PhoneNotFound.into())
}
