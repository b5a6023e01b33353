//! What the widget shows of a signup.

use protocol::view::{Signup as Shown, SignupNumber, signup};

use crate::domain::signup::{CloudNumber, Problem, Remedy, Signup, Step};

pub(super) fn view(signup: &Signup) -> Shown {
    let is_choosing = signup.step == Step::Choosing && signup.problem.is_none();
    let numbers: &[CloudNumber] = if is_choosing { &signup.numbers } else { &[] };
    Shown {
        state: state(signup).to_owned(),
        numbers: numbers.iter().map(number).collect(),
        problem: signup.problem.map(|it| it.as_str().to_owned()),
        remedy: signup.problem.map(|it| remedy(signup, it).to_owned()),
    }
}

fn number(number: &CloudNumber) -> SignupNumber {
    SignupNumber {
        id: number.id.clone(),
        phone_number: number.phone_number.clone(),
        name: number.verified_name.clone(),
    }
}

fn state(signup: &Signup) -> &'static str {
    match (signup.problem, signup.step) {
        (Some(_), _) => signup::STOPPED,
        (None, Step::Begun) => signup::BEGUN,
        (None, Step::Choosing) => signup::CHOOSING,
        (None, Step::NoNumber) => signup::NO_NUMBER,
        (None, Step::NeedsPin) => signup::NEEDS_PIN,
        (None, Step::Connected) => signup::CONNECTED,
        (
            None,
            Step::Exchanging
            | Step::Verifying
            | Step::Subscribing
            | Step::Registering
            | Step::Connecting,
        ) => signup::WORKING,
    }
}

/// A code cannot be sent again, whatever the problem was.
fn remedy(signup: &Signup, problem: Problem) -> &'static str {
    match problem.remedy() {
        Remedy::TryAgain if signup.step == Step::Exchanging => "sign_up_again",
        Remedy::TryAgain => "try_again",
        Remedy::SignUpAgain => "sign_up_again",
        Remedy::None => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    fn shown(step: Step, problem: Option<Problem>) -> (String, Option<String>) {
        let at = Timestamp::from_millis(1);
        let signup = Signup {
            step,
            problem,
            ..Signup::new("ws_1".into(), "ses_1".into(), "mta_1".into(), at)
        };
        let shown = view(&signup);
        (shown.state, shown.remedy)
    }

    #[test]
    fn a_problem_says_what_helps() {
        for (step, problem, state, remedy) in [
            (Step::Begun, None, "begun", None),
            (Step::Exchanging, None, "working", None),
            (Step::NeedsPin, None, "needs_pin", None),
            (
                Step::Exchanging,
                Some(Problem::RateLimited),
                "stopped",
                Some("sign_up_again"),
            ),
            (
                Step::Registering,
                Some(Problem::RateLimited),
                "stopped",
                Some("try_again"),
            ),
            (
                Step::Verifying,
                Some(Problem::AlreadyConnected),
                "stopped",
                Some("none"),
            ),
        ] {
            let (shown_state, shown_remedy) = shown(step, problem);
            assert_eq!(shown_state, state, "{step:?} {problem:?}");
            assert_eq!(shown_remedy.as_deref(), remedy, "{step:?} {problem:?}");
        }
    }
}
