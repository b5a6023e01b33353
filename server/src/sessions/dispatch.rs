//! The one way to change a session: a command to its task. Two requests about one session never interleave, and a
//! command that was accepted runs to its end even if the request that sent it is gone.

use super::command::{Action, Answer, Command, CommandError, Reply};
use super::{Sessions, driver};
use crate::domain::id::SessionId;

/// Sends a command to the session's task and waits for the outcome. The task is started if it is not running.
pub(super) async fn send(sessions: &Sessions, session_id: &SessionId, action: Action) -> Answer {
    let (reply, answer) = Reply::channel();
    let command = Command { action, reply };
    if let Some(inbox) = sessions.drivers.deliver(session_id, command) {
        sessions.tasks.spawn(driver::supervise(
            sessions.clone(),
            session_id.to_owned(),
            inbox,
        ));
    }
    answer.await.unwrap_or(Err(CommandError::Interrupted))
}
