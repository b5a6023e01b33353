//! A phone's owner types the code that a client shows. The phone and the client exchange keys through the
//! server, each sealed with the code; then the phone knows whom it links, and the link is offered as after
//! a scan.

use std::time::Duration;

use super::bundle::{Exchange, TypedCode};
use super::requests::Attempt;
use super::{Refusal, check_account, offer};
use crate::history::Kind;
use crate::network::Network;
use crate::phone::DeviceAddress;
use crate::stanza::phone_code;

/// How long a client may take for its part, most of which is hashing.
const FINISH_TIME: Duration = Duration::from_secs(20);

/// A code is typed on a phone. Returns the linked device when it is durable.
pub(crate) async fn enter_code(
    network: &Network,
    number: &str,
    text: &str,
) -> Result<DeviceAddress, Refusal> {
    network.history.note(Kind::CodeEntered, number, "");
    let peer = network.live.asked_for(number)?;
    let code = TypedCode::read(text)?;
    check_account(network, &peer, number)?;
    let Attempt {
        by,
        reference,
        companion_key,
        finish,
    } = network.live.attempt(number)?;
    if by != peer.id {
        // Somebody else asked for this number in between, so the code cannot be theirs.
        network.live.give_up(number, &reference);
        return Err(Refusal::WrongCode);
    }
    let exchange = tokio::task::spawn_blocking(move || Exchange::begin(&code, &companion_key))
        .await
        .map_err(anyhow::Error::from)?;
    let state = network.store.read();
    let account = &state
        .phones
        .get(number)
        .ok_or(Refusal::NoSuchPhone)?
        .identity;
    peer.send(phone_code::primary_hello(
        &peer,
        &reference,
        &exchange.wrapped,
        &account.public(),
    ));
    let finish = match tokio::time::timeout(FINISH_TIME, finish).await {
        Ok(Ok(finish)) => finish,
        Ok(Err(_)) => return Err(Refusal::CodeExpired),
        Err(_) => {
            network.live.give_up(number, &reference);
            return Err(Refusal::LinkRefused("it did not answer".to_owned()));
        }
    };
    let companion = exchange.open(account, &finish)?;
    let announce = |offer| network.live.offer_by_code(number, &reference, &peer, offer);
    offer::make(network, &peer, number, companion, announce).await
}
