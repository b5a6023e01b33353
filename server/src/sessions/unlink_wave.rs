//! Reports that several sessions were unlinked within minutes: in the log and the metrics for the operator, and as an
//! event for each tenant, about its own sessions only.

use serde_json::json;

use crate::domain::session::Session;
use crate::domain::unlink_wave::TenantWave;
use crate::sessions::Sessions;
use crate::store::{EventRow, StoreError};

const EVENT: &str = "sessions.unlink_wave";

/// WhatsApp or the phone has unlinked a session.
pub async fn unlinked(sessions: &Sessions, session: &Session) {
    let at = sessions.now();
    let (outcome, threshold) = {
        let mut waves = sessions.unlink_waves.lock().await;
        let name = session.name.to_string();
        let outcome = waves.unlinked(session.tenant_id.clone(), name, at);
        (outcome, waves.threshold())
    };
    if let Some(count) = outcome.began {
        sessions.metrics.sessions.unlink_wave();
        tracing::warn!(
            sessions = count,
            within_minutes = threshold.window.as_secs() / 60,
            "several sessions were unlinked within minutes; look at what they share: their address, a proxy, the \
             version of the client"
        );
    }
    for wave in outcome.to_report {
        if let Err(error) = report(sessions, &wave).await {
            tracing::error!(
                tenant = wave.tenant_id.as_str(), %error,
                "the event about unlinked sessions cannot be written"
            );
        }
    }
}

async fn report(sessions: &Sessions, wave: &TenantWave) -> Result<(), StoreError> {
    let at = sessions.now();
    let payload = json!({
        "sessions": wave.sessions,
        "count": wave.sessions.len(),
        "since": wave.since.to_string(),
    });
    let event = EventRow {
        id: sessions.ids.next(at),
        event: EVENT,
        payload: payload.to_string(),
        source: None,
        at,
    };
    sessions
        .store
        .record_tenant_event(&wave.tenant_id, &event)
        .await
}
