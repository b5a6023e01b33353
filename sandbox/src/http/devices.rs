//! What a phone's owner does with linked devices: linking one by a QR code or a phone code, and unlinking.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::input::{Body, Number, OptionalBody};
use super::phones::find;
use super::reply::{ApiError, Data, data};
use crate::actions;
use crate::linking::LinkError;
use crate::network::{Network, Unlinked};
use crate::phone::DeviceAddress;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScanRequest {
    qr: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnterCodeRequest {
    code: String,
}

#[derive(Serialize)]
pub(super) struct Refused {
    refused: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinkedDevice {
    phone_number: String,
    device: u16,
}

pub(super) async fn scan(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(ScanRequest { qr }): Body<ScanRequest>,
) -> Result<Json<Data<LinkedDevice>>, ApiError> {
    find(&network, &number)?;
    complete(async move { actions::scan(&network, &number, &qr).await }).await
}

pub(super) async fn enter_code(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    Body(EnterCodeRequest { code }): Body<EnterCodeRequest>,
) -> Result<Json<Data<LinkedDevice>>, ApiError> {
    find(&network, &number)?;
    complete(async move { actions::enter_code(&network, &number, &code).await }).await
}

/// The phone's owner gives the passkey that a scan required.
pub(super) async fn confirm_passkey(
    State(network): State<Arc<Network>>,
    Number(number): Number,
) -> Result<Json<Data<LinkedDevice>>, ApiError> {
    find(&network, &number)?;
    complete(async move { actions::confirm_passkey(&network, &number).await }).await
}

/// The phone's owner does not give the passkey. Nobody reports that to the client.
pub(super) async fn refuse_passkey(
    State(network): State<Arc<Network>>,
    Number(number): Number,
) -> Result<Json<Data<Refused>>, ApiError> {
    find(&network, &number)?;
    network.connections.take_passkey(&number)?;
    Ok(data(Refused { refused: true }))
}

/// Completes a link in a task of its own, so that a caller that disconnects does not stop it halfway.
async fn complete(
    link: impl Future<Output = Result<DeviceAddress, LinkError>> + Send + 'static,
) -> Result<Json<Data<LinkedDevice>>, ApiError> {
    let linked = tokio::spawn(link).await.map_err(anyhow::Error::from)??;
    Ok(data(LinkedDevice {
        phone_number: format!("+{}", linked.number),
        device: linked.device,
    }))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnlinkRequest {
    /// None means all devices of the phone.
    device: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct UnlinkResponse {
    devices: Vec<u16>,
}

pub(super) async fn unlink(
    State(network): State<Arc<Network>>,
    Number(number): Number,
    OptionalBody(request): OptionalBody<UnlinkRequest>,
) -> Result<Json<Data<UnlinkResponse>>, ApiError> {
    let phone = find(&network, &number)?;
    let requested = match request.device {
        Some(device) => vec![device],
        None => phone.devices.keys().copied().collect(),
    };
    let devices = unlink_all(&network, &number, requested).await?;
    if devices.is_empty() {
        return Err(ApiError::not_found(
            "device_not_found",
            "this phone has no such linked device",
        ));
    }
    Ok(data(UnlinkResponse { devices }))
}

/// Unlinks these devices, and returns those that were linked.
async fn unlink_all(
    network: &Network,
    number: &str,
    devices: Vec<u16>,
) -> anyhow::Result<Vec<u16>> {
    let mut unlinked = Vec::new();
    for device in devices {
        let number = number.to_owned();
        let address = DeviceAddress { number, device };
        if network.unlink(&address).await? == Unlinked::Removed {
            unlinked.push(device);
        }
    }
    Ok(unlinked)
}
