use super::*;

fn unreachable(notice_in_ms: u64) -> Step {
    Step::Unreachable {
        notice_in_ms,
        retry_in_ms: 1_000,
    }
}

#[test]
fn unreachable_is_shown_after_the_notice_time() {
    let mut flow = after([boot(Step::Preparing), view(unreachable(10_000))]);
    assert_eq!(
        flow.screen,
        Screen::Preparing,
        "a short interruption is not shown"
    );
    flow.handle(Input::Tick, 9_000.0);
    assert_eq!(flow.screen, Screen::Preparing);
    let effects = flow.handle(Input::Tick, 10_000.0);
    assert_eq!(flow.screen, Screen::Unreachable);
    assert!(posts(&effects, HostMessage::Step("unreachable")));
    // The service keeps trying, so the host gets a step and no error.
    let is_error = |effect: &Effect| matches!(effect, Effect::PostToHost(HostMessage::Error(_)));
    assert!(!effects.iter().any(is_error));
}

#[test]
fn a_code_before_the_notice_time_prevents_the_notice() {
    let mut flow = after([boot(unreachable(10_000)), view(qr("one"))]);
    flow.handle(Input::Tick, 20_000.0);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn a_page_opened_later_shows_unreachable_at_once_and_then_the_code() {
    let mut flow = after([boot(unreachable(0))]);
    assert_eq!(flow.screen, Screen::Unreachable);
    flow.handle(view(qr("one")), 1_000.0);
    assert_eq!(flow.screen, Screen::Qr);
}

#[test]
fn the_person_can_request_an_attempt_while_unreachable() {
    let mut flow = after([boot(unreachable(0))]);
    let effects = flow.handle(Input::RenewClicked, 0.0);
    assert_eq!(flow.screen, Screen::Preparing);
    assert!(effects.contains(&Effect::Renew));
}

#[test]
fn a_scanned_page_stays_scanned_during_a_short_interruption() {
    let flow = after([
        boot(qr("one")),
        view(Step::Scanned),
        view(unreachable(10_000)),
    ]);
    assert_eq!(flow.screen, Screen::Scanned);
}
