//! Sends messages, and waits for WhatsApp's answer to each.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{OnceCell, oneshot};
use tokio::time::timeout;
use wacore::store::error::Result as StoreResult;
use wacore_binary::Jid;
use whatsapp_rust::client::ClientError;
use whatsapp_rust::request::IqError;
use whatsapp_rust::{Client, SendError, SendOptions};

use crate::acks::{Ack, Acks};
use crate::backend::Backend;
use crate::history::Histories;
use crate::registered::RegisteredNumbers;
use crate::restriction::{Restriction, RestrictionNews};
use crate::{MessageRefusal, Outgoing, Recipient, RefusalReason, SendTextError, Sent};

/// How long a caller waits for WhatsApp's answer.
const ACK_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a message waits for WhatsApp's settings of the account.
const SETTINGS_TIMEOUT: Duration = Duration::from_secs(3);

/// Sends the messages of one client.
#[derive(Clone)]
pub(crate) struct MessageSender {
    pub(crate) client: Arc<Client>,
    pub(crate) backend: Arc<Backend>,
    pub(crate) acks: Arc<Acks>,
    pub(crate) restriction: Arc<RestrictionNews>,
    pub(crate) registered: Arc<RegisteredNumbers>,
    pub(crate) histories: Arc<Histories>,
    /// Set when WhatsApp's settings of this account are here, which say whether messages carry tokens.
    pub(crate) settings: Arc<OnceCell<()>>,
}

impl MessageSender {
    pub(crate) async fn send(&self, message: Outgoing) -> Result<Sent, SendTextError> {
        let recipient = message.recipient()?;
        self.check(&recipient).await?;
        self.wait_for_tokens(&recipient).await;
        let id = message.id.clone();
        let ack = self.acks.expect(&id);
        let options = SendOptions::default().with_message_id(id.clone());
        let sending = self.client.send_message_with_options(
            recipient.clone(),
            message.into_message(),
            options,
        );
        if let Err(error) = sending.await {
            self.acks.forget(&id);
            return Err(send_error(&error));
        }
        self.wait(&id, ack, &recipient).await
    }

    /// Refuses what WhatsApp would refuse. Only a first message to a person can be refused.
    pub(crate) async fn check(&self, recipient: &Jid) -> Result<Recipient, SendTextError> {
        if !self.client.is_logged_in() {
            return Err(SendTextError::NotConnected);
        }
        if !is_other_person(&self.client, recipient) {
            return Ok(Recipient::Known);
        }
        if self.is_contact(recipient).await.map_err(|_| internal())? {
            return Ok(Recipient::Known);
        }
        self.check_stranger(recipient).await?;
        Ok(Recipient::Stranger)
    }

    /// Most contacts of a new link are in its history, which comes soon after the login.
    async fn is_contact(&self, recipient: &Jid) -> StoreResult<bool> {
        if self.backend.is_contact(&recipient.user).await? {
            return Ok(true);
        }
        self.histories.wait_for_first().await;
        self.backend.is_contact(&recipient.user).await
    }

    async fn check_stranger(&self, recipient: &Jid) -> Result<(), SendTextError> {
        let until = self.backend.restricted_until();
        if let Some(until) = until.filter(|until| *until > SystemTime::now()) {
            let refusal = MessageRefusal::restricted(until, None);
            return Err(SendTextError::Refused(refusal));
        }
        let has_devices = self.backend.has_devices_of(&recipient.user).await;
        if !has_devices.map_err(|_| internal())?
            && self
                .registered
                .is_unregistered(&self.client, recipient)
                .await
        {
            let refusal = MessageRefusal::not_on_whatsapp();
            return Err(SendTextError::Refused(refusal));
        }
        Ok(())
    }

    /// A direct message carries a token, if the account has one and knows that it has to. Both come soon after a login,
    /// and the client does not wait for them.
    async fn wait_for_tokens(&self, recipient: &Jid) {
        if !is_other_person(&self.client, recipient) {
            return;
        }
        self.histories.wait_for_first().await;
        let fetch = async || self.client.fetch_props().await;
        let settings = self.settings.get_or_try_init(fetch);
        if !matches!(timeout(SETTINGS_TIMEOUT, settings).await, Ok(Ok(_))) {
            tracing::debug!("messages are sent without WhatsApp's settings of the account");
            // The next message does not wait.
            let _ = self.settings.set(());
        }
    }

    async fn wait(
        &self,
        id: &str,
        mut ack: oneshot::Receiver<Ack>,
        recipient: &Jid,
    ) -> Result<Sent, SendTextError> {
        let ack = match timeout(ACK_TIMEOUT, &mut ack).await {
            Ok(Ok(ack)) => Some(ack),
            _ => self.acks.stop_waiting(id, ack),
        };
        match ack {
            None => Ok(Sent::Pending),
            Some(Ok(())) => {
                self.add_contact(recipient).await;
                Ok(Sent::Acknowledged {
                    at: SystemTime::now(),
                })
            }
            Some(Err(code)) => Err(SendTextError::Refused(self.refusal(&code).await)),
        }
    }

    /// WhatsApp refuses a message without a token also while it restricts the account, so it is asked which it is.
    async fn refusal(&self, code: &str) -> MessageRefusal {
        let refusal = MessageRefusal::with_code(code);
        if refusal.reason != RefusalReason::NoPrivacyToken {
            return refusal;
        }
        match Restriction::fetch(&self.client).await {
            Some(Restriction::Until(until)) => {
                self.restriction.announce(Restriction::Until(until));
                MessageRefusal::restricted(until, refusal.code)
            }
            _ => refusal,
        }
    }

    /// From now on there is a conversation.
    async fn add_contact(&self, recipient: &Jid) {
        if !is_other_person(&self.client, recipient) {
            return;
        }
        if let Err(error) = self.backend.add_contact(&recipient.user).await {
            tracing::warn!("a contact was not recorded: {error}");
        }
    }
}

fn is_other_person(client: &Client, recipient: &Jid) -> bool {
    let own = [client.pn(), client.lid()];
    let is_own = own.iter().flatten().any(|own| own.user == recipient.user);
    (recipient.is_pn() || recipient.is_lid()) && !is_own
}

fn internal() -> SendTextError {
    SendTextError::Failed("internal".to_owned())
}

/// The client's error texts may contain phone numbers, so only a code is returned.
fn send_error(error: &SendError) -> SendTextError {
    let code = match error {
        SendError::NotLoggedIn | SendError::Client(ClientError::NotConnected) => {
            return SendTextError::NotConnected;
        }
        SendError::Client(ClientError::Socket(_) | ClientError::NotLoggedIn)
        | SendError::Iq(IqError::NotConnected | IqError::Disconnected(_) | IqError::Socket(_)) => {
            return SendTextError::NotConnected;
        }
        SendError::Iq(IqError::Timeout) => "no_answer",
        SendError::Iq(_) => "refused",
        SendError::InvalidRequest(_) => "invalid",
        _ => "internal",
    };
    SendTextError::Failed(code.to_owned())
}
