//! The restriction on writing to strangers. It is the account's, and ends with the link.

use super::Step;
use crate::domain::event::Event;
use crate::domain::time::Timestamp;

impl Step {
    /// The end may change; a repeated announcement changes nothing.
    pub(super) fn restrict(&mut self, until: Timestamp) {
        let is_new = self.session.restricted_until != Some(until);
        if self.session.account().is_some() && is_new {
            self.session.restricted_until = Some(until);
            self.events.push(Event::Restricted { until });
        }
    }

    pub(super) fn end_restriction(&mut self) {
        if self.session.restricted_until.take().is_some() {
            self.events.push(Event::RestrictionEnded);
        }
    }
}
