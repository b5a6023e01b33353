//! The steps of a signup. Each returns the next state, which is written before that state's step is taken; so after a
//! crash the last step is taken again, and each first asks Meta what is done already.

mod number;

use crate::domain::cloud_account::{CloudAccount, Pin};
use crate::domain::meta_app::{AccessToken, DigitId, MetaApp, SignupCode};
use crate::domain::signup::{CloudNumber, GRACE, Problem, Signup, Step};
use crate::meta::{Access, GraphError, Kind};
use crate::sessions::Sessions;
use crate::sessions::cloud;
use crate::sessions::command::{Action, CommandError};
use crate::sessions::dispatch;
use crate::store::{Reservation, StoreError};

/// A code to exchange. It is kept in memory only.
pub(super) struct Code {
    pub(super) code: SignupCode,
    /// The address that a code of a redirect was issued for.
    pub(super) redirect_uri: Option<String>,
}

/// Why a step was not taken.
#[derive(Debug)]
pub(super) enum StepError {
    Problem(Problem),
    Graph(GraphError),
    Store(StoreError),
    /// Nothing is left to do: the link or the session has ended.
    Finished,
}

impl From<GraphError> for StepError {
    fn from(error: GraphError) -> Self {
        StepError::Graph(error)
    }
}

impl From<Problem> for StepError {
    fn from(problem: Problem) -> Self {
        StepError::Problem(problem)
    }
}

impl From<StoreError> for StepError {
    fn from(error: StoreError) -> Self {
        StepError::Store(error)
    }
}

type StepResult = Result<Signup, StepError>;

/// Takes the step that the signup is at.
pub(super) async fn take(sessions: &Sessions, signup: &Signup, code: Option<Code>) -> StepResult {
    let app = sessions.meta.find(&sessions.store, &signup.app).await?;
    let app = app.ok_or(Problem::AppConfiguration)?;
    let next = match signup.step {
        Step::Exchanging => exchange(sessions, signup, &app, code).await?,
        Step::Verifying => verify(sessions, signup, &app).await?,
        Step::Subscribing => subscribe(sessions, signup, &app).await?,
        Step::Registering => register(sessions, signup, &app).await?,
        Step::Connecting => connect(sessions, signup, &app).await?,
        Step::Begun | Step::Choosing | Step::NoNumber | Step::NeedsPin | Step::Connected => {
            return Err(StepError::Finished);
        }
    };
    Ok(Signup {
        updated_at: sessions.now(),
        ..next
    })
}

/// Never repeated: nobody knows whether a code that was sent without an answer was used.
async fn exchange(
    sessions: &Sessions,
    signup: &Signup,
    app: &MetaApp,
    code: Option<Code>,
) -> StepResult {
    let Some(Code { code, redirect_uri }) = code else {
        return Err(Problem::Interrupted.into());
    };
    let graph = &sessions.meta.graph;
    let exchanged = graph.exchange(app, &code, redirect_uri.as_deref()).await;
    let exchanged = exchanged.map_err(|error| match error.kind() {
        Kind::Transient => StepError::Problem(Problem::Interrupted),
        _ => StepError::Graph(error),
    })?;
    // The browser may have reported its ids while the code was exchanged.
    let claimed = sessions.store.signup(&signup.id).await?;
    Ok(Signup {
        step: Step::Verifying,
        token: Some(exchanged.token),
        claimed: claimed.map_or_else(|| signup.claimed.clone(), |it| it.claimed),
        ..signup.clone()
    })
}

/// Asks the token itself what it is for. What the browser reported is only a choice among that.
async fn verify(sessions: &Sessions, signup: &Signup, app: &MetaApp) -> StepResult {
    let token = token(signup)?;
    let access = Access { app, token };
    let info = sessions.meta.graph.inspect(access).await?;
    if !info.is_valid {
        return Err(Problem::AccessRevoked.into());
    }
    if info.app_id != app.app_id.as_str() {
        return Err(Problem::AppConfiguration.into());
    }
    let accounts = number::claimed_accounts(signup, info.waba_ids)?;
    let mut numbers = Vec::new();
    for account in &accounts {
        numbers.extend(
            sessions
                .meta
                .graph
                .numbers(access, account.as_str())
                .await?,
        );
    }
    let verified = Signup {
        token_expires_at: info.expires_at,
        numbers,
        ..signup.clone()
    };
    number::choose(sessions, verified).await
}

/// Also decides whether the number has to be registered, and with which PIN.
async fn subscribe(sessions: &Sessions, signup: &Signup, app: &MetaApp) -> StepResult {
    let token = token(signup)?;
    let access = Access { app, token };
    let number = signup.number().ok_or(Problem::NotGranted)?;
    let waba_id = DigitId::parse(&number.waba_id).ok_or(Problem::NotGranted)?;
    sessions.meta.graph.subscribe(access, &waba_id).await?;
    if number.is_registered || number.is_on_app || signup.claimed.coexistence {
        return Ok(Signup {
            step: Step::Connecting,
            ..signup.clone()
        });
    }
    Ok(Signup {
        step: Step::Registering,
        pin: Some(pin(sessions, signup).await?),
        ..signup.clone()
    })
}

/// The PIN that the number was registered with here before, or a new one.
async fn pin(sessions: &Sessions, signup: &Signup) -> Result<Pin, StepError> {
    let session = sessions.store.session(&signup.session_id).await?;
    let session = session.ok_or(StepError::Finished)?;
    let number = signup.chosen.as_ref().ok_or(Problem::NotGranted)?;
    let known = sessions.store.known_pin(&session.tenant_id, number).await?;
    Ok(known.unwrap_or_else(|| Pin::generate(rand::random())))
}

/// After a crash the number may be registered already.
async fn register(sessions: &Sessions, signup: &Signup, app: &MetaApp) -> StepResult {
    let access = Access {
        app,
        token: token(signup)?,
    };
    let number = signup.number().ok_or(Problem::NotGranted)?;
    let id = signup.chosen.as_ref().ok_or(Problem::NotGranted)?;
    let pin = signup.pin.as_ref().ok_or(Problem::Refused)?;
    let graph = &sessions.meta.graph;
    let now = graph.number(access, &number.waba_id, id).await?;
    if now.is_some_and(|now| now.is_registered) {
        return Ok(Signup {
            step: Step::Connecting,
            ..signup.clone()
        });
    }
    match graph.register(access, id, pin).await {
        Ok(()) => Ok(Signup {
            step: Step::Connecting,
            ..signup.clone()
        }),
        Err(error) if error.kind() == Kind::WrongPin => Ok(Signup {
            step: Step::NeedsPin,
            pin: None,
            ..signup.clone()
        }),
        Err(error) => Err(error.into()),
    }
}

/// Hands the number to its session, whose task writes the rest in one transaction.
async fn connect(sessions: &Sessions, signup: &Signup, app: &MetaApp) -> StepResult {
    let number = signup.number().ok_or(Problem::NotGranted)?;
    let account = account(signup, number)?;
    // The token may be newer than the reservation.
    let now = sessions.now();
    let abandoned = now.minus(GRACE);
    let store = &sessions.store;
    let reserved = store
        .reserve_number(&account, &number.phone_number, now, abandoned)
        .await?;
    if reserved == Reservation::Taken {
        return Err(Problem::AlreadyConnected.into());
    }
    let action = Action::SignUp(Box::new(signup.clone()));
    match dispatch::send(sessions, &signup.session_id, action).await {
        Ok(outcome) if outcome.session.is_cloud() => {}
        Ok(_) => {
            store.release_number(&signup.session_id).await?;
            cloud::undo(sessions, app, &account).await;
            return Err(Problem::AlreadyConnected.into());
        }
        Err(CommandError::Store(error)) => return Err(StepError::Store(error)),
        // The session was deleted, or the process is ending: the next one continues.
        Err(_) => return Err(StepError::Finished),
    }
    if number.is_on_app || signup.claimed.coexistence {
        synchronise(sessions, signup, app).await;
    }
    Err(StepError::Finished)
}

/// Meta sends the contacts and the history of a number that stays on its phone only if it is asked within a day.
async fn synchronise(sessions: &Sessions, signup: &Signup, app: &MetaApp) {
    let (Some(id), Ok(token)) = (&signup.chosen, token(signup)) else {
        return;
    };
    let access = Access { app, token };
    for kind in ["smb_app_state_sync", "history"] {
        if let Err(error) = sessions.meta.graph.synchronise(access, id, kind).await {
            let session = signup.session_id.as_str();
            tracing::warn!(session, %error, kind, "Meta does not synchronise a number");
        }
    }
}

fn account(signup: &Signup, number: &CloudNumber) -> Result<CloudAccount, StepError> {
    let id = |text: &str| DigitId::parse(text).ok_or(Problem::NotGranted);
    Ok(CloudAccount {
        session_id: signup.session_id.clone(),
        app: signup.app.clone(),
        waba_id: id(&number.waba_id)?,
        phone_number_id: id(&number.id)?,
        token: token(signup)?.clone(),
        token_expires_at: signup.token_expires_at,
        registered: signup.pin.is_some(),
        pin: signup.pin.clone(),
    })
}

fn token(signup: &Signup) -> Result<&AccessToken, StepError> {
    signup
        .token
        .as_ref()
        .ok_or(StepError::Problem(Problem::Interrupted))
}
