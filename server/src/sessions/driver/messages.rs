//! Reports what has become of messages that this service sent.

use serde_json::{Value, json};

use super::{Driver, DriverResult};
use crate::domain::message::{MessageRefusal, MessageStatus};
use crate::store::{EventRow, Report};

impl Driver {
    pub(super) async fn report_status(
        &mut self,
        ids: Vec<String>,
        status: MessageStatus,
    ) -> DriverResult {
        for id in ids {
            let payload = json!({"id": id, "status": status.as_str()});
            let report = Report::Status(status);
            self.report(&id, report, "message.status", &payload).await;
        }
        Ok(())
    }

    /// WhatsApp has refused a message after the response to its sender.
    pub(super) async fn report_refusal(
        &mut self,
        id: &str,
        refusal: &MessageRefusal,
    ) -> DriverResult {
        let payload = json!({
            "id": id, "code": refusal.code.clone().unwrap_or_default(),
            "reason": refusal.reason.sentence(),
        });
        self.report(id, Report::Failed, "message.failed", &payload)
            .await;
        Ok(())
    }

    /// Retries until it is written or cannot be.
    async fn report(&self, id: &str, report: Report, event: &'static str, payload: &Value) {
        loop {
            let written = {
                let _lock = self.sessions.ids.lock_session(&self.session.id).await;
                let at = self.sessions.now();
                let row = EventRow {
                    id: self.sessions.ids.next(at),
                    event,
                    payload: payload.to_string(),
                    source: None,
                    at,
                };
                let (store, session) = (&self.sessions.store, &self.session);
                store.report_sent_message(session, id, report, &row).await
            };
            match written {
                Ok(()) => return,
                Err(error) if error.is_permanent() => {
                    self.report_refused_change(&error);
                    return;
                }
                Err(error) => self.wait_for_the_database(&error).await,
            }
        }
    }
}
