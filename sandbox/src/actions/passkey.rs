//! A phone's owner confirms a link with a passkey, on the phone itself. The phone then offers the link as after a scan,
//! although the code may have expired in the meantime.

use super::offer::offer_link;
use crate::linking::LinkError;
use crate::network::Network;
use crate::phone::DeviceAddress;

/// Links the device whose code the phone has scanned. Returns it once it is on disk.
pub(crate) async fn confirm_passkey(
    network: &Network,
    number: &str,
) -> Result<DeviceAddress, LinkError> {
    let (peer, companion) = network.connections.take_passkey(number)?;
    let store_offer = |offer| network.connections.offer_after_passkey(&peer, offer);
    offer_link(network, &peer, number, companion, store_offer).await
}
