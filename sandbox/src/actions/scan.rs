//! A phone scans a QR code.

use super::check_phone;
use super::offer::offer_link;
use crate::history::Kind;
use crate::linking::{Companion, LinkError, QrCode};
use crate::network::Network;
use crate::phone::DeviceAddress;

/// Links the device that shows this QR code. Returns it once it is on disk.
pub(crate) async fn scan(
    network: &Network,
    number: &str,
    qr: &str,
) -> Result<DeviceAddress, LinkError> {
    network.history.record(Kind::Scan, number, "");
    let code = QrCode::parse(qr)?;
    let peer = network.connections.showing_ref(&code.reference)?;
    if peer.noise_key() != code.noise_key {
        return Err(LinkError::WrongCode);
    }
    let companion = Companion {
        identity_key: code.identity_key,
        adv_secret: code.adv_secret,
    };
    let checked = check_phone(network, &peer, number);
    if matches!(checked, Err(LinkError::PasskeyRequired)) {
        let connections = &network.connections;
        connections.await_passkey(number, &peer, companion);
        return Err(LinkError::PasskeyRequired);
    }
    checked?;
    let store_offer = |offer| network.connections.offer_for_ref(&code.reference, offer);
    offer_link(network, &peer, number, companion, store_offer).await
}
