//! The links that connected clients request, each with its connection.

use tokio::time::Instant;

use super::Connections;
use crate::clock::Speed;
use crate::linking::{
    Attempt, CodeReference, Companion, Finish, FinishResult, LinkError, Offer, WrappedKey,
};
use crate::peer::{ConnectionId, Peer};

impl Connections {
    /// Issues the refs that a client turns into the QR codes it shows.
    pub(crate) fn issue_refs(&self, id: ConnectionId, speed: Speed) -> Vec<String> {
        self.live().links.refs.issue(id, Instant::now(), speed)
    }

    /// The connection that shows the QR code with this ref now.
    pub(crate) fn showing_ref(&self, reference: &str) -> Result<Peer, LinkError> {
        let live = self.live();
        let id = live.links.showing_ref(reference, Instant::now())?;
        live.peer(id)
    }

    /// Offers a link to the connection that shows this ref. The ref counts as used from now on.
    pub(crate) fn offer_for_ref(&self, reference: &str, offer: Offer) -> Result<(), LinkError> {
        let links = &mut self.live().links;
        links.offer_for_ref(reference, offer, Instant::now())
    }

    /// A client requests a phone code for `number`, and shows it from now on.
    pub(crate) fn request_phone_code(
        &self,
        number: &str,
        peer: &Peer,
        companion_key: WrappedKey,
        speed: Speed,
    ) -> CodeReference {
        let now = Instant::now();
        let codes = &mut self.live().links.phone_codes;
        codes.request(number, peer.id, companion_key, now, speed)
    }

    /// The connection that shows a phone code for `number` now.
    pub(crate) fn showing_phone_code(&self, number: &str) -> Result<Peer, LinkError> {
        let live = self.live();
        let id = live.links.showing_phone_code(number, Instant::now())?;
        live.peer(id)
    }

    /// A phone code for `number` was typed on its phone.
    pub(crate) fn start_attempt(&self, number: &str) -> Result<Attempt, LinkError> {
        let codes = &mut self.live().links.phone_codes;
        codes.start_attempt(number, Instant::now())
    }

    /// The client's keys arrived, for the phone that waits for them.
    pub(crate) fn finish_attempt(
        &self,
        number: &str,
        peer: &Peer,
        reference: &[u8],
        finish: Finish,
    ) -> FinishResult {
        let codes = &mut self.live().links.phone_codes;
        codes.finish_attempt(number, peer.id, reference, finish)
    }

    /// The phone no longer waits for the client's keys.
    pub(crate) fn cancel_attempt(&self, number: &str, reference: &CodeReference) {
        let codes = &mut self.live().links.phone_codes;
        codes.cancel_attempt(number, reference);
    }

    /// Offers a link to the connection whose phone code was typed. The code counts as used from now on.
    pub(crate) fn offer_for_phone_code(
        &self,
        number: &str,
        reference: &CodeReference,
        peer: &Peer,
        offer: Offer,
    ) -> Result<(), LinkError> {
        let mut live = self.live();
        live.peer(peer.id)?;
        let links = &mut live.links;
        links.offer_for_phone_code(number, reference, peer.id, offer)
    }

    /// The phone with this number must confirm a link with a passkey.
    pub(crate) fn await_passkey(&self, number: &str, peer: &Peer, companion: Companion) {
        self.live().links.await_passkey(number, peer.id, companion);
    }

    /// The connection whose code the phone has scanned, and what it has learned from the code.
    pub(crate) fn take_passkey(&self, number: &str) -> Result<(Peer, Companion), LinkError> {
        let mut live = self.live();
        let (id, companion) = live.links.take_passkey(number)?;
        Ok((live.peer(id)?, companion))
    }

    /// Offers a link to a connection whose code was scanned earlier.
    pub(crate) fn offer_after_passkey(&self, peer: &Peer, offer: Offer) -> Result<(), LinkError> {
        self.live().links.offer_after_passkey(peer.id, offer)
    }

    /// Takes the offer that a connection has not answered yet.
    pub(crate) fn take_offer(&self, id: ConnectionId) -> Option<Offer> {
        self.live().links.take_offer(id)
    }
}
