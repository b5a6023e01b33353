//! Which of the granted numbers a signup connects.

use super::{StepError, StepResult, account};
use crate::domain::meta_app::DigitId;
use crate::domain::signup::{Choice, CloudNumber, GRACE, Problem, Signup, Step};
use crate::domain::widget_session::{Outcome, WidgetSession};
use crate::sessions::Sessions;
use crate::store::Reservation;

/// The granted accounts, or those of them that the browser named.
pub(super) fn claimed_accounts(
    signup: &Signup,
    granted: Vec<DigitId>,
) -> Result<Vec<DigitId>, Problem> {
    let claimed = &signup.claimed.waba_ids;
    if claimed.is_empty() {
        return Ok(granted);
    }
    let is_claimed = |id: &DigitId| claimed.iter().any(|claimed| claimed == id.as_str());
    let named: Vec<DigitId> = granted.into_iter().filter(is_claimed).collect();
    if named.is_empty() {
        return Err(Problem::NotGranted);
    }
    Ok(named)
}

/// Takes the one number that there is, or lets the person choose.
pub(super) async fn choose(sessions: &Sessions, signup: Signup) -> StepResult {
    let link = sessions.store.widget_session(&signup.id).await?;
    let link = link.filter(|link| link.outcome == Outcome::Open);
    let link = link.ok_or(StepError::Finished)?;
    let is_granted = |id: &str| signup.numbers.iter().any(|number| number.id == id);
    let claimed = signup.claimed.phone_number_id.as_deref();
    if signup.chosen.is_none() && claimed.is_some_and(|id| !is_granted(id)) {
        return Err(Problem::NotGranted.into());
    }
    let number = match signup.choice() {
        Choice::One(number) => number.clone(),
        Choice::Several => match locked_number(&link, &signup.numbers) {
            Some(number) => number.clone(),
            None => {
                return Ok(Signup {
                    step: Step::Choosing,
                    ..signup
                });
            }
        },
        Choice::None => {
            return Ok(Signup {
                step: Step::NoNumber,
                ..signup
            });
        }
    };
    reserve(sessions, signup, &link, &number).await
}

/// The number that a link is for, if it is for one.
fn locked_number<'a>(link: &WidgetSession, numbers: &'a [CloudNumber]) -> Option<&'a CloudNumber> {
    let lock = link.phone_number.as_ref()?;
    numbers
        .iter()
        .find(|number| lock.matches(&number.phone_number))
}

/// Nothing is registered for a number that may not connect here.
async fn reserve(
    sessions: &Sessions,
    signup: Signup,
    link: &WidgetSession,
    number: &CloudNumber,
) -> StepResult {
    let is_admitted = link.phone_number.as_ref();
    if is_admitted.is_some_and(|lock| !lock.matches(&number.phone_number)) {
        return Err(Problem::WrongNumber.into());
    }
    let chosen = DigitId::parse(&number.id).ok_or(Problem::Refused)?;
    let signup = Signup {
        step: Step::Subscribing,
        chosen: Some(chosen),
        ..signup
    };
    let account = account(&signup, number)?;
    let now = sessions.now();
    let abandoned = now.minus(GRACE);
    let reserved = sessions
        .store
        .reserve_number(&account, &number.phone_number, now, abandoned)
        .await?;
    match reserved {
        Reservation::Done => Ok(signup),
        Reservation::Taken => Err(Problem::AlreadyConnected.into()),
    }
}
