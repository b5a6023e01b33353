//! A signup that stopped: written with its event, so that the company and the person know why.

use serde_json::json;

use crate::domain::signup::{Problem, Remedy, Signup};
use crate::sessions::Sessions;
use crate::store::{EventRow, StoreError};

/// Writes why a signup does not continue, and reports it to the tenant.
pub(super) async fn stop(
    sessions: &Sessions,
    signup: &Signup,
    problem: Problem,
) -> Result<(), StoreError> {
    let stopped = Signup {
        problem: Some(problem),
        updated_at: sessions.now(),
        ..signup.clone()
    };
    tracing::warn!(
        session = signup.session_id.as_str(),
        step = signup.step.as_str(),
        problem = problem.as_str(),
        "a signup stopped"
    );
    if problem.remedy() != Remedy::TryAgain {
        // Somebody else may connect the number.
        sessions.store.release_number(&signup.session_id).await?;
    }
    let link = sessions.store.widget_session(&signup.id).await?;
    let session = sessions.store.session(&signup.session_id).await?;
    let (Some(link), Some(session)) = (link, session) else {
        return Ok(());
    };
    sessions.metrics.sessions.failed(problem.as_str());
    let written = {
        let _lock = sessions.ids.lock_session(&session.id).await;
        let at = sessions.now();
        let event = EventRow {
            id: sessions.ids.next(at),
            event: "widget.failed",
            payload: json!({
                "id": link.id, "session": session.name.as_str(), "state": link.state,
                "reason": problem.as_str(),
            })
            .to_string(),
            source: None,
            at,
        };
        let store = &sessions.store;
        store.stop_signup(signup, &stopped, &session, &event).await
    };
    sessions.metrics.funnel.record(&written?);
    sessions.hub.touch(&signup.session_id);
    Ok(())
}
