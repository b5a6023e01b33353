//! Connecting a number through Meta's signup. The browser sends what it gets from Meta's window; everything else happens
//! here, one written step after the other.

mod problem;
mod run;
mod steps;

use sha2::{Digest as _, Sha256};

pub use self::run::RunningSignups;
use self::run::spawn;
use crate::domain::cloud_account::Pin;
use crate::domain::id::MetaAppKey;
use crate::domain::meta_app::{DigitId, MetaApp, SignupCode};
use crate::domain::signup::{Claimed, GRACE, Problem, Remedy, Signup, Step};
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::sessions::Sessions;
use crate::sessions::open_widget::LoadedLink;
use crate::store::StoreError;

/// The most accounts that one report may name.
const MAX_ACCOUNTS: usize = 20;

#[derive(Debug, thiserror::Error)]
pub enum SignupError {
    /// The link is over, or does not offer the Cloud API.
    #[error("this link cannot be used for a signup")]
    NotOffered,
    /// The signup is not at a step that takes this.
    #[error("the signup does not wait for this")]
    NotExpected,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The person opens Meta's window. From now on the link may end before the window does.
pub async fn begin(sessions: &Sessions, link: &LoadedLink) -> Result<(), SignupError> {
    let app = offered_app(link)?;
    let widget = &link.widget;
    if !widget.is_open(sessions.now()) {
        return Err(SignupError::NotOffered);
    }
    let signup = Signup::new(
        widget.id.clone(),
        widget.session_id.clone(),
        app.key.clone(),
        sessions.now(),
    );
    let progress = sessions.store.begin_signup(&signup).await?;
    sessions.metrics.funnel.record(&progress);
    // Another page of this link shows it, and its live stream lasts longer.
    sessions.hub.touch(&widget.session_id);
    Ok(())
}

/// What Meta's window reported to the browser. It may come before or after the code, or more than once.
pub async fn report(
    sessions: &Sessions,
    link: &LoadedLink,
    mut claimed: Claimed,
) -> Result<(), SignupError> {
    claimed.waba_ids.truncate(MAX_ACCOUNTS);
    loop {
        let before = current(sessions, link).await?;
        let named = claimed.phone_number_id.as_deref().and_then(DigitId::parse);
        match (before.step, before.problem, named) {
            // It was later than the code, and names one of the numbers to choose from.
            (Step::Choosing, None, Some(named)) => {
                let chosen = choose(sessions, link, &named).await;
                return ignore_unexpected(chosen);
            }
            // After a problem it is about a new run.
            (Step::Begun | Step::Exchanging | Step::Verifying, None, _) | (_, Some(_), _) => {}
            (_, None, _) => return Ok(()),
        }
        let now = sessions.now();
        let store = &sessions.store;
        if store.update_claimed(&before, &claimed, now).await? {
            return Ok(());
        }
    }
}

fn ignore_unexpected(done: Result<(), SignupError>) -> Result<(), SignupError> {
    match done {
        Err(SignupError::NotExpected) => Ok(()),
        done => done,
    }
}

/// The code from Meta's window. It is exchanged at once, and once: a code that is sent again changes nothing.
pub async fn exchange(
    sessions: &Sessions,
    link: &LoadedLink,
    code: SignupCode,
    redirect_uri: Option<String>,
) -> Result<(), SignupError> {
    let code_hash = hex::encode(Sha256::digest(code.expose()));
    loop {
        let before = current(sessions, link).await?;
        if before.code_hash.as_ref() == Some(&code_hash) || !before.takes_a_code() {
            return Ok(());
        }
        let after = before.clone().with_code(code_hash.clone(), sessions.now());
        if let Some(progress) = sessions.store.take_code(&before, &after).await? {
            sessions.metrics.funnel.record(&progress);
            sessions.hub.touch(&link.widget.session_id);
            spawn(sessions, after, Some(steps::Code { code, redirect_uri }));
            return Ok(());
        }
    }
}

/// The person chose one of several numbers.
pub async fn choose(
    sessions: &Sessions,
    link: &LoadedLink,
    number: &DigitId,
) -> Result<(), SignupError> {
    let before = current(sessions, link).await?;
    let is_offered = before.numbers.iter().any(|it| it.id == number.as_str());
    if before.step != Step::Choosing || !is_offered {
        return Err(SignupError::NotExpected);
    }
    // Chosen after verifying again: the numbers may have changed since.
    let after = Signup {
        step: Step::Verifying,
        problem: None,
        chosen: Some(number.clone()),
        ..before.clone()
    };
    go_on(sessions, before, after).await
}

/// The PIN that the number's owner has set.
pub async fn enter_pin(
    sessions: &Sessions,
    link: &LoadedLink,
    pin: Pin,
) -> Result<(), SignupError> {
    let before = current(sessions, link).await?;
    if before.step != Step::NeedsPin {
        return Err(SignupError::NotExpected);
    }
    let after = Signup {
        step: Step::Registering,
        problem: None,
        pin: Some(pin),
        ..before.clone()
    };
    go_on(sessions, before, after).await
}

/// Repeats the step that failed, or looks for a number again.
pub async fn retry(sessions: &Sessions, link: &LoadedLink) -> Result<(), SignupError> {
    let before = current(sessions, link).await?;
    let step = match (before.step, before.problem) {
        (Step::NoNumber, None) => Step::Verifying,
        (Step::Exchanging, Some(_)) | (_, None) => return Err(SignupError::NotExpected),
        (step, Some(problem)) if problem.remedy() == Remedy::TryAgain => step,
        (_, Some(_)) => return Err(SignupError::NotExpected),
    };
    let after = Signup {
        step,
        problem: None,
        ..before.clone()
    };
    go_on(sessions, before, after).await
}

async fn go_on(sessions: &Sessions, before: Signup, after: Signup) -> Result<(), SignupError> {
    let after = Signup {
        updated_at: sessions.now(),
        ..after
    };
    // Another request may have been faster; then its task is at work.
    if sessions.store.update_signup(&before, &after).await? {
        sessions.hub.touch(&after.session_id);
        spawn(sessions, after, None);
    }
    Ok(())
}

/// Continues the signups that were under way when the process ended. A code that was being exchanged may have been
/// used, and is not sent again.
pub async fn resume(sessions: &Sessions) -> Result<usize, StoreError> {
    let unfinished = sessions.store.unfinished_signups().await?;
    let count = unfinished.len();
    for signup in unfinished {
        if signup.step == Step::Exchanging {
            problem::stop(sessions, &signup, Problem::Interrupted).await?;
        } else {
            spawn(sessions, signup, None);
        }
    }
    Ok(count)
}

/// An error that Meta's window showed to the person.
pub fn note_error(link: &LoadedLink, code: &str) {
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(40)
        .collect();
    tracing::warn!(
        session = link.widget.session_id.as_str(),
        code,
        "Meta's window showed an error"
    );
}

/// A customer has shared an account with the app: a signup that found no number looks again.
pub async fn look_again(sessions: &Sessions, app: &MetaAppKey) -> Result<(), StoreError> {
    for before in sessions.store.signups_without_number(app).await? {
        let after = Signup {
            step: Step::Verifying,
            updated_at: sessions.now(),
            ..before.clone()
        };
        if sessions.store.update_signup(&before, &after).await? {
            spawn(sessions, after, None);
        }
    }
    Ok(())
}

/// The link's signup. It goes on for a while after the link has expired, if it was begun before.
async fn current(sessions: &Sessions, link: &LoadedLink) -> Result<Signup, SignupError> {
    offered_app(link)?;
    let signup = sessions.store.signup(&link.widget.id).await?;
    let signup = signup.ok_or(SignupError::NotExpected)?;
    if is_over(&link.widget, sessions) {
        return Err(SignupError::NotOffered);
    }
    Ok(signup)
}

fn is_over(widget: &WidgetSession, sessions: &Sessions) -> bool {
    widget.outcome != Outcome::Open || sessions.now() >= widget.expires_at.plus(GRACE)
}

/// The app that a link's signup uses.
fn offered_app(link: &LoadedLink) -> Result<&MetaApp, SignupError> {
    link.meta_app.as_ref().ok_or(SignupError::NotOffered)
}
