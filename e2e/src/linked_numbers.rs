//! Many people with linked phones, by number from 0.

use std::ops::Range;

use anyhow::Result;
use tokio::task::JoinSet;

use crate::phone::Phone;
use crate::service::Service;

/// How many numbers are linked at the same time.
const HANDS: usize = 8;

/// Name of the session that a person's number is linked to.
pub fn session(index: usize) -> String {
    format!("crowd-{index:04}")
}

/// The person's number.
pub fn number(index: usize) -> String {
    format!("+55119{:08}", 70_000_000 + index)
}

/// Links these people's phones, a few at a time, and waits until each is connected.
pub async fn link(network: &Service, service: &Service, people: Range<usize>) -> Result<()> {
    let mut hands = JoinSet::new();
    for hand in 0..HANDS {
        let (tenant, network) = (service.tenant(), network.announced().service.clone());
        let own = people.clone().skip(hand).step_by(HANDS);
        hands.spawn(async move {
            for index in own {
                let phone = Phone::create(&network, &number(index), "Crowd").await?;
                tenant.start_session(&session(index)).await?;
                phone.scan(&tenant.qr(&session(index)).await?).await?;
                tenant.wait_status(&session(index), "CONNECTED").await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(hand) = hands.join_next().await {
        hand??;
    }
    Ok(())
}

/// How many of a service's sessions are CONNECTED now.
pub async fn connected(service: &Service) -> Result<usize> {
    let sessions = service.tenant().sessions().await?;
    let connected = sessions.iter().filter(|one| one["status"] == "CONNECTED");
    Ok(connected.count())
}

/// How many phones have a linked device that the network sees online now: what is true, whatever a service
/// believes.
pub async fn online(network: &Service) -> Result<usize> {
    let phones = network.phones().await?;
    let online = phones.iter().filter(|phone| {
        let devices = phone["devices"].as_array();
        devices.is_some_and(|all| all.iter().any(|device| device["online"] == true))
    });
    Ok(online.count())
}
