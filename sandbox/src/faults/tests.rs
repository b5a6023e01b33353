use super::*;

const ANA: &str = "5511999990001";
const BIA: &str = "5521988880002";

fn unavailable(times: u32, target: Target) -> LoginFault {
    LoginFault {
        error: LoginError::Unavailable,
        times,
        target,
    }
}

#[test]
fn only_logins_of_the_target_use_up_a_fault() {
    let (faults, now) = (Faults::default(), Instant::now());
    faults.fail_logins(unavailable(2, Target::Phone(ANA.into())));
    assert_eq!(faults.take_login_error(BIA, now), None);
    for expected in [const { Some(LoginError::Unavailable) }; 2]
        .into_iter()
        .chain([None])
    {
        assert_eq!(faults.take_login_error(ANA, now), expected);
    }
    faults.fail_logins(unavailable(1, Target::All));
    assert!(faults.take_login_error(BIA, now).is_some());
    assert!(faults.take_login_error(ANA, now).is_none());
}

#[test]
fn a_ban_ends_by_itself() {
    let (faults, now) = (Faults::default(), Instant::now());
    faults.ban(ANA.into(), now + Duration::from_secs(60));
    for _ in 0..2 {
        let error = faults.take_login_error(ANA, now);
        assert_eq!(error.map(|error| error.reason()), Some(402));
    }
    let later = now + Duration::from_secs(60);
    assert_eq!(faults.take_login_error(ANA, later), None);
}

#[test]
fn clearing_ends_all_faults() {
    let (faults, now) = (Faults::default(), Instant::now());
    faults.set_latency(5);
    faults.require_passkeys(1);
    faults.drop_retries(1);
    faults.corrupt_links(1);
    faults.fail_app_state(AppStateFault::NoKey);
    faults.throttle_codes(CodeThrottle {
        times: 1,
        retry_after: None,
    });
    faults.fail_logins(unavailable(1, Target::All));
    faults.ban(ANA.into(), now + Duration::from_secs(60));
    faults.clear();
    assert_eq!(faults.latency(), Duration::ZERO);
    assert!(!faults.take_required_passkey());
    assert!(!faults.take_dropped_retry());
    assert!(!faults.take_corrupt_link());
    assert_eq!(faults.app_state(), None);
    assert!(faults.take_code_throttle().is_none());
    assert!(faults.take_login_error(ANA, now).is_none());
}
