//! The phones of the network: listing them, and adding one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::input::{Body, Number};
use super::reply::{ApiError, Data, data};
use crate::connections::Presence;
use crate::linking::LinkError;
use crate::network::Network;
use crate::phone::{self, Addresses, Device, DeviceAddress, Hosting, NewPhone, Phone, Platform};

/// WhatsApp's own limit for a name is 25 characters; business names may be longer.
const MAX_NAME: usize = 60;

/// A history is sent within one message, so there is a limit to it.
const MAX_PAST_CHATS: u32 = 1000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhoneView {
    phone_number: String,
    push_name: String,
    business_name: Option<String>,
    platform: Platform,
    coexistence: bool,
    lid: String,
    addresses: Addresses,
    username: Option<String>,
    /// Whether the phone notifies its owner. It does not while a linked device is in use.
    rings: bool,
    devices: Vec<DeviceView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceView {
    device: u16,
    /// Seconds since 1970.
    linked_at: u64,
    online: bool,
    /// What it reported last since it logged in.
    presence: Option<Presence>,
    /// Whether it has confirmed the key to the account's settings.
    has_settings_key: bool,
    /// Whether it has processed the phone's history.
    has_history: bool,
}

impl PhoneView {
    fn of(phone: &Phone, network: &Network) -> PhoneView {
        let devices = phone.devices.iter();
        let devices = devices.map(|(&id, device)| DeviceView::of(phone, id, device, network));
        PhoneView {
            phone_number: format!("+{}", phone.number),
            push_name: phone.push_name.clone(),
            business_name: phone.business_name.clone(),
            platform: phone.platform,
            coexistence: phone.hosting == Hosting::Coexistence,
            lid: phone.lid_jid(),
            addresses: phone.addresses,
            username: phone.username.clone(),
            rings: network.connections.lets_ring(&phone.number),
            devices: devices.collect(),
        }
    }
}

impl DeviceView {
    fn of(phone: &Phone, id: u16, device: &Device, network: &Network) -> DeviceView {
        let address = DeviceAddress {
            number: phone.number.clone(),
            device: id,
        };
        DeviceView {
            device: id,
            linked_at: device.linked_at,
            online: network.connections.peer_of(&address).is_some(),
            presence: network.connections.presence_of(&address),
            has_settings_key: device.has_app_state_key,
            has_history: device.has_history,
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
pub(super) struct NewPhoneRequest {
    phone_number: String,
    push_name: Option<String>,
    business_name: Option<String>,
    platform: Option<Platform>,
    coexistence: Option<bool>,
    /// Chats in its history with people who have no phone here, to make the history large.
    past_chats: Option<u32>,
    addresses: Option<Addresses>,
    username: Option<String>,
}

pub(super) async fn add(
    State(network): State<Arc<Network>>,
    Body(request): Body<NewPhoneRequest>,
) -> Result<(StatusCode, Json<Data<PhoneView>>), ApiError> {
    let phone = network.add_phone(request.check(network.addresses)?).await?;
    let view = PhoneView::of(&phone, &network);
    Ok((StatusCode::CREATED, data(view)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RenameRequest {
    push_name: String,
}

/// The phone's owner changes the name that the account shows to others.
pub(super) async fn rename(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(request): Body<RenameRequest>,
) -> Result<Json<Data<PhoneView>>, ApiError> {
    find(&network, &number)?;
    let name = check_name("pushName", Some(request.push_name))?.unwrap_or_default();
    network.rename(&number, &name).await?;
    Ok(data(PhoneView::of(&*find(&network, &number)?, &network)))
}

impl NewPhoneRequest {
    /// `addresses` are those of the network.
    fn check(self, addresses: Addresses) -> Result<NewPhone, ApiError> {
        let number = phone::digits(&self.phone_number)?;
        let business_name = check_name("businessName", self.business_name)?;
        let platform = check_platform(self.platform, business_name.as_deref())?;
        let hosting = check_hosting(self.coexistence.unwrap_or_default(), platform)?;
        let push_name = check_name("pushName", self.push_name)?;
        let past_chats = self.past_chats.unwrap_or_default();
        if past_chats > MAX_PAST_CHATS {
            let error = format!("pastChats is at most {MAX_PAST_CHATS}");
            return Err(ApiError::bad_request("invalid_history", error));
        }
        Ok(NewPhone {
            past_chats,
            push_name: push_name.unwrap_or_else(|| format!("Phone {}", last_digits(&number))),
            number,
            business_name,
            platform,
            hosting,
            addresses: self.addresses.unwrap_or(addresses),
            username: check_name("username", self.username)?,
        })
    }
}

fn check_name(field: &str, name: Option<String>) -> Result<Option<String>, ApiError> {
    let Some(name) = name else {
        return Ok(None);
    };
    let name = name.trim();
    if !(1..=MAX_NAME).contains(&name.chars().count()) {
        let error = format!("{field} has 1 to {MAX_NAME} characters");
        return Err(ApiError::bad_request("invalid_name", error));
    }
    Ok(Some(name.to_owned()))
}

fn check_platform(
    platform: Option<Platform>,
    business_name: Option<&str>,
) -> Result<Platform, ApiError> {
    let default = match business_name {
        Some(_) => Platform::Smba,
        None => Platform::Android,
    };
    let platform = platform.unwrap_or(default);
    if business_name.is_some() != (platform == Platform::Smba) {
        return Err(ApiError::bad_request(
            "invalid_platform",
            "a phone with platform smba has a businessName, and no other phone has one",
        ));
    }
    Ok(platform)
}

fn check_hosting(coexistence: bool, platform: Platform) -> Result<Hosting, ApiError> {
    match (coexistence, platform) {
        (false, _) => Ok(Hosting::Phone),
        (true, Platform::Smba) => Ok(Hosting::Coexistence),
        (true, _) => Err(ApiError::bad_request(
            "invalid_platform",
            "only a phone with a businessName can be in coexistence",
        )),
    }
}

fn last_digits(number: &str) -> &str {
    &number[number.len().saturating_sub(4)..]
}

/// The phone that a call is for.
pub(super) fn find(network: &Network, number: &str) -> Result<Arc<Phone>, ApiError> {
    let state = network.store.read();
    let phone = state.phones.get(number).cloned();
    phone.ok_or_else(|| LinkError::PhoneNotFound.into())
}
