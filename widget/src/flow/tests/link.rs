//! The life of a link: its start, its end, and what a reload finds.

use super::*;

fn not_started(mut input: Input) -> Input {
    if let Input::Boot(boot) = &mut input {
        boot.started = false;
    }
    input
}

#[test]
fn a_session_that_is_not_started_is_requested_once() {
    let mut flow = Flow::default();
    let first = flow.handle(not_started(boot(Step::Preparing)), 0.0);
    assert!(first.contains(&Effect::StartSession), "{first:?}");
    let again = flow.handle(not_started(boot(Step::Preparing)), 0.0);
    assert!(!again.contains(&Effect::StartSession), "{again:?}");

    let mut flow = Flow::default();
    assert!(
        !flow
            .handle(boot(qr("one")), 0.0)
            .contains(&Effect::StartSession)
    );
}

#[test]
fn a_failed_start_can_be_retried() {
    let mut flow = after([not_started(boot(Step::Preparing)), Input::StartFailed]);
    assert_eq!(flow.screen, Screen::Unavailable);
    let effects = flow.handle(Input::RetryClicked, 0.0);
    assert!(effects.contains(&Effect::StartSession), "{effects:?}");
}

#[test]
fn the_link_expires_by_this_clock_too() {
    let mut flow = after([boot(qr("one"))]);
    assert_eq!(flow.handle(Input::Tick, 899_999.0), []);
    let effects = flow.handle(Input::Tick, 900_000.0);
    assert!(posts(&effects, HostMessage::Expired));
    assert!(effects.contains(&Effect::CloseStream));
}

#[test]
fn a_scanned_link_does_not_expire_by_this_clock() {
    let mut flow = after([boot(Step::Scanned)]);
    assert_eq!(flow.handle(Input::Tick, 999_999.0), []);
    flow.handle(view(connected()), 1_000_000.0);
    assert_eq!(flow.handle(Input::Tick, 1_000_001.0), []);
}

#[test]
fn a_rejected_link_is_final() {
    let mut flow = after([boot(qr("one"))]);
    assert!(posts(
        &flow.handle(Input::LinkRejected, 0.0),
        HostMessage::Expired
    ));
    assert_eq!(flow.handle(view(qr("two")), 0.0), []);
    assert_eq!(flow.screen, Screen::Expired);
}

#[test]
fn a_reload_without_a_token_is_lost() {
    let mut flow = Flow::default();
    let effects = flow.handle(Input::TokenMissing, 0.0);
    assert_eq!(flow.screen, Screen::Lost);
    assert!(posts(&effects, HostMessage::Error("lost".into())));
}

#[test]
fn the_focus_moves_to_the_notice_that_needs_a_decision() {
    let mut flow = after([boot(qr("one"))]);
    assert!(
        flow.handle(view(Step::TimedOut), 0.0)
            .contains(&Effect::FocusNotice)
    );
    assert!(
        !flow
            .handle(Input::RenewClicked, 0.0)
            .contains(&Effect::FocusNotice)
    );
}
