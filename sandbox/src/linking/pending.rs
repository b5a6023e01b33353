//! The links that clients request: the refs and phone codes that they show, and the offers that they have not
//! answered. At most one link is offered on a connection at a time.

use std::collections::HashMap;

use tokio::time::Instant;

use super::phone_codes::{CodeReference, PhoneCodes};
use super::refs::Refs;
use super::{Companion, LinkError, Offer};
use crate::peer::ConnectionId;

#[derive(Default)]
pub(crate) struct PendingLinks {
    pub(crate) refs: Refs,
    pub(crate) phone_codes: PhoneCodes,
    offers: HashMap<ConnectionId, Offer>,
    /// Phones that scanned a code and must confirm the link with a passkey, by number.
    passkeys: HashMap<String, AwaitedPasskey>,
}

/// A scanned code whose link waits for a passkey.
struct AwaitedPasskey {
    by: ConnectionId,
    companion: Companion,
}

impl PendingLinks {
    /// The connection that shows this ref at `now` and can be offered a link.
    pub(crate) fn showing_ref(
        &self,
        reference: &str,
        now: Instant,
    ) -> Result<ConnectionId, LinkError> {
        self.check_free(self.refs.look_up(reference, now)?)
    }

    /// The connection that shows a phone code for `number` at `now` and can be offered a link.
    pub(crate) fn showing_phone_code(
        &self,
        number: &str,
        now: Instant,
    ) -> Result<ConnectionId, LinkError> {
        self.check_free(self.phone_codes.look_up(number, now)?)
    }

    fn check_free(&self, id: ConnectionId) -> Result<ConnectionId, LinkError> {
        if self.offers.contains_key(&id) {
            return Err(LinkError::CodeUsed);
        }
        Ok(id)
    }

    /// Offers a link to the connection that shows this ref.
    pub(crate) fn offer_for_ref(
        &mut self,
        reference: &str,
        offer: Offer,
        now: Instant,
    ) -> Result<(), LinkError> {
        let id = self.showing_ref(reference, now)?;
        self.refs.mark_used(reference);
        self.offers.insert(id, offer);
        Ok(())
    }

    /// Offers a link to the connection whose phone code was typed.
    pub(crate) fn offer_for_phone_code(
        &mut self,
        number: &str,
        reference: &CodeReference,
        id: ConnectionId,
        offer: Offer,
    ) -> Result<(), LinkError> {
        self.check_free(id)?;
        self.phone_codes.mark_used(number, reference);
        self.offers.insert(id, offer);
        Ok(())
    }

    /// The phone with this number has scanned a code of the connection, and must confirm that with a passkey.
    pub(crate) fn await_passkey(&mut self, number: &str, by: ConnectionId, companion: Companion) {
        let awaited = AwaitedPasskey { by, companion };
        self.passkeys.insert(number.to_owned(), awaited);
    }

    /// The passkey of the phone with this number was given or refused.
    pub(crate) fn take_passkey(
        &mut self,
        number: &str,
    ) -> Result<(ConnectionId, Companion), LinkError> {
        let awaited = self.passkeys.remove(number);
        let awaited = awaited.ok_or(LinkError::NoPasskeyRequired)?;
        Ok((awaited.by, awaited.companion))
    }

    /// Offers a link to a connection whose code was scanned earlier, however long ago that was.
    pub(crate) fn offer_after_passkey(
        &mut self,
        id: ConnectionId,
        offer: Offer,
    ) -> Result<(), LinkError> {
        self.check_free(id)?;
        self.offers.insert(id, offer);
        Ok(())
    }

    pub(crate) fn take_offer(&mut self, id: ConnectionId) -> Option<Offer> {
        self.offers.remove(&id)
    }

    /// The connection ended.
    pub(crate) fn remove(&mut self, id: ConnectionId) {
        self.refs.remove(id);
        self.phone_codes.remove(id);
        self.offers.remove(&id);
        self.passkeys.retain(|_, awaited| awaited.by != id);
    }
}
