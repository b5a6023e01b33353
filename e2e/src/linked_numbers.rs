//! Many linked phone numbers, counted from 0.

use std::ops::Range;

use anyhow::Result;
use tokio::task::JoinSet;

use crate::phone::Phone;
use crate::service::Service;

/// How many numbers are linked at the same time.
const CONCURRENCY: usize = 8;

/// The name of a number's session.
pub fn session_name(index: usize) -> String {
    format!("linked-{index:04}")
}

pub fn phone_number(index: usize) -> String {
    format!("+55119{:08}", 70_000_000 + index)
}

/// Links these numbers, a few at the same time, and waits until each is connected.
pub async fn link(network: &Service, service: &Service, numbers: Range<usize>) -> Result<()> {
    let mut tasks = JoinSet::new();
    for first in 0..CONCURRENCY {
        let (tenant, network) = (service.tenant(), network.startup().service_url.clone());
        let own = numbers.clone().skip(first).step_by(CONCURRENCY);
        tasks.spawn(async move {
            for index in own {
                let phone = Phone::create(&network, &phone_number(index), "Linked").await?;
                tenant.start_session(&session_name(index)).await?;
                phone.scan(&tenant.qr(&session_name(index)).await?).await?;
                tenant
                    .wait_status(&session_name(index), "CONNECTED")
                    .await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}

/// How many of a service's sessions are CONNECTED now.
pub async fn count_connected(service: &Service) -> Result<usize> {
    let sessions = service.tenant().sessions().await?;
    let connected = sessions.iter().filter(|one| one["status"] == "CONNECTED");
    Ok(connected.count())
}

/// How many phones have a linked device that is online in the network now, which a service may not have noticed.
pub async fn count_online(network: &Service) -> Result<usize> {
    let phones = network.phones().await?;
    let online = phones.iter().filter(|phone| {
        let devices = phone["devices"].as_array();
        devices.is_some_and(|all| all.iter().any(|device| device["online"] == true))
    });
    Ok(online.count())
}
