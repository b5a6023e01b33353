//! A phone's owner types the code that a client shows. The phone and the client exchange keys through the server,
//! each encrypted with the code. Then the phone knows the device's identity, and offers the link as after a scan.

use std::time::Duration;

use tokio::sync::oneshot;

use super::check_phone;
use super::offer::offer_link;
use crate::history::Kind;
use crate::linking::{
    Attempt, CodeReference, Companion, Finish, KeyExchange, LinkError, TypedCode,
};
use crate::network::Network;
use crate::nodes::phone_code;
use crate::peer::Peer;
use crate::phone::DeviceAddress;

/// How long a client may take for its part, most of which is hashing.
const FINISH_TIMEOUT: Duration = Duration::from_secs(20);

/// Links the device that shows this code. Returns it once it is on disk.
pub(crate) async fn enter_code(
    network: &Network,
    number: &str,
    text: &str,
) -> Result<DeviceAddress, LinkError> {
    network.history.record(Kind::CodeEntered, number, "");
    let peer = network.connections.showing_phone_code(number)?;
    let code = TypedCode::parse(text)?;
    check_phone(network, &peer, number)?;
    let attempt = start_attempt(network, &peer, number)?;
    let reference = attempt.reference;
    let companion = exchange_keys(network, &peer, number, code, attempt).await?;
    let store_offer = |offer| {
        let connections = &network.connections;
        connections.offer_for_phone_code(number, &reference, &peer, offer)
    };
    offer_link(network, &peer, number, companion, store_offer).await
}

fn start_attempt(network: &Network, peer: &Peer, number: &str) -> Result<Attempt, LinkError> {
    let attempt = network.connections.start_attempt(number)?;
    if attempt.by != peer.id {
        // Another client requested a code for this number in between, and this is not its code.
        let connections = &network.connections;
        connections.cancel_attempt(number, &attempt.reference);
        return Err(LinkError::WrongCode);
    }
    Ok(attempt)
}

async fn exchange_keys(
    network: &Network,
    peer: &Peer,
    number: &str,
    code: TypedCode,
    attempt: Attempt,
) -> Result<Companion, LinkError> {
    let Attempt {
        reference,
        companion_key,
        finish,
        ..
    } = attempt;
    let hashing = move || KeyExchange::start(&code, &companion_key);
    let exchange = tokio::task::spawn_blocking(hashing)
        .await
        .map_err(anyhow::Error::from)?;
    let state = network.store.read();
    let phone = state.phones.get(number).ok_or(LinkError::PhoneNotFound)?;
    let (account, wrapped_key) = (&phone.identity, &exchange.wrapped_key);
    let hello = phone_code::primary_hello(peer.id, &reference, wrapped_key, &account.public());
    peer.send(hello);
    let finish = wait_for_client(network, number, &reference, finish).await?;
    exchange.decrypt(account, &finish)
}

async fn wait_for_client(
    network: &Network,
    number: &str,
    reference: &CodeReference,
    finish: oneshot::Receiver<Finish>,
) -> Result<Finish, LinkError> {
    match tokio::time::timeout(FINISH_TIMEOUT, finish).await {
        Ok(Ok(finish)) => Ok(finish),
        // The connection ended, or another request replaced this one.
        Ok(Err(_)) => Err(LinkError::CodeExpired),
        Err(_) => {
            network.connections.cancel_attempt(number, reference);
            Err(LinkError::LinkRefused("it did not answer".to_owned()))
        }
    }
}
