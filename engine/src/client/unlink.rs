//! Removes the link at WhatsApp.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use tokio::time::{interval, sleep, timeout};
use wacore::iq::devices::RemoveCompanionDeviceSpec;
use wacore::types::events as vendor;

use super::Client;
use crate::LogOut;

/// How long the removal may take, with the login that it may need first.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The pause between two requests to remove the link.
const RETRY_PAUSE: Duration = Duration::from_millis(200);

/// The client reports its login only after the account's settings are loaded, so the login is polled.
const LOGIN_POLL: Duration = Duration::from_millis(20);

impl Client {
    /// Removes the link, and reads the client's events meanwhile, because they may report the outcome first.
    pub(crate) async fn unlink(&mut self) -> LogOut {
        let was_logged_in = Arc::<AtomicBool>::default();
        let mut removal = pin!(self.removal(was_logged_in.clone()));
        loop {
            tokio::select! {
                biased;
                removed = &mut removal => {
                    return if removed { LogOut::Removed } else { LogOut::NotReached };
                }
                event = self.next() => match event.as_deref() {
                    Some(vendor::Event::LoggedOut(out))
                        if out.on_connect && !was_logged_in.load(Ordering::Relaxed) =>
                    {
                        return LogOut::Refused;
                    }
                    // WhatsApp removes the link before it confirms the request, and the connection may be lost before
                    // the confirmation arrives.
                    Some(vendor::Event::LoggedOut(_)) => return LogOut::Removed,
                    Some(_) => {}
                    None => return LogOut::NotReached,
                },
            }
        }
    }

    /// Requests the removal, again after an error, and returns whether WhatsApp has confirmed it in time.
    fn removal(&self, was_logged_in: Arc<AtomicBool>) -> impl Future<Output = bool> + use<> {
        let client = self.handle.client();
        let removing = async move {
            while let Err(error) = remove_link(&client, &was_logged_in).await {
                tracing::warn!("WhatsApp did not remove the link: {error:#}");
                sleep(RETRY_PAUSE).await;
            }
        };
        async { timeout(TIMEOUT, removing).await.is_ok() }
    }
}

/// Only a device that is logged in may remove its link.
async fn remove_link(
    client: &whatsapp_rust::Client,
    was_logged_in: &AtomicBool,
) -> anyhow::Result<()> {
    logged_in(client).await;
    was_logged_in.store(true, Ordering::Relaxed);
    let device = client.persistence_manager().get_device_snapshot();
    let own = device.pn.clone().context("the account is not known")?;
    client.execute(RemoveCompanionDeviceSpec::new(&own)).await?;
    Ok(())
}

/// Resolves once the device is logged in. The client's own `wait_for_connected` waits for the account's settings too,
/// which may take minutes after a first login and are not needed here.
async fn logged_in(client: &whatsapp_rust::Client) {
    let mut polls = interval(LOGIN_POLL);
    while !(client.is_connected() && client.is_logged_in()) {
        polls.tick().await;
    }
}
