//! Watches what time does to Cloud API numbers: tokens that run out are reported weeks before, and secrets that nothing
//! uses any more are deleted.

use std::time::Duration;

use serde_json::json;

use super::end_access;
use crate::domain::cloud_account::CloudAccount;
use crate::domain::failure::Failure;
use crate::domain::signup::GRACE;
use crate::sessions::Sessions;
use crate::store::{EventRow, StoreError};

const INTERVAL: Duration = Duration::from_mins(10);

/// How long before its end a token is reported: connecting the number again needs the customer.
const NOTICE: Duration = Duration::from_hours(21 * 24);

/// How long a signup that led to nothing is kept, with its token.
const ABANDONED_AFTER: Duration = Duration::from_hours(24);

pub async fn run(sessions: Sessions) {
    loop {
        if let Err(error) = check(&sessions).await {
            tracing::error!(%error, "Cloud API numbers cannot be checked; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = sessions.tasks.stopping() => return,
        }
    }
}

/// One round.
pub async fn check(sessions: &Sessions) -> Result<(), StoreError> {
    let (store, now) = (&sessions.store, sessions.now());
    for account in store.accounts_about_to_expire(now.plus(NOTICE)).await? {
        warn(sessions, &account).await?;
    }
    for session_id in store.expired_accounts(now).await? {
        if let Some(session) = store.session(&session_id).await? {
            end_access::end_access(sessions, &session, "access_expired").await;
        }
    }
    let (abandoned, unused) = (now.minus(ABANDONED_AFTER), now.minus(GRACE));
    while !sessions.tasks.is_stopping() && store.delete_old_signups(abandoned).await? > 0 {}
    while !sessions.tasks.is_stopping() && store.delete_unused_meta_apps(unused).await? > 0 {}
    Ok(())
}

/// Reports a token's end once, with the status of the session as it is.
async fn warn(sessions: &Sessions, account: &CloudAccount) -> Result<(), StoreError> {
    let Some(session) = sessions.store.session(&account.session_id).await? else {
        return Ok(());
    };
    let _lock = sessions.ids.lock_session(&session.id).await;
    let at = sessions.now();
    let status = session.status();
    let payload = json!({
        "status": status.word(),
        "statusReason": status.reason(),
        "failure": session.failure.map(Failure::as_str),
        "accessExpiresAt": account.token_expires_at.map(|at| at.to_string()),
    });
    let event = EventRow {
        id: sessions.ids.next(at),
        event: "session.status",
        payload: payload.to_string(),
        source: None,
        at,
    };
    sessions.store.warn_of_expiry(&session, &event).await
}
