//! What the service says about a signup.

use super::*;

fn pin(text: &str) -> Input {
    Input::Signup(SignupInput::PinTyped(text.into()))
}

#[test]
fn each_state_has_its_stage_and_its_action() {
    use SignupAction::{OpenWindow, Retry, SendPin};
    for (signup, stage, action) in [
        (signup("begun"), SignupStage::Start, Some(OpenWindow)),
        (signup("working"), SignupStage::Working, None),
        (choosing(), SignupStage::Choosing, None),
        (signup("no_number"), SignupStage::NoNumber, Some(Retry)),
        (signup("needs_pin"), SignupStage::NeedsPin, Some(SendPin)),
        (signup("connected"), SignupStage::Working, None),
        (
            stopped("code_expired", "sign_up_again"),
            SignupStage::Stopped,
            Some(OpenWindow),
        ),
        (
            stopped("number_busy", "try_again"),
            SignupStage::Stopped,
            Some(Retry),
        ),
        (
            stopped("account_blocked", "none"),
            SignupStage::Stopped,
            None,
        ),
        (
            signup("of_a_newer_service"),
            SignupStage::Start,
            Some(OpenWindow),
        ),
    ] {
        let state = signup.state.clone();
        let flow = on_cloud_tab([streamed(signup)]);
        assert_eq!(flow.signup.stage(), stage, "{state}");
        assert_eq!(flow.signup.action(), action, "{state}");
    }
}

#[test]
fn a_reload_comes_back_to_the_tab() {
    let mut flow = Flow::default();
    let effects = flow.handle(boot_cloud(ALL, qr("one"), Some(choosing())), 0.0);
    assert!(effects.contains(&Effect::ShowTab(Method::CloudApi)));
    assert_eq!(flow.signup.stage(), SignupStage::Choosing);
    // Later the person decides which tab is open.
    flow.handle(Input::TabSelected(Method::Qr), 0.0);
    flow.handle(boot_cloud(ALL, qr("one"), Some(choosing())), 0.0);
    assert_eq!(flow.tab, Method::Qr);
}

#[test]
fn a_number_is_chosen_once() {
    let mut flow = on_cloud_tab([streamed(choosing())]);
    let choose = |place| Input::Signup(SignupInput::NumberClicked(place));
    assert_eq!(flow.handle(choose(2), 0.0), [], "there are two");
    let effects = flow.handle(choose(1), 0.0);
    assert_eq!(requests(effects), [SignupRequest::Choose("22".into())]);
    assert_eq!(requests(flow.handle(choose(0), 0.0)), []);
}

#[test]
fn only_six_digits_are_a_pin() {
    for text in ["", "12345", "1234567", "12345a", "１２３４５６"] {
        let mut flow = on_cloud_tab([streamed(signup("needs_pin")), pin(text)]);
        let effects = flow.handle(clicked(SignupAction::SendPin), 0.0);
        assert_eq!(requests(effects), [], "{text}");
        assert_eq!(flow.signup.note, Some(SignupNote::InvalidPin));
    }
    let mut flow = on_cloud_tab([streamed(signup("needs_pin")), pin(" 123456 ")]);
    let effects = flow.handle(clicked(SignupAction::SendPin), 0.0);
    assert_eq!(requests(effects), [SignupRequest::Pin("123456".into())]);
}

#[test]
fn a_pin_that_is_asked_for_again_was_wrong() {
    let mut flow = on_cloud_tab([
        streamed(signup("needs_pin")),
        pin("123456"),
        clicked(SignupAction::SendPin),
        streamed(signup("working")),
    ]);
    assert_eq!(flow.signup.stage(), SignupStage::Working);
    flow.handle(streamed(signup("needs_pin")), 0.0);
    assert_eq!(flow.signup.note, Some(SignupNote::WrongPin));
    flow.handle(streamed(stopped("pin_locked", "try_again")), 0.0);
    flow.handle(streamed(signup("needs_pin")), 0.0);
    assert_eq!(flow.signup.note, None, "no PIN was sent since");
}

#[test]
fn a_decision_that_did_not_get_through_can_be_repeated() {
    for (failure, note) in [
        (SignupFailure::Decision, Some(SignupNote::NotReached)),
        (SignupFailure::Late, None),
    ] {
        let mut flow = on_cloud_tab([
            streamed(signup("no_number")),
            clicked(SignupAction::Retry),
            Input::Signup(SignupInput::RequestFailed(failure)),
        ]);
        assert_eq!(flow.signup.note, note);
        let again = flow.handle(clicked(SignupAction::Retry), 0.0);
        assert_eq!(requests(again), [SignupRequest::Retry]);
    }
}

#[test]
fn an_answer_that_is_older_than_the_stream_is_not_shown() {
    let mut flow = on_cloud_tab([Input::View(shown(7, Some(signup("needs_pin"))))]);
    let answer = |seq| Input::Signup(SignupInput::Continued(shown(seq, Some(signup("working")))));
    flow.handle(answer(6), 0.0);
    assert_eq!(flow.signup.stage(), SignupStage::NeedsPin);
    flow.handle(answer(7), 0.0);
    assert_eq!(flow.signup.stage(), SignupStage::Working);
}

#[test]
fn a_problem_is_reported_to_the_host_once() {
    let mut flow = on_cloud_tab([streamed(signup("working"))]);
    let problem = || streamed(stopped("meta_refused", "try_again"));
    let message = || HostMessage::Error("meta_refused".into());
    assert!(posts(&flow.handle(problem(), 0.0), message()));
    assert!(!posts(&flow.handle(problem(), 0.0), message()));
}

#[test]
fn the_focus_moves_to_what_came() {
    let mut flow = on_cloud_tab([streamed(signup("working"))]);
    let effects = flow.handle(streamed(choosing()), 0.0);
    assert!(effects.contains(&Effect::FocusSignup));
    let effects = flow.handle(streamed(choosing()), 0.0);
    assert!(!effects.contains(&Effect::FocusSignup));
}

#[test]
fn a_signup_that_was_begun_outlives_its_link() {
    let mut flow = on_cloud_tab([streamed(signup("begun"))]);
    flow.handle(Input::Tick, 900_000.0);
    assert_eq!(flow.name(), "signup");
    let mut flow = on_cloud_tab([]);
    flow.handle(Input::Tick, 900_000.0);
    assert_eq!(flow.screen, Screen::Expired);
}
