//! The task of a signup: takes one step after the other until the person has something to do.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Mutex;
use std::time::Duration;

use super::problem;
use super::steps::{self, Code, StepError};
use crate::domain::id::WidgetSessionId;
use crate::domain::signup::{Problem, Signup};
use crate::meta::Kind;
use crate::sessions::Sessions;

/// The pauses before a call is repeated that Meta did not answer. After the last one the person decides.
const PAUSES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
];

/// The pause before a write is repeated.
const WRITE_PAUSE: Duration = Duration::from_secs(1);

/// Works on a signup in a task of its own, which goes on when the request has ended. A signup has one task: one that
/// is about to end begins again.
pub(super) fn spawn(sessions: &Sessions, signup: Signup, code: Option<Code>) {
    let Some(mut code) = sessions.signups.enter(&signup.id, code) else {
        return;
    };
    let background = sessions.clone();
    sessions.tasks.spawn(async move {
        let id = signup.id.clone();
        let mut next = Some(signup);
        while let Some(signup) = next {
            run(&background, signup, code).await;
            let Some(again) = background.signups.leave(&id) else {
                return;
            };
            code = again;
            next = read(&background, &id).await;
        }
        background.signups.remove(&id);
    });
}

async fn read(sessions: &Sessions, id: &WidgetSessionId) -> Option<Signup> {
    loop {
        match sessions.store.signup(id).await {
            Ok(signup) => return signup,
            Err(error) => {
                tracing::error!(%error, "a signup waits for the database");
                tokio::time::sleep(WRITE_PAUSE).await;
            }
        }
    }
}

async fn run(sessions: &Sessions, mut signup: Signup, mut code: Option<Code>) {
    let mut attempt = 0;
    while signup.is_working() && !sessions.tasks.is_stopping() {
        match steps::take(sessions, &signup, code.take()).await {
            Ok(next) => {
                attempt = 0;
                let Some(written) = write(sessions, &signup, next).await else {
                    return;
                };
                signup = written;
            }
            Err(StepError::Graph(error))
                if error.kind() == Kind::Transient && attempt < PAUSES.len() =>
            {
                let session = signup.session_id.as_str();
                tracing::warn!(session, %error, "Meta is asked again");
                tokio::time::sleep(PAUSES[attempt]).await;
                attempt += 1;
            }
            Err(StepError::Store(error)) if !error.is_permanent() => {
                let session = signup.session_id.as_str();
                tracing::error!(session, %error, "a signup waits for the database");
                tokio::time::sleep(WRITE_PAUSE).await;
            }
            Err(error) => return stop(sessions, &signup, error).await,
        }
    }
}

/// Writes the next state before anything of it is done. If the browser has reported something meanwhile, the step is
/// taken again. `None` if the signup was changed or deleted by another request.
async fn write(sessions: &Sessions, before: &Signup, after: Signup) -> Option<Signup> {
    loop {
        match sessions.store.update_signup(before, &after).await {
            Ok(true) => {
                sessions.hub.touch(&after.session_id);
                return Some(after);
            }
            Ok(false) => {
                let now = read(sessions, &before.id).await;
                return now.filter(|now| now.is_at_same_step(before));
            }
            Err(error) => {
                let session = before.session_id.as_str();
                tracing::error!(session, %error, "a signup waits for the database");
                tokio::time::sleep(WRITE_PAUSE).await;
            }
        }
    }
}

async fn stop(sessions: &Sessions, signup: &Signup, error: StepError) {
    let problem = match error {
        StepError::Problem(problem) => problem,
        StepError::Finished => return,
        StepError::Graph(error) => {
            let session = signup.session_id.as_str();
            tracing::warn!(session, %error, "Meta refused a step of a signup");
            error.problem()
        }
        StepError::Store(error) => {
            let session = signup.session_id.as_str();
            tracing::error!(session, %error, "a signup cannot be written");
            Problem::MetaUnavailable
        }
    };
    while let Err(error) = problem::stop(sessions, signup, problem).await {
        if error.is_permanent() {
            return;
        }
        tokio::time::sleep(WRITE_PAUSE).await;
    }
}

/// The signups that a task of this process works on, each with what has come since the task began.
#[derive(Default)]
pub struct RunningSignups(Mutex<HashMap<WidgetSessionId, Again>>);

#[derive(Default)]
enum Again {
    #[default]
    No,
    Yes(Option<Code>),
}

impl RunningSignups {
    /// Returns the code if the caller has to start a task; otherwise the running one has been notified.
    fn enter(&self, id: &WidgetSessionId, code: Option<Code>) -> Option<Option<Code>> {
        match self.lock().entry(id.clone()) {
            Entry::Occupied(mut running) => {
                running.insert(Again::Yes(code));
                None
            }
            Entry::Vacant(free) => {
                free.insert(Again::No);
                Some(code)
            }
        }
    }

    /// Ends the task, unless something has come in the meantime: then returns it.
    fn leave(&self, id: &WidgetSessionId) -> Option<Option<Code>> {
        let mut running = self.lock();
        match running.get_mut(id).map(std::mem::take) {
            Some(Again::Yes(code)) => Some(code),
            Some(Again::No) | None => {
                running.remove(id);
                None
            }
        }
    }

    fn remove(&self, id: &WidgetSessionId) {
        self.lock().remove(id);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<WidgetSessionId, Again>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}
